//! The order of applying, with its reasons.

use std::collections::BTreeSet;

use gantry::config::{Asked, SettingValue};
use gantry::setup::order::{Rank, rank};
use gantry::setup::{Snapshot, restore};
use serde_json::json;

use super::model::{Model, RELEASES, config, manual, release};

#[test]
fn a_plan_is_in_the_order_of_its_ranks() {
    for numbers in RELEASES {
        for config in [config(), manual()] {
            let ranks: Vec<Rank> = Model::fresh(release(numbers)).plan(&config).changes.iter().map(rank).collect();
            assert!(ranks.is_sorted(), "{ranks:?}");
            let kinds: BTreeSet<_> = ranks.iter().map(|rank| format!("{rank:?}")).collect();
            assert!(kinds.len() >= 4, "{kinds:?}");
        }
    }
}

#[test]
fn switching_two_factor_off_comes_first_and_on_comes_last() {
    let model = Model::newest();
    let plan = model.plan(&manual());
    assert_eq!(plan.changes[0].id(), "Accounts_TwoFactorAuthentication_Enabled");
    let snapshot = Snapshot::before(&plan);
    let mut after = model;
    after.apply(&plan);
    let back = restore(&snapshot, &after.observed()).unwrap();
    assert_eq!(back.changes.last().unwrap().id(), "Accounts_TwoFactorAuthentication_Enabled");
}

#[test]
fn settings_come_before_script_and_css_and_those_before_permissions() {
    let plan = Model::newest().plan(&config());
    let at = |id: &str| plan.changes.iter().position(|change| change.id() == id).unwrap();
    assert!(at("Iframe_Integration_send_enable") < at("theme-custom-css"));
    assert!(at("UI_Use_Real_Name") < at("Custom_Script_Logged_In"));
    assert!(at("Custom_Script_Logged_Out") < at("create-c"));
}

#[test]
fn what_could_take_the_tools_own_access_away_comes_last() {
    let mut config = config();
    config.settings.insert("Force_SSL".into(), Asked::Is(SettingValue::Bool(true)));
    config.settings.insert("Site_Url".into(), Asked::Is("https://talk.example.org".into()));
    let plan = Model::newest().set("Force_SSL", json!(false)).plan(&config);
    let last: Vec<&str> = plan.changes.iter().rev().take(3).map(|change| change.id()).collect();
    assert_eq!(last, ["Site_Url", "Force_SSL", "create-personal-access-tokens"]);
}

#[test]
fn what_may_end_the_session_is_in_no_call_with_anything_else() {
    let mut config = config();
    config.settings.insert("Force_SSL".into(), Asked::Is(SettingValue::Bool(true)));
    let mut model = Model::newest().set("Force_SSL", json!(false));
    for roles in model.permissions.values_mut() {
        roles.remove("user");
    }
    config.keep.clear();
    let plan = model.plan(&config);
    assert!(model.apply(&plan).is_complete());
    let writes: Vec<_> = model.calls.iter().filter(|call| call.starts_with("write")).collect();
    assert_eq!(writes, ["write several", "write Force_SSL"]);
}
