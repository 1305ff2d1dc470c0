//! The way between the tabs of a browser and the server, which may be late, deaf or down, and what the server takes.

use super::browser::{ALICE, BOB, Browser};
use super::carrier::Login;
use super::server::Server;
use super::tab::Event;
use serde_json::{Value, json};

impl Browser {
    pub fn server_of(&self, user: &str) -> &Server {
        if user == BOB.user { &self.other } else { &self.server }
    }

    /// The machine's clock is set back.
    pub fn set_back(&mut self, millis: u64) {
        self.now -= millis;
        for tab in &mut self.tabs {
            tab.clock_set = true;
        }
    }

    /// The server hears a frame.
    pub(super) fn serve(&mut self, at: usize, frame: &Value) {
        let tab = &mut self.tabs[at];
        let Some(socket) = tab.socket.as_mut().filter(|socket| !socket.half_open) else { return };
        let login = self.logins.iter().find(|good| frame["params"][0]["resume"] == good.token);
        let event = match (frame["msg"].as_str().unwrap(), frame["method"].as_str()) {
            ("connect", _) => json!({ "msg": "connected", "session": format!("session{at}") }),
            ("method", Some("login")) => match login {
                Some(login) => {
                    socket.member = Some(login.user);
                    json!({ "msg": "result", "id": "login", "result": { "id": login.user } })
                }
                None => json!({ "msg": "result", "id": "login", "error": { "error": 403 } }),
            },
            ("sub", _) => {
                let stream = frame["params"][0].as_str().unwrap().to_owned();
                assert!(socket.member.is_some_and(|member| stream.starts_with(&format!("{member}/"))));
                socket.subscribed.push(stream);
                json!({ "msg": "ready", "subs": [frame["id"]] })
            }
            ("method", _) if self.calls_fail => {
                json!({ "msg": "result", "id": "subscriptions/get", "error": { "error": "too-many-requests" } })
            }
            ("method", _) => {
                let member = socket.member.unwrap();
                let answer = self.server_of(member).snapshot(frame["params"][0]["$date"].as_f64());
                return self.tabs[at].events.push_back(Event::Snapshot(0, Ok(answer)));
            }
            ("ping", _) => json!({ "msg": "pong" }),
            _ => return,
        };
        tab.events.push_back(Event::Frame(event));
    }

    /// The server tells everybody who listens of a change.
    pub fn publish(&mut self, member: &str, stream: &str, args: &Value) {
        let event = format!("{member}/{stream}");
        for tab in &mut self.tabs {
            let socket = tab.socket.as_ref();
            if socket.is_some_and(|socket| socket.subscribed.contains(&event) && !socket.half_open) {
                let fields = json!({ "eventName": event, "args": args });
                let frame =
                    json!({ "msg": "changed", "collection": "stream-notify-user", "id": "id", "fields": fields });
                tab.events.push_back(Event::Frame(frame));
            }
        }
    }

    pub fn happen(&mut self, change: Option<Value>) {
        self.happen_to(ALICE, change);
    }

    pub fn happen_to(&mut self, member: Login, change: Option<Value>) {
        if let Some(args) = change {
            self.publish(member.user, "subscriptions-changed", &args);
        }
    }

    /// The server takes a token no longer, and ends its sessions.
    pub fn end_token(&mut self, login: Login) {
        self.logins.retain(|good| *good != login);
        for at in 0..self.tabs.len() {
            if self.tabs[at].logins.contains(&login) {
                self.cut(at);
            }
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

    /// A token that the page has not had yet.
    pub fn new_token(&mut self, user: &'static str) -> Login {
        const TOKENS: [&str; 8] =
            ["secret-2", "secret-3", "secret-4", "secret-5", "secret-6", "secret-7", "secret-8", "secret-9"];
        self.renewals = (self.renewals + 1) % TOKENS.len();
        let login = Login { user, token: TOKENS[self.renewals] };
        self.logins.push(login);
        login
    }
}
