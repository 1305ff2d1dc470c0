//! Visits to a person's page: the search driven, the page asked, the browser sent.

use super::dock::Dock;
use super::effect::{Effects, Kind, List};
use crate::profile::{Address, Memory, Question, RecentClick, Search, may_visit};
use crate::protocol::{Person, TextId, Texts};
use crate::session::words::Word;
use wasm_bindgen::JsValue;

/// What a search waits for.
enum Asked {
    Map,
    Resolver,
    Username(TextId),
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
    /// What the resolver said of a username, and of a user id.
    resolved: [Memory; 2],
    waiting: Vec<Waiting>,
    tickets: u32,
}

/// More searches than a member starts; the oldest is given up.
const MOST_WAITING: usize = 16;

/// Numbers of the texts of `[username, userId, messageId, room, trigger]`, and the modifiers, for `www/effects.js`.
fn outgoing(person: Person) -> JsValue {
    let Person { username, user_id, message_id, room, trigger, modifiers } = person;
    let texts = [username, user_id, message_id, room, trigger];
    let parts = texts.into_iter().fold(List::new(), |parts, text| parts.count(text.0));
    parts.count(u32::from(modifiers.bits())).made().into()
}

impl Visits {
    /// What the resolver said of a person, kept by what it was asked with.
    fn resolved(&mut self, person: Person) -> (&mut Memory, TextId) {
        let [by_name, by_id] = &mut self.resolved;
        if person.username.is_some() { (by_name, person.username) } else { (by_id, person.user_id) }
    }
}

impl Dock {
    /// The member acted on a person.
    pub fn visit(&mut self, person: Person, effects: &Effects) {
        if self.visits.recent.is_new(&person, super::now()) {
            self.search(Search::new(person, self.options.lang), effects);
        }
    }

    fn search(&mut self, mut search: Search, effects: &Effects) {
        loop {
            let person = *search.person();
            let (asked, kind, detail) = match search.next(&self.options.ways, self.prompts.texts()) {
                Question::Map(key) => (Asked::Map, Kind::Map, key.0.into()),
                Question::Found(url) => {
                    let url = self.prompts.texts().number(&url);
                    (Asked::Address, Kind::Address, url.0.into())
                }
                Question::Resolver => {
                    let (memory, key) = self.visits.resolved(person);
                    let url = memory.get(key);
                    if url.is_some() {
                        (Asked::Address, Kind::Address, url.0.into())
                    } else {
                        (Asked::Resolver, Kind::Resolve, outgoing(person))
                    }
                }
                Question::Username(id) => {
                    let username = self.visits.names.get(id);
                    if username.is_some() {
                        search.learn_username(username);
                        continue;
                    }
                    if !self.options.has_login {
                        continue;
                    }
                    (Asked::Username(id), Kind::Username, id.0.into())
                }
                Question::Unknown => return self.arrive(person, TextId::NONE, effects),
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
        effects.add(kind, self.number).count(visits.tickets).value(&detail);
    }

    fn waiting(&mut self, ticket: u32) -> Option<Waiting> {
        self.visits.waiting.extract_if(.., |waiting| waiting.ticket == ticket).next()
    }

    /// An answer has come: a text, of an address taken apart scheme, origin, user name with password and all of it; nothing
    /// where there is none, or it did not come in time.
    pub fn answer(&mut self, ticket: u32, answer: &[f64], effects: &Effects) {
        let Some(Waiting { mut search, asked, .. }) = self.waiting(ticket) else { return };
        let text = |at: usize| TextId::from_list(answer.get(at).copied().unwrap_or_default());
        let first = text(0);
        if matches!(asked, Asked::Address) {
            let address = Address { scheme: first, origin: text(1), credentials: text(2) };
            let good = may_visit(address, &self.options.allow, self.prompts.texts());
            return self.arrive(*search.person(), if good { text(3) } else { TextId::NONE }, effects);
        }
        if first.is_some() {
            match asked {
                Asked::Username(id) => {
                    self.visits.names.learn(id, first);
                    search.learn_username(first);
                }
                _ => {
                    if matches!(asked, Asked::Resolver) {
                        let (memory, key) = self.visits.resolved(*search.person());
                        memory.learn(key, first);
                    }
                    return self.ask(search, Asked::Address, Kind::Address, first.0.into(), effects);
                }
            }
        }
        self.search(search, effects);
    }

    fn arrive(&self, person: Person, url: TextId, effects: &Effects) {
        let new_tab = person.modifiers.new_tab() || self.options.new_tab;
        // A click is never just dead: who has no page is named.
        let word = if person.username.is_some() { Word::UnknownPerson } else { Word::UnknownSomebody };
        let visit = effects.add(Kind::Visit, self.number).value(&outgoing(person)).count(url.0);
        visit.truth(new_tab).text(word.key());
    }
}
