//! One open frame: which events it sends to the page around it, in which order, and when.
//!
//! This is the one place where that is decided. A frame hears what the person in it does and what happens on the
//! server, and answers with [`Step`]s; it has no clock and no socket of its own.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use super::people::Person;
use super::versions::{Features, MenuStatus, SubscriptionForm};
use super::world::{Change, World};

mod list;
mod messages;
mod rooms;

/// How long a client takes for each part of its start; shortened, in the order of a real one.
pub mod delay {
    use std::time::Duration;

    /// Until the settings are known.
    pub const SETTINGS: Duration = Duration::from_millis(20);
    /// Until the layout stands.
    pub const LAYOUT: Duration = Duration::from_millis(30);
    /// Until the subscriptions are loaded.
    pub const SUBSCRIPTIONS: Duration = Duration::from_millis(15);
    /// Until rooms and the person's own record are loaded.
    pub const ROOMS: Duration = Duration::from_millis(20);
    /// Until an opened room counts as read.
    pub const READ: Duration = Duration::from_millis(40);
}

/// What reaches a frame.
#[derive(Clone, Debug)]
pub enum Input {
    /// The document has started.
    Boot {
        /// A session kept by the browser.
        token: Option<String>,
        /// `layout=embedded` is in the address.
        embedded: bool,
        /// The room of the address: kind and name.
        room: Option<(String, String)>,
    },
    /// The public settings are known.
    SettingsKnown,
    /// The main layout is drawn for the first time.
    LayoutDrawn,
    /// Somebody logged in with this session.
    LoggedIn {
        /// The session.
        token: String,
        /// Who it is.
        person: &'static Person,
    },
    /// Subscriptions are loaded after a login.
    SubscriptionsLoaded,
    /// Rooms are loaded, and the person's own record.
    RoomsLoaded,
    /// The person goes to a room; `None` is the home page.
    Open(Option<(String, String)>),
    /// Time to count the opened room as read.
    Read {
        /// The room it was set for.
        rid: String,
    },
    /// The person logs out.
    LogOut,
    /// The frame got or lost the focus.
    Focus(bool),
    /// The person picked a status in the menu.
    PickStatus(String),
    /// A click on a channel mention.
    ClickMention {
        /// Room id.
        rid: String,
    },
    /// Something happened on the server.
    Change(Change),
}

/// What a frame does next.
#[derive(Clone, Debug)]
pub enum Step {
    /// Dispatch an event in the page, and post it to the page around where `target` says so.
    Emit {
        /// `eventName`.
        name: &'static str,
        /// `detail` and `data`; `None` is `undefined`.
        data: Option<Value>,
        /// Whether to dispatch in the frame's own page.
        in_page: bool,
        /// `targetOrigin`, if it is posted.
        target: Option<String>,
    },
    /// Something for the client page: it is drawn from these.
    Tell(Value),
    /// Come back with this input.
    After(Duration, Input),
    /// Something that other frames learn of.
    Share(Change),
}

