//! Answers of a server, in the order in which they come, to everything that asks one.
//!
//! The first line says what is asked. Each further line is an answer: its status, perhaps `@` and when a rate limit ends,
//! perhaps `>` and where a redirect leads, a blank, and its body. A line that begins with `!` is no answer at all.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use gantry::config::{Config, SyncOptions};
use gantry::doctor::{self, Private};
use gantry::protocol::{Origin, ServerUrl};
use gantry::rest::{Answer, Broken, Connection, Credentials, Nobody, Request, Silent, Transport};
use gantry::rest::{defaults, member, observe, observe_roster, tokens};
use gantry::roster;
use gantry::session::words::Language;
use gantry::setup::{self, Memory, Observed, SavedPlan, ServerError, Snapshot};
use secrecy::ExposeSecret;

const SERVER: &str = "https://chat.example.org/chat";
const TOKEN: &str = "TOKEN-MARKER-0123456789";
const PASSWORD: &str = "PASSWORD-MARKER";
/// What makes tokens of members, in the server's environment.
const SECRET: &str = "SECRET-MARKER-0123456789";
/// Once nothing is answered any more, nobody goes on asking.
const ASKED_IN_VAIN: u32 = 40;
/// The longest that one answer may make us wait.
const LONGEST_WAIT: Duration = Duration::from_secs(130);

#[derive(Clone)]
struct Script {
    answers: Rc<Vec<Result<Answer, Broken>>>,
    next: Rc<Cell<usize>>,
    vain: Rc<Cell<u32>>,
    clock: Rc<Cell<u64>>,
}

impl Script {
    fn connection(&self) -> Option<Connection<Self>> {
        let credentials = Credentials::new("u1".to_owned(), TOKEN.into()).ok()?;
        let server = ServerUrl::parse(SERVER).ok()?;
        Some(Connection::new(self.clone(), server, Some(credentials), Box::new(Nobody), Box::new(Silent)))
    }
}

impl Transport for Script {
    fn exchange(&mut self, request: &Request) -> Result<Answer, Broken> {
        assert!(request.url.starts_with("https://chat.example.org/"), "{}", request.url);
        for secret in [TOKEN, PASSWORD, SECRET] {
            assert!(!request.url.contains(secret), "a secret in an address");
        }
        let at = self.next.replace(self.next.get() + 1);
        self.answers.get(at).cloned().unwrap_or_else(|| {
            self.vain.set(self.vain.get() + 1);
            assert!(self.vain.get() < ASKED_IN_VAIN, "it goes on asking a dead server");
            Err(Broken::Cut)
        })
    }

    fn now(&self) -> u64 {
        self.clock.get()
    }

    fn wait(&mut self, time: Duration) {
        assert!(time <= LONGEST_WAIT, "{time:?}");
        self.clock.set(self.clock.get() + u64::try_from(time.as_millis()).unwrap_or(u64::MAX));
    }
}

/// Errors hold no secret and nothing that steers a terminal; a server that stops answering is let go; a plan made of what
/// was read survives its files; an exported `gantry.toml` is one.
pub fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut lines = text.split('\n');
    let asked = lines.next().unwrap_or_default().trim();
    let script = Script {
        answers: Rc::new(lines.take(200).map(answer).collect()),
        next: Rc::default(),
        vain: Rc::default(),
        clock: Rc::new(Cell::new(1_795_357_820_167)),
    };
    let Some(mut connection) = script.connection() else { return };
    match asked {
        "observe" => match observe(&mut connection, true) {
            Ok(observed) => planned(&observed),
            Err(error) => worded(&error),
        },
        "defaults" => drop(told(defaults(&mut connection))),
        "tokens" => {
            let Some(listed) = told(tokens::list(&mut connection)) else { return };
            let name = tokens::next_name("gantry", &listed);
            assert!(listed.iter().all(|token| token.name != name), "{name} is taken");
        }
        "verify" => drop(tokens::verify(&mut connection).map_err(|error| clean(&error.to_string()))),
        "login" => match connection.log_in("admin", &PASSWORD.into()) {
            Ok(()) => assert!(connection.credentials().is_some()),
            Err(error) => {
                worded(&error);
                assert!(!format!("{error:?} {error}").contains(PASSWORD), "a password in an error");
            }
        },
        "member" => member_session(&mut connection),
        "roster" => roster_read(&script, &mut connection),
        "doctor" => examined(script),
        _ => {}
    }
}

