//! A TOML table read key by key, so that every error says where it stands.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::{ConfigError, Problem};

/// Turns byte offsets of one text into lines and columns.
#[derive(Clone, Copy)]
pub(super) struct Source<'a>(pub &'a str);

impl Source<'_> {
    pub(super) fn place(self, offset: usize) -> (usize, usize) {
        let before = self.0.get(..offset).unwrap_or(self.0);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        (line, column)
    }

    pub(super) fn error(self, span: &Range<usize>, problem: Problem) -> ConfigError {
        let (line, column) = self.place(span.start);
        ConfigError { problem, line, column }
    }
}

/// One table of the file; `name` is empty for the file itself.
pub(super) struct Table<'a, 'i> {
    pub source: Source<'a>,
    pub name: &'static str,
    pub span: Range<usize>,
    pub entries: &'a DeTable<'i>,
}

/// A value and where it stands.
pub(super) struct Value<T> {
    pub value: T,
    pub span: Range<usize>,
}

pub(super) fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a section",
    }
}

/// The candidate that a person most likely meant, if any is near enough.
pub(super) fn nearest<'c>(written: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<String> {
    let written = written.to_ascii_lowercase().replace('-', "_");
    candidates
        .into_iter()
        .map(|c| (strsim::damerau_levenshtein(&written, &c.to_ascii_lowercase().replace('-', "_")), c))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, candidate)| *distance <= 1 + candidate.len() / 3)
        .map(|(_, candidate)| candidate.to_owned())
}

impl<'a, 'i> Table<'a, 'i> {
    /// Refuses keys that are not known, the first in the file first.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), ConfigError> {
        let unknown = self.entries.keys().filter(|key| !known.contains(&key.get_ref().as_ref()));
        match unknown.min_by_key(|key| key.span().start) {
            None => Ok(()),
            Some(key) => Err(self.source.error(
                &key.span(),
                Problem::UnknownKey {
                    key: key.get_ref().to_string(),
                    table: self.name.to_owned(),
                    nearest: nearest(key.get_ref(), known.iter().copied()),
                },
            )),
        }
    }

    fn get(&self, key: &str) -> Option<&'a Spanned<DeValue<'i>>> {
        self.entries.get(key)
    }

    fn wrong(&self, key: &str, expected: &'static str, found: &Spanned<DeValue<'i>>) -> ConfigError {
        let problem = Problem::WrongType { key: key.to_owned(), expected, found: kind(found.get_ref()) };
        self.source.error(&found.span(), problem)
    }

    pub(super) fn missing(&self, key: &'static str, example: &'static str) -> ConfigError {
        self.source.error(&self.span, Problem::MissingKey { key, table: self.name.to_owned(), example })
    }

    pub(super) fn text(&self, key: &str) -> Result<Option<Value<&'a str>>, ConfigError> {
        let Some(found) = self.get(key) else { return Ok(None) };
        let value = found.get_ref().as_str().ok_or_else(|| self.wrong(key, "a text", found))?;
        Ok(Some(Value { value, span: found.span() }))
    }

    pub(super) fn boolean(&self, key: &str) -> Result<Option<bool>, ConfigError> {
        let Some(found) = self.get(key) else { return Ok(None) };
        found.get_ref().as_bool().map(Some).ok_or_else(|| self.wrong(key, "true or false", found))
    }

    pub(super) fn number(&self, key: &str) -> Result<Option<Value<String>>, ConfigError> {
        let Some(found) = self.get(key) else { return Ok(None) };
        let number = found.get_ref().as_integer().ok_or_else(|| self.wrong(key, "a whole number", found))?;
        Ok(Some(Value { value: number.to_string(), span: found.span() }))
    }

    pub(super) fn texts(&self, key: &str) -> Result<Option<Value<Vec<Value<&'a str>>>>, ConfigError> {
        let Some(found) = self.get(key) else { return Ok(None) };
        let list = found.get_ref().as_array().ok_or_else(|| self.wrong(key, "a list of texts", found))?;
        let mut texts = Vec::new();
        for item in list.iter() {
            let value = item.get_ref().as_str().ok_or_else(|| self.wrong(key, "a list of texts", item))?;
            texts.push(Value { value, span: item.span() });
        }
        Ok(Some(Value { value: texts, span: found.span() }))
    }

    pub(super) fn table(&self, name: &'static str) -> Result<Option<Table<'a, 'i>>, ConfigError> {
        let Some(found) = self.get(name) else { return Ok(None) };
        let entries = found.get_ref().as_table().ok_or_else(|| self.wrong(name, "a section", found))?;
        Ok(Some(Table { source: self.source, name, span: found.span(), entries }))
    }
}
