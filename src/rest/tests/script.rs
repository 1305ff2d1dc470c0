//! A transport that plays a script, and what hears and proves beside it.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use crate::protocol::ServerUrl;
use crate::rest::{Answer, Asked, Broken, Connection, Credentials, Event, Observer, Prompt, Request, Transport};

pub const TOKEN: &str = "TOKEN-MARKER-0123456789";
pub const PASSWORD: &str = "PASSWORD-MARKER";
pub const SERVER: &str = "https://chat.example.org/chat";

/// What was sent, as a reader of the wire would see it.
#[derive(Clone, Debug)]
pub struct Sent {
    pub call: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Value,
}

impl Sent {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}

#[derive(Default)]
pub struct Played {
    pub answers: VecDeque<Result<Answer, Broken>>,
    pub sent: Vec<Sent>,
    pub waits: Vec<Duration>,
    pub events: Vec<Event>,
    pub asked: Vec<Asked>,
    pub proofs: VecDeque<String>,
    pub clock: u64,
}

/// Transport, prompt and observer at once; clones share one script.
#[derive(Clone, Default)]
pub struct Script(pub Rc<RefCell<Played>>);

impl Script {
    pub fn of(answers: impl IntoIterator<Item = Result<Answer, Broken>>) -> Self {
        let script = Self::default();
        script.0.borrow_mut().answers.extend(answers);
        script.0.borrow_mut().clock = 1_000_000;
        script
    }

    pub fn proving(self, proofs: &[&str]) -> Self {
        self.0.borrow_mut().proofs.extend(proofs.iter().map(|proof| (*proof).to_owned()));
        self
    }

    pub fn connection(&self) -> Connection<Self> {
        self.connect(Some(Credentials::new("u1".into(), TOKEN.into()).unwrap()))
    }

    pub fn connect(&self, credentials: Option<Credentials>) -> Connection<Self> {
        let server = ServerUrl::parse(SERVER).unwrap();
        Connection::new(self.clone(), server, credentials, Box::new(self.clone()), Box::new(self.clone()))
    }

    pub fn calls(&self) -> Vec<String> {
        self.0.borrow().sent.iter().map(|sent| sent.call.clone()).collect()
    }

    pub fn sent(&self, index: usize) -> Sent {
        self.0.borrow().sent[index].clone()
    }

    pub fn waits(&self) -> Vec<u64> {
        self.0.borrow().waits.iter().map(|wait| wait.as_millis().try_into().unwrap()).collect()
    }

    pub fn is_played(&self) -> bool {
        self.0.borrow().answers.is_empty()
    }
}

impl Transport for Script {
    fn exchange(&mut self, request: &Request) -> Result<Answer, Broken> {
        let mut played = self.0.borrow_mut();
        let mut headers = request.headers.clone();
        headers.extend(request.secret_headers.iter().map(|(name, value)| (*name, value.expose_secret().to_owned())));
        let path = request.url.strip_prefix(SERVER).expect("below the sub-path").to_owned();
        let body = request.body.as_ref().map(|body| serde_json::from_str(body.expose_secret()).unwrap());
        played.sent.push(Sent {
            call: format!("{} {path}", request.method.name()),
            headers,
            body: body.unwrap_or_default(),
        });
        played.clock += 7;
        played.answers.pop_front().unwrap_or_else(|| panic!("unexpected: {} {path}", request.method.name()))
    }

    fn now(&self) -> u64 {
        self.0.borrow().clock
    }

    fn wait(&mut self, time: Duration) {
        let mut played = self.0.borrow_mut();
        played.clock += u64::try_from(time.as_millis()).unwrap();
        played.waits.push(time);
    }
}

impl Prompt for Script {
    fn proof(&mut self, asked: &Asked) -> Option<SecretString> {
        let mut played = self.0.borrow_mut();
        played.asked.push(asked.clone());
        played.proofs.pop_front().map(SecretString::from)
    }
}

impl Observer for Script {
    fn hear(&mut self, event: &Event) {
        self.0.borrow_mut().events.push(event.clone());
    }
}

pub fn json(status: u16, body: &Value) -> Result<Answer, Broken> {
    Ok(Answer { status, headers: vec![("content-type".into(), "application/json".into())], body: body.to_string() })
}

pub fn fine(mut body: Value) -> Result<Answer, Broken> {
    body["success"] = true.into();
    json(200, &body)
}

pub fn html(status: u16) -> Result<Answer, Broken> {
    Ok(Answer {
        status,
        headers: vec![("content-type".into(), "text/html; charset=utf-8".into())],
        body: "<!DOCTYPE html>\n<html><head></head></html>".into(),
    })
}

pub fn with_header(answer: Result<Answer, Broken>, name: &str, value: &str) -> Result<Answer, Broken> {
    answer.map(|mut answer| {
        answer.headers.push((name.into(), value.into()));
        answer
    })
}

/// As recorded from 6.5.3.
pub fn challenge(method: &str) -> Result<Answer, Broken> {
    json(
        400,
        &serde_json::json!({ "success": false, "error": "TOTP Required [totp-required]", "errorType": "totp-required",
            "details": { "method": method, "codeGenerated": method == "email", "availableMethods": [] } }),
    )
}

/// As recorded from 6.5.3.
pub fn wrong_proof(method: &str) -> Result<Answer, Broken> {
    json(
        400,
        &serde_json::json!({ "success": false, "error": "TOTP Invalid [totp-invalid]", "errorType": "totp-invalid",
            "details": { "method": method, "codeGenerated": false, "availableMethods": [] } }),
    )
}
