//! The browser shell by itself, in real browsers: values as JavaScript has them, and what comes out as effects.

#![cfg(target_arch = "wasm32")]

use gantry::companion::{Chat, Page};
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::{Array, Float64Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Event, EventTarget, HtmlIFrameElement, MessageEvent};

wasm_bindgen_test_configure!(run_in_browser);

const CHAT: &str = "https://chat.example.org";
/// The page's own origin.
const OWN: &str = "https://projects.example.org";

/// Kinds of effects, as `www/effects.js` knows them.
const POST: f64 = 0.0;
const LOAD: f64 = 3.0;
const FORGET: f64 = 6.0;
const SCHEDULE: f64 = 7.0;
const UNREAD: f64 = 8.0;
const ADDRESS: f64 = 12.0;
const VISIT: f64 = 13.0;
const LOGIN: f64 = 16.0;
const HIDE: f64 = 17.0;
const HELLO: f64 = 18.0;

/// What `Page::receive` answers.
const ACCEPTED: i32 = -1;
const WINDOW: i32 = -2;
const ORIGIN: i32 = -3;
const SHAPE: i32 = -4;
const SIZE: i32 = -5;
const EVENT: i32 = -6;

/// What carries texts and messages to the rules, as `www/` has it: `{ learn, read, number, text }`.
fn carrier() -> JsValue {
    let files = [include_str!("../www/texts.js"), include_str!("../www/fields.js")].join("\n");
    let lines = files.lines().filter(|line| !line.starts_with("import "));
    let source: Vec<&str> = lines.map(|line| line.strip_prefix("export ").unwrap_or(line)).collect();
    let source = format!("{}\nreturn {{ learn, read, number, text }}", source.join("\n"));
    let carrier = Function::new_no_args(&source).call0(&JsValue::UNDEFINED).unwrap();
    let rules: Array = gantry::protocol::event::rules().map(JsValue::from_str).collect();
    call(&carrier, "learn", &rules).unwrap();
    carrier
}

fn call(object: &JsValue, name: &str, argument: &JsValue) -> Result<JsValue, JsValue> {
    let function: Function = Reflect::get(object, &name.into()).unwrap().unchecked_into();
    function.call1(object, argument)
}

/// The companion, and beside it what `www/` has.
struct Space {
    page: Page,
    carrier: JsValue,
}

impl Space {
    fn new() -> Self {
        Self { page: Page::default(), carrier: carrier() }
    }

    fn number(&self, text: &str) -> u32 {
        call(&self.carrier, "number", &text.into()).unwrap().as_f64().unwrap() as u32
    }

    fn text(&self, number: &JsValue) -> String {
        call(&self.carrier, "text", number).unwrap().as_string().unwrap()
    }

    fn listed(&self, texts: &[&str]) -> Vec<f64> {
        texts.iter().map(|text| -f64::from(self.number(text))).collect()
    }

    /// A chat as `www/gantry.js` has it, which only notes what it is told.
    fn chat(&self) -> Chat {
        let chat = javascript("{ told: [], happen(what) { this.told.push(what) } }");
        for name in ["number", "text"] {
            Reflect::set(&chat, &name.into(), &Reflect::get(&self.carrier, &name.into()).unwrap()).unwrap();
        }
        chat.unchecked_into()
    }

    fn join(&mut self, server: &str, room: &str, template: &str, allow: &[&str]) -> JsValue {
        let (chat, button) = (self.chat(), EventTarget::new().unwrap());
        self.join_with(&[server, "", room, template, "", "en", "nonce", OWN], allow, &chat, &button)
    }

    fn join_with(&mut self, given: &[&str], allow: &[&str], chat: &Chat, button: &EventTarget) -> JsValue {
        let given = self.listed(&[given, allow].concat());
        self.page.join(&given, 0, chat, button)
    }

    fn joined(&mut self) -> u32 {
        let number = self.join(CHAT, "group/p1", "/members/{username}", &[]);
        number.as_f64().expect("a number") as u32
    }

