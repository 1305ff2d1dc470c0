//! Meteor's DDP, as far as unread counts need it: what the server says in it. What is said to the server is in
//! [`Do`](crate::realtime::Do), and written by `www/wire.js`.
//!
//! Facts: docs/protocol.md, "Realtime".

use super::event::KNOWN;
use super::record::{ITEMS, Record};
use super::texts::TextId;

/// Words that mean something. They stand behind the names of the frame's events in the first numbers of all texts
/// ([`super::event::rules`]); one of those means something here as well.
pub const WORDS: [&str; 15] = [
    "connected",
    "failed",
    "error",
    "ping",
    "result",
    "ready",
    "nosub",
    "changed",
    "login",
    "subscriptions/get",
    "stream-notify-user",
    "removed",
    "403",
    "subscriptions-changed",
    "force_logout",
];

const CONNECTED: u32 = KNOWN + 1;
const FAILED: u32 = KNOWN + 2;
const ERROR: u32 = KNOWN + 3;
const PING: u32 = KNOWN + 4;
const RESULT: u32 = KNOWN + 5;
const READY: u32 = KNOWN + 6;
const NOSUB: u32 = KNOWN + 7;
const CHANGED: u32 = KNOWN + 8;
const LOGIN: u32 = KNOWN + 9;
const SUBSCRIPTIONS: u32 = KNOWN + 10;
const STREAM: u32 = KNOWN + 11;
const REMOVED: u32 = KNOWN + 12;
const FORBIDDEN: u32 = KNOWN + 13;
/// The stream of changed subscriptions; the one without which there is no realtime.
pub const CHANGES: u32 = KNOWN + 14;
/// The stream that tells of a session's end.
pub const LOGOUT: u32 = KNOWN + 15;
/// The stream of notifications, which has the name of the frame's event.
pub const NOTIFICATIONS: u32 = super::event::NOTIFICATION;

/// A token that is no longer, or never was, good.
const REFUSED: f64 = 403.0;

/// What the server says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Incoming {
    /// The connection stands, with this session id.
    Connected(TextId),
    /// The server does not speak our version, or did not understand us.
    Failed,
    /// The login was taken, for this user id.
    LoggedIn(TextId),
    /// The login was refused; whether because of the token.
    NotLoggedIn(bool),
    /// The call for the subscriptions failed. Its answer is read by whoever carries it.
    NoSubscriptions,
    /// Changes come from now on.
    Ready,
    /// Changes will not come, or no more.
    NoChanges,
    /// The server asks for a sign of life.
    Ping(TextId),
    /// A subscription of this user is there, or changed.
    Changed(TextId, Record),
    /// A subscription of this user is gone, by its own id.
    Removed(TextId, TextId),
    /// A notification for this user: message id and room id.
    Notice(TextId, TextId, TextId),
    /// This user's session was ended; the id of a realtime session where only that one is meant.
    LoggedOut(TextId, TextId),
    /// What needs no answer.
    Other,
}

/// Where what stands in a list.
mod item {
    pub const MESSAGE: usize = 0;
    pub const ID: usize = 1;
    pub const SESSION: usize = 2;
    pub const COLLECTION: usize = 3;
    pub const EVENT_USER: usize = 4;
    pub const EVENT: usize = 5;
    pub const RESULT_ID: usize = 6;
    /// 1 where there is an error.
    pub const FAILED: usize = 7;
    pub const REASON: usize = 8;
    /// The first argument, where it is a text.
    pub const WORD: usize = 9;
    pub const NOTICE_MESSAGE: usize = 10;
    pub const NOTICE_ROOM: usize = 11;
    /// The second argument, as a subscription.
    pub const RECORD: usize = 12;
    /// Subscriptions to streams that stand.
    pub const STREAMS: usize = RECORD + super::ITEMS;
}

/// Reads a frame, of which `www/wire.js` has made a list. What is of no concern to unread counts is [`Incoming::Other`],
/// and so is what has no such shape.
#[must_use]
pub fn read(frame: &[f64]) -> Incoming {
    let number = |at: usize| frame.get(at).copied().unwrap_or_default();
    let text = |at| TextId::from_list(number(at));
    let failed = number(item::FAILED) > 0.0;
    match text(item::MESSAGE).0 {
        CONNECTED => Incoming::Connected(text(item::SESSION)),
        FAILED | ERROR => Incoming::Failed,
        PING => Incoming::Ping(text(item::ID)),
        RESULT => match text(item::ID).0 {
            LOGIN if failed => {
                let reason = number(item::REASON);
                Incoming::NotLoggedIn(reason == REFUSED || TextId::from_list(reason).0 == FORBIDDEN)
            }
            LOGIN if text(item::RESULT_ID).is_some() => Incoming::LoggedIn(text(item::RESULT_ID)),
            LOGIN => Incoming::NotLoggedIn(false),
            SUBSCRIPTIONS if failed => Incoming::NoSubscriptions,
            _ => Incoming::Other,
        },
        READY if frame.iter().skip(item::STREAMS).any(|id| TextId::from_list(*id).0 == CHANGES) => Incoming::Ready,
        NOSUB if text(item::ID).0 == CHANGES => Incoming::NoChanges,
        CHANGED if text(item::COLLECTION).0 == STREAM => {
            let user = text(item::EVENT_USER);
            let record = frame.get(item::RECORD..item::STREAMS).unwrap_or_default();
            match text(item::EVENT).0 {
                CHANGES if text(item::WORD).0 == REMOVED => Incoming::Removed(user, text(item::RECORD)),
                CHANGES => Record::read(record).map_or(Incoming::Other, |record| Incoming::Changed(user, record)),
                NOTIFICATIONS => Incoming::Notice(user, text(item::NOTICE_MESSAGE), text(item::NOTICE_ROOM)),
                LOGOUT => Incoming::LoggedOut(user, text(item::WORD)),
                _ => Incoming::Other,
            }
        }
        _ => Incoming::Other,
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
#[path = "ddp_tests.rs"]
mod tests;
