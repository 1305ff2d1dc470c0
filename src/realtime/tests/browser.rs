//! A browser with tabs, a network between them and a server: everything that can be late, lost or doubled is.

use super::server::{Server, Shown};
use crate::protocol::ddp;
use crate::protocol::{Credentials, Packed};
use crate::realtime::{Do, Input, Millis, Missed, Output, Watch};
use crate::unread::Book;
use serde_json::{Value, json};
use std::collections::VecDeque;

pub const USER: &str = "alice";
pub const TOKEN: &str = "secret-token";

/// What waits for a tab's turn.
pub enum Event {
    Opened,
    Closed,
    Frame(Value),
    Snapshot(u32, Result<Packed, Missed>),
    Credentials(Option<Credentials>),
    Lock(bool),
    Told(Packed),
}

/// A socket as the server sees it.
#[derive(Default)]
pub struct Socket {
    pub logged_in: bool,
    pub subscribed: Vec<String>,
    /// The server's words go nowhere, and nobody tells.
    pub half_open: bool,
}

pub struct Tab {
    pub watch: Watch,
    pub book: Book,
    pub open: bool,
    pub frozen: bool,
    /// The socket; `Some` once it is asked for.
    pub socket: Option<Socket>,
    pub events: VecDeque<Event>,
    pub fetches: u32,
    /// Times at which it asked by REST.
    pub fetched_at: Vec<Millis>,
    pub asked_page: u32,
    pub notified: Vec<String>,
}

pub struct Browser {
    pub server: Server,
    pub now: Millis,
    pub tabs: Vec<Tab>,
    /// Who has the lock, and who waits for it.
    pub lock: Option<usize>,
    pub waiting: Vec<usize>,
    pub sockets_blocked: bool,
    pub rest: Result<(), Missed>,
    pub shared: bool,
    pub login: Option<Credentials>,
    /// Tokens that the server takes.
    pub tokens: Vec<&'static str>,
    random: u32,
}

pub fn credentials(user: &str, token: &str) -> Credentials {
    Credentials { token: token.to_owned(), user_id: user.to_owned() }
}

impl Browser {
    pub fn new(rooms: u32) -> Self {
        Self {
            server: Server::new(rooms),
            now: 1_000_000,
            tabs: Vec::new(),
            lock: None,
            waiting: Vec::new(),
            sockets_blocked: false,
            rest: Ok(()),
            shared: true,
            login: Some(credentials(USER, TOKEN)),
            tokens: vec![TOKEN],
            random: 12_345,
        }
    }

    pub fn open_tab(&mut self, visible: bool) -> usize {
        let at = self.tabs.len();
        self.tabs.push(Tab {
            watch: Watch::new(format!("tab{at}")),
            book: Book::default(),
            open: true,
            frozen: false,
            socket: None,
            events: VecDeque::new(),
            fetches: 0,
            fetched_at: Vec::new(),
            asked_page: 0,
            notified: Vec::new(),
        });
        self.handle(at, Input::Begin { shared: self.shared, visible });
        at
    }

    pub fn close_tab(&mut self, at: usize) {
        self.tabs[at].open = false;
        self.tabs[at].socket = None;
        self.release(at);
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
        self.random = self.random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let tab = &mut self.tabs[at];
        tab.watch.handle(input, &mut tab.book, self.now, self.random);
        for output in self.tabs[at].watch.take() {
            self.carry_out(at, output);
        }
    }

