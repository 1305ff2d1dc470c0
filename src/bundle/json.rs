//! JSON in ASCII that is also safe inside a script, a style sheet and a YAML file.

use std::fmt::Write;

/// A value to be written; objects keep the order of their members.
pub(super) enum Json<'a> {
    Bool(bool),
    Number(u32),
    Text(&'a str),
    List(Vec<Json<'a>>),
    Object(Vec<(&'static str, Json<'a>)>),
}

impl<'a> Json<'a> {
    pub(super) fn texts<T: AsRef<str>>(texts: &'a [T]) -> Self {
        Self::List(texts.iter().map(|text| Json::Text(text.as_ref())).collect())
    }

    /// On one line.
    pub(super) fn compact(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, None);
        out
    }

    /// Two spaces per level, a newline at the end.
    pub(super) fn pretty(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, Some(0));
        out.push('\n');
        out
    }

    fn write(&self, out: &mut String, level: Option<usize>) {
        match self {
            Self::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Self::Number(value) => out.push_str(&value.to_string()),
            Self::Text(text) => write_text(text, out),
            Self::List(items) => {
                write_all(out, level, ['[', ']'], items, |item, out, level| item.write(out, level));
            }
            Self::Object(members) => write_all(out, level, ['{', '}'], members, |(name, value), out, level| {
                write_text(name, out);
                out.push_str(if level.is_some() { ": " } else { ":" });
                value.write(out, level);
            }),
        }
    }
}

fn write_all<T>(
    out: &mut String,
    level: Option<usize>,
    [open, close]: [char; 2],
    items: &[T],
    write: impl Fn(&T, &mut String, Option<usize>),
) {
    out.push(open);
    let inner = level.map(|level| level + 1);
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        break_line(out, inner);
        write(item, out, inner);
    }
    if !items.is_empty() {
        break_line(out, level);
    }
    out.push(close);
}

fn break_line(out: &mut String, level: Option<usize>) {
    if let Some(level) = level {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", level));
    }
}

/// `<`, `>` and `&` are escaped too, so that no markup can begin or end in a text.
fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for unit in text.encode_utf16() {
        match u8::try_from(unit).map(char::from) {
            Ok(quoted @ ('"' | '\\')) => {
                out.push('\\');
                out.push(quoted);
            }
            Ok('\n') => out.push_str("\\n"),
            Ok(plain @ ' '..='~') if !matches!(plain, '<' | '>' | '&') => out.push(plain),
            _ => {
                // Writing to a String never fails.
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pretty_is_two_spaces_per_level() {
        let json = Json::Object(vec![
            ("version", Json::Number(1)),
            ("list", Json::texts(&["a", "b"])),
            ("none", Json::List(vec![])),
            ("yes", Json::Bool(true)),
        ]);
        assert_eq!(
            json.pretty(),
            "{\n  \"version\": 1,\n  \"list\": [\n    \"a\",\n    \"b\"\n  ],\n  \"none\": [],\n  \"yes\": true\n}\n"
        );
    }

    #[test]
    fn every_text_is_safe_in_a_script() {
        let json = Json::Text("</script>\u{2028}\u{2029}\"'\\&\u{e9}\u{1f600}\n\u{0}").compact();
        assert_eq!(json, "\"\\u003c/script\\u003e\\u2028\\u2029\\\"'\\\\\\u0026\\u00e9\\ud83d\\ude00\\n\\u0000\"");
    }
}
