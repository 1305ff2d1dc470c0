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
pub struct Pacing(Arc<Mutex<HashMap<String, Route>>>);

/// A route's calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Route {
    /// Sent and not answered.
    under_way: u64,
    window: Option<Window>,
}

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
    fn routes(&self) -> MutexGuard<'_, HashMap<String, Route>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a call of a route (method and path), or tells how long there is none to take.
    pub(super) fn take(&self, route: &str, now: u64) -> Option<Wait> {
        let mut routes = self.routes();
        let route = routes.entry(route.to_owned()).or_default();
        route.window = route.window.filter(|window| window.until > now);
        if let Some(window) = &mut route.window {
            if window.remaining == 0 {
                let first = !std::mem::replace(&mut window.told, true);
                return Some(Wait { time: Duration::from_millis(window.until - now), first });
            }
            window.remaining -= 1;
        }
        route.under_way += 1;
        None
    }

    /// A call has ended. Its answer tells of the route: `X-RateLimit-Remaining` and `X-RateLimit-Reset`.
    pub(super) fn hear(&self, route: &str, answer: Option<&Answer>, now: u64) {
        let number = |name| answer.and_then(|answer| answer.header(name)?.trim().parse::<u64>().ok());
        let told = number("x-ratelimit-remaining").zip(number("x-ratelimit-reset"));
        let mut routes = self.routes();
        let route = routes.entry(route.to_owned()).or_default();
        route.under_way = route.under_way.saturating_sub(1);
        let Some((remaining, reset)) = told else { return };
        match &mut route.window {
            // An answer may be older than calls that have been taken since.
            Some(window) if window.reset == reset => window.remaining = window.remaining.min(remaining),
            _ => {
                let ahead = Duration::from_millis(reset.saturating_sub(now));
                // A reset that has passed, or is far away, is of a clock that differs: a refusal then says how long.
                if !ahead.is_zero() && ahead <= LONGEST_LIMIT {
                    let until = reset.saturating_add(millis(LIMIT_MARGIN));
                    let remaining = remaining.saturating_sub(route.under_way);
                    route.window = Some(Window { remaining, reset, until, told: false });
                }
            }
        }
    }

    /// The server has refused a call of a route: none is taken for this long.
    pub(super) fn stop(&self, route: &str, time: Duration, now: u64) {
        let mut routes = self.routes();
        let until = now.saturating_add(millis(time));
        let route = routes.entry(route.to_owned()).or_default();
        let window = route.window.get_or_insert(Window { remaining: 0, reset: 0, until, told: false });
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
        one.hear("GET /a", Some(&answer(1, 61_000)), 1_000);
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
        pacing.hear("GET /a", Some(&answer(3, 61_000)), 1_000);
        (0..3).for_each(|_| assert_eq!(pacing.take("GET /a", 1_000), None));
        pacing.hear("GET /a", Some(&answer(2, 61_000)), 1_100);
        assert!(pacing.take("GET /a", 1_100).is_some());
        pacing.hear("GET /a", Some(&answer(9, 121_000)), 61_100);
        assert_eq!(pacing.take("GET /a", 61_200), None);
    }

    #[test]
    fn calls_under_way_count_before_their_answers_come() {
        let pacing = Pacing::default();
        (0..4).for_each(|_| assert_eq!(pacing.take("GET /a", 1_000), None));
        pacing.hear("GET /a", Some(&answer(4, 61_000)), 1_000);
        assert_eq!(pacing.take("GET /a", 1_000), None, "three of the four are under way");
        assert!(pacing.take("GET /a", 1_000).is_some());
    }

    #[test]
    fn a_refusal_stops_everybody_and_a_clock_that_differs_nobody() {
        let pacing = Pacing::default();
        pacing.stop("GET /a", Duration::from_secs(5), 1_000);
        assert_eq!(pacing.take("GET /a", 2_000).map(|wait| wait.time), Some(Duration::from_secs(4)));
        for reset in [900, 1_000_000_000] {
            pacing.hear("GET /b", Some(&answer(0, reset)), 1_000);
            assert_eq!(pacing.take("GET /b", 1_000), None);
        }
    }
}
