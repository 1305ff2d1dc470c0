//! `gantry.toml`: what is read, what is refused, and where it is said to be wrong.
#![allow(clippy::unwrap_used)]

use gantry::config::{Asked, Card, Config, KEPT, Preset, ProfileTarget, SettingValue, TEMPLATE, check};
use proptest::prelude::*;

const LEAST: &str =
    "version = 1\nserver = \"https://chat.example.org\"\norigins = [\"https://projects.example.org\"]\n";

fn with(more: &str) -> String {
    format!("{LEAST}{more}")
}

#[test]
fn the_template_is_read_without_a_note() {
    let (config, notes) = Config::parse(TEMPLATE).unwrap();
    assert_eq!(notes, []);
    assert_eq!(config.server.to_string(), "https://chat.example.org");
    assert_eq!(config.profile.target, ProfileTarget::Url("/members/{username}".into()));
    assert_eq!(config.login.unwrap().url, "/chat-login");
    assert_eq!(config.keep, KEPT);
    assert!(config.settings.is_empty());
    assert_eq!(config.sync, gantry::config::SyncOptions::default());
    // What is commented out in it can be switched on.
    let all = TEMPLATE
        .replace("# avatar_radius", "avatar_radius")
        .replace("# hide = ", "hide = ")
        .replace("# Block_", "Block_")
        .replace("# Hide_", "Hide_");
    let (config, notes) = Config::parse(&all).unwrap();
    assert_eq!(notes, []);
    assert_eq!(config.bundle.hide.len(), 3);
    assert_eq!(config.settings["Hide_System_Messages"], Asked::Adds(vec!["au".into()]));
    assert_eq!(config.settings.len(), 2);
}

#[test]
fn settings_are_read_with_their_types() {
    let text = "[settings]\nAPI_User_Limit = 500\nAPI_Default_Count = -1_000\nUI_Use_Real_Name = true\nSite_Name = \"Chat\"\nHide_System_Messages = [\"au\"]\n\
                New_In_9 = 0x10\nUnread_Cuont = \"x\"\n";
    let (config, notes) = Config::parse(&with(text)).unwrap();
    let is = |id: &str| config.settings[id].clone();
    assert_eq!(is("API_User_Limit"), Asked::Is(SettingValue::Number(500)));
    assert_eq!(is("API_Default_Count"), Asked::Is(SettingValue::Number(-1000)));
    assert_eq!(is("UI_Use_Real_Name"), Asked::Is(SettingValue::Bool(true)));
    assert_eq!(is("Site_Name"), Asked::Is("Chat".into()));
    assert_eq!(is("Hide_System_Messages"), Asked::Is(SettingValue::List(vec!["au".into()])));
    assert_eq!(is("New_In_9"), Asked::Is(SettingValue::Number(16)));
    let told: Vec<_> = notes.iter().map(|note| (note.code, note.line, note.column, note.warning)).collect();
    assert_eq!(told, [("setting-unknown", 10, 1, false), ("setting-unknown", 11, 1, false)]);
    assert!(notes[1].text.contains("did you mean `Unread_Count`?"), "{}", notes[1]);
}

#[test]
fn permissions_are_kept_by_id_or_label() {
    let text = "[permissions.user]\nkeep = [\"create-d\", \"View Private Room\", \"Voir l\u{2019}historique\", \"create-d\", \"fly-high\"]\n";
    let (config, notes) = Config::parse(&with(text)).unwrap();
    assert_eq!(config.keep, ["create-d", "view-p-room", "view-history", "fly-high"]);
    assert_eq!((notes[0].code, notes[0].line, notes[0].column, notes[0].warning), ("permission-unknown", 5, 75, true));
    let (config, _) = Config::parse(&with("[permissions.user]\nkeep = []\n")).unwrap();
    assert!(config.keep.is_empty());
    let (config, _) = Config::parse(&with("")).unwrap();
    assert_eq!(config.keep, KEPT);
}

#[test]
fn the_least_file_has_the_defaults() {
    let (config, notes) = Config::parse(LEAST).unwrap();
    assert_eq!(notes, []);
    assert_eq!(config.preset, Preset::Default);
    assert_eq!(config.profile.target, ProfileTarget::None);
    assert_eq!(config.login, None);
    assert_eq!(config.bundle.card, Card::Stop);
    assert_eq!(config.bundle.avatar_radius, None);
    assert!(config.bundle.hide.is_empty() && config.profile.allow.is_empty() && !config.profile.new_tab);
}

