//! Reads `gantry.toml`.

use std::collections::BTreeMap;

use toml::de::DeTable;

use super::error::{ConfigError, Note, Problem};
use super::table::{Source, Table, Value, nearest};
use super::{
    BundleOptions, Card, Config, KEPT, Login, Preset, ProfileOptions, ProfileTarget, SyncOptions, actions, check, site,
};
use crate::protocol::{Origin, OriginNote, ServerUrl};

impl Config {
    /// Reads the text of a `gantry.toml`, and says what was read generously.
    ///
    /// # Errors
    /// [`ConfigError`] with line and column of the first thing that is wrong.
    pub fn parse(text: &str) -> Result<(Self, Vec<Note>), ConfigError> {
        let source = Source(text);
        let document = DeTable::parse(text).map_err(|error| {
            let span = error.span().unwrap_or(0..0);
            source.error(&span, Problem::Syntax(error.message().trim().to_owned()))
        })?;
        let top = Table { source, name: "", span: 0..0, entries: document.get_ref() };
        let mut reader = Reader { source, notes: Vec::new() };
        let config = reader.top(&top)?;
        Ok((config, reader.notes))
    }
}

pub(super) struct Reader<'a> {
    pub(super) source: Source<'a>,
    notes: Vec<Note>,
}

impl Reader<'_> {
    pub(super) fn note<T>(&mut self, at: &Value<T>, code: &'static str, warning: bool, text: String) {
        let (line, column) = self.source.place(at.span.start);
        self.notes.push(Note { code, line, column, text, warning });
    }

    fn top(&mut self, table: &Table<'_, '_>) -> Result<Config, ConfigError> {
        table.only(&[
            "version",
            "server",
            "origins",
            "preset",
            "profile",
            "login",
            "bundle",
            "settings",
            "permissions",
            "sync",
        ])?;
        let version = table.number("version")?.ok_or_else(|| table.missing("version", "version = 1"))?;
        if version.value != "1" {
            return Err(self.source.error(&version.span, Problem::Version(version.value)));
        }
        let server_text =
            table.text("server")?.ok_or_else(|| table.missing("server", "server = \"https://chat.example.org\""))?;
        let server = ServerUrl::parse(server_text.value).map_err(|error| {
            let problem = Problem::Origin { key: "server", value: server_text.value.to_owned(), error };
            self.source.error(&server_text.span, problem)
        })?;
        let origins_at = table
            .texts("origins")?
            .ok_or_else(|| table.missing("origins", "origins = [\"https://projects.example.org\"]"))?;
        let origins = self.origins("origins", &origins_at.value)?;
        if origins.is_empty() {
            return Err(self.source.error(&origins_at.span, Problem::NoOrigins));
        }
        if !server.origin().is_https() && origins.iter().any(Origin::is_https) && !site::is_loopback(server.origin()) {
            let text = "a page on https can't show a chat on http: browsers block it as mixed content".into();
            self.note(&server_text, "mixed-content", true, text);
        }
        let preset = match table.text("preset")? {
            None => Preset::Default,
            Some(word) => self.word("preset", &word, &[("default", Preset::Default), ("ametys", Preset::Ametys)])?,
        };
        let profile = match table.table("profile")? {
            Some(section) => self.profile(&section, &origins)?,
            None => ProfileOptions { target: ProfileTarget::None, allow: Vec::new(), new_tab: false },
        };
        let login = table.table("login")?.map(|section| self.login(&section)).transpose()?;
        let bundle = match table.table("bundle")? {
            Some(section) => self.bundle(&section, preset)?,
            None => preset.bundle(),
        };
        let settings = match table.table("settings")? {
            Some(section) => self.settings(&section)?,
            None => BTreeMap::new(),
        };
        let keep = match table.table("permissions")? {
            Some(section) => self.permissions(&section)?,
            None => KEPT.map(String::from).into(),
        };
        let sync = match table.table("sync")? {
            Some(section) => self.sync(&section)?,
            None => SyncOptions::default(),
        };
        Ok(Config { server, origins, preset, profile, login, bundle, settings, keep, sync })
    }

    pub(super) fn word<T: Copy>(
        &self,
        key: &'static str,
        word: &Value<&str>,
        possible: &[(&'static str, T)],
    ) -> Result<T, ConfigError> {
        possible.iter().find(|(name, _)| *name == word.value).map(|(_, value)| *value).ok_or_else(|| {
            let possible: Vec<_> = possible.iter().map(|(name, _)| *name).collect();
            let nearest = nearest(word.value, possible.iter().copied());
            let problem = Problem::UnknownWord { key: key.to_owned(), value: word.value.to_owned(), possible, nearest };
            self.source.error(&word.span, problem)
        })
    }

    fn origins(&mut self, key: &'static str, texts: &[Value<&str>]) -> Result<Vec<Origin>, ConfigError> {
        let mut origins: Vec<Origin> = Vec::new();
        for text in texts {
            let (origin, notes) = Origin::from_url(text.value).map_err(|error| {
                self.source.error(&text.span, Problem::Origin { key, value: text.value.to_owned(), error })
            })?;
            if !notes.is_empty() {
                let why: Vec<_> = notes.iter().map(|note| origin_note(*note)).collect();
                let said = format!("`{key}`: used {origin} for \"{}\" ({})", text.value, why.join("; "));
                self.note(text, "origin-reduced", false, said);
            }
            if origins.contains(&origin) {
                self.note(text, "origin-twice", false, format!("`{key}`: {origin} is listed twice"));
            } else {
                origins.push(origin);
            }
        }
        Ok(origins)
    }

    fn profile(&mut self, table: &Table<'_, '_>, pages: &[Origin]) -> Result<ProfileOptions, ConfigError> {
        table.only(&["url", "people", "allow", "new_tab"])?;
        let allow = match table.texts("allow")? {
            Some(texts) => self.origins("allow", &texts.value)?,
            None => Vec::new(),
        };
        let url_problem = |key, text: &Value<&str>, error| {
            self.source.error(&text.span, Problem::Url { key, value: text.value.to_owned(), error })
        };
        let target = match (table.text("url")?, table.text("people")?) {
            (Some(_), Some(people)) => return Err(self.source.error(&people.span, Problem::TwoTargets)),
            (Some(url), None) => {
                check::profile_url(url.value, pages, &allow).map_err(|error| url_problem("url", &url, error))?;
                ProfileTarget::Url(url.value.to_owned())
            }
            (None, Some(people)) => {
                check::file_beside(people.value).map_err(|error| url_problem("people", &people, error))?;
                ProfileTarget::People(people.value.to_owned())
            }
            (None, None) => ProfileTarget::None,
        };
        Ok(ProfileOptions { target, allow, new_tab: table.boolean("new_tab")?.unwrap_or(false) })
    }

    fn login(&self, table: &Table<'_, '_>) -> Result<Login, ConfigError> {
        table.only(&["url"])?;
        let url = table.text("url")?.ok_or_else(|| table.missing("url", "url = \"/chat-login\""))?;
        check::own_path(url.value).map_err(|error| {
            self.source.error(&url.span, Problem::Url { key: "url", value: url.value.to_owned(), error })
        })?;
        Ok(Login { url: url.value.to_owned() })
    }

    fn bundle(&mut self, table: &Table<'_, '_>, preset: Preset) -> Result<BundleOptions, ConfigError> {
        table.only(&["card", "avatar_radius", "hide"])?;
        let mut options = preset.bundle();
        if let Some(word) = table.text("card")? {
            options.card = self.word("card", &word, &[("stop", Card::Stop), ("keep", Card::Keep)])?;
        }
        if let Some(radius) = table.text("avatar_radius")? {
            if !check::is_css_length(radius.value) {
                return Err(self.source.error(&radius.span, Problem::Radius(radius.value.to_owned())));
            }
            options.avatar_radius = Some(radius.value.to_owned());
        }
        if let Some(hide) = table.texts("hide")? {
            options.hide = self.hide(&hide.value)?;
        }
        Ok(options)
    }

    fn hide(&mut self, texts: &[Value<&str>]) -> Result<Vec<String>, ConfigError> {
        let mut hide: Vec<String> = Vec::new();
        for text in texts {
            let action = actions::find(text.value).ok_or_else(|| {
                let problem = Problem::UnknownWord {
                    key: "hide".into(),
                    value: text.value.to_owned(),
                    possible: Vec::new(),
                    nearest: nearest(text.value, actions::ALL.iter().map(|action| action.id)),
                };
                self.source.error(&text.span, problem)
            })?;
            if !action.has_style() {
                let said = format!("`hide`: \"{}\" can be hidden from Rocket.Chat 6.6 on, not before", action.id);
                self.note(text, "hide-needs-6.6", false, said);
            }
            if !hide.iter().any(|id| id == text.value) {
                hide.push(text.value.to_owned());
            }
        }
        Ok(hide)
    }
}

fn origin_note(note: OriginNote) -> &'static str {
    match note {
        OriginNote::PathDropped => "an origin has no path",
        OriginNote::DefaultPortDropped => "browsers leave the default port out",
        OriginNote::Lowercased => "browsers write scheme and host in lower case",
    }
}
