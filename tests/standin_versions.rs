//! What an embedding page hears from each version: names of events, in order, with their gaps.

#![cfg(feature = "standin")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use gantry::protocol::Release;
use gantry::standin::frame::Input;
use gantry::standin::people::{ALPHA, OTHER};
use gantry::standin::seed;
use gantry::standin::versions::VERSIONS;
use gantry::standin::world::World;
use serde_json::{Value, json};

mod running;

use running::{ALICE, BOB, Run};

fn world() -> World {
    let mut world = seed::world(1_000_000);
    world.settings.insert("Iframe_Integration_send_enable".into(), json!(true));
    world.settings.insert("Unread_Count".into(), json!("all_messages"));
    world.settings.insert("Custom_Script_On_Logout".into(), json!("bye();"));
    world
}

/// Short names, and the values of those events that are told by their value.
fn told(events: &[Value]) -> String {
    let words = events.iter().map(|event| match event["eventName"].as_str().unwrap() {
        "unread-changed-by-subscription" => event["data"]["name"].as_str().unwrap().to_owned(),
        "unread-changed" => format!("={}", event["data"]),
        "Custom_Script_Logged_In" => "in".to_owned(),
        "Custom_Script_Logged_Out" => "out".to_owned(),
        "Custom_Script_On_Logout" => format!("bye:{}", event["data"]),
        "status-changed" => "status".to_owned(),
        other => other.to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

fn boot(embedded: bool, room: Option<&str>) -> Input {
    Input::Boot { token: None, embedded, room: room.map(|name| ("group".to_owned(), name.to_owned())) }
}

/// Each version's row: release, and what it says.
fn check(expected: [(u16, u16, &str); 8], scene: impl Fn(Release) -> String) {
    for ((major, minor, expected), row) in expected.into_iter().zip(&VERSIONS) {
        let release = Release::new(major, minor);
        assert_eq!(row.release, release);
        assert_eq!(scene(release), expected, "Rocket.Chat {release}");
    }
}

#[test]
fn at_the_login_screen() {
    check(
        [
            (3, 18, "startup =\"\" out"),
            (4, 8, "startup =\"\" out"),
            (5, 4, "startup =\"\" out"),
            (6, 5, "startup =\"\" out"),
            (7, 7, "startup =\"\" out"),
            (7, 10, "out"),
            (7, 13, "out"),
            (8, 8, "startup out"),
        ],
        |release| told(&Run::new(release, world()).step(boot(false, None))),
    );
}

#[test]
fn at_login_in_the_full_layout() {
    let twice = "in general projet-alpha autre-projet bob status general projet-alpha autre-projet bob";
    let once = "in general projet-alpha autre-projet bob =0 status";
    check(
        [
            (3, 18, twice),
            (4, 8, twice),
            (5, 4, twice),
            (6, 5, twice),
            (7, 7, twice),
            (7, 10, once),
            (7, 13, once),
            (8, 8, once),
        ],
        |release| {
            let mut run = Run::new(release, world());
            run.step(boot(false, None));
            told(&run.log_in())
        },
    );
}

#[test]
fn a_message_in_another_room_of_an_embedded_frame() {
    let all = "general projet-alpha autre-projet bob =1 notification";
    check(
        [(3, 18, all), (4, 8, all), (5, 4, all), (6, 5, all), (7, 7, ""), (7, 10, ""), (7, 13, ""), (8, 8, "")],
        |release| {
            let mut run = Run::new(release, world());
            run.step(boot(true, Some("projet-alpha")));
            run.log_in();
            told(&run.say(OTHER, BOB, "hello", None, true))
        },
    );
}

#[test]
fn a_message_in_the_opened_room_without_the_focus() {
    let all = "new-message notification general projet-alpha autre-projet bob =1";
    let one = "new-message notification projet-alpha =1";
    check(
        [(3, 18, all), (4, 8, all), (5, 4, all), (6, 5, all), (7, 7, one), (7, 10, one), (7, 13, one), (8, 8, one)],
        |release| {
            let mut run = Run::new(release, world());
            run.step(boot(true, Some("projet-alpha")));
            run.log_in();
            told(&run.say(ALPHA, BOB, "hello", None, true))
        },
    );
}

#[test]
fn going_back_to_a_room() {
    check(
        [
            (3, 18, "room-opened"),
            (4, 8, "room-opened"),
            (5, 4, "room-opened"),
            (6, 5, ""),
            (7, 7, "room-opened"),
            (7, 10, "room-opened"),
            (7, 13, "room-opened"),
            (8, 8, "room-opened"),
        ],
        |release| {
            let mut run = Run::new(release, world());
            run.step(boot(false, None));
            run.log_in();
            run.open("group", "projet-alpha");
            run.open("group", "autre-projet");
            let events = run.open("group", "projet-alpha");
            told(&events.into_iter().filter(|event| event["eventName"] == "room-opened").collect::<Vec<_>>())
        },
    );
}

#[test]
fn more_than_a_thousand_unread() {
    check(
        [
            (3, 18, "=\"999+\""),
            (4, 8, "=\"999+\""),
            (5, 4, "=\"999+\""),
            (6, 5, "=\"999+\""),
            (7, 7, "=\"999+\""),
            (7, 10, "=1500"),
            (7, 13, "=1500"),
            (8, 8, "=1500"),
        ],
        |release| {
            let mut run = Run::new(release, world());
            run.step(boot(false, None));
            run.log_in();
            run.world.subscription_mut(ALICE.id, OTHER).unwrap().unread = 1499;
            let events = run.say(OTHER, BOB, "hello", None, true);
            told(&events.into_iter().filter(|event| event["eventName"] == "unread-changed").collect::<Vec<_>>())
        },
    );
}

#[test]
fn at_logout() {
    let list = "general projet-alpha autre-projet bob bye:null out";
    let list_with_script = "general projet-alpha autre-projet bob =0 bye:\"bye();\" out";
    let script = "bye:\"bye();\" out";
    check(
        [
            (3, 18, list),
            (4, 8, list),
            (5, 4, list),
            (6, 5, list),
            (7, 7, list),
            (7, 10, list_with_script),
            (7, 13, script),
            (8, 8, script),
        ],
        |release| {
            let mut run = Run::new(release, world());
            run.step(boot(false, None));
            run.log_in();
            told(&run.step(Input::LogOut))
        },
    );
}

#[test]
fn where_one_goes_before_the_login_is_where_one_is_after_it() {
    for row in &VERSIONS {
        let mut run = Run::new(row.release, world());
        run.step(boot(false, None));
        assert_eq!(run.open("group", "projet-alpha"), Vec::<Value>::new());
        assert!(told(&run.log_in()).contains("room-opened"), "{}", row.release);
    }
}

#[test]
fn nothing_is_sent_while_sending_is_off() {
    for row in &VERSIONS {
        let mut world = world();
        world.settings.insert("Iframe_Integration_send_enable".into(), json!(false));
        let mut run = Run::new(row.release, world);
        let mut events = run.step(boot(false, None));
        events.extend(run.log_in());
        assert_eq!(events, Vec::<Value>::new(), "{}", row.release);
    }
}

#[test]
fn muted_archived_and_closed_rooms_are_silent() {
    for row in &VERSIONS {
        let mut run = Run::new(row.release, world());
        let sub = run.world.subscription_mut(ALICE.id, OTHER).unwrap();
        (sub.hide_unread_status, sub.unread, sub.alert) = (true, 5, true);
        let sub = run.world.subscription_mut(ALICE.id, ALPHA).unwrap();
        (sub.archived, sub.unread, sub.alert) = (true, 7, true);
        run.step(boot(false, None));
        let events = told(&run.log_in());
        assert!(
            !events.contains("projet") && !events.contains('5') && !events.contains('7'),
            "{}: {events}",
            row.release
        );
    }
}
