//! Files that Gantry itself has written and somebody may have touched since: the first line says which.

use gantry::assets::Written;
use gantry::rest::Credentials;
use gantry::roster::State;
use gantry::setup::{Memory, SavedPlan, Snapshot};
use secrecy::ExposeSecret;

/// What is accepted is accepted again after being written, and is the same; a token file's error quotes nothing of it.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (kind, text) = text.split_once('\n').unwrap_or((text, ""));
    match kind.trim() {
        "plan" => same(text, SavedPlan::parse, SavedPlan::text),
        "snapshot" => same(text, Snapshot::parse, Snapshot::text),
        "memory" => same(text, Memory::parse, Memory::text),
        "roster-state" => same(text, State::parse, written),
        "assets" => same(text, |text| Written::parse(text).ok_or("none of ours"), Written::text),
        "journal" => journal(text),
        "token" => {
            match Credentials::from_json(text) {
                Ok(credentials) => {
                    let again = Credentials::from_json(credentials.to_json().expose_secret());
                    assert!(again.is_ok_and(|again| again.to_json().expose_secret() == credentials.to_json().expose_secret()));
                    assert!(credentials.tail().len() <= 6);
                }
                Err(error) => assert!(error.to_string().len() < 120),
            }
        }
        _ => {}
    }
}

fn same<T: PartialEq + std::fmt::Debug, E: std::fmt::Display + std::fmt::Debug>(
    text: &str,
    parse: impl Fn(&str) -> Result<T, E>,
    write: impl Fn(&T) -> String,
) {
    match parse(text) {
        Ok(value) => {
            let written = write(&value);
            assert!(written.ends_with("}\n"), "{written}");
            let again = parse(&written).unwrap_or_else(|error| panic!("{error}\n{written}"));
            assert_eq!(again, value, "{written}");
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

fn written(state: &State) -> String {
    serde_json::to_string_pretty(&state.file()).unwrap_or_default() + "\n"
}

/// A journal cut anywhere is read up to the cut, and what is read of it is as if it had never gone on.
fn journal(text: &str) {
    let mut whole = State { version: 1, ..State::default() };
    if text.ends_with('\n') && whole.replay(text).is_ok() {
        same(&written(&whole), State::parse, written);
        let Some((cut, _)) = text.char_indices().nth(text.chars().count() / 2) else { return };
        let mut half = State { version: 1, ..State::default() };
        assert_eq!(half.replay(&text[..cut]), Ok(()), "{:?}", &text[..cut]);
    }
}
