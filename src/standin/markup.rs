//! A message's text, cut at its mentions, as Rocket.Chat's `md` has it.

use serde_json::{Value, json};

/// A piece of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Ordinary text.
    Plain(&'a str),
    /// `@name`, without the sign; `all` and `here` too.
    User(&'a str),
    /// `#name`, without the sign.
    Channel(&'a str),
}

/// Cuts a text at its mentions. A mention starts a word; its name may hold dots, hyphens and underscores.
#[must_use]
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut plain = 0;
    let mut word = true;
    let mut skip_to = 0;
    for (at, sign) in text.char_indices() {
        if at < skip_to {
            continue;
        }
        if word && (sign == '@' || sign == '#') {
            let rest = text.get(at + 1..).unwrap_or("");
            let end = rest.find(|c: char| !(c.is_alphanumeric() || "._-".contains(c))).unwrap_or(rest.len());
            let name = rest.get(..end).unwrap_or("").trim_end_matches('.');
            if !name.is_empty() {
                if plain < at {
                    pieces.push(Piece::Plain(text.get(plain..at).unwrap_or("")));
                }
                pieces.push(if sign == '@' { Piece::User(name) } else { Piece::Channel(name) });
                skip_to = at + 1 + name.len();
                plain = skip_to;
                word = false;
                continue;
            }
        }
        word = sign.is_whitespace();
    }
    if plain < text.len() {
        pieces.push(Piece::Plain(text.get(plain..).unwrap_or("")));
    }
    pieces
}

/// The `md` of a text: one paragraph.
#[must_use]
pub fn md(text: &str) -> Value {
    let value: Vec<Value> = pieces(text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Plain(text) => json!({ "type": "PLAIN_TEXT", "value": text }),
            Piece::User(name) => {
                json!({ "type": "MENTION_USER", "value": { "type": "PLAIN_TEXT", "value": name } })
            }
            Piece::Channel(name) => {
                json!({ "type": "MENTION_CHANNEL", "value": { "type": "PLAIN_TEXT", "value": name } })
            }
        })
        .collect();
    json!([{ "type": "PARAGRAPH", "value": value }])
}

#[cfg(test)]
mod tests {
    use super::Piece::{Channel, Plain, User};
    use super::*;

    #[test]
    fn a_text_is_cut_at_its_mentions() {
        assert_eq!(
            pieces("see #dev and @alice."),
            [Plain("see "), Channel("dev"), Plain(" and "), User("alice"), Plain(".")]
        );
        assert_eq!(pieces("@raf_utilisateur-local"), [User("raf_utilisateur-local")]);
        assert_eq!(pieces("mail a@b.example # @"), [Plain("mail a@b.example # @")]);
        assert_eq!(pieces(""), []);
    }

    #[test]
    fn md_is_as_recorded() {
        assert_eq!(
            md("ping @bob"),
            json!([{"type": "PARAGRAPH", "value": [
                {"type": "PLAIN_TEXT", "value": "ping "},
                {"type": "MENTION_USER", "value": {"type": "PLAIN_TEXT", "value": "bob"}}
            ]}])
        );
    }
}
