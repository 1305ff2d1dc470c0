//! The doctor on a scripted server: nothing on a healthy one, and for each fault its own finding and no other.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod faults;
mod model;

use std::collections::BTreeSet;

use gantry::config::{Asked, Preset, SettingValue};
use gantry::doctor::render::{self, Role};
use gantry::doctor::{self, Private, Report, Topic, Verdict, reference};
use gantry::findings::Language;
use gantry::protocol::Release;
use gantry::setup::ServerError;
use serde_json::json;

use faults::{FAULTS, Fault, Seen};
use model::{Model, RELEASES};

fn codes(report: &Report) -> Vec<&'static str> {
    report.found.iter().map(|found| found.finding.code).collect()
}

fn broken(fault: &Fault, release: Release) -> Model {
    let mut model = Model::new(release);
    (fault.make)(&mut model);
    model
}

#[test]
fn a_healthy_server_has_no_findings() {
    for release in RELEASES {
        let report = Model::new(release).examined();
        assert_eq!(codes(&report), [""; 0], "{release}: {report:#?}");
        assert_eq!(report.verdict(), Verdict::Sound);
        let unseen: Vec<Topic> = report.skipped.iter().map(|skipped| skipped.topic).collect();
        assert_eq!(unseen, [Topic::WayBack, Topic::ProjectSpace], "{release}");
    }
}

#[test]
fn the_manuals_preset_is_healthy_too() {
    for release in RELEASES {
        let mut config = Model::new(release).config;
        config.preset = Preset::Ametys;
        config.bundle = Preset::Ametys.bundle();
        assert_eq!(codes(&Model::with(release, config).examined()), [""; 0], "{release}");
    }
}

#[test]
fn a_server_below_a_path_is_healthy_too() {
    for release in RELEASES {
        let mut config = Model::new(release).config;
        config.server = gantry::protocol::ServerUrl::parse("https://chat.example.org/chat").unwrap();
        assert_eq!(codes(&Model::with(release, config).examined()), [""; 0], "{release}");
    }
}

#[test]
fn each_fault_raises_its_own_finding_and_no_other() {
    for fault in FAULTS {
        for release in RELEASES.into_iter().filter(|release| (fault.releases)(*release)) {
            let report = broken(fault, release).examined();
            assert_eq!(codes(&report), [fault.code], "{} ({}) on {release}: {report:#?}", fault.code, fault.name);
            assert!(!report.found[0].detail.is_empty(), "{}", fault.code);
        }
    }
}

#[test]
fn without_a_token_the_same_is_found_or_said_to_be_unseen() {
    for fault in FAULTS {
        for release in RELEASES.into_iter().filter(|release| (fault.releases)(*release)) {
            let report = broken(fault, release).examined_without_token();
            let expected = match fault.seen {
                Seen::ByAll => vec![fault.code],
                Seen::WithoutTokenAs(code) => vec![code],
                Seen::WithToken => Vec::new(),
            };
            assert_eq!(codes(&report), expected, "{} ({}) on {release}: {report:#?}", fault.code, fault.name);
            let unseen = |topic| report.skipped.iter().any(|skipped| skipped.topic == topic);
            assert!(unseen(Topic::PrivateSettings) || unseen(Topic::Server), "{}", fault.code);
        }
    }
}

