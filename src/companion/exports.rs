//! What `www/` calls. Functions, and one page behind them: objects would cost each caller a class.

use super::effect::push_text;
use super::page::Page;
use super::prompts::Chat;
use crate::protocol::TextId;
use js_sys::Array;
use std::cell::{Cell, RefCell, RefMut};
use wasm_bindgen::prelude::*;
use web_sys::EventTarget;

thread_local! {
    static PAGE: Cell<Option<&'static RefCell<Page>>> = const { Cell::new(None) };
}

/// The page, unless it is in the middle of something: a getter in what it was given may call back.
#[inline(never)]
fn page() -> Option<RefMut<'static, Page>> {
    let page = PAGE.get().unwrap_or_else(|| Box::leak(Box::default()));
    PAGE.set(Some(page));
    page.try_borrow_mut().ok()
}

/// Does something with the page; where that can't be, the answer is `without`.
fn on<T>(without: T, act: impl FnOnce(&mut Page) -> T) -> T {
    match page() {
        Some(mut page) => act(&mut page),
        None => without,
    }
}

/// The version of this package.
#[wasm_bindgen]
#[must_use]
pub fn version() -> JsValue {
    JsValue::from_str(env!("CARGO_PKG_VERSION"))
}

/// What is to be read of the frame's events: [`crate::protocol::event::rules`].
#[wasm_bindgen]
#[must_use]
pub fn rules() -> Array {
    let rules = Array::new();
    crate::protocol::event::rules().for_each(|rule| push_text(&rules, rule));
    rules
}

/// [`Page::effects`].
#[wasm_bindgen]
#[must_use]
pub fn effects() -> JsValue {
    on(JsValue::UNDEFINED, |page| page.effects().into())
}

/// [`Page::join`].
#[wasm_bindgen]
#[must_use]
pub fn join(given: &[f64], flags: u32, chat: &Chat, button: &EventTarget) -> JsValue {
    on(JsValue::UNDEFINED, |page| page.join(given, flags, chat, button))
}

/// [`Page::leave`].
#[wasm_bindgen]
#[must_use]
pub fn leave(number: u32) -> bool {
    on(false, |page| page.leave(number))
}

/// [`Page::happen`].
#[wasm_bindgen]
pub fn happen(number: u32, what: u32) {
    on((), |page| page.happen(number, what));
}

/// [`Page::wish`].
#[wasm_bindgen]
#[must_use]
pub fn wish(number: u32, id: u32, kind: u32, detail: u32) -> bool {
    on(false, |page| page.wish(number, id, kind, detail))
}

/// [`Page::credentials`].
#[wasm_bindgen]
#[must_use]
pub fn credentials(number: u32, answer: u32, user: u32) -> bool {
    on(false, |page| page.credentials(number, answer, user))
}

/// [`Page::answer`].
#[wasm_bindgen]
pub fn answer(number: u32, ticket: u32, answer: &[f64]) {
    on((), |page| page.answer(number, ticket, answer));
}

/// [`Page::receive`].
#[wasm_bindgen]
#[must_use]
pub fn receive(number: u32, same_window: bool, origin: u32, fields: &[f64]) -> i32 {
    on(-1, |page| page.receive(number, same_window, origin, fields))
}

/// [`Page::subscription`].
#[wasm_bindgen]
#[must_use]
pub fn subscription(number: u32, slot: u32, unread: f64, flags: u32, updated_at: f64) -> u32 {
    on(0, |page| page.subscription(number, slot, unread, flags, updated_at))
}

/// [`Page::total`].
#[wasm_bindgen]
#[must_use]
pub fn total(number: u32, total: f64) -> u32 {
    on(0, |page| page.total(number, total))
}

/// [`Page::unread`].
#[wasm_bindgen]
#[must_use]
pub fn unread(number: u32) -> JsValue {
    on(JsValue::UNDEFINED, |page| page.unread(number))
}

/// [`Page::diagnose`].
#[wasm_bindgen]
#[must_use]
pub fn diagnose(number: u32) -> JsValue {
    on(JsValue::UNDEFINED, |page| page.diagnose(number))
}

/// [`Page::flush`].
#[wasm_bindgen]
#[must_use]
pub fn flush(keys: &[f64]) -> JsValue {
    on(JsValue::UNDEFINED, |page| page.flush(keys).into())
}

/// The number of the account of a server, by the number of its origin, for [`watch`].
#[wasm_bindgen]
#[must_use]
pub fn account(server: u32) -> u32 {
    on(0, |page| page.account_number(TextId(server)))
}

/// [`Page::watch`].
#[wasm_bindgen]
#[must_use]
pub fn watch(number: u32, what: u32, detail: u32, items: &[f64], random: u32) -> JsValue {
    on(JsValue::UNDEFINED, |page| page.watch(number, what, detail, items, random))
}
