//! Fills the pages' templates: `{{key}}` stands for a value, `{{t.key}}` for a text in the page's language.
//!
//! A value is escaped unless it was made of filled templates, so text from outside stays text.

use super::texts::{Language, text};

/// What a `{{key}}` stands for.
#[derive(Clone, Debug)]
pub enum Value {
    /// Text, which is escaped.
    Text(String),
    /// Markup that [`fill`] made.
    Markup(Markup),
}

/// Markup that is safe to put in a page, because [`fill`] made it or it is written in this program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markup(String);

impl Markup {
    /// Markup that is written in this program.
    #[must_use]
    pub fn fixed(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// Adds other markup at the end.
    pub fn push(&mut self, other: &Self) {
        self.0.push_str(&other.0);
    }

    /// The markup's text.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Markup> for Value {
    fn from(markup: Markup) -> Self {
        Self::Markup(markup)
    }
}

fn escape(text: &str, into: &mut String) {
    for character in text.chars() {
        match character {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '"' => into.push_str("&quot;"),
            '\'' => into.push_str("&#39;"),
            other => into.push(other),
        }
    }
}

/// Fills `template`. A key that is not known is left as it is; a test looks for such in every page.
#[must_use]
pub fn fill(template: &str, language: Language, values: &[(&str, Value)]) -> Markup {
    let mut filled = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        filled.push_str(before);
        let Some((key, tail)) = after.split_once("}}") else {
            filled.push_str("{{");
            rest = after;
            break;
        };
        let fixed = key.strip_prefix("t.").and_then(|key| text(key, language));
        match (fixed, values.iter().find(|(name, _)| *name == key)) {
            (Some(text), _) => escape(text, &mut filled),
            (None, Some((_, Value::Text(text)))) => escape(text, &mut filled),
            (None, Some((_, Value::Markup(markup)))) => filled.push_str(&markup.0),
            (None, None) => {
                filled.push_str("{{");
                filled.push_str(key);
                filled.push_str("}}");
            }
        }
        rest = tail;
    }
    filled.push_str(rest);
    Markup(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text_and_markup_stays_markup() {
        let inner = fill("<b>{{name}}</b>", Language::English, &[("name", "<i>\"&'".into())]);
        let outer = fill("<p>{{inner}}{{t.nav.members}}</p>", Language::French, &[("inner", inner.into())]);
        assert_eq!(outer.into_string(), "<p><b>&lt;i&gt;&quot;&amp;&#39;</b>Membres</p>");
    }

    #[test]
    fn a_value_is_not_filled_again() {
        let filled = fill("{{a}}", Language::English, &[("a", "{{b}}".into()), ("b", "no".into())]);
        assert_eq!(filled.into_string(), "{{b}}");
    }

    #[test]
    fn what_is_not_known_or_not_closed_is_left() {
        assert_eq!(fill("{{x}} {{y", Language::English, &[]).into_string(), "{{x}} {{y");
    }
}