#[test]
fn the_manual_is_a_preset_and_explicit_keys_win() {
    let (config, _) = Config::parse(&with("preset = \"ametys\"\n")).unwrap();
    assert_eq!(config.bundle.avatar_radius.as_deref(), Some("100px"));
    assert_eq!(config.bundle.hide, ["reply-directly", "reply-in-thread", "mark-message-as-unread"]);
    let (config, _) =
        Config::parse(&with("preset = \"ametys\"\n[bundle]\nhide = []\ncard = \"keep\"\navatar_radius = \"0\"\n"))
            .unwrap();
    assert_eq!((config.bundle.card, config.bundle.hide.len()), (Card::Keep, 0));
    assert_eq!(config.bundle.avatar_radius.as_deref(), Some("0"));
}

#[test]
fn every_key_has_its_place() {
    let (config, notes) = Config::parse(&with(
        "[profile]\npeople = \"people.json\"\nallow = [\"https://people.example.org\"]\nnew_tab = true\n[login]\nurl = \"/in\"\n",
    ))
    .unwrap();
    assert_eq!(notes, []);
    assert_eq!(config.profile.target, ProfileTarget::People("people.json".into()));
    assert_eq!(config.profile.allow[0].as_str(), "https://people.example.org");
    assert!(config.profile.new_tab);
}

#[test]
fn what_was_read_generously_is_told_with_its_place() {
    let text = "version = 1\nserver = \"http://chat.example.org/rc/\"\norigins = [\n  \"https://Projects.example.org:443/site\",\n  \
                \"https://projects.example.org\",\n]\n[bundle]\nhide = [\"members-list\", \"reply-directly\"]\n";
    let (config, notes) = Config::parse(text).unwrap();
    assert_eq!(config.server.to_string(), "http://chat.example.org/rc");
    assert_eq!(config.origins.len(), 1);
    let told: Vec<_> = notes.iter().map(|note| (note.code, note.line, note.column, note.warning)).collect();
    assert_eq!(
        told,
        [
            ("origin-reduced", 4, 3, false),
            ("origin-twice", 5, 3, false),
            ("mixed-content", 2, 10, true),
            ("hide-needs-6.6", 8, 9, false)
        ]
    );
    assert!(notes[0].text.contains("used https://projects.example.org for"), "{}", notes[0]);
}

#[test]
fn a_chat_on_this_machine_may_be_on_http() {
    let text = "version = 1\nserver = \"http://127.0.0.1:4811\"\norigins = [\"https://projects.example.org\"]\n";
    assert_eq!(Config::parse(text).unwrap().1, []);
}

