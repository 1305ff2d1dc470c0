//! The browser shell by itself, in real browsers: values as JavaScript has them, and what comes out as effects.

#![cfg(target_arch = "wasm32")]

use gantry::companion::{Chat, Page};
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Event, EventTarget, HtmlIFrameElement, MessageEvent};

wasm_bindgen_test_configure!(run_in_browser);

const CHAT: &str = "https://chat.example.org";

/// Kinds of effects, as `www/effects.js` knows them.
const POST: f64 = 0.0;
const LOAD: f64 = 3.0;
const FORGET: f64 = 6.0;
const SCHEDULE: f64 = 7.0;
const UNREAD: f64 = 8.0;
const ADDRESS: f64 = 12.0;
const VISIT: f64 = 13.0;

/// What `Page::receive` answers.
const ACCEPTED: i32 = -1;
const WINDOW: i32 = -2;
const ORIGIN: i32 = -3;
const SHAPE: i32 = -4;
const SIZE: i32 = -5;
const EVENT: i32 = -6;

fn texts(values: &[&str]) -> Array {
    values.iter().map(|value| JsValue::from_str(value)).collect()
}

fn given(server: &str, room: &str, template: &str) -> Array {
    texts(&[server, "", room, template, "", "en", "nonce", "https://projects.example.org"])
}

/// A chat as `www/gantry.js` has it, which only notes what it is told.
fn chat() -> Chat {
    javascript("{ told: [], happen(what) { this.told.push(what) } }").unchecked_into()
}

fn told(chat: &Chat) -> String {
    Array::from(&Reflect::get(chat, &"told".into()).unwrap()).join(",").into()
}

fn join(page: &mut Page, given: &Array, allow: &Array) -> JsValue {
    page.join(given, &Array::new(), allow, 0, &chat(), &EventTarget::new().unwrap())
}

fn joined(page: &mut Page) -> u32 {
    let number = join(page, &given(CHAT, "group/p1", "/members/{username}"), &Array::new());
    number.as_f64().expect("a number") as u32
}

/// A chat that tells of its prompts, and the button for another try.
fn prompted(page: &mut Page) -> (u32, Chat, EventTarget) {
    let (chat, button) = (chat(), EventTarget::new().unwrap());
    let given = given(CHAT, "group/p1", "/members/{username}");
    let number = page.join(&given, &Array::new(), &Array::new(), 0, &chat, &button);
    (number.as_f64().expect("a number") as u32, chat, button)
}

/// A chat that is online, its first effects fetched.
fn online() -> (Page, u32) {
    let mut page = Page::default();
    let number = joined(&mut page);
    page.happen(number, 0);
    page.happen(number, 1);
    assert_eq!(hear(&mut page, number, &event("Custom_Script_Logged_In", &JsValue::UNDEFINED)), ACCEPTED);
    assert_eq!(page.state(number), "online");
    page.effects();
    (page, number)
}

fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &JsValue::from_str(name), value).unwrap();
    }
    object.into()
}

fn event(name: &str, data: &JsValue) -> JsValue {
    object(&[("eventName", JsValue::from_str(name)), ("data", data.clone())])
}

fn record(rid: &str, unread: f64) -> JsValue {
    object(&[("rid", rid.into()), ("name", rid.into()), ("unread", unread.into()), ("alert", true.into())])
}

fn hear(page: &mut Page, number: u32, data: &JsValue) -> i32 {
    page.receive(number, true, CHAT, data.clone())
}

fn kinds(effects: &Array) -> Vec<f64> {
    effects.iter().map(|effect| Array::from(&effect).get(0).as_f64().unwrap()).collect()
}

fn total(page: &Page, number: u32) -> f64 {
    Array::from(&page.unread(number)).get(0).as_f64().unwrap()
}

/// A value that only JavaScript can make.
fn javascript(source: &str) -> JsValue {
    Function::new_no_args(&format!("return ({source})")).call0(&JsValue::UNDEFINED).unwrap()
}

#[wasm_bindgen_test]
fn a_chat_begins_with_its_rooms_address() {
    let mut page = Page::default();
    let number = joined(&mut page);
    assert_eq!(page.state(number), "idle");
    page.happen(number, 0);
    let effects = page.effects();
    let load = effects.iter().map(|effect| Array::from(&effect)).find(|effect| effect.get(0) == LOAD).unwrap();
    assert_eq!(load.get(2), "/group/p1?layout=embedded");
    assert!(!kinds(&effects).contains(&POST), "nothing is sent before the frame has loaded");
    assert_eq!(page.effects().length(), 0, "effects are fetched once");
}

