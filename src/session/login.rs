//! A login: from the page's credentials to a confirmed session.

use super::state::Reason;
use super::{Millis, NEVER};

/// When `login-with-token` is sent again, after the first time. It has no answer, so silence is all that refusal is.
const AGAIN_AFTER: [Millis; 5] = [1_500, 2_500, 4_000, 7_000, 15_000];
/// How long the last one may take.
const LAST_CHANCE: Millis = 10_000;
/// How long the page's own login may take.
const PAGE_PATIENCE: Millis = 30_000;
/// How long a log-out before the login may take; a frame without a session says nothing to it.
const LOGOUT_PATIENCE: Millis = 1_500;
/// How long a log-out of somebody who is surely there may take.
const LOGOUT_SURE: Millis = 5_000;

/// Why the page's login gave none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denial {
    /// The visitor is no member (401).
    NotAMember,
    /// No token, or an empty one.
    TokenMissing,
    /// It threw, or could not be reached.
    Failed,
}

impl From<Denial> for Reason {
    fn from(denial: Denial) -> Self {
        match denial {
            Denial::NotAMember => Self::NotAMember,
            Denial::TokenMissing => Self::TokenMissing,
            Denial::Failed => Self::LoginFailed,
        }
    }
}

/// How far a login has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Step {
    /// None is under way.
    #[default]
    None,
    /// It is to be begun.
    Due,
    /// The page has been asked for credentials.
    Asked,
    /// The credentials are there; who is in the frame is not settled.
    Held,
    /// The frame has been told to log out first.
    Clearing,
    /// The token has been sent.
    Sent,
}

/// A login.
#[derive(Clone, Copy, Debug)]
pub(super) struct Login {
    pub step: Step,
    /// When it goes on, whatever has come.
    pub at: Millis,
    /// How often the token has been sent.
    times: usize,
}

impl Login {
    pub const NONE: Self = Self { step: Step::None, at: NEVER, times: 0 };

    pub fn due(at: Millis) -> Self {
        Self { step: Step::Due, at, times: 0 }
    }

    pub fn asked(now: Millis) -> Self {
        Self { step: Step::Asked, at: now + PAGE_PATIENCE, times: 0 }
    }

    pub fn held() -> Self {
        Self { step: Step::Held, ..Self::NONE }
    }

    pub fn clearing(surely_somebody: bool, now: Millis) -> Self {
        let patience = if surely_somebody { LOGOUT_SURE } else { LOGOUT_PATIENCE };
        Self { step: Step::Clearing, at: now + patience, times: 0 }
    }

    /// The token goes out, once more.
    pub fn sent(self, now: Millis) -> Self {
        let wait = AGAIN_AFTER.get(self.times).copied().unwrap_or(LAST_CHANCE);
        Self { step: Step::Sent, at: now + wait, times: self.times + 1 }
    }

    /// Whether the token has been sent as often as it will be.
    pub fn exhausted(self) -> bool {
        self.times > AGAIN_AFTER.len()
    }

    pub fn under_way(self) -> bool {
        !matches!(self.step, Step::None | Step::Due)
    }

    /// Whether nothing is to be done about it now.
    pub fn rests(self, now: Millis) -> bool {
        self.step == Step::Due || (self.step != Step::Held && self.at > now)
    }
}
