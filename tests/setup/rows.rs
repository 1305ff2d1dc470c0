//! Every step of the manual, and what it leaves out, on every release: one test each, named by its step.

use gantry::bundle::manual::Step;
use gantry::config::{Asked, Config, SettingValue};
use gantry::setup::{Change, Memory, Note, Plan, SetupError, plan};
use serde_json::{Value, json};

use super::model::{Model, RELEASES, config, manual, origin, release};

/// What a plan for a fresh server changes a setting to, with its step; none if it leaves it.
fn wanted(plan: &Plan, id: &str) -> Option<(Value, Option<&'static str>)> {
    plan.changes.iter().find_map(|change| match change {
        Change::Setting { id: found, to, step, .. } if found == id => Some((to.clone(), step.map(Step::name))),
        _ => None,
    })
}

fn note<'a>(plan: &'a Plan, code: &str) -> Option<&'a Note> {
    plan.notes.iter().find(|note| note.code == code)
}

/// On fresh servers of all releases and with both presets, the setting gets this value for the sake of this step.
fn everywhere(id: &str, value: &Value, step: Option<&str>) {
    for numbers in RELEASES {
        for config in [config(), manual()] {
            let plan = Model::fresh(release(numbers)).plan(&config);
            assert_eq!(wanted(&plan, id), Some((value.clone(), step)), "{id} on {numbers:?}");
        }
    }
}

fn two_pages() -> Config {
    let mut config = config();
    config.origins.push(origin("https://extranet.example.org"));
    config
}

#[test]
fn before_a_server_of_its_own_is_recorded_and_another_is_refused() {
    let model = Model::newest();
    let mut memory = Memory::default();
    memory.record_applied(&model.observed());
    assert_eq!(memory.server.as_deref(), Some("abcdefghijklmnopq"));
    assert!(plan(&config(), &model.observed(), &memory).is_ok());
    let other = model.set("uniqueID", json!("another"));
    let error = plan(&config(), &other.observed(), &memory).unwrap_err();
    assert!(matches!(error, SetupError::OtherServer { .. }), "{error}");
    let silent = Model::newest().without("uniqueID");
    assert!(plan(&config(), &silent.observed(), &memory).is_err());
    assert!(note(&silent.plan(&config()), "unique-id-absent").is_some());
}

#[test]
fn before_a_server_with_people_or_rooms_needs_a_yes() {
    for (people, rooms, occupied) in [(1, 1, false), (1, 0, false), (2, 1, true), (1, 2, true)] {
        let mut observed = Model::newest().observed();
        observed.population = Some(gantry::setup::Population { people, rooms });
        let first = plan(&config(), &observed, &Memory::default()).unwrap();
        assert_eq!(first.occupied.is_some(), occupied, "{people} {rooms}");
        let mut memory = Memory::default();
        memory.record_server(&observed);
        assert_eq!(plan(&config(), &observed, &memory).unwrap().occupied, None, "asked once only");
    }
    let mut observed = Model::newest().observed();
    observed.population = None;
    let unknown = plan(&config(), &observed, &Memory::default()).unwrap();
    assert!(note(&unknown, "population-unknown").unwrap().warning);
}

#[test]
fn before_https_is_asked_for_where_a_page_has_it() {
    let model = Model::newest().set("Site_Url", json!("http://chat.example.org"));
    assert!(note(&model.plan(&config()), "https-needed").unwrap().warning);
    assert_eq!(note(&Model::newest().plan(&config()), "https-needed"), None);
}

