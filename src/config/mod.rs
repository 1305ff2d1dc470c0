//! `gantry.toml`: the one configuration of everything that Gantry makes and does.
//!
//! Owns the model and what makes a value acceptable. It holds no secret: tokens never go through it. Every value here
//! has been checked, so whoever reads a [`Config`] does not check again.
//!
//! Pure; only the reading of TOML is native, because the browser never sees that file.

pub mod actions;
pub mod check;
pub mod site;
mod sync;
mod value;

#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub mod catalog;

#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
mod error;
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
mod read;
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
mod read_server;
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
mod read_sync;
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
mod table;

#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub use error::{ConfigError, Note, Problem};

pub use sync::{ByHand, SyncOptions};
pub use value::{Asked, SettingValue, is_secret};

use std::collections::BTreeMap;

use crate::protocol::{Origin, ServerUrl};

/// What `gantry init` writes: every key with its meaning, ready to be edited.
pub const TEMPLATE: &str = include_str!("template.toml");

/// The whole configuration, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Where Rocket.Chat is reached.
    pub server: ServerUrl,
    /// Origins of the pages that dock the chat: at least one, no two alike. The first is the main one, to which
    /// Rocket.Chat itself sends its events.
    pub origins: Vec<Origin>,
    /// Where the defaults come from.
    pub preset: Preset,
    /// From a person in the chat to a page.
    pub profile: ProfileOptions,
    /// Where the page gets a member's token from; without it, members log in by hand or the page brings its own code.
    pub login: Option<Login>,
    /// What the bundle does in Rocket.Chat.
    pub bundle: BundleOptions,
    /// Settings of the server by id, over the preset's; none of them a secret.
    pub settings: BTreeMap<String, Asked>,
    /// Ids of the permissions that the role `user` keeps.
    pub keep: Vec<String>,
    /// How the roster and the server are brought together.
    pub sync: SyncOptions,
}

/// Ids of the permissions that the role `user` keeps where the configuration does not say: the manual's seven.
pub const KEPT: [&str; 7] =
    ["create-d", "delete-own-message", "mention-all", "mention-here", "view-d-room", "view-history", "view-p-room"];

/// A set of defaults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// What a careful integrator would choose: Rocket.Chat keeps its looks and its safeguards.
    Default,
    /// The Ametys manual to the letter.
    Ametys,
}

/// From a person in the chat to a page of the project space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileOptions {
    /// How a person's page is found.
    pub target: ProfileTarget,
    /// Origins other than the page's own that a profile may lie on.
    pub allow: Vec<Origin>,
    /// Whether a profile opens in a new tab.
    pub new_tab: bool,
}

/// How a person's page is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProfileTarget {
    /// A URL with at least one of [`check::PERSON_PLACEHOLDERS`]: a path, or absolute.
    Url(String),
    /// Address of a JSON map from usernames and user ids to URLs, relative to `gantry.json`.
    People(String),
    /// Nowhere; the page's own code says.
    None,
}

/// Where the page gets a member's token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// Path on the page's own origin, answered `{"token","userId"}`, or 401 to who is no member.
    pub url: String,
}

/// What the bundle does in Rocket.Chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleOptions {
    /// What becomes of Rocket.Chat's own user card.
    pub card: Card,
    /// Corner radius of avatars, a CSS length or percentage ([`check::is_css_length`]); none leaves Rocket.Chat's.
    pub avatar_radius: Option<String>,
    /// Ids of actions to hide, each one of [`actions::ALL`].
    pub hide: Vec<String>,
}

/// What becomes of Rocket.Chat's own user card when a person is clicked in a docked chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Card {
    /// It does not open: the click belongs to the page.
    Stop,
    /// It opens as well.
    Keep,
}

impl Preset {
    /// The name in `gantry.toml`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Ametys => "ametys",
        }
    }

    /// What `[bundle]` is where it says nothing.
    #[must_use]
    pub fn bundle(self) -> BundleOptions {
        match self {
            Self::Default => BundleOptions { card: Card::Stop, avatar_radius: None, hide: Vec::new() },
            Self::Ametys => BundleOptions {
                card: Card::Stop,
                avatar_radius: Some("100px".into()),
                hide: ["reply-directly", "reply-in-thread", "mark-message-as-unread"].map(String::from).into(),
            },
        }
    }
}

impl Config {
    /// A configuration with the defaults, `/members/{username}` as profile and `/chat-login` as login; for the demo
    /// and for tests.
    #[must_use]
    pub fn example(server: ServerUrl, origins: &[Origin]) -> Self {
        Self {
            server,
            origins: origins.to_vec(),
            preset: Preset::Default,
            profile: ProfileOptions {
                target: ProfileTarget::Url("/members/{username}".into()),
                allow: Vec::new(),
                new_tab: false,
            },
            login: Some(Login { url: "/chat-login".into() }),
            bundle: Preset::Default.bundle(),
            settings: BTreeMap::new(),
            keep: KEPT.map(String::from).into(),
            sync: SyncOptions::default(),
        }
    }
}
