//! What the frame says: Rocket.Chat's events and the answers of Gantry's own script.
//!
//! The names are Rocket.Chat's (docs/protocol.md, "Events from the frame").

use super::command::Status;
use super::foreign::{Fields, TooLong, kind};
use super::person::Person;
use super::subscription::{Subscription, unread_count};
use super::texts::{TextId, Texts};

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenedRoom {
    /// Room id.
    pub id: TextId,
    /// Name as in addresses; absent for direct messages.
    pub name: TextId,
    /// Name to show.
    pub label: TextId,
}

/// The answer of Gantry's script to a hello.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Here {
    /// The nonce of the hello.
    pub nonce: TextId,
    /// The bundle's stamp.
    pub stamp: TextId,
    /// Who is logged in, by user id.
    pub user_id: TextId,
}

/// An accepted message of the frame.
#[derive(Clone, Copy, Debug, PartialEq)]
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
    Subscription(Subscription),
    /// `room-opened`.
    RoomOpened(OpenedRoom),
    /// `new-message` or `notification`: known, and of use only to learn who is who: user id and username of who spoke.
    Spoke(TextId, TextId),
    /// `click-mention-link` or `click-message-link`: the address within Rocket.Chat that the member wants to see.
    Link(TextId),
    /// The member acted on a person; `None` where the manual's script could not tell on whom.
    Person(Option<Person>),
    /// `{event: "login-error"}`.
    LoginError,
    /// Gantry's script answers a hello.
    Here(Here),
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
/// from; `expected` the server's origin, which is http(s) and so never opaque. `fields` is not looked at before both are
/// right: the message itself, its `eventName`, its `data`, and
/// what [`rules`] names for that.
///
/// # Errors
/// The first [`Refusal`] that applies.
pub fn judge(
    same_window: bool,
    origin: TextId,
    expected: TextId,
    fields: Fields<'_>,
    texts: &mut impl Texts,
) -> Result<Event, Refusal> {
    if !same_window {
        return Err(Refusal::Window);
    }
    if origin != expected || !origin.is_some() {
        return Err(Refusal::Origin);
    }
    parse(fields, texts)
}

/// What is to be read of an event.
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
    Speaker,
    Link,
    Username,
    Nothing,
}

/// Names of events, and the paths of what is to be read of their `data`.
const EVENTS: [(&str, Content); 17] = [
    ("startup", Content::Startup),
    ("Custom_Script_Logged_In", Content::LoggedIn),
    ("Custom_Script_Logged_Out", Content::LoggedOut),
    ("Custom_Script_On_Logout", Content::OnLogout),
    ("status-changed", Content::Status),
    ("unread-changed", Content::Total),
    (
        "unread-changed-by-subscription rid name fname t unread alert \
         hideUnreadStatus archived open unreadAlert tunread _updatedAt",
        Content::Subscription,
    ),
    ("room-opened _id name fname", Content::Room),
    ("new-message u._id u.username", Content::Speaker),
    ("notification notification.payload.sender._id notification.payload.sender.username", Content::Speaker),
    ("click-mention-link path", Content::Link),
    ("click-message-link link", Content::Link),
    // Rocket.Chat's own event for a click on a person, up to 3.9.
    ("click-user-card-message username", Content::Username),
    ("user-status-manually-set", Content::Nothing),
    ("click-action-link", Content::Nothing),
    ("click-toolbar-button", Content::Nothing),
    ("get-sourceId", Content::Nothing),
];

/// What is to be read of a message without an event's name.
const NAMELESS: &str = " evtname event gantry gantry.v gantry.kind gantry.nonce gantry.stamp gantry.userId username id \
                        gantry.messageId gantry.room gantry.trigger gantry.modifiers.ctrl gantry.modifiers.shift \
                        gantry.modifiers.alt gantry.modifiers.meta gantry.modifiers.middle gantry.modifiers.keyboard";

/// The number of the text `notification`.
pub const NOTIFICATION: u32 = 10;

/// How many events are known.
pub const KNOWN: u32 = EVENTS.len() as u32;

/// The names of the events that are known, each with the paths of what is to be read of its `data`; then the words of
/// [`ddp`](super::ddp::WORDS). These are the first of all texts: the number of each is its place, from 1 on. And at last,
/// without a name, the paths for messages without one.
pub fn rules() -> impl Iterator<Item = &'static str> {
    EVENTS.iter().map(|(rule, _)| *rule).chain(super::ddp::WORDS).chain([NAMELESS])
}

