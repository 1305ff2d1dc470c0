//! Visits to a person's page: the search driven, the page asked, the browser sent.

use super::dock::Inner;
use super::foreign::{Outside, outgoing, text};
use crate::profile::{Address, Memory, Question, RecentClick, Search, may_visit};
use crate::protocol::foreign::{Foreign, Read};
use crate::protocol::{Modifiers, Person};
use crate::session::words::{Word, fill};
use gloo::timers::callback::Timeout;
use serde::Serialize;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// How long a resolver, the people map or the server may take.
const PATIENCE_MILLIS: u32 = 5_000;
/// How long it is shown that a person has no page.
const NOTICE_MILLIS: u32 = 8_000;

enum Asked {
    Map,
    Resolver,
    Username(String),
}

struct Waiting {
    ticket: u32,
    search: Search,
    asked: Asked,
    _patience: Timeout,
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
    notice: Option<Timeout>,
}

impl Visits {
    /// A number for a question, never 0.
    pub fn ticket(&mut self) -> u32 {
        self.tickets = self.tickets.wrapping_add(1).max(1);
        self.tickets
    }
}

/// Told to the page before a visit.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PersonEvent<'a> {
    username: Option<&'a str>,
    user_id: Option<&'a str>,
    message_id: Option<&'a str>,
    room: Option<&'a str>,
    trigger: Option<&'a str>,
    modifiers: Modifiers,
    /// Where the visit leads; `null` for somebody without a page.
    url: Option<&'a str>,
}

impl<'a> PersonEvent<'a> {
    fn new(person: &'a Person, url: Option<&'a str>) -> Self {
        Self {
            username: person.username.as_deref(),
            user_id: person.user_id.as_deref(),
            message_id: person.message_id.as_deref(),
            room: person.room.as_deref(),
            trigger: person.trigger.as_deref(),
            modifiers: person.modifiers,
            url,
        }
    }
}

fn key(person: &Person) -> String {
    let (kind, name) = match (&person.username, &person.user_id) {
        (Some(username), _) => ("u", username.as_str()),
        (None, Some(id)) => ("i", id.as_str()),
        (None, None) => ("", ""),
    };
    [kind, name].concat()
}

impl Inner {
    /// The member acted on a person.
    pub fn visit(self: &Rc<Self>, person: &Person) {
        if self.visits.borrow_mut().recent.is_new(person, super::now()) {
            self.search(Search::new(person.clone(), &self.options.lang));
        }
    }

    fn search(self: &Rc<Self>, mut search: Search) {
        loop {
            match search.next(&self.options.ways) {
                Question::Map(key) => {
                    return self.ask(search, Asked::Map, "map", JsValue::from_str(&key));
                }
                Question::Resolver => {
                    let known = self.visits.borrow().resolved.get(&key(search.person())).map(str::to_owned);
                    if let Some(url) = known {
                        return self.arrive(&search, &url);
                    }
                    let person = outgoing(&PersonEvent::new(search.person(), None));
                    return self.ask(search, Asked::Resolver, "resolve", person);
                }
                Question::Username(id) => {
                    let known = self.visits.borrow().names.get(&id).map(str::to_owned);
                    match known {
                        Some(username) => search.learn_username(username),
                        None if self.options.has_login => {
                            let detail = JsValue::from_str(&id);
                            return self.ask(search, Asked::Username(id), "username", detail);
                        }
                        None => {}
                    }
                }
                Question::Found(url) => return self.arrive(&search, &url),
                Question::Unknown => return self.unknown(search.person()),
            }
        }
    }

    fn ask(self: &Rc<Self>, search: Search, asked: Asked, kind: &str, detail: JsValue) {
        let ticket = self.visits.borrow_mut().ticket();
        let weak = Rc::downgrade(self);
        let patience = Timeout::new(PATIENCE_MILLIS, move || {
            if let Some(inner) = weak.upgrade() {
                inner.visit_answer(ticket, false, &JsValue::UNDEFINED);
            }
        });
        self.visits.borrow_mut().waiting.push(Waiting { ticket, search, asked, _patience: patience });
        self.hooks.ask(kind, detail, ticket);
    }

    /// An answer has come, or its time is over.
    pub fn visit_answer(self: &Rc<Self>, ticket: u32, fine: bool, value: &JsValue) {
        let mut visits = self.visits.borrow_mut();
        let Some(at) = visits.waiting.iter().position(|waiting| waiting.ticket == ticket) else { return };
        let Waiting { mut search, asked, .. } = visits.waiting.swap_remove(at);
        drop(visits);
        let answer = match Outside(value.clone()).read() {
            Read::Text(text) if fine && !text.is_empty() => Some(text),
            Read::Object if fine => text(value, "url"),
            _ => None,
        };
        match (asked, answer) {
            (Asked::Map, Some(url)) => self.arrive(&search, &url),
            (Asked::Resolver, Some(url)) => {
                self.visits.borrow_mut().resolved.learn(&key(search.person()), &url);
                self.arrive(&search, &url);
            }
            (Asked::Username(id), Some(username)) => {
                self.visits.borrow_mut().names.learn(&id, &username);
                search.learn_username(username);
                self.search(search);
            }
            (_, None) => self.search(search),
        }
    }

    /// Goes to a person's page, if the page lets it and the address may be visited.
    fn arrive(self: &Rc<Self>, search: &Search, url: &str) {
        let Ok([scheme, origin, href, credentials]) = <[String; 4]>::try_from(self.hooks.address(url)) else {
            return self.unknown(search.person());
        };
        let address = Address { scheme: &scheme, origin: &origin, credentials: !credentials.is_empty() };
        if !may_visit(address, &self.options.page_origin, &self.options.allow) {
            return self.unknown(search.person());
        }
        let person = search.person();
        if self.tell("person", &PersonEvent::new(person, Some(&href))) {
            return;
        }
        self.hooks.visit(&href, person.modifiers.new_tab() || self.options.new_tab);
    }

    /// Says that a person has no page: a click is never just dead.
    fn unknown(self: &Rc<Self>, person: &Person) {
        if self.tell("person", &PersonEvent::new(person, None)) {
            return;
        }
        let notice = match &person.username {
            Some(username) => fill(&self.options.word(Word::UnknownPerson), "name", username),
            None => self.options.word(Word::UnknownSomebody),
        };
        let state = self.session.borrow().state().state.word();
        self.hooks.show(state, &notice, false);
        let weak = Rc::downgrade(self);
        let over = Timeout::new(NOTICE_MILLIS, move || {
            if let Some(inner) = weak.upgrade() {
                let change = inner.session.borrow().state();
                inner.show(change);
            }
        });
        self.visits.borrow_mut().notice = Some(over);
    }
}
