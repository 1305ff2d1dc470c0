//! All chats of one page, and what they share: the counts of each server, and one write per frame of the screen.

use super::dock::Dock;
use super::effect::{Effects, Kind, List, push_text};
use super::prompts::{Chat, Prompts};
use crate::options::{Options, room};
use crate::protocol::{Status, Tally, TextId, Texts};
use crate::realtime::Watch;
use crate::session::words::Word;
use crate::session::{Denial, Input, Reason, Wish};
use crate::unread::{Announcer, Book, Unread};
use js_sys::{Array, Float64Array};
use wasm_bindgen::JsValue;
use web_sys::EventTarget;

/// The counts of one server, shared by all chats with it and by its watch.
#[derive(Default)]
pub struct Account {
    /// Its number on the page, of those of chats.
    pub number: u32,
    server: TextId,
    pub book: Book,
    /// The realtime, where there is a token for it.
    pub watch: Option<Box<Watch>>,
    /// Whether the page's badges show what the watch knows.
    pub badges: bool,
    /// Goes up whenever something shown has changed.
    edition: u32,
    /// The edition that the page was last told.
    told: u32,
    /// Whether the page is to be written.
    touched: bool,
}

impl Account {
    /// If something shown has changed, it is written with the next frame of the screen.
    pub fn touch_if(&mut self, changed: bool) {
        if changed {
            self.edition = self.edition.wrapping_add(1);
            self.touched = true;
        }
    }

    /// Forgets everything; what was counted belongs to somebody else. What the realtime says is of whom the page has
    /// logged in, whoever a frame shows.
    pub fn reset(&mut self, number: u32, effects: &Effects) {
        if self.watch.is_none() {
            effects.add(Kind::Forget, number);
            let was = self.book.reset();
            self.touch_if(was);
        }
    }

    /// Whether the realtime vouches for these counts.
    fn watched(&self) -> bool {
        self.watch.as_ref().is_some_and(|watch| watch.complete())
    }
}

/// All chats of one page.
#[derive(Default)]
pub struct Page {
    docks: Vec<Dock>,
    pub(super) accounts: Vec<Account>,
    announcer: Announcer,
    numbers: u32,
    scheduled: bool,
    pub(super) effects: Effects,
}

impl Page {
    /// A chat and what it shares; [`Page::write`] afterwards.
    fn place(&mut self, number: u32) -> Option<(&mut Dock, &mut Account, &Effects)> {
        let dock = self.docks.iter_mut().find(|dock| dock.number == number)?;
        let account = self.accounts.get_mut(dock.account)?;
        Some((dock, account, &self.effects))
    }

    /// If anything shown has changed, the page is written with the next frame of the screen.
    pub(super) fn write(&mut self) {
        for account in &mut self.accounts {
            if std::mem::take(&mut account.touched) && !std::mem::replace(&mut self.scheduled, true) {
                self.effects.add(Kind::Schedule, 0);
            }
        }
    }

    /// 1, or 2 where that has an effect.
    fn written(&mut self) -> u32 {
        let before = self.scheduled;
        self.write();
        if before == self.scheduled { 1 } else { 2 }
    }

    fn feed(&mut self, number: u32, input: Input) -> bool {
        let Some((dock, account, effects)) = self.place(number) else { return false };
        dock.feed(input, account, effects);
        self.write();
        true
    }

    /// The account of a server by its origin; its index.
    pub(super) fn account(&mut self, server: TextId) -> usize {
        let known = self.accounts.iter().position(|account| account.server == server);
        known.unwrap_or_else(|| {
            self.numbers += 1;
            self.accounts.push(Account { number: self.numbers, server, ..Account::default() });
            self.accounts.len() - 1
        })
    }

    /// Whether an account's counts are known to be the visitor's: one of its frames has shown that, or the realtime.
    fn vouched(&self, index: usize, account: &Account) -> bool {
        account.watched() || self.docks.iter().any(|dock| dock.account == index && dock.vouched)
    }

    /// Whether the badges of the page show an account's counts.
    fn shown(&self, index: usize, account: &Account) -> bool {
        let wanted = account.badges || self.docks.iter().any(|dock| dock.account == index && dock.options.badges);
        wanted && self.vouched(index, account)
    }

    fn dock(&self, number: u32) -> Option<(&Dock, &Account)> {
        let dock = self.docks.iter().find(|dock| dock.number == number)?;
        Some((dock, self.accounts.get(dock.account)?))
    }
}

impl Page {
    /// What is to be done since this was last asked: `[kind, chat, …]` each.
    pub fn effects(&mut self) -> Array {
        self.effects.take()
    }

