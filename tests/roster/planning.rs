//! Who is recognised by what, and what follows the roster.

use gantry::config::{ByHand, SyncOptions};
use gantry::roster::{Leaving, State, Step};

use super::model::{Model, SERVICE, account, options, roster};

fn kinds(model: &Model, roster: &gantry::roster::Roster, state: &State) -> Vec<&'static str> {
    model.plan(roster, state, &options()).steps.iter().map(Step::kind).collect()
}

#[test]
fn people_are_known_by_id_then_by_address_then_by_username() {
    let mut model = Model::new();
    model.accounts.push(account("m", "by.mail", "Mail@x.test"));
    model.accounts.push(account("n", "by.name", "old@x.test"));
    let mut state = State::default();
    let first = roster(&["1 ignored mail@X.test", "2 By.Name new@x.test", "3 fresh fresh@x.test"], &[]);
    model.sync(&first, &mut state, &options());
    assert_eq!(model.accounts.len(), 5);
    let users: Vec<&str> = ["1", "2", "3"].iter().map(|id| state.people[*id].user.as_str()).collect();
    assert_eq!(users[..2], ["m", "n"]);
    assert_eq!(model.account("n").emails, ["new@x.test"]);
    let changed = roster(&["1 x a@x.test", "2 y b@x.test", "3 z c@x.test"], &[]);
    model.sync(&changed, &mut state, &options());
    assert_eq!((model.accounts.len(), model.account("m").emails[0].as_str()), (5, "a@x.test"));
    assert_eq!(model.account("m").username, "by.mail", "a username never changes");
}

#[test]
fn a_lost_state_is_found_again_by_address_and_custom_field() {
    let (mut model, mut state) = (Model::new(), State::default());
    let roster = roster(&["1 ann a@x.test", "2 bea b@x.test"], &["p Alpha: 1 2*moderator"]);
    model.sync(&roster, &mut state, &options());
    let plan = model.plan(&roster, &State::default(), &options());
    let mut found = State::default();
    plan.remember(&mut found);
    assert_eq!((plan.steps.len(), found), (0, state));
}

#[test]
fn a_freed_username_is_not_given_to_somebody_else_s_account() {
    let (mut model, mut state) = (Model::new(), State::default());
    model.sync(&roster(&["1 ann a@x.test", "2 bea b@x.test"], &[]), &mut state, &options());
    model.sync(&roster(&["2 bea b@x.test", "3 ann other@x.test"], &[]), &mut state, &options());
    assert!(!model.named("ann").active);
    assert_eq!(model.named("ann-2").emails, ["other@x.test"]);
}

#[test]
fn an_account_follows_an_address_whose_person_got_another_id() {
    let (mut model, mut state) = (Model::new(), State::default());
    model.sync(&roster(&["1 ann a@x.test"], &["p P: 1"]), &mut state, &options());
    let renewed = roster(&["9 ann a@x.test"], &["p P: 9"]);
    let plan = model.plan(&renewed, &state, &options());
    assert_eq!(plan.steps, [], "neither a second account nor a deactivation");
    assert_eq!(plan.notes[0].code, "account-taken-over");
}

#[test]
fn clashing_usernames_get_stable_numbers() {
    let build = |people: &[&str]| {
        let (mut model, mut state) = (Model::new(), State::default());
        model.sync(&roster(people, &[]), &mut state, &options());
        ["1", "2", "3"].map(|id| model.account(&state.people[id].user).username.clone())
    };
    let one = build(&["1 j.doe a@x.test", "2 J.Doe b@x.test", "3 j.doe c@x.test"]);
    let other = build(&["3 j.doe c@x.test", "2 J.Doe b@x.test", "1 j.doe a@x.test"]);
    assert_eq!(one, ["j.doe", "J.Doe-2", "j.doe-3"]);
    assert_eq!(one, other);
}

