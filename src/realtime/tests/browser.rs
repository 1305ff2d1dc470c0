//! A browser with tabs, a network between them and a server: everything that can be late, lost or doubled is.

use super::carrier::{self, Login};
use super::server::{Server, Shown};
use super::tab::{Event, Socket, Tab};
use crate::protocol::texts::{Table, Texts};
use crate::protocol::{TextId, wire_twin};
use crate::realtime::{Do, Input, Millis, Missed, NEVER, Stop, Watch};
use crate::unread::Book;
use serde_json::json;
use std::collections::VecDeque;

pub const ALICE: Login = Login { user: "alice", token: "secret-token" };
pub const BOB: Login = Login { user: "bob", token: "bobs-secret-token" };

pub struct Browser {
    /// What the server has of alice, and of bob.
    pub server: Server,
    pub other: Server,
    pub now: Millis,
    pub tabs: Vec<Tab>,
    /// Who has the lock, and who waits for it.
    pub lock: Option<usize>,
    pub waiting: Vec<usize>,
    pub sockets_blocked: bool,
    pub rest: Result<(), Missed>,
    /// Calls over the socket are answered with an error.
    pub calls_fail: bool,
    pub shared: bool,
    /// Whom the page has logged in.
    pub login: Option<Login>,
    /// What the server takes.
    pub logins: Vec<Login>,
    /// Messages that were notified of.
    pub notices: u32,
    pub(super) renewals: usize,
    random: u32,
}

impl Browser {
    pub fn new(rooms: u32) -> Self {
        Self {
            server: Server::new(ALICE.user, rooms),
            other: Server::new(BOB.user, rooms),
            now: 1_795_000_000_000,
            tabs: Vec::new(),
            lock: None,
            waiting: Vec::new(),
            sockets_blocked: false,
            rest: Ok(()),
            calls_fail: false,
            shared: true,
            login: Some(ALICE),
            logins: vec![ALICE, BOB],
            notices: 0,
            renewals: 0,
            random: 12_345,
        }
    }

    pub fn open_tab(&mut self, visible: bool) -> usize {
        let at = self.add_tab();
        self.handle(at, Input::Begin { shared: self.shared, visible });
        at
    }

    /// A tab whose watch has not begun.
    pub fn add_tab(&mut self) -> usize {
        let at = self.tabs.len();
        let mut texts = Table::default();
        // So that a number of one tab is wrong in every other.
        for other in 0..at * 3 {
            texts.number(&format!("only in tab {at}: {other}"));
        }
        self.tabs.push(Tab {
            watch: Watch::new(texts.number(&format!("tab{at}"))),
            book: Book::default(),
            texts,
            logins: Vec::new(),
            open: true,
            frozen: false,
            away: false,
            clock_set: false,
            visible: false,
            socket: None,
            events: VecDeque::new(),
            fetches: 0,
            fetched_at: Vec::new(),
            asked_page: 0,
            notified: Vec::new(),
        });
        at
    }

    pub fn close_tab(&mut self, at: usize) {
        self.tabs[at].open = false;
        self.tabs[at].socket = None;
        self.release(at);
    }

    /// The page of a tab is loaded anew.
    pub fn reload_tab(&mut self, at: usize) {
        let visible = at.is_multiple_of(2);
        self.close_tab(at);
        let texts = &mut self.tabs[at].texts;
        let watch = Watch::new(texts.number(&format!("another tab{at}")));
        let tab = &mut self.tabs[at];
        (tab.watch, tab.book, tab.open) = (watch, Book::default(), true);
        tab.logins.clear();
        tab.events.clear();
        tab.notified.clear();
        self.handle(at, Input::Begin { shared: self.shared, visible });
    }

    /// The page of a tab is left, and kept for the way back.
    pub fn leave_tab(&mut self, at: usize) {
        self.handle(at, Input::Leave);
        let tab = &mut self.tabs[at];
        tab.events.clear();
        tab.away = true;
        assert!(tab.socket.is_none());
    }

    pub fn return_to_tab(&mut self, at: usize) {
        self.tabs[at].away = false;
        self.handle(at, Input::Begin { shared: self.shared, visible: true });
    }

    fn release(&mut self, at: usize) {
        self.waiting.retain(|waiting| *waiting != at);
        if self.lock == Some(at) {
            self.lock = None;
            self.grant();
        }
    }

