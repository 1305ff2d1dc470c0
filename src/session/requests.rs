//! What a page asks of a chat, kept until it can be done, and answered always.

use super::machine::Room;
use super::{Millis, NEVER};
use crate::protocol::{OpenedRoom, Status};

/// The number of a page's request.
pub type RequestId = u32;

/// How many requests may wait for the frame.
const MOST_WAITING: usize = 32;
/// How long a command may take to show its effect. Rocket.Chat answers none of them, and on a slow network a room takes
/// seconds to open.
const EFFECT: Millis = 10_000;

/// What the page wishes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wish {
    /// Show this room.
    Open(Room),
    /// Set this status.
    Status(Status),
    /// Log in.
    Login,
    /// Log out.
    Logout,
}

/// What was seen of a wish's effect.
#[derive(Clone, Copy)]
pub(super) enum Effect {
    /// The frame shows this room.
    Opened(OpenedRoom),
    /// The member has this status.
    Status(Option<Status>),
    /// The member is logged in, or surely will not be.
    Login,
    /// Nobody is logged in.
    Logout,
}

impl Effect {
    fn is_of(self, wish: Wish) -> bool {
        match (wish, self) {
            (Wish::Open(wished), Self::Opened(room)) => wished.name == room.id || wished.name == room.name,
            (Wish::Status(wished), Self::Status(status)) => Some(wished) == status,
            (Wish::Login, Self::Login) | (Wish::Logout, Self::Logout) => true,
            _ => false,
        }
    }
}

/// A command that was sent and whose effect is awaited.
#[derive(Debug)]
pub(super) struct Sent {
    pub id: RequestId,
    pub wish: Wish,
    until: Millis,
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
        self.waiting.extract_if(.., |_| true).next()
    }

    /// Notes that a command is on its way. A login has its own patience, so it gets no deadline here.
    pub fn sent(&mut self, id: RequestId, wish: Wish, now: Millis) {
        let until = if matches!(wish, Wish::Login) { NEVER } else { now + EFFECT };
        self.sent.push(Sent { id, wish, until });
    }

    /// Whether a log-out is on its way.
    pub fn awaits_logout(&self) -> bool {
        self.sent.iter().any(|sent| matches!(sent.wish, Wish::Logout))
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

    /// Takes out a request that this effect settles, or, without one, whose time is over.
    pub fn settled(&mut self, effect: Option<Effect>, now: Millis) -> Option<RequestId> {
        let over = |sent: &mut Sent| match effect {
            Some(effect) => effect.is_of(sent.wish),
            None => sent.until <= now,
        };
        self.sent.extract_if(.., over).next().map(|sent| sent.id)
    }

    /// Takes out one request, whatever has become of it, until there is none.
    pub fn drain(&mut self) -> Option<RequestId> {
        self.next().map(|(id, _)| id).or_else(|| self.sent.pop().map(|sent| sent.id))
    }

    /// When the first request's time is over.
    pub fn deadline(&self) -> Millis {
        self.sent.iter().fold(NEVER, |first, sent| first.min(sent.until))
    }
}
