//! What differs between the versions of Rocket.Chat, as one table for the web client and one for REST ([`surface`]).
//!
//! Each fact carries its source, in the short form that `docs/protocol.md` explains. The client page is driven by the
//! row of the version in use; nothing else in the stand-in compares version numbers. Where a release is not known for
//! sure the row takes the case that is harder for a page that embeds the chat.

use serde::Serialize;

use crate::protocol::Release;

pub mod surface;

/// A fact and where it comes from. Only the fact itself is sent to the client page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact<T> {
    /// How it is in this version.
    pub is: T,
    /// Where that comes from, as cited in `docs/protocol.md`.
    pub source: &'static str,
}

impl<T: Serialize> Serialize for Fact<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.is.serialize(serializer)
    }
}

const fn fact<T>(is: T, source: &'static str) -> Fact<T> {
    Fact { is, source }
}

/// Which templates draw the messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dom {
    /// `li.message` with `button.user-card-message`.
    Blaze,
    /// `.rcx-message` rows, names without a container.
    React5,
    /// `.rcx-message` rows, names in `.rcx-message-header__name-container`.
    React6,
}

/// How the user card is put into the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum UserCard {
    /// `div#react-user-card` with a backdrop, the card in the sibling after it.
    Sibling,
    /// A popover with an underlay that covers the frame.
    Popover,
}

/// When `room-opened` is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoomOpened {
    /// Unless the room is the opened one already.
    WhenOther,
    /// The first time only: going back to a room whose query is cached sends nothing.
    FirstTime,
    /// At each mount of a room.
    EachMount,
}

/// The form of `unread-changed`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnreadForm {
    /// `""`, a bullet, a number up to 999, `"999+"`; sent when it changes.
    Badge,
    /// The sum, a number; sent whenever the list changes.
    Sum,
}

/// How a subscription in `unread-changed-by-subscription` looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SubscriptionForm {
    /// Chosen fields and the room's `usersCount`.
    ProjectionWithUsersCount,
    /// Chosen fields.
    Projection,
    /// The whole record.
    Whole,
}

/// Where the custom script and the custom CSS are served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AssetUrl {
    /// `/scripts.js?<hash>`, `/css-theme.css?<hash>`.
    Query,
    /// `/scripts_<hash>.js`, `/css-theme_<hash>.css`.
    Path,
}

/// What a channel mention's click says in an embedded frame, and how a status chosen in the menu looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MenuStatus {
    /// The status as a text.
    Text,
    /// A descriptor object.
    Descriptor,
}

/// The attribute that carries an action's id in the menu of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MenuItem {
    /// `li.rc-popover__item[data-id]`, buttons with `data-message-action`.
    DataId,
    /// `[data-qa-id]`.
    DataQaId,
    /// `[data-key]`.
    DataKey,
}

/// One version of Rocket.Chat's web client, as far as a page that embeds it can tell.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "each field's source says what it is")]
pub struct Features {
    #[serde(skip)]
    pub release: Release,
    pub dom: Fact<Dom>,
    /// Thread panels drawn by Blaze although the list is React.
    pub blaze_panels: Fact<bool>,
    pub user_card: Fact<UserCard>,
    /// Names are focusable and open the card with Enter and Space.
    pub name_focusable: Fact<bool>,
    /// Mentions of people are focusable and open the card with Enter and Space.
    pub mention_focusable: Fact<bool>,
    /// A mention's `title` is a phrase ("Mentions user"), not the name.
    pub mention_title_phrase: Fact<bool>,
    /// Clicks on a mention of a person stop at the mention.
    pub mention_stops_click: Fact<bool>,
    /// Messages and toolbars carry `data-qa*` attributes.
    pub data_qa: Fact<bool>,
    pub menu_item: Fact<MenuItem>,
    pub startup_posted: Fact<bool>,
    /// Events wait until the settings are known; otherwise they are lost to the page.
    pub events_wait_for_settings: Fact<bool>,
    pub unread_form: Fact<UnreadForm>,
    /// `unread-changed` is sent at the login screen too.
    pub unread_when_logged_out: Fact<bool>,
    /// Any change sends the whole list of subscriptions again; otherwise only what changed.
    pub by_subscription_repeats: Fact<bool>,
    pub subscription_form: Fact<SubscriptionForm>,
    /// An embedded frame loads every subscription; otherwise those of opened rooms only.
    pub embedded_loads_all_subscriptions: Fact<bool>,
    pub room_opened: Fact<RoomOpened>,
    /// `Custom_Script_On_Logout` carries the script's text.
    pub on_logout_carries_script: Fact<bool>,
    pub click_mention_link: Fact<bool>,
    pub menu_status: Fact<MenuStatus>,
    pub unknown_command_logged: Fact<bool>,
    pub override_ui: Fact<bool>,
    /// Iframe login needs all three addresses, not only the switch.
    pub iframe_login_needs_addresses: Fact<bool>,
    pub embedded_sticky: Fact<bool>,
    /// An embedded frame offers no reply by direct message.
    pub embedded_hides_direct_reply: Fact<bool>,
    pub self_reload_once: Fact<bool>,
    pub asset_url: Fact<AssetUrl>,
    /// The theme's compatibility address `/theme.css` is answered.
    pub theme_css: Fact<bool>,
    pub content_length_in_characters: Fact<bool>,
    /// Serves `X-Frame-Options` while `Iframe_Restrict_Access` is on.
    pub x_frame_options: Fact<bool>,
    /// A preflight from an origin that is not allowed is refused with 403; otherwise answered 200 without headers.
    pub preflight_refused: Fact<bool>,
}

