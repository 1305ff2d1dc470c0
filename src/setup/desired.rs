//! What is wanted of this very server: the table of settings and the permissions, made right for its release and for
//! what it knows.

use std::collections::BTreeMap;

use serde_json::Value;

use super::block::{self, BlockError};
use super::compare;
use super::error::SetupError;
use super::observed::Observed;
use super::order::SCRIPT_AND_STYLE;
use super::plan::Note;
use super::{advice, roles};
use crate::bundle::manual::Step;
use crate::bundle::{self, settings};
use crate::config::{Asked, Config, SettingValue};
use crate::protocol::Origin;

/// What a setting is to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// This value.
    Value(Value),
    /// These besides what is there.
    Adds(Vec<String>),
    /// This block, beside what is there.
    Block(String),
}

/// A wish for a setting that the server has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Rocket.Chat's id.
    pub id: String,
    /// What it is to have.
    pub wanted: Wanted,
    /// The manual's step, or none.
    pub step: Option<Step>,
    /// Why, in a sentence.
    pub why: String,
    /// What it costs, where it costs something.
    pub risk: Option<String>,
}

/// All that is wanted of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Desired {
    /// Settings, in the manual's order.
    pub settings: Vec<Wish>,
    /// Roles by permission, of those permissions in whose roles something is wanted.
    pub permissions: BTreeMap<String, roles::Wish>,
    /// What is worth knowing about the choice.
    pub notes: Vec<Note>,
}

impl Desired {
    /// What this configuration wants of the server that was observed.
    #[must_use]
    pub fn new(config: &Config, observed: &Observed) -> Self {
        let mut notes = advice::about(config, observed);
        let mut wishes = Vec::new();
        for setting in settings::all(config) {
            if !setting.set || setting.at_start {
                continue;
            }
            if !observed.settings.contains_key(&setting.id) {
                let asked = config.settings.contains_key(&setting.id);
                notes.push(advice::absent(&setting.id, asked, observed.identity.release));
                continue;
            }
            let wanted = match for_release(config, &setting, observed) {
                Asked::Is(value) => Wanted::Value(json(value)),
                Asked::Adds(words) => Wanted::Adds(words),
            };
            let settings::Setting { id, step, why, risk, .. } = setting;
            wishes.push(Wish { id, wanted, step, why, risk });
        }
        for wish in script_and_style(config) {
            if observed.settings.contains_key(&wish.id) {
                wishes.push(wish);
            } else {
                notes.push(advice::absent(&wish.id, true, observed.identity.release));
            }
        }
        let permissions = roles::wishes(config, observed, &mut notes);
        Self { settings: wishes, permissions, notes }
    }
}

/// 3.x knows one origin only for CORS: the main one.
fn for_release(config: &Config, setting: &settings::Setting, observed: &Observed) -> Asked {
    let own = config.settings.contains_key(&setting.id);
    if setting.id == "API_CORS_Origin" && !own && !compare::cors_takes_a_list(observed.identity.release) {
        return Asked::Is(SettingValue::Text(config.origins.first().map(Origin::to_string).unwrap_or_default()));
    }
    setting.asked.clone()
}

fn script_and_style(config: &Config) -> [Wish; 3] {
    let bundle = bundle::generate(config);
    let wish = |id: &str, step, block: &str, why: &str| Wish {
        id: id.to_owned(),
        wanted: Wanted::Block(block.to_owned()),
        step: Some(step),
        why: why.to_owned(),
        risk: None,
    };
    let [css, logged_in, logged_out] = SCRIPT_AND_STYLE;
    [
        wish(css, Step::Css, &bundle.css, "Avatars and hidden actions, as gantry.toml asks."),
        wish(logged_in, Step::Script, &bundle.script, "A click on a person tells the page."),
        wish(
            logged_out,
            Step::Script,
            &bundle.script,
            "Lets the page see that the bundle is there before anybody logs in.",
        ),
    ]
}

/// A value as the REST API takes it.
#[must_use]
pub fn json(value: SettingValue) -> Value {
    match value {
        SettingValue::Bool(value) => Value::Bool(value),
        SettingValue::Number(value) => Value::from(value),
        SettingValue::Text(value) => Value::String(value),
        SettingValue::List(value) => Value::from(value),
    }
}

impl Wish {
    /// What the setting is to have, given what it has.
    ///
    /// # Errors
    /// [`SetupError::Markers`] if Gantry's block in it is broken.
    pub fn value(&self, have: &Value) -> Result<Value, SetupError> {
        match &self.wanted {
            Wanted::Value(value) => Ok(value.clone()),
            Wanted::Adds(words) => Ok(added(have, words)),
            Wanted::Block(block) => {
                let text = have.as_str().unwrap_or_default();
                let markers = |error: BlockError| SetupError::Markers { id: self.id.clone(), error };
                block::install(text, block).map(Value::String).map_err(markers)
            }
        }
    }
}

fn added(have: &Value, words: &[String]) -> Value {
    if let Value::String(text) = have {
        let mut entries: Vec<&str> = text.split(',').map(str::trim).filter(|entry| !entry.is_empty()).collect();
        let missing: Vec<&str> = words.iter().map(String::as_str).filter(|word| !entries.contains(word)).collect();
        if missing.is_empty() {
            return have.clone();
        }
        entries.extend(missing);
        return Value::String(entries.join(","));
    }
    let mut items = have.as_array().cloned().unwrap_or_default();
    for word in words {
        if !items.iter().any(|item| item.as_str() == Some(word)) {
            items.push(Value::String(word.clone()));
        }
    }
    Value::Array(items)
}
