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
    /// The status line: state, key of its text or nothing, whether another try is offered.
    Show,
    /// The frame's address: a path of the server.
    Load,
    /// The page's login is wanted.
    Credentials,
    /// A wish is settled: its number, whether it was seen done.
    Settle,
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
    /// Tell the page of a visit and make it: person, address or `null`, whether in a new tab, key of what is said
    /// without an address.
    Visit,
    /// Tell a screen reader: key of the text, count.
    Say,
    /// Tell the watch of what a frame has shown: what.
    Watch,
    /// Post the token of the page's last answer to the frame.
    Login,
    /// Post the ids of actions to hide to the frame.
    Hide,
    /// Post a hello to the frame.
    Hello,
}

/// A list as JavaScript has it, made element by element.
pub struct List(Array);

impl List {
    /// An empty one.
    pub fn new() -> Self {
        Self(Array::new())
    }

    /// Appends `null`.
    pub fn nothing(self) -> Self {
        self.value(&JsValue::NULL)
    }

    /// Appends a boolean.
    pub fn truth(self, truth: bool) -> Self {
        self.value(&JsValue::from_bool(truth))
    }

    /// Appends a number.
    #[inline(never)]
    pub fn number(self, number: f64) -> Self {
        self.value(&JsValue::from_f64(number))
    }

    /// Appends a whole number.
    #[inline(never)]
    pub fn count(self, count: u32) -> Self {
        self.number(f64::from(count))
    }

    /// Appends a text.
    pub fn text(self, text: &str) -> Self {
        push_text(&self.0, text);
        self
    }

    /// Appends a text, or `null`.
    #[inline(never)]
    pub fn maybe(self, text: Option<&str>) -> Self {
        match text {
            Some(text) => self.text(text),
            None => self.nothing(),
        }
    }

    /// Appends a value.
    #[inline(never)]
    pub fn value(self, value: &JsValue) -> Self {
        self.0.push(value);
        self
    }

    /// Done.
    pub fn made(self) -> Array {
        self.0
    }
}

/// Appends a text to a list.
#[inline(never)]
pub fn push_text(list: &Array, text: &str) {
    list.push(&JsValue::from_str(text));
}

/// Effects that have not been fetched.
pub struct Effects(Array);

impl Default for Effects {
    fn default() -> Self {
        Self(Array::new())
    }
}

impl Effects {
    /// Lays down an effect of chat `number`, to which its parts are appended.
    #[inline(never)]
    pub fn add(&self, kind: Kind, number: u32) -> List {
        let effect = List::new();
        self.0.push(&effect.0);
        effect.count(kind as u32).count(number)
    }

    /// Hands them over.
    pub fn take(&mut self) -> Array {
        std::mem::take(self).0
    }
}

/// A value of ours as plain JavaScript, with `null` for what is missing.
pub fn outgoing<T: Serialize>(value: &T) -> JsValue {
    value.serialize(&Serializer::json_compatible()).unwrap_or(JsValue::NULL)
}
