//! The browser shell: it carries messages, clicks and time to the pure core, and what the core decides to the page.
//!
//! `www/` holds its other half: the gate that may only refuse, whatever needs promises, and the writing of the page,
//! which is far smaller in JavaScript. No borrow is held while JavaScript is called, no closure outlives the value
//! that owns it, and nothing is thrown.

mod diagnosis;
mod dock;
mod foreign;
mod hearing;
mod options;
mod page;
mod visit;

pub use dock::Dock;
pub use page::flush;

use wasm_bindgen::prelude::*;

/// The version of this package.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Milliseconds since 1970. A clock that is set back makes a deadline late, and no more.
fn now() -> u64 {
    js_sys::Date::now() as u64
}
