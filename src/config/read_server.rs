//! Reads what `gantry.toml` asks of the server: `[settings]` and `[permissions.user]`.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::catalog::{self, Kind, Label};
use super::error::{ConfigError, Problem};
use super::read::Reader;
use super::table::{Table, Value, kind, nearest};
use super::{Asked, SettingValue, is_secret};

/// Settings of which Gantry writes a part, between markers.
const MANAGED: [&str; 3] = ["theme-custom-css", "Custom_Script_Logged_In", "Custom_Script_Logged_Out"];

impl Reader<'_> {
    /// `[settings]`: any id. The type of a known one is checked here, because the server would store anything.
    pub(super) fn settings(&mut self, table: &Table<'_, '_>) -> Result<BTreeMap<String, Asked>, ConfigError> {
        let mut entries: Vec<_> = table.entries.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        let mut settings = BTreeMap::new();
        for (key, value) in entries {
            let id: &str = key.get_ref();
            if is_secret(id) && value.get_ref().as_str().is_some() {
                return Err(self.source.error(&value.span(), Problem::Secret(id.to_owned())));
            }
            if MANAGED.contains(&id) {
                return Err(self.source.error(&key.span(), Problem::Managed(id.to_owned())));
            }
            let asked = match value.get_ref().as_table() {
                Some(more) => self.additions(id, value, more)?,
                None => Asked::Is(self.setting(id, value)?),
            };
            if catalog::setting(id).is_none() {
                let near = nearest(id, catalog::settings().keys().copied());
                let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                let text = format!("[settings]: `{id}` is not known here, so its type is not checked{hint}");
                self.note(&Value { value: (), span: key.span() }, "setting-unknown", false, text);
            }
            settings.insert(id.to_owned(), asked);
        }
        Ok(settings)
    }

    fn wrong(&self, id: &str, expected: &'static str, found: &Spanned<DeValue<'_>>) -> ConfigError {
        let problem = Problem::WrongType { key: id.to_owned(), expected, found: kind(found.get_ref()) };
        self.source.error(&found.span(), problem)
    }

    fn setting(&self, id: &str, at: &Spanned<DeValue<'_>>) -> Result<SettingValue, ConfigError> {
        let known = catalog::setting(id);
        let expected =
            known.map_or("true, false, a whole number, a text or a list of texts", |known| known.kind.name());
        let value = match at.get_ref() {
            DeValue::Boolean(value) => SettingValue::Bool(*value),
            DeValue::Integer(number) => {
                let too_large = || self.source.error(&at.span(), Problem::TooLarge(id.to_owned()));
                SettingValue::Number(i64::from_str_radix(number.as_str(), number.radix()).map_err(|_| too_large())?)
            }
            DeValue::String(text) => SettingValue::Text(text.to_string()),
            DeValue::Array(_) => SettingValue::List(self.list(id, at)?),
            _ => return Err(self.wrong(id, expected, at)),
        };
        let Some(known) = known else { return Ok(value) };
        if !known.kind.takes(&value) {
            return Err(self.wrong(id, expected, at));
        }
        let words: Vec<&str> = match &value {
            SettingValue::Text(word) if known.kind == Kind::Choice => vec![word],
            SettingValue::List(words) => words.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        };
        for word in words {
            self.choice(id, known, word, at)?;
        }
        Ok(value)
    }

    fn choice(
        &self,
        id: &str,
        known: &catalog::Setting,
        word: &str,
        at: &Spanned<DeValue<'_>>,
    ) -> Result<(), ConfigError> {
        // Releases add words to lists; a single choice with another word is a slip.
        if known.choices.is_empty() || known.choices.contains(&word) || known.kind == Kind::Choices {
            return Ok(());
        }
        let problem = Problem::UnknownWord {
            key: id.to_owned(),
            value: word.to_owned(),
            possible: known.choices.clone(),
            nearest: nearest(word, known.choices.iter().copied()),
        };
        Err(self.source.error(&at.span(), problem))
    }

    fn list(&self, id: &str, at: &Spanned<DeValue<'_>>) -> Result<Vec<String>, ConfigError> {
        let items = at.get_ref().as_array().ok_or_else(|| self.wrong(id, "a list of texts", at))?;
        items
            .iter()
            .map(|item| {
                item.get_ref().as_str().map(str::to_owned).ok_or_else(|| self.wrong(id, "a list of texts", item))
            })
            .collect()
    }

    /// `{ add = ["..."] }`.
    fn additions(&self, id: &str, at: &Spanned<DeValue<'_>>, more: &DeTable<'_>) -> Result<Asked, ConfigError> {
        let table = Table { source: self.source, name: "settings", span: at.span(), entries: more };
        table.only(&["add"])?;
        let words = table.texts("add")?.ok_or_else(|| table.missing("add", "{ add = [\"au\"] }"))?;
        if catalog::setting(id).is_some_and(|known| !matches!(known.kind, Kind::Choices | Kind::Text)) {
            return Err(self.wrong(id, catalog::setting(id).map_or("a value", |known| known.kind.name()), at));
        }
        Ok(Asked::Adds(words.value.iter().map(|word| word.value.to_owned()).collect()))
    }

    /// `[permissions.user] keep`: ids or labels.
    pub(super) fn permissions(&mut self, table: &Table<'_, '_>) -> Result<Vec<String>, ConfigError> {
        table.only(&["user"])?;
        let Some(user) = table.table("user")? else { return Ok(super::KEPT.map(String::from).into()) };
        let user = Table { name: "permissions.user", ..user };
        user.only(&["keep"])?;
        let words =
            user.texts("keep")?.ok_or_else(|| user.missing("keep", "keep = [\"create-d\", \"view-p-room\"]"))?;
        let mut keep: Vec<String> = Vec::new();
        for word in &words.value {
            let id = match catalog::by_label(word.value) {
                Label::One(id) => id.to_owned(),
                Label::Several(ids) => {
                    let problem = Problem::SharedLabel { label: word.value.to_owned(), ids };
                    return Err(self.source.error(&word.span, problem));
                }
                Label::Unknown => {
                    let known = catalog::permissions().values();
                    let near = nearest(word.value, known.flat_map(|p| [Some(p.id), p.en, p.fr]).flatten());
                    let hint = near.map(|near| format!("; did you mean \"{near}\"?")).unwrap_or_default();
                    let text = format!("`keep`: \"{}\" is no permission known here{hint}", word.value);
                    self.note(word, "permission-unknown", true, text);
                    word.value.trim().to_owned()
                }
            };
            if !keep.contains(&id) {
                keep.push(id);
            }
        }
        Ok(keep)
    }
}
