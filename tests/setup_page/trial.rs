//! What a trial has shown, in words.

use gantry::setup_page::trial::trial;

use super::{PAGE, fields, made, whole};

fn judged(facts: &str) -> Vec<(&'static str, &'static str)> {
    trial(&fields().state(), facts, "en").verdicts.iter().map(|verdict| (verdict.severity, verdict.code)).collect()
}

#[test]
fn a_trial_of_a_sound_server_is_good_throughout() {
    let stamp = made(&fields()).stamp;
    let facts = format!(
        "page={PAGE}&state=online&login=yes&accepted=4&event=startup&event=room-opened&script=present&stamp={stamp}\
         &version=8.8&cors=yes&refused-window=0&refused-origin=0&refused-event=0"
    );
    let trial = trial(&fields().state(), &facts, "en");
    assert!(trial.verdicts.iter().all(|verdict| verdict.severity == "good"), "{trial:?}");
    assert_eq!(trial.verdicts.len(), 7);
    assert_eq!((trial.summary.as_str(), trial.release), ("The chat answers.", None));
}

#[test]
fn a_trial_says_what_it_knows_of_the_login() {
    let of = |facts: &str| {
        let facts = format!("page={PAGE}&accepted=2&event=startup&cors=yes&{facts}");
        let trial = trial(&whole().state(), &facts, "en");
        let codes: Vec<_> = trial.verdicts.iter().map(|verdict| (verdict.severity, verdict.code)).collect();
        (trial.summary, codes)
    };
    for (facts, summary, verdict) in [
        ("state=logging-in&login=yes", "The chat answers; waiting for the login.", ("waiting", "login-waiting")),
        ("state=ready&login=yes", "The chat answers; waiting for the login.", ("waiting", "login-waiting")),
        ("state=online&login=yes", "The chat answers.", ("good", "login-taken")),
        ("state=online&login=yes&kept=yes", "The chat answers; the login was not tried.", ("warning", "login-kept")),
        ("state=online", "The chat answers.", ("note", "visitor-somebody")),
        ("state=ready", "The chat answers; nobody is logged in.", ("note", "visitor-nobody")),
        (
            "state=ready&login=yes&finding=not-a-member",
            "The chat answers, but the login says that this visitor is no member.",
            ("warning", "not-a-member"),
        ),
        (
            "state=failed&login=yes&finding=login-unavailable",
            "The chat can't be used like this.",
            ("error", "login-unavailable"),
        ),
    ] {
        let (said, codes) = of(facts);
        assert_eq!(said, summary, "{facts}");
        assert!(codes.contains(&verdict), "{facts}: {codes:?}");
    }
    assert!(of("state=online&login=yes").1.contains(&("note", "room-unseen")));
    assert!(of("state=online&login=yes&event=room-opened").1.contains(&("good", "room-opened")));
    assert!(!of("state=ready").1.iter().any(|(_, code)| code.starts_with("room")));
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
    assert!(elsewhere.remedy.as_ref().unwrap().contains("under Chat server"));
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
