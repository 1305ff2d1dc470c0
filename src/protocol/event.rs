//! What the frame says: Rocket.Chat's events and the answers of Gantry's own script.
//!
//! The names are Rocket.Chat's (docs/protocol.md, "Events from the frame").

use super::command::Status;
use super::foreign::{Foreign, Read, TooLong};
use super::person::Person;
use super::subscription::{Subscription, unread_count};

/// `unread-changed`, in either form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Total {
    /// A number: all versions. Since 7.8 also 0, which then says nothing of a dot.
    Number(u32),
    /// `''`, up to 7.7: nothing at all.
    Empty,
    /// `'•'`, up to 7.7: no number, but something new.
    Dot,
    /// `'999+'`, up to 7.7.
    Overflow,
}

/// The room that the frame shows.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenedRoom {
    /// Room id.
    pub id: String,
    /// Name as in addresses; absent for direct messages.
    pub name: Option<String>,
    /// Name to show.
    pub label: Option<String>,
    /// `c`, `p`, `d` or `l`.
    pub kind: Option<String>,
}

/// The answer of Gantry's script to a hello.
#[derive(Clone, Debug, PartialEq)]
pub struct Here {
    /// The nonce of the hello.
    pub nonce: String,
    /// The bundle's stamp.
    pub stamp: Option<String>,
    /// Who is logged in, by user id.
    pub user_id: Option<String>,
}

/// An accepted message of the frame.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// `startup`: the client has started; missing in 7.9 to 7.12.
    Startup,
    /// `Custom_Script_Logged_In`: the page shows with a member logged in.
    LoggedIn,
    /// `Custom_Script_Logged_Out`: the page shows without anybody logged in.
    LoggedOut,
    /// `Custom_Script_On_Logout`: somebody has just logged out. What it carries is never looked at.
    OnLogout,
    /// `status-changed`: somebody is logged in, with this status.
    Status(Option<Status>),
    /// `unread-changed`.
    Unread(Total),
    /// `unread-changed-by-subscription`.
    Subscription(Box<Subscription>),
    /// `room-opened`.
    RoomOpened(Box<OpenedRoom>),
    /// `new-message` or `notification`: known, and of use only to learn who is who.
    Spoke {
        /// User id and username of who spoke.
        author: Option<(String, String)>,
    },
    /// `click-mention-link` or `click-message-link`: the address within Rocket.Chat that the member wants to see.
    Link(String),
    /// The member acted on a person; `None` where the manual's script could not tell on whom.
    Person(Option<Box<Person>>),
    /// `{event: "login-error"}`.
    LoginError,
    /// Gantry's script answers a hello.
    Here(Box<Here>),
    /// A known event that needs no answer.
    Other,
}

/// Why a message was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It came from another window than the frame's.
    Window,
    /// It came from the frame, which shows another origin than the server's.
    Origin,
    /// It has no shape that Rocket.Chat or the script sends.
    Shape,
    /// A text in it is beyond all measure.
    Size,
    /// An event of no known name.
    Event,
}

impl Refusal {
    /// The word for this reason, as in `diagnose()`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::Origin => "origin",
            Self::Shape => "shape",
            Self::Size => "size",
            Self::Event => "event",
        }
    }
}

impl From<TooLong> for Refusal {
    fn from(_: TooLong) -> Self {
        Self::Size
    }
}

/// The rule for every message: window, then origin, then shape and size, then a known event.
///
/// `same_window` is whether the message came from the frame's window; `origin` is the browser's word for where it came
/// from; `expected` the server's origin. `data` is not touched before both are right.
///
/// # Errors
/// The first [`Refusal`] that applies.
pub fn judge<F: Foreign>(same_window: bool, origin: &str, expected: &str, data: &F) -> Result<Event, Refusal> {
    if !same_window {
        return Err(Refusal::Window);
    }
    // An opaque origin is equal to nothing, whatever its text.
    if origin != expected || origin == "null" || origin.is_empty() {
        return Err(Refusal::Origin);
    }
    parse(data)
}

