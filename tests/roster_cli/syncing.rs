//! What `gantry sync` makes of a server, what it tells, and what stops it.

use std::collections::BTreeSet;

use gantry::standin::{Licence, SecondFactor, people};
use serde_json::json;

use super::site::{PEOPLE, Synced, person, projects, roster, set};
use crate::setup_cli_server::{RELEASES, Served};

#[test]
fn a_fresh_server_of_each_release_is_filled_and_the_second_run_writes_nothing() {
    for release in RELEASES {
        let served = Synced(Served::fresh(release));
        served.0.configure("[sync]\nmost_removals = 80\n");
        served.write(&roster(&PEOPLE, &projects()));
        served.sync("check", &[]).comes_to(1);
        served.apply();
        assert_eq!(
            served.room("projet-alpha"),
            set(&["admin owner", "ann_staff owner", "bea_staff", "cat_staff"]),
            "{release}"
        );
        assert_eq!(served.room("beta"), set(&["admin owner", "bea_staff moderator", "dan_staff"]), "{release}");
        {
            let world = served.0.hub.world();
            let ann = world.accounts.named("ann_staff").unwrap();
            assert!(ann.verified && ann.password.len() == 32, "{release}");
            let general = world.room(people::GENERAL).unwrap();
            assert!(!general.members.iter().any(|member| member == ann.person.id), "no default channels");
            let room = world.rooms.iter().find(|room| room.name.as_deref() == Some("projet-alpha")).unwrap();
            assert_eq!((room.description.as_str(), &room.custom_fields["gantryProject"]), ("All of it", &json!("a")));
            assert!(room.messages.is_empty(), "nobody is told of those who are there from the start");
        }
        served.0.calls();
        served.sync("check", &["--quiet"]).comes_to(0);
        served.apply();
        let writes: Vec<String> = served.0.calls().into_iter().filter(|call| !call.starts_with("GET")).collect();
        assert_eq!(writes, [""; 0], "{release}");

        let next = json!([
            { "id": "a", "name": "Projet Alpha", "description": "", "members": ["1", { "person": "4", "role": "owner" }] },
            { "id": "b", "name": "Beta Two", "archived": true, "members": ["2"] },
        ]);
        served.write(&roster(&[("1", "ann"), ("2", "bea"), ("4", "dan")], &next));
        served.apply();
        assert_eq!(served.room("projet-alpha"), set(&["admin owner", "ann_staff", "dan_staff owner"]), "{release}");
        assert!(!served.0.hub.world().accounts.named("cat_staff").unwrap().active, "{release}");
        served.sync("check", &[]).comes_to(0);

        served.write(&roster(&PEOPLE, &projects()));
        served.apply();
        assert_eq!(served.room("beta"), set(&["admin owner", "bea_staff moderator", "dan_staff"]), "{release}");
        served.sync("check", &[]).comes_to(0);
        assert_eq!(served.usernames().len(), 6, "{release}");
    }
}

#[test]
fn a_run_that_is_cut_anywhere_is_finished_by_the_next_without_duplicates() {
    for (release, deed) in [("6.5", "cut"), ("8.8", "cut"), ("6.5", "cut-before"), ("8.8", "status:502")] {
        for after in 0..9 {
            let served = Synced(Served::fresh(release));
            served.write(&roster(&PEOPLE, &projects()));
            served.0.faults(&json!([
                { "match": "POST /api/v1/", "after": after, "times": 1, "do": deed },
                { "match": "*", "after": after + 14, "do": "401" },
            ]));
            let first = served.sync("apply", &["--yes"]);
            assert_ne!(first.code, Some(1), "{}", first.err);
            served.0.faults(&json!([]));
            served.apply();
            served.sync("check", &[]).comes_to(0);
            let names = served.usernames();
            let once: BTreeSet<&String> = names.iter().collect();
            assert_eq!((names.len(), once.len()), (6, 6), "{names:?}");
            let private = served.0.hub.world().rooms.iter().filter(|room| room.kind == 'p').count();
            assert_eq!(private, 2, "{release} {deed} {after}");
        }
    }
}

#[test]
fn conflicts_stop_everything_until_they_are_left_out() {
    let served = Synced(Served::fresh("8.8"));
    let mut roster = roster(&PEOPLE, &projects());
    roster["people"][3]["email"] = json!("ANN@example.test");
    served.write(&roster);
    served.sync("plan", &[]).comes_to(1);
    served.0.calls();
    let ran = served.sync("apply", &["--yes"]).comes_to(2);
    assert!(ran.err.contains("nothing was changed"), "{}", ran.err);
    assert!(ran.err.contains("1 conflict is to decide first; --skip-conflicts does the rest"), "{}", ran.err);
    assert!(ran.out.contains("people[0] and people[3] have the same address ann@example.test"), "{}", ran.out);
    assert!(served.0.calls().iter().all(|call| call.starts_with("GET")));
    served.sync("apply", &["--yes", "--skip-conflicts"]).comes_to(0);
    assert_eq!(served.room("projet-alpha"), set(&["admin owner", "bea_staff", "cat_staff"]));
}

