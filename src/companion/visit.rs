//! Visits to a person's page: the search driven, the page asked, the browser sent.

use super::dock::Dock;
use super::effect::{Effects, Kind, Part};
use super::foreign::field;
use crate::profile::{Address, Memory, Question, RecentClick, Search, may_visit};
use crate::protocol::Person;
use crate::protocol::text::joined;
use crate::session::words::{Word, fill};
use js_sys::Array;
use wasm_bindgen::JsValue;

/// What a search waits for.
enum Asked {
    Map,
    Resolver,
    Username(String),
    Address,
}

struct Waiting {
    ticket: u32,
    search: Search,
    asked: Asked,
}

/// Visits under way, and what was learnt on the way.
#[derive(Default)]
pub struct Visits {
    recent: RecentClick,
    /// Whose user id is whose.
    pub names: Memory,
    resolved: Memory,
    waiting: Vec<Waiting>,
    tickets: u32,
}

/// More searches than a member starts; the oldest is given up.
const MOST_WAITING: usize = 16;

fn key(person: &Person) -> String {
    match (&person.username, &person.user_id) {
        (Some(username), _) => joined(&["u", username]),
        (None, Some(id)) => joined(&["i", id]),
        (None, None) => String::new(),
    }
}

/// `[username, userId, messageId, room, trigger, modifiers]`, for `www/effects.js`.
fn outgoing(person: &Person) -> JsValue {
    let parts = Array::new();
    for text in [&person.username, &person.user_id, &person.message_id, &person.room, &person.trigger] {
        Part::from(text.as_deref()).push_to(&parts);
    }
    Part::Number(f64::from(person.modifiers.bits())).push_to(&parts);
    parts.into()
}

impl Dock {
    /// The member acted on a person.
    pub fn visit(&mut self, person: &Person, effects: &Effects) {
        if self.visits.recent.is_new(person, super::now()) {
            self.search(Search::new(person.clone(), &self.options.lang), effects);
        }
    }

    fn search(&mut self, mut search: Search, effects: &Effects) {
        loop {
            let (asked, kind, detail) = match search.next(&self.options.ways) {
                Question::Map(key) => (Asked::Map, Kind::Map, JsValue::from(key)),
                Question::Found(url) => (Asked::Address, Kind::Address, JsValue::from(url)),
                Question::Resolver => match self.visits.resolved.get(&key(search.person())) {
                    Some(url) => (Asked::Address, Kind::Address, JsValue::from_str(url)),
                    None => (Asked::Resolver, Kind::Resolve, outgoing(search.person())),
                },
                Question::Username(id) => {
                    if let Some(username) = self.visits.names.get(&id) {
                        search.learn_username(username.to_owned());
                        continue;
                    }
                    if !self.options.has_login {
                        continue;
                    }
                    let detail = JsValue::from_str(&id);
                    (Asked::Username(id), Kind::Username, detail)
                }
                Question::Unknown => return self.arrive(search.person(), None, effects),
            };
            return self.ask(search, asked, kind, detail, effects);
        }
    }

    fn ask(&mut self, search: Search, asked: Asked, kind: Kind, detail: JsValue, effects: &Effects) {
        let visits = &mut self.visits;
        visits.tickets = visits.tickets.wrapping_add(1);
        if visits.waiting.len() >= MOST_WAITING {
            visits.waiting.extract_if(.., |_| true).next();
        }
        visits.waiting.push(Waiting { ticket: visits.tickets, search, asked });
        effects.add(kind, self.number, &[Part::Number(f64::from(visits.tickets)), Part::Value(&detail)]);
    }

    fn waiting(&mut self, ticket: u32) -> Option<Waiting> {
        self.visits.waiting.extract_if(.., |waiting| waiting.ticket == ticket).next()
    }

    /// An answer has come; `None`: there is none, or it did not come in time.
    pub fn answer(&mut self, ticket: u32, answer: Option<String>, effects: &Effects) {
        let Some(Waiting { mut search, asked, .. }) = self.waiting(ticket) else { return };
        if let Some(answer) = answer {
            match asked {
                Asked::Username(id) => {
                    self.visits.names.learn(&id, &answer);
                    search.learn_username(answer);
                }
                Asked::Resolver | Asked::Map | Asked::Address => {
                    if matches!(asked, Asked::Resolver) {
                        self.visits.resolved.learn(&key(search.person()), &answer);
                    }
                    return self.ask(search, Asked::Address, Kind::Address, JsValue::from(answer), effects);
                }
            }
        }
        self.search(search, effects);
    }

    /// An address has been taken apart: a `URL`, or nothing for what is none.
    pub fn address(&mut self, ticket: u32, url: &JsValue, effects: &Effects) {
        let Some(Waiting { search, .. }) = self.waiting(ticket) else { return };
        let part = |name| field(url, name);
        let (scheme, origin) = (part("protocol"), part("origin"));
        let credentials = !part("username").is_empty() || !part("password").is_empty();
        let address = Address { scheme: &scheme, origin: &origin, credentials };
        let allowed = may_visit(address, &self.options.page_origin, &self.options.allow).then(|| part("href"));
        self.arrive(search.person(), allowed.as_deref(), effects);
    }

    fn arrive(&self, person: &Person, url: Option<&str>, effects: &Effects) {
        let new_tab = person.modifiers.new_tab() || self.options.new_tab;
        // A click is never just dead: who has no page is named.
        let notice = match &person.username {
            Some(username) => fill(&self.options.word(Word::UnknownPerson), "name", username),
            None => self.options.word(Word::UnknownSomebody),
        };
        let person = outgoing(person);
        let parts = [Part::Value(&person), url.into(), Part::Truth(new_tab), Part::Text(&notice)];
        effects.add(Kind::Visit, self.number, &parts);
    }
}