const V3_18: Features = Features {
    release: Release::new(3, 18),
    dom: fact(Dom::Blaze, "3.4.0 app/ui-message/client/message.html, 4.6 same"),
    blaze_panels: fact(true, "3.4.0 app/ui-message/client/message.html"),
    user_card: fact(UserCard::Sibling, "3.8.0 app/ui/client/lib/UserCard.js"),
    name_focusable: fact(true, "3.4.0 message.html: names are buttons"),
    mention_focusable: fact(false, "MentionsParser: a link without an address"),
    mention_title_phrase: fact(false, "MentionsParser: title is the username"),
    mention_stops_click: fact(false, "3.18.0 getCommonRoomEvents"),
    data_qa: fact(false, "Blaze templates have none"),
    menu_item: fact(MenuItem::DataId, "3.4.0 message.html, popover"),
    startup_posted: fact(true, "2.0.0 app/ui-master/client/main.js"),
    events_wait_for_settings: fact(true, "3.4.0 fireGlobalEvent.js, #6798"),
    unread_form: fact(UnreadForm::Badge, "3.4.0 client/startup/unread.js"),
    unread_when_logged_out: fact(true, "3.4.0 client/startup/unread.js"),
    by_subscription_repeats: fact(true, "3.4.0 client/startup/unread.js"),
    subscription_form: fact(SubscriptionForm::ProjectionWithUsersCount, "3.4.0 client/startup/unread.js"),
    embedded_loads_all_subscriptions: fact(true, "CachedCollection starts at login"),
    room_opened: fact(RoomOpened::WhenOther, "3.4.0 app/ui-utils/client/lib/openRoom.js"),
    on_logout_carries_script: fact(false, "3.16.0 app/ui-master/client/main.js"),
    click_mention_link: fact(true, "3.4.0 app/ui/client/views/app/room.js"),
    menu_status: fact(MenuStatus::Text, "3.4.0 app/ui-sidenav/client/sidebarHeader.js"),
    unknown_command_logged: fact(false, "3.4.0 app/ui/client/lib/iframeCommands.js"),
    override_ui: fact(false, "appears in 6.6.0, b2b00351"),
    iframe_login_needs_addresses: fact(false, "3.x app/iframe-login/client/iframe_client.js"),
    embedded_sticky: fact(false, "#21320, #23743"),
    embedded_hides_direct_reply: fact(false, "appears in 6.0, #27892"),
    self_reload_once: fact(false, "appears in 6.10, 4657d2b1"),
    asset_url: fact(AssetUrl::Query, "5.3.0 app/ui-master/server/inject.ts"),
    theme_css: fact(true, "3.4.0 app/theme/server/server.js"),
    content_length_in_characters: fact(true, "3.16.0 app/ui-master/server/inject.ts"),
    x_frame_options: fact(true, "2.2, d56119ab"),
    preflight_refused: fact(false, "6.5.3 recording: answered 200 without Allow-Headers"),
};

const V4_8: Features =
    Features { release: Release::new(4, 8), menu_status: fact(MenuStatus::Descriptor, "React user menu"), ..V3_18 };

