//! Numbers for ids: the first id gets 0, and each keeps its own.

/// Ids and their numbers. Finding one costs the same with ten ids as with thousands.
#[derive(Clone, Debug, Default)]
pub struct Index {
    ids: Vec<String>,
    /// A table twice as large as the ids at least; each place holds a number and one, or nothing.
    places: Vec<u32>,
}

impl Index {
    /// The number of an id that has one.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<u32> {
        self.places.get(self.place(id)?)?.checked_sub(1)
    }

    /// The id of a number; empty where there is none.
    #[must_use]
    pub fn id(&self, number: u32) -> &str {
        self.ids.get(number as usize).map_or("", String::as_str)
    }

    /// How many ids there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The number of an id, which gets one if it has none.
    pub fn number(&mut self, id: &str) -> u32 {
        if let Some(number) = self.find(id) {
            return number;
        }
        self.ids.push(id.to_owned());
        if self.ids.len() * 2 > self.places.len() {
            self.places = vec![0; (self.places.len() * 2).max(16)];
            for number in 0..self.ids.len() {
                self.settle(number);
            }
        } else {
            self.settle(self.ids.len() - 1);
        }
        self.ids.len() as u32 - 1
    }

    fn settle(&mut self, number: usize) {
        let at = self.ids.get(number).and_then(|id| self.place(id));
        if let Some(place) = at.and_then(|at| self.places.get_mut(at)) {
            *place = number as u32 + 1;
        }
    }

    /// Where an id stands, or would.
    fn place(&self, id: &str) -> Option<usize> {
        // FNV-1a: ids are the server's and short.
        let mut hash = 0x811c_9dc5_u32;
        for byte in id.bytes() {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
        let mask = self.places.len().checked_sub(1)?;
        let mut at = hash as usize & mask;
        while let Some(number) = self.places.get(at)?.checked_sub(1) {
            if self.id(number) == id {
                break;
            }
            at = (at + 1) & mask;
        }
        Some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_keep_their_numbers() {
        let mut index = Index::default();
        assert_eq!((index.find("a"), index.id(0), index.is_empty()), (None, "", true));
        for number in 0..1_000 {
            assert_eq!(index.number(&number.to_string()), number);
        }
        for number in 0..1_000 {
            let id = number.to_string();
            assert_eq!((index.find(&id), index.number(&id), index.id(number)), (Some(number), number, id.as_str()));
        }
        assert_eq!((index.find("1000"), index.len()), (None, 1_000));
    }
}
