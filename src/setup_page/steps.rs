//! The steps by hand in one language, as the page shows them.

use serde::Serialize;

use super::words::{pick, sentence, translated};
use crate::bundle::Bundle;
use crate::bundle::menu::{Menu, SETTINGS};
use crate::bundle::steps::{self, Item, KEPT, Value};
use crate::config::Config;
use crate::protocol::Release;
use crate::session::words::Language;

/// A part of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PartView {
    /// Its title.
    pub title: String,
    /// Its steps.
    pub steps: Vec<StepView>,
}

/// A step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StepView {
    /// Its title, with the manual's number where it has one.
    pub title: Option<String>,
    /// What is to be done and known.
    pub items: Vec<ItemView>,
}

/// Something to do, or to know. Texts have `code` in backticks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ItemView {
    /// `say`, `do`, `set`, `rights`, `why` or `changed`.
    pub kind: &'static str,
    /// Of something to do, what tells it from all others.
    pub key: Option<String>,
    /// What to do, what is said, or the setting's label.
    pub text: String,
    /// Rocket.Chat's id of the setting.
    pub id: Option<String>,
    /// The value in words, where it is not [`ItemView::copy`] itself.
    pub value: Option<String>,
    /// What is to be written, exactly.
    pub copy: Option<String>,
    /// The way through the menus.
    pub way: Option<String>,
    /// More about it, or why.
    pub note: Option<String>,
    /// What it costs.
    pub price: Option<String>,
    /// Id and label of each permission.
    pub rows: Vec<(String, String)>,
}

/// Every step, for a release.
pub(super) fn parts(config: &Config, bundle: &Bundle, release: Release, language: Language) -> Vec<PartView> {
    let show = Show { bundle, release, language };
    let step = |step: steps::Step| StepView {
        title: step.title.map(|title| translated(language, title)),
        items: step.items.into_iter().map(|item| ItemView { key: key(step.title, &item), ..show.item(item) }).collect(),
    };
    steps::all(config)
        .into_iter()
        .map(|part| PartView {
            title: translated(language, part.title),
            steps: part.steps.into_iter().map(step).collect(),
        })
        .collect()
}

/// A short key of something to do, the same in every language and whatever stands before it: it is kept in addresses.
fn key(step: Option<&str>, item: &Item) -> Option<String> {
    let what = match item {
        Item::Do { what, .. } => what,
        Item::Set { id, .. } => id.as_str(),
        _ => return None,
    };
    let bytes = step.unwrap_or_default().bytes().chain(what.bytes());
    // FNV-1a.
    let hash = bytes.fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    Some(format!("{:04x}", (hash >> 16) ^ (hash & 0xffff)))
}

/// The label at the end of a way.
fn label(way: &str) -> String {
    way.rsplit(" > ").next().unwrap_or(way).to_owned()
}

struct Show<'a> {
    bundle: &'a Bundle,
    release: Release,
    language: Language,
}

impl Show<'_> {
    fn way(&self, menu: Menu) -> &'static str {
        pick(self.language, menu.en, menu.fr)
    }

    fn text(&self, kind: &'static str, english: &str) -> ItemView {
        ItemView { kind, text: translated(self.language, english), ..ItemView::default() }
    }

    fn item(&self, item: Item) -> ItemView {
        match item {
            Item::Say(text) => self.text("say", text),
            Item::Why(text) => self.text("why", text),
            Item::Changed(text) => self.text("changed", text),
            Item::Do { what, way, note, code } => ItemView {
                copy: code,
                way: way.map(|way| self.way(way).to_owned()),
                note: note.map(|note| sentence(&translated(self.language, note))),
                ..self.text("do", what)
            },
            Item::Set { id, value, way, why, price } => {
                let (words, copy) = self.value(&id, value);
                ItemView {
                    kind: "set",
                    text: way.map(|way| label(self.way(way))).unwrap_or_default(),
                    id: Some(id),
                    value: words,
                    copy,
                    way: way.map(|way| format!("{} > {}", self.way(SETTINGS), self.way(way))),
                    note: why.map(|why| translated(self.language, &why)),
                    price: price.map(|price| sentence(&translated(self.language, &price))),
                    ..ItemView::default()
                }
            }
            Item::Rights => ItemView {
                kind: "rights",
                rows: KEPT
                    .iter()
                    .filter(|(id, ..)| *id != "view-history" || self.release < Release::new(7, 0))
                    .map(|(id, en, fr)| ((*id).to_owned(), pick(self.language, en, fr).to_owned()))
                    .collect(),
                ..ItemView::default()
            },
        }
    }

    /// A value in words, and what is to be pasted.
    fn value(&self, id: &str, value: Value) -> (Option<String>, Option<String>) {
        let words = |en, fr| Some(pick(self.language, en, fr).to_owned());
        match value {
            // What the administration shows as a switch is nothing to paste.
            Value::Is(value) if value == "true" => (words("on (`true`)", "activé (`true`)"), None),
            Value::Is(value) if value == "false" => (words("off (`false`)", "désactivé (`false`)"), None),
            Value::Is(value) => {
                let choice = choice(id, &value).map(|(en, fr)| format!("{} (`{value}`)", pick(self.language, en, fr)));
                if choice.is_some() { (choice, None) } else { (None, Some(value)) }
            }
            Value::Adds(added) => {
                let added = added.join("`, `");
                let text = match self.language {
                    Language::English => format!("leave what is chosen, and choose `{added}` besides"),
                    Language::French => format!("laissez ce qui est choisi, et choisissez `{added}` en plus"),
                };
                (Some(text), None)
            }
            Value::Script => {
                (words("the whole of `custom-script.js`", "tout `custom-script.js`"), Some(self.bundle.script.clone()))
            }
            Value::ScriptAgain => {
                (words("the same text again", "le même texte encore"), Some(self.bundle.script.clone()))
            }
            Value::Style => (words("the whole of `custom.css`", "tout `custom.css`"), Some(self.bundle.css.clone())),
            Value::Address => (words("the address of the CMS", "l'adresse du CMS"), None),
        }
    }
}

/// What a list to choose from shows for a value, as far as that is known.
fn choice(id: &str, value: &str) -> Option<(&'static str, &'static str)> {
    match (id, value) {
        ("Unread_Count" | "Unread_Count_DM", "all_messages") => Some(("all messages", "tous les messages")),
        ("Accounts_RegistrationForm", "Disabled") => Some(("Disabled", "Désactivé")),
        ("Show_Setup_Wizard", "completed") => Some((
            "only when the server starts, from its environment",
            "seulement au démarrage du serveur, par son environnement",
        )),
        _ => None,
    }
}

/// The comments in a proxy's lines, in the language.
pub(super) fn comments(language: Language, lines: &str) -> String {
    if language == Language::English {
        return lines.to_owned();
    }
    let french = |line: &str| match line.strip_prefix("# ") {
        Some(comment) => {
            let told = |text: String, (english, french): &(&str, &str)| text.replacen(english, french, 1);
            format!("# {}", COMMENTS.iter().fold(comment.to_owned(), told))
        }
        None => line.to_owned(),
    };
    lines.lines().map(french).collect::<Vec<_>>().join("\n")
}

const COMMENTS: [(&str, &str); 5] = [
    ("delete:", "à supprimer :"),
    ("with its RewriteRule", "avec sa RewriteRule"),
    ("2.4.47 and later", "2.4.47 et après"),
    ("before:", "avant :"),
    (
        "the location needs only this, for every method:",
        "la section location n'a besoin que de ceci, pour toute méthode :",
    ),
];
