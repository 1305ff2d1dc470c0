//! What no plan takes away, and what a token needs.

use gantry::setup::guard::{NEEDED, keeps_access};
use gantry::setup::{Caller, Change, Memory, Population, SetupError, plan};

use super::model::{Model, config};

fn taking(permission: &str, from: &[&str], to: &[&str]) -> Change {
    let roles = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    Change::Permission {
        id: permission.into(),
        from: roles(from),
        to: roles(to),
        step: None,
        why: String::new(),
        appeared: false,
    }
}

fn caller(roles: &[&str]) -> Caller {
    Caller { id: "u".into(), username: "ametys".into(), roles: roles.iter().map(|role| (*role).to_owned()).collect() }
}

#[test]
fn admin_keeps_what_the_tool_needs() {
    for permission in NEEDED {
        let error = keeps_access(&[taking(permission, &["admin", "ops"], &["ops"])], &caller(&["ops"])).unwrap_err();
        assert!(matches!(&error, SetupError::LocksOut { role, .. } if role == "admin"), "{error}");
    }
    assert!(keeps_access(&[taking("create-c", &["admin", "user"], &[])], &caller(&["admin"])).is_ok());
}

#[test]
fn the_callers_last_role_keeps_what_the_tool_needs() {
    let change = taking("create-personal-access-tokens", &["admin", "user"], &["admin"]);
    let change = std::slice::from_ref(&change);
    assert!(keeps_access(change, &caller(&["admin", "user"])).is_ok());
    let error = keeps_access(change, &caller(&["ops", "user"])).unwrap_err();
    assert!(error.to_string().contains("[permissions.user] keep"), "{error}");
}

#[test]
fn such_a_plan_is_not_even_made() {
    let mut model = Model::newest();
    model.roles = ["ops".to_owned(), "user".to_owned()].into();
    let error = plan(&config(), &model.observed(), &Memory::default()).unwrap_err();
    assert_eq!(error.code(), "setup-locks-out");
}

#[test]
fn a_token_without_the_rights_changes_nothing() {
    for permission in ["edit-privileged-setting", "view-privileged-setting", "access-permissions"] {
        let mut model = Model::newest();
        let plan = model.plan(&config());
        model.permissions.insert(permission.into(), ["ops".to_owned()].into());
        let outcome = model.apply(&plan);
        assert!(matches!(&outcome.refused, Some(SetupError::MayNot { permission: lacks, .. }) if lacks == permission));
        assert_eq!((model.writes(), outcome.is_complete()), (0, false));
        assert_eq!(outcome.not_done().count(), plan.changes.len());
    }
}

#[test]
fn a_server_with_people_is_not_touched_without_a_yes() {
    let mut model = Model::newest();
    let mut observed = model.observed();
    observed.population = Some(Population { people: 40, rooms: 3 });
    let mut plan = plan(&config(), &observed, &Memory::default()).unwrap();
    let outcome = model.apply(&plan);
    assert!(matches!(outcome.refused, Some(SetupError::Occupied(_))));
    assert!(model.calls.is_empty());
    plan.accept_occupied();
    assert!(model.apply(&plan).is_complete());
}
