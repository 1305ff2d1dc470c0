//! What the set-up page makes of what is typed.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use gantry::bundle;
use gantry::config::{Card, Config, Preset, actions};
use gantry::findings::Language;
use gantry::setup_page::trial::trial;
use gantry::setup_page::{self, Checked, Fields, Made, Problem, Profile, View, choices, gantry_toml};
use proptest::prelude::*;

#[path = "setup_page/space.rs"]
mod space;
#[path = "setup_page/steps.rs"]
mod steps;
#[path = "setup_page/trial.rs"]
mod trials;

const SERVER: &str = "https://chat.example.org";
const PAGE: &str = "https://projects.example.org";

fn fields() -> Fields {
    Fields { server: SERVER.into(), origins: PAGE.into(), ..Fields::default() }
}

/// What the page shows where no project space serves it.
fn view(state: &str, preferred: &str) -> View {
    setup_page::view(state, preferred, "")
}

fn check(fields: &Fields, language: Language) -> Checked {
    setup_page::check(fields, language, "")
}

/// With a login of the back end and pages of people.
fn whole() -> Fields {
    Fields { back_end: true, profile: Profile::Url, ..fields() }
}

fn shown(fields: &Fields) -> View {
    view(&fields.state(), "en")
}

fn made(fields: &Fields) -> Made {
    shown(fields).made.unwrap()
}

fn file<'a>(made: &'a Made, name: &str) -> &'a str {
    &made.files.iter().find(|file| file.name == name).unwrap().text
}

fn said(fields: &Fields) -> Vec<(&'static str, &'static str, &'static str)> {
    shown(fields).problems.iter().map(|problem| (problem.field, problem.severity, problem.code)).collect()
}

#[test]
fn an_empty_page_invites_and_scolds_nobody() {
    let view = view("", "en");
    assert_eq!(view.problems, []);
    assert_eq!((view.made, view.fragment.as_str()), (None, ""));
    assert_eq!(view.summary, "Type the addresses of the chat server and of the project spaces.");
    let half = shown(&Fields { server: SERVER.into(), ..Fields::default() });
    assert_eq!(half.summary, "The addresses of the project spaces are still missing.");
}

#[test]
fn two_addresses_are_enough() {
    let view = shown(&fields());
    assert_eq!(view.problems, []);
    assert_eq!(view.summary, "Ready: all that is to be installed stands below.");
    let written: serde_json::Value = serde_json::from_str(file(&view.made.unwrap(), "gantry.json")).unwrap();
    assert_eq!((written.get("login"), written.get("profile")), (None, None), "nothing that a site may not have");
}

#[test]
fn what_is_wrong_with_an_address_stands_at_its_field() {
    for (server, origins, expected) in [
        ("chat.example.org", PAGE, vec![("server", "error", "origin-scheme")]),
        ("https://*.example.org", PAGE, vec![("server", "error", "origin-pattern")]),
        ("http://chat.example.org", PAGE, vec![("server", "error", "mixed-content")]),
        ("https://chat.example.org/group/alpha", PAGE, vec![("server", "note", "server-page")]),
        ("https://chat.example.org/rc", PAGE, vec![("server", "note", "server-path")]),
        (SERVER, "https://projects.example.org/home", vec![("origins", "note", "origin-reduced")]),
        (SERVER, "https://projects.example.org, null", vec![("origins", "error", "origin-null")]),
        (SERVER, "https://a.example.org\nhttps://a.example.org", vec![("origins", "note", "origin-twice")]),
        (
            SERVER,
            "https://projects.example.com",
            vec![("server", "warning", "other-site"), ("server", "warning", "files-other-site")],
        ),
        ("https://chat.co.uk", "https://projects.co.uk", vec![("server", "note", "site-unsure")]),
        ("http://chat.local.lan", "http://www.local.lan", vec![("server", "warning", "without-https")]),
        (PAGE, PAGE, vec![("server", "warning", "server-is-space")]),
        ("https://projects.example.org/chat", PAGE, vec![("server", "note", "server-path")]),
        ("http://localhost:3000", "http://localhost:8080", vec![]),
    ] {
        let fields = Fields { server: server.into(), origins: origins.into(), ..Fields::default() };
        assert_eq!(said(&fields), expected, "{server} {origins}");
        let wrong = expected.iter().any(|(_, severity, _)| *severity == "error");
        assert_eq!(shown(&fields).made.is_none(), wrong, "{server} {origins}");
    }
}

