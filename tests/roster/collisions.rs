//! Each collision with its message, found before the first write; the rest goes on without it.

use gantry::config::SyncOptions;
use gantry::roster::{Plan, Roster, State, Step};

use super::model::{Model, SERVICE, account, options, roster};

#[track_caller]
fn collides(plan: &Plan, code: &str, text: &str) {
    let told: Vec<(&str, String)> = plan.collisions.iter().map(|one| (one.code(), one.to_string())).collect();
    assert_eq!(told, [(code, text.to_owned())]);
}

fn planned(model: &Model, roster: &Roster) -> Plan {
    model.plan(roster, &State::default(), &options())
}

fn created(plan: &Plan) -> Vec<&str> {
    let steps = plan.steps.iter().filter(|step| matches!(step, Step::CreatePerson { .. }));
    steps.map(|step| step.who().unwrap().username.as_str()).collect()
}

#[test]
fn two_people_with_one_address() {
    let roster = roster(&["1 ann a@x.test", "2 bea A@x.test", "3 cat c@x.test"], &[]);
    let plan = planned(&Model::new(), &roster);
    collides(
        &plan,
        "shared-address",
        "people[0] and people[1] have the same address a@x.test; Rocket.Chat gives an address to one account only",
    );
    assert_eq!(created(&plan), ["cat"]);
}

#[test]
fn an_address_that_is_another_person_s_account() {
    let mut model = Model::new();
    let mut state = State::default();
    model.sync(&roster(&["1 ann a@x.test"], &[]), &mut state, &options());
    let roster = roster(&["1 ann new@x.test", "2 bea A@X.test"], &[]);
    let plan = model.plan(&roster, &state, &options());
    collides(
        &plan,
        "address-of-another",
        "people[1]: the address A@X.test of \"2\" is the one of the account ann, which is \"1\"; correct the roster, or \
         change that account's address in Rocket.Chat",
    );
    assert_eq!(plan.steps.len(), 1, "ann's own change goes on");
}

#[test]
fn a_new_address_that_somebody_else_has() {
    let mut model = Model::new();
    let mut state = State::default();
    model.sync(&roster(&["1 ann a@x.test"], &[]), &mut state, &options());
    let mut old = account("old", "old.ann", "NEW@x.test");
    old.active = false;
    model.accounts.push(old);
    let plan = model.plan(&roster(&["1 ann new@x.test"], &[]), &state, &options());
    collides(
        &plan,
        "address-taken",
        "people[0]: \"1\" has the account ann, and the address new@x.test is the one of the account old.ann; deactivated \
         accounts keep their address: change it there, or delete that account",
    );
    assert!(plan.steps.is_empty());
}

#[test]
fn an_address_whose_domain_the_server_does_not_take() {
    let mut model = Model::new();
    model.rules.domains = vec!["example.test".into()];
    let plan = planned(&model, &roster(&["1 ann a@x.test", "2 bea b@Example.test"], &[]));
    collides(
        &plan,
        "address-domain",
        "people[0]: the server takes no address like a@x.test; see Accounts_AllowedDomainsList and \
         Accounts_BlockedDomainsList",
    );
    assert_eq!(created(&plan), ["bea"]);
    model.rules.domains.clear();
    model.rules.refused_domains = vec!["x.test".into()];
    assert_eq!(planned(&model, &roster(&["1 ann a@mail.x.test"], &[])).collisions[0].code(), "address-domain");
}

#[test]
fn reserved_empty_and_endless_usernames() {
    let mut model = Model::new();
    model.rules.blocked = vec!["root".into()];
    for name in ["All", "here", "administrator", "ROOT"] {
        let plan = planned(&model, &roster(&[&format!("1 {name} a@x.test")], &[]));
        let text = format!("people[0]: the username {name} is reserved; give \"1\" another one in `username`");
        collides(&plan, "username-reserved", &text);
    }
    let plan = planned(&model, &roster(&["1 @@@ a@x.test"], &[]));
    let text = "people[0]: no username can be made for \"1\" from \"@@@\"; give one in `username`";
    collides(&plan, "username-empty", text);
    let login =
        r#"{"version": 1, "people": [{"id": "1", "login": "raf", "email": "r@x.test", "name": "R"}], "projects": []}"#;
    let plan = planned(&model, &gantry::roster::json(login).unwrap());
    let text =
        "people[0]: no username can be made for \"1\": the template has a field that is empty; give one in `username`";
    collides(&plan, "username-empty", text);
    let endless = "x".repeat(129);
    let plan = planned(&model, &roster(&[&format!("1 {endless} a@x.test")], &[]));
    let text = format!("people[0]: the name {}\u{2026} is longer than 128 characters", "x".repeat(40));
    collides(&plan, "name-too-long", &text);
}