#[test]
fn too_many_removals_and_an_empty_roster_stop() {
    let served = Synced(Served::fresh("7.10"));
    served.write(&roster(&PEOPLE, &projects()));
    served.apply();
    served.write(&roster(&PEOPLE[..3], &projects()));
    let ran = served.sync("apply", &["--yes", "--skip-conflicts"]).comes_to(2);
    assert!(
        ran.err.contains("1 of 4 accounts would go, and more than 20 % is taken for a mistake: dan_staff"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("--accept-removals goes on all the same"), "{}", ran.err);
    served.write(&roster(&[], &json!([])));
    let ran = served.sync("apply", &["--yes", "--accept-removals"]).comes_to(2);
    assert!(ran.err.contains("the roster is empty of people"), "{}", ran.err);
    assert!(served.0.hub.world().accounts.iter().all(|account| account.active));
}

#[test]
fn no_password_and_no_token_is_written_anywhere() {
    let served = Synced(Served::fresh("8.8"));
    served.write(&roster(&PEOPLE, &projects()));
    served.sync("apply", &["--yes", "--verbose"]).comes_to(0);
    let written = served.0.all_written(&["token.json"]);
    assert!(!written.contains(&served.0.token));
    for account in served.0.hub.world().accounts.iter().filter(|account| account.password != people::PASSWORD) {
        assert!(!written.contains(&account.password));
    }
}

#[test]
fn who_alone_owns_another_room_leaves_it_only_where_the_operator_says_so() {
    let served = Synced(Served::fresh("8.8"));
    served.0.configure("[sync]\nmost_removals = 80\n");
    served.write(&roster(&PEOPLE, &projects()));
    served.apply();
    served.own_a_room("side-room", "dan_staff", &["ann_staff"]);
    served.write(&roster(&PEOPLE[..3], &json!([{ "id": "a", "name": "Projet Alpha", "members": ["1", "2", "3"] }])));
    let ran = served.sync("apply", &["--yes"]).comes_to(2);
    assert!(ran.out.contains("make somebody an owner there, or set relinquish = true below [sync]"), "{}", ran.out);
    assert!(served.0.hub.world().accounts.named("dan_staff").unwrap().active);
    served.0.configure("[sync]\nmost_removals = 80\nrelinquish = true\n");
    served.apply();
    assert!(!served.0.hub.world().accounts.named("dan_staff").unwrap().active);
    assert_eq!(served.room("side-room"), set(&["ann_staff owner", "dan_staff"]));
}

#[test]
fn a_second_proof_is_asked_for_before_the_first_write() {
    let served = Synced(Served::with("8.8", "", |options| options.second_factor = SecondFactor::Totp));
    let token = served.0.issue("challenged", false);
    served.0.write_token(&token);
    served.write(&roster(&PEOPLE, &projects()));
    served.apply();
    let mut changed = roster(&PEOPLE, &projects());
    changed["people"][0]["name"] = json!("Ann Other");
    changed["people"].as_array_mut().unwrap().push(person(("5", "eve")));
    served.write(&changed);
    served.0.calls();
    let ran = served.sync("apply", &["--yes"]).comes_to(2);
    assert!(ran.err.contains("GANTRY_CODE"), "{}", ran.err);
    assert_eq!(served.usernames().len(), 6, "nobody was made before the proof was given");
    let mut command = served.0.command(&["sync", "apply", "roster.json", "--yes", "--token-file", "token.json"]);
    command.env("GANTRY_CODE", people::TOTP_CODE);
    served.0.run(command).comes_to(0);
    assert_eq!(served.0.hub.world().accounts.named("ann_staff").unwrap().person.name, "Ann Other");
}

#[test]
fn a_licence_that_is_full_is_told_before_the_first_write_and_an_odd_one_is_no_obstacle() {
    for release in ["6.5", "7.7", "8.8"] {
        let served = Synced(Served::with(release, "", |options| options.licence = Licence::Seats(4)));
        served.write(&roster(&PEOPLE, &projects()));
        served.0.calls();
        let ran = served.sync("apply", &["--yes"]).comes_to(2);
        let told = "4 accounts are to be made or let in again, and the server's licence has room for 2";
        assert!(ran.out.contains(told), "{}", ran.out);
        assert!(served.0.calls().iter().all(|call| call.starts_with("GET")), "{release}");
        served.sync("apply", &["--yes", "--skip-conflicts"]).comes_to(0);
        assert_eq!(served.usernames().len(), 4, "{release}: as many as fit");

        let served = Synced(Served::with(release, "", |options| options.licence = Licence::Unknown));
        served.write(&roster(&PEOPLE, &projects()));
        let ran = served.apply();
        assert!(ran.out.contains("could not tell how many accounts the licence allows"), "{}", ran.out);
    }
}
