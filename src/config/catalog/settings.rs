//! The known settings.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::Value;

use crate::config::SettingValue;
use crate::protocol::Release;

/// What a value must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `boolean`.
    Bool,
    /// `int` and `range`.
    Number,
    /// `string`, `code` and `language`.
    Text,
    /// `select`: one of the choices.
    Choice,
    /// `multiSelect`: some of the choices.
    Choices,
}

impl Kind {
    /// In words, as an error says it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Bool => "true or false",
            Self::Number => "a whole number",
            Self::Text | Self::Choice => "a text",
            Self::Choices => "a list of texts",
        }
    }

    /// Whether a value is of this kind.
    #[must_use]
    pub fn takes(self, value: &SettingValue) -> bool {
        matches!(
            (self, value),
            (Self::Bool, SettingValue::Bool(_))
                | (Self::Number, SettingValue::Number(_))
                | (Self::Text | Self::Choice, SettingValue::Text(_))
                | (Self::Choices, SettingValue::List(_))
        )
    }
}

/// A known setting.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Rocket.Chat's id.
    pub id: &'static str,
    /// What its value must be.
    pub kind: Kind,
    /// Possible values; empty where anything goes.
    pub choices: Vec<&'static str>,
    /// Whether `settings.public` shows it to everybody.
    pub public: bool,
    /// English label of 6.5.3, if it has one.
    pub en: Option<&'static str>,
    /// French label of 6.5.3, if it has one.
    pub fr: Option<&'static str>,
    defaults: Vec<(Release, Value)>,
}

impl Setting {
    /// What a fresh server of this release has; none where that depends on the server.
    #[must_use]
    pub fn default(&self, release: Release) -> Option<&Value> {
        super::at(&self.defaults, release)
    }
}

fn parse(line: &'static str) -> Option<Setting> {
    let mut cells = line.split('\t');
    let id = cells.next()?;
    let kind = match cells.next()? {
        "boolean" => Kind::Bool,
        "int" | "range" => Kind::Number,
        "select" => Kind::Choice,
        "multiSelect" => Kind::Choices,
        _ => Kind::Text,
    };
    let choices = cells.next()?.split('|').filter(|choice| !choice.is_empty()).collect();
    let mut defaults = Vec::new();
    for step in cells.next()?.split(";;").filter(|step| !step.is_empty()) {
        let (from, value) = step.split_once('=')?;
        defaults.push((from.parse().ok()?, serde_json::from_str(value).ok()?));
    }
    let public = cells.next()? == "public";
    let (en, fr) = (cells.next()?, cells.next()?);
    let label = |text: &'static str| (!text.is_empty()).then_some(text);
    Some(Setting { id, kind, choices, public, en: label(en), fr: label(fr), defaults })
}

const DATA: &str = include_str!("settings.tsv");

/// Every known setting, by id.
#[must_use]
pub fn settings() -> &'static BTreeMap<&'static str, Setting> {
    static SETTINGS: OnceLock<BTreeMap<&'static str, Setting>> = OnceLock::new();
    SETTINGS.get_or_init(|| {
        let lines = DATA.lines().filter(|line| !line.starts_with('#'));
        lines.filter_map(parse).map(|setting| (setting.id, setting)).collect()
    })
}

/// The setting of an id.
#[must_use]
pub fn setting(id: &str) -> Option<&'static Setting> {
    settings().get(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        let lines = DATA.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(settings().len(), lines);
        assert!(lines > 220);
    }

    #[test]
    fn every_default_is_of_its_kind() {
        for setting in settings().values() {
            for (_, value) in &setting.defaults {
                let fits = match setting.kind {
                    Kind::Bool => value.is_boolean(),
                    Kind::Number => value.is_i64(),
                    Kind::Text => value.is_string(),
                    Kind::Choice => {
                        value.as_str().is_some_and(|text| text.is_empty() || setting.choices.contains(&text))
                    }
                    Kind::Choices => value.is_array(),
                };
                assert!(fits, "{}: {value}", setting.id);
            }
        }
    }

    #[test]
    fn a_default_is_that_of_the_release() {
        let policy = setting("Accounts_Password_Policy_Enabled").unwrap();
        assert_eq!(policy.default(Release::new(8, 0)), Some(&Value::Bool(false)));
        assert_eq!(policy.default(Release::new(8, 1)), Some(&Value::Bool(true)));
        assert_eq!(setting("uniqueID").unwrap().default(Release::NEWEST), None);
    }
}
