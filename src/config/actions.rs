//! The actions of Rocket.Chat's interface that can be hidden, by the ids of its own `overrideUi` message.
//!
//! Ids and toolboxes: Rocket.Chat 6.14 (`overrideUi` exists from 6.6 on); the labels of toolbar buttons and the ids of
//! earlier releases are those of 6.5.3.

/// The list of `overrideUi.hideActions` that an action belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toolbox {
    /// `messageToolbox`: the buttons and the menu of a message.
    Message,
    /// `roomToolbox`: the room's header.
    Room,
    /// `composerToolbox`: below the text field.
    Composer,
    /// `userToolbox`: the user card and the member list.
    User,
}

/// One action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Action {
    /// Its id.
    pub id: &'static str,
    /// Where it is.
    pub toolbox: Toolbox,
    /// What `data-qa-id` says where that is not the id (the toolbar's buttons, 4.7 to about 8.2).
    pub toolbar_label: Option<&'static str>,
}

impl Action {
    /// Whether a style sheet can hide it in releases without `overrideUi` (before 6.6).
    #[must_use]
    pub fn has_style(self) -> bool {
        self.toolbox == Toolbox::Message
            || matches!(self.id, "audio-message" | "video-message" | "file-upload") && self.toolbox == Toolbox::Composer
    }
}

const fn plain(toolbox: Toolbox, id: &'static str) -> Action {
    Action { id, toolbox, toolbar_label: None }
}

const fn message(id: &'static str) -> Action {
    plain(Toolbox::Message, id)
}

const fn labelled(toolbox: Toolbox, id: &'static str, label: &'static str) -> Action {
    Action { id, toolbox, toolbar_label: Some(label) }
}

const fn room(id: &'static str) -> Action {
    plain(Toolbox::Room, id)
}

const fn user(id: &'static str) -> Action {
    plain(Toolbox::User, id)
}

/// Every known action.
pub const ALL: &[Action] = &[
    message("reply-directly"),
    labelled(Toolbox::Message, "reply-in-thread", "Reply_in_thread"),
    labelled(Toolbox::Message, "mark-message-as-unread", "Mark_unread"),
    message("quote-message"),
    labelled(Toolbox::Message, "reaction-message", "Add_Reaction"),
    message("forward-message"),
    labelled(Toolbox::Message, "start-discussion", "Discussion_start"),
    message("edit-message"),
    message("delete-message"),
    message("report-message"),
    message("copy"),
    message("permalink"),
    labelled(Toolbox::Message, "pin-message", "Pin"),
    message("unpin-message"),
    labelled(Toolbox::Message, "star-message", "Star"),
    message("unstar-message"),
    labelled(Toolbox::Message, "follow-message", "Follow_message"),
    message("unfollow-message"),
    message("translate"),
    message("view-original"),
    message("reaction-list"),
    message("jump-to-message"),
    message("jump-to-pin-message"),
    message("jump-to-star-message"),
    message("jump-to-search-message"),
    message("permalink-star"),
    message("permalink-pinned"),
    message("webdav-upload"),
    message("receipt-detail"),
    room("members-list"),
    room("room-info"),
    room("channel-settings"),
    room("thread"),
    room("discussions"),
    room("mentions"),
    room("starred-messages"),
    room("pinned-messages"),
    room("uploaded-files-list"),
    room("rocket-search"),
    room("export-messages"),
    room("push-notifications"),
    room("keyboard-shortcut-list"),
    room("autotranslate"),
    room("clean-history"),
    room("otr"),
    room("e2e"),
    room("user-info"),
    room("user-info-group"),
    room("start-call"),
    room("start-video-call"),
    room("start-voip-call"),
    room("team-info"),
    room("team-channels"),
    room("outlookCalendar"),
    room("game-center"),
    room("canned-responses"),
    labelled(Toolbox::Composer, "audio-message", "audio-record"),
    plain(Toolbox::Composer, "video-message"),
    plain(Toolbox::Composer, "file-upload"),
    plain(Toolbox::Composer, "create-discussion"),
    plain(Toolbox::Composer, "share-location"),
    plain(Toolbox::Composer, "webdav-add"),
    user("openDirectMessage"),
    user("videoCall"),
    user("voipCall"),
    user("call"),
    user("addUser"),
    user("changeOwner"),
    user("changeLeader"),
    user("changeModerator"),
    user("openModerationConsole"),
    user("ignoreUser"),
    user("muteUser"),
    user("toggleBlock"),
    user("reportUser"),
    user("removeUser"),
];

/// The action of this id.
#[must_use]
pub fn find(id: &str) -> Option<Action> {
    ALL.iter().copied().find(|action| action.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_actions_share_an_id() {
        for (index, action) in ALL.iter().enumerate() {
            assert!(ALL.iter().skip(index + 1).all(|other| other.id != action.id), "{}", action.id);
        }
    }

    #[test]
    fn ids_are_safe_in_a_selector() {
        assert!(ALL.iter().all(|a| a.id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')));
    }
}
