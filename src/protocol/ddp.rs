//! Rocket.Chat's realtime: Meteor's DDP over a WebSocket, one JSON text per frame.
//!
//! Facts and their sources: docs/protocol.md, "Realtime".

use super::encode::{push_decimal, push_quoted};
use super::foreign::{Foreign, Read, TooLong};
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
    ///
    /// # Errors
    /// [`TooLong`] where a text is beyond all measure.
    pub fn read<F: Foreign>(notification: &F) -> Result<Option<Self>, TooLong> {
        let payload = notification.field("payload");
        let [Some(message), Some(room), kind, name] = payload.texts(["_id", "rid", "type", "name"])? else {
            return Ok(None);
        };
        let [title, text] = notification.texts(["title", "text"])?.map(Option::unwrap_or_default);
        Ok(Some(Self { message, room, title, text, kind, name }))
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

/// Reads a frame. What it says of no concern to unread counts is [`Incoming::Other`], whatever its shape.
///
/// # Errors
/// [`TooLong`] where a text that is needed is beyond all measure.
pub fn read<F: Foreign>(frame: &F) -> Result<Incoming, TooLong> {
    let [message, id] = frame.texts(["msg", "id"])?;
    let named = |id: Option<String>| id.as_deref().and_then(Stream::parse);
    Ok(match message.as_deref().unwrap_or_default() {
        "connected" => Incoming::Connected(frame.text("session")?),
        "failed" | "error" => Incoming::Failed,
        "ping" => Incoming::Ping(id),
        "result" => result(id.as_deref(), frame)?,
        // One frame may name several; the one that matters is looked for.
        "ready" => {
            let subscriptions = frame.field("subs");
            let count = if let Read::List(count) = subscriptions.read() { count.min(8) } else { 0 };
            let mut ready = None;
            for at in 0..count {
                let stream = named(item(&subscriptions, at).as_text()?);
                if ready != Some(Stream::Subscriptions) {
                    ready = stream.or(ready);
                }
            }
            ready.map_or(Incoming::Other, Incoming::Ready)
        }
        "nosub" => named(id).map_or(Incoming::Other, Incoming::NoStream),
        "changed" if frame.text("collection")?.as_deref() == Some(STREAM) => changed(&frame.field("fields"))?,
        _ => Incoming::Other,
    })
}

fn item<F: Foreign>(list: &F, at: u32) -> F {
    let mut name = String::new();
    push_decimal(at, &mut name);
    list.field(&name)
}

fn result<F: Foreign>(id: Option<&str>, frame: &F) -> Result<Incoming, TooLong> {
    let error = frame.field("error");
    let failed = error.read() != Read::Nothing;
    Ok(match id {
        Some(LOGIN) => match frame.field("result").text("id")? {
            Some(user) if !failed => Incoming::LoggedIn(user),
            _ => {
                let refused = error.number("error") == Some(REFUSED) || error.text("error")?.as_deref() == Some("403");
                Incoming::NotLoggedIn(refused)
            }
        },
        Some(SUBSCRIPTIONS) if failed => Incoming::NoSubscriptions,
        _ => Incoming::Other,
    })
}

fn changed<F: Foreign>(fields: &F) -> Result<Incoming, TooLong> {
    let name = fields.text("eventName")?.unwrap_or_default();
    let Some((user, stream)) = split_at_mark(&name, b'/') else { return Ok(Incoming::Other) };
    let arguments = fields.field("args");
    let first = item(&arguments, 0);
    let news = match Stream::parse(stream) {
        Some(Stream::Subscriptions) => {
            let record = item(&arguments, 1);
            if first.as_text()?.as_deref() == Some("removed") {
                record.text("_id")?.map(News::Removed)
            } else {
                Record::read(&record)?.map(|record| News::Changed(Box::new(record)))
            }
        }
        Some(Stream::Notifications) => Notice::read(&first)?.map(|notice| News::Notice(Box::new(notice))),
        Some(Stream::Logout) => Some(News::LoggedOut(first.as_text()?)),
        None => None,
    };
    Ok(news.map_or(Incoming::Other, |news| Incoming::News(user.to_owned(), news)))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
#[path = "ddp_tests.rs"]
mod tests;
