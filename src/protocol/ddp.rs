//! Rocket.Chat's realtime: Meteor's DDP over a WebSocket, one JSON text per frame.
//!
//! Facts and their sources: docs/protocol.md, "Realtime".

use super::encode::{push_decimal, push_quoted};
use super::foreign::{Foreign, Read};
use super::record::Record;
use super::text::split_at_mark;

/// What Gantry says to the server. The ids of calls and subscriptions are their names.
#[derive(Clone, Copy)]
pub enum Outgoing<'a> {
    /// The first word.
    Connect,
    /// Logs in with a resume token or a personal access token.
    Login(&'a str),
    /// Subscribes to a stream of the user with this id.
    Subscribe(&'a str, Stream),
    /// Asks for the member's subscriptions, all or those changed since (milliseconds since 1970).
    Subscriptions(Option<f64>),
    /// Asks for a sign of life.
    Ping,
    /// Answers a ping, with its id where it had one.
    Pong(Option<&'a str>),
}

/// The streams that Gantry listens to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Subscriptions that changed.
    Subscriptions,
    /// Would-be desktop notifications.
    Notifications,
    /// The session was ended from elsewhere.
    Logout,
}

impl Stream {
    /// All of them; counts need the first.
    pub const ALL: [Self; 3] = [Self::Subscriptions, Self::Notifications, Self::Logout];

    fn word(self) -> &'static str {
        match self {
            Self::Subscriptions => "subscriptions-changed",
            Self::Notifications => "notification",
            Self::Logout => "force_logout",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stream| stream.word() == word)
    }
}

const LOGIN: &str = "login";
/// The name of the method that gives the subscriptions, and the id of its call.
pub const SUBSCRIPTIONS: &str = "subscriptions/get";
const STREAM: &str = "stream-notify-user";

/// A token that is no longer, or never was, good.
const REFUSED: f64 = 403.0;

