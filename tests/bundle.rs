//! What `gantry bundle` makes.

#![allow(clippy::unwrap_used)]

use gantry::bundle::{self, MARKER_BEGIN, MARKER_END};
use gantry::config::{Asked, Card, Config, Login, Preset, ProfileTarget, SettingValue};
use gantry::protocol::{Origin, ServerUrl};
use proptest::prelude::*;

fn origin(text: &str) -> Origin {
    Origin::from_url(text).unwrap().0
}

fn config() -> Config {
    Config::example(ServerUrl::parse("https://chat.example.org").unwrap(), &[origin("https://projects.example.org")])
}

fn manual() -> Config {
    Config { preset: Preset::Ametys, bundle: Preset::Ametys.bundle(), ..config() }
}

#[test]
fn the_same_configuration_gives_the_same_bytes() {
    assert_eq!(bundle::generate(&manual()), bundle::generate(&manual()));
}

#[test]
fn the_stamp_tells_script_and_css_apart_and_nothing_else() {
    let base = bundle::generate(&config());
    assert_eq!(base.stamp.len(), 12);
    assert!(base.stamp.bytes().all(|b| b.is_ascii_hexdigit() && !b.is_ascii_uppercase()));
    let stamp = |change: fn(&mut Config)| {
        let mut config = config();
        change(&mut config);
        bundle::generate(&config).stamp
    };
    assert_ne!(stamp(|c| c.origins.push(origin("https://other.example.org"))), base.stamp);
    assert_ne!(stamp(|c| c.bundle.card = Card::Keep), base.stamp);
    assert_ne!(stamp(|c| c.bundle.avatar_radius = Some("50%".into())), base.stamp);
    assert_ne!(stamp(|c| c.bundle.hide = vec!["reply-directly".into()]), base.stamp);
    assert_eq!(stamp(|c| c.login = Some(Login { url: "/elsewhere".into() })), base.stamp);
    assert_eq!(stamp(|c| c.profile.target = ProfileTarget::None), base.stamp);
}

#[test]
fn script_and_css_stand_between_markers_with_the_stamp() {
    let bundle = bundle::generate(&manual());
    for text in [&bundle.script, &bundle.css] {
        assert!(text.starts_with(&format!("{MARKER_BEGIN}{} */\n", bundle.stamp)));
        assert!(text.ends_with(&format!("{MARKER_END}\n")));
        assert_eq!(text.matches("/* gantry:").count(), 2);
    }
    assert!(bundle.script.contains(&format!("\"stamp\":\"{}\"", bundle.stamp)));
}

#[test]
fn what_rocket_chat_serves_is_ascii_and_small() {
    let bundle = bundle::generate(&manual());
    for text in [&bundle.script, &bundle.css, &bundle.overrides_env, &bundle.compose, &bundle.gantry_json] {
        assert!(text.is_ascii());
        assert!(!text.contains('\r') && !text.contains('\t'));
    }
    assert!(bundle.script.len() < 6 * 1024, "{} bytes", bundle.script.len());
}

#[test]
fn the_script_never_posts_to_everybody_and_never_asks_the_referrer() {
    let script = bundle::generate(&config()).script;
    assert!(!script.contains("\"*\"") && !script.contains("'*'"));
    for word in ["referrer", "eval(", "Function(", "innerHTML", "document.write", "loginToken"] {
        assert!(!script.contains(word), "{word}");
    }
    assert_eq!(script.matches("postMessage(").count(), 1);
}

#[test]
fn a_manual_preset_hides_what_the_manual_hides_in_every_generation() {
    let css = bundle::generate(&manual()).css;
    for selector in [
        ".avatar-image",
        ".rcx-avatar__element",
        "[data-message-action=\"reply-in-thread\"]",
        "li.rc-popover__item[data-id=\"reply-directly\"]",
        "[data-qa-id=\"reply-directly\"]",
        "[data-qa-id=\"reply-in-thread\"]",
        "[data-qa-id=\"Reply_in_thread\"]",
        "[data-qa-id=\"mark-message-as-unread\"]",
        "[data-key=\"mark-message-as-unread\"]",
        "#react-user-card + div",
        "#react-user-card .rcx-modal__backdrop",
    ] {
        assert!(css.contains(selector), "{selector}");
    }
}

#[test]
fn nothing_is_hidden_unasked() {
    let css = bundle::generate(&config()).css;
    assert!(!css.contains('{'), "{css}");
}

#[test]
fn overrides_hold_what_the_configuration_asks_over_the_preset() {
    let mut config = config();
    config.settings.insert("UI_Use_Real_Name".into(), Asked::Is(SettingValue::Bool(false)));
    config.settings.insert("Hide_System_Messages".into(), Asked::Is(SettingValue::List(vec!["au".into()])));
    config.settings.insert("Site_Name".into(), Asked::Is("Chat".into()));
    let env = bundle::generate(&config).overrides_env;
    for line in ["UI_Use_Real_Name=false", "Hide_System_Messages=[\"au\"]", "Site_Name=Chat"] {
        assert_eq!(env.matches(&format!("\nOVERWRITE_SETTING_{line}\n")).count(), 1, "{line}");
    }
    assert!(!env.contains("UI_Use_Real_Name=true"));
}

