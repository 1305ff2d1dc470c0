//! The states of a docked chat, as a page sees them.

use super::words::Word;

/// Where a docked chat stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Not begun: the place is not visible yet.
    #[default]
    Idle,
    /// The frame loads; it has given no sign of life.
    Loading,
    /// The frame is there; nobody is logged in through Gantry.
    Ready,
    /// A login is under way.
    LoggingIn,
    /// A member is logged in.
    Online,
    /// The chat is there, and something that was promised is not.
    Degraded,
    /// The chat can't be used as it is.
    Failed,
    /// Taken down by the page.
    Destroyed,
}

impl State {
    /// The word for this state, as the page sees it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Loading => "loading",
            Self::Ready => "ready",
            Self::LoggingIn => "logging-in",
            Self::Online => "online",
            Self::Degraded => "degraded",
            Self::Failed => "failed",
            Self::Destroyed => "destroyed",
        }
    }
}

/// Why a chat stands where it stands. Each failure's cause and remedy are a finding of the same code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The page has logged out.
    LoggedOut,
    /// The session ended in the frame, and is being taken up again.
    SessionLost,
    /// Somebody else is logged in, and is being logged out.
    OtherUser,
    /// A member is logged in, but Rocket.Chat sends no events to this page.
    EventsSilent,
    /// The frame never gave a sign of life.
    FrameSilent,
    /// The login was never confirmed.
    LoginTimeout,
    /// Rocket.Chat refused the login.
    LoginRefused,
    /// The page's login answered with no token, or an empty one.
    TokenMissing,
    /// The page says that the visitor is no member.
    NotAMember,
    /// The page's login failed.
    LoginFailed,
    /// The page's login never answered.
    LoginSilent,
    /// The session was lost again and again.
    SessionUnstable,
    /// The options given to `mount` don't hold.
    Options,
}

impl Reason {
    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::LoggedOut => "logged-out",
            Self::SessionLost => "session-lost",
            Self::OtherUser => "other-user",
            Self::EventsSilent => "events-silent",
            Self::FrameSilent => "frame-silent",
            Self::LoginTimeout => "login-timeout",
            Self::LoginRefused => "login-refused",
            Self::TokenMissing => "token-missing",
            Self::NotAMember => "not-a-member",
            Self::LoginFailed | Self::LoginSilent => "login-unavailable",
            Self::SessionUnstable => "session-unstable",
            Self::Options => "options",
        }
    }
}

/// A new state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Where the chat stands now.
    pub state: State,
    /// Why, where there is more to say than the state.
    pub reason: Option<Reason>,
}

impl Change {
    /// What a member is told.
    #[must_use]
    pub fn word(self) -> Option<Word> {
        Some(match (self.state, self.reason) {
            (State::Loading, _) => Word::Loading,
            (State::LoggingIn, _) => Word::LoggingIn,
            (State::Degraded, Some(Reason::SessionLost)) => Word::SessionLost,
            (State::Failed, Some(Reason::FrameSilent)) => Word::Silent,
            (State::Failed, Some(Reason::NotAMember)) => Word::NotAMember,
            (State::Failed, _) => Word::LoginFailed,
            _ => return None,
        })
    }
}
