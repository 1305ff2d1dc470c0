//! Gantry's block in script and CSS, and the administrator's text around it.

use gantry::bundle;
use gantry::setup::block::{BlockError, find, install, remove};
use gantry::setup::{Memory, SetupError, Snapshot, plan, restore, uninstall};
use proptest::prelude::*;
use serde_json::json;

use super::model::{Model, config};

const BLOCK: &str = "/* gantry:begin 0123456789ab */\nours();\n/* gantry:end */\n";
const OLDER: &str = "/* gantry:begin ffffffffffff */\nold();\nolder();\n/* gantry:end */";

#[test]
fn a_block_goes_after_the_text_that_is_there() {
    assert_eq!(install("", BLOCK).unwrap(), BLOCK);
    assert_eq!(install("//Add your script", BLOCK).unwrap(), format!("//Add your script\n{BLOCK}"));
}

#[test]
fn an_older_block_is_replaced_in_its_place() {
    let text = format!("before();\r\n\r\n{OLDER}\r\n  after();\r\n");
    let replaced = install(&text, BLOCK).unwrap();
    assert_eq!(replaced, format!("before();\r\n\r\n{}\r\n  after();\r\n", BLOCK.trim_end()));
    assert_eq!(find(&replaced).unwrap().unwrap().stamp, "0123456789ab");
}

#[test]
fn line_ends_of_an_editor_are_no_change() {
    let text = format!("x\r\n{}y", BLOCK.replace('\n', "\r\n"));
    assert_eq!(install(&text, BLOCK).unwrap(), text);
}

#[test]
fn broken_markers_are_an_error_and_never_a_guess() {
    for (text, error) in [
        ("/* gantry:begin 0123 */\nx", BlockError::NoEnd),
        ("x\n/* gantry:end */", BlockError::NoBegin),
        ("/* gantry:end */\n/* gantry:begin 0123 */", BlockError::NoBegin),
        ("/* gantry:begin 0123\nx\n/* gantry:end */", BlockError::CutBegin),
        (&format!("{BLOCK}{BLOCK}"), BlockError::Several),
        (&format!("{BLOCK}/* gantry:begin 1 */"), BlockError::Several),
        (&format!("{BLOCK}/* gantry:end */"), BlockError::Several),
    ] {
        assert_eq!(install(text, BLOCK), Err(error), "{text}");
        assert_eq!(remove(text), Err(error), "{text}");
    }
    let model = Model::newest().set("theme-custom-css", json!("/* gantry:begin 0123 */"));
    let error = plan(&config(), &model.observed(), &Memory::default()).unwrap_err();
    assert!(matches!(&error, SetupError::Markers { id, .. } if id == "theme-custom-css"), "{error}");
    assert!(uninstall(&model.observed(), None).is_err());
}

#[test]
fn a_stale_script_is_a_change_and_the_right_one_is_none() {
    let mut model = Model::newest();
    let plan = model.plan(&config());
    model.apply(&plan);
    assert!(model.plan(&config()).is_in_sync());
    let mut other = config();
    other.bundle.avatar_radius = Some("50%".into());
    let changed: Vec<_> = model.plan(&other).changes.iter().map(|change| change.id().to_owned()).collect();
    assert_eq!(changed, ["theme-custom-css", "Custom_Script_Logged_In", "Custom_Script_Logged_Out"]);
}

#[test]
fn letters_outside_ascii_around_the_block_are_warned_of() {
    let plan = Model::newest().set("Custom_Script_Logged_In", json!("// \u{e9}t\u{e9}")).plan(&config());
    let note = plan.notes.iter().find(|note| note.code == "text-not-ascii").unwrap();
    assert!(note.warning && note.text.contains("Custom_Script_Logged_In"));
}

#[test]
fn uninstalling_takes_the_blocks_out_and_offers_the_first_snapshot() {
    let fresh = Model::newest().set("theme-custom-css", json!("a { b: c }\r\n"));
    let mut model = fresh.clone();
    let plan = model.plan(&config());
    let snapshot = Snapshot::before(&plan);
    model.apply(&plan);
    let out = uninstall(&model.observed(), Some("first.json")).unwrap();
    assert!(out.notes.iter().any(|note| note.text.contains("gantry restore first.json")));
    assert!(model.apply(&out).is_complete());
    for id in ["theme-custom-css", "Custom_Script_Logged_In", "Custom_Script_Logged_Out"] {
        assert_eq!(model.settings[id], fresh.settings[id], "{id}");
    }
    assert_eq!(model.settings["Unread_Count"], "all_messages", "settings stay");
    assert!(uninstall(&model.observed(), None).unwrap().is_in_sync());
    let back = restore(&snapshot, &model.observed()).unwrap();
    model.apply(&back);
    assert_eq!((model.settings, model.permissions), (fresh.settings, fresh.permissions));
}

proptest! {
    #[test]
    fn the_text_around_a_block_stays_byte_for_byte(before in "[ab/*\r\n \u{e9}]{0,20}", after in "[ab/*\r\n \u{e9}]{0,20}") {
        let text = format!("{before}{OLDER}{after}");
        prop_assume!(find(&text).is_ok());
        let replaced = install(&text, BLOCK).unwrap();
        prop_assert_eq!(replaced, format!("{before}{}{after}", BLOCK.trim_end()));
    }

    #[test]
    fn in_and_out_again_gives_back_the_same_bytes(text in "[ab/*\r\n \u{e9}]{0,30}") {
        let block = bundle::generate(&config()).script;
        let with = install(&text, &block).unwrap();
        prop_assert!(with.starts_with(&text));
        prop_assert_eq!(install(&with, &block).unwrap(), with.clone(), "a second time changes nothing");
        prop_assert_eq!(remove(&with).unwrap(), Some(text));
    }
}
