//! What a watch wants done.

/// What is to be done, and with what. `www/watch.js` knows these by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Do {
    /// Ask the page for credentials.
    AskCredentials,
    /// Open a socket to `/websocket` of the server. No word of an older one counts any more.
    Open,
    /// Close the socket, if there is one, and hear nothing more of it.
    Close,
    /// Greet the server.
    Connect,
    /// Log in with the token of this user.
    Login,
    /// Ask for a stream: user, stream.
    Subscribe,
    /// Ask for the subscriptions over the socket: since when (milliseconds since 1970), or -1 for all.
    Call,
    /// Ask for a sign of life.
    Ping,
    /// Give one: the id that was asked with.
    Pong,
    /// Get the subscriptions by REST, with the token of this user: user, number of the call, since when or -1.
    Fetch,
    /// Want the lock of this user on this server: user; 1 to take it from whoever has it.
    Lock,
    /// The lock is not wanted any more.
    Unlock,
    /// Say this to the other tabs.
    Tell,
    /// Show the notification of this message, if the page wants any.
    Notify,
}

/// What is to be done, in order: each a [`Do`], how many items go with it, and those.
#[derive(Debug, Default)]
pub(super) struct Outputs(Vec<f64>);

impl Outputs {
    #[inline(never)]
    pub fn put(&mut self, what: Do, items: &[f64]) {
        self.0.push(f64::from(what as u8));
        self.0.push(items.len() as f64);
        self.0.extend_from_slice(items);
    }

    pub fn take(&mut self) -> Vec<f64> {
        std::mem::take(&mut self.0)
    }
}
