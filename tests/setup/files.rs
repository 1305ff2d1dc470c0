//! What is kept in files: saved plans, snapshots, the memory.

use gantry::setup::{Memory, SavedPlan, SetupError, Snapshot, restore};
use serde_json::{Value, json};

use super::model::{Model, config, release};

#[test]
fn a_saved_plan_is_refused_once_the_server_has_changed() {
    let model = Model::newest();
    let saved = SavedPlan::of(&model.plan(&config()));
    let changed = model.clone().set("Unread_Count", json!("user_mentions_only"));
    let error = saved.against(&changed.observed()).unwrap_err();
    assert_eq!(error, SetupError::Changed(vec!["Unread_Count".into()]));
    let mut roles = model.clone();
    roles.permissions.get_mut("leave-p").unwrap().insert("guest".into());
    assert_eq!(saved.against(&roles.observed()).unwrap_err(), SetupError::Changed(vec!["leave-p".into()]));
    let elsewhere = model.clone().set("Site_Name", json!("other"));
    assert!(saved.against(&elsewhere.observed()).is_ok(), "what the plan does not touch may change");
    let mut upgraded = model.clone();
    upgraded.release = release((8, 7));
    assert!(matches!(saved.against(&upgraded.observed()), Err(SetupError::Changed(_))));
    let other = model.set("uniqueID", json!("another"));
    assert!(matches!(saved.against(&other.observed()), Err(SetupError::OtherServer { .. })));
}

#[test]
fn a_saved_plan_that_was_interrupted_goes_on() {
    let mut model = Model::newest();
    let plan = model.plan(&config());
    let saved = SavedPlan::of(&plan);
    let mut half = plan.clone();
    half.changes.truncate(5);
    model.apply(&half);
    let rest = saved.against(&model.observed()).unwrap();
    assert_eq!(rest.changes, plan.changes[5..]);
}

#[test]
fn a_saved_plan_that_was_edited_is_refused() {
    let text = SavedPlan::of(&Model::newest().plan(&config())).text();
    for (from, to) in
        [("all_messages", "user_mentions_only"), ("\"user\"", "\"guest\""), ("projects.example", "evil.example")]
    {
        assert!(text.contains(from));
        let error = SavedPlan::parse(&text.replacen(from, to, 1)).unwrap_err();
        assert!(error.to_string().contains("changed after it was saved"), "{error}");
    }
    assert!(SavedPlan::parse("{}").is_err() && SavedPlan::parse("").is_err());
    assert!(
        SavedPlan::parse(&text.replace("\"version\": 1", "\"version\": 2"))
            .unwrap_err()
            .to_string()
            .contains("version is 2")
    );
}

#[test]
fn a_saved_plan_still_waits_for_the_yes() {
    let model = Model::newest();
    let mut observed = model.observed();
    observed.population = Some(gantry::setup::Population { people: 9, rooms: 1 });
    let plan = gantry::setup::plan(&config(), &observed, &Memory::default()).unwrap();
    let saved = SavedPlan::parse(&SavedPlan::of(&plan).text()).unwrap();
    assert_eq!(saved.against(&observed).unwrap().occupied, plan.occupied);
    assert!(plan.occupied.is_some());
}

#[test]
fn a_snapshot_holds_what_the_plan_touches_and_no_more() {
    let model = Model::newest();
    let plan = model.plan(&config());
    let snapshot = Snapshot::before(&plan);
    assert_eq!(snapshot.settings.len() + snapshot.permissions.len(), plan.changes.len());
    assert_eq!(snapshot.settings["Unread_Count"], model.settings["Unread_Count"]);
    assert_eq!(Snapshot::parse(&snapshot.text()).unwrap(), snapshot);
    assert!(!snapshot.settings.contains_key("SMTP_Password"));
    assert!(matches!(Snapshot::parse("[]"), Err(SetupError::File { .. })));
}

#[test]
fn another_servers_snapshot_is_refused() {
    let snapshot = Snapshot::before(&Model::newest().plan(&config()));
    let other = Model::newest().set("uniqueID", json!("another"));
    assert!(matches!(restore(&snapshot, &other.observed()), Err(SetupError::OtherServer { .. })));
}

#[test]
fn restoring_leaves_to_other_roles_what_happened_since() {
    let mut model = Model::newest();
    let before = model.clone();
    let plan = model.plan(&config());
    let snapshot = Snapshot::before(&plan);
    model.apply(&plan);
    model.permissions.get_mut("leave-p").unwrap().insert("guest".into());
    model.permissions.remove("leave-c");
    model.settings.remove("UI_Use_Real_Name");
    let back = restore(&snapshot, &model.observed()).unwrap();
    let codes: Vec<_> = back.notes.iter().map(|note| note.code.as_ref()).collect();
    assert_eq!(codes, ["setting-absent", "permission-absent", "roles-changed-since"]);
    assert!(model.apply(&back).is_complete());
    let mut expected = before.permissions["leave-p"].clone();
    expected.insert("guest".into());
    assert_eq!(model.permissions["leave-p"], expected);
    assert_eq!(model.permissions["add-user-to-any-p-room"], before.permissions["add-user-to-any-p-room"]);
}

#[test]
fn the_memory_is_read_back_and_strangers_are_refused() {
    let mut memory = Memory::default();
    assert_eq!(memory.first_snapshot(), None);
    memory.record_applied(&Model::newest().observed());
    memory.snapshots = vec!["first.json".into(), "second.json".into()];
    let read = Memory::parse(&memory.text()).unwrap();
    assert_eq!(read.first_snapshot(), Some("first.json"));
    assert_eq!(Memory { version: 0, ..read }, memory);
    let json: Value = serde_json::from_str(&memory.text()).unwrap();
    assert_eq!(json["release"], "8.8");
    assert!(Memory::parse("{\"version\": 2}").is_err() && Memory::parse("nonsense").is_err());
}

#[test]
fn an_interrupted_apply_leaves_permissions_new() {
    let mut memory = Memory::default();
    let observed = Model::newest().observed();
    memory.record_server(&observed);
    assert!(memory.server.is_some() && memory.permissions.is_empty() && !memory.has_not_seen("create-c"));
}