#[test]
fn overrides_name_origins_as_rocket_chat_compares_them() {
    let mut config = config();
    config.origins.push(origin("https://extranet.example.org"));
    let env = bundle::generate(&config).overrides_env;
    let value = |id: &str| {
        env.lines().find_map(|line| line.strip_prefix(&format!("OVERWRITE_SETTING_{id}="))).map(str::to_owned)
    };
    let both = "https://projects.example.org,https://extranet.example.org";
    assert_eq!(value("Iframe_Integration_receive_origin").as_deref(), Some(both));
    assert_eq!(value("API_CORS_Origin").as_deref(), Some(both));
    assert_eq!(value("Iframe_Integration_send_target_origin").as_deref(), Some("https://projects.example.org"));
    assert_eq!(value("Iframe_Restrict_Access").as_deref(), Some("false"));
    assert_eq!(value("FileUpload_ProtectFiles").as_deref(), Some("true"), "page and chat are one site");
    assert_eq!(value("Accounts_TwoFactorAuthentication_Enabled"), None);
    assert_eq!(value("Hide_System_Messages"), None, "a variable can't add to what is there");
    config.origins.push(origin("https://projects.example.com"));
    let elsewhere = bundle::generate(&config).overrides_env;
    assert!(elsewhere.lines().any(|line| line == "OVERWRITE_SETTING_FileUpload_ProtectFiles=false"));
    let manual = bundle::generate(&manual()).overrides_env;
    assert!(manual.lines().any(|line| line == "OVERWRITE_SETTING_FileUpload_ProtectFiles=false"));
    assert!(manual.lines().any(|line| line == "OVERWRITE_SETTING_Accounts_TwoFactorAuthentication_Enabled=false"));
}

#[test]
fn a_compose_file_gives_back_script_and_css() {
    let bundle = bundle::generate(&manual());
    for (id, text) in [
        ("Custom_Script_Logged_In", &bundle.script),
        ("Custom_Script_Logged_Out", &bundle.script),
        ("theme-custom-css", &bundle.css),
    ] {
        let key = format!("      OVERWRITE_SETTING_{id}: |\n");
        let (_, block) = bundle.compose.split_once(&key).unwrap();
        let lines: Vec<_> = block
            .lines()
            .take_while(|line| line.is_empty() || line.starts_with("        "))
            .map(|line| line.strip_prefix("        ").unwrap_or(line).replace("$$", "$"))
            .collect();
        assert_eq!(lines.join("\n").trim_end(), text.trim_end(), "{id}");
    }
}

#[test]
fn gantry_json_is_what_the_page_reads() {
    let json: serde_json::Value = serde_json::from_str(&bundle::generate(&manual()).gantry_json).unwrap();
    assert_eq!(json["version"], 1);
    assert_eq!(json["server"], "https://chat.example.org");
    assert_eq!(json["origins"], serde_json::json!(["https://projects.example.org"]));
    assert_eq!(json["login"]["url"], "/chat-login");
    assert_eq!(json["profile"]["url"], "/members/{username}");
    assert_eq!(json["hide"].as_array().unwrap().len(), 3);
    let keys: Vec<_> = json.as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["version", "server", "stamp", "origins", "login", "profile", "allow", "newTab", "hide"]);
}

proptest! {
    #[test]
    fn no_text_of_the_configuration_gets_out_of_its_place(hostile in "(</script>|\u{2028}|\"|'|\\*/|\\}|;|\n|\\$|<!--|.){0,12}") {
        let mut config = manual();
        config.bundle.avatar_radius = Some(hostile.clone());
        config.bundle.hide = vec![hostile.clone()];
        config.profile.target = ProfileTarget::Url(hostile.clone());
        config.login = Some(Login { url: hostile.clone() });
        let bundle = bundle::generate(&config);
        let mut plain = manual();
        plain.bundle.hide = vec![];
        plain.bundle.avatar_radius = None;
        if !gantry::config::check::is_css_length(&hostile) && gantry::config::actions::find(&hostile).is_none() {
            prop_assert_eq!(&bundle.script, &bundle::generate(&plain).script);
            prop_assert_eq!(&bundle.css, &bundle::generate(&plain).css);
        }
        let json: serde_json::Value = serde_json::from_str(&bundle.gantry_json).unwrap();
        prop_assert_eq!(json["profile"]["url"].as_str(), Some(hostile.as_str()));
        prop_assert!(bundle.gantry_json.is_ascii() && !bundle.gantry_json.contains('<'));
    }
}

#[test]
fn the_files_read_well() {
    let bundle = bundle::generate(&manual());
    insta::assert_snapshot!("custom-script.js", bundle.script);
    insta::assert_snapshot!("custom.css", bundle.css);
    insta::assert_snapshot!("overrides.env", bundle.overrides_env);
    insta::assert_snapshot!("gantry.json", bundle.gantry_json);
    insta::assert_snapshot!("checklist.md", bundle.checklist);
    insta::assert_snapshot!("checklist-default.md", bundle::generate(&config()).checklist);
}
