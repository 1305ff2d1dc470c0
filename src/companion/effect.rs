//! What `www/gantry.js` is to do, in order.

use js_sys::Array;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

/// The kinds of effects; the numbers are known to `www/effects.js`.
#[derive(Clone, Copy)]
pub enum Kind {
    /// A message to the frame.
    Post,
    /// The state is another: state, reason, hint.
    State,
    /// The status line: state, text, whether another try is offered.
    Show,
    /// The frame's address: a path of the server.
    Load,
    /// The page's login is wanted.
    Credentials,
    /// A wish is settled: its number, whether it was seen done.
    Settle,
    /// Come back in so many milliseconds; `null`: never.
    Wake,
    /// What the gate knows of rooms is over.
    Forget,
    /// Write the page with the next frame of the screen.
    Schedule,
    /// The counts are others than the page was told.
    Unread,
    /// Look into the people map: ticket, key.
    Map,
    /// Ask the page's resolver: ticket, person.
    Resolve,
    /// Ask the server whose user id this is: ticket, id.
    Username,
    /// Take an address apart: ticket, address.
    Address,
    /// Tell the page of a visit and make it: person, address or `null`, whether in a new tab.
    Visit,
}

/// What is told with an effect.
pub enum Part<'a> {
    Nothing,
    Truth(bool),
    Number(f64),
    Text(&'a str),
    Value(&'a JsValue),
}

impl Part<'_> {
    /// Appends it, as JavaScript has it.
    pub fn push_to(&self, list: &Array) {
        let made = match self {
            Self::Nothing => JsValue::NULL,
            Self::Truth(truth) => JsValue::from_bool(*truth),
            Self::Number(number) => JsValue::from_f64(*number),
            Self::Text(text) => JsValue::from_str(text),
            Self::Value(value) => {
                list.push(value);
                return;
            }
        };
        list.push(&made);
    }
}

impl<'a> From<Option<&'a str>> for Part<'a> {
    fn from(text: Option<&'a str>) -> Self {
        text.map_or(Self::Nothing, Self::Text)
    }
}

/// Effects that have not been fetched.
pub struct Effects(Array);

impl Default for Effects {
    fn default() -> Self {
        Self(Array::new())
    }
}

impl Effects {
    /// Lays down an effect of chat `number`.
    pub fn add(&self, kind: Kind, number: u32, parts: &[Part<'_>]) {
        let effect = Array::new();
        for part in [Part::Number(f64::from(kind as u8)), Part::Number(f64::from(number))].iter().chain(parts) {
            part.push_to(&effect);
        }
        self.0.push(&effect);
    }

    /// Hands them over.
    pub fn take(&mut self) -> Array {
        std::mem::take(self).0
    }
}

/// A list of these, as JavaScript has it.
pub fn list(parts: &[Part<'_>]) -> Array {
    let list = Array::new();
    for part in parts {
        part.push_to(&list);
    }
    list
}

/// A value of ours as plain JavaScript, with `null` for what is missing.
pub fn outgoing<T: Serialize>(value: &T) -> JsValue {
    value.serialize(&Serializer::json_compatible()).unwrap_or(JsValue::NULL)
}

/// The texts of a list; what is no text is empty.
pub fn texts(list: &Array) -> Vec<String> {
    (0..list.length()).map(|at| list.get(at).as_string().unwrap_or_default()).collect()
}
