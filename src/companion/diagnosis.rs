//! What `diagnose()` tells: where the chat stands, what was refused, and what is wrong.

use super::dock::{Dock, Inner};
use super::foreign::outgoing;
use crate::session::{Change, Reason};
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[derive(Serialize)]
struct Diagnosis<'a> {
    version: &'static str,
    state: &'static str,
    reason: Option<&'static str>,
    server: String,
    origin: &'a str,
    room: String,
    user: Option<String>,
    bundle: BundleReport<'a>,
    accepted: u32,
    refused: RefusedReport,
}

#[derive(Serialize)]
struct BundleReport<'a> {
    present: Option<bool>,
    stamp: Option<String>,
    expected: Option<&'a str>,
}

#[derive(Serialize)]
struct RefusedReport {
    window: u32,
    origin: u32,
    shape: u32,
    size: u32,
    event: u32,
}

#[wasm_bindgen]
impl Dock {
    /// The state of everything; the gate adds what it has refused itself.
    #[must_use]
    pub fn diagnose(&self, refused_window: u32, refused_origin: u32, unreadable: u32) -> JsValue {
        let inner = &self.0;
        let session = inner.session.borrow();
        let change = session.state();
        let [window, origin, shape, size, event] = inner.refused.get();
        let report = Diagnosis {
            version: env!("CARGO_PKG_VERSION"),
            state: change.state.word(),
            reason: change.reason.map(Reason::code),
            server: [inner.options.origin.as_str(), &inner.options.path].concat(),
            origin: &inner.options.origin,
            room: session.room().name().to_owned(),
            user: session.user().map(str::to_owned),
            bundle: BundleReport {
                present: session.script_missing().map(|missing| !missing),
                stamp: session.stamp().map(str::to_owned),
                expected: inner.options.stamp.as_deref(),
            },
            accepted: inner.accepted.get(),
            refused: RefusedReport {
                window: window + refused_window,
                origin: origin + refused_origin,
                shape: shape + unreadable,
                size,
                event,
            },
        };
        outgoing(&report)
    }
}

impl Inner {
    /// Tells the page a new state.
    pub fn tell_state(&self, change: Change) {
        #[derive(Serialize)]
        struct StateEvent {
            state: &'static str,
            reason: Option<&'static str>,
            hint: Option<&'static str>,
        }
        let reason = change.reason.map(Reason::code);
        self.tell("state", &StateEvent { state: change.state.word(), reason, hint: None });
    }
}
