//! One docked chat: the session, and what joins it with its place in the page.

use super::foreign::{outgoing, text};
use super::options::Options;
use super::page::{self, Account};
use super::visit::Visits;
use crate::protocol::{RoomPath, Status};
use crate::session::words::{Word, fill};
use crate::session::{Change, Credentials, Denial, Input, Output, Reason, Session, State, Wish};
use crate::unread::RoomUnread;
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use serde::Serialize;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::EventTarget;

/// The shortest time to the next tick: a safety net against a session that never rests.
const SHORTEST_TICK: u64 = 20;

#[wasm_bindgen]
extern "C" {
    /// What `www/gantry.js` does for a chat. None of it throws.
    pub type Hooks;

    /// Tells the page; whether a listener has prevented what follows.
    #[wasm_bindgen(method)]
    pub fn emit(this: &Hooks, name: &str, detail: JsValue) -> bool;

    /// Asks what takes time; answered by [`Dock::answer`] under the same ticket.
    #[wasm_bindgen(method)]
    pub fn ask(this: &Hooks, kind: &str, detail: JsValue, ticket: u32);

    /// A promise that was given to the page is to be resolved.
    #[wasm_bindgen(method)]
    pub fn settle(this: &Hooks, id: u32, done: bool);

    /// Gives the frame this path of the server.
    #[wasm_bindgen(method)]
    pub fn load(this: &Hooks, path: &str);

    /// Takes an address apart as the browser understands it: scheme, origin, the whole, and `1` where a user name or
    /// password stands in it. Empty for what is no address.
    #[wasm_bindgen(method)]
    pub fn address(this: &Hooks, url: &str) -> Vec<String>;

    /// Posts to the frame, to the server's origin and no other.
    #[wasm_bindgen(method)]
    pub fn post(this: &Hooks, message: JsValue);

    /// Shows a text in the chat's status line, none to take it away, with or without a button for another try.
    #[wasm_bindgen(method)]
    pub fn show(this: &Hooks, state: &str, text: &str, retry: bool);

    /// Goes to a page that may be visited.
    #[wasm_bindgen(method)]
    pub fn visit(this: &Hooks, url: &str, new_tab: bool);

    /// Calls [`super::flush`] with the next frame of the screen, or soon where there is none.
    #[wasm_bindgen(method)]
    pub fn schedule(this: &Hooks);
}

/// A docked chat, seen from inside.
pub struct Inner {
    pub options: Options,
    pub number: u32,
    pub account: Rc<Account>,
    pub hooks: Hooks,
    pub session: RefCell<Session>,
    pub visits: RefCell<Visits>,
    pub accepted: Cell<u32>,
    pub refused: Cell<[u32; 5]>,
    /// Whether the session learns nothing from yet another count: then counts go the shortest way.
    pub settled: Cell<bool>,
    timer: RefCell<Option<Timeout>>,
    loaded: RefCell<Option<EventListener>>,
    credentials_ticket: Cell<u32>,
    told: Cell<u32>,
    gone: Cell<bool>,
}

/// A docked chat, for `www/gantry.js`.
#[wasm_bindgen]
pub struct Dock(pub(super) Rc<Inner>);

#[wasm_bindgen]
impl Dock {
    /// A chat with these options, as `www/gantry.js` lists them.
    ///
    /// # Errors
    /// A text that names the option which does not hold, and why.
    #[wasm_bindgen(constructor)]
    pub fn new(
        texts: Vec<String>,
        hide: Vec<String>,
        allow: Vec<String>,
        flags: u32,
        words: JsValue,
        hooks: Hooks,
    ) -> Result<Dock, JsValue> {
        let options = Options::read(texts, hide, allow, flags, words).map_err(|problem| JsValue::from_str(problem))?;
        let inner = Rc::new(Inner {
            number: page::number(),
            account: page::account(&options.origin),
            hooks,
            session: RefCell::new(Session::new(options.setup())),
            visits: RefCell::default(),
            accepted: Cell::new(0),
            refused: Cell::default(),
            settled: Cell::new(false),
            timer: RefCell::default(),
            loaded: RefCell::default(),
            credentials_ticket: Cell::new(0),
            told: Cell::new(0),
            gone: Cell::new(false),
            options,
        });
        page::join(&inner);
        Ok(Self(inner))
    }

    /// The gate's map from room id to what it knows of a room; emptied when the counts are.
    #[must_use]
    pub fn slots(&self) -> JsValue {
        self.0.account.slots.clone().into()
    }

    /// Title of the frame.
    #[must_use]
    pub fn title(&self) -> String {
        fill(&self.0.options.word(Word::FrameTitle), "name", self.0.options.room.name())
    }

    /// Label of the button for another try.
    #[must_use]
    pub fn retry_label(&self) -> String {
        self.0.options.word(Word::Retry)
    }

    /// Begins, with this frame.
    pub fn begin(&self, frame: &EventTarget) {
        let weak = Rc::downgrade(&self.0);
        let loaded = EventListener::new(frame, "load", move |_| {
            if let Some(inner) = weak.upgrade() {
                inner.feed(Input::FrameLoaded);
            }
        });
        self.0.loaded.replace(Some(loaded));
        self.0.feed(Input::Begin);
    }

    /// The state's word.
    #[must_use]
    pub fn state(&self) -> String {
        self.0.session.borrow().state().state.word().to_owned()
    }

    /// `{total, alert, label, rooms}`.
    #[must_use]
    pub fn unread(&self) -> JsValue {
        self.0.unread()
    }