/// Text, code, line, column, and a word of the message or of the help.
#[test]
fn what_is_wrong_is_told_with_its_place_and_its_remedy() {
    let rows: &[(String, &str, usize, usize, &str)] = &[
        (String::new(), "config-missing-key", 1, 1, "version = 1"),
        ("version = 1\n".into(), "config-missing-key", 1, 1, "server = "),
        ("version = 1\nserver = \"https://a.example\"\n".into(), "config-missing-key", 1, 1, "origins = "),
        (LEAST.replace("version = 1", "version = 2"), "config-version", 1, 11, "version 1"),
        (LEAST.replace("version = 1", "version = \"1\""), "config-wrong-type", 1, 11, "a whole number, not a text"),
        (with("orgins = 1\n"), "config-unknown-key", 4, 1, "did you mean `origins`?"),
        (with("zzz = 1\n"), "config-unknown-key", 4, 1, "unknown key `zzz`"),
        (
            with("[bundle]\nhide = []\navatar-radius = \"1px\"\n"),
            "config-unknown-key",
            6,
            1,
            "did you mean `avatar_radius`?",
        ),
        (with("[profile]\nnewtab = true\n"), "config-unknown-key", 5, 1, "in [profile]; did you mean `new_tab`?"),
        (with("[logn]\nurl = \"/x\"\n"), "config-unknown-key", 4, 2, "did you mean `login`?"),
        (with("[login]\n"), "config-missing-key", 4, 1, "in [login]"),
        (with("[login]\nurl = \"https://x.example/in\"\n"), "url-not-same-origin", 5, 7, "page's own origin"),
        (with("preset = \"amétys\"\n"), "config-unknown-word", 4, 10, "\"default\", \"ametys\""),
        (with("[bundle]\ncard = \"stopp\"\n"), "config-unknown-word", 5, 8, "\"stop\", \"keep\""),
        (
            with("[bundle]\nhide = [\"reply-direct\"]\n"),
            "config-unknown-word",
            5,
            9,
            "did you mean \"reply-directly\"?",
        ),
        (with("[bundle]\nhide = \"reply-directly\"\n"), "config-wrong-type", 5, 8, "a list of texts, not a text"),
        (with("[bundle]\nhide = [1]\n"), "config-wrong-type", 5, 9, "not a number"),
        (with("[bundle]\navatar_radius = \"1px; }\"\n"), "config-radius", 5, 17, "50%"),
        (with("[bundle]\navatar_radius = 100\n"), "config-wrong-type", 5, 17, "a text, not a number"),
        (with("bundle = 1\n"), "config-wrong-type", 4, 10, "a section"),
        (LEAST.replace("[\"https://projects.example.org\"]", "[]"), "config-no-origins", 3, 11, "origins = ["),
        (LEAST.replace("https://projects", "https://*"), "origin-pattern", 3, 12, "write each origin out"),
        (LEAST.replace("https://projects.example.org", "null"), "origin-null", 3, 12, "null"),
        (LEAST.replace("https://chat", "chat"), "origin-scheme", 2, 10, "https://"),
        (LEAST.replace("https://chat", "https://a:b@chat"), "origin-credentials", 2, 10, "password"),
        (with("[profile]\nurl = \"/members\"\n"), "url-no-placeholder", 5, 7, "{username}"),
        (with("[profile]\nurl = \"/m/{login}\"\n"), "url-unknown-placeholder", 5, 7, "{user_id}"),
        (
            with("[profile]\nurl = \"https://p.example/{username}\"\n"),
            "url-not-allowed",
            5,
            7,
            "allow = [\"https://p.example\"]",
        ),
        (with("[profile]\nurl = \"javascript:go('{username}')\"\n"), "url-scheme", 5, 7, "not `javascript:`"),
        (with("[profile]\nurl = \"data:text/html,{username}\"\n"), "url-scheme", 5, 7, "not `data:`"),
        (with("[profile]\npeople = \"//x.example/p.json\"\n"), "url-protocol-relative", 5, 10, "//"),
        (with("[profile]\nurl = \"/{username}\"\npeople = \"p.json\"\n"), "config-two-targets", 6, 10, "keep one"),
        (with("[profile]\nallow = [\"*\"]\n"), "origin-pattern", 5, 10, "write each origin out"),
        (with("[settings]\nUnread_Count = true\n"), "config-wrong-type", 5, 16, "a text, not true or false"),
        (with("[settings]\nAPI_Enable_CORS = \"true\"\n"), "config-wrong-type", 5, 19, "true or false, not a text"),
        (with("[settings]\nAPI_Enable_CORS = 1\n"), "config-wrong-type", 5, 19, "not a number"),
        (with("[settings]\nAPI_User_Limit = 1.5\n"), "config-wrong-type", 5, 18, "a whole number"),
        (with("[settings]\nAPI_User_Limit = 99999999999999999999\n"), "config-too-large", 5, 18, "64 bits"),
        (with("[settings]\nHide_System_Messages = \"au\"\n"), "config-wrong-type", 5, 24, "a list of texts"),
        (with("[settings]\nHide_System_Messages = [1]\n"), "config-wrong-type", 5, 25, "not a number"),
        (with("[settings]\nUnread_Count = \"all\"\n"), "config-unknown-word", 5, 16, "\"all_messages\""),
        (with("[settings]\nUnread_Count = { ad = [] }\n"), "config-unknown-key", 5, 18, "did you mean `add`?"),
        (with("[settings]\nAPI_Enable_CORS = { add = [\"x\"] }\n"), "config-wrong-type", 5, 19, "true or false"),
        (with("[settings]\nSMTP_Password = \"hunter2\"\n"), "config-secret", 5, 17, "OVERWRITE_SETTING_SMTP_Password"),
        (with("[settings]\ntheme-custom-css = \"\"\n"), "config-managed", 5, 1, "[bundle]"),
        (with("[permissions]\nadmin = {}\n"), "config-unknown-key", 5, 1, "in [permissions]"),
        (with("[permissions.user]\nkep = []\n"), "config-unknown-key", 5, 1, "did you mean `keep`?"),
        (with("[permissions.user]\n"), "config-missing-key", 4, 1, "keep = ["),
        (with("[permissions.user]\nkeep = \"create-d\"\n"), "config-wrong-type", 5, 8, "a list of texts"),
        (
            with("[permissions.user]\nkeep = [\"Supprimer l'utilisateur\"]\n"),
            "config-shared-label",
            5,
            9,
            "remove-user",
        ),
        (with("x = \n"), "config-syntax", 4, 5, ""),
        (with("server = \"https://b.example\"\n"), "config-syntax", 4, 1, "duplicate"),
    ];
    for (text, code, line, column, word) in rows {
        let error = Config::parse(text).unwrap_err();
        assert_eq!((error.code(), error.line, error.column), (*code, *line, *column), "{text}\n{error}");
        assert!(error.to_string().contains(word), "{text}\n{error}");
    }
}