#[test]
fn other_fields_are_checked_by_the_rules_of_gantry_toml() {
    for (change, expected) in [
        (Fields { url: "/members".into(), ..whole() }, ("url", "error", "url-no-placeholder")),
        (Fields { url: "javascript:{username}".into(), ..whole() }, ("url", "error", "url-scheme")),
        (Fields { url: "https://b.example/{username}".into(), ..whole() }, ("url", "error", "url-not-allowed")),
        (
            Fields { profile: Profile::People, people: "//x".into(), ..fields() },
            ("people", "error", "url-protocol-relative"),
        ),
        (Fields { login: "https://a.example/x".into(), ..whole() }, ("login", "error", "url-not-same-origin")),
        (Fields { login: "chat-login".into(), ..whole() }, ("login", "error", "url-not-same-origin")),
        (Fields { login: String::new(), ..whole() }, ("login", "error", "url-empty")),
        (Fields { folder: "gantry".into(), ..fields() }, ("folder", "error", "url-not-same-origin")),
        (Fields { room: "projet-alpha".into(), ..fields() }, ("room", "error", "room-path")),
        (Fields { room: format!("{SERVER}/channel/general"), ..fields() }, ("room", "note", "room-address")),
        (Fields { radius: "5".into(), ..fields() }, ("radius", "error", "config-radius")),
        (Fields { allow: "b.example".into(), ..fields() }, ("allow", "error", "origin-scheme")),
        (Fields { release: "new".into(), ..fields() }, ("version", "error", "release")),
        (Fields { release: "3.17".into(), ..fields() }, ("version", "error", "release-older")),
        (Fields { release: "9.0".into(), ..fields() }, ("version", "warning", "release-newer")),
        (
            Fields { release: "6.5".into(), hide: Some(vec!["otr".into()]), ..fields() },
            ("hide", "note", "hide-needs-6.6"),
        ),
        (
            Fields { release: "3.18".into(), origins: format!("{PAGE} https://b.example.org"), ..fields() },
            ("origins", "note", "cors-one-origin"),
        ),
    ] {
        assert_eq!(said(&change), [expected]);
    }
}

#[test]
fn a_password_in_an_address_is_neither_shown_nor_sent_on() {
    for fields in [
        Fields { server: "https://admin:hunter2@chat.example.org".into(), ..fields() },
        Fields { origins: "https://projects.example.org https://admin:hunter2@b.example".into(), ..fields() },
        Fields { allow: "admin:hunter2@b.example".into(), ..fields() },
        Fields { server: "https://admin:hunter2,x@chat.example.org/?to=https://a.example".into(), ..fields() },
        Fields { origins: "https://admin:hunter2,x@b.example".into(), ..fields() },
        Fields { url: "https://admin:hunter2@b.example/{username}".into(), ..whole() },
    ] {
        let view = shown(&fields);
        assert!(view.problems.iter().any(|problem| problem.severity == "error"));
        assert!(!format!("{:?}{}", view.problems, view.fragment).contains("hunter2"), "{view:?}");
        assert_eq!(Fields::read(&view.state), fields, "what was typed stays in the page");
    }
    let at = Fields { url: "/@{username}".into(), ..whole() };
    assert_eq!(Fields::read(&shown(&at).fragment), at);
}

#[test]
fn what_the_preset_hides_follows_the_preset_until_somebody_chooses() {
    let manual = Fields { preset: Preset::Ametys, ..fields() };
    let hidden = manual.hidden();
    assert_eq!(hidden.len(), 3);
    let state = format!("{}&hide={}", manual.state(), hidden.join(","));
    assert_eq!(Fields::read(&state).hide, None);
    let none = Fields::read(&format!("{}&hide=", manual.state()));
    assert_eq!(none.hide, Some(Vec::new()));
    assert_eq!(Fields::read(&none.state()), none);
    assert_eq!(
        Config::parse(&gantry_toml(&check(&none, Language::English).config.unwrap())).unwrap().0.bundle.hide,
        [""; 0]
    );
}

#[test]
fn the_release_says_what_is_kept_and_how_tokens_are_made() {
    let of = |release: &str| {
        let made = made(&Fields { release: release.into(), ..whole() });
        let rights = made.parts.iter().flat_map(|part| &part.steps).flat_map(|step| &step.items);
        let kept = rights.filter(|item| item.kind == "rights").map(|item| item.rows.len()).sum::<usize>();
        let codes: Vec<_> = made.space.iter().filter_map(|snippet| snippet.code.clone()).collect();
        let token = codes.into_iter().find(|code| code.starts_with("CREATE")).unwrap();
        (kept, token, made.remarks.len())
    };
    assert_eq!(of("6.5.3").0, 7);
    assert_eq!(
        (of("6.5.3").1.as_str(), of("8.8").1.as_str()),
        ("CREATE_TOKENS_FOR_USERS=true", "CREATE_TOKENS_FOR_USERS_SECRET=")
    );
    assert_eq!(of("8.8").0, 6);
    assert!(of("8.8").2 > of("5.4").2);
}

