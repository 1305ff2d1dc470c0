//! What the chats of one page share: the counts of each server, and one write per frame of the screen.

use super::dock::Inner;
use super::foreign::outgoing;
use crate::session::words::{Word, fill};
use crate::unread::{Announcer, Book, Unread};
use js_sys::Map;
use serde::Serialize;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;

/// The counts of one server, shared by all chats with it: their frames share one session.
pub struct Account {
    server: String,
    pub book: RefCell<Book>,
    /// From room id to `{slot, name, label, type}`, for the gate's shortest way.
    pub slots: Map,
    /// Goes up whenever something shown has changed.
    pub edition: Cell<u32>,
}

impl Account {
    /// Something shown has changed: it is written with the next frame of the screen.
    pub fn touch(&self) {
        self.edition.set(self.edition.get().wrapping_add(1));
        schedule();
    }

    /// Forgets everything; what was counted belongs to somebody else.
    pub fn reset(&self) {
        self.slots.clear();
        let was = self.book.borrow_mut().reset();
        if was {
            self.touch();
        }
    }
}

#[derive(Default)]
struct Page {
    docks: RefCell<Vec<Weak<Inner>>>,
    numbers: Cell<u32>,
    scheduled: Cell<bool>,
    announcer: RefCell<Announcer>,
}

thread_local! {
    static PAGE: Page = Page::default();
}

fn docks() -> Vec<Rc<Inner>> {
    PAGE.with(|page| page.docks.borrow().iter().filter_map(Weak::upgrade).collect())
}

/// The account with a server.
pub fn account(server: &str) -> Rc<Account> {
    if let Some(dock) = docks().iter().find(|dock| dock.account.server == server) {
        return Rc::clone(&dock.account);
    }
    Rc::new(Account { server: server.to_owned(), book: RefCell::default(), slots: Map::new(), edition: Cell::new(0) })
}

/// A number for a chat.
pub fn number() -> u32 {
    PAGE.with(|page| {
        page.numbers.set(page.numbers.get().wrapping_add(1));
        page.numbers.get()
    })
}

/// Takes up a chat.
pub fn join(dock: &Rc<Inner>) {
    PAGE.with(|page| page.docks.borrow_mut().push(Rc::downgrade(dock)));
}

/// A chat has gone.
pub fn leave() {
    PAGE.with(|page| {
        let mut docks = page.docks.borrow_mut();
        docks.retain(|dock| dock.upgrade().is_some_and(|dock| dock.is_there()));
        if docks.is_empty() {
            page.scheduled.set(false);
            page.announcer.take();
        }
    });
    schedule();
}

/// Has the page written with the next frame of the screen, once however often this is called before it.
pub fn schedule() {
    if let Some(dock) = docks().first() {
        if !PAGE.with(|page| page.scheduled.replace(true)) {
            dock.hooks.schedule();
        }
    }
}

/// What the page is to show.
#[derive(Serialize)]
struct View {
    /// The badge of all rooms.
    label: String,
    /// What stands before the title.
    prefix: String,
    /// For the app's badge.
    total: u32,
    /// Whether the icon is marked.
    marked: bool,
    /// The badges asked for, in their order.
    badges: Vec<String>,
    /// What a screen reader tells.
    say: Option<String>,
    /// In how many milliseconds there will be something to tell.
    again: Option<u32>,
}

/// What the page is to show, with the badges of the rooms named by `keys` (an empty key: all rooms). Tells each chat's
/// listeners what has changed.
#[wasm_bindgen]
#[must_use]
pub fn flush(keys: Vec<String>) -> JsValue {
    PAGE.with(|page| page.scheduled.set(false));
    let docks = docks();
    let shown: Vec<_> = docks.iter().filter(|dock| dock.options.badges).collect();
    let mut all = Unread::default();
    let mut counted: Vec<&Rc<Account>> = Vec::new();
    for dock in &shown {
        if counted.iter().any(|account| Rc::ptr_eq(account, &dock.account)) {
            continue;
        }
        counted.push(&dock.account);
        let one = dock.account.book.borrow().unread();
        all.total = all.total.saturating_add(one.total);
        all.alert |= one.alert;
        all.overflow |= one.overflow;
    }
    let label = all.badge();
    let badge_of = |key: &String| {
        if key.is_empty() {
            return label.clone();
        }
        counted.iter().find_map(|account| account.book.borrow().room_badge(key)).unwrap_or_default()
    };
    let view = View {
        prefix: if label.is_empty() { String::new() } else { ["(", &label, ") "].concat() },
        total: all.total,
        marked: !label.is_empty(),
        badges: keys.iter().map(badge_of).collect(),
        say: shown.first().and_then(|dock| announcement(all, dock)),
        again: PAGE.with(|page| page.announcer.borrow().deadline()).map(in_millis),
        label: label.clone(),
    };
    for dock in &docks {
        dock.tell_unread();
    }
    outgoing(&view)
}

fn in_millis(due: u64) -> u32 {
    u32::try_from(due.saturating_sub(super::now())).unwrap_or(u32::MAX).max(10)
}

fn announcement(all: Unread, dock: &Inner) -> Option<String> {
    let now = super::now();
    let unread = PAGE.with(|page| {
        let mut announcer = page.announcer.borrow_mut();
        announcer.take(all, now);
        announcer.poll(now)
    })?;
    Some(match unread.total {
        0 => dock.options.word(Word::UnreadDot),
        1 => dock.options.word(Word::UnreadOne),
        _ => fill(&dock.options.word(Word::UnreadMany), "n", &unread.badge()),
    })
}
