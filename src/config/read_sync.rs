//! Reads `[sync]`.

use super::error::{ConfigError, Problem};
use super::read::Reader;
use super::table::Table;
use super::{ByHand, SyncOptions};

impl Reader<'_> {
    /// `[sync]`. Whether the templates are ones is told by whoever knows the roster's fields.
    pub(super) fn sync(&mut self, table: &Table<'_, '_>) -> Result<SyncOptions, ConfigError> {
        table.only(&[
            "username",
            "room",
            "field",
            "by_hand",
            "protect",
            "most_removals",
            "hide_messages",
            "relinquish",
        ])?;
        let mut options = SyncOptions::default();
        for (key, place) in
            [("username", &mut options.username), ("room", &mut options.room), ("field", &mut options.field)]
        {
            if let Some(text) = table.text(key)? {
                text.value.trim().clone_into(place);
                if place.is_empty() {
                    let problem = Problem::WrongType { key: key.to_owned(), expected: "a text", found: "an empty one" };
                    return Err(self.source.error(&text.span, problem));
                }
            }
        }
        if let Some(word) = table.text("by_hand")? {
            options.by_hand = self.word("by_hand", &word, &[("keep", ByHand::Keep), ("remove", ByHand::Remove)])?;
        }
        if let Some(names) = table.texts("protect")? {
            options.protect = names.value.iter().map(|name| name.value.trim().to_lowercase()).collect();
        }
        if let Some(number) = table.number("most_removals")? {
            let percent = number.value.parse().ok().filter(|percent| *percent <= 100);
            let problem = Problem::WrongType {
                key: "most_removals".to_owned(),
                expected: "a whole number from 0 to 100, in percent",
                found: "another number",
            };
            options.most_removals = percent.ok_or_else(|| self.source.error(&number.span, problem))?;
        }
        if let Some(kinds) = table.texts("hide_messages")? {
            options.hide_messages = kinds.value.iter().map(|kind| kind.value.to_owned()).collect();
        }
        options.relinquish = table.boolean("relinquish")?.unwrap_or(options.relinquish);
        Ok(options)
    }
}
