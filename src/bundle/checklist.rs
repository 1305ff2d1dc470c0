//! The checklist, for who installs by hand: the steps as Markdown.

use super::menu::SETTINGS;
use super::settings;
use super::steps::{self, Item, KEPT, Value};
use crate::config::Config;

/// Writes the checklist.
pub(super) fn text(config: &Config, stamp: &str) -> String {
    let mut list = Checklist { out: String::new() };
    list.head(config, stamp);
    for part in steps::all(config) {
        list.line(&format!("\n## {}", part.title));
        for step in part.steps {
            match step.title {
                Some(title) => list.line(&format!("\n### {title}\n")),
                None => list.line(""),
            }
            for (index, item) in step.items.iter().enumerate() {
                list.item(item, index == 0);
            }
        }
    }
    list.out
}

struct Checklist {
    out: String,
}

impl Checklist {
    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn head(&mut self, config: &Config, stamp: &str) {
        self.line(&format!("# Docking {} in {}\n", config.server, settings::origin_list(&config.origins)));
        self.line(&format!(
            "Made by Gantry, preset \"{}\", stamp {stamp}. Numbers are those of the Ametys manual for Rocket.Chat (\"the manual\").\n\
             \"The CMS\" is the project spaces' back end, Ametys or another; without one that makes members and rooms in\n\
             Rocket.Chat, leave out steps 1, 2, 2b and 8 and what is said of the CMS. Labels are\n\
             Rocket.Chat's of 6.5.3, in English (EN) and French (FR); other releases may word them otherwise, so every\n\
             setting's id is given too: no id is known to have changed from 3.18 to 8.8.\n\n\
             Ways to settings start below EN {} / FR {}\n\n\
             In a container, `overrides.env` and `compose.yaml` set steps 3 to 6, 8 and what the manual leaves out; the rest is by hand.",
            config.preset.name(),
            SETTINGS.en,
            SETTINGS.fr,
        ));
    }

    /// A box to tick, with lines below it.
    fn tick(&mut self, what: &str, below: impl IntoIterator<Item = String>) {
        self.line(&format!("- [ ] {what}"));
        for line in below {
            self.line(&format!("  - {line}"));
        }
    }

    fn item(&mut self, item: &Item, first: bool) {
        match item {
            Item::Say(text) if first => self.line(text),
            Item::Say(text) => self.line(&format!("\n{text}")),
            Item::Do { what, way, note, code } => {
                let ways = way.iter().flat_map(|way| [format!("EN {}", way.en), format!("FR {}", way.fr)]);
                let code = code.iter().map(|code| format!("`{code}`"));
                self.tick(what, ways.chain(note.iter().map(ToString::to_string)).chain(code));
            }
            Item::Set { id, value, way, why, price } => {
                let ways = way.iter().flat_map(|way| [format!("EN {}", way.en), format!("FR {}", way.fr)]);
                let price = price.iter().map(|price| format!(" Its price: {price}."));
                let why = why.iter().map(|why| why.clone() + &price.clone().collect::<String>());
                self.tick(&format!("`{id}` = {}", words(value)), ways.chain(why));
            }
            Item::Rights => {
                self.line("\n| id | EN | FR |\n| --- | --- | --- |");
                for (id, en, fr) in KEPT {
                    self.line(&format!("| `{id}` | {en} | {fr} |"));
                }
            }
            Item::Why(text) => self.line(&format!("\nWhy: {text}")),
            Item::Changed(text) => self.line(&format!("\nWhat changed: {text}")),
        }
    }
}

fn words(value: &Value) -> String {
    match value {
        Value::Is(value) => format!("`{value}`"),
        Value::Adds(words) => format!("as it is, with `{}` chosen besides", words.join("`, `")),
        Value::Script => "the whole of `custom-script.js`".to_owned(),
        Value::ScriptAgain => "the same text again".to_owned(),
        Value::Style => "the whole of `custom.css`".to_owned(),
        Value::Address => "the address of the CMS".to_owned(),
    }
}
