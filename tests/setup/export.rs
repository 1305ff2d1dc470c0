//! A configuration made from a server.

use std::collections::BTreeMap;

use gantry::config::{Asked, Config, Preset, SettingValue};
use gantry::protocol::ServerUrl;
use gantry::setup::export;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::model::{Model, RELEASES, config, manual, release};

fn exported(model: &Model) -> (String, Config) {
    let text = export(&model.observed(), &ServerUrl::parse("https://chat.example.org").unwrap(), &BTreeMap::new());
    let (config, notes) = Config::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert!(notes.iter().all(|note| !note.warning), "{notes:?}\n{text}");
    (text, config)
}

#[test]
fn a_server_that_was_set_up_exports_what_set_it_up() {
    for numbers in RELEASES {
        for config in [config(), manual()] {
            let mut model = Model::fresh(release(numbers));
            let plan = model.plan(&config);
            model.apply(&plan);
            let (text, read) = exported(&model);
            assert!(!text.contains("[settings]") && !text.contains("[permissions.user]"), "{text}");
            assert_eq!((read.preset, &read.origins, &read.server), (config.preset, &config.origins, &config.server));
        }
    }
}

#[test]
fn only_what_differs_is_in_it_and_never_a_secret() {
    let mut model = Model::newest();
    let plan = model.plan(&config());
    model.apply(&plan);
    let model = model
        .set("Site_Name", json!("L'\"été\"\nici"))
        .set("API_User_Limit", json!(7))
        .set("Hide_System_Messages", json!(["au"]))
        .set("UI_Use_Real_Name", json!(false))
        .set("Message_AllowEditing", json!("false"));
    let (text, read) = exported(&model);
    assert!(!text.contains("hunter2") && !text.contains("SMTP") && !text.contains("abcdefghijklmnopq"), "{text}");
    assert_eq!(read.settings.len(), 4, "{text}");
    assert_eq!(read.settings["Site_Name"], Asked::Is("L'\"été\"\nici".into()));
    assert_eq!(read.settings["API_User_Limit"], Asked::Is(SettingValue::Number(7)));
    assert_eq!(read.settings["UI_Use_Real_Name"], Asked::Is(SettingValue::Bool(false)));
    assert!(model.plan(&read).is_in_sync());
}

#[test]
fn a_fresh_server_exports_its_permissions_and_a_page_to_be_filled_in() {
    let (text, read) = exported(&Model::newest());
    assert!(text.contains("write yours") && read.preset == Preset::Default);
    assert!(read.keep.contains(&"create-c".to_owned()));
}

#[test]
fn defaults_that_the_server_tells_win_over_the_known_ones() {
    let model = Model::newest().set("Own_App_Setting", json!("x")).set("Site_Name", json!("Rocket.Chat"));
    let defaults: BTreeMap<String, Value> =
        [("Own_App_Setting".to_owned(), json!("")), ("Site_Name".to_owned(), json!("Old"))].into();
    let text = export(&model.observed(), &ServerUrl::parse("https://chat.example.org").unwrap(), &defaults);
    assert!(text.contains("Own_App_Setting = \"x\"") && text.contains("Site_Name = \"Rocket.Chat\""), "{text}");
}

proptest! {
    #[test]
    fn whatever_a_server_holds_the_file_can_be_read(id in "[A-Za-z][A-Za-z0-9_ .\"\u{e9}-]{0,12}", text in ".{0,20}") {
        let model = Model::newest().set(&id, json!(text)).set("Site_Name", json!(text));
        let defaults: BTreeMap<String, Value> = [(id, json!(0))].into();
        let text = export(&model.observed(), &ServerUrl::parse("https://chat.example.org").unwrap(), &defaults);
        prop_assert!(Config::parse(&text).is_ok(), "{}", text);
    }
}
