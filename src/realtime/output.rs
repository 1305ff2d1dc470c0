//! What a watch wants done.

use crate::protocol::Packed;

/// What is to be done; what goes with it is in [`Output::words`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Do {
    /// Ask the page for credentials.
    AskCredentials,
    /// Open a socket to `/websocket` of the server. No word of an older one counts any more.
    Open,
    /// Close the socket, if there is one, and hear nothing more of it.
    Close,
    /// Say this to the server: text.
    Send,
    /// Get the subscriptions by REST: token, user id; number of the call, since when (milliseconds since 1970, or NaN).
    Fetch,
    /// Want the lock of this user on this server: user id; 1 to take it from whoever has it.
    Lock,
    /// The lock is not wanted any more.
    Unlock,
    /// Say this to the other tabs.
    Tell,
    /// Show a notification, if the page wants any: message, room, title, text, kind, name.
    Notify,
    /// Something shown may have changed.
    Changed,
    /// [`Watch::status`](super::Watch::status) is another.
    Status,
}

/// What is to be done, and with what.
#[derive(Clone, PartialEq)]
pub struct Output {
    /// What.
    pub what: Do,
    /// With what.
    pub words: Packed,
}

impl std::fmt::Debug for Output {
    /// Shows no texts: a token may be among them.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.what.fmt(f)
    }
}