/// A frame and what it remembers.
#[derive(Debug)]
pub struct Frame {
    features: &'static Features,
    settings_known: bool,
    layout: bool,
    waiting: Vec<(&'static str, Option<Value>)>,
    embedded: bool,
    focused: bool,
    route: Option<(String, String)>,
    kept: Option<String>,
    session: Option<(String, &'static Person)>,
    status: Option<String>,
    badge: Option<Value>,
    listed: BTreeMap<String, (u32, bool, Option<String>)>,
    loaded: Loaded,
    rooms_known: bool,
    opened: Option<String>,
    ever_opened: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Loaded {
    Nothing,
    Rooms(Vec<String>),
    All,
}

impl Frame {
    /// A frame of this version, before its document starts.
    #[must_use]
    pub fn new(features: &'static Features) -> Self {
        Self {
            features,
            settings_known: false,
            layout: false,
            waiting: Vec::new(),
            embedded: false,
            focused: false,
            route: None,
            kept: None,
            session: None,
            status: None,
            badge: None,
            listed: BTreeMap::new(),
            loaded: Loaded::Nothing,
            rooms_known: false,
            opened: None,
            ever_opened: Vec::new(),
        }
    }

    /// Who is logged in.
    #[must_use]
    pub fn person(&self) -> Option<&'static Person> {
        self.session.as_ref().map(|(_, person)| *person)
    }

    /// The opened room.
    #[must_use]
    pub fn opened(&self) -> Option<&str> {
        self.opened.as_deref()
    }

    /// Whether it runs in the embedded layout.
    #[must_use]
    pub fn embedded(&self) -> bool {
        self.embedded
    }

    /// Lets something happen to the frame.
    pub fn handle(&mut self, input: Input, world: &mut World) -> Vec<Step> {
        let mut steps = Vec::new();
        let out = &mut steps;
        match input {
            Input::Boot { token, embedded, room } => {
                (self.kept, self.embedded, self.route) = (token, embedded, room);
                if !self.features.startup_posted.is || self.features.events_wait_for_settings.is {
                    self.emit(out, world, "startup", Some(json!(true)));
                }
                out.push(Step::After(delay::SETTINGS, Input::SettingsKnown));
            }
            Input::SettingsKnown => self.settings_known(out, world),
            Input::LayoutDrawn => self.layout_drawn(out, world),
            Input::LoggedIn { .. } if !self.layout => out.push(Step::After(delay::LAYOUT, input)),
            Input::LoggedIn { token, person } => {
                self.tell_session(out, Some((token, person)));
                self.emit(out, world, "Custom_Script_Logged_In", None);
                out.push(Step::After(delay::SUBSCRIPTIONS, Input::SubscriptionsLoaded));
            }
            Input::SubscriptionsLoaded if self.session.is_some() => {
                self.load();
                self.list_changed(out, world);
                out.push(Step::After(delay::ROOMS, Input::RoomsLoaded));
            }
            Input::RoomsLoaded if self.session.is_some() => self.rooms_loaded(out, world),
            Input::SubscriptionsLoaded | Input::RoomsLoaded => {}
            Input::Open(route) => {
                self.route = route;
                self.open(out, world);
            }
            Input::Read { rid } => self.read(&rid, out, world),
            Input::LogOut => {
                if let Some((token, _)) = self.session.clone() {
                    world.close_session(&token);
                    if self.features.by_subscription_repeats.is {
                        self.list_changed(out, world);
                    }
                    self.logged_out(out, world);
                }
            }
            Input::Focus(focused) => {
                self.focused = focused;
                if let Some(rid) = self.opened.clone().filter(|rid| focused && self.has_news(rid, world)) {
                    out.push(Step::After(delay::READ, Input::Read { rid }));
                }
            }
            Input::PickStatus(status) => self.pick_status(&status, out, world),
            Input::ClickMention { rid } => {
                if self.embedded && self.features.click_mention_link.is {
                    let data = json!({ "path": format!("/channel/{rid}"), "channel": rid });
                    self.emit(out, world, "click-mention-link", Some(data));
                }
            }
            Input::Change(change) => self.changed(&change, out, world),
        }
        steps
    }

    fn emit(&mut self, out: &mut Vec<Step>, world: &World, name: &'static str, data: Option<Value>) {
        if !self.settings_known && self.features.events_wait_for_settings.is {
            self.waiting.push((name, data.clone()));
        }
        let target = self.settings_known.then(|| target(world)).flatten();
        out.push(Step::Emit { name, data, in_page: true, target });
    }

    fn settings_known(&mut self, out: &mut Vec<Step>, world: &mut World) {
        self.settings_known = true;
        out.push(Step::Tell(json!({ "type": "settings", "settings": super::rest::public_settings(world) })));
        for (name, data) in std::mem::take(&mut self.waiting) {
            out.push(Step::Emit { name, data, in_page: false, target: target(world) });
        }
        if self.features.startup_posted.is && !self.features.events_wait_for_settings.is {
            self.emit(out, world, "startup", Some(json!(true)));
        }
        let person = self.kept.as_ref().and_then(|token| world.session(token));
        if let (Some(token), Some(person)) = (self.kept.take(), person) {
            // Subscriptions come from the browser's own store before the session is confirmed.
            self.tell_session(out, Some((token, person)));
            self.rooms_known = true;
            self.load();
            self.list_changed(out, world);
            out.push(Step::After(delay::LAYOUT, Input::LayoutDrawn));
        } else {
            self.tell_session(out, None);
            if self.features.unread_when_logged_out.is {
                self.badge_changed(out, world);
            }
            out.push(Step::After(delay::LAYOUT, Input::LayoutDrawn));
        }
    }

    fn layout_drawn(&mut self, out: &mut Vec<Step>, world: &mut World) {
        self.layout = true;
        if self.session.is_none() {
            self.emit(out, world, "Custom_Script_Logged_Out", None);
            return;
        }
        self.status_changed(out, world);
        self.list_reloaded(out, world);
        self.emit(out, world, "Custom_Script_Logged_In", None);
        self.open(out, world);
    }

    fn rooms_loaded(&mut self, out: &mut Vec<Step>, world: &mut World) {
        self.rooms_known = true;
        self.status_changed(out, world);
        self.list_reloaded(out, world);
        self.open(out, world);
    }

    /// Rooms are part of what the list is made of only where it carries `usersCount`.
    fn list_reloaded(&mut self, out: &mut Vec<Step>, world: &World) {
        if self.features.subscription_form.is == SubscriptionForm::ProjectionWithUsersCount {
            self.list_changed(out, world);
        }
    }

    fn tell_session(&mut self, out: &mut Vec<Step>, session: Option<(String, &'static Person)>) {
        let told = session.as_ref().map(|(token, person)| {
            json!({ "token": token, "userId": person.id, "username": person.username, "name": person.name })
        });
        self.session = session;
        out.push(Step::Tell(json!({ "type": "session", "session": told })));
    }

    fn status_changed(&mut self, out: &mut Vec<Step>, world: &World) {
        let Some(person) = self.person() else { return };
        let status = world.status(person).to_owned();
        if self.status.as_ref() != Some(&status) {
            self.status = Some(status.clone());
            self.emit(out, world, "status-changed", Some(json!(status)));
        }
    }

    fn pick_status(&mut self, status: &str, out: &mut Vec<Step>, world: &mut World) {
        let Some(person) = self.person() else { return };
        let data = match self.features.menu_status.is {
            MenuStatus::Text => json!(status),
            MenuStatus::Descriptor => {
                json!({ "name": status, "localizeName": true, "id": status, "statusType": status })
            }
        };
        self.emit(out, world, "user-status-manually-set", Some(data));
        out.push(Step::Share(world.set_status(person, status)));
    }

    fn logged_out(&mut self, out: &mut Vec<Step>, world: &World) {
        self.tell_session(out, None);
        self.loaded = Loaded::Nothing;
        self.listed.clear();
        self.opened = None;
        self.ever_opened.clear();
        self.rooms_known = false;
        self.route = None;
        let script =
            self.features.on_logout_carries_script.is.then(|| world.setting("Custom_Script_On_Logout").clone());
        self.emit(out, world, "Custom_Script_On_Logout", script);
        self.emit(out, world, "Custom_Script_Logged_Out", None);
        if self.features.unread_when_logged_out.is {
            self.badge_changed(out, world);
        }
    }

    fn changed(&mut self, change: &Change, out: &mut Vec<Step>, world: &World) {
        match change {
            Change::Reload => out.push(Step::Tell(json!({ "type": "reload" }))),
            Change::Go { path } => out.push(Step::Tell(json!({ "type": "go", "path": path }))),
            Change::Settings if self.settings_known => {
                let settings = super::rest::public_settings(world);
                out.push(Step::Tell(json!({ "type": "settings", "settings": settings })));
            }
            Change::Settings => {}
            Change::Forgotten { uid } if self.is_me(uid) => self.logged_out(out, world),
            Change::Status { uid } if self.is_me(uid) => self.status_changed(out, world),
            Change::Subscription { uid, rid } if self.is_me(uid) && self.is_loaded(rid) => {
                self.list_changed(out, world)
            }
            Change::Said { rid, id, thread, touched } if self.session.is_some() => {
                self.said(rid, id, thread.as_deref(), touched, out, world);
            }
            _ => {}
        }
    }

    fn is_me(&self, uid: &str) -> bool {
        self.person().is_some_and(|person| person.id == uid)
    }
}

fn target(world: &World) -> Option<String> {
    world
        .switch("Iframe_Integration_send_enable")
        .then(|| world.text_setting("Iframe_Integration_send_target_origin").to_owned())
}
