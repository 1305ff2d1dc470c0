//! Over random servers and configurations: applying reaches what is wanted, touches nothing else, and can be taken back.

use std::collections::BTreeSet;

use gantry::config::{Asked, Config, SettingValue, catalog};
use gantry::protocol::ServerUrl;
use gantry::setup::{Change, SavedPlan, Snapshot, compare, restore};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::model::{Model, RELEASES, config, manual, origin, release};

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::Bool),
        (-3i64..1000).prop_map(Value::from),
        "[a-z*:/., \r\n\u{e9}]{0,12}".prop_map(Value::String),
        Just(json!("false")),
        Just(json!("https://projects.example.org")),
        Just(json!("https://extranet.example.org,https://projects.example.org")),
        prop::collection::vec("[a-z]{2}", 0..3).prop_map(Value::from),
        Just(Value::Null),
    ]
}

fn ids() -> Vec<&'static str> {
    let mut ids: Vec<&'static str> = catalog::settings().keys().copied().collect();
    // What applying is about is changed more often than the rest.
    let table = gantry::bundle::settings::all(&config());
    ids.retain(|id| table.iter().any(|setting| setting.id == *id) || id.len() % 7 == 0);
    ids.extend(["theme-custom-css", "Custom_Script_Logged_In", "Custom_Script_Logged_Out"]);
    ids
}

fn server() -> impl Strategy<Value = Model> {
    let settings = prop::collection::vec((prop::sample::select(ids()), value()), 0..12);
    let absent = prop::collection::vec(prop::sample::select(ids()), 0..3);
    let permissions: Vec<&'static str> = catalog::permissions().keys().copied().collect();
    let roles = prop::sample::subsequence(vec!["admin", "app", "bot", "guest", "moderator", "owner", "user"], 0..6);
    let roles = prop::collection::vec((prop::sample::select(permissions), roles), 0..12);
    let new = prop::collection::vec("new-[a-z]{3}", 0..3);
    (prop::sample::select(RELEASES.to_vec()), settings, absent, roles, new).prop_map(
        |(numbers, settings, absent, roles, new)| {
            let mut model = Model::fresh(release(numbers));
            for (id, value) in settings {
                if id != "uniqueID" && model.settings.contains_key(id) {
                    model.settings.insert(id.into(), value);
                }
            }
            for id in absent {
                if id != "uniqueID" {
                    model.settings.remove(id);
                }
            }
            for (id, roles) in roles {
                let needed = gantry::setup::guard::NEEDED.contains(&id);
                if model.permissions.contains_key(id) && !needed {
                    model.permissions.insert(id.into(), roles.into_iter().map(String::from).collect());
                }
            }
            for id in new {
                model.permissions.insert(id, ["admin".to_owned(), "user".to_owned()].into());
            }
            model
        },
    )
}

fn wishes() -> impl Strategy<Value = Config> {
    let origins = prop::sample::subsequence(
        vec!["https://projects.example.org", "https://extranet.example.org", "https://www.example.com"],
        1..=3,
    );
    let asked = prop::sample::subsequence(
        vec![
            ("Site_Name", Asked::Is("Chat".into())),
            ("API_User_Limit", Asked::Is(SettingValue::Number(10))),
            ("Hide_System_Messages", Asked::Adds(vec!["au".into(), "uj".into()])),
            ("Block_Multiple_Failed_Logins_Ip_Whitelist", Asked::Adds(vec!["192.0.2.7".into()])),
            ("FileUpload_ProtectFiles", Asked::Is(SettingValue::Bool(false))),
            ("Force_SSL", Asked::Is(SettingValue::Bool(true))),
        ],
        0..=6,
    );
    let keep = prop::sample::subsequence(
        vec![
            "create-d",
            "create-personal-access-tokens",
            "leave-p",
            "view-history",
            "not-there",
            "add-user-to-any-p-room",
        ],
        0..=6,
    );
    let servers =
        prop::sample::select(vec!["https://chat.example.org", "https://chat.example.com/rc", "http://localhost:3000"]);
    (any::<bool>(), origins, asked, keep, servers).prop_map(|(ametys, origins, asked, keep, server)| {
        let mut config = if ametys { manual() } else { config() };
        config.server = ServerUrl::parse(server).unwrap();
        config.origins = origins.into_iter().map(origin).collect();
        config.settings = asked.into_iter().map(|(id, asked)| (id.to_owned(), asked)).collect();
        config.keep = keep.into_iter().map(String::from).collect();
        config
    })
}

fn touched(changes: &[Change]) -> BTreeSet<&str> {
    changes.iter().map(Change::id).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn after_applying_nothing_is_left_to_change(model in server(), config in wishes()) {
        let before = model.clone();
        let mut model = model;
        let plan = model.plan(&config);
        let outcome = model.apply(&plan);
        prop_assert!(outcome.is_complete(), "{:?}", outcome.items.iter().filter(|i| i.fate != gantry::setup::Fate::Done).collect::<Vec<_>>());
        let again = model.plan(&config);
        prop_assert!(again.is_in_sync(), "{:?}", again.changes);
        prop_assert!(model.writes() <= plan.changes.len() + 1);
        // What the plan does not name is as it was, and other roles are, too.
        let touched = touched(&plan.changes);
        for (id, value) in &before.settings {
            prop_assert!(touched.contains(id.as_str()) || model.settings[id] == *value, "{}", id);
        }
        for (id, roles) in &before.permissions {
            let gained: BTreeSet<_> = model.permissions[id].symmetric_difference(roles).map(String::as_str).collect();
            let allowed = if id.ends_with("-any-p-room") { vec!["user", "admin"] } else { vec!["user"] };
            prop_assert!(gained.iter().all(|role| allowed.contains(role)), "{}: {:?}", id, gained);
            prop_assert_eq!(model.permissions[id].contains("user"), config.keep.contains(id), "{}", id);
        }
        prop_assert!(model.permissions.keys().eq(before.permissions.keys()) && model.settings.keys().eq(before.settings.keys()));
    }

    #[test]
    fn restoring_gives_back_what_was(model in server(), config in wishes()) {
        let before = model.clone();
        let mut model = model;
        let plan = model.plan(&config);
        let text = Snapshot::before(&plan).text();
        prop_assert!(!text.contains("hunter2"));
        model.apply(&plan);
        let back = restore(&Snapshot::parse(&text).unwrap(), &model.observed()).unwrap();
        prop_assert!(model.apply(&back).is_complete());
        prop_assert_eq!(&model.permissions, &before.permissions);
        for (id, value) in &before.settings {
            prop_assert!(compare::same(id, model.release, &model.settings[id], value), "{}: {} {}", id, model.settings[id], value);
        }
    }

    #[test]
    fn a_saved_plan_is_the_plan(model in server(), config in wishes()) {
        let plan = model.plan(&config);
        let saved = SavedPlan::parse(&SavedPlan::of(&plan).text()).unwrap();
        prop_assert_eq!(saved.against(&model.observed()).unwrap(), {
            // What is said of pinned settings is said anew.
            plan
        });
    }
}
