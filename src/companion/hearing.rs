//! The ways of a message from the gate to the session, the counts and the visits.

use super::dock::Dock;
use super::effect::{Effects, Kind};
use super::page::Account;
use super::watching::happening::SIGNED_OUT;
use crate::protocol::room::embedded_link;
use crate::protocol::subscription::unread_count;
use crate::protocol::{Event, Fields, Subscription, Tally, TextId, Texts, Total, judge};
use crate::session::Input;

/// What [`Dock::receive`] answers for a message without a room: accepted.
const ACCEPTED: i32 = -1;
/// The first of the answers for refused messages; one less for each further reason.
const REFUSED: i32 = -2;

impl Dock {
    /// The whole rule, for any message: the slot of the room that a count was of, -1 for another accepted one, and from
    /// -2 downwards the reasons of refusal in their order.
    pub fn receive(
        &mut self,
        same_window: bool,
        origin: TextId,
        fields: &[f64],
        account: &mut Account,
        effects: &Effects,
    ) -> i32 {
        match judge(same_window, origin, self.options.origin, Fields(fields), self.prompts.texts()) {
            Ok(event) => {
                self.accepted = self.accepted.wrapping_add(1);
                self.hear(event, account, effects)
            }
            Err(refusal) => {
                let index = refusal as u8;
                if let Some(count) = self.refused.get_mut(usize::from(index)) {
                    *count = count.wrapping_add(1);
                }
                REFUSED - i32::from(index)
            }
        }
    }

    fn hear(&mut self, mut event: Event, account: &mut Account, effects: &Effects) -> i32 {
        let mut slot = ACCEPTED;
        match &mut event {
            Event::OnLogout | Event::LoggedOut => {
                // A session that is ended to make room for the visitor's own is no log-out of the visitor's.
                if event == Event::OnLogout && account.watch.is_some() && !self.session.is_logging_in() {
                    effects.add(Kind::Watch, account.number).count(SIGNED_OUT);
                }
                account.reset(self.number, effects);
            }
            Event::Spoke(id, username) => self.visits.names.learn(*id, *username),
            Event::Person(Some(person)) => self.visit(*person, effects),
            Event::Subscription(record) => slot = self.record(*record, account),
            Event::Link(link) => {
                let texts = self.prompts.texts();
                let path = embedded_link(&texts.text(*link), &texts.text(self.options.path));
                *link = path.map(|path| texts.number(&path)).unwrap_or_default();
            }
            counts => {
                if let Event::RoomOpened(room) = counts {
                    self.shows = room.id;
                }
                let (_, changed) = account.book.take(self.number, counts);
                account.touch_if(changed);
            }
        }
        self.feed(Input::Event(event), account, effects);
        slot
    }

    fn record(&mut self, record: Subscription, account: &mut Account) -> i32 {
        let Account { watch, book, .. } = account;
        // While the realtime is there, the server says which rooms there are.
        if watch.as_mut().is_some_and(|watch| !watch.welcomes(book, record.room)) {
            return ACCEPTED;
        }
        let Some((slot, named)) = book.enter(record.room, record.names) else { return ACCEPTED };
        account.touch_if(named);
        self.count(slot, record.tally, account);
        slot as i32
    }

    /// Takes a count of the room in this slot.
    pub fn count(&mut self, slot: u32, tally: Tally, account: &mut Account) {
        let Account { watch, book, .. } = account;
        let changed = match watch {
            // Before it is known whose session the frame has, it may be somebody else's.
            Some(watch) if watch.complete() && !self.vouched => false,
            Some(watch) => {
                let own = book.slot(self.shows) == Some(slot);
                watch.frame(book, slot, tally, own, super::now())
            }
            None => book.take_tally(slot, tally),
        };
        account.touch_if(changed);
    }

    /// A total by its number alone; whether it was taken.
    pub fn total(&mut self, number: f64, account: &mut Account) -> bool {
        let Some(number) = unread_count(number).filter(|_| self.settled) else { return false };
        self.accepted = self.accepted.wrapping_add(1);
        let changed = account.book.take_total(self.number, Total::Number(number));
        account.touch_if(changed);
        true
    }
}
