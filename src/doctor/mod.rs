//! Everything that can keep a docked chat from working, looked for on a live server.
//!
//! No I/O: it asks through a [`crate::rest::Transport`] and tells [`crate::findings`].
