//! The list of subscriptions and the badge, as a frame tells them.

use serde_json::{Value, json};

use super::{Frame, Loaded, Step};
use crate::standin::records;
use crate::standin::versions::{SubscriptionForm, UnreadForm};
use crate::standin::world::World;

impl Frame {
    pub(super) fn load(&mut self) {
        let all = !self.embedded || self.features.embedded_loads_all_subscriptions.is;
        self.loaded = if all { Loaded::All } else { Loaded::Rooms(Vec::new()) };
    }

    pub(super) fn is_loaded(&self, rid: &str) -> bool {
        match &self.loaded {
            Loaded::Nothing => false,
            Loaded::Rooms(rooms) => rooms.iter().any(|room| room == rid),
            Loaded::All => true,
        }
    }

    /// Sends the list of subscriptions, or what changed of it, and the badge.
    pub(super) fn list_changed(&mut self, out: &mut Vec<Step>, world: &World) {
        let Some(person) = self.person() else { return };
        for sub in world.subscriptions_of(person.id) {
            let shown = sub.open && !sub.hide_unread_status && !sub.archived && self.is_loaded(&sub.rid);
            let state = (sub.unread, sub.alert, sub.unread_alert.clone());
            let same = self.listed.get(&sub.rid) == Some(&state);
            if !shown || (same && !self.features.by_subscription_repeats.is) {
                continue;
            }
            self.listed.insert(sub.rid.clone(), state);
            let whole = records::subscription(world, sub);
            let users = world.room(&sub.rid).filter(|_| self.rooms_known).map(|room| room.members.len());
            let data = match self.features.subscription_form.is {
                SubscriptionForm::ProjectionWithUsersCount => records::projection(&whole, users),
                SubscriptionForm::Projection => records::projection(&whole, None),
                SubscriptionForm::Whole => whole,
            };
            self.emit(out, world, "unread-changed-by-subscription", Some(data));
        }
        self.badge_changed(out, world);
        let list: Vec<Value> = world.subscriptions_of(person.id).map(|sub| records::subscription(world, sub)).collect();
        out.push(Step::Tell(json!({ "type": "subscriptions", "subscriptions": list })));
    }

    pub(super) fn badge_changed(&mut self, out: &mut Vec<Step>, world: &World) {
        let uid = self.person().map_or("", |person| person.id);
        let (mut sum, mut dot) = (0_u32, false);
        for sub in world.subscriptions_of(uid) {
            if sub.open && !sub.hide_unread_status && !sub.archived && self.is_loaded(&sub.rid) {
                sum += sub.unread;
                dot |= sub.alert && sub.unread_alert.as_deref() != Some("nothing");
            }
        }
        let badge = match (self.features.unread_form.is, sum, dot) {
            (UnreadForm::Sum, sum, _) => json!(sum),
            (UnreadForm::Badge, 0, true) => json!("\u{2022}"),
            (UnreadForm::Badge, 0, false) => json!(""),
            (UnreadForm::Badge, 1..=999, _) => json!(sum),
            (UnreadForm::Badge, ..) => json!("999+"),
        };
        let repeats = self.features.unread_form.is == UnreadForm::Sum;
        if repeats || self.badge.as_ref() != Some(&badge) {
            self.badge = Some(badge.clone());
            self.emit(out, world, "unread-changed", Some(badge));
        }
    }
}
