//! What the set-up page makes of what is typed.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use gantry::bundle;
use gantry::config::{Card, Config, Preset, actions};
use gantry::findings::Language;
use gantry::setup_page::trial::trial;
use gantry::setup_page::{Fields, Made, Problem, Profile, View, check, choices, gantry_toml, view};
use proptest::prelude::*;

const SERVER: &str = "https://chat.example.org";
const PAGE: &str = "https://projects.example.org";

fn fields() -> Fields {
    Fields { server: SERVER.into(), origins: PAGE.into(), ..Fields::default() }
}

fn shown(fields: &Fields) -> View {
    view(&fields.state(), "en")
}

fn made(fields: &Fields) -> Made {
    shown(fields).made.unwrap()
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
    let made = view.made.unwrap();
    assert_eq!(view.summary, format!("Ready: bundle {}.", made.stamp));
}

#[test]
fn what_is_wrong_with_an_address_stands_at_its_field() {
    for (server, origins, expected) in [
        ("chat.example.org", PAGE, vec![("server", "error", "origin-scheme")]),
        ("https://*.example.org", PAGE, vec![("server", "error", "origin-pattern")]),
        ("http://chat.example.org", PAGE, vec![("server", "error", "mixed-content")]),
        ("https://chat.example.org/group/alpha", PAGE, vec![("server", "warning", "server-page")]),
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
        (Fields { url: "/members".into(), ..fields() }, ("url", "error", "url-no-placeholder")),
        (Fields { url: "javascript:{username}".into(), ..fields() }, ("url", "error", "url-scheme")),
        (Fields { url: "https://b.example/{username}".into(), ..fields() }, ("url", "error", "url-not-allowed")),
        (
            Fields { profile: Profile::People, people: "//x".into(), ..fields() },
            ("people", "error", "url-protocol-relative"),
        ),
        (Fields { login: "https://a.example/x".into(), ..fields() }, ("login", "error", "url-not-same-origin")),
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
        Fields { url: "https://admin:hunter2@b.example/{username}".into(), ..fields() },
    ] {
        let view = shown(&fields);
        assert!(view.problems.iter().any(|problem| problem.severity == "error"));
        assert!(!format!("{:?}{}", view.problems, view.fragment).contains("hunter2"), "{view:?}");
        assert_eq!(Fields::read(&view.state), fields, "what was typed stays in the page");
    }
    let at = Fields { url: "/@{username}".into(), ..fields() };
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
        let made = made(&Fields { release: release.into(), ..fields() });
        let rights = made.parts.iter().flat_map(|part| &part.steps).flat_map(|step| &step.items);
        let kept = rights.filter(|item| item.kind == "rights").map(|item| item.rows.len()).sum::<usize>();
        let token = made.space.iter().filter_map(|snippet| snippet.code.clone()).next_back().unwrap();
        (kept, token, made.remarks.len())
    };
    assert_eq!(of("6.5.3").0, 7);
    assert_eq!(
        (of("6.5.3").1.as_str(), of("8.8").1.as_str()),
        ("CREATE_TOKENS_FOR_USERS=true", "CREATE_TOKENS_FOR_USERS_SECRET=...")
    );
    assert_eq!(of("8.8").0, 6);
    assert!(of("8.8").2 > of("5.4").2);
}