fn parse<F: Foreign>(data: &F) -> Result<Event, Refusal> {
    if data.read() != Read::Object {
        return Err(Refusal::Shape);
    }
    if let Some(name) = data.text("eventName")? {
        return named(&name, &data.field("data"));
    }
    match data.text("evtname")?.as_deref() {
        Some("user-card-click") => return Ok(Event::Person(Person::read(data)?.map(Box::new))),
        Some(_) => return Err(Refusal::Event),
        None => {}
    }
    match data.text("event")?.as_deref() {
        Some("login-error") => return Ok(Event::LoginError),
        Some("custom-oauth-callback") => return Ok(Event::Other),
        Some(_) => return Err(Refusal::Event),
        None => {}
    }
    let gantry = data.field("gantry");
    if gantry.read() != Read::Object {
        return Err(Refusal::Shape);
    }
    let [kind, nonce, stamp, user_id] = gantry.texts(["kind", "nonce", "stamp", "userId"])?;
    match (gantry.field("v").read(), kind.as_deref(), nonce) {
        (Read::Number(1.0), Some("here"), Some(nonce)) => Ok(Event::Here(Box::new(Here { nonce, stamp, user_id }))),
        _ => Err(Refusal::Event),
    }
}

/// What is to be read of a named event.
#[derive(Clone, Copy)]
enum Content {
    Startup,
    LoggedIn,
    LoggedOut,
    OnLogout,
    Status,
    Total,
    Subscription,
    Room,
    Message,
    Notification,
    /// A link, in the field of that name.
    Link(&'static str),
    Username,
    Nothing,
}

const EVENTS: [(&str, Content); 17] = [
    ("startup", Content::Startup),
    ("Custom_Script_Logged_In", Content::LoggedIn),
    ("Custom_Script_Logged_Out", Content::LoggedOut),
    ("Custom_Script_On_Logout", Content::OnLogout),
    ("status-changed", Content::Status),
    ("unread-changed", Content::Total),
    ("unread-changed-by-subscription", Content::Subscription),
    ("room-opened", Content::Room),
    ("new-message", Content::Message),
    ("notification", Content::Notification),
    ("click-mention-link", Content::Link("path")),
    ("click-message-link", Content::Link("link")),
    // Rocket.Chat's own event for a click on a person, up to 3.9.
    ("click-user-card-message", Content::Username),
    ("user-status-manually-set", Content::Nothing),
    ("click-action-link", Content::Nothing),
    ("click-toolbar-button", Content::Nothing),
    ("get-sourceId", Content::Nothing),
];

/// The names of the events that are known.
pub fn names() -> impl Iterator<Item = &'static str> {
    EVENTS.iter().map(|(name, _)| *name)
}

fn named<F: Foreign>(name: &str, data: &F) -> Result<Event, Refusal> {
    let (_, content) = EVENTS.iter().find(|(known, _)| *known == name).ok_or(Refusal::Event)?;
    Ok(match content {
        Content::Startup => Event::Startup,
        Content::LoggedIn => Event::LoggedIn,
        Content::LoggedOut => Event::LoggedOut,
        Content::OnLogout => Event::OnLogout,
        Content::Nothing => Event::Other,
        Content::Status => Event::Status(match data.read() {
            Read::Text(status) => Status::parse(&status),
            Read::TooLong => return Err(Refusal::Size),
            _ => None,
        }),
        Content::Total => Event::Unread(total(data.read())?),
        Content::Subscription => Event::Subscription(Box::new(Subscription::read(data)?.ok_or(Refusal::Shape)?)),
        Content::Room => {
            let [Some(id), name, label, kind] = data.texts(["_id", "name", "fname", "t"])? else {
                return Err(Refusal::Shape);
            };
            Event::RoomOpened(Box::new(OpenedRoom { id, name, label, kind }))
        }
        Content::Message => Event::Spoke { author: Person::identity(&data.field("u")) },
        Content::Notification => {
            Event::Spoke { author: Person::identity(&data.field("notification").field("payload").field("sender")) }
        }
        Content::Link(field) => Event::Link(data.text(field)?.ok_or(Refusal::Shape)?),
        Content::Username => Event::Person(
            data.text("username")?.map(|username| Box::new(Person { username: Some(username), ..Person::default() })),
        ),
    })
}

fn total(value: Read) -> Result<Total, Refusal> {
    match value {
        Read::Number(number) => unread_count(number).map(Total::Number).ok_or(Refusal::Shape),
        Read::Text(text) => match text.as_str() {
            "" => Ok(Total::Empty),
            "\u{2022}" => Ok(Total::Dot),
            "999+" => Ok(Total::Overflow),
            _ => Err(Refusal::Shape),
        },
        Read::TooLong => Err(Refusal::Size),
        _ => Err(Refusal::Shape),
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
#[path = "event_tests.rs"]
mod tests;