#[test]
fn every_finding_of_the_doctor_has_a_fault_that_raises_it() {
    let raised: BTreeSet<&str> = FAULTS.iter().map(|fault| fault.code).collect();
    let known: BTreeSet<&str> = reference::all().map(|finding| finding.code).collect();
    // Raised by a refused token, and without any token: other tests.
    let elsewhere = ["token-refused", "framing-blocked"];
    let missing: Vec<&&str> = known.difference(&raised).filter(|code| !elsewhere.contains(code)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(raised.is_subset(&known));
    assert!(raised.len() >= 70, "{}", raised.len());
}

#[test]
fn a_token_that_failed_is_told() {
    let call = "GET /api/v1/me".to_owned();
    for (error, expected) in [
        (ServerError::NotLoggedIn { call: call.clone() }, vec!["token-refused"]),
        (ServerError::Refused { call: call.clone(), reason: "no".into() }, vec!["token-without-rights"]),
        (ServerError::TooManyRequests { call }, vec![]),
    ] {
        let mut model = Model::new(Release::new(6, 5));
        let config = model.config.clone();
        let report = doctor::examine(&mut model, &config, Private::Failed(&error));
        assert_eq!(codes(&report), expected);
        assert!(report.skipped.iter().any(|skipped| skipped.topic == Topic::PrivateSettings));
    }
}

#[test]
fn nothing_is_asked_of_a_server_that_does_not_answer() {
    for fault in FAULTS.iter().take(5) {
        let report = broken(fault, Release::new(6, 5)).examined();
        assert!(report.skipped.iter().any(|skipped| skipped.topic == Topic::Server));
        assert_eq!(report.verdict(), Verdict::Findings);
    }
}

#[test]
fn a_limited_server_is_waited_for_once() {
    let mut model = Model::new(Release::new(6, 5));
    model.proxy("GET /api/info", |answer| {
        answer.status = 429;
        answer.headers.push(("x-ratelimit-reset".into(), (model::NOW + 20_000).to_string()));
    });
    let report = model.examined();
    assert_eq!(model.waited.as_secs(), 21);
    assert_eq!(report.verdict(), Verdict::CouldNotTell);
    assert_eq!(codes(&report), [""; 0]);
}

#[test]
fn an_examination_needs_few_calls() {
    let mut model = Model::new(Release::new(6, 5));
    model.examined();
    assert!(model.calls.len() <= 8, "{:#?}", model.calls);
    let mut model = Model::new(Release::new(6, 5));
    model.examined_without_token();
    assert!(model.calls.len() <= 15, "{:#?}", model.calls);
}

#[test]
fn a_pinned_value_is_told_beside_its_own_finding() {
    let mut model = Model::new(Release::new(6, 5));
    model.set("Iframe_Integration_send_enable", json!(false));
    model.pinned.insert("Iframe_Integration_send_enable".into());
    model.pinned.insert("Unread_Count".into());
    let report = model.examined();
    assert_eq!(codes(&report), ["send-disabled"]);
    assert!(report.found[0].detail.contains("OVERWRITE_SETTING_Iframe_Integration_send_enable"));
}

#[test]
fn what_the_configuration_asks_for_is_no_warning() {
    let mut config = Model::new(Release::new(6, 5)).config;
    let asked = Asked::Is(SettingValue::Bool(true));
    config.settings.insert("Accounts_AllowRealNameChange".into(), asked.clone());
    config.settings.insert("Iframe_Restrict_Access".into(), asked);
    let mut model = Model::with(Release::new(6, 5), config);
    // What stops the chat is told all the same.
    assert_eq!(codes(&model.examined()), ["framing-restricted"]);
    model.set("Accounts_AllowEmailChange", json!(true));
    assert_eq!(codes(&model.examined()), ["framing-restricted", "identity-changeable"]);
}

#[test]
fn the_worst_comes_first() {
    let mut model = Model::new(Release::new(6, 5));
    for (id, value) in [
        ("API_Enable_Rate_Limiter", json!(false)),
        ("Accounts_RegistrationForm", json!("Public")),
        ("Iframe_Integration_receive_enable", json!(false)),
    ] {
        model.set(id, value);
    }
    let report = model.examined();
    assert_eq!(codes(&report), ["receive-disabled", "registration-open", "rate-limiter-off"]);
    assert_eq!(render::sum(&report, Language::English), "1 error, 1 warning, 1 note; 2 not looked at.");
    assert_eq!(render::json(&report, Language::English)["sound"], false);
}

#[test]
fn lines_for_proxies_name_the_configured_pages() {
    let mut model = Model::new(Release::new(6, 5));
    model.set("Iframe_Restrict_Access", json!(true));
    let report = model.examined();
    let [nginx, apache] = report.found[0].lines.as_slice() else { panic!("{report:?}") };
    assert_eq!((nginx.proxy, apache.proxy), ("nginx", "Apache"));
    for lines in [nginx, apache] {
        assert!(
            lines.text.contains("frame-ancestors 'self' https://projects.example.org https://extranet.example.org")
        );
    }
}

#[test]
fn what_servers_say_cannot_steer_a_terminal_and_no_query_is_told() {
    let mut model = Model::new(Release::new(6, 5));
    model.proxy("GET /", |answer| {
        answer.status = 302;
        answer.headers.push(("location".into(), "https://evil.example/\u{1b}[2J?token=secret".into()));
    });
    let report = model.examined();
    let lines = render::text(&report, Language::English);
    assert!(lines.iter().all(|line| !line.text.chars().any(char::is_control)));
    assert!(!format!("{report:?}").contains("secret"));
}

#[test]
fn every_report_reads_well_in_both_languages() {
    for fault in FAULTS.iter().filter(|fault| (fault.releases)(Release::new(6, 5))) {
        let mut model = Model::new(Release::new(6, 5));
        (fault.make)(&mut model);
        let report = model.examined();
        for language in [Language::English, Language::French] {
            let lines = render::text(&report, language);
            assert!(lines.iter().any(|line| line.text.contains(fault.code)));
            for line in &lines {
                let width = line.text.chars().count();
                let is_prose = !matches!(line.role, Role::Detail) && !line.text.starts_with("        ");
                assert!(width <= render::WIDTH || !is_prose, "{}", line.text);
                assert!(!line.text.ends_with(' ') || line.text.trim().is_empty(), "{:?}", line.text);
            }
        }
    }
}

#[test]
fn a_broken_public_page_of_settings_is_said() {
    let mut model = Model::new(Release::new(8, 8));
    model.proxy("GET /api/v1/settings.public", |answer| answer.status = 403);
    model.proxy("GET /api/v1/settings.public", |answer| answer.body = String::new());
    let report = model.examined_without_token();
    assert!(report.skipped.iter().any(|skipped| skipped.topic == Topic::PublicSettings));
    assert_eq!(codes(&report), [""; 0]);
}
