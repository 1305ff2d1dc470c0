//! When the next call of a route may be sent, by what the server tells of its limits.
//!
//! Rocket.Chat counts calls by route, method and address, so several connections of one machine share one [`Pacing`].

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::transport::Answer;

/// Rocket.Chat's longest limits are of one minute; a reset further away is a clock that goes wrong.
pub(super) const LONGEST_LIMIT: Duration = Duration::from_secs(120);
/// The server's clock may be behind ours by a little.
pub(super) const LIMIT_MARGIN: Duration = Duration::from_millis(200);

/// The limits of every route, shared by all connections of this machine to one server as one account.
#[derive(Clone, Debug, Default)]
pub struct Pacing(Arc<Mutex<HashMap<String, Window>>>);

/// What is left of a route's calls, and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Window {
    remaining: u64,
    /// As the server told it; tells one window from the next.
    reset: u64,
    /// Milliseconds since 1970, by our clock.
    until: u64,
    /// A wait for it has been told.
    told: bool,
}

/// A wait before a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wait {
    pub time: Duration,
    /// Nobody else has told of it.
    pub first: bool,
}

impl Pacing {
    fn routes(&self) -> MutexGuard<'_, HashMap<String, Window>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a call of a route (method and path), or tells how long there is none to take.
    pub(super) fn take(&self, route: &str, now: u64) -> Option<Wait> {
        let mut routes = self.routes();
        let window = routes.get_mut(route)?;
        if window.until <= now {
            routes.remove(route);
            return None;
        }
        if window.remaining > 0 {
            window.remaining -= 1;
            return None;
        }
        let first = !std::mem::replace(&mut window.told, true);
        Some(Wait { time: Duration::from_millis(window.until - now), first })
    }

    /// Hears what an answer tells of its route: `X-RateLimit-Remaining` and `X-RateLimit-Reset`.
    pub(super) fn hear(&self, route: &str, answer: &Answer, now: u64) {
        let number = |name| answer.header(name).and_then(|text| text.trim().parse::<u64>().ok());
        let (Some(remaining), Some(reset)) = (number("x-ratelimit-remaining"), number("x-ratelimit-reset")) else {
            return;
        };
        let mut routes = self.routes();
        match routes.get_mut(route).filter(|window| window.reset == reset) {
            // An answer may be older than calls that have been taken since.
            Some(window) => window.remaining = window.remaining.min(remaining),
            None => {
                let ahead = Duration::from_millis(reset.saturating_sub(now));
                // A reset that has passed, or is far away, is of a clock that differs: a refusal then says how long.
                if !ahead.is_zero() && ahead <= LONGEST_LIMIT {
                    let until = reset.saturating_add(millis(LIMIT_MARGIN));
                    routes.insert(route.to_owned(), Window { remaining, reset, until, told: false });
                }
            }
        }
    }

    /// The server has refused a call of a route: none is taken for this long. Whether this is the first to say so.
    pub(super) fn stop(&self, route: &str, time: Duration, now: u64) {
        let mut routes = self.routes();
        let until = now.saturating_add(millis(time));
        let window = routes.entry(route.to_owned()).or_insert(Window { remaining: 0, reset: 0, until, told: false });
        // Calls under way at the same time are refused for the same reason.
        if window.remaining > 0 || window.until < until {
            *window = Window { remaining: 0, until, ..*window };
        }
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(remaining: u64, reset: u64) -> Answer {
        let header = |name: &str, number: u64| (name.to_owned(), number.to_string());
        let headers = vec![header("x-ratelimit-remaining", remaining), header("x-ratelimit-reset", reset)];
        Answer { status: 200, headers, body: String::new() }
    }

    #[test]
    fn a_route_without_calls_left_waits_for_its_reset_and_others_do_not() {
        let pacing = Pacing::default();
        let (one, other) = (pacing.clone(), pacing);
        one.hear("GET /a", &answer(1, 61_000), 1_000);
        assert_eq!(other.take("GET /a", 1_000), None);
        let wait = |first| Some(Wait { time: Duration::from_millis(60_000 + 200), first });
        assert_eq!(one.take("GET /a", 1_000), wait(true));
        assert_eq!(other.take("GET /a", 1_000), wait(false));
        assert_eq!(other.take("POST /a", 1_000), None);
        assert_eq!(other.take("GET /a", 61_200), None, "the window is over");
    }

    #[test]
    fn answers_that_come_late_do_not_give_calls_back() {
        let pacing = Pacing::default();
        pacing.hear("GET /a", &answer(3, 61_000), 1_000);
        (0..3).for_each(|_| assert_eq!(pacing.take("GET /a", 1_000), None));
        pacing.hear("GET /a", &answer(2, 61_000), 1_100);
        assert!(pacing.take("GET /a", 1_100).is_some());
        pacing.hear("GET /a", &answer(9, 121_000), 61_100);
        assert_eq!(pacing.take("GET /a", 61_200), None);
    }

    #[test]
    fn a_refusal_stops_everybody_and_a_clock_that_differs_nobody() {
        let pacing = Pacing::default();
        pacing.stop("GET /a", Duration::from_secs(5), 1_000);
        assert_eq!(pacing.take("GET /a", 2_000).map(|wait| wait.time), Some(Duration::from_secs(4)));
        for reset in [900, 1_000_000_000] {
            pacing.hear("GET /b", &answer(0, reset), 1_000);
            assert_eq!(pacing.take("GET /b", 1_000), None);
        }
    }
}
