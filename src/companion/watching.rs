//! The watch of an account: what `www/watch.js` has carried here, and what it is to carry out.

use super::effect::Kind;
use super::page::Page;
use crate::protocol::TextId;
use crate::realtime::{Input, Missed, NEVER, Watch};
use js_sys::Float64Array;
use wasm_bindgen::JsValue;

/// What can happen, by the numbers that `www/watch.js` knows.
pub mod happening {
    /// The page wants counts: 1 if tabs can share, 2 if the tab can be seen, 4 if the page's badges are to show them; the
    /// tab's id.
    pub const BEGIN: u32 = 0;
    /// The page's login answered: the user.
    pub const CREDENTIALS: u32 = 1;
    /// The socket is open.
    pub const OPENED: u32 = 2;
    /// The socket is closed.
    pub const CLOSED: u32 = 3;
    /// The server says something.
    pub const FRAME: u32 = 4;
    /// A snapshot came: the number of the call.
    pub const SNAPSHOT: u32 = 5;
    /// A snapshot did not come: the number of the call.
    pub const FAILED: u32 = 6;
    /// A snapshot did not come, because of the token: the number of the call.
    pub const REFUSED: u32 = 7;
    /// The lock is ours, or (0) no longer.
    pub const LOCK: u32 = 8;
    /// Another tab says something.
    pub const TOLD: u32 = 9;
    /// The tab is seen, or (0) hidden.
    pub const VISIBLE: u32 = 10;
    /// A room is read.
    pub const READING: u32 = 11;
    /// A frame brought a notification: message, room.
    pub const NOTICED: u32 = 12;
    /// The member has logged out in a frame.
    pub const SIGNED_OUT: u32 = 13;
    /// Time has passed.
    pub const TICK: u32 = 14;
    /// Another try is wanted.
    pub const RETRY: u32 = 15;
    // 16: the page goes.
    /// The watch goes.
    pub const END: u32 = 17;
}

fn input<'a>(what: u32, detail: u32, items: &'a [f64]) -> Input<'a> {
    use happening::*;
    let text = |at: usize| TextId::from_list(items.get(at).copied().unwrap_or_default());
    match what {
        BEGIN => Input::Begin { shared: detail & 1 > 0, visible: detail & 2 > 0 },
        CREDENTIALS => Input::Credentials(text(0)),
        OPENED => Input::Opened,
        CLOSED => Input::Closed,
        FRAME => Input::Frame(items),
        SNAPSHOT => Input::Snapshot(detail, Ok(items)),
        FAILED => Input::Snapshot(detail, Err(Missed::Failed)),
        REFUSED => Input::Snapshot(detail, Err(Missed::Refused)),
        LOCK => Input::Lock(detail > 0),
        TOLD => Input::Told(items),
        VISIBLE => Input::Visible(detail > 0),
        READING => Input::Reading(text(0)),
        NOTICED => Input::Noticed(text(0), text(1)),
        SIGNED_OUT => Input::SignedOut,
        RETRY => Input::Retry,
        TICK => Input::Tick,
        _ => Input::Leave,
    }
}

impl Page {
    /// The number of the account of a server, by its origin.
    pub fn account_number(&mut self, server: TextId) -> u32 {
        let index = self.account(server);
        self.accounts.get(index).map_or(0, |account| account.number)
    }

    /// Something happened to the watch of an account (`happening`). Returns what is to be done, each thing with the
    /// number of its items before them; and behind that how it stands: role, source, when the counts were right, why it
    /// stopped, whether the socket is blocked, whether REST failed, when to come back. Nothing where there is no watch.
    pub fn watch(&mut self, number: u32, what: u32, detail: u32, items: &[f64], random: u32) -> JsValue {
        let now = super::now();
        let Some(account) = self.accounts.iter_mut().find(|account| account.number == number) else {
            return JsValue::UNDEFINED;
        };
        if what == happening::BEGIN {
            account.badges |= detail & 4 > 0;
            if account.watch.is_none() {
                let tab = TextId::from_list(items.first().copied().unwrap_or_default());
                account.watch = Some(Box::new(Watch::new(tab)));
            }
        }
        let slots = account.book.slots();
        let Some(watch) = &mut account.watch else { return JsValue::UNDEFINED };
        watch.handle(input(what, detail, items), &mut account.book, now, random);
        let mut told = watch.take();
        let status = watch.status();
        let due = watch.deadline(now);
        let [blocked, failed] = [status.socket_blocked, status.rest_failed].map(|truth| f64::from(u8::from(truth)));
        let [right_at, due] = [status.right_at, due].map(|at| if at == NEVER { -1.0 } else { at as f64 });
        let [role, source, stop] = [status.role as u8, status.source as u8, status.stop as u8].map(f64::from);
        told.extend([role, source, right_at, stop, blocked, failed, due]);
        let changed = watch.take_changed();
        account.touch_if(changed);
        if what == happening::END {
            account.watch = None;
            account.badges = false;
            account.reset(number, &self.effects);
        } else if account.book.slots() < slots {
            self.effects.add(Kind::Forget, number);
        }
        self.write();
        Float64Array::from(told.as_slice()).into()
    }
}