const V5_4: Features = Features {
    release: Release::new(5, 4),
    dom: fact(Dom::React5, "5.3.0 views/room/MessageList, useLegacyMessageTemplate off by default"),
    blaze_panels: fact(true, "5.3.0: threads and side panels are Blaze until 6.0"),
    name_focusable: fact(false, "5.3.0 MessageHeader.tsx: spans"),
    mention_stops_click: fact(true, "GazzodownText.tsx"),
    data_qa: fact(true, "4.8.0 MessageActionMenu.tsx"),
    menu_item: fact(MenuItem::DataQaId, "4.8.0 MessageActionMenu.tsx"),
    ..V4_8
};

const V6_5: Features = Features {
    release: Release::new(6, 5),
    dom: fact(Dom::React6, "6.5.3 recording"),
    blaze_panels: fact(false, "58898f0f, 6.0"),
    mention_title_phrase: fact(true, "6.5.3 recording"),
    room_opened: fact(RoomOpened::FirstTime, "#31327"),
    unknown_command_logged: fact(true, "ce46e9b4, 6.1"),
    embedded_sticky: fact(true, "44539a01, 6.2.2"),
    embedded_hides_direct_reply: fact(true, "#27892"),
    asset_url: fact(AssetUrl::Path, "6.5.3 recording; 5ee909bd, 6.4"),
    ..V5_4
};

const V7_7: Features = Features {
    release: Release::new(7, 7),
    user_card: fact(UserCard::Popover, "a4f4cd5f, 6.7"),
    name_focusable: fact(true, "#31549, 6.7"),
    mention_focusable: fact(true, "6.14 UserMentionElement.tsx"),
    menu_item: fact(MenuItem::DataKey, "475d69dd, 6.7"),
    embedded_loads_all_subscriptions: fact(false, "EmbeddedPreload, #35204, 7.4"),
    room_opened: fact(RoomOpened::EachMount, "#35371, 7.5"),
    override_ui: fact(true, "b2b00351, 6.6"),
    self_reload_once: fact(true, "4657d2b1, 6.10"),
    preflight_refused: fact(true, "7.x api cors middleware"),
    ..V6_5
};

const V7_10: Features = Features {
    release: Release::new(7, 10),
    startup_posted: fact(false, "#36881, #36657"),
    events_wait_for_settings: fact(false, "useFireGlobalEvent, 7.9"),
    unread_form: fact(UnreadForm::Sum, "#36001, 7.8"),
    unread_when_logged_out: fact(false, "LoggedInArea.tsx, 7.8"),
    subscription_form: fact(SubscriptionForm::Projection, "7.8 useUnread"),
    on_logout_carries_script: fact(true, "useLogoutCleanup, release not known"),
    iframe_login_needs_addresses: fact(true, "useIframe"),
    ..V7_7
};

const V7_13: Features = Features {
    release: Release::new(7, 13),
    startup_posted: fact(false, "#37718 is of December 2025; its release is not known"),
    by_subscription_repeats: fact(false, "#37395"),
    ..V7_10
};

const V8_8: Features = Features {
    release: Release::new(8, 8),
    startup_posted: fact(true, "#37718"),
    subscription_form: fact(SubscriptionForm::Whole, "Zustand stores; not confirmed"),
    data_qa: fact(false, "#38493"),
    ..V7_13
};

/// The versions that the stand-in can be, oldest first.
pub const VERSIONS: [Features; 8] = [V3_18, V4_8, V5_4, V6_5, V7_7, V7_10, V7_13, V8_8];

/// The row for a release: the nearest one at or below it.
///
/// `None` for releases older than [`Release::OLDEST`]; a newer one than the newest row is treated as that.
#[must_use]
pub fn features(release: Release) -> Option<&'static Features> {
    VERSIONS.iter().rev().find(|row| row.release <= release)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_is_served_by_the_nearest_row_below() {
        for (asked, row) in
            [((3, 18), (3, 18)), ((4, 7), (3, 18)), ((6, 14), (6, 5)), ((7, 9), (7, 7)), ((9, 1), (8, 8))]
        {
            let found = features(Release::new(asked.0, asked.1)).map(|f| f.release);
            assert_eq!(found, Some(Release::new(row.0, row.1)), "{asked:?}");
        }
        assert!(features(Release::new(3, 17)).is_none());
    }

    #[test]
    fn the_client_page_gets_plain_facts() {
        let row = serde_json::to_value(V6_5).unwrap();
        assert_eq!(row["dom"], "react6");
        assert_eq!(row["menuItem"], "data-qa-id");
        assert_eq!(row["byNothing"], serde_json::Value::Null);
    }
}