#[test]
fn before_no_link_to_rocket_chats_own_site() {
    for id in ["Register_Server", "Cloud_Service_Agree_PrivacyTerms", "Allow_Marketing_Emails"] {
        let plan = Model::newest().set(id, json!(true)).plan(&config());
        assert_eq!(wanted(&plan, id), Some((json!(false), Some("before"))), "{id}");
    }
    let old = Model::fresh(release((3, 18))).plan(&config());
    assert_eq!(wanted(&old, "Statistics_reporting"), Some((json!(false), Some("before"))));
    let new = Model::newest().plan(&config());
    assert_eq!(wanted(&new, "Statistics_reporting"), None);
    assert!(new.notes.iter().any(|note| note.code == "setting-absent" && note.text.contains("Statistics_reporting")));
    // The wizard can't be written: it is said how to end it.
    assert_eq!(wanted(&new, "Show_Setup_Wizard"), None);
    assert!(note(&new, "wizard-open").unwrap().text.contains("OVERWRITE_SETTING_Show_Setup_Wizard=completed"));
    let done = Model::newest().set("Show_Setup_Wizard", json!("completed")).plan(&config());
    assert_eq!(note(&done, "wizard-open"), None);
}

#[test]
fn step_1_the_account_is_an_administrator() {
    let mut model = Model::newest();
    assert_eq!(note(&model.plan(&config()), "caller-not-admin"), None);
    model.roles.remove("admin");
    model.permissions.get_mut("create-personal-access-tokens").unwrap().insert("user".into());
    let mut keeps = config();
    keeps.keep.push("create-personal-access-tokens".into());
    assert!(note(&model.plan(&keeps), "caller-not-admin").unwrap().warning);
}

#[test]
fn step_1_added_by_messages_are_hidden_on_demand_beside_what_is_hidden() {
    let id = "Hide_System_Messages";
    let model = Model::newest().set(id, json!(["uj"]));
    assert_eq!(wanted(&model.plan(&config()), id), None);
    let mut asked = config();
    asked.settings.insert(id.into(), Asked::Adds(vec!["au".into()]));
    let (value, step) = wanted(&model.plan(&asked), id).unwrap();
    assert_eq!((value, step), (json!(["uj", "au"]), Some("1")));
    let there = Model::newest().set(id, json!(["au", "ru"]));
    assert_eq!(wanted(&there.plan(&asked), id), None);
}

#[test]
fn step_2_the_right_to_make_tokens_goes_from_members_and_stays_with_admin() {
    let mut model = Model::newest();
    let plan = model.plan(&config());
    model.apply(&plan);
    assert_eq!(model.roles_of("create-personal-access-tokens"), ["admin"]);
}

#[test]
fn steps_2b_and_8_two_factor_goes_off_with_the_manual_and_stays_on_otherwise() {
    let id = "Accounts_TwoFactorAuthentication_Enabled";
    for numbers in RELEASES {
        let model = Model::fresh(release(numbers));
        let plan = model.plan(&manual());
        assert_eq!(wanted(&plan, id), Some((json!(false), Some("8"))), "{numbers:?}");
        assert!(plan.changes.iter().find(|change| change.id() == id).unwrap().risk().is_some());
        let safer = model.plan(&config());
        assert_eq!(wanted(&safer, id), None);
        let narrow = wanted(&safer, "Accounts_TwoFactorAuthentication_By_Email_Auto_Opt_In");
        assert_eq!(narrow, Some((json!(false), Some("8"))));
        assert!(note(&safer, "two-factor-kept").unwrap().text.contains("2b and 8"));
    }
    let broken = Model::fresh(release((8, 5))).plan(&config());
    assert!(note(&broken, "bypass-broken").unwrap().warning);
}

#[test]
fn step_3_the_css_is_a_block_beside_the_administrators() {
    for numbers in RELEASES {
        let model = Model::fresh(release(numbers)).set("theme-custom-css", json!("body { color: red }"));
        let (value, step) = wanted(&model.plan(&manual()), "theme-custom-css").unwrap();
        let text = value.as_str().unwrap();
        assert!(text.starts_with("body { color: red }\n/* gantry:begin "), "{text}");
        assert!(text.contains(".rcx-avatar__element") && text.ends_with("/* gantry:end */\n"));
        assert_eq!(step, Some("3"));
    }
}

