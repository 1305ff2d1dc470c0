//! Who is in a room and what they are there.

use super::people::Person;
use super::room::{Message, Removed, Subscription};
use super::world::World;

impl World {
    /// A subscription, as a new member gets it.
    pub(super) fn subscribe(&mut self, uid: &str, rid: &str) {
        let subscription = Subscription {
            id: self.fresh_id(),
            rid: rid.to_owned(),
            uid: uid.to_owned(),
            unread: 0,
            user_mentions: 0,
            group_mentions: 0,
            alert: false,
            open: true,
            archived: false,
            hide_unread_status: false,
            unread_alert: None,
            tunread: Vec::new(),
            ls: None,
            ts: self.now,
            updated: self.now,
        };
        self.subscriptions.push(subscription);
    }

    /// Takes a subscription away, if it is there.
    pub(super) fn unsubscribe(&mut self, uid: &str, rid: &str) {
        let Some(at) = self.subscriptions.iter().position(|sub| sub.uid == uid && sub.rid == rid) else { return };
        let Subscription { id, rid, uid, .. } = self.subscriptions.remove(at);
        self.removed.push(Removed { id, uid, rid, at: self.now });
    }

    /// Adds a member; `by` is told in a message. Nothing happens to who is one already.
    pub fn join(&mut self, rid: &str, person: &'static Person, by: Option<&'static Person>) {
        let now = self.now;
        let Some(room) = self.rooms.iter_mut().find(|room| room.id == rid) else { return };
        if room.members.iter().any(|member| member == person.id) {
            return;
        }
        room.members.push(person.id.to_owned());
        room.updated = now;
        self.subscribe(person.id, rid);
        if let Some(by) = by {
            self.tell_membership(rid, "au", person, by);
        }
    }

    /// Takes a member out; `false` if there is none.
    pub fn leave(&mut self, rid: &str, person: &'static Person, by: &'static Person) -> bool {
        let now = self.now;
        let Some(room) = self.rooms.iter_mut().find(|room| room.id == rid) else { return false };
        let before = room.members.len();
        room.members.retain(|member| member != person.id);
        if room.members.len() == before {
            return false;
        }
        room.roles.remove(person.id);
        room.updated = now;
        self.unsubscribe(person.id, rid);
        self.tell_membership(rid, "ru", person, by);
        true
    }

    fn tell_membership(&mut self, rid: &str, kind: &str, person: &Person, by: &'static Person) {
        let id = self.fresh_id();
        self.put(Message {
            id,
            rid: rid.to_owned(),
            author: by,
            text: person.username.to_owned(),
            ts: self.now,
            updated: self.now,
            system: Some(kind.to_owned()),
            thread: None,
            replies: Vec::new(),
            thread_count: 0,
            thread_last: 0,
            posted: false,
            emoji: None,
        });
    }

    /// Whether a person has a permission by a role of the account or of the room.
    #[must_use]
    pub fn allows_in(&self, rid: &str, person: &Person, permission: &str) -> bool {
        let roles = self.room(rid).and_then(|room| room.roles.get(person.id)).into_iter().flatten();
        let roles: Vec<String> = roles.map(|role| (*role).to_owned()).collect();
        self.allows(person, permission) || self.permissions.allow(&roles, permission)
    }

    /// Whether a text is made of the characters of a rule like `[0-9a-zA-Z-_.]+`.
    #[must_use]
    pub fn is_valid_name(&self, setting: &str, text: &str) -> bool {
        let rule = self.text_setting(setting);
        let class = rule.trim_start_matches('[').trim_end_matches('+').trim_end_matches(']');
        let class: Vec<char> = class.chars().collect();
        let fits = |c: char| {
            (0..class.len()).any(|at| match (class.get(at), class.get(at + 1), class.get(at + 2)) {
                (Some(first), Some('-'), Some(last)) if first < last => (*first..=*last).contains(&c),
                (Some(single), ..) => *single == c,
                _ => false,
            })
        };
        !text.is_empty() && text.chars().all(fits)
    }
}