    /// Takes up a wish: `open` with a room, `status` with a status, `login`, `logout`. It is settled under `id`, always.
    pub fn wish(&self, id: u32, kind: &str, detail: &str) {
        let wish = match kind {
            "open" => RoomPath::parse(detail).ok().map(Wish::Open),
            "status" => Status::parse(detail).map(Wish::Status),
            "login" => Some(Wish::Login),
            _ => Some(Wish::Logout),
        };
        match wish {
            Some(wish) => self.0.feed(Input::Wish(id, wish)),
            None => self.0.hooks.settle(id, false),
        }
    }

    /// Another try after a failure.
    pub fn retry(&self) {
        self.0.feed(Input::Retry);
    }

    /// The answer to an [`Hooks::ask`]; not `fine` where it was an error.
    pub fn answer(&self, ticket: u32, fine: bool, value: &JsValue) {
        if self.0.gone.get() {
            return;
        }
        if ticket == self.0.credentials_ticket.get() {
            self.0.credentials(fine, value);
        } else {
            self.0.visit_answer(ticket, fine, value);
        }
    }

    /// Takes the chat down.
    pub fn destroy(&self) {
        self.0.destroy();
    }
}

impl Drop for Dock {
    fn drop(&mut self) {
        self.0.destroy();
    }
}

impl Inner {
    /// Whether the chat has not been taken down.
    pub fn is_there(&self) -> bool {
        !self.gone.get()
    }

    /// Takes what happened to the session, and does what comes of it.
    pub fn feed(self: &Rc<Self>, input: Input<'_>) {
        self.session.borrow_mut().handle(input, super::now());
        loop {
            // No borrow may be held while the page is told: it may well ask for something at once.
            let output = self.session.borrow_mut().poll();
            match output {
                Some(output) => self.perform(output),
                None => break,
            }
        }
        self.reschedule();
    }

    fn perform(self: &Rc<Self>, output: Output) {
        match output {
            Output::Load(path) => self.hooks.load(&path),
            Output::Post(command) => self.hooks.post(outgoing(&*command)),
            Output::AskCredentials => {
                let ticket = self.visits.borrow_mut().ticket();
                self.credentials_ticket.set(ticket);
                self.hooks.ask("credentials", JsValue::UNDEFINED, ticket);
            }
            Output::Settle(id, done) => self.hooks.settle(id, done),
            Output::State(change) => {
                self.show(change);
                self.tell_state(change);
            }
            Output::ResetUnread => self.account.reset(),
        }
    }

    /// Shows where the chat stands.
    pub fn show(&self, change: Change) {
        let word = match (change.state, change.reason) {
            (State::Loading, _) => Some(Word::Loading),
            (State::Degraded, Some(Reason::SessionLost)) => Some(Word::SessionLost),
            (State::Failed, Some(Reason::FrameSilent)) => Some(Word::Silent),
            (State::Failed, Some(Reason::NotAMember)) => Some(Word::NotAMember),
            (State::Failed, _) => Some(Word::LoginFailed),
            _ => None,
        };
        let text = word.map(|word| self.options.word(word)).unwrap_or_default();
        self.hooks.show(change.state.word(), &text, change.state == State::Failed);
    }

    fn reschedule(self: &Rc<Self>) {
        let session = self.session.borrow();
        let deadline = session.deadline();
        self.settled.set(session.settled());
        drop(session);
        let next = deadline.map(|at| {
            let wait = at.saturating_sub(super::now()).max(SHORTEST_TICK);
            let weak = Rc::downgrade(self);
            Timeout::new(u32::try_from(wait).unwrap_or(u32::MAX), move || {
                if let Some(inner) = weak.upgrade() {
                    inner.feed(Input::Tick);
                }
            })
        });
        self.timer.replace(next);
    }

    fn credentials(self: &Rc<Self>, fine: bool, value: &JsValue) {
        self.credentials_ticket.set(0);
        let answer = if fine {
            let token = text(value, "token").unwrap_or_default();
            Ok(Credentials { token, user_id: text(value, "userId").unwrap_or_default() })
        } else if text(value, "code").as_deref() == Some("not-a-member") {
            Err(Denial::NotAMember)
        } else {
            Err(Denial::Failed)
        };
        self.feed(Input::Credentials(answer));
    }

    /// Tells the page something as an object of its own.
    pub fn tell<T: Serialize>(&self, name: &str, detail: &T) -> bool {
        self.hooks.emit(name, outgoing(detail))
    }

    fn destroy(self: &Rc<Self>) {
        if self.gone.replace(true) {
            return;
        }
        self.feed(Input::Destroy);
        self.timer.take();
        self.loaded.take();
        self.visits.take();
        self.account.book.borrow_mut().leave(self.number);
        page::leave();
    }

    /// Tells the page the counts, if they are others than it was last told.
    pub fn tell_unread(&self) {
        let edition = self.account.edition.get();
        if self.told.replace(edition) != edition {
            self.hooks.emit("unread", self.unread());
        }
    }

    fn unread(&self) -> JsValue {
        #[derive(Serialize)]
        struct UnreadEvent {
            total: u32,
            alert: bool,
            label: String,
            rooms: Vec<RoomUnread>,
        }
        let book = self.account.book.borrow();
        let all = book.unread();
        outgoing(&UnreadEvent { total: all.total, alert: all.alert, label: all.badge(), rooms: book.rooms() })
    }
}
