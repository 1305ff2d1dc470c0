//! What a page asks of a chat, kept until it can be done, and answered always.

use super::machine::{Output, Room};
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

/// A request that waits for the frame, or was sent and waits for an effect.
#[derive(Clone, Copy, Debug)]
struct Request {
    id: RequestId,
    wish: Wish,
    /// How long its effect may take; [`WAITING`]: it has not been sent.
    until: Millis,
}

/// It has not been sent.
const WAITING: Millis = 0;

/// Requests in their order.
#[derive(Debug, Default)]
pub(super) struct Requests(Vec<Request>);

impl Requests {
    /// Keeps a request; whether there was room for it.
    pub fn wait(&mut self, id: RequestId, wish: Wish) -> bool {
        let room = self.0.len() < MOST_WAITING;
        if room {
            self.0.push(Request { id, wish, until: WAITING });
        }
        room
    }

    /// The next waiting request, which from now on counts as sent, if it can be done: a log-out as soon as somebody hears it,
    /// the others once nothing is to be waited for.
    pub fn next(&mut self, waits: bool, heard: bool, now: Millis) -> Option<Wish> {
        let request = self.0.iter_mut().find(|request| request.until == WAITING)?;
        let ready = if matches!(request.wish, Wish::Logout) { heard } else { !waits };
        request.until = if ready { now + EFFECT } else { WAITING };
        ready.then_some(request.wish)
    }

    /// Notes that a login is on its way, which has its own patience.
    pub fn login(&mut self, id: RequestId) {
        self.0.push(Request { id, wish: Wish::Login, until: NEVER });
    }

    /// Whether a log-out is on its way.
    pub fn awaits_logout(&self) -> bool {
        self.0.iter().any(|request| request.until != WAITING && matches!(request.wish, Wish::Logout))
    }

    /// Settles what this effect shows to be done, or surely not.
    pub fn settle(&mut self, effect: Effect, done: bool, outputs: &mut Vec<Output>) {
        self.over(Some(effect), done, 0, outputs);
    }

    /// Gives up what has taken too long; [`NEVER`]: everything.
    pub fn expire(&mut self, now: Millis, outputs: &mut Vec<Output>) {
        self.over(None, false, now, outputs);
    }

    #[inline(never)]
    fn over(&mut self, effect: Option<Effect>, done: bool, now: Millis, outputs: &mut Vec<Output>) {
        self.0.retain(|request| {
            let sent = request.until != WAITING;
            let over = match effect {
                Some(effect) => sent && effect.is_of(request.wish),
                None => request.until <= now && (sent || now == NEVER),
            };
            if over {
                outputs.push(Output::Settle(request.id, done));
            }
            !over
        });
    }

    /// When the first request's time is over.
    pub fn deadline(&self) -> Millis {
        let due = |request: &Request| if request.until == WAITING { NEVER } else { request.until };
        self.0.iter().map(due).min().unwrap_or(NEVER)
    }
}