#[test]
fn step_4_the_script_is_a_block_in_both_slots() {
    for numbers in RELEASES {
        let plan = Model::fresh(release(numbers)).plan(&config());
        for id in ["Custom_Script_Logged_In", "Custom_Script_Logged_Out"] {
            let (value, step) = wanted(&plan, id).unwrap();
            assert!(value.as_str().unwrap().starts_with("//Add your script\n/* gantry:begin "), "{id}");
            assert_eq!(step, Some("4"));
        }
        assert_eq!(wanted(&plan, "Custom_Script_On_Logout"), None);
    }
}

#[test]
fn step_5_all_messages_count() {
    everywhere("Unread_Count", &json!("all_messages"), Some("5"));
    let plan = Model::newest().set("Unread_Count_DM", json!("mentions_only")).plan(&config());
    assert_eq!(wanted(&plan, "Unread_Count_DM"), Some((json!("all_messages"), Some("5"))));
}

#[test]
fn step_5b_cors_is_on_for_the_pages_origin() {
    everywhere("API_Enable_CORS", &json!(true), Some("5b"));
    everywhere("API_CORS_Origin", &json!("https://projects.example.org"), Some("5b"));
}

#[test]
fn step_5b_several_origins_are_a_list_and_on_3_x_one_with_a_warning() {
    for numbers in RELEASES {
        let plan = Model::fresh(release(numbers)).plan(&two_pages());
        let (value, _) = wanted(&plan, "API_CORS_Origin").unwrap();
        if numbers.0 == 3 {
            assert_eq!(value, json!("https://projects.example.org"));
            assert!(note(&plan, "cors-one-origin").unwrap().warning);
        } else {
            assert_eq!(value, json!("https://projects.example.org,https://extranet.example.org"));
            assert_eq!(note(&plan, "cors-one-origin"), None);
        }
    }
}

#[test]
fn step_5c_sending_and_receiving_are_on_each_in_its_own_syntax() {
    everywhere("Iframe_Integration_send_enable", &json!(true), Some("5c"));
    everywhere("Iframe_Integration_receive_enable", &json!(true), Some("5c"));
    for numbers in RELEASES {
        let plan = Model::fresh(release(numbers)).plan(&two_pages());
        let target = wanted(&plan, "Iframe_Integration_send_target_origin").unwrap();
        assert_eq!(target, (json!("https://projects.example.org"), Some("5c")), "one origin, the main one");
        let from = wanted(&plan, "Iframe_Integration_receive_origin").unwrap();
        let both = "https://projects.example.org,https://extranet.example.org";
        assert_eq!(from, (json!(both), Some("5c")), "a list without blanks");
        let (script, _) = wanted(&plan, "Custom_Script_Logged_In").unwrap();
        assert!(script.as_str().unwrap().contains("https://extranet.example.org"), "the script serves the others");
    }
}

#[test]
fn step_5d_no_survey() {
    everywhere("NPS_survey_enabled", &json!(false), Some("5d"));
    let early = Model::fresh(release((3, 18))).without("NPS_survey_enabled").plan(&config());
    assert_eq!(wanted(&early, "NPS_survey_enabled"), None);
    assert!(early.notes.iter().any(|note| note.code == "setting-absent" && note.text.contains("NPS_survey_enabled")));
}