#[wasm_bindgen_test]
fn a_deadline_calls_the_chat_and_goes_with_it() {
    let clock = javascript(
        "(() => {
            const { setTimeout, clearTimeout } = globalThis;
            const waiting = new Map();
            let ids = 0;
            globalThis.setTimeout = (callback) => (waiting.set(++ids, callback), ids);
            globalThis.clearTimeout = (id) => void waiting.delete(id);
            return {
                waiting: () => waiting.size,
                fire: () => [...waiting.values()].forEach((callback) => callback()),
                restore: () => void Object.assign(globalThis, { setTimeout, clearTimeout }),
            };
        })()",
    );
    let call = |name: &str| {
        let function: Function = Reflect::get(&clock, &name.into()).unwrap().unchecked_into();
        function.call0(&clock).unwrap()
    };
    let mut page = Page::default();
    let (number, chat, _) = prompted(&mut page);
    let before = call("waiting");
    page.happen(number, 0);
    let begun = call("waiting");
    call("fire");
    page.happen(number, 2);
    let ticked = call("waiting");
    page.leave(number);
    let left = call("waiting");
    call("restore");
    assert_eq!([before, begun, ticked, left].map(|count| count.as_f64().unwrap()), [0.0, 1.0, 1.0, 0.0]);
    assert_eq!(told(&chat), "2");
}

#[wasm_bindgen_test]
fn a_click_for_another_try_calls_the_chat_as_long_as_it_is_there() {
    let mut page = Page::default();
    let (number, chat, button) = prompted(&mut page);
    let click = || button.dispatch_event(&Event::new("click").unwrap()).unwrap();
    click();
    click();
    assert_eq!(told(&chat), "3,3");
    page.leave(number);
    click();
    assert_eq!(told(&chat), "3,3");
}

#[wasm_bindgen_test]
fn options_that_do_not_hold_are_named() {
    let mut page = Page::default();
    for (given, problem) in [
        (given("null", "group/p1", ""), "server"),
        (given("https://*.example.org", "group/p1", ""), "server"),
        (given("https://%2A.example.org", "group/p1", ""), "server"),
        (given("file://", "group/p1", ""), "server"),
        (given(CHAT, "p1", ""), "room"),
        (given(CHAT, "group/p1", "/members"), "template"),
        (given(CHAT, "group/p1", "javascript:{username}"), "template"),
    ] {
        let answer = join(&mut page, &given, &Array::new());
        let answer = answer.as_string().expect("a text");
        assert!(answer.contains(problem), "{answer}");
    }
    let allow = texts(&["javascript:"]);
    let answer = join(&mut page, &given(CHAT, "group/p1", ""), &allow);
    assert!(answer.as_string().unwrap().contains("allow"));
}

#[wasm_bindgen_test]
fn window_and_origin_come_before_the_data() {
    let (mut page, number) = online();
    let trap = javascript("new Proxy({}, { get() { throw new Error('looked at') } })");
    assert_eq!(page.receive(number, false, CHAT, trap.clone()), WINDOW);
    for origin in ["https://evil.example", "http://chat.example.org", "https://chat.example.org:8443", "null", ""] {
        assert_eq!(page.receive(number, true, origin, trap.clone()), ORIGIN, "{origin}");
    }
}