#[test]
fn rooms_of_the_same_name_get_numbers_that_stay() {
    let (mut model, mut state) = (Model::new(), State::default());
    let both = roster(&["1 ann a@x.test"], &["b Alpha", "a Alpha"]);
    model.sync(&both, &mut state, &options());
    assert_eq!((model.of_project("a").title(), model.of_project("b").title()), ("alpha", "alpha-2"));
    assert_eq!(kinds(&model, &both, &state), [""; 0]);
    let left = roster(&["1 ann a@x.test"], &["b Alpha"]);
    assert_eq!(kinds(&model, &left, &state), ["archive"], "the second keeps its number");
}

#[test]
fn titles_are_kept_whole_where_the_server_takes_them() {
    let (mut model, mut state) = (Model::new(), State::default());
    model.rules.titles = true;
    let roster = roster(&["1 ann a@x.test"], &["p Projet \u{c9}t\u{e9} & co."]);
    model.sync(&roster, &mut state, &options());
    assert_eq!(model.of_project("p").title(), "Projet \u{c9}t\u{e9} & co.");
    assert_eq!(kinds(&model, &roster, &state), [""; 0]);
}

#[test]
fn a_room_is_found_whatever_it_was_renamed_to_and_renamed_back() {
    let (mut model, mut state) = (Model::new(), State::default());
    let roster = roster(&["1 ann a@x.test"], &["p Alpha: 1"]);
    model.sync(&roster, &mut state, &options());
    model.rooms[0].name = "fun".into();
    model.rooms[0].fname = None;
    assert_eq!(kinds(&model, &roster, &state), ["rename"]);
    model.rooms[0].custom_fields.clear();
    assert_eq!(kinds(&model, &roster, &state), ["tag", "rename"], "by the state where the field is gone");
    model.sync(&roster, &mut state, &options());
    assert_eq!((model.rooms.len(), model.of_project("p").title()), (1, "alpha"));
}

#[test]
fn a_named_room_becomes_the_project_s() {
    let mut model = Model::new();
    model.add_room("r", "old-alpha", None, &[SERVICE, "rocket.cat"]);
    let mut roster = roster(&["1 ann a@x.test"], &["p Alpha: 1"]);
    roster.projects[0].room = Some("old-alpha".into());
    model.sync(&roster, &mut State::default(), &options());
    assert_eq!((model.rooms.len(), model.of_project("p").id.as_str()), (1, "r"));
    assert_eq!(model.usernames_in("r"), ["ann", "gantry", "rocket.cat"].map(String::from).into());
}

#[test]
fn projects_rest_and_come_back_with_their_members_put_right() {
    let (mut model, mut state) = (Model::new(), State::default());
    let people = ["1 ann a@x.test", "2 bea b@x.test"];
    model.sync(&roster(&people, &["p Alpha: 1", "q Beta"]), &mut state, &options());
    let mut resting = roster(&people, &["p Alpha: 1", "q Beta"]);
    resting.projects[0].archived = true;
    model.sync(&resting, &mut state, &options());
    assert!(model.of_project("p").archived);
    assert_eq!(kinds(&model, &resting, &state), [""; 0]);
    let gone = roster(&people, &["q Beta"]);
    assert_eq!(kinds(&model, &gone, &state), [""; 0]);
    let back = roster(&people, &["p Alpha: 2*owner", "q Beta"]);
    model.sync(&back, &mut state, &options());
    let room = model.of_project("p").id.clone();
    assert!(!model.room(&room).archived);
    assert_eq!(model.usernames_in(&room), ["bea", "gantry"].map(String::from).into());
}

#[test]
fn who_leaves_the_roster_leaves_the_rooms_and_is_deactivated_and_comes_back() {
    let (mut model, mut state) = (Model::new(), State::default());
    let both = roster(&["1 ann a@x.test", "2 bea b@x.test"], &["p Alpha: 1 2"]);
    model.sync(&both, &mut state, &options());
    let one = roster(&["1 ann a@x.test"], &["p Alpha: 1"]);
    let plan = model.plan(&one, &state, &options());
    assert!(matches!(&plan.steps[..], [Step::Remove { .. }, Step::Deactivate { leaving: Leaving::Gone, .. }]));
    model.sync(&one, &mut state, &options());
    assert!(!model.named("bea").active);
    model.sync(&both, &mut state, &options());
    assert!(model.named("bea").active && model.accounts.len() == 4);
    assert!(model.seats[&model.of_project("p").id].contains_key(model.named("bea").id.as_str()));
}