    /// A chat that tells of its prompts, and the button for another try.
    fn prompted(&mut self) -> (u32, Chat, EventTarget) {
        let (chat, button) = (self.chat(), EventTarget::new().unwrap());
        let given = [CHAT, "", "group/p1", "/members/{username}", "", "en", "nonce", OWN];
        let number = self.join_with(&given, &[], &chat, &button);
        (number.as_f64().expect("a number") as u32, chat, button)
    }

    /// A chat that is online, its first effects fetched.
    fn online() -> (Self, u32) {
        let mut space = Self::new();
        let number = space.joined();
        space.page.happen(number, 0);
        space.page.happen(number, 1);
        assert_eq!(space.hear(number, &event("Custom_Script_Logged_In", &JsValue::UNDEFINED)), ACCEPTED);
        assert_eq!(space.state(number), "online");
        space.page.effects();
        (space, number)
    }

    fn state(&self, number: u32) -> String {
        Array::from(&self.page.diagnose(number)).get(0).as_string().unwrap()
    }

    /// As `www/gate.js` does it: what can't even be looked at has no shape.
    fn hear(&mut self, number: u32, data: &JsValue) -> i32 {
        self.hear_from(number, CHAT, data)
    }

    fn hear_from(&mut self, number: u32, origin: &str, data: &JsValue) -> i32 {
        let Ok(fields) = call(&self.carrier, "read", data) else { return SHAPE };
        let fields: Vec<f64> = Array::from(&fields).iter().map(|item| item.as_f64().unwrap()).collect();
        self.page.receive(number, true, self.number(origin), &fields)
    }

    fn effects(&mut self) -> Vec<Array> {
        self.page.effects().iter().map(|effect| Array::from(&effect)).collect()
    }

    fn kinds(&mut self) -> Vec<f64> {
        self.effects().iter().map(|effect| effect.get(0).as_f64().unwrap()).collect()
    }

    /// The only effect of this kind, among others.
    fn effect(&mut self, kind: f64) -> Array {
        self.effects().into_iter().find(|effect| effect.get(0) == kind).unwrap()
    }

    fn total(&self, number: u32) -> f64 {
        Array::from(&self.page.unread(number)).get(0).as_f64().unwrap()
    }
}