#[test]
fn step_6_files_lose_their_protection_with_the_manual_or_on_another_site() {
    everywhere_manual_files();
    let model = Model::newest();
    let same = model.plan(&config());
    assert_eq!(wanted(&same, "FileUpload_ProtectFiles"), None);
    assert!(note(&same, "files-protected").unwrap().text.contains("step 6 is left out"));
    // Protection that somebody took away comes back where it costs nothing.
    let off = Model::newest().set("FileUpload_ProtectFiles", json!(false)).plan(&config());
    assert_eq!(wanted(&off, "FileUpload_ProtectFiles"), Some((json!(true), Some("6"))));
    let mut elsewhere = config();
    elsewhere.origins = vec![origin("https://projects.example.com")];
    let plan = model.plan(&elsewhere);
    assert_eq!(wanted(&plan, "FileUpload_ProtectFiles"), Some((json!(false), Some("6"))));
    assert!(note(&plan, "files-public").unwrap().warning);
    let mut unsure = config();
    unsure.server = gantry::protocol::ServerUrl::parse("https://chat.co.uk").unwrap();
    unsure.origins = vec![origin("https://projects.co.uk")];
    let plan = model.plan(&unsure);
    assert_eq!(wanted(&plan, "FileUpload_ProtectFiles"), None);
    assert!(note(&plan, "files-unsure").unwrap().warning);
    // The configuration has the last word.
    unsure.settings.insert("FileUpload_ProtectFiles".into(), Asked::Is(SettingValue::Bool(false)));
    assert_eq!(wanted(&model.plan(&unsure), "FileUpload_ProtectFiles"), Some((json!(false), Some("6"))));
}

fn everywhere_manual_files() {
    for numbers in RELEASES {
        let plan = Model::fresh(release(numbers)).plan(&manual());
        let change = plan.changes.iter().find(|change| change.id() == "FileUpload_ProtectFiles").unwrap();
        assert!(change.risk().is_some());
        assert_eq!(wanted(&plan, "FileUpload_ProtectFiles"), Some((json!(false), Some("6"))));
    }
}

#[test]
fn step_7_the_role_user_keeps_the_seven_and_loses_all_others() {
    for numbers in RELEASES {
        let mut model = Model::fresh(release(numbers));
        let before = model.permissions.clone();
        let plan = model.plan(&config());
        model.apply(&plan);
        let held: Vec<&str> =
            model.permissions.iter().filter(|(_, roles)| roles.contains("user")).map(|(id, _)| id.as_str()).collect();
        let mut kept = vec!["create-d", "delete-own-message", "mention-all", "mention-here", "view-d-room"];
        if numbers.0 < 7 {
            kept.push("view-history");
        }
        kept.push("view-p-room");
        assert_eq!(held, kept, "{numbers:?}");
        assert_eq!(note(&plan, "permission-absent").is_some(), numbers.0 >= 7, "view-history went with 7.0");
        for (id, roles) in before {
            let others = |roles: &std::collections::BTreeSet<String>| {
                roles.iter().filter(|role| *role != "user").cloned().collect::<Vec<_>>()
            };
            if !id.ends_with("-any-p-room") {
                assert_eq!(others(&roles), others(&model.permissions[&id]), "{id}");
            }
        }
        assert!(plan.changes.iter().all(|change| {
            !matches!(change, Change::Permission { .. })
                || change.step().map(Step::name) == Some("7")
                || change.step().is_none()
        }));
    }
}

#[test]
fn step_7_what_was_taken_away_by_mistake_comes_back() {
    let mut model = Model::newest();
    model.permissions.get_mut("create-d").unwrap().remove("user");
    let plan = model.plan(&config());
    model.apply(&plan);
    assert!(model.permissions["create-d"].contains("user"));
}

#[test]
fn step_7_a_permission_that_an_upgrade_brought_is_shown_as_new() {
    let mut model = Model::newest();
    let mut memory = Memory::default();
    let first = model.plan(&config());
    assert!(first.changes.iter().all(|change| !matches!(change, Change::Permission { appeared: true, .. })));
    model.apply(&first);
    memory.record_applied(&model.observed());
    model.permissions.insert("fly".into(), ["admin".to_owned(), "user".to_owned()].into());
    let next = plan(&config(), &model.observed(), &memory).unwrap();
    assert!(matches!(&next.changes[..], [Change::Permission { id, appeared: true, .. }] if id == "fly"));
}

#[test]
fn step_7_a_permission_that_nobody_knows_is_a_warning() {
    let mut asked = config();
    asked.keep.push("fly".into());
    let plan = Model::newest().plan(&asked);
    assert!(
        plan.notes.iter().any(|note| note.code == "permission-absent" && note.warning && note.text.contains("fly"))
    );
}