impl Outgoing<'_> {
    /// The frame's text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut frame = String::new();
        match self {
            Self::Connect => frame.push_str(r#"{"msg":"connect","version":"1","support":["1","pre2","pre1"]}"#),
            Self::Login(token) => {
                push_method(LOGIN, &mut frame);
                frame.push_str(r#"{"resume":"#);
                push_quoted(token, &mut frame);
                frame.push_str("}]}");
            }
            Self::Subscriptions(since) => {
                push_method(SUBSCRIPTIONS, &mut frame);
                if let Some(since) = since {
                    frame.push_str(r#"{"$date":"#);
                    push_date(*since, &mut frame);
                    frame.push('}');
                }
                frame.push_str("]}");
            }
            Self::Subscribe(user, stream) => {
                frame.push_str(r#"{"msg":"sub","id":"#);
                push_quoted(stream.word(), &mut frame);
                frame.push_str(r#","name":"stream-notify-user","params":["#);
                let mut event = (*user).to_owned();
                event.push('/');
                event.push_str(stream.word());
                push_quoted(&event, &mut frame);
                frame.push_str(r#",{"useCollection":false,"args":[]}]}"#);
            }
            Self::Ping => frame.push_str(r#"{"msg":"ping"}"#),
            Self::Pong(id) => {
                frame.push_str(r#"{"msg":"pong""#);
                if let Some(id) = id {
                    frame.push_str(r#","id":"#);
                    push_quoted(id, &mut frame);
                }
                frame.push('}');
            }
        }
        frame
    }
}

/// Appends milliseconds since 1970, which have more digits than the writer of numbers takes: in two halves.
fn push_date(date: f64, frame: &mut String) {
    const HALF: u32 = 1_000_000;
    // A server may tell any number; this one is in the year 138,000.
    let date = date.min(f64::from(u32::MAX) * f64::from(HALF));
    let high = (date / f64::from(HALF)) as u32;
    // The remainder by hand: that of floating numbers is a library of its own.
    let low = (date - f64::from(high) * f64::from(HALF)) as u32;
    let mut digits = String::new();
    push_decimal(low + HALF, &mut digits);
    if high > 0 {
        push_decimal(high, frame);
        frame.push_str(digits.get(1..).unwrap_or_default());
    } else {
        push_decimal(low, frame);
    }
}

fn push_method(name: &str, frame: &mut String) {
    frame.push_str(r#"{"msg":"method","method":"#);
    push_quoted(name, frame);
    frame.push_str(r#","id":"#);
    push_quoted(name, frame);
    frame.push_str(r#","params":["#);
}

/// A notification as the server would have a desktop show it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notice {
    /// Message id.
    pub message: String,
    /// Room id.
    pub room: String,
    /// The first line.
    pub title: String,
    /// The rest.
    pub text: String,
    /// `c`, `p`, `d` or `l`.
    pub kind: Option<String>,
    /// The room's name as in addresses.
    pub name: Option<String>,
}

impl Notice {
    /// Reads a notification; `None` where it names no message or no room, as some of Omnichannel do.
    #[must_use]
    pub fn read<F: Foreign>(notification: &F) -> Option<Self> {
        let payload = notification.field("payload");
        Some(Self {
            message: text(&payload, "_id")?,
            room: text(&payload, "rid")?,
            title: text(notification, "title").unwrap_or_default(),
            text: text(notification, "text").unwrap_or_default(),
            kind: text(&payload, "type"),
            name: text(&payload, "name"),
        })
    }
}

/// What happened on a stream.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// A subscription is there, or changed.
    Changed(Box<Record>),
    /// A subscription is gone, by its own id.
    Removed(String),
    /// A notification.
    Notice(Box<Notice>),
    /// The session was ended; the id of a realtime session where only that one is meant.
    LoggedOut(Option<String>),
}

/// What the server says.
#[derive(Clone, Debug, PartialEq)]
pub enum Incoming {
    /// The connection stands, with this session id.
    Connected(Option<String>),
    /// The server does not speak our version, or did not understand us.
    Failed,
    /// The login was taken, for this user id.
    LoggedIn(String),
    /// The login was refused; whether because of the token.
    NotLoggedIn(bool),
    /// The call for the subscriptions failed. Its answer is read by whoever carries it.
    NoSubscriptions,
    /// A subscription to a stream stands.
    Ready(Stream),
    /// A subscription to a stream was refused or has ended.
    NoStream(Stream),
    /// The server asks for a sign of life.
    Ping(Option<String>),
    /// Something happened, on a stream of this user.
    News(String, News),
    /// What needs no answer.
    Other,
}

/// The text of a field; one beyond all measure is none.
#[inline(never)]
fn text<F: Foreign>(value: &F, name: &str) -> Option<String> {
    value.text(name).ok().flatten()
}

fn item<F: Foreign>(list: &F, at: u32) -> F {
    let mut name = String::new();
    push_decimal(at, &mut name);
    list.field(&name)
}

/// Reads a frame. What is of no concern to unread counts is [`Incoming::Other`], and so is what has no such shape.
pub fn read<F: Foreign>(frame: &F) -> Incoming {
    let message = text(frame, "msg").unwrap_or_default();
    let id = text(frame, "id");
    let stream = id.as_deref().and_then(Stream::parse);
    match message.as_str() {
        "connected" => Incoming::Connected(text(frame, "session")),
        "failed" | "error" => Incoming::Failed,
        "ping" => Incoming::Ping(id),
        "result" => result(id.as_deref(), frame),
        "ready" => ready(&frame.field("subs")),
        "nosub" => stream.map_or(Incoming::Other, Incoming::NoStream),
        "changed" if text(frame, "collection").as_deref() == Some(STREAM) => {
            changed(&frame.field("fields")).unwrap_or(Incoming::Other)
        }
        _ => Incoming::Other,
    }
}

/// One frame may name several; the one that matters is looked for.
fn ready<F: Foreign>(subscriptions: &F) -> Incoming {
    let mut ready = Incoming::Other;
    for at in 0..Stream::ALL.len() as u32 {
        let named = item(subscriptions, at).as_text().ok().flatten();
        if let Some(stream) = named.as_deref().and_then(Stream::parse)
            && ready != Incoming::Ready(Stream::Subscriptions)
        {
            ready = Incoming::Ready(stream);
        }
    }
    ready
}

fn result<F: Foreign>(id: Option<&str>, frame: &F) -> Incoming {
    let error = frame.field("error");
    let failed = error.read() != Read::Nothing;
    match id {
        Some(LOGIN) => match text(&frame.field("result"), "id") {
            Some(user) if !failed => Incoming::LoggedIn(user),
            _ => Incoming::NotLoggedIn(
                error.number("error") == Some(REFUSED) || text(&error, "error").as_deref() == Some("403"),
            ),
        },
        Some(SUBSCRIPTIONS) if failed => Incoming::NoSubscriptions,
        _ => Incoming::Other,
    }
}

fn changed<F: Foreign>(fields: &F) -> Option<Incoming> {
    let name = text(fields, "eventName")?;
    let (user, stream) = split_at_mark(&name, b'/')?;
    let arguments = fields.field("args");
    let first = item(&arguments, 0);
    let word = first.as_text().ok().flatten();
    let news = match Stream::parse(stream)? {
        Stream::Subscriptions => {
            let record = item(&arguments, 1);
            if word.as_deref() == Some("removed") {
                News::Removed(text(&record, "_id")?)
            } else {
                News::Changed(Box::new(Record::read(&record).ok()??))
            }
        }
        Stream::Notifications => News::Notice(Box::new(Notice::read(&first)?)),
        Stream::Logout => News::LoggedOut(word),
    };
    Some(Incoming::News(user.to_owned(), news))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
#[path = "ddp_tests.rs"]
mod tests;
