//! Messages of the frame, one JSON value a line: judged, and taken in by a session and by its counts.

use gantry::protocol::{Event, Origin, Refusal, RoomPath, ServerUrl, judge};
use gantry::session::{Input, Output, Session, Setup};
use gantry::unread::Book;

use super::json::{Json, is_bounded, lines};

const SERVER: &str = "https://chat.example.org/chat";
const ORIGIN: &str = "https://chat.example.org";
const NONCE: &str = "no one else can guess this";
/// More than any answer to one message.
const MOST_OUTPUTS: usize = 32;

/// Nothing is taken from another window or origin; what is taken is bounded; a session asks for nothing outside the
/// server; and a second look at the same message changes no count.
pub fn check(data: &[u8]) {
    let Ok(server) = ServerUrl::parse(SERVER) else { return };
    let Ok(room) = RoomPath::parse("group/projet-alpha") else { return };
    let mut session = Session::new(Setup {
        room,
        server_path: server.path().to_owned(),
        has_login: false,
        hide: Vec::new(),
        nonce: NONCE.to_owned(),
    });
    session.handle(Input::Begin, 0);
    let mut book = Book::default();
    let mut now = 0;
    for value in lines(data) {
        let message = Json(Some(&value));
        assert_eq!(judge(false, ORIGIN, ORIGIN, &message), Err(Refusal::Window));
        for origin in ["null", "", "https://chat.example.org.evil.example", "http://chat.example.org"] {
            assert_eq!(judge(true, origin, ORIGIN, &message), Err(Refusal::Origin));
            assert_eq!(
                judge(true, origin, origin, &message).is_err(),
                origin.is_empty() || origin == "null" || judge(true, ORIGIN, ORIGIN, &message).is_err()
            );
        }
        let Ok(event) = judge(true, ORIGIN, ORIGIN, &message) else { continue };
        bounded(&event);
        now += 700;
        session.handle(Input::Event(&event), now);
        outputs(&mut session, &server);
        session.handle(Input::Tick, now);
        outputs(&mut session, &server);
        count(&mut book, &event);
    }
}

fn outputs(session: &mut Session, server: &ServerUrl) {
    let mut left = MOST_OUTPUTS;
    while let Some(output) = session.poll() {
        if let Output::Load(path) = output {
            let url = server.join(&path);
            assert!(path.starts_with('/'), "{path}");
            let (origin, _) = Origin::from_url(&url).unwrap_or_else(|error| panic!("{url}: {error}"));
            assert_eq!(origin.as_str(), ORIGIN, "{url}");
        }
        left = left.checked_sub(1).expect("a message is answered in a few steps");
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

fn bounded(event: &Event) {
    let texts: Vec<&str> = match event {
        Event::Link(link) => vec![link],
        Event::Person(Some(person)) => {
            assert!(person.username.is_some() || person.user_id.is_some());
            let all = [&person.username, &person.user_id, &person.message_id, &person.room, &person.trigger];
            all.into_iter().flatten().map(String::as_str).collect()
        }
        Event::RoomOpened(room) => {
            let all = [Some(&room.id), room.name.as_ref(), room.label.as_ref(), room.kind.as_ref()];
            all.into_iter().flatten().map(String::as_str).collect()
        }
        Event::Subscription(told) => {
            let all = [Some(&told.room), told.name.as_ref(), told.label.as_ref(), told.kind.as_ref()];
            all.into_iter().flatten().map(String::as_str).collect()
        }
        Event::Spoke { author: Some((id, username)) } => vec![id, username],
        Event::Here(here) => {
            let all = [Some(&here.nonce), here.stamp.as_ref(), here.user_id.as_ref()];
            all.into_iter().flatten().map(String::as_str).collect()
        }
        _ => Vec::new(),
    };
    assert!(texts.into_iter().all(|text| is_bounded(text) && !text.is_empty()), "{event:?}");
}