#[wasm_bindgen_test]
fn strange_data_is_refused_and_throws_nothing() {
    let (mut page, number) = online();
    for (source, answer) in [
        ("null", SHAPE),
        ("undefined", SHAPE),
        ("'text'", SHAPE),
        ("7", SHAPE),
        ("[]", SHAPE),
        ("Symbol('s')", SHAPE),
        ("() => 1", SHAPE),
        ("new Date()", SHAPE),
        ("{}", SHAPE),
        ("{ get eventName() { throw new Error('no') } }", SHAPE),
        ("new Proxy({}, { get() { throw new Error('no') } })", SHAPE),
        ("{ eventName: { toString: () => 'startup' } }", SHAPE),
        ("{ eventName: 'no-such-event' }", EVENT),
        ("{ eventName: '__proto__' }", EVENT),
        ("{ eventName: 'constructor' }", EVENT),
        ("{ eventName: 'x'.repeat(10_000_000) }", SIZE),
        ("{ eventName: 'unread-changed', data: 'x'.repeat(10_000_000) }", SIZE),
        ("{ eventName: 'unread-changed', data: NaN }", SHAPE),
        ("{ eventName: 'unread-changed', data: -1 }", SHAPE),
        ("{ eventName: 'unread-changed', data: 10n }", SHAPE),
        ("{ eventName: 'unread-changed-by-subscription', data: null }", SHAPE),
        ("{ eventName: 'unread-changed-by-subscription', data: { rid: 'x'.repeat(2000) } }", SIZE),
        ("{ evtname: 'something-else' }", EVENT),
        ("{ gantry: { v: 2, kind: 'here', nonce: 'nonce' } }", EVENT),
    ] {
        assert_eq!(hear(&mut page, number, &javascript(source)), answer, "{source}");
    }
    assert_eq!(page.state(number), "online");
    assert_eq!(total(&page, number), 0.0);
}

#[wasm_bindgen_test]
fn cyclic_and_deep_objects_cost_what_their_fields_cost() {
    let (mut page, number) = online();
    let cyclic = javascript("(() => { const o = { eventName: 'room-opened' }; o.data = o; o._id = 'r1'; return o })()");
    assert_eq!(hear(&mut page, number, &cyclic), ACCEPTED);
    let deep = "(() => { let o = {}; for (let i = 0; i < 100000; i++) o = { o }; \
                return { eventName: 'new-message', data: o } })()";
    assert_eq!(hear(&mut page, number, &javascript(deep)), ACCEPTED);
}

#[wasm_bindgen_test]
fn counts_come_out_as_they_went_in_and_once_per_frame_of_the_screen() {
    let (mut page, number) = online();
    let slot = hear(&mut page, number, &event("unread-changed-by-subscription", &record("r1", 2.0)));
    assert!(slot >= 0);
    assert!(kinds(&page.effects()).contains(&SCHEDULE));
    // Numbers alone: taken, and the page is to be written already.
    assert_eq!(page.subscription(number, slot as u32, 5.0, 1, f64::NAN), 1);
    assert_eq!(page.subscription(number, slot as u32, 1.5, 1, f64::NAN), 0, "no count: for the whole rule");
    assert_eq!(total(&page, number), 5.0);
    let view = page.flush(&texts(&["", "r1", "unknown"]));
    assert_eq!(view.get(0), "5");
    assert_eq!(view.get(1), 5);
    assert_eq!(Array::from(&view.get(2)).join(","), "5,5,");
    assert_eq!(kinds(&page.effects()), [UNREAD]);
    assert_eq!(page.subscription(number, slot as u32, 6.0, 1, f64::NAN), 2, "a new frame of the screen");
}

#[wasm_bindgen_test]
fn a_log_out_forgets_counts_and_slots() {
    let (mut page, number) = online();
    let slot = hear(&mut page, number, &event("unread-changed-by-subscription", &record("r1", 2.0)));
    page.effects();
    hear(&mut page, number, &event("Custom_Script_On_Logout", &JsValue::from_str("alert('never run')")));
    assert!(kinds(&page.effects()).contains(&FORGET));
    assert_eq!(total(&page, number), 0.0);
    assert_eq!(page.subscription(number, slot as u32, 2.0, 1, f64::NAN), 0);
}

#[wasm_bindgen_test]
fn dates_are_read_as_the_frame_sends_them() {
    let (mut page, number) = online();
    let dated = |unread: f64, millis: f64| {
        let record = record("r1", unread);
        let date = js_sys::Date::new(&JsValue::from_f64(millis));
        Reflect::set(&record, &"_updatedAt".into(), &date).unwrap();
        event("unread-changed-by-subscription", &record)
    };
    hear(&mut page, number, &dated(2.0, 2_000.0));
    hear(&mut page, number, &dated(9.0, 1_000.0));
    assert_eq!(total(&page, number), 2.0, "the older record changes nothing");
}