#[test]
fn the_username_of_an_administrator_or_a_bot() {
    for name in ["gantry", "rocket.cat"] {
        let plan = planned(&Model::new(), &roster(&[&format!("1 {name} a@x.test")], &[]));
        let text = format!(
            "people[0]: the username {name} of \"1\" is the one of an administrator, a bot or a protected account; give \
             another one in `username`"
        );
        collides(&plan, "username-protected", &text);
    }
}

#[test]
fn a_member_whom_nobody_knows() {
    let plan = planned(&Model::new(), &roster(&["1 ann a@x.test"], &["p Alpha: 1 9"]));
    collides(&plan, "member-unknown", "projects[0].members[1]: \"9\" is a member of \"p\" and not among the people");
    assert_eq!(plan.steps.len(), 2, "the room is made with whom there is");
}

#[test]
fn a_room_s_name_of_which_nothing_is_left() {
    let plan = planned(&Model::new(), &roster(&["1 ann a@x.test"], &["p ***"]));
    collides(
        &plan,
        "room-name-empty",
        "projects[0]: no name of a room can be made of \"***\"; the rule of the server is UTF8_Channel_Names_Validation",
    );
}

#[test]
fn a_name_that_another_room_has() {
    let mut model = Model::new();
    model.add_room("r", "alpha", None, &[SERVICE]);
    let people = ["1 ann a@x.test"];
    collides(
        &planned(&model, &roster(&people, &["p Alpha"])),
        "room-name-taken",
        "projects[0]: the name \"alpha\" for the room of \"p\" is taken by another room: rename one of them, or name that \
         room in `room` if it is this project's",
    );
    model.rooms[0].archived = true;
    collides(
        &planned(&model, &roster(&people, &["p Alpha"])),
        "room-name-taken",
        "projects[0]: the name \"alpha\" for the room of \"p\" is taken by an archived room, which keeps its name: rename \
         that room, or bring it back and name it in `room`",
    );
    let mut model = Model::new();
    model.channels = vec!["alpha".into()];
    assert_eq!(planned(&model, &roster(&people, &["p Alpha"])).collisions[0].code(), "room-name-taken");
}

#[test]
fn two_rooms_of_one_project() {
    let mut model = Model::new();
    model.add_room("r1", "alpha", Some("p"), &[SERVICE]);
    model.add_room("r2", "beta", Some("p"), &[SERVICE]);
    let plan = planned(&model, &roster(&["1 ann a@x.test"], &["p Alpha"]));
    let text =
        "projects[0]: the rooms alpha and beta both hold the id \"p\" in their custom fields; take it out of one";
    collides(&plan, "room-twice", text);
}

#[test]
fn a_named_room_that_is_not_there_or_another_project_s() {
    let mut model = Model::new();
    model.add_room("r1", "alpha", Some("q"), &[SERVICE]);
    for (room, text) in [("nowhere", "is not there"), ("alpha", "is another project's")] {
        let mut roster = roster(&["1 ann a@x.test"], &["p Beta"]);
        roster.projects[0].room = Some(room.into());
        let plan = planned(&model, &roster);
        collides(&plan, "room-named", &format!("projects[0]: the room \"{room}\" of \"p\" {text}"));
    }
}

#[test]
fn a_room_that_is_closed_to_the_service_account() {
    let mut model = Model::new();
    model.add_room("r", "alpha", Some("p"), &["rocket.cat"]);
    let plan = planned(&model, &roster(&["1 ann a@x.test"], &["p Alpha: 1"]));
    collides(
        &plan,
        "room-closed",
        "projects[0]: the room \"alpha\" of \"p\" does not have the service account as a member, so nothing can be done in \
         it; add it in Rocket.Chat, as an owner",
    );
}

#[test]
fn more_people_than_the_licence_allows() {
    let mut model = Model::new();
    model.licence = Some(1);
    let roster = roster(&["2 bea b@x.test", "1 ann a@x.test"], &["p Alpha: 1 2*owner"]);
    let plan = planned(&model, &roster);
    let text = "2 accounts are to be made or let in again, and the server's licence has room for 1";
    collides(&plan, "licence", text);
    assert_eq!(created(&plan), ["ann"]);
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
