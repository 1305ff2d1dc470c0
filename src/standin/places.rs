//! The places for a person in the demo's private room, by version: what to click or to focus, and who that is.
//!
//! Data for end-to-end tests and for whoever wonders why a click does nothing in an old version. The selectors are
//! facts of the stand-in's history (message ids) and of the version's markup (`docs/protocol.md`, "People in the page").

use serde::Serialize;

use super::people::{ALPHA, by_username, message};
use super::versions::{Dom, Features};

/// Who makes a place work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Offer {
    /// Rocket.Chat itself.
    RocketChat,
    /// The bundle, which makes reachable what Rocket.Chat leaves to the mouse.
    Bundle,
    /// Nobody.
    Nobody,
}

/// How a place is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Gesture {
    /// A click on the element.
    #[serde(rename = "click")]
    Click,
    /// Enter on the element, or on the nearest element around or in it that takes the focus.
    #[serde(rename = "Enter")]
    Enter,
}

/// A place for a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// Its name in test output.
    pub id: &'static str,
    /// What the bundle should call it: `name`, `avatar`, `mention`, `system` or `member`.
    pub trigger: &'static str,
    /// Who makes it work.
    pub offered_by: Offer,
    /// The path that shows it, below the server's.
    pub path: String,
    /// What to click in the frame, from the path's room on, where the path alone is not enough.
    pub open_by: Option<String>,
    /// The element.
    pub selector: String,
    /// What to do with it.
    pub gesture: Gesture,
    /// Who it is.
    pub username: &'static str,
    /// Their user id.
    pub user_id: &'static str,
    /// Whether the element, its row or its header tells the username for sure.
    pub username_in_page: bool,
    /// Whether the element tells the user id.
    pub user_id_in_page: bool,
    /// The message, if its row tells the id.
    pub message_id: Option<&'static str>,
    /// What there is to know about it; why it is not offered, if it is not.
    pub note: &'static str,
    /// Where that comes from.
    pub source: &'static str,
}

/// All places of a version; those that it does not offer too, with the reason.
#[must_use]
pub fn places(features: &Features, real_names: bool) -> Vec<Place> {
    let drawn = Drawn { features, real_names };
    let list = features.dom.is;
    let panel = if features.blaze_panels.is { Dom::Blaze } else { list };
    let mut places = vec![
        drawn.name("name", list, "", message::BOB, "bob"),
        drawn.name("name-after-mention", list, "", message::CHLOE, "chloe"),
        drawn.avatar("avatar", list, "", message::BOB, "bob"),
        drawn.avatar("avatar-local", list, "", message::RAF, "raf_utilisateur-local"),
        drawn.emoji_avatar(list),
        drawn.mention("mention", list, "", message::CHLOE, "bob"),
        drawn.mention("mention-of-me", list, "", message::RAF, "alice"),
        drawn.system(list),
        drawn.sequential(list),
        drawn.name_by_keyboard(list),
        drawn.mention_by_keyboard(list),
        drawn.name("thread-name", panel, THREAD, message::REPLY, "chloe"),
        drawn.avatar("thread-avatar", panel, THREAD, message::SECOND_REPLY, "bob"),
        drawn.mention("thread-mention", panel, THREAD, message::REPLY, "raf_utilisateur-local"),
        drawn.member(),
    ];
    for place in places.iter_mut().filter(|place| place.id.starts_with("thread")) {
        place.path = format!("/group/projet-alpha/thread/{}", message::ROOT);
        place.open_by = Some(thread_button(list));
    }
    places
}

/// The panel at the side.
const THREAD: &str = ".rcx-vertical-bar ";

fn thread_button(list: Dom) -> String {
    match list {
        Dom::Blaze => format!("li.message[data-id=\"{}\"] .js-open-thread", message::ROOT),
        _ => format!("[data-mid=\"{}\"] .rcx-message-metrics__item button", message::ROOT),
    }
}

struct Drawn<'a> {
    features: &'a Features,
    real_names: bool,
}