    fn grant(&mut self) {
        if self.lock.is_none() && !self.waiting.is_empty() {
            let next = self.waiting.remove(0);
            self.lock = Some(next);
            self.tabs[next].events.push_back(Event::Lock(true));
        }
    }

    pub fn handle(&mut self, at: usize, input: Input<'_>) {
        if std::mem::take(&mut self.tabs[at].clock_set) && self.tabs[at].watch.status().stop == Stop::Not {
            // What was to come is far off now; so it is begun anew.
            let visible = self.tabs[at].visible;
            self.feed(at, Input::Leave);
            self.feed(at, Input::Begin { shared: self.shared, visible });
        }
        match input {
            Input::Begin { visible, .. } | Input::Visible(visible) => self.tabs[at].visible = visible,
            _ => {}
        }
        self.feed(at, input);
    }

    fn feed(&mut self, at: usize, input: Input<'_>) {
        self.random = self.random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let tab = &mut self.tabs[at];
        tab.watch.handle(input, &mut tab.book, self.now, self.random);
        for (what, items) in carrier::outputs(&self.tabs[at].watch.take()) {
            self.carry_out(at, what, &items);
        }
    }

    /// As [`Browser::handle`], of a room or whatever else has a text.
    pub fn handle_texts<const COUNT: usize>(
        &mut self,
        at: usize,
        input: impl Fn([TextId; COUNT]) -> Input<'static>,
        texts: [&str; COUNT],
    ) {
        let numbers = texts.map(|text| self.tabs[at].texts.number(text));
        self.handle(at, input(numbers));
    }

    fn carry_out(&mut self, at: usize, what: Do, items: &[f64]) {
        let blocked = self.sockets_blocked;
        let tab = &mut self.tabs[at];
        let user = tab.texts.text(tab.watch.user());
        let login = tab.logins.iter().find(|login| login.user == user).copied();
        let whose = |item: f64| {
            assert_eq!(tab.texts.text(TextId::from_list(item)), user);
            login.unwrap()
        };
        if let Some(frame) = carrier::frame(what, items, login.map_or("", |login| login.token), &tab.texts) {
            if matches!(what, Do::Login | Do::Subscribe) {
                whose(items[0]);
            }
            return self.serve(at, &frame);
        }
        match what {
            Do::AskCredentials => {
                tab.asked_page += 1;
                tab.events.push_back(Event::Answer);
            }
            Do::Open => {
                assert!(tab.socket.is_none(), "an older socket is still there");
                // No word of an older one counts any more.
                tab.events.retain(|event| !matches!(event, Event::Opened | Event::Closed | Event::Frame(_)));
                tab.socket = Some(Socket::default());
                tab.events.push_back(if blocked { Event::Closed } else { Event::Opened });
            }
            Do::Close => {
                tab.socket = None;
                tab.events.retain(|event| !matches!(event, Event::Opened | Event::Closed | Event::Frame(_)));
            }
            Do::Fetch => {
                let login = whose(items[0]);
                tab.fetches += 1;
                tab.fetched_at.push(self.now);
                let known = self.logins.contains(&login);
                let since = Some(items[2]).filter(|since| *since >= 0.0);
                let answer = self.rest.and(if known { Ok(()) } else { Err(Missed::Refused) });
                let answer = answer.map(|()| self.server_of(login.user).snapshot(since));
                self.tabs[at].events.push_back(Event::Snapshot(items[1] as u32, answer));
            }
            Do::Lock if items[1] > 0.0 => {
                whose(items[0]);
                self.waiting.retain(|waiting| *waiting != at);
                if let Some(holder) = self.lock.replace(at)
                    && holder != at
                {
                    self.tabs[holder].events.push_back(Event::Lock(false));
                }
                self.tabs[at].events.push_back(Event::Lock(true));
            }
            Do::Lock => {
                whose(items[0]);
                self.waiting.push(at);
                self.grant();
            }
            Do::Unlock => {
                // Who does not want it hears no more of it.
                tab.events.retain(|event| !matches!(event, Event::Lock(_)));
                self.release(at);
            }
            Do::Tell => {
                let message = wire_twin::letters(items, &tab.texts);
                let told = json!(message).to_string();
                assert!(!told.contains("secret"), "a token leaves the tab: {told}");
                for (other, tab) in self.tabs.iter_mut().enumerate() {
                    if other != at && tab.open && !tab.away {
                        tab.events.push_back(Event::Told(message.clone()));
                    }
                }
            }
            Do::Notify => tab.notified.push(tab.texts.text(TextId::from_list(items[0])).to_owned()),
            other => panic!("{other:?} is a word to the server"),
        }
    }

