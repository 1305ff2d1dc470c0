//! What has been learnt of people while the chat goes on: whose user id is whose, and what a resolver said.

use crate::protocol::sorted::insert;

/// Beyond this, what was learnt is forgotten and learnt anew.
const MOST: usize = 2_000;

/// A bounded memory from one text to another, in the order of the first.
#[derive(Clone, Debug, Default)]
pub struct Memory(Vec<(String, String)>);

impl Memory {
    fn find(&self, key: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| known.as_str().cmp(key))
    }

    /// Remembers.
    pub fn learn(&mut self, key: &str, value: &str) {
        match self.find(key) {
            Ok(at) => {
                if let Some((_, known)) = self.0.get_mut(at).filter(|(_, known)| known != value) {
                    value.clone_into(known);
                }
            }
            Err(_) if self.0.len() >= MOST => self.0.clear(),
            Err(at) => insert(&mut self.0, at, (key.to_owned(), value.to_owned())),
        }
    }

    /// What is remembered of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(self.find(key).ok()?).map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_bounded() {
        let mut memory = Memory::default();
        for number in 0..5_000 {
            memory.learn(&number.to_string(), "");
        }
        assert!(memory.0.len() <= MOST);
        memory.learn("a", "b");
        assert_eq!(memory.get("a"), Some("b"));
        assert_eq!(memory.get("b"), None);
    }
}
