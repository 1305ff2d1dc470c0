//! Random rosters against a stand-in of each release, over REST and by the command itself.
#![cfg(feature = "standin")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

mod setup_cli_server;
#[allow(dead_code, reason = "this file uses a part of it")]
#[path = "roster_cli/site.rs"]
mod site;

use setup_cli_server::{RELEASES, Served};

/// Few names and addresses, so that they clash.
fn roster() -> impl Strategy<Value = Value> {
    let person = ("[ab]{1,2}|admin|\u{e9}a", "[ab]{1,2}@[xy]\\.test", prop::bool::weighted(0.85));
    let people = prop::collection::btree_map(0..7u32, person, 1..7);
    let members =
        prop::collection::btree_map(0..8u32, prop::sample::select(vec!["member", "moderator", "owner"]), 0..6);
    let project = ("[Aa]lpha|B\u{ea}ta|general", members, prop::bool::weighted(0.2));
    let projects = prop::collection::btree_map(0..4u32, project, 1..4);
    (people, projects).prop_map(|(people, projects)| {
        let people: Vec<Value> = people
            .into_iter()
            .map(|(id, (name, email, active))| {
                json!({ "id": format!("p{id}"), "username": name, "name": email, "email": email, "active": active })
            })
            .collect();
        let projects: Vec<Value> = projects
            .into_iter()
            .map(|(id, (name, members, archived))| {
                let members: Vec<Value> = members
                    .into_iter()
                    .map(|(person, role)| json!({ "person": format!("p{person}"), "role": role }))
                    .collect();
                json!({ "id": format!("j{id}"), "name": name, "archived": archived, "members": members })
            })
            .collect();
        json!({ "version": 1, "people": people, "projects": projects })
    })
}

fn sync(served: &Served, roster: &Value, code: i32) -> String {
    std::fs::write(served.path("roster.json"), roster.to_string()).unwrap();
    let ran = served.gantry(&["sync", "apply", "roster.json", "--yes", "--skip-conflicts", "--accept-removals"]);
    assert_eq!(ran.code, Some(code), "{roster}\n{}\n{}", ran.out, ran.err);
    ran.out
}

/// The steps that are left, and nobody twice.
fn assert_settled(served: &Served, roster: &Value) {
    let plan = served.gantry(&["sync", "plan", "roster.json", "--json"]).json();
    assert_eq!(plan["steps"], json!([]), "{roster}");
    let world = served.hub.world();
    let mut seen = BTreeSet::new();
    for account in world.accounts.iter() {
        assert!(seen.insert(account.person.username.to_lowercase()) && seen.insert(account.email.to_lowercase()));
    }
    let tagged: Vec<&Value> = world.rooms.iter().filter_map(|room| room.custom_fields.get("gantryProject")).collect();
    assert_eq!(tagged.len(), tagged.iter().map(|id| id.as_str()).collect::<BTreeSet<_>>().len(), "{roster}");
    for room in world.rooms.iter().filter(|room| room.custom_fields.contains_key("gantryProject")) {
        let admin = world.accounts.named("admin").unwrap().person.id;
        assert!(room.roles[admin].contains("owner"), "the account of the token owns every room");
    }
}

/// Accounts and a room that no roster leads to.
fn add_outsiders(served: &Served) {
    {
        let mut world = served.hub.world();
        let now = world.now;
        for name in ["zoe", "yan"] {
            world.accounts.add(format!("by-hand-{name}"), name, "By Hand", &format!("{name}@other.test"), "x", now);
        }
    }
    site::add_room(served, "outsiders", "zoe", &["yan", "admin"]);
}

fn outside(served: &Served) -> String {
    let world = served.hub.world();
    let accounts = ["admin", "zoe", "yan", "rocket.cat"].map(|name| world.accounts.named(name));
    let room = world.rooms.iter().find(|room| room.name.as_deref() == Some("outsiders"));
    format!("{accounts:#?} {room:#?}")
}

#[test]
fn random_rosters_are_applied_whole_and_finished_after_a_cut() {
    // Most of the time is spent waiting before a call is tried again.
    std::thread::scope(|scope| {
        for release in RELEASES {
            scope.spawn(move || applied_whole_and_finished_after_a_cut(release));
        }
    });
}

fn applied_whole_and_finished_after_a_cut(release: &str) {
    let rng =
        TestRng::from_seed(RngAlgorithm::ChaCha, &[u8::try_from(release.len()).unwrap() + release.as_bytes()[0]; 32]);
    let mut runner = TestRunner::new_with_rng(Config { cases: 3, failure_persistence: None, ..Config::default() }, rng);
    let cuts = (roster(), roster(), 0..12u64, prop::sample::select(vec!["cut", "cut-before", "status:502"]));
    let ran = runner.run(&cuts, |(first, second, after, deed)| {
        let served = Served::fresh(release);
        add_outsiders(&served);
        let before = outside(&served);
        sync(&served, &first, 0);
        assert_settled(&served, &first);
        std::fs::write(served.path("roster.json"), second.to_string()).unwrap();
        served.faults(&json!([
            { "match": "POST /api/v1/", "after": after, "times": 1, "do": deed },
            { "match": "POST /api/v1/", "after": after + 1, "do": "401" },
        ]));
        served.gantry(&["sync", "apply", "roster.json", "--yes", "--skip-conflicts", "--accept-removals"]);
        served.faults(&json!([]));
        sync(&served, &second, 0);
        assert_settled(&served, &second);
        assert_eq!(outside(&served), before, "nobody outside of the roster's reach was touched");
        Ok(())
    });
    ran.unwrap();
}
