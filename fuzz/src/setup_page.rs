//! The set-up page: the state in its address, what a trial has shown, and a preferred language, one a line.

use gantry::bundle;
use gantry::config::Config;
use gantry::protocol::{Origin, OriginError, Release};
use gantry::setup_page::trial::trial;
use gantry::setup_page::{Fields, Made, View, check as checked, gantry_toml, view};

const SEVERITIES: [&str; 5] = ["error", "warning", "waiting", "good", "note"];

/// A state is read back as it was written; nobody's password comes into the address; what is made is the configuration that
/// its own `gantry.toml` says, and only where nothing is wrong; both languages say the same things.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut lines = text.split('\n');
    let mut line = || lines.next().unwrap_or_default();
    let (state, facts, language) = (line(), line(), line());
    let fields = Fields::read(state);
    assert_eq!(Fields::read(&fields.state()), fields);
    no_passwords(&fields.fragment());
    let shown = view(state, language, "");
    assert_eq!(view(&shown.state, language, ""), shown);
    assert!(!shown.summary.is_empty() && ["en", "fr"].contains(&shown.language));
    // The room is tried, and installed nowhere.
    let wrong = shown.problems.iter().any(|problem| problem.severity == "error" && problem.field != "room");
    assert!(!(wrong && shown.made.is_some()), "{:?}", shown.problems);
    if let Some(made) = &shown.made {
        whole(made, &fields, &shown);
    }
    languages(&Fields { language: None, ..fields });
    let trial = trial(state, facts, language);
    assert!(trial.verdicts.iter().all(|verdict| SEVERITIES.contains(&verdict.severity) && !verdict.text.is_empty()));
    if let Some(release) = trial.release {
        assert!(release.parse::<Release>().is_ok(), "{release}");
    }
}

/// A fragment is sent to colleagues.
fn no_passwords(fragment: &str) {
    let Fields { server, origins, url, people, allow, login, radius, room, release, .. } = Fields::read(fragment);
    for text in [server, origins, url, people, allow, login, radius, room, release] {
        for word in text.split_whitespace() {
            assert_ne!(Origin::from_url(word).err(), Some(OriginError::Credentials), "{word} in {fragment}");
        }
    }
}

fn whole(made: &Made, fields: &Fields, shown: &View) {
    let Some(config) = checked(fields, gantry::findings::Language::English, "").config else {
        panic!("something is made of nothing: {shown:?}")
    };
    let toml = gantry_toml(&config);
    let read = Config::parse(&toml).map(|(read, _)| read).unwrap_or_else(|error| panic!("{error}\n{toml}"));
    assert_eq!(read, config, "{toml}");
    let bundle = bundle::generate(&config);
    assert_eq!(made.stamp, bundle.stamp);
    for (name, text) in bundle.files() {
        assert!(made.files.iter().any(|file| file.name == name && file.text == text), "{name}");
    }
    for snippet in made.space.iter().filter_map(|snippet| snippet.code.as_ref()) {
        assert!(!snippet.contains("\"><script>"), "{snippet}");
    }
}

fn languages(fields: &Fields) {
    let [english, french] = ["en", "fr"].map(|language| view(&fields.state(), language, ""));
    let codes = |view: &View| view.problems.iter().map(|problem| (problem.field, problem.code)).collect::<Vec<_>>();
    assert_eq!(codes(&english), codes(&french));
    assert_eq!(english.made.map(|made| made.stamp), french.made.map(|made| made.stamp));
}
