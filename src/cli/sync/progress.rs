//! Tells how far a long run is.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use crate::cli::output;
use crate::cli::trace::Loudness;

/// How often a terminal's line is drawn anew.
const DRAWN: Duration = Duration::from_millis(100);
/// How often a log gets a line.
const LOGGED: Duration = Duration::from_secs(30);

/// How far one part of a run is.
#[derive(Debug)]
pub(super) struct Progress {
    what: &'static str,
    of: usize,
    done: usize,
    began: Instant,
    told: Option<Instant>,
    way: Way,
}

/// Where it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Nowhere,
    /// On one line, which the next one takes the place of.
    Terminal,
    Log,
}

impl Progress {
    /// Begins a part of so many steps. `what` is done to them, in a word.
    pub fn new(loudness: Loudness, what: &'static str, of: usize) -> Self {
        let way = match loudness {
            // Every call is told already.
            Loudness::Quiet | Loudness::Verbose => Way::Nowhere,
            Loudness::Usual if std::io::stderr().is_terminal() => Way::Terminal,
            Loudness::Usual => Way::Log,
        };
        Self { what, of, done: 0, began: Instant::now(), told: None, way }
    }

    /// One step more is done.
    pub fn step(&mut self) {
        self.done += 1;
        let pause = match self.way {
            Way::Nowhere => return,
            Way::Terminal => DRAWN,
            Way::Log => LOGGED,
        };
        if self.told.unwrap_or(self.began).elapsed() < pause {
            return;
        }
        self.told = Some(Instant::now());
        let text = format!("{}: {}", self.what, words(self.done, self.of, self.began.elapsed()));
        match self.way {
            Way::Terminal => output::transient(&text),
            _ => output::aside(text),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.way == Way::Terminal && self.told.is_some() {
            output::transient("");
        }
    }
}

/// How far it is, how fast, and how long it will take.
fn words(done: usize, of: usize, took: Duration) -> String {
    let (Ok(done_so_far), Ok(left)) = (u128::try_from(done), u128::try_from(of.saturating_sub(done))) else {
        return format!("{done} of {of}");
    };
    let took = took.as_millis();
    if took < 1000 || done == 0 {
        return format!("{done} of {of}");
    }
    let by_minute = done_so_far * 60_000 / took;
    let rate = if by_minute >= 120 { format!("{} a second", by_minute / 60) } else { format!("{by_minute} a minute") };
    let seconds = (left * took / done_so_far).div_ceil(1000);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let time = if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") };
    format!("{done} of {of}, {rate}, {time} left")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_has_a_rate_and_the_time_left() {
        assert_eq!(words(0, 100, Duration::from_secs(9)), "0 of 100");
        assert_eq!(words(3, 100, Duration::from_millis(20)), "3 of 100");
        assert_eq!(words(50, 1000, Duration::from_secs(5)), "50 of 1000, 10 a second, 1:35 left");
        assert_eq!(words(10, 1000, Duration::from_secs(60)), "10 of 1000, 10 a minute, 1:39:00 left");
    }
}