#[test]
fn every_problem_is_told_in_both_languages() {
    for state in [
        "server=x&origins=x",
        "server=https%3A%2F%2F*&origins=null",
        "server=https%3A%2F%2Fu%40x&origins=https%3A%2F%2Fx%3A0",
        "server=https%3A%2F%2F%C3%A9.fr&origins=https%3A%2F%2F",
        "server=http%3A%2F%2Fa.example%2Fhome&origins=https%3A%2F%2FB.example%3A443%2Fx",
        "server=https%3A%2F%2Fa.example%2Frc&origins=https%3A%2F%2Fa.example,https%3A%2F%2Fa.example&version=x",
        "server=https%3A%2F%2Fa.co.uk&origins=https%3A%2F%2Fb.co.uk&url=%2F{x}&login=x&radius=9",
        "url=%2F{username&login=&version=9.9&room=x&folder=x",
        "url=&login=%2F%2Fx&version=3.2",
        "url=ftp%3A%2F%2F{username}&login=%2Fa+b",
        "url=x{username}&hide=otr&version=5.4",
        "url=https%3A%2F%2Fx.example%2F{username}&allow=y",
    ] {
        let (english, french) = (view(state, "en"), view(state, "fr"));
        assert_eq!(english.problems.len(), french.problems.len());
        assert!(!english.problems.is_empty(), "{state}");
        for (en, fr) in english.problems.iter().zip(&french.problems) {
            assert_eq!(en.code, fr.code);
            assert_ne!(en.text, fr.text, "{state}");
        }
        assert_ne!(english.summary, french.summary);
    }
}

#[test]
fn quotation_marks_stay_in_their_place() {
    for (profile, preset) in [(Profile::Url, Preset::Default), (Profile::People, Preset::Ametys)] {
        let (url, people, login) = ("/a\"b/{username}", "p\"\u{e9}.json", "/x\"y");
        let (url, people, login) = (url.to_owned(), people.to_owned(), login.to_owned());
        let config =
            check(&Fields { profile, preset, url, people, login, ..whole() }, Language::French).config.unwrap();
        assert_eq!(Config::parse(&gantry_toml(&config)).unwrap().0, config);
    }
}

#[test]
fn controls_offer_every_action_once() {
    let offered: Vec<&str> = choices("fr").actions.into_iter().flat_map(|(_, ids)| ids).collect();
    assert_eq!(offered.len(), actions::ALL.len());
    assert!(
        choices("en")
            .releases
            .iter()
            .all(|release| said(&Fields { release: (*release).into(), ..fields() }).is_empty())
    );
}

#[test]
fn addresses_as_they_are_copied_are_taken() {
    let made = made(&Fields {
        server: format!("{SERVER}/channel/general?layout=embedded"),
        room: format!("{SERVER}/group/projet%20a?x"),
        release: "v6,5".into(),
        ..fields()
    });
    assert_eq!((made.mount.server.as_str(), made.mount.room.as_deref()), (SERVER, Some("group/projet a")));
    assert!(file(&made, "gantry.json").contains(&format!("\"server\": \"{SERVER}\"")));
    assert_eq!(shown(&Fields { room: "x".into(), ..fields() }).made.unwrap().mount.room, None);
}

#[test]
fn a_click_opens_something_with_and_without_pages_of_people() {
    assert_eq!((fields().card(), whole().card()), (Card::Keep, Card::Stop));
    let chosen = Fields { card: Some(Card::Stop), ..fields() };
    assert_eq!(Fields::read(&chosen.state()).card(), Card::Stop);
    assert_eq!(Fields::read("profile=url&card=stop").card, None, "what would hold anyway follows");
}

#[test]
fn an_address_that_is_given_is_one_that_is_meant() {
    let read = |text: &str| Fields::read(text);
    assert!(read("login=%2Fx").back_end && !read("login=").back_end && !read("login=%2Fx&by=chat").back_end);
    assert_eq!(read("url=%2Fx%2F{username}").profile, Profile::Url);
}