#[wasm_bindgen_test]
fn a_person_leads_to_an_encoded_address() {
    let (mut page, number) = online();
    let click = object(&[
        ("evtname", "user-card-click".into()),
        ("username", "a/../b\u{202e}\u{1f680}".into()),
        ("id", "m1".into()),
    ]);
    assert_eq!(hear(&mut page, number, &click), ACCEPTED);
    let effects = page.effects();
    let address = effects.iter().map(|effect| Array::from(&effect)).find(|effect| effect.get(0) == ADDRESS).unwrap();
    assert_eq!(address.get(3), "/members/a%2F..%2Fb%E2%80%AE%F0%9F%9A%80");
}

#[wasm_bindgen_test]
fn an_address_is_visited_only_where_the_page_allows_it() {
    let href = "https://projects.example.org/members/bob";
    let own = "https://projects.example.org";
    for (parts, visited) in [
        (texts(&["https:", own, "", href]), true),
        (texts(&["https:", own, "bob:secret", href]), false),
        (texts(&["https:", "https://elsewhere.example", "", href]), false),
        (texts(&["javascript:", "null", "", "javascript:alert(1)"]), false),
        (texts(&["javascript:", own, "", "javascript:alert(1)"]), false),
        (Array::new(), false),
    ] {
        let (mut page, number) = online();
        let click = object(&[("evtname", "user-card-click".into()), ("username", "bob".into()), ("id", "m1".into())]);
        hear(&mut page, number, &click);
        page.effects();
        page.address(number, 1, &parts);
        let effects = page.effects();
        let visit = effects.iter().map(|effect| Array::from(&effect)).find(|effect| effect.get(0) == VISIT).unwrap();
        assert_eq!(visit.get(3), if visited { JsValue::from_str(href) } else { JsValue::NULL }, "{}", parts.join(" "));
        assert_eq!(visit.get(5), "unknownPerson");
    }
}

#[wasm_bindgen_test]
fn a_chat_that_has_gone_hears_nothing() {
    let (mut page, number) = online();
    assert!(page.leave(number), "it was the last one");
    assert_eq!(page.state(number), "destroyed");
    assert_eq!(hear(&mut page, number, &event("unread-changed", &JsValue::from_f64(3.0))), ACCEPTED);
    assert!(page.unread(number).is_null());
    assert!(!page.wish(number, 1, 3, ""));
}

/// A promise that an event settles, or a minute does.
fn next_message(window: &web_sys::Window) -> (Promise, EventListener) {
    let mut listener = None;
    let promise = Promise::new(&mut |resolve: Function, _reject: Function| {
        let timeout = {
            let resolve = resolve.clone();
            Timeout::new(60_000, move || drop(resolve.call1(&JsValue::UNDEFINED, &JsValue::NULL)))
        };
        let mut timeout = Some(timeout);
        listener = Some(EventListener::new(window, "message", move |event| {
            drop(timeout.take());
            resolve.call1(&JsValue::UNDEFINED, event).unwrap();
        }));
    });
    (promise, listener.expect("a promise calls its executor at once"))
}

#[wasm_bindgen_test]
async fn a_message_from_a_real_frame_is_read_whole() {
    let window = web_sys::window().unwrap();
    let document = window.document().unwrap();
    let frame: HtmlIFrameElement = document.create_element("iframe").unwrap().unchecked_into();
    let (promise, listener) = next_message(&window);
    frame.set_srcdoc(
        "<script>parent.postMessage({ eventName: 'unread-changed-by-subscription', data: { rid: 'r1', t: 'p', \
         name: 'p1', fname: 'P1', unread: 3, alert: true, ls: new Date(), _updatedAt: new Date(5), tunread: ['a'], \
         u: { _id: 'x' } } }, '*')</script>",
    );
    document.body().unwrap().append_child(&frame).unwrap();
    let message: MessageEvent = promise.await.unwrap().dyn_into().expect("a message within a minute");
    drop(listener);
    let same_window = message.source().map(JsValue::from) == frame.content_window().map(JsValue::from);
    assert!(same_window);
    let (mut page, number) = online();
    assert_eq!(page.receive(number, same_window, &message.origin(), message.data()), ORIGIN, "not the chat's origin");
    assert!(page.receive(number, same_window, CHAT, message.data()) >= 0);
    let rooms = Array::from(&Array::from(&page.unread(number)).get(3));
    let room = Array::from(&rooms.get(0));
    assert_eq!(room.get(0), "r1");
    assert_eq!(room.get(2), "P1");
    assert_eq!(room.get(4), 3);
    assert_eq!(room.get(7), 1, "one thread");
    assert_eq!(room.get(1), "p1");
    frame.remove();
}
