//! The ways of a message from the gate to the session, the counts and the visits.

use super::dock::Dock;
use super::effect::Effects;
use super::foreign::Outside;
use super::page::Account;
use crate::protocol::subscription::unread_count;
use crate::protocol::{Event, Total, judge};
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
        origin: &str,
        data: &Outside,
        account: &mut Account,
        effects: &Effects,
    ) -> i32 {
        match judge(same_window, origin, &self.options.origin, data) {
            Ok(event) => {
                self.accepted = self.accepted.wrapping_add(1);
                self.hear(&event, account, effects)
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

    fn hear(&mut self, event: &Event, account: &mut Account, effects: &Effects) -> i32 {
        let mut slot = ACCEPTED;
        match event {
            Event::OnLogout | Event::LoggedOut => account.reset(self.number, effects),
            Event::Spoke { author: Some((id, username)) } => self.visits.names.learn(id, username),
            Event::Person(Some(person)) => self.visit(person, effects),
            counts => {
                let (taken, changed) = account.book.take(self.number, counts);
                slot = taken.and_then(|slot| i32::try_from(slot).ok()).unwrap_or(ACCEPTED);
                account.touch_if(changed);
            }
        }
        self.feed(Input::Event(event), account, effects);
        slot
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
