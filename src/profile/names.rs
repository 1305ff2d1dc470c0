//! What has been learnt of people while the chat goes on: whose user id is whose, and what a resolver said.

use crate::protocol::TextId;

/// Beyond this, what was learnt is forgotten and learnt anew.
const MOST: usize = 2_000;

/// A bounded memory from one text to another.
#[derive(Clone, Debug, Default)]
pub struct Memory(Vec<(TextId, TextId)>);

impl Memory {
    /// Remembers.
    pub fn learn(&mut self, key: TextId, value: TextId) {
        if !key.is_some() || !value.is_some() {
            return;
        }
        if let Some((_, known)) = self.0.iter_mut().find(|(known, _)| *known == key) {
            *known = value;
            return;
        }
        if self.0.len() >= MOST {
            self.0.clear();
        }
        self.0.push((key, value));
    }

    /// What is remembered of a key.
    #[must_use]
    pub fn get(&self, key: TextId) -> TextId {
        self.0.iter().find(|(known, _)| *known == key).map(|(_, value)| *value).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_bounded() {
        let mut memory = Memory::default();
        for number in 1..=5_000 {
            memory.learn(TextId(number), TextId(1));
        }
        assert!((1..=MOST).contains(&memory.0.len()));
        let [a, b, c] = [6_001, 6_002, 6_003].map(TextId);
        memory.learn(a, b);
        assert_eq!(memory.get(a), b);
        assert_eq!(memory.get(b), TextId::NONE);
        memory.learn(a, c);
        assert_eq!(memory.get(a), c);
        memory.learn(a, TextId::NONE);
        assert_eq!(memory.get(a), c, "nothing is nothing to learn");
    }
}