    /// Docks a chat with these options (`Options::read`), which is told when its time has come or `button` is clicked.
    /// Returns its number, or a text that names the option which does not hold, and why.
    pub fn join(&mut self, given: &[f64], flags: u32, chat: &Chat, button: &EventTarget) -> JsValue {
        let (options, setup) = match Options::read(given, flags, &mut chat.clone()) {
            Ok(read) => read,
            Err(problem) => return JsValue::from_str(problem),
        };
        let account = self.account(options.origin);
        self.numbers = self.numbers.wrapping_add(1);
        self.docks.push(Dock::new(self.numbers, account, options, setup, Prompts::new(chat, button)));
        JsValue::from(self.numbers)
    }

    /// A chat goes. Whether it was the last one.
    pub fn leave(&mut self, number: u32) -> bool {
        if let Some((dock, account, effects)) = self.place(number) {
            dock.feed(Input::Destroy, account, effects);
            account.book.leave(number);
            account.touched = true;
            self.write();
        }
        self.docks.retain(|dock| dock.number != number);
        self.tidy()
    }

    /// Forgets what nobody shows any more. Whether that is all.
    pub(super) fn tidy(&mut self) -> bool {
        let mut last = true;
        for (index, account) in self.accounts.iter_mut().enumerate() {
            if account.watch.is_some() || self.docks.iter().any(|dock| dock.account == index) {
                last = false;
            } else {
                account.book.reset();
            }
        }
        if last {
            self.accounts.clear();
            self.announcer = Announcer::default();
            self.scheduled = false;
        }
        last
    }

    /// Something happened to the frame or the clock: 0 the place is visible, 1 the frame has loaded, 2 time has passed,
    /// 3 another try is wanted, 4 a notice has been shown long enough.
    pub fn happen(&mut self, number: u32, what: u32) {
        let input = match what {
            0 => Input::Begin,
            1 => Input::FrameLoaded,
            2 => Input::Tick,
            3 => Input::Retry,
            _ => {
                if let Some((dock, _, effects)) = self.place(number) {
                    dock.show(dock.session.state(), effects);
                }
                return;
            }
        };
        self.feed(number, input);
    }

    /// Takes up a wish, to be settled under `id`: 0 open a room, 1 set a status, 2 log in, 3 log out; `detail` is the number
    /// of a text. Whether it is one.
    pub fn wish(&mut self, number: u32, id: u32, kind: u32, detail: u32) -> bool {
        let Some((dock, ..)) = self.place(number) else { return false };
        let (texts, detail) = (dock.prompts.texts(), TextId(detail));
        let wish = match kind {
            0 => room(detail, texts).map(Wish::Open),
            1 => Status::parse(&texts.text(detail)).map(Wish::Status),
            2 => Some(Wish::Login),
            _ => Some(Wish::Logout),
        };
        let Some(wish) = wish else { return false };
        self.feed(number, Input::Wish(id, wish))
    }

    /// The page's login answered: 0 with a token, 1 that the visitor is no member, 2 with an error, 3 with no token; and the
    /// number of the user id. Whether anybody waits for it.
    pub fn credentials(&mut self, number: u32, answer: u32, user: u32) -> bool {
        let answer = match answer {
            0 => Ok(TextId(user)),
            1 => Err(Denial::NotAMember),
            2 => Err(Denial::Failed),
            _ => Err(Denial::TokenMissing),
        };
        let awaited = self.place(number).is_some_and(|(dock, ..)| dock.session.asks());
        awaited && self.feed(number, Input::Credentials(answer))
    }

    /// The answer to a question of a search.
    pub fn answer(&mut self, number: u32, ticket: u32, answer: &[f64]) {
        if let Some((dock, _, effects)) = self.place(number) {
            dock.answer(ticket, answer, effects);
        }
    }

    /// The whole rule, for any message, by the number of its origin and its fields: the slot of the room that a count was
    /// of, -1 for another accepted one, and from -2 downwards the reasons of refusal in their order.
    pub fn receive(&mut self, number: u32, same_window: bool, origin: u32, fields: &[f64]) -> i32 {
        let Some((dock, account, effects)) = self.place(number) else { return -1 };
        let answer = dock.receive(same_window, TextId(origin), fields, account, effects);
        self.write();
        answer
    }

    /// A count of a room that [`Page::receive`] has given a slot, by numbers alone: told by whoever has already compared
    /// window, origin, event and room. 0: not taken, it needs the whole rule; 1: taken; 2: taken, with effects.
    pub fn subscription(&mut self, number: u32, slot: u32, unread: f64, flags: u32, updated_at: f64) -> u32 {
        let Some(tally) = Tally::read(unread, flags, updated_at) else { return 0 };
        let Some((dock, account, _)) = self.place(number).filter(|(dock, ..)| dock.settled) else { return 0 };
        dock.accepted = dock.accepted.wrapping_add(1);
        dock.count(slot, tally, account);
        self.written()
    }

