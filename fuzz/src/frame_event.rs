//! Messages of the frame, one JSON value a line: judged, and taken in by a session and by its counts.

use gantry::protocol::room::embedded_link;
use gantry::protocol::{Event, Fields, Origin, Refusal, RoomPath, ServerUrl, Texts, judge};
use gantry::session::{Input, Output, Room, Say, Session, Setup};
use gantry::unread::Book;

use super::json::{Table, lines};
use super::twins::fields;

const SERVER: &str = "https://chat.example.org/chat";
const ORIGIN: &str = "https://chat.example.org";
const NONCE: &str = "no one else can guess this";
/// More than any answer to one message.
const MOST_OUTPUTS: usize = 32;

/// Nothing is taken from another window or origin; a session asks for nothing outside the server; a second look at the same
/// message changes no count; and a list of fields may be anything.
pub fn check(data: &[u8]) {
    let Ok(server) = ServerUrl::parse(SERVER) else { return };
    let Ok(room) = RoomPath::parse("group/projet-alpha") else { return };
    let mut texts = Table::default();
    let room = Room { address: texts.number(&room.embedded()), name: texts.number(room.name()) };
    let nonce = texts.number(NONCE);
    let origin = texts.number(ORIGIN);
    let mut session = Session::new(Setup { room, has_login: false, hides: true, unlisted: false, nonce });
    session.handle(Input::Begin, 0);
    let mut book = Book::default();
    let mut now = 0;
    for value in lines(data) {
        let fields = if value.is_array() { texts.list(&value) } else { fields::read(&value, &mut texts) };
        let fields = Fields(&fields);
        assert_eq!(judge(false, origin, origin, fields, &mut texts), Err(Refusal::Window));
        for other in ["null", "", "https://chat.example.org.evil.example", "http://chat.example.org"] {
            let other = texts.number(other);
            assert_eq!(judge(true, other, origin, fields, &mut texts), Err(Refusal::Origin));
        }
        let Ok(mut event) = judge(true, origin, origin, fields, &mut texts) else { continue };
        if let Event::Link(link) = &mut event {
            let path = embedded_link(texts.text(*link), server.path());
            *link = path.map(|path| texts.number(&path)).unwrap_or_default();
        }
        if let Event::Person(Some(person)) = event {
            assert!(person.username.is_some() || person.user_id.is_some());
        }
        now += 700;
        session.handle(Input::Event(event), now);
        outputs(&mut session, &server, &mut texts);
        session.handle(Input::Tick, now);
        outputs(&mut session, &server, &mut texts);
        count(&mut book, &event);
    }
}

fn outputs(session: &mut Session, server: &ServerUrl, texts: &mut Table) {
    let outputs = session.take();
    assert!(outputs.len() <= MOST_OUTPUTS, "a message is answered in a few steps");
    for output in outputs {
        if let Output::Load(path) | Output::Post(Say::Go(path)) = output {
            let path = texts.text(path);
            assert!(path.starts_with('/'), "{path}");
            let url = server.join(&path);
            let (origin, _) = Origin::from_url(&url).unwrap_or_else(|error| panic!("{url}: {error}"));
            assert_eq!(origin.as_str(), ORIGIN, "{url}");
        }
    }
}

fn count(book: &mut Book, event: &Event) {
    book.take(0, event);
    let once = book.unread();
    book.take(0, event);
    assert_eq!(book.unread(), once, "{event:?}");
    let badge = once.badge();
    assert!(badge.chars().count() <= 4, "{badge}");
}
