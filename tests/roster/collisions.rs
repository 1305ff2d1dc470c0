//! Each collision with its message, found before the first write; the rest goes on without it.

use std::collections::BTreeSet;

use gantry::config::SyncOptions;
use gantry::roster::{Collision, Plan, Roster, State};

use super::model::{Model, SERVICE, account, options, roster};

/// A way into a collision.
struct Case {
    code: &'static str,
    text: &'static str,
    plan: fn() -> Plan,
    /// What goes on without it, as kinds of steps and what they are about.
    rest: &'static [&'static str],
}

/// A new kind of collision has no place here and fails `every_collision_has_its_test`.
const CASES: &[Case] = &[
    Case {
        code: "shared-address",
        text: "people[0] and people[1] have the same address a@x.test; Rocket.Chat gives an address to one account only",
        plan: || planned(&Model::new(), &roster(&["1 ann a@x.test", "2 bea A@x.test", "3 cat c@x.test"], &[])),
        rest: &["create-person cat"],
    },
    Case {
        code: "address-of-another",
        text: "people[1]: the address A@X.test of \"2\" is the one of the account ann, which is \"1\"; correct the roster, or \
            change that account's address in Rocket.Chat",
        plan: || {
            let (model, state) = with_ann();
            model.plan(&roster(&["1 ann new@x.test", "2 bea A@X.test"], &[]), &state, &options())
        },
        rest: &["update-person ann"],
    },
    Case {
        code: "address-taken",
        text: "people[0]: \"1\" has the account ann, and the address new@x.test is the one of the account old.ann; deactivated \
            accounts keep their address: change it there, or delete that account",
        plan: || {
            let (mut model, state) = with_ann();
            let mut old = account("old", "old.ann", "NEW@x.test");
            old.active = false;
            model.accounts.push(old);
            model.plan(&roster(&["1 ann new@x.test"], &[]), &state, &options())
        },
        rest: &[],
    },
    Case {
        code: "address-nameless",
        text: "people[0]: the address a@x.test of \"1\" is the one of an account without a username; give it one in \
            Rocket.Chat, or delete that account",
        plan: || {
            let mut model = Model::new();
            model.accounts.push(account("half-made", "", "A@x.test"));
            planned(&model, &roster(&["1 ann a@x.test", "2 bea b@x.test"], &["p Alpha: 1 2"]))
        },
        rest: &["create-person bea", "create-room alpha"],
    },
    Case {
        code: "address-domain",
        text: "people[0]: the server takes no address like a@x.test; see Accounts_AllowedDomainsList and \
            Accounts_BlockedDomainsList",
        plan: || {
            let mut model = Model::new();
            model.rules.domains = vec!["example.test".into()];
            planned(&model, &roster(&["1 ann a@x.test", "2 bea b@Example.test"], &[]))
        },
        rest: &["create-person bea"],
    },
    Case {
        code: "address-domain",
        text: "people[0]: the server takes no address like a@mail.x.test; see Accounts_AllowedDomainsList and \
            Accounts_BlockedDomainsList",
        plan: || {
            let mut model = Model::new();
            model.rules.refused_domains = vec!["x.test".into()];
            planned(&model, &roster(&["1 ann a@mail.x.test"], &[]))
        },
        rest: &[],
    },
    Case {
        code: "username-reserved",
        text: "people[0]: the username All is reserved; give \"1\" another one in `username`",
        plan: || planned(&Model::new(), &roster(&["1 All a@x.test"], &[])),
        rest: &[],
    },
    Case {
        code: "username-reserved",
        text: "people[0]: the username administrator is reserved; give \"1\" another one in `username`",
        plan: || planned(&Model::new(), &roster(&["1 administrator a@x.test"], &[])),
        rest: &[],
    },
    Case {
        code: "username-reserved",
        text: "people[0]: the username ROOT is reserved; give \"1\" another one in `username`",
        plan: || {
            let mut model = Model::new();
            model.rules.blocked = vec!["root".into()];
            planned(&model, &roster(&["1 ROOT a@x.test"], &[]))
        },
        rest: &[],
    },
    Case {
        code: "username-empty",
        text: "people[0]: no username can be made for \"1\" from \"@@@\"; give one in `username`",
        plan: || planned(&Model::new(), &roster(&["1 @@@ a@x.test"], &[])),
        rest: &[],
    },
    Case {
        code: "username-empty",
        text: "people[0]: no username can be made for \"1\": the template has a field that is empty; give one in `username`",
        plan: || {
            let login = r#"{"version": 1, "projects": [],
                "people": [{"id": "1", "login": "raf", "email": "r@x.test", "name": "R"}]}"#;
            planned(&Model::new(), &gantry::roster::json(login).unwrap())
        },
        rest: &[],
    },
    Case {
        code: "name-too-long",
        text: "people[0]: the name xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\u{2026} is longer than 128 characters",
        plan: || planned(&Model::new(), &roster(&[&format!("1 {} a@x.test", "x".repeat(129))], &[])),
        rest: &[],
    },
    Case {
        code: "name-too-long",
        text: "projects[0]: the name xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\u{2026} is longer than 128 characters",
        plan: || planned(&Model::new(), &roster(&["1 ann a@x.test"], &[&format!("p {}", "x".repeat(129))])),
        rest: &["create-person ann"],
    },
    Case {
        code: "username-protected",
        text: "people[0]: the username gantry of \"1\" is the one of an administrator, a bot or a protected account; give \
            another one in `username`",
        plan: || planned(&Model::new(), &roster(&["1 gantry a@x.test"], &[])),
        rest: &[],
    },
    Case {
        code: "username-protected",
        text: "people[0]: the username rocket.cat of \"1\" is the one of an administrator, a bot or a protected account; give \
            another one in `username`",
        plan: || planned(&Model::new(), &roster(&["1 rocket.cat a@x.test"], &[])),
        rest: &[],
    },
    Case {
        code: "member-unknown",
        text: "projects[0].members[1]: \"9\" is a member of \"p\" and not among the people",
        plan: || planned(&Model::new(), &roster(&["1 ann a@x.test"], &["p Alpha: 1 9"])),
        rest: &["create-person ann", "create-room alpha"],
    },
    Case {
        code: "room-name-empty",
        text: "projects[0]: no name of a room can be made of \"***\"; the rule of the server is \
            UTF8_Channel_Names_Validation",
        plan: || planned(&Model::new(), &roster(&["1 ann a@x.test"], &["p ***"])),
        rest: &["create-person ann"],
    },
    Case {
        code: "room-name-taken",
        text: "projects[0]: the name \"alpha\" for the room of \"p\" is taken by another room: rename one of them, or name that \
            room in `room` if it is this project's",
        plan: || planned(&with_room("alpha", None, SERVICE), &roster(&["1 ann a@x.test"], &["p Alpha"])),
        rest: &["create-person ann"],
    },
    Case {
        code: "room-name-taken",
        text: "projects[0]: the name \"alpha\" for the room of \"p\" is taken by an archived room, which keeps its name: rename \
            that room, or bring it back and name it in `room`",
        plan: || {
            let mut model = with_room("alpha", None, SERVICE);
            model.rooms[0].archived = true;
            planned(&model, &roster(&["1 ann a@x.test"], &["p Alpha"]))
        },
        rest: &["create-person ann"],
    },
    Case {
        code: "room-name-taken",
        text: "projects[0]: the name \"alpha\" for the room of \"p\" is taken by another room: rename one of them, or name that \
            room in `room` if it is this project's",
        plan: || {
            let mut model = Model::new();
            model.channels = vec!["alpha".into()];
            planned(&model, &roster(&["1 ann a@x.test"], &["p Alpha"]))
        },
        rest: &["create-person ann"],
    },
    Case {
        code: "room-twice",
        text: "projects[0]: the rooms alpha and beta both hold the id \"p\" in their custom fields; take it out of one",
        plan: || {
            let mut model = with_room("alpha", Some("p"), SERVICE);
            model.add_room("r2", "beta", Some("p"), &[SERVICE]);
            planned(&model, &roster(&["1 ann a@x.test"], &["p Alpha"]))
        },
        rest: &["create-person ann"],
    },
    Case {
        code: "room-named",
        text: "projects[0]: the room \"nowhere\" of \"p\" is not there",
        plan: || naming("nowhere"),
        rest: &["create-person ann"],
    },
    Case {
        code: "room-named",
        text: "projects[0]: the room \"alpha\" of \"p\" is another project's",
        plan: || naming("alpha"),
        rest: &["create-person ann"],
    },
    Case {
        code: "room-closed",
        text: "projects[0]: the room \"alpha\" of \"p\" does not have the service account as a member, so nothing can be done \
            in it; add it in Rocket.Chat, as an owner",
        plan: || planned(&with_room("alpha", Some("p"), "rocket.cat"), &roster(&["1 ann a@x.test"], &["p Alpha: 1"])),
        rest: &["create-person ann"],
    },
    Case {
        code: "licence",
        text: "2 accounts are to be made or let in again, and the server's licence has room for 1",
        plan: || {
            let mut model = Model::new();
            model.licence = Some(1);
            planned(&model, &roster(&["2 bea b@x.test", "1 ann a@x.test"], &["p Alpha: 1 2*owner"]))
        },
        rest: &["create-person ann", "create-room alpha"],
    },
];