#[test]
fn left_out_framing_is_allowed() {
    everywhere("Iframe_Restrict_Access", &json!(false), None);
}

#[test]
fn left_out_registration_is_closed() {
    everywhere("Accounts_RegistrationForm", &json!("Disabled"), None);
}

#[test]
fn left_out_names_and_addresses_are_the_cmss() {
    for id in ["Accounts_AllowUsernameChange", "Accounts_AllowEmailChange", "Accounts_AllowRealNameChange"] {
        everywhere(id, &json!(false), None);
    }
    let plan = Model::newest().set("Accounts_AllowDeleteOwnAccount", json!(true)).plan(&config());
    assert_eq!(wanted(&plan, "Accounts_AllowDeleteOwnAccount"), Some((json!(false), None)));
}

#[test]
fn left_out_the_cmss_address_is_never_blocked() {
    let id = "Block_Multiple_Failed_Logins_Ip_Whitelist";
    let plan = Model::newest().plan(&config());
    assert!(note(&plan, "login-block").unwrap().warning && wanted(&plan, id).is_none());
    let mut asked = config();
    asked.settings.insert(id.into(), Asked::Is("192.0.2.7".into()));
    let plan = Model::newest().plan(&asked);
    assert_eq!((wanted(&plan, id), note(&plan, "login-block")), (Some((json!("192.0.2.7"), None)), None));
    let listed = Model::newest().set(id, json!("192.0.2.9")).plan(&config());
    assert_eq!(note(&listed, "login-block"), None);
}

#[test]
fn left_out_members_have_their_real_names() {
    everywhere("UI_Use_Real_Name", &json!(true), None);
}

#[test]
fn left_out_admin_gets_the_rights_on_private_rooms_of_others() {
    for numbers in RELEASES {
        let mut model = Model::fresh(release(numbers));
        let plan = model.plan(&config());
        model.apply(&plan);
        for id in ["add-user-to-any-p-room", "kick-user-from-any-p-room"] {
            if model.permissions.contains_key(id) {
                assert_eq!(model.roles_of(id), ["admin"], "{id} on {numbers:?}");
            }
        }
        assert!(model.permissions.contains_key("add-user-to-any-p-room"));
    }
}

#[test]
fn left_out_the_other_iframe_login_stays_off() {
    let plan = Model::newest().set("Accounts_iframe_enabled", json!(true)).plan(&config());
    assert_eq!(wanted(&plan, "Accounts_iframe_enabled"), Some((json!(false), None)));
}

#[test]
fn a_setting_of_the_configuration_wins_over_the_preset() {
    let mut asked = config();
    asked.settings.insert("UI_Use_Real_Name".into(), Asked::Is(SettingValue::Bool(false)));
    asked.settings.insert("Site_Name".into(), Asked::Is("Chat".into()));
    asked.settings.insert("Not_There".into(), Asked::Is(SettingValue::Bool(true)));
    let plan = Model::newest().plan(&asked);
    assert_eq!(wanted(&plan, "UI_Use_Real_Name"), None);
    assert_eq!(wanted(&plan, "Site_Name"), Some((json!("Chat"), None)));
    assert!(
        plan.notes.iter().any(|note| note.code == "setting-absent" && note.warning && note.text.contains("Not_There"))
    );
}

#[test]
fn a_wrong_type_on_the_server_is_a_difference() {
    let plan = Model::newest().set("Iframe_Restrict_Access", json!("false")).plan(&config());
    assert_eq!(wanted(&plan, "Iframe_Restrict_Access"), Some((json!(false), None)));
}

#[test]
fn an_older_release_is_refused_and_a_newer_one_warned_of() {
    let observed = Model::fresh(release((3, 17))).observed();
    assert!(matches!(plan(&config(), &observed, &Memory::default()), Err(SetupError::Older(_))));
    assert!(note(&Model::fresh(release((9, 0))).plan(&config()), "release-newer").unwrap().warning);
}