fn told(chat: &Chat) -> String {
    Array::from(&Reflect::get(chat, &"told".into()).unwrap()).join(",").into()
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

/// A value that only JavaScript can make.
fn javascript(source: &str) -> JsValue {
    Function::new_no_args(&format!("return ({source})")).call0(&JsValue::UNDEFINED).unwrap()
}

#[wasm_bindgen_test]
fn a_chat_begins_with_its_rooms_address() {
    let mut space = Space::new();
    let number = space.joined();
    assert_eq!(space.state(number), "idle");
    space.page.happen(number, 0);
    let effects = space.effects();
    let load = effects.iter().find(|effect| effect.get(0) == LOAD).unwrap();
    assert_eq!(space.text(&load.get(2)), "/group/p1?layout=embedded");
    let said = |effect: &Array| [POST, LOGIN, HIDE, HELLO].iter().any(|kind| effect.get(0) == *kind);
    assert!(!effects.iter().any(said), "nothing is sent before the frame has loaded");
    assert_eq!(space.page.effects().length(), 0, "effects are fetched once");
    space.page.happen(number, 1);
    assert!(space.kinds().contains(&HELLO));
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
    let call = |name: &str| call(&clock, name, &JsValue::UNDEFINED).unwrap();
    let mut space = Space::new();
    let (number, chat, _button) = space.prompted();
    let page = &mut space.page;
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
    let mut space = Space::new();
    let (number, chat, button) = space.prompted();
    let click = || button.dispatch_event(&Event::new("click").unwrap()).unwrap();
    click();
    click();
    assert_eq!(told(&chat), "3,3");
    space.page.leave(number);
    click();
    assert_eq!(told(&chat), "3,3");
}

#[wasm_bindgen_test]
fn options_that_do_not_hold_are_named() {
    let mut space = Space::new();
    for (server, room, template, problem) in [
        ("null", "group/p1", "", "server"),
        ("https://*.example.org", "group/p1", "", "server"),
        ("https://%2A.example.org", "group/p1", "", "server"),
        ("file://", "group/p1", "", "server"),
        ("", "group/p1", "", "server"),
        (CHAT, "p1", "", "room"),
        (CHAT, "group/p1", "/members", "template"),
        (CHAT, "group/p1", "javascript:{username}", "template"),
    ] {
        let answer = space.join(server, room, template, &[]);
        let answer = answer.as_string().expect("a text");
        assert!(answer.contains(problem), "{answer}");
    }
    let answer = space.join(CHAT, "group/p1", "", &["javascript:"]);
    assert!(answer.as_string().unwrap().contains("allow"));
}

#[wasm_bindgen_test]
fn window_and_origin_come_before_the_data() {
    let (mut space, number) = Space::online();
    let own = space.number(CHAT);
    assert_eq!(space.page.receive(number, false, own, &[]), WINDOW);
    for origin in ["https://evil.example", "http://chat.example.org", "https://chat.example.org:8443", "null", ""] {
        let origin_number = space.number(origin);
        assert_eq!(space.page.receive(number, true, origin_number, &[]), ORIGIN, "{origin}");
    }
    assert_eq!(space.page.receive(number, true, own, &[]), SHAPE);
}

#[wasm_bindgen_test]
fn strange_data_is_refused_and_throws_nothing() {
    let (mut space, number) = Space::online();
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
        ("{ eventName: 'connected' }", EVENT),
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
        assert_eq!(space.hear(number, &javascript(source)), answer, "{source}");
    }
    assert_eq!(space.state(number), "online");
    assert_eq!(space.total(number), 0.0);
}

#[wasm_bindgen_test]
fn cyclic_and_deep_objects_cost_what_their_fields_cost() {
    let (mut space, number) = Space::online();
    let cyclic = javascript("(() => { const o = { eventName: 'room-opened' }; o.data = o; o._id = 'r1'; return o })()");
    assert_eq!(space.hear(number, &cyclic), ACCEPTED);
    let deep = "(() => { let o = {}; for (let i = 0; i < 100000; i++) o = { o }; \
                return { eventName: 'new-message', data: o } })()";
    assert_eq!(space.hear(number, &javascript(deep)), ACCEPTED);
}

#[wasm_bindgen_test]
fn counts_come_out_as_they_went_in_and_once_per_frame_of_the_screen() {
    let (mut space, number) = Space::online();
    let slot = space.hear(number, &event("unread-changed-by-subscription", &record("r1", 2.0)));
    assert!(slot >= 0);
    assert!(space.kinds().contains(&SCHEDULE));
    // Numbers alone: taken, and the page is to be written already.
    assert_eq!(space.page.subscription(number, slot as u32, 5.0, 1, f64::NAN), 1);
    assert_eq!(space.page.subscription(number, slot as u32, 1.5, 1, f64::NAN), 0, "no count: for the whole rule");
    assert_eq!(space.total(number), 5.0);
    let keys = space.listed(&["", "r1", "unknown"]);
    let view = space.page.flush(&keys);
    assert_eq!(view.get(0), "5");
    assert_eq!(view.get(1), 5);
    assert_eq!(Array::from(&view.get(2)).join(","), "5,5,");
    assert_eq!(space.kinds(), [UNREAD]);
    assert_eq!(space.page.subscription(number, slot as u32, 6.0, 1, f64::NAN), 2, "a new frame of the screen");
}