fn planned(model: &Model, roster: &Roster) -> Plan {
    model.plan(roster, &State::default(), &options())
}

/// A server with one person of the roster.
fn with_ann() -> (Model, State) {
    let (mut model, mut state) = (Model::new(), State::default());
    model.sync(&roster(&["1 ann a@x.test"], &[]), &mut state, &options());
    (model, state)
}

fn with_room(name: &str, project: Option<&str>, member: &str) -> Model {
    let mut model = Model::new();
    model.add_room("r", name, project, &[member]);
    model
}

/// A project that names its room.
fn naming(room: &str) -> Plan {
    let mut roster = roster(&["1 ann a@x.test"], &["p Beta"]);
    roster.projects[0].room = Some(room.into());
    planned(&with_room("alpha", Some("q"), SERVICE), &roster)
}

#[test]
fn each_collision_is_told_in_its_words_and_the_rest_goes_on() {
    for Case { code, text, plan, rest } in CASES {
        let plan = plan();
        let told: Vec<(&str, String)> = plan.collisions.iter().map(|one| (one.code(), one.to_string())).collect();
        assert_eq!(told, [(*code, (*text).to_owned())]);
        let about = plan.steps.iter().map(|step| {
            let name = step.room().map(|room| room.title.clone()).or(step.who().map(|who| who.username.to_string()));
            format!("{} {}", step.kind(), name.unwrap_or_default())
        });
        assert_eq!(about.collect::<Vec<_>>(), *rest, "{text}");
    }
}

