//! What becomes of steps that fail, and what is remembered.

use gantry::roster::{Cause, Event, Fate, Journal, PersonState, State, Step, people_map};

use super::model::{Model, account, options, roster};

#[derive(Default)]
struct Lines(String);

impl Journal for Lines {
    fn record(&mut self, event: &Event<'_>) {
        if let Event::Remember(record) = event {
            self.0.push_str(&serde_json::to_string(record).unwrap());
            self.0.push('\n');
        }
    }
}

#[test]
fn a_row_that_fails_does_not_stop_the_rest() {
    let mut model = Model::new();
    let roster = roster(&["1 ann a@x.test", "2 bea b@x.test"], &["p Alpha: 1*owner 2"]);
    let plan = model.plan(&roster, &State::default(), &options());
    // Somebody was faster.
    model.accounts.push(account("thief", "thief", "a@x.test"));
    let mut state = State::default();
    let outcome = model.apply(&plan, &mut state, &options());
    assert!(!outcome.is_complete() && outcome.stopped.is_none());
    let not_done: Vec<&Fate> = outcome.left.iter().map(|(_, fate)| fate).collect();
    assert!(matches!(not_done[0], Fate::NotDone(Cause::Server(_))));
    assert_eq!(not_done[1], &Fate::NotDone(Cause::Waits("the account was not made")));
    assert_eq!(not_done.len(), 2);
    assert_eq!(model.usernames_in(&model.of_project("p").id), ["bea", "gantry"].map(String::from).into());
}

#[test]
fn the_journal_is_the_state_of_an_interrupted_run() {
    let mut model = Model::new();
    let roster = roster(&["1 ann a@x.test", "2 bea b@x.test"], &["p Alpha: 1 2", "q Beta: 2"]);
    let plan = model.plan(&roster, &State::default(), &options());
    model.left = Some(2);
    let (mut state, mut journal) = (State::default(), Lines::default());
    let outcome = model.apply_with(&plan, &mut state, &options(), &mut journal);
    assert!(outcome.stopped.is_some());
    assert_eq!(outcome.left.last().unwrap().1, Fate::NotDone(Cause::NotReached));
    let mut replayed = State { server: state.server.clone(), ..State::default() };
    replayed.replay(&journal.0).unwrap();
    assert_eq!(replayed, state);
    let mut cut = State { server: state.server.clone(), ..State::default() };
    cut.replay(&journal.0[..journal.0.len() - 5]).unwrap();
    assert!(cut.projects.get("p").is_none_or(|of| of.members.is_empty()), "a line that was cut is not taken in");
    assert!(State::default().replay("{\"did\": 1}\n{}\n").is_err());
}

#[test]
fn a_state_is_read_back_and_is_one_server_s() {
    let (mut model, mut state) = (Model::new(), State::default());
    model.sync(&roster(&["1 ann a@x.test"], &["p Alpha: 1"]), &mut state, &options());
    let read = State::parse(&serde_json::to_string(&state.file()).unwrap()).unwrap();
    assert_eq!(State { version: 0, ..read.clone() }, state);
    read.recognise(Some("server")).unwrap();
    let error = read.recognise(Some("elsewhere")).unwrap_err().to_string();
    assert_eq!(error, "the roster's state is of the server server, and this is elsewhere");
    assert!(State::parse("{\"version\": 9, \"server\": null, \"people\": {}, \"projects\": {}}").is_err());
}

#[test]
fn the_people_map_has_usernames_and_user_ids() {
    let mut roster = roster(&["1 ann a@x.test", "2 bea b@x.test"], &[]);
    roster.people[0].profile = Some("/people/a/ann.html".into());
    let mut state = State::default();
    state.people.insert("1".into(), PersonState { user: "u1".into(), avatar: None });
    let map = people_map(&roster, &state, &[account("u1", "ann", "a@x.test")]);
    assert_eq!(map, serde_json::json!({ "ann": "/people/a/ann.html", "u1": "/people/a/ann.html" }));
}

#[test]
fn a_room_is_made_with_its_members_at_once() {
    let mut model = Model::new();
    let roster = roster(&["1 ann a@x.test", "2 bea b@x.test"], &["p Alpha: 1 2"]);
    let plan = model.plan(&roster, &State::default(), &options());
    assert_eq!(
        plan.steps.iter().map(Step::kind).collect::<Vec<_>>(),
        ["create-person", "create-person", "create-room"]
    );
    let mut state = State::default();
    model.apply(&plan, &mut state, &options());
    assert_eq!(model.writes.len(), 3);
    assert_eq!(state.projects["p"].members, ["1", "2"].map(Into::into).into(), "known to be the roster's");
}