fn answer(line: &str) -> Result<Answer, Broken> {
    if let Some(reason) = line.strip_prefix('!') {
        return Err(match reason {
            "certificate" => Broken::Certificate(reason.to_owned()),
            "time" => Broken::TimedOut,
            "long" => Broken::TooLong,
            "cut" => Broken::Cut,
            _ => Broken::Unreachable("there is no host of this name".to_owned()),
        });
    }
    let (head, body) = line.split_once(' ').unwrap_or((line, ""));
    let (head, location) = head.split_once('>').map_or((head, None), |(head, to)| (head, Some(to)));
    let (status, reset) = head.split_once('@').map_or((head, None), |(head, at)| (head, Some(at)));
    let kind = if body.starts_with('{') { "application/json" } else { "text/html; charset=utf-8" };
    let mut headers = vec![("content-type".to_owned(), kind.to_owned())];
    headers.extend(reset.map(|at| ("x-ratelimit-reset".to_owned(), at.to_owned())));
    headers.extend(location.map(|to| ("location".to_owned(), to.to_owned())));
    Ok(Answer { status: status.parse().unwrap_or(200), headers, body: body.to_owned() })
}

fn told<T>(result: Result<T, ServerError>) -> Option<T> {
    result.map_err(|error| worded(&error)).ok()
}

fn worded(error: &ServerError) {
    clean(&error.to_string());
    assert!(!format!("{error:?}").contains(TOKEN), "a secret in an error");
}

fn clean(words: &str) {
    assert!(!words.contains(TOKEN), "a secret in an error");
    let steering = words.chars().find(|c| setup::render::steers(*c) && *c != '\n');
    assert_eq!(steering, None, "{words:?}");
    assert!(words.len() < 20_000, "{} bytes of words", words.len());
}

fn example() -> Option<Config> {
    let server = ServerUrl::parse(SERVER).ok()?;
    let (origin, _) = Origin::from_url("https://projects.example.org").ok()?;
    Some(Config::example(server, &[origin]))
}

fn planned(observed: &Observed) {
    let Some(config) = example() else { return };
    let exported = setup::export(observed, &config.server, &BTreeMap::new());
    if let Err(error) = Config::parse(&exported) {
        panic!("an exported file that can't be read: {error}\n{exported}");
    }
    let Ok(plan) = setup::plan(&config, observed, &Memory::default()) else { return };
    for line in setup::render::text(&plan) {
        drop(line.plain());
    }
    drop((setup::render::markdown(&plan), setup::render::json(&plan)));
    let saved = SavedPlan::of(&plan);
    assert_eq!(SavedPlan::parse(&saved.text()).ok().as_ref(), Some(&saved), "a saved plan is what was saved");
    if let Ok(again) = saved.against(observed) {
        assert_eq!(again.changes, plan.changes, "nothing has changed since");
    }
    let snapshot = Snapshot::before(&plan);
    assert_eq!(Snapshot::parse(&snapshot.text()).ok().as_ref(), Some(&snapshot), "a snapshot is what was kept");
}

fn roster_read(script: &Script, connection: &mut Connection<Script>) {
    let Some(mut reads) = script.connection() else { return };
    let Ok(roster) = roster::json(super::roster::SMALL) else { return };
    let (state, options) = (roster::State::default(), SyncOptions::default());
    let observed = observe_roster(connection, &mut reads, &roster, &state, &options);
    if let Some(observed) = told(observed) {
        super::roster::planned(&roster, &state, &observed);
    }
}

/// A member's session, while one is kept; the connection goes on as before.
fn member_session(connection: &mut Connection<Script>) {
    let Ok(kept) = Credentials::new("u2".to_owned(), "KEPT-TOKEN-0123456789".into()) else { return };
    let json = |of: &Credentials| of.to_json().expose_secret().to_owned();
    match member::session(connection, "alice", Some(&SECRET.into()), Some(&kept)) {
        Ok(session) => assert!(!session.kept || json(&session.credentials) == json(&kept)),
        Err(error) => {
            clean(&error.to_string());
            assert!(!format!("{error:?} {error}").contains(SECRET), "a secret in an error");
        }
    }
    assert!(connection.credentials().is_some_and(|own| json(own).contains(TOKEN)));
}

fn examined(mut script: Script) {
    let Some(config) = example() else { return };
    let report = doctor::examine(&mut script, &config, Private::NoToken);
    for language in [Language::English, Language::French] {
        drop((doctor::render::text(&report, language), doctor::render::sum(&report, language)));
        assert!(doctor::render::json(&report, language).is_object());
    }
}
