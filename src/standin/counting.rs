//! How the server counts what is unread.

use super::markup::{Piece, pieces};
use super::people::{self, Person};
use super::world::{Change, World};

impl World {
    /// Counts a new message for everybody but its author, and tells whose subscriptions changed by it.
    pub(super) fn count(&mut self, rid: &str, author: &Person, text: &str, thread: Option<&str>) -> Vec<String> {
        let followers = thread.and_then(|root| self.message(rid, root)).map(|root| root.replies.clone());
        let direct = self.room(rid).is_some_and(|room| room.kind == 'd');
        let rule = self.text_setting(if direct { "Unread_Count_DM" } else { "Unread_Count" }).to_owned();
        let mentioned: Vec<&str> = pieces(text)
            .into_iter()
            .filter_map(|p| if let Piece::User(name) = p { Some(name) } else { None })
            .collect();
        let group = mentioned.iter().any(|name| matches!(*name, "all" | "here"));
        let now = self.now;
        let mut touched = Vec::new();
        for sub in self.subscriptions.iter_mut().filter(|sub| sub.rid == rid && sub.uid != author.id) {
            let before = sub.clone();
            let named = people::by_id(&sub.uid).is_some_and(|person| mentioned.contains(&person.username));
            if let (Some(root), Some(followers)) = (thread, &followers) {
                if (named || followers.contains(&sub.uid)) && !sub.tunread.iter().any(|other| other == root) {
                    sub.tunread.push(root.to_owned());
                }
                sub.alert |= named || followers.contains(&sub.uid);
            } else {
                let counted = match rule.as_str() {
                    "all_messages" => true,
                    "user_mentions_only" => named,
                    "group_mentions_only" => group,
                    _ => named || group,
                };
                sub.unread += u32::from(counted);
                sub.user_mentions += u32::from(named);
                sub.group_mentions += u32::from(group);
                sub.alert = true;
                sub.open = true;
            }
            if *sub != before {
                sub.updated = now;
                touched.push(sub.uid.clone());
            }
        }
        touched
    }

    /// Marks a room as read. Unread threads keep the alert up.
    pub fn read(&mut self, uid: &str, rid: &str) -> Option<Change> {
        let now = self.now;
        let sub = self.subscription_mut(uid, rid)?;
        (sub.unread, sub.user_mentions, sub.group_mentions) = (0, 0, 0);
        sub.alert = !sub.tunread.is_empty();
        sub.ls = Some(now);
        sub.updated = now;
        Some(Change::Subscription { uid: uid.to_owned(), rid: rid.to_owned() })
    }

    /// Marks a thread as read, as opening its panel does.
    pub fn read_thread(&mut self, uid: &str, rid: &str, root: &str) -> Option<Change> {
        let now = self.now;
        let sub = self.subscription_mut(uid, rid)?;
        let at = sub.tunread.iter().position(|other| other == root)?;
        sub.tunread.remove(at);
        sub.alert = sub.unread > 0 || !sub.tunread.is_empty();
        sub.updated = now;
        Some(Change::Subscription { uid: uid.to_owned(), rid: rid.to_owned() })
    }

    /// Marks a room's last message as unread.
    pub fn mark_unread(&mut self, uid: &str, rid: &str) -> Option<Change> {
        let now = self.now;
        let sub = self.subscription_mut(uid, rid)?;
        sub.unread = 1;
        sub.alert = true;
        sub.updated = now;
        Some(Change::Subscription { uid: uid.to_owned(), rid: rid.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standin::people::{ALPHA, DIRECT, PEOPLE};
    use crate::standin::seed;

    fn said(world: &mut World, rid: &str, author: usize, text: &str, thread: Option<&str>) -> Vec<String> {
        let (_, change) = world.say(rid, &PEOPLE[author], text, thread, true).unwrap();
        let Change::Said { touched, .. } = change else { panic!("a message") };
        touched
    }

    #[test]
    fn plain_messages_only_alert_under_the_default_rule() {
        let mut world = seed::world(1_000);
        world.settings.insert("Unread_Count".into(), "user_and_group_mentions_only".into());
        world.read(PEOPLE[0].id, ALPHA);
        assert!(said(&mut world, ALPHA, 1, "plain", None).contains(&PEOPLE[0].id.to_owned()));
        let sub = world.subscription(PEOPLE[0].id, ALPHA).unwrap();
        assert_eq!((sub.unread, sub.alert), (0, true));
        assert!(!said(&mut world, ALPHA, 1, "plain again", None).contains(&PEOPLE[0].id.to_owned()));
        said(&mut world, ALPHA, 1, "@alice", None);
        said(&mut world, ALPHA, 1, "@all", None);
        assert_eq!(world.subscription(PEOPLE[0].id, ALPHA).unwrap().unread, 2);
    }

    #[test]
    fn direct_messages_count_each() {
        let mut world = seed::world(1_000);
        world.read(PEOPLE[0].id, DIRECT);
        said(&mut world, DIRECT, 1, "psst", None);
        assert_eq!(world.subscription(PEOPLE[0].id, DIRECT).unwrap().unread, 1);
        assert_eq!(world.subscription(PEOPLE[1].id, DIRECT).unwrap().unread, 0);
    }

    #[test]
    fn thread_replies_alert_followers_and_survive_reading() {
        let mut world = seed::world(1_000);
        world.read(PEOPLE[0].id, DIRECT);
        let (root, _) = world.say(DIRECT, &PEOPLE[0], "root", None, false).unwrap();
        said(&mut world, DIRECT, 1, "reply", Some(&root));
        world.read(PEOPLE[0].id, DIRECT);
        let sub = world.subscription(PEOPLE[0].id, DIRECT).unwrap();
        assert_eq!((sub.unread, sub.alert, sub.tunread.len()), (0, true, 1));
        world.read_thread(PEOPLE[0].id, DIRECT, &root);
        assert!(!world.subscription(PEOPLE[0].id, DIRECT).unwrap().alert);
    }
}