#[test]
fn every_step_is_told_in_the_language() {
    let english = view(&fields().state(), "en-GB").made.unwrap();
    let french = view(&fields().state(), "fr-CA").made.unwrap();
    let files = |made: &Made| made.files.iter().map(|file| file.text.clone()).collect::<Vec<_>>();
    assert_eq!(files(&english), files(&french));
    for (en, fr) in english.parts.iter().zip(&french.parts) {
        assert_ne!(en.title, fr.title);
        for (en, fr) in en.steps.iter().zip(&fr.steps).flat_map(|(en, fr)| en.items.iter().zip(&fr.items)) {
            assert_eq!((en.kind, &en.id, &en.copy), (fr.kind, &fr.id, &fr.copy));
            assert!(en.note.is_none() || en.note != fr.note, "{en:?}");
            assert!(en.kind != "set" || fr.way.as_ref().unwrap().starts_with("Administration > Espace de travail"));
        }
    }
    for (en, fr) in english.proxy.iter().zip(&french.proxy) {
        assert!(en.title != fr.title && en.why != fr.why);
        assert!(fr.lines.iter().all(|(_, lines)| !lines.contains("# delete") && !lines.contains("# before")));
    }
    assert!(english.space.iter().zip(&french.space).all(|(en, fr)| en.title != fr.title));
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
        "url=%2F{username&login=&version=9.9",
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
fn the_room_of_a_link_is_no_markup() {
    let lines = |room: &str| made(&Fields { room: room.into(), ..fields() }).space[1].code.clone().unwrap();
    assert_eq!(lines("channel/general"), "<div data-gantry-room=\"channel/general\"></div>");
    for room in ["channel/\"><script>", "x", "", "group/é"] {
        assert_eq!(lines(room), "<div data-gantry-room=\"group/projet-alpha\"></div>", "{room}");
    }
}

#[test]
fn quotation_marks_stay_in_their_place() {
    for (profile, preset) in [(Profile::Url, Preset::Default), (Profile::People, Preset::Ametys)] {
        let (url, people, login) = ("/a\"b/{username}", "p\"\u{e9}.json", "/x\"y");
        let (url, people, login) = (url.to_owned(), people.to_owned(), login.to_owned());
        let config =
            check(&Fields { profile, preset, url, people, login, ..fields() }, Language::French).config.unwrap();
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

fn judged(facts: &str) -> Vec<(&'static str, &'static str)> {
    trial(&fields().state(), facts, "en").verdicts.iter().map(|verdict| (verdict.severity, verdict.code)).collect()
}

#[test]
fn a_trial_of_a_sound_server_is_good_throughout() {
    let stamp = made(&fields()).stamp;
    let facts = format!(
        "page={PAGE}&state=online&accepted=4&event=startup&event=unread-changed&script=present&stamp={stamp}\
         &version=8.8&cors=yes&refused-window=0&refused-origin=0&refused-event=0"
    );
    let trial = trial(&fields().state(), &facts, "en");
    assert!(trial.verdicts.iter().all(|verdict| verdict.severity == "good"), "{trial:?}");
    assert_eq!(trial.verdicts.len(), 5);
    assert_eq!((trial.summary.as_str(), trial.release), ("The chat answers.", None));
}

#[test]
fn a_trial_names_what_is_refused_and_the_remedy() {
    let facts = format!(
        "page={PAGE}&state=loading&refused-origin=3&from=http://127.0.0.1:4811&refused-window=2&cors=no&version=6.5.3"
    );
    let trial = trial(&fields().state(), &facts, "en");
    let of = |code: &str| trial.verdicts.iter().find(|verdict| verdict.code == code).unwrap();
    let elsewhere = of("redirect-elsewhere");
    assert_eq!(elsewhere.severity, "error");
    assert_eq!(
        elsewhere.detail.as_deref(),
        Some("3 refused; expected from https://chat.example.org, came from http://127.0.0.1:4811")
    );
    assert!(elsewhere.remedy.as_ref().unwrap().contains("`server`"));
    assert_eq!(of("cors-origin-missing").severity, "warning");
    assert_eq!(of("refused-window").detail.as_deref(), Some("2"));
    assert_eq!(trial.release.as_deref(), Some("6.5"));
    assert_eq!(trial.verdicts[0].code, "redirect-elsewhere", "the worst first");
}

#[test]
fn a_trial_knows_where_it_is_made() {
    assert!(judged("page=https://elsewhere.example.org&state=loading").contains(&("error", "origin-not-listed")));
    assert!(judged("page=null").contains(&("error", "page-origin")));
    assert!(judged(&format!("page={PAGE}&policy=frame-src+x")).contains(&("error", "page-policy")));
    assert!(judged(&format!("page={PAGE}&info=unseen&cors=no")).contains(&("error", "info-unseen")));
    assert!(judged(&format!("page={PAGE}&info=strange")).contains(&("error", "not-rocketchat")));
    assert!(judged(&format!("page={PAGE}&script=missing")).contains(&("warning", "bundle-missing")));
    assert!(judged(&format!("page={PAGE}&script=present&stamp=x")).contains(&("warning", "bundle-other")));
    assert!(judged(&format!("page={PAGE}&finding=frame-silent&finding=x")).contains(&("error", "frame-silent")));
    let twice = judged(&format!("page={PAGE}&script=missing&finding=bundle-missing"));
    assert_eq!(twice.iter().filter(|(_, code)| *code == "bundle-missing").count(), 1);
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
        words in (0..3u8, 0..3u8, any::<bool>(), any::<bool>(), any::<bool>()),
    ) -> Fields {
        let (language, profile, manual, keep, new_tab) = words;
        let preset = if manual { Preset::Ametys } else { Preset::Default };
        let hide = hide.map(|hide| hide.iter().map(|action| action.id.to_owned()).collect::<Vec<_>>());
        Fields {
            language: [None, Some(Language::English), Some(Language::French)][usize::from(language)],
            server,
            origins: origins.join("\n"),
            release,
            preset,
            profile: [Profile::Url, Profile::People, Profile::None][usize::from(profile)],
            url,
            people,
            allow: allow.join(", "),
            new_tab,
            login,
            card: if keep { Card::Keep } else { Card::Stop },
            radius,
            hide: hide.filter(|hide| *hide != preset.bundle().hide),
            room,
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
        let view = view(&state, &language);
        prop_assert!(!view.summary.is_empty());
        prop_assert_eq!(&gantry::setup_page::view(&view.state, &language), &view);
        let _ = trial(&state, &facts, &language);
    }

    #[test]
    fn no_error_lets_anything_be_made(fields in any_fields()) {
        let view = shown(&fields);
        let wrong = |problem: &Problem| problem.severity == "error";
        prop_assert!(!(view.problems.iter().any(wrong) && view.made.is_some()));
    }
}
