//! A server with one member's subscriptions, as far as the watch can tell.

use crate::protocol::Tally;
use crate::protocol::subscription::flag;
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
pub struct Sub {
    pub id: String,
    pub rid: String,
    pub unread: u32,
    pub alert: bool,
    pub open: bool,
    pub muted: bool,
    pub updated: i64,
}

#[derive(Debug, Default)]
pub struct Server {
    pub now: i64,
    /// How far its next dates are off.
    pub skew: i64,
    pub subs: Vec<Sub>,
    member: &'static str,
    trash: Vec<(String, i64)>,
    ids: u32,
}

/// What a full reload would show of each room, and of all of them.
pub type Shown = (u32, bool, BTreeMap<String, (u32, bool)>);

impl Server {
    pub fn new(member: &'static str, rooms: u32) -> Self {
        let mut server = Self { member, now: 1_795_000_000_000, ..Self::default() };
        for room in 0..rooms {
            server.join(room);
        }
        server
    }

    fn stamp(&mut self) -> i64 {
        self.now += 1;
        self.now + self.skew
    }

    /// The member joins a room; the change's arguments, if there is one.
    pub fn join(&mut self, room: u32) -> Option<Value> {
        let rid = format!("r{room}");
        if self.subs.iter().any(|sub| sub.rid == rid) {
            return None;
        }
        self.ids += 1;
        let id = format!("{}{}", self.member, self.ids);
        let updated = self.stamp();
        self.subs.push(Sub { id, rid, unread: 0, alert: false, open: true, muted: false, updated });
        self.subs.last().map(|sub| json!(["inserted", Self::record(sub)]))
    }

    pub fn leave(&mut self, room: u32) -> Option<Value> {
        let rid = format!("r{room}");
        let at = self.subs.iter().position(|sub| sub.rid == rid)?;
        let sub = self.subs.remove(at);
        let stamp = self.stamp();
        self.trash.push((sub.id.clone(), stamp));
        Some(json!(["removed", { "_id": sub.id }]))
    }

    pub fn change(&mut self, room: u32, change: impl Fn(&mut Sub)) -> Option<Value> {
        let stamp = self.stamp();
        let rid = format!("r{room}");
        let sub = self.subs.iter_mut().find(|sub| sub.rid == rid)?;
        change(sub);
        sub.updated = stamp;
        Some(json!(["updated", Self::record(sub)]))
    }

    fn record(sub: &Sub) -> Value {
        json!({
            "_id": sub.id, "rid": sub.rid, "name": format!("name of {}", sub.rid), "t": "p", "unread": sub.unread,
            "alert": sub.alert, "open": sub.open, "hideUnreadStatus": sub.muted,
            "_updatedAt": { "$date": sub.updated },
        })
    }

    /// The answer to a call for the subscriptions: all, or those changed since.
    pub fn snapshot(&self, since: Option<f64>) -> Value {
        let since = since.map(|since| since as i64);
        let newer = |date: i64| since.is_none_or(|since| date > since);
        let update: Vec<Value> = self.subs.iter().filter(|sub| newer(sub.updated)).map(Self::record).collect();
        let gone = self.trash.iter().filter(|(_, at)| since.is_some() && newer(*at));
        let remove: Vec<Value> = gone.map(|(id, _)| json!({ "_id": id })).collect();
        json!({ "update": update, "remove": remove, "success": true })
    }

    /// What a frame would say of a room, which may be of an earlier time.
    pub fn frame_tally(&self, room: u32, stale: Option<(u32, bool)>) -> (String, Tally) {
        let rid = format!("r{room}");
        let sub = self.subs.iter().find(|sub| sub.rid == rid);
        let (unread, alert) = stale.or(sub.map(|sub| (sub.unread, sub.alert))).unwrap_or_default();
        (rid, Tally { unread, flags: u32::from(alert) * flag::ALERT, ..Tally::default() })
    }

    pub fn shown(&self) -> Shown {
        let counts = |sub: &&Sub| sub.open && !sub.muted;
        let rooms = self.subs.iter().map(|sub| {
            let shown = if counts(&sub) { (sub.unread, sub.alert && sub.unread == 0) } else { (0, false) };
            (sub.rid.clone(), shown)
        });
        let total = self.subs.iter().filter(counts).map(|sub| sub.unread).sum();
        let dot = self.subs.iter().filter(counts).any(|sub| sub.alert && sub.unread == 0);
        (total, dot, rooms.collect())
    }
}