fn address() -> impl Strategy<Value = String> {
    // Mostly good ones, else hardly any configuration would be whole.
    prop_oneof![
        1 => "(https?://)?[a-z]{1,8}(\\.[a-z]{2,6}){0,3}(:[0-9]{1,5})?(/[a-zA-Z0-9.{}_-]{0,8}){0,3}",
        12 => "https://[a-z]{1,8}\\.example\\.org(:8443)?(/rc)?",
        1 => "\\PC{0,12}",
    ]
}

prop_compose! {
    fn any_fields()(
        server in address(),
        origins in prop::collection::vec(address(), 0..4),
        allow in prop::collection::vec(address(), 0..3),
        release in prop_oneof![6 => "[4-8]\\.[0-8]", 1 => "[0-9]\\.[0-9]{1,2}(\\.[0-9])?", 1 => "\\PC{0,5}"],
        url in prop_oneof![1 => address(), 6 => "/[a-z@\"']{0,6}/\\{(username|user_id)\\}(\\?l=\\{lang\\})?"],
        people in prop_oneof![address(), "[a-z/.é\"]{1,12}"],
        login in prop_oneof![1 => address(), 6 => "(/[a-z\"é]{1,6}){0,3}"],
        room in "\\PC{0,12}",
        radius in prop_oneof![6 => "([0-9]{1,3}(px|%|em))?", 1 => "\\PC{0,4}"],
        hide in prop::option::of(prop::collection::vec(prop::sample::select(actions::ALL), 0..5)),
        words in (0..3u8, 0..3u8, any::<bool>(), 0..3u8, any::<bool>(), any::<bool>()),
        folder in prop_oneof![4 => Just(String::new()), 4 => "(/[a-z]{1,6}){1,3}/?", 1 => "\\PC{0,6}"],
        done in prop::collection::vec("[0-9a-f]{4}", 0..4),
    ) -> Fields {
        let (language, profile, manual, card, new_tab, back_end) = words;
        let profile = [Profile::Url, Profile::People, Profile::None][usize::from(profile)];
        let usual = Fields { profile, ..Fields::default() }.card();
        let preset = if manual { Preset::Ametys } else { Preset::Default };
        let hide = hide.map(|hide| hide.iter().map(|action| action.id.to_owned()).collect::<Vec<_>>());
        Fields {
            language: [None, Some(Language::English), Some(Language::French)][usize::from(language)],
            server,
            origins: origins.join("\n"),
            release,
            preset,
            profile,
            url,
            people,
            allow: allow.join(", "),
            new_tab,
            back_end,
            login,
            folder,
            card: [None, Some(Card::Stop), Some(Card::Keep)][usize::from(card)].filter(|card| *card != usual),
            radius,
            hide: hide.filter(|hide| *hide != preset.bundle().hide),
            room,
            done,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_state_is_read_back_as_it_was(fields in any_fields()) {
        prop_assert_eq!(&Fields::read(&fields.state()), &fields);
        let view = view(&format!("#{}", fields.state()), "fr");
        prop_assert_eq!(&view.state, &fields.state());
    }

    #[test]
    fn a_downloaded_gantry_toml_is_the_same_configuration(fields in any_fields()) {
        let checked = check(&fields, Language::English);
        let view = shown(&fields);
        prop_assert_eq!(checked.config.is_some(), view.made.is_some());
        let Some(config) = checked.config else { return Ok(()) };
        let toml = gantry_toml(&config);
        let (read, _) = Config::parse(&toml).map_err(|error| TestCaseError::fail(format!("{error}\n{toml}")))?;
        prop_assert_eq!(&read, &config);
        let made = view.made.unwrap();
        prop_assert_eq!(&made.files[0].text, &toml);
        for ((name, text), file) in bundle::generate(&read).files().into_iter().zip(&made.files[1..]) {
            prop_assert_eq!((name, text), (file.name, file.text.as_str()));
        }
    }

    #[test]
    fn whatever_an_address_holds_the_page_shows_something(state in "\\PC{0,80}", facts in "\\PC{0,80}", language in "\\PC{0,4}") {
        let seen = view(&state, &language);
        prop_assert!(!seen.summary.is_empty());
        prop_assert_eq!(&view(&seen.state, &language), &seen);
        let _ = trial(&state, &facts, &language);
    }

    #[test]
    fn no_error_lets_anything_be_made(fields in any_fields()) {
        let view = shown(&fields);
        // The room is tried, and installed nowhere.
        let wrong = |problem: &Problem| problem.severity == "error" && problem.field != "room";
        prop_assert!(!(view.problems.iter().any(wrong) && view.made.is_some()));
    }
}