#[test]
fn a_profile_may_lie_where_it_is_allowed() {
    let text = with("[profile]\nurl = \"https://p.example/{username}\"\nallow = [\"https://p.example/people\"]\n");
    assert!(Config::parse(&text).is_ok());
}

proptest! {
    #[test]
    fn no_accepted_length_can_end_a_declaration(text in "[0-9]{0,3}[a-z%.;{}()/* -]{0,6}") {
        if check::is_css_length(&text) {
            prop_assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'%'));
        }
    }

    #[test]
    fn no_accepted_profile_leaves_the_page_unasked(text in "[/a-z:{}\\\\ ]{0,20}\\{username\\}.*") {
        if check::profile_url(&text, &[], &[]).is_ok() {
            prop_assert!(text.starts_with('/') && !text.starts_with("//") && !text.contains('\\'));
        }
    }

    #[test]
    fn no_text_makes_the_reader_fall(text in ".*") {
        let _ = Config::parse(&text);
    }

    #[test]
    fn no_broken_template_makes_the_reader_fall(at in 0usize..TEMPLATE.len(), put in "[\\[\\]\"={}\n#a-z]{0,3}") {
        let mut text = TEMPLATE.to_owned();
        text.insert_str(at, &put);
        match Config::parse(&text) {
            Ok((config, _)) => prop_assert!(!config.origins.is_empty()),
            Err(error) => {
                let line = text.lines().nth(error.line - 1).unwrap_or("");
                prop_assert!(error.column <= line.chars().count() + 1, "{error}");
            }
        }
    }
}

#[test]
fn a_password_in_an_address_is_not_repeated() {
    let plain = LEAST.replace("https://chat", "https://integrator:SECRET@chat");
    let error = Config::parse(&plain).map(|_| ()).unwrap_err();
    assert!(!error.to_string().contains("SECRET") && error.to_string().contains("***@chat"), "{error}");
}

#[test]
fn sync_is_read_and_its_mistakes_are_told_with_their_place() {
    let text =
        "[sync]\nroom = \"{id}\"\nby_hand = \"remove\"\nprotect = [\"Boss\"]\nmost_removals = 5\nrelinquish = true\n";
    let (config, _) = Config::parse(&with(text)).unwrap();
    assert_eq!((config.sync.room.as_str(), config.sync.most_removals, config.sync.relinquish), ("{id}", 5, true));
    assert_eq!(config.sync.by_hand, gantry::config::ByHand::Remove);
    assert!(config.sync.protect.contains("boss"), "usernames are the same in any case");
    for (line, told) in [
        ("by_hand = \"keeep\"", "`by_hand` can't be \"keeep\""),
        ("most_removals = 101", "`most_removals` must be a whole number from 0 to 100, in percent, not another number"),
        ("field = \" \"", "`field` must be a text, not an empty one"),
        ("usernme = \"{id}\"", "unknown key `usernme` in [sync]"),
    ] {
        let error = Config::parse(&with(&format!("[sync]\n{line}\n"))).unwrap_err();
        assert_eq!(error.problem.to_string(), told);
    }
}