#[test]
fn members_added_by_hand_stay_or_go_by_the_setting() {
    let (mut model, mut state) = (Model::new(), State::default());
    let people = ["1 ann a@x.test", "2 bea b@x.test"];
    let roster = roster(&people, &["p Alpha: 1", "q Beta: 1 2"]);
    model.accounts.push(account("guest", "guest", "guest@y.test"));
    model.sync(&roster, &mut state, &options());
    let room = model.of_project("p").id.clone();
    let bea = model.named("bea").id.clone();
    model.seats.get_mut(&room).unwrap().extend([("guest".into(), [].into()), (bea.to_string(), [].into())]);
    assert_eq!(kinds(&model, &roster, &state), [""; 0]);
    let strict = SyncOptions { by_hand: ByHand::Remove, ..options() };
    model.sync(&roster, &mut state, &strict);
    assert_eq!(model.usernames_in(&room), ["ann", "gantry"].map(String::from).into());
    assert!(model.named("guest").active, "the account is not the roster's");
}

#[test]
fn roles_are_given_and_taken_by_difference() {
    let (mut model, mut state) = (Model::new(), State::default());
    let people = ["1 ann a@x.test", "2 bea b@x.test", "3 cat c@x.test"];
    model.sync(&roster(&people, &["p Alpha: 1*owner 2*moderator 3"]), &mut state, &options());
    let room = model.of_project("p").id.clone();
    let service = model.seats.get_mut(&room).unwrap().get_mut(SERVICE).unwrap();
    service.clear();
    let next = roster(&people, &["p Alpha: 1*moderator 2 3*owner"]);
    let plan = model.plan(&next, &state, &options());
    let told: Vec<String> = plan
        .steps
        .iter()
        .map(|step| match step {
            Step::Grant { who, role, .. } => format!("+{} {}", who.username, role.name()),
            Step::Revoke { who, role, .. } => format!("-{} {}", who.username, role.name()),
            other => other.kind().to_owned(),
        })
        .collect();
    assert_eq!(told, ["+gantry owner", "+ann moderator", "-ann owner", "-bea moderator", "+cat owner"]);
    model.sync(&next, &mut state, &options());
    assert!(model.plan(&next, &state, &options()).is_in_sync());
}

#[test]
fn messages_are_hidden_beside_those_that_are_hidden_already() {
    let (mut model, mut state) = (Model::new(), State::default());
    model.add_room("r", "alpha", Some("p"), &[SERVICE]);
    model.rooms[0].hidden = vec!["uj".into()];
    let quiet = SyncOptions { hide_messages: vec!["au".into(), "ru".into()], ..options() };
    model.sync(&roster(&["1 ann a@x.test"], &["p Alpha", "q Beta"]), &mut state, &quiet);
    assert_eq!(model.room("r").hidden, ["uj", "au", "ru"]);
    assert_eq!(model.of_project("q").hidden, ["au", "ru"]);
}

#[test]
fn a_new_picture_is_set_once() {
    let (mut model, mut state) = (Model::new(), State::default());
    let mut roster = roster(&["1 ann a@x.test"], &[]);
    roster.people[0].avatar = Some("https://cms.test/ann.png".into());
    model.sync(&roster, &mut state, &options());
    assert_eq!(model.avatars.values().collect::<Vec<_>>(), ["https://cms.test/ann.png"]);
    assert_eq!(kinds(&model, &roster, &state), [""; 0]);
    roster.people[0].avatar = Some("https://cms.test/ann2.png".into());
    assert_eq!(kinds(&model, &roster, &state), ["set-avatar"]);
}

#[test]
fn a_template_that_is_none_is_refused() {
    let options = SyncOptions { username: "{logn}".into(), ..options() };
    let observed = Model::new().observe(&roster(&[], &[]), &State::default(), &options);
    let error = gantry::roster::plan(&roster(&[], &[]), &State::default(), &observed, &options).unwrap_err();
    assert!(error.to_string().starts_with("{logn} means nothing here; known are {login}, {population}"), "{error}");
}
