//! What a page asks of a chat, kept until it can be done, and answered always.

use super::Millis;
use crate::protocol::{RoomPath, Status};

/// The number of a page's request.
pub type RequestId = u32;

/// How many requests may wait for the frame.
const MOST_WAITING: usize = 32;
/// How long a command may take to show its effect. Rocket.Chat answers none of them.
const EFFECT: Millis = 4_000;

/// What the page wishes.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// Show this room.
    Open(RoomPath),
    /// Set this status.
    Status(Status),
    /// Log in.
    Login,
    /// Log out.
    Logout,
}

/// A command that was sent and whose effect is awaited.
#[derive(Debug)]
pub(super) struct Sent {
    pub id: RequestId,
    pub wish: Wish,
    until: Option<Millis>,
}

/// Requests in their order: waiting for the frame, or sent and waiting for an effect.
#[derive(Debug, Default)]
pub(super) struct Requests {
    waiting: Vec<(RequestId, Wish)>,
    sent: Vec<Sent>,
}

impl Requests {
    /// Keeps a request; gives it back where too many wait already.
    pub fn wait(&mut self, id: RequestId, wish: Wish) -> Result<(), RequestId> {
        if self.waiting.len() >= MOST_WAITING {
            return Err(id);
        }
        self.waiting.push((id, wish));
        Ok(())
    }

    /// The next waiting request.
    pub fn next(&mut self) -> Option<(RequestId, Wish)> {
        (!self.waiting.is_empty()).then(|| self.waiting.remove(0))
    }

    /// Notes that a command is on its way. A login has its own patience, so it gets no deadline here.
    pub fn sent(&mut self, id: RequestId, wish: Wish, now: Millis) {
        let until = (wish != Wish::Login).then_some(now + EFFECT);
        self.sent.push(Sent { id, wish, until });
    }

    /// Whether a command of this kind is on its way.
    pub fn awaits(&self, wish: &Wish) -> bool {
        self.sent.iter().any(|sent| sent.wish == *wish)
    }

    /// Whether the next request can be done: a log-out as soon as somebody hears it, the others once nothing is to be
    /// waited for.
    pub fn is_ready(&self, waits: bool, heard: bool) -> bool {
        match self.waiting.first() {
            Some((_, Wish::Logout)) => heard,
            Some(_) => !waits,
            None => false,
        }
    }

    /// Takes out the requests that `done` says are settled.
    pub fn settle(&mut self, done: &dyn Fn(&Wish) -> bool) -> Vec<RequestId> {
        let mut settled = Vec::new();
        self.sent.retain(|sent| {
            let over = done(&sent.wish);
            if over {
                settled.push(sent.id);
            }
            !over
        });
        settled
    }

    /// Takes out the requests whose time is over.
    pub fn expire(&mut self, now: Millis) -> Vec<RequestId> {
        let mut over = Vec::new();
        self.sent.retain(|sent| {
            let late = sent.until.is_some_and(|until| until <= now);
            if late {
                over.push(sent.id);
            }
            !late
        });
        over
    }

    /// Takes out one request, whatever has become of it, until there is none.
    pub fn drain(&mut self) -> Option<RequestId> {
        self.next().map(|(id, _)| id).or_else(|| self.sent.pop().map(|sent| sent.id))
    }

    /// When the first request's time is over.
    pub fn deadline(&self) -> Option<Millis> {
        self.sent.iter().filter_map(|sent| sent.until).min()
    }
}
