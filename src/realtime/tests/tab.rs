//! A tab as its browser has it.

use super::carrier::Login;
use crate::protocol::texts::Table;
use crate::realtime::{Millis, Missed, Watch};
use crate::unread::Book;
use serde_json::Value;
use std::collections::VecDeque;

/// What waits for a tab's turn.
pub enum Event {
    Opened,
    Closed,
    Frame(Value),
    Snapshot(u32, Result<Value, Missed>),
    /// The page's login answers: with whom it has logged in then, or with one who was before.
    Credentials(Option<Login>),
    Answer,
    Lock(bool),
    Told(Vec<Value>),
}

/// A socket as the server sees it.
#[derive(Default)]
pub struct Socket {
    pub member: Option<&'static str>,
    pub subscribed: Vec<String>,
    /// The server's words go nowhere, and nobody tells.
    pub half_open: bool,
}

pub struct Tab {
    pub watch: Watch,
    pub book: Book,
    /// As in its page: no other tab has the same numbers.
    pub texts: Table,
    /// What the page's login gave, the last for each member.
    pub logins: Vec<Login>,
    pub open: bool,
    pub frozen: bool,
    /// The page is kept for the way back, and hears nothing.
    pub away: bool,
    /// The clock was set back, which whoever carries everything to the watch sees at the next word or timer.
    pub clock_set: bool,
    pub visible: bool,
    /// The socket; `Some` once it is asked for.
    pub socket: Option<Socket>,
    pub events: VecDeque<Event>,
    pub fetches: u32,
    /// Times at which it asked by REST.
    pub fetched_at: Vec<Millis>,
    pub asked_page: u32,
    pub notified: Vec<String>,
}

impl Tab {
    /// Who it is that the counts are of; empty for nobody.
    pub fn user(&self) -> &str {
        self.texts.text(self.watch.user())
    }

    pub fn hears(&self) -> bool {
        self.open && !self.frozen && !self.away
    }
}
