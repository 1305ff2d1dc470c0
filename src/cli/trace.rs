//! Tells whoever watches what goes on between Gantry and the server. It knows of no secret: events have none.

use std::time::Duration;

use super::output;
use crate::rest::{Event, Observer};

/// How much is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Loudness {
    /// Errors alone.
    Quiet,
    /// Results and waits.
    Usual,
    /// Every call.
    Verbose,
}

/// Tells on standard error.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trace {
    pub loudness: Loudness,
}

impl Observer for Trace {
    fn hear(&mut self, event: &Event) {
        if let Some(text) = self.words(event) {
            output::aside(text);
        }
    }
}

impl Trace {
    fn words(self, event: &Event) -> Option<String> {
        let verbose = self.loudness == Loudness::Verbose;
        match event {
            Event::Answered { call, status, took, size } => verbose.then(|| {
                let took = took.as_millis();
                format!("{call} -> {status}, {size} bytes, {took} ms")
            }),
            Event::Broken { call, reason } => verbose.then(|| format!("{call} -> {reason}")),
            Event::Again { call, attempt } => verbose.then(|| format!("{call}: try {attempt}")),
            Event::ReadBack { call } => verbose.then(|| format!("{call}: looking whether it took effect")),
            Event::Challenged { call, challenge } => {
                verbose.then(|| format!("{call}: a second proof is asked for ({challenge:?})"))
            }
            Event::Limited { call, wait } => (self.loudness > Loudness::Quiet)
                .then(|| format!("The server takes no more calls for now: waiting {} before {call}", seconds(*wait))),
        }
    }
}

fn seconds(wait: Duration) -> String {
    match wait.as_millis().div_ceil(1000) {
        1 => "a second".to_owned(),
        seconds => format!("{seconds} seconds"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_told_unless_quiet_and_calls_only_when_asked() {
        let limited = Event::Limited { call: "GET /x".into(), wait: Duration::from_millis(4200) };
        let answered = Event::Answered { call: "GET /x".into(), status: 200, took: Duration::from_millis(7), size: 12 };
        let words = |loudness, event| Trace { loudness }.words(event);
        assert_eq!(words(Loudness::Quiet, &limited), None);
        assert!(words(Loudness::Usual, &limited).is_some_and(|text| text.contains("5 seconds")));
        assert_eq!(words(Loudness::Usual, &answered), None);
        assert_eq!(words(Loudness::Verbose, &answered), Some("GET /x -> 200, 12 bytes, 7 ms".into()));
    }
}