impl Drawn<'_> {
    fn place(&self, id: &'static str, trigger: &'static str, selector: String, username: &'static str) -> Place {
        Place {
            id,
            trigger,
            offered_by: Offer::RocketChat,
            path: "/group/projet-alpha".to_owned(),
            open_by: None,
            selector,
            gesture: Gesture::Click,
            username,
            user_id: by_username(username).map_or("", |person| person.id),
            username_in_page: true,
            user_id_in_page: false,
            message_id: None,
            note: "",
            source: self.features.dom.source,
        }
    }

    fn row(dom: Dom, panel: &str, id: &str) -> String {
        match dom {
            Dom::Blaze => format!("{panel}li.message[data-id=\"{id}\"]"),
            _ => format!("{panel}[data-mid=\"{id}\"]"),
        }
    }

    fn name(&self, id: &'static str, dom: Dom, panel: &str, mid: &'static str, username: &'static str) -> Place {
        let part = if dom == Dom::Blaze { "button.user.user-card-message" } else { ".rcx-message-header__name" };
        let selector = format!("{} {part}", Self::row(dom, panel, mid));
        Place { message_id: Some(mid), ..self.place(id, "name", selector, username) }
    }

    fn avatar(&self, id: &'static str, dom: Dom, panel: &str, mid: &'static str, username: &'static str) -> Place {
        let part = if dom == Dom::Blaze { "> button.thumb" } else { "figure.rcx-avatar img" };
        let selector = format!("{} {part}", Self::row(dom, panel, mid));
        Place { message_id: Some(mid), ..self.place(id, "avatar", selector, username) }
    }

    fn emoji_avatar(&self, dom: Dom) -> Place {
        let part = match dom {
            Dom::Blaze => "> button.thumb",
            Dom::React5 => "figure.rcx-avatar img",
            Dom::React6 => ".rcx-message-container--left figure.rcx-avatar",
        };
        let selector = format!("{} {part}", Self::row(dom, "", message::BOT));
        Place {
            message_id: Some(message::BOT),
            note: "from 6.0 on an emoji in place of the avatar carries no username: the row's header tells it",
            source: "MessageAvatar.tsx; 3.4.0 message.html",
            ..self.place("emoji-avatar", "avatar", selector, "rocket.cat")
        }
    }

    fn mention(&self, id: &'static str, dom: Dom, panel: &str, mid: &'static str, username: &'static str) -> Place {
        let uid = by_username(username).map_or("", |person| person.id);
        let part = match dom {
            Dom::Blaze => format!("a.mention-link--user[data-username=\"{username}\"]"),
            _ => format!("[data-uid=\"{uid}\"]"),
        };
        let selector = format!("{} {part}", Self::row(dom, panel, mid));
        let told = dom != Dom::React6 || !self.real_names;
        Place {
            message_id: Some(mid),
            username_in_page: told,
            user_id_in_page: dom != Dom::Blaze,
            note: match dom {
                Dom::Blaze => "the link carries the username",
                Dom::React5 => "data-uid; the title is the username",
                Dom::React6 => "data-uid; the text is a username or, under real names, a display name",
            },
            ..self.place(id, "mention", selector, username)
        }
    }

    fn system(&self, dom: Dom) -> Place {
        let (selector, mid) = match dom {
            Dom::Blaze => {
                (format!("{} button.user.user-card-message", Self::row(dom, "", message::TOPIC)), Some(message::TOPIC))
            }
            _ => (".rcx-message-system .rcx-message-system__name".to_owned(), None),
        };
        Place {
            message_id: mid,
            note: "the row of a system message has no id; without real names only its avatar tells the username",
            ..self.place("system", "system", selector, "admin")
        }
    }

    fn sequential(&self, dom: Dom) -> Place {
        Place {
            offered_by: Offer::Nobody,
            message_id: Some(message::SEQUENTIAL),
            note: "a message that follows on by the same author has neither name nor avatar",
            source: "RoomMessage.tsx; 3.4.0 message.html",
            ..self.place("sequential", "name", Self::row(dom, "", message::SEQUENTIAL), "bob")
        }
    }

    fn name_by_keyboard(&self, dom: Dom) -> Place {
        let part = match dom {
            Dom::Blaze => "button.user.user-card-message",
            Dom::React5 => ".rcx-message-header__name",
            Dom::React6 => ".rcx-message-header__name-container",
        };
        let reachable = self.features.name_focusable;
        Place {
            gesture: Gesture::Enter,
            message_id: Some(message::BOB),
            offered_by: if reachable.is { Offer::RocketChat } else { Offer::Bundle },
            note: if reachable.is { "" } else { "names are plain spans: the bundle gives them the focus" },
            source: reachable.source,
            ..self.place("name-by-keyboard", "name", format!("{} {part}", Self::row(dom, "", message::BOB)), "bob")
        }
    }

    fn mention_by_keyboard(&self, dom: Dom) -> Place {
        let reachable = self.features.mention_focusable;
        let mention = self.mention("mention-by-keyboard", dom, "", message::CHLOE, "bob");
        Place {
            gesture: Gesture::Enter,
            offered_by: if reachable.is { Offer::RocketChat } else { Offer::Nobody },
            note: if reachable.is { mention.note } else { "mentions take no focus" },
            source: reachable.source,
            ..mention
        }
    }

    fn member(&self) -> Place {
        let uid = by_username("chloe").map_or("", |person| person.id);
        let selector = format!("[data-username=\"chloe\"][data-userid=\"{uid}\"]");
        Place {
            path: "/group/projet-alpha/members-list".to_owned(),
            user_id_in_page: true,
            note: "in the embedded layout only the address opens the list, unless the header is shown by \
                   UI_Show_top_navbar_embedded_layout",
            source: "RoomMembersItem.tsx",
            ..self.place("member", "member", selector, "chloe")
        }
    }
}

/// The room that the places are in.
pub const ROOM: &str = ALPHA;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standin::versions::VERSIONS;

    #[test]
    fn every_version_offers_each_kind_of_trigger() {
        for features in &VERSIONS {
            let places = places(features, false);
            for trigger in ["name", "avatar", "mention", "system", "member"] {
                assert!(
                    places.iter().any(|p| p.trigger == trigger && p.offered_by == Offer::RocketChat),
                    "{} {trigger}",
                    features.release
                );
            }
            assert!(places.iter().all(|place| !place.source.is_empty() && !place.user_id.is_empty()));
        }
    }

    #[test]
    fn names_between_5_and_6_6_need_the_bundle_for_the_keyboard() {
        let by_keyboard =
            |at: usize| places(&VERSIONS[at], false).into_iter().find(|p| p.id == "name-by-keyboard").unwrap();
        assert_eq!(by_keyboard(0).offered_by, Offer::RocketChat);
        assert_eq!(by_keyboard(2).offered_by, Offer::Bundle);
        assert_eq!(by_keyboard(3).offered_by, Offer::Bundle);
        assert_eq!(by_keyboard(7).offered_by, Offer::RocketChat);
    }

    #[test]
    fn under_real_names_a_mention_hides_the_username_from_6_on() {
        let told =
            |at: usize| places(&VERSIONS[at], true).into_iter().find(|p| p.id == "mention").unwrap().username_in_page;
        assert_eq!([told(0), told(2), told(3), told(7)], [true, true, false, false]);
    }
}
