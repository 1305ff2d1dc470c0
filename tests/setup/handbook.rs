//! `docs/settings.md` says what the code does.

use std::fmt::Write;

use gantry::bundle::settings::{self, Setting};
use gantry::config::{Asked, Config, catalog};
use gantry::setup::guard::NEEDED;
use gantry::setup::roles::ROOM_RIGHTS;

use super::model::{config, manual, origin};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/settings.md");

const HEAD: &str = include_str!("settings-head.md");
const FOOT: &str = include_str!("settings-foot.md");

fn cell(config: &Config, id: &str) -> String {
    let all = settings::all(config);
    match all.iter().find(|setting| setting.id == id) {
        Some(Setting { set: false, .. }) | None => "\u{2013}".into(),
        Some(Setting { asked: Asked::Is(value), .. }) => {
            let value = value.to_string();
            let value = value.replace("https://projects.example.org", "(main origin)").replace(",(", ", (");
            if value.contains("origin") { format!("{value}") } else { format!("`{value}`") }
        }
        Some(Setting { asked: Asked::Adds(words), .. }) => format!("adds `{}`", words.join(", ")),
    }
}

fn handbook() -> String {
    let mut other = config();
    other.origins = vec![origin("https://projects.example.com")];
    let mut text = HEAD.to_owned();
    text.push_str("| setting | default | `ametys` | step | why | price |\n| --- | --- | --- | --- | --- | --- |\n");
    let defaults = settings::all(&config());
    let manuals = settings::all(&manual());
    for (setting, manual_setting) in defaults.iter().zip(&manuals) {
        let id = &setting.id;
        let mut value = cell(&config(), id);
        let elsewhere = cell(&other, id).replace("https://projects.example.com", "(main origin)");
        if elsewhere != value {
            value = format!("{value}; on another site {elsewhere}");
        }
        let why = if setting.set { &setting.why } else { &manual_setting.why };
        let risk = setting.risk.as_deref().or(manual_setting.risk.as_deref()).unwrap_or_default();
        let step = setting.step.map(|step| step.name()).unwrap_or_default();
        let start = if setting.at_start { " (set where the server is started)" } else { "" };
        let _ = writeln!(text, "| `{id}`{start} | {value} | {} | {step} | {why} | {risk} |", cell(&manual(), id));
    }
    text.push_str(
        "| `theme-custom-css` | block | block | 3 | Avatars and hidden actions, as `[bundle]` asks. | |\n\
         | `Custom_Script_Logged_In`, `Custom_Script_Logged_Out` | block | block | 4 | A click on a person tells the page; \
         the page sees that the bundle is there. | |\n",
    );
    text.push_str(
        "\n## Permissions\n\nThe role `user` keeps these (step 7) and loses every other that the server has:\n\n",
    );
    text.push_str("| id | English | French |\n| --- | --- | --- |\n");
    for id in gantry::config::KEPT {
        let known = catalog::permission(id).unwrap();
        let _ = writeln!(text, "| `{id}` | {} | {} |", known.en.unwrap(), known.fr.unwrap());
    }
    let _ = writeln!(
        text,
        "\nThe role `admin` gets `{}`, which nobody has by default and without which the CMS can't keep the members of\n\
         private rooms that it did not make. No other role is touched.\n\n\
         Never taken from `admin`, nor from the last role through which the token's account has them: `{}`.",
        ROOM_RIGHTS.join("` and `"),
        NEEDED.join("`, `"),
    );
    text.push_str(FOOT);
    text
}

/// `GANTRY_WRITE=1 cargo test --test setup handbook` writes the page anew.
#[test]
fn the_handbooks_tables_are_those_of_the_code() {
    let text = handbook();
    if std::env::var_os("GANTRY_WRITE").is_some() {
        std::fs::write(PATH, &text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(PATH).unwrap_or_default(), text);
}
