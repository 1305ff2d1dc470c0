//! What `www/setup/setup.js` calls: the set-up page's decisions, and nothing else.

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::setup_page;

/// The version of this package.
#[wasm_bindgen]
#[must_use]
pub fn version() -> JsValue {
    JsValue::from_str(env!("CARGO_PKG_VERSION"))
}

/// [`setup_page::view()`].
#[wasm_bindgen]
#[must_use]
pub fn view(state: &str, preferred: &str, page: &str) -> JsValue {
    outgoing(&setup_page::view(state, preferred, page))
}

/// [`setup_page::choices`].
#[wasm_bindgen]
#[must_use]
pub fn choices(language: &str) -> JsValue {
    outgoing(&setup_page::choices(language))
}

/// [`setup_page::trial::trial`].
#[wasm_bindgen]
#[must_use]
pub fn trial(state: &str, facts: &str, preferred: &str) -> JsValue {
    outgoing(&setup_page::trial::trial(state, facts, preferred))
}

/// A value of ours as plain JavaScript, with `null` for what is missing.
fn outgoing<T: Serialize>(value: &T) -> JsValue {
    value.serialize(&Serializer::json_compatible()).unwrap_or(JsValue::NULL)
}
