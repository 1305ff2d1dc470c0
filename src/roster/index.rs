//! Finds what is in a long list by its id.

/// Places in a list by a key that no two entries share, in four bytes for each entry.
#[derive(Debug)]
pub(super) struct Index<'a, T> {
    list: &'a [T],
    key: fn(&T) -> &str,
    /// Places, sorted by key.
    order: Vec<u32>,
}

impl<'a, T> Index<'a, T> {
    pub fn new(list: &'a [T], key: fn(&T) -> &str) -> Self {
        let mut order: Vec<u32> = (0..).take(list.len()).collect();
        let of = |at: &u32| entry(list, *at).map(|(_, entry)| key(entry));
        order.sort_unstable_by(|one, other| of(one).cmp(&of(other)));
        Self { list, key, order }
    }

    /// The entry of a key, and its place.
    pub fn get(&self, key: &str) -> Option<(usize, &'a T)> {
        let of = |at: &u32| entry(self.list, *at).map(|(_, entry)| (self.key)(entry));
        let found = self.order.binary_search_by(|at| of(at).cmp(&Some(key))).ok()?;
        entry(self.list, *self.order.get(found)?)
    }

    /// The place of a key's entry.
    pub fn place(&self, key: &str) -> Option<usize> {
        self.get(key).map(|(at, _)| at)
    }

    pub fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }
}

fn entry<T>(list: &[T], at: u32) -> Option<(usize, &T)> {
    let at = usize::try_from(at).ok()?;
    Some((at, list.get(at)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_found_by_its_key_wherever_it_stands() {
        let list = ["m", "", "z", "a"];
        let index = Index::new(&list, |word| word);
        for (at, word) in list.iter().enumerate() {
            assert_eq!(index.get(word), Some((at, word)));
        }
        assert!(!index.has("b") && index.place("zz").is_none());
    }
}