/// Where what stands in the list of fields.
pub(super) mod field {
    pub const MESSAGE: usize = 0;
    pub const NAME: usize = 1;
    /// The event's `data`.
    pub const DATA: usize = 2;
    /// The first of those that a rule names.
    pub const FIRST: usize = 3;
    pub const EVTNAME: usize = 3;
    pub const EVENT: usize = 4;
    pub const GANTRY: usize = 5;
    pub const VERSION: usize = 6;
    pub const KIND: usize = 7;
    pub const USER_ID: usize = 10;
    pub const MODIFIERS: usize = 16;
}

fn parse(fields: Fields<'_>, texts: &mut impl Texts) -> Result<Event, Refusal> {
    if fields.read(field::MESSAGE).0 != kind::OBJECT {
        return Err(Refusal::Shape);
    }
    let name = fields.text(field::NAME)?;
    if !name.is_some() {
        return nameless(fields, texts);
    }
    let (_, content) = EVENTS.get(name.index().wrapping_sub(1)).ok_or(Refusal::Event)?;
    Ok(match content {
        Content::Startup => Event::Startup,
        Content::LoggedIn => Event::LoggedIn,
        Content::LoggedOut => Event::LoggedOut,
        Content::OnLogout => Event::OnLogout,
        Content::Nothing => Event::Other,
        Content::Status => {
            let status = fields.text(field::DATA)?;
            Event::Status(Status::parse(&texts.text(status)))
        }
        Content::Total => Event::Unread(total(fields, texts)?),
        Content::Subscription => Event::Subscription(Subscription::read(fields, texts)?.ok_or(Refusal::Shape)?),
        Content::Room => {
            let [id, name, label] = fields.texts(field::FIRST)?;
            if !id.is_some() {
                return Err(Refusal::Shape);
            }
            Event::RoomOpened(OpenedRoom { id, name, label })
        }
        Content::Speaker => {
            let [id, username] = fields.texts(field::FIRST).unwrap_or_default();
            Event::Spoke(id, username)
        }
        Content::Link => {
            let link = fields.text(field::FIRST)?;
            if !link.is_some() {
                return Err(Refusal::Shape);
            }
            Event::Link(link)
        }
        Content::Username => {
            let username = fields.text(field::FIRST)?;
            Event::Person(username.is_some().then_some(Person { username, ..Person::default() }))
        }
    })
}

fn nameless(fields: Fields<'_>, texts: &mut impl Texts) -> Result<Event, Refusal> {
    let evtname = fields.text(field::EVTNAME)?;
    if evtname.is_some() {
        if texts.text(evtname) != "user-card-click" {
            return Err(Refusal::Event);
        }
        return Ok(Event::Person(Person::read(fields)?));
    }
    let event = fields.text(field::EVENT)?;
    if event.is_some() {
        return match texts.text(event).as_str() {
            "login-error" => Ok(Event::LoginError),
            "custom-oauth-callback" => Ok(Event::Other),
            _ => Err(Refusal::Event),
        };
    }
    if fields.read(field::GANTRY).0 != kind::OBJECT {
        return Err(Refusal::Shape);
    }
    let [what, nonce, stamp, user_id] = fields.texts(field::KIND)?;
    let first = fields.value(field::VERSION, kind::NUMBER) == Some(1.0);
    if first && nonce.is_some() && texts.text(what) == "here" {
        Ok(Event::Here(Here { nonce, stamp, user_id }))
    } else {
        Err(Refusal::Event)
    }
}

fn total(fields: Fields<'_>, texts: &mut impl Texts) -> Result<Total, Refusal> {
    match fields.read(field::DATA) {
        (kind::NUMBER, number) => unread_count(number).map(Total::Number).ok_or(Refusal::Shape),
        (kind::TEXT, text) => match texts.text(TextId(text as u32)).as_str() {
            "" => Ok(Total::Empty),
            "\u{2022}" => Ok(Total::Dot),
            "999+" => Ok(Total::Overflow),
            _ => Err(Refusal::Shape),
        },
        (kind::TOO_LONG, _) => Err(Refusal::Size),
        _ => Err(Refusal::Shape),
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
#[path = "event_tests.rs"]
mod tests;