    /// The next event of a tab takes place; whether there was one.
    pub fn step(&mut self, at: usize) -> bool {
        let tab = &mut self.tabs[at];
        if !tab.hears() {
            return false;
        }
        let Some(event) = tab.events.pop_front() else { return false };
        let event = if matches!(event, Event::Answer) { Event::Credentials(self.login) } else { event };
        match event {
            Event::Answer => {}
            Event::Opened => self.handle(at, Input::Opened),
            Event::Closed => {
                self.tabs[at].socket = None;
                self.handle(at, Input::Closed);
            }
            Event::Frame(frame) => {
                let frame = wire_twin::frame(&frame, &mut tab.texts);
                self.handle(at, Input::Frame(&frame));
            }
            Event::Snapshot(ask, answer) => {
                let answer = answer.map(|answer| wire_twin::answer(&answer, &mut tab.texts));
                self.handle(at, Input::Snapshot(ask, answer.as_deref().map_err(|why| *why)));
            }
            Event::Credentials(login) => {
                tab.logins.retain(|known| login.is_none_or(|login| login.user != known.user));
                tab.logins.extend(login);
                let user = tab.texts.number(login.map_or("", |login| login.user));
                self.handle(at, Input::Credentials(user));
            }
            Event::Lock(ours) => self.handle(at, Input::Lock(ours)),
            Event::Told(message) => {
                let items = wire_twin::numbers(&message, &mut tab.texts);
                self.handle(at, Input::Told(&items));
            }
        }
        true
    }

    /// Everything that waits takes place.
    pub fn run(&mut self) {
        for _ in 0..10_000 {
            let mut any = false;
            for at in 0..self.tabs.len() {
                any |= self.step(at);
            }
            if !any {
                return;
            }
        }
        panic!("there is no end of it");
    }

    /// Time passes; timers that are due go off.
    pub fn pass(&mut self, millis: Millis) {
        let end = self.now + millis;
        for _ in 0..500 {
            let next = (0..self.tabs.len()).filter_map(|at| self.deadline(at)).min();
            let Some(next) = next.filter(|next| *next <= end) else {
                self.now = end;
                return;
            };
            self.now = self.now.max(next);
            for at in 0..self.tabs.len() {
                if self.deadline(at).is_some_and(|due| due <= self.now) {
                    self.handle(at, Input::Tick);
                }
            }
        }
        let tabs: Vec<_> = self.tabs.iter().map(|tab| &tab.watch).collect();
        panic!("there is no end of it at {}: {tabs:#?}", self.now);
    }

    /// As [`Browser::pass`], with all that happens meanwhile.
    pub fn live(&mut self, millis: Millis) {
        let end = self.now + millis;
        self.run();
        for _ in 0..2_000 {
            let next = (0..self.tabs.len()).filter_map(|at| self.deadline(at)).min();
            let Some(next) = next.filter(|next| *next <= end) else {
                self.now = end;
                return;
            };
            self.pass(next.saturating_sub(self.now));
            self.run();
        }
        let tabs: Vec<_> = self.tabs.iter().map(|tab| &tab.watch).collect();
        panic!("there is no end of it at {}: {tabs:#?}", self.now);
    }

    fn deadline(&self, at: usize) -> Option<Millis> {
        let tab = &self.tabs[at];
        if tab.clock_set && tab.hears() {
            return Some(self.now);
        }
        Some(tab.watch.deadline(self.now)).filter(|due| tab.hears() && *due != NEVER)
    }

    /// What a tab shows.
    pub fn shown(&self, at: usize) -> Shown {
        let Tab { book, texts, .. } = &self.tabs[at];
        let unread = book.unread();
        let rooms = book.rooms().map(|room| (texts.text(room.id).to_owned(), (room.count, room.alert)));
        (unread.total, unread.alert, rooms.collect())
    }

    pub fn sockets(&self) -> usize {
        self.tabs.iter().filter(|tab| tab.open && tab.socket.is_some()).count()
    }
}