#[wasm_bindgen_test]
fn a_log_out_forgets_counts_and_slots() {
    let (mut space, number) = Space::online();
    let slot = space.hear(number, &event("unread-changed-by-subscription", &record("r1", 2.0)));
    space.page.effects();
    space.hear(number, &event("Custom_Script_On_Logout", &JsValue::from_str("alert('never run')")));
    assert!(space.kinds().contains(&FORGET));
    assert_eq!(space.total(number), 0.0);
    assert_eq!(space.page.subscription(number, slot as u32, 2.0, 1, f64::NAN), 0);
}

#[wasm_bindgen_test]
fn dates_are_read_as_the_frame_sends_them() {
    let (mut space, number) = Space::online();
    let dated = |unread: f64, millis: f64| {
        let record = record("r1", unread);
        let date = js_sys::Date::new(&JsValue::from_f64(millis));
        Reflect::set(&record, &"_updatedAt".into(), &date).unwrap();
        event("unread-changed-by-subscription", &record)
    };
    space.hear(number, &dated(2.0, 2_000.0));
    space.hear(number, &dated(9.0, 1_000.0));
    assert_eq!(space.total(number), 2.0, "the older record changes nothing");
}

#[wasm_bindgen_test]
fn a_person_leads_to_an_encoded_address() {
    let (mut space, number) = Space::online();
    let click = object(&[
        ("evtname", "user-card-click".into()),
        ("username", "a/../b\u{202e}\u{1f680}".into()),
        ("id", "m1".into()),
    ]);
    assert_eq!(space.hear(number, &click), ACCEPTED);
    let address = space.effect(ADDRESS);
    assert_eq!(space.text(&address.get(3)), "/members/a%2F..%2Fb%E2%80%AE%F0%9F%9A%80");
}

#[wasm_bindgen_test]
fn an_address_is_visited_only_where_the_page_allows_it() {
    let href = "https://projects.example.org/members/bob";
    let cases: [(&[&str], bool); 6] = [
        (&["https:", OWN, "", href], true),
        (&["https:", OWN, "bob:secret", href], false),
        (&["https:", "https://elsewhere.example", "", href], false),
        (&["javascript:", "null", "", "javascript:alert(1)"], false),
        (&["javascript:", OWN, "", "javascript:alert(1)"], false),
        (&[], false),
    ];
    for (parts, visited) in cases {
        let (mut space, number) = Space::online();
        let click = object(&[("evtname", "user-card-click".into()), ("username", "bob".into()), ("id", "m1".into())]);
        space.hear(number, &click);
        space.page.effects();
        let answer = space.listed(parts);
        space.page.answer(number, 1, &answer);
        let visit = space.effect(VISIT);
        assert_eq!(space.text(&visit.get(3)), if visited { href } else { "" }, "{}", parts.join(" "));
        assert_eq!(visit.get(5), "unknownPerson");
    }
}

#[wasm_bindgen_test]
fn a_chat_that_has_gone_hears_nothing() {
    let (mut space, number) = Space::online();
    assert!(space.page.leave(number), "it was the last one");
    assert!(space.page.diagnose(number).is_null());
    assert_eq!(space.hear(number, &event("unread-changed", &JsValue::from_f64(3.0))), ACCEPTED);
    assert!(space.page.unread(number).is_null());
    assert!(!space.page.wish(number, 1, 3, 0));
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
    let (mut space, number) = Space::online();
    let data = message.data();
    assert_eq!(space.hear_from(number, &message.origin(), &data), ORIGIN, "not the chat's origin");
    assert!(space.hear(number, &data) >= 0);
    let rooms = Float64Array::new(&Array::from(&space.page.unread(number)).get(3)).to_vec();
    let names: Vec<String> = rooms[..4].iter().map(|text| space.text(&(*text).into())).collect();
    assert_eq!(names, ["r1", "p1", "P1", "p"]);
    assert_eq!(rooms[4..], [3.0, 0.0, 0.0, 1.0], "three messages and so no dot, not muted, one thread");
    frame.remove();
}
