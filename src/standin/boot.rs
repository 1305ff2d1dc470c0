//! What the starts of a server do: the first one, one after an upgrade, any other.

use serde_json::{Value, json};

use super::settings::Catalogue;
use super::world::World;
use super::{Options, SecondFactor, people, seed};
use crate::protocol::{Origin, Release};

/// The world of a server that starts with these options.
pub fn world(options: &Options, now: i64) -> World {
    let mut world =
        if options.populated { seed::world_of(options.release, now) } else { seed::fresh(options.release, now) };
    let admin = people::by_username("admin").and_then(|admin| world.accounts.get_mut(admin.id));
    if let Some(admin) = admin {
        admin.totp = options.second_factor == SecondFactor::Totp;
        admin.email2fa = options.second_factor == SecondFactor::Email;
    }
    set(&mut world, "Site_Url", json!(options.server.to_string()));
    // Stable for the life of the database, and different from server to server.
    let id = world.fresh_id();
    set(&mut world, "uniqueID", json!(format!("{id}{now:x}")));
    if !options.limited {
        set(&mut world, "API_Enable_Rate_Limiter", json!(false));
    }
    if options.set_up {
        set_up(&mut world, options);
    }
    pin(&mut world, options);
    world
}

fn set(world: &mut World, id: &str, value: Value) {
    world.settings.insert(id.to_owned(), value);
}

/// What an integrator does by hand.
fn set_up(world: &mut World, options: &Options) {
    let origins: Vec<&str> = options.page_origins.iter().map(Origin::as_str).collect();
    set(world, "Iframe_Restrict_Access", json!(false));
    set(world, "Iframe_Integration_send_enable", json!(true));
    set(world, "Iframe_Integration_send_target_origin", json!(origins.first().copied().unwrap_or("*")));
    set(world, "Iframe_Integration_receive_enable", json!(true));
    set(world, "Iframe_Integration_receive_origin", json!(origins.join(",")));
    set(world, "API_Enable_CORS", json!(true));
    set(world, "API_CORS_Origin", json!(origins.join(",")));
    set(world, "Unread_Count", json!("all_messages"));
    set(world, "Unread_Count_DM", json!("all_messages"));
    // An empty script leaves the default comment in place, as a server without a bundle has it.
    if !options.script.is_empty() {
        set(world, "Custom_Script_Logged_In", json!(options.script));
        set(world, "Custom_Script_Logged_Out", json!(options.script));
    }
    set(world, "theme-custom-css", json!(options.css));
}

/// Each start writes what the environment says over what is there.
pub fn pin(world: &mut World, options: &Options) {
    for (id, value) in &options.pinned {
        set(world, id, value.clone());
    }
}

/// A start with another release: settings and permissions that are new come with their defaults, those that are gone
/// go, and the rest stays as it is.
pub fn upgrade(world: &mut World, release: Release) {
    let catalogue = Catalogue::of(release);
    world.settings.retain(|id, _| catalogue.get(id).is_some() || world.catalogue.get(id).is_none());
    for (id, value) in catalogue.defaults() {
        world.settings.entry(id).or_insert(value);
    }
    let now = world.now;
    world.permissions.boot(release, &catalogue, now);
    (world.release, world.catalogue) = (release, catalogue);
}