    fn carry_out(&mut self, at: usize, output: Output) {
        let blocked = self.sockets_blocked;
        let tab = &mut self.tabs[at];
        let Packed { texts, numbers } = output.words.clone();
        match output.what {
            Do::AskCredentials => {
                tab.asked_page += 1;
                tab.events.push_back(Event::Credentials(self.login.clone()));
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
            Do::Send => self.serve(at, &serde_json::from_str(&texts[0]).unwrap()),
            Do::Fetch => {
                assert_eq!(texts[1], tab.watch.credentials().unwrap().user_id);
                tab.fetches += 1;
                tab.fetched_at.push(self.now);
                let since = Some(numbers[1]).filter(|since| since.is_finite());
                let answer = self.rest.map(|()| self.server.snapshot(since));
                tab.events.push_back(Event::Snapshot(numbers[0] as u32, answer));
            }
            Do::Lock if numbers[0] > 0.0 => {
                self.waiting.retain(|waiting| *waiting != at);
                if let Some(holder) = self.lock.replace(at)
                    && holder != at
                {
                    self.tabs[holder].events.push_back(Event::Lock(false));
                }
                self.tabs[at].events.push_back(Event::Lock(true));
            }
            Do::Lock => {
                self.waiting.push(at);
                self.grant();
            }
            Do::Unlock => self.release(at),
            Do::Tell => {
                assert!(!texts.iter().any(|text| text.contains(TOKEN)), "a token leaves the tab");
                for (other, tab) in self.tabs.iter_mut().enumerate() {
                    if other != at && tab.open {
                        tab.events.push_back(Event::Told(output.words.clone()));
                    }
                }
            }
            Do::Notify => tab.notified.push(texts[0].clone()),
            Do::Changed | Do::Status => {}
        }
    }

    /// The server hears a frame.
    fn serve(&mut self, at: usize, frame: &Value) {
        let tab = &mut self.tabs[at];
        let Some(socket) = tab.socket.as_mut().filter(|socket| !socket.half_open) else { return };
        let answer = match (frame["msg"].as_str().unwrap(), frame["method"].as_str()) {
            ("connect", _) => json!({ "msg": "connected", "session": format!("session{at}") }),
            ("method", Some("login")) if self.tokens.iter().any(|good| frame["params"][0]["resume"] == *good) => {
                socket.logged_in = true;
                json!({ "msg": "result", "id": "login", "result": { "id": USER } })
            }
            ("method", Some("login")) => json!({ "msg": "result", "id": "login", "error": { "error": 403 } }),
            ("sub", _) => {
                assert!(socket.logged_in);
                socket.subscribed.push(frame["params"][0].as_str().unwrap().to_owned());
                json!({ "msg": "ready", "subs": [frame["id"]] })
            }
            ("method", _) => {
                let answer = self.server.snapshot(frame["params"][0]["$date"].as_f64());
                return tab.events.push_back(Event::Snapshot(0, Ok(answer)));
            }
            ("ping", _) => json!({ "msg": "pong" }),
            _ => return,
        };
        tab.events.push_back(Event::Frame(answer));
    }

    /// The server tells everybody who listens of a change.
    pub fn publish(&mut self, stream: &str, args: &Value) {
        for tab in &mut self.tabs {
            let listens = tab
                .socket
                .as_ref()
                .is_some_and(|socket| socket.subscribed.contains(&format!("{USER}/{stream}")) && !socket.half_open);
            if listens {
                let fields = json!({ "eventName": format!("{USER}/{stream}"), "args": args });
                let frame =
                    json!({ "msg": "changed", "collection": "stream-notify-user", "id": "id", "fields": fields });
                tab.events.push_back(Event::Frame(frame));
            }
        }
    }

    pub fn happen(&mut self, change: Option<Value>) {
        if let Some(args) = change {
            self.publish("subscriptions-changed", &args);
        }
    }

    /// The socket of a tab breaks, and the browser notices.
    pub fn cut(&mut self, at: usize) {
        let tab = &mut self.tabs[at];
        if tab.socket.take().is_some() {
            tab.events.retain(|event| !matches!(event, Event::Opened | Event::Frame(_)));
            tab.events.push_back(Event::Closed);
        }
    }

    /// The next event of a tab takes place; whether there was one.
    pub fn step(&mut self, at: usize) -> bool {
        let tab = &mut self.tabs[at];
        if !tab.open || tab.frozen {
            return false;
        }
        let Some(event) = tab.events.pop_front() else { return false };
        match event {
            Event::Opened => self.handle(at, Input::Opened),
            Event::Closed => {
                self.tabs[at].socket = None;
                self.handle(at, Input::Closed);
            }
            Event::Frame(frame) => self.handle(at, Input::Frame(&ddp::read(&frame))),
            Event::Snapshot(ask, answer) => self.handle(at, Input::Snapshot(ask, answer.as_ref().map_err(|why| *why))),
            Event::Credentials(answer) => self.handle(at, Input::Credentials(answer.as_ref())),
            Event::Lock(ours) => self.handle(at, Input::Lock(ours)),
            Event::Told(packed) => self.handle(at, Input::Told(&packed)),
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
        if tab.open && !tab.frozen { tab.watch.deadline(self.now) } else { None }
    }

    /// What a tab shows.
    pub fn shown(&self, at: usize) -> Shown {
        let book = &self.tabs[at].book;
        let unread = book.unread();
        let rooms = book.rooms().map(|room| (room.id.to_owned(), (room.count, room.alert)));
        (unread.total, unread.alert, rooms.collect())
    }

    pub fn sockets(&self) -> usize {
        self.tabs.iter().filter(|tab| tab.open && tab.socket.is_some()).count()
    }
}
