//! What a page gives to `mount`, by its own script or by `gantry.json`, one chat a line: an object as in `gantry.json` with
//! the room and the page's origin, or the list that `www/gantry.js` makes of it behind a number of flags.

use gantry::options::{Options, room};
use gantry::profile::{Address, Question, Search, may_visit};
use gantry::protocol::{Person, ServerUrl, TextId, Texts};
use serde_json::Value;

use super::address::{on_the_server, profile};
use super::json::{Table, lines};

/// Bits of the flags, in the order of `www/gantry.js`.
const LOGIN: u32 = 1;
const PEOPLE: u32 = 2;
const UNLISTED: u32 = 64;
/// Somebody with a name that an address must not be led astray by.
const NAME: &str = "n\u{e9}e/../x?y=@";
/// More questions than a search for one person has.
const MOST_QUESTIONS: usize = 16;

/// What is taken is a chat on an exact origin, in a room of that server, whose people lie where the page allows; what is not
/// is told by a code; and a search for a person comes to an end.
pub fn check(data: &[u8]) {
    for value in lines(data) {
        let mut texts = Table::default();
        let (given, flags) = match value.as_array().and_then(|list| list.split_first()) {
            Some((flags, rest)) => (texts.list(&Value::from(rest.to_vec())), flags.as_u64().unwrap_or_default() as u32),
            None => options(&value, &mut texts),
        };
        match Options::read(&given, flags, &mut texts) {
            Ok((options, setup)) => {
                let (server, path) = (texts.text(options.origin), texts.text(options.path));
                exact(server);
                for origin in options.allow.iter().skip(1) {
                    exact(texts.text(*origin));
                }
                let server = ServerUrl::parse(&format!("{server}{path}")).ok();
                on_the_server(texts.text(setup.room.address), server.as_ref());
                assert_eq!((options.has_login, setup.has_login), (flags & LOGIN != 0, flags & LOGIN != 0));
                assert_eq!(options.ways.map, flags & PEOPLE != 0);
                assert_eq!(setup.unlisted, flags & UNLISTED != 0);
                let at = |place: usize| given.get(place).copied().map(TextId::from_list).unwrap_or_default();
                assert_eq!(room(at(2), &mut texts).map(|room| room.address), Some(setup.room.address));
                profile(texts.text(at(3)), NAME);
                searched(&options, &mut texts);
            }
            Err(code) => assert!(code.len() < 40 && code.is_ascii() && !code.is_empty(), "{code}"),
        }
    }
}

/// As the constructor and `dock` of `www/gantry.js` read them, with the address as it stands there.
fn options(value: &Value, texts: &mut Table) -> (Vec<f64>, u32) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let server = text(&value["server"]);
    let end = server.match_indices('/').nth(2).map_or(server.len(), |(at, _)| at);
    let (origin, path) = server.split_at(end);
    let own = [
        origin.to_owned(),
        path.trim_end_matches('/').to_owned(),
        text(&value["room"]),
        text(&value["profile"]["url"]),
        text(&value["stamp"]),
        text(&value["lang"]),
        "a nonce".to_owned(),
        text(&value["page"]),
    ];
    let allow = value["allow"].as_array().into_iter().flatten().map(text);
    let given = own.into_iter().chain(allow).map(|text| texts.number(&text).listed()).collect();
    let profile = &value["profile"];
    let set = [&value["login"], &profile["people"], &Value::Null, &value["newTab"], &Value::Null, &value["hide"]];
    let flags = set.iter().zip(0..).fold(0, |flags, (value, bit)| flags | u32::from(!value.is_null()) << bit);
    (given, flags)
}

fn exact(origin: &str) {
    let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    assert!(host.is_some_and(|host| !host.contains(['*', '%'])), "{origin}");
}

fn searched(options: &Options, texts: &mut Table) {
    let [username, user_id] = [NAME, "u1"].map(|text| texts.number(text));
    for person in [
        Person { username, user_id, ..Person::default() },
        Person { user_id, ..Person::default() },
        Person { username, ..Person::default() },
    ] {
        let mut search = Search::new(person, options.lang);
        for asked in 0.. {
            assert!(asked < MOST_QUESTIONS, "a search without end");
            match search.next(&options.ways, texts) {
                Question::Username(_) => search.learn_username(username),
                Question::Found(url) => assert!(!url.is_empty()),
                Question::Unknown => break,
                Question::Map(key) => assert!(options.ways.map && key.is_some()),
                Question::Resolver => assert!(options.ways.resolver),
            }
        }
    }
    let origin = texts.number("https://evil.example");
    let scheme = texts.number("https:");
    let address = Address { scheme, origin, credentials: TextId::NONE };
    assert_eq!(may_visit(address, &options.allow, texts), options.allow.contains(&origin));
}
