//! The ways of a message from the gate to the session, the counts and the visits.

use super::dock::{Dock, Inner};
use super::foreign::{Outside, text};
use crate::protocol::subscription::unread_count;
use crate::protocol::{Event, Refusal, Tally, Total, UnreadAlert, judge};
use crate::session::Input;
use serde::Serialize;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// What becomes of a message that needs no further look at its room.
const NO_SLOT: i32 = -1;

/// Bits in which the gate hands over the flags of a subscription.
mod flag {
    pub const ALERT: u32 = 1;
    pub const MUTED: u32 = 2;
    pub const ARCHIVED: u32 = 4;
    pub const CLOSED: u32 = 8;
    pub const NO_DOT: u32 = 16;
    pub const THREADS: u32 = 32;
    pub const THREADS_SHIFT: u32 = 6;
}

/// Told of each message while the page listens for `message`.
#[derive(Serialize)]
struct MessageReport {
    verdict: &'static str,
    reason: Option<&'static str>,
    event: Option<String>,
    origin: String,
}

#[wasm_bindgen]
impl Dock {
    /// The whole rule, for any message. Returns the slot of the room that a count was of, or -1.
    pub fn receive(&self, same_window: bool, origin: &str, data: JsValue, report: bool) -> i32 {
        self.0.receive(same_window, origin, Outside(data), report)
    }

    /// A count of a room that [`Dock::receive`] has given a slot, by numbers alone: the same record as there, told by
    /// whoever has already compared window, origin, event and room. `false`: not taken, it needs the whole rule.
    pub fn subscription(&self, slot: u32, unread: f64, flags: u32, updated_at: f64) -> bool {
        let Some(unread) = unread_count(unread) else { return false };
        if !self.0.settled.get() {
            return false;
        }
        let tally = Tally {
            unread: Some(unread),
            alert: flags & flag::ALERT != 0,
            muted: flags & flag::MUTED != 0,
            archived: flags & flag::ARCHIVED != 0,
            closed: flags & flag::CLOSED != 0,
            unread_alert: if flags & flag::NO_DOT != 0 { UnreadAlert::Nothing } else { UnreadAlert::Shown },
            threads: (flags & flag::THREADS != 0).then_some(flags >> flag::THREADS_SHIFT),
            updated_at: updated_at.is_finite().then_some(updated_at),
        };
        self.0.count();
        if self.0.account.book.borrow_mut().take_tally(slot, tally) {
            self.0.account.touch();
        }
        true
    }

    /// A total, by its number alone, like [`Dock::subscription`].
    pub fn total(&self, number: f64) -> bool {
        let Some(number) = unread_count(number) else { return false };
        if !self.0.settled.get() {
            return false;
        }
        self.0.count();
        if self.0.account.book.borrow_mut().take_total(self.0.number, Total::Number(number)) {
            self.0.account.touch();
        }
        true
    }
}

impl Inner {
    fn count(&self) {
        self.accepted.set(self.accepted.get().wrapping_add(1));
    }

    fn receive(self: &Rc<Self>, same_window: bool, origin: &str, data: Outside, report: bool) -> i32 {
        if !self.is_there() {
            return NO_SLOT;
        }
        let verdict = judge(same_window, origin, &self.options.origin, &data);
        if report {
            let name = text(&data.0, "eventName").or_else(|| text(&data.0, "evtname"));
            self.tell(
                "message",
                &MessageReport {
                    verdict: if verdict.is_ok() { "accepted" } else { "refused" },
                    reason: verdict.as_ref().err().map(|refusal| refusal.code()),
                    event: name.or_else(|| matches!(verdict, Ok(Event::Here(_))).then(|| "here".to_owned())),
                    origin: origin.to_owned(),
                },
            );
        }
        match verdict {
            Ok(event) => {
                self.count();
                self.hear(&event)
            }
            Err(refusal) => {
                self.refuse(refusal);
                NO_SLOT
            }
        }
    }

    fn refuse(&self, refusal: Refusal) {
        let mut refused = self.refused.get();
        let index = match refusal {
            Refusal::Window => 0,
            Refusal::Origin => 1,
            Refusal::Shape => 2,
            Refusal::Size => 3,
            Refusal::Event => 4,
        };
        if let Some(count) = refused.get_mut(index) {
            *count = count.wrapping_add(1);
        }
        self.refused.set(refused);
    }

    fn hear(self: &Rc<Self>, event: &Event) -> i32 {
        let mut slot = NO_SLOT;
        match event {
            Event::Subscription(record) => {
                let (taken, changed) = self.account.book.borrow_mut().take_subscription(record);
                slot = taken.and_then(|slot| i32::try_from(slot).ok()).unwrap_or(NO_SLOT);
                if changed {
                    self.account.touch();
                }
            }
            Event::OnLogout | Event::LoggedOut => self.account.reset(),
            other => {
                if self.account.book.borrow_mut().take(self.number, other) {
                    self.account.touch();
                }
            }
        }
        match event {
            Event::Spoke { author: Some((id, username)) } => {
                self.visits.borrow_mut().names.learn(id, username);
            }
            Event::Person(Some(person)) => self.visit(person),
            _ => {}
        }
        self.feed(Input::Event(event));
        slot
    }
}