    /// A total, by its number alone, like [`Page::subscription`].
    pub fn total(&mut self, number: u32, total: f64) -> u32 {
        let Some((dock, account, _)) = self.place(number) else { return 0 };
        if dock.total(total, account) { self.written() } else { 0 }
    }

    /// What a chat or an account knows: `[total, alert, label, rooms]`, for each room eight numbers: those of the texts of
    /// its id, name, label and type, its count, 1 for an alert, 1 if it is muted, its threads.
    #[must_use]
    pub fn unread(&self, number: u32) -> JsValue {
        let of = self.docks.iter().find(|dock| dock.number == number).map(|dock| dock.account);
        let index = of.or_else(|| self.accounts.iter().position(|account| account.number == number));
        let known = index.and_then(|index| Some((index, self.accounts.get(index)?)));
        let Some((_, account)) = known.filter(|(index, account)| self.vouched(*index, account)) else {
            return JsValue::NULL;
        };
        let all = account.book.unread();
        let mut rooms = Vec::new();
        for room in account.book.rooms() {
            let [id, name, label, kind] = [room.id, room.name, room.label, room.kind].map(|text| text.0);
            let [alert, muted] = [room.alert, room.muted].map(u32::from);
            rooms.extend_from_slice(&[id, name, label, kind, room.count, alert, muted, room.threads].map(f64::from));
        }
        let rooms = Float64Array::from(rooms.as_slice());
        List::new().count(all.total).truth(all.alert).text(&all.badge()).value(&rooms).made().into()
    }

    /// `[state, reason, room, user, whether the script is missing, stamp, accepted, refused, codes of findings]`; room, user
    /// and stamp by the numbers of their texts.
    #[must_use]
    pub fn diagnose(&self, number: u32) -> JsValue {
        let Some((dock, _)) = self.dock(number) else { return JsValue::NULL };
        let session = &dock.session;
        let change = session.state();
        let told = List::new().text(change.state.word()).maybe(change.reason.map(Reason::code));
        let told = told.count(session.room().name.0).count(session.user().0);
        let told = match session.script_missing() {
            Some(missing) => told.truth(missing),
            None => told.nothing(),
        };
        let refused = dock.refused.iter().fold(List::new(), |list, count| list.count(*count));
        let codes = session.troubles(dock.options.stamp).into_iter().fold(List::new(), List::text);
        let told = told.count(session.stamp().0).count(dock.accepted).value(&refused.made());
        told.value(&codes.made()).made().into()
    }

    /// What the page is to show, with the badges of the rooms whose ids or names are `keys` (none: all rooms):
    /// `[label, total, badges, milliseconds until there is more]`.
    pub fn flush(&mut self, keys: &[f64]) -> Array {
        self.scheduled = false;
        let mut all = Unread::default();
        let accounts = || self.accounts.iter().enumerate().filter(|(index, account)| self.shown(*index, account));
        for (_, account) in accounts() {
            let one = account.book.unread();
            all.total = all.total.saturating_add(one.total);
            all.alert |= one.alert;
            all.overflow |= one.overflow;
        }
        let label = all.badge();
        let badges = Array::new();
        for key in keys {
            let key = TextId::from_list(*key);
            if key.is_some() {
                let badge = accounts().find_map(|(_, account)| account.book.room_badge(key));
                push_text(&badges, &badge.unwrap_or_default());
            } else {
                push_text(&badges, &label);
            }
        }
        for dock in &mut self.docks {
            let edition = self.accounts.get(dock.account).map_or(0, |account| account.edition);
            if std::mem::replace(&mut dock.told, edition) != edition {
                self.effects.add(Kind::Unread, dock.number);
            }
        }
        for account in &mut self.accounts {
            if std::mem::replace(&mut account.told, account.edition) != account.edition && account.watch.is_some() {
                self.effects.add(Kind::Unread, account.number);
            }
        }
        self.announce(all);
        let again = self.announcer.deadline().map(|due| due.saturating_sub(super::now()).max(10) as f64);
        let view = List::new().text(&label).count(all.total).value(&badges);
        match again {
            Some(millis) => view.number(millis),
            None => view.nothing(),
        }
        .made()
    }

    fn announce(&mut self, all: Unread) {
        let now = super::now();
        self.announcer.take(all, now);
        let Some(unread) = self.announcer.poll(now) else { return };
        let dock = self.docks.iter().find(|dock| dock.options.badges).map(|dock| dock.number);
        let account = || self.accounts.iter().find(|account| account.badges).map(|account| account.number);
        let Some(number) = dock.or_else(account) else { return };
        self.effects.add(Kind::Say, number).text(Word::unread(unread.total).key()).text(&unread.badge());
    }
}