#[test]
fn every_collision_has_its_test() {
    let tested: BTreeSet<&str> = CASES.iter().map(|case| case.code).collect();
    assert_eq!(tested, Collision::CODES.iter().copied().collect());
    let texts: BTreeSet<&str> = CASES.iter().map(|case| case.text).collect();
    assert!(texts.len() >= Collision::CODES.len(), "each has its own message");
}

#[test]
fn whoever_a_licence_has_room_for_gets_in_and_is_served_whole() {
    let mut model = Model::new();
    model.licence = Some(1);
    let plan = planned(&model, &roster(&["2 bea b@x.test", "1 ann a@x.test"], &["p Alpha: 1 2*owner"]));
    let outcome = model.apply(&plan, &mut State::default(), &SyncOptions::default());
    assert!(outcome.is_complete(), "{:?}", outcome.left);
}

#[test]
fn whoever_a_collision_concerns_stays_where_they_are() {
    let (mut model, mut state) = (Model::new(), State::default());
    model.sync(&roster(&["1 ann a@x.test", "2 bea b@x.test"], &["p Alpha: 1 2"]), &mut state, &options());
    let plan = model.plan(
        &roster(&["1 ann a@x.test", "2 bea b@x.test", "3 eve B@x.test"], &["p Alpha: 1 2 3"]),
        &state,
        &options(),
    );
    assert_eq!((plan.collisions.len(), plan.steps.as_slice()), (1, [].as_slice()));
}

#[test]
fn a_username_that_a_team_has_gets_a_number() {
    let mut model = Model::new();
    model.teams = vec!["Ann".into()];
    let mut state = State::default();
    let outcomes = model.sync(&roster(&["1 ann a@x.test"], &["p Alpha: 1"]), &mut state, &options());
    assert!(outcomes.iter().all(gantry::roster::Outcome::is_complete), "{outcomes:?}");
    assert_eq!(model.named("ann-2").emails, ["a@x.test"]);
}
