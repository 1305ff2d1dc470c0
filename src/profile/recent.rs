//! Two reports of one click count once.
//!
//! An old script beside the new one, or listeners installed twice, report the same click within milliseconds; a double
//! click is one wish as well.

use crate::protocol::{Person, TextId};

/// Milliseconds on any clock that only goes forward.
pub type Millis = u64;

/// How long a report of the same person is the same click.
const MOMENT: Millis = 500;

/// Remembers the last click.
#[derive(Clone, Debug, Default)]
pub struct RecentClick {
    username: TextId,
    user_id: TextId,
    until: Millis,
}

impl RecentClick {
    /// Whether this is a new click, and not another report of the last one.
    pub fn is_new(&mut self, person: &Person, now: Millis) -> bool {
        let again = now < self.until && (same(self.username, person.username) || same(self.user_id, person.user_id));
        if !again {
            self.username = person.username;
            self.user_id = person.user_id;
            self.until = now + MOMENT;
        }
        !again
    }
}

fn same(one: TextId, other: TextId) -> bool {
    one.is_some() && one == other
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOB: TextId = TextId(1);
    const CHLOE: TextId = TextId(2);
    const BOBS_ID: TextId = TextId(3);

    fn person(username: TextId) -> Person {
        Person { username, ..Person::default() }
    }

    #[test]
    fn a_repeated_report_counts_once() {
        let mut recent = RecentClick::default();
        assert!(recent.is_new(&person(BOB), 1_000));
        assert!(!recent.is_new(&person(BOB), 1_050));
        assert!(recent.is_new(&person(CHLOE), 1_060));
        assert!(recent.is_new(&person(BOB), 2_000));
    }

    #[test]
    fn a_mention_reported_with_its_username_is_the_same_click() {
        let mut recent = RecentClick::default();
        let both = Person { user_id: BOBS_ID, ..person(BOB) };
        assert!(recent.is_new(&both, 0));
        assert!(!recent.is_new(&Person { user_id: BOBS_ID, ..Person::default() }, 20));
    }
}
