//! A login: from the page's credentials to a confirmed session.

use super::state::Reason;
use super::{Millis, NEVER};

use crate::protocol::TextId;

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
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum Login {
    /// None is under way.
    #[default]
    None,
    /// To be begun at this time.
    Due(Millis),
    /// The page has been asked for credentials.
    Asked { until: Millis },
    /// The credentials of this user are there; who is in the frame is not settled.
    Held(TextId),
    /// The frame has been told to log out first.
    Clearing { user: TextId, until: Millis },
    /// The token has been sent.
    Sent { user: TextId, times: usize, again_at: Millis },
}

impl Login {
    pub fn asked(now: Millis) -> Self {
        Self::Asked { until: now + PAGE_PATIENCE }
    }

    pub fn clearing(user: TextId, surely_somebody: bool, now: Millis) -> Self {
        let patience = if surely_somebody { LOGOUT_SURE } else { LOGOUT_PATIENCE };
        Self::Clearing { user, until: now + patience }
    }

    /// The token goes out for the `times`th time.
    pub fn sent(user: TextId, times: usize, now: Millis) -> Self {
        let wait = AGAIN_AFTER.get(times - 1).copied().unwrap_or(LAST_CHANCE);
        Self::Sent { user, times, again_at: now + wait }
    }

    /// Whether the token has been sent as often as it will be.
    pub fn exhausted(times: usize) -> bool {
        times > AGAIN_AFTER.len()
    }

    pub fn under_way(&self) -> bool {
        !matches!(self, Self::None | Self::Due(_))
    }

    /// Whether nothing is to be done about it now.
    pub fn rests(&self, now: Millis) -> bool {
        match self {
            Self::Due(_) => true,
            Self::Held(_) => false,
            _ => self.deadline() > now,
        }
    }

    pub fn deadline(&self) -> Millis {
        match self {
            Self::None | Self::Held(_) => NEVER,
            Self::Due(at) | Self::Asked { until: at } => *at,
            Self::Clearing { until: at, .. } | Self::Sent { again_at: at, .. } => *at,
        }
    }
}
