//! How often an address may call a route.

use std::collections::BTreeMap;

/// A window of time in which calls are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Window {
    until: i64,
    calls: i64,
}

/// What is told of a counted call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// How many calls a window allows.
    pub limit: i64,
    /// How many are left in it.
    pub remaining: i64,
    /// When the window ends, milliseconds since 1970.
    pub reset: i64,
    /// This call is one too many.
    pub refused: bool,
}

/// The counts of all routes, methods and addresses.
#[derive(Debug, Default)]
pub struct Limits(BTreeMap<(String, String), Window>);

impl Limits {
    /// Counts a call of `address` to a route, of which `limit` are allowed in `window` milliseconds.
    pub fn count(&mut self, route: &str, address: &str, limit: i64, window: i64, now: i64) -> Counted {
        let fresh = Window { until: now + window, calls: 0 };
        let counted = self.0.entry((route.to_owned(), address.to_owned())).or_insert(fresh);
        if counted.until <= now {
            *counted = fresh;
        }
        counted.calls += 1;
        Counted {
            limit,
            remaining: (limit - counted.calls).max(0),
            reset: counted.until,
            refused: counted.calls > limit,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eleventh_call_of_a_window_is_refused() {
        let mut limits = Limits::default();
        let calls: Vec<Counted> = (0..11).map(|at| limits.count("me get", "a", 10, 60_000, 1_000 + at)).collect();
        assert_eq!((calls[0].remaining, calls[9].remaining), (9, 0));
        assert_eq!((calls[9].refused, calls[10].refused), (false, true));
        assert_eq!(calls[10].reset, 61_000);
        assert!(!limits.count("me get", "b", 10, 60_000, 2_000).refused, "another address");
        assert!(!limits.count("me get", "a", 10, 60_000, 61_000).refused, "another window");
    }
}
