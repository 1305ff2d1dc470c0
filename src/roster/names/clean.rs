//! What the server's rules leave of a name.

use std::collections::BTreeSet;

use deunicode::deunicode_char;

/// The characters that a name may have: the class in `UTF8_User_Names_Validation` or `UTF8_Channel_Names_Validation`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    ranges: Vec<(char, char)>,
    singles: BTreeSet<char>,
}

impl Default for Allowed {
    /// Rocket.Chat's default, `[0-9a-zA-Z-_.]+`.
    fn default() -> Self {
        Self { ranges: vec![('0', '9'), ('a', 'z'), ('A', 'Z')], singles: ['-', '_', '.'].into() }
    }
}

impl Allowed {
    /// Reads a rule of the form `[...]+`, with ranges, `\w`, `\d` and escaped characters. None for any other regular
    /// expression: its meaning is the server's, and the default is the narrowest guess.
    #[must_use]
    pub fn parse(rule: &str) -> Option<Self> {
        let rule = rule.trim().trim_start_matches('^').trim_end_matches('$');
        let inside = rule.strip_suffix("]+").or_else(|| rule.strip_suffix("]*"))?.strip_prefix('[')?;
        if inside.is_empty() || inside.starts_with('^') {
            return None;
        }
        let mut allowed = Self { ranges: Vec::new(), singles: BTreeSet::new() };
        let mut rest = inside.chars().peekable();
        while let Some(first) = rest.next() {
            let first = match first {
                '\\' => match rest.next()? {
                    'w' => {
                        allowed.ranges.extend([('0', '9'), ('a', 'z'), ('A', 'Z')]);
                        allowed.singles.insert('_');
                        continue;
                    }
                    'd' => {
                        allowed.ranges.push(('0', '9'));
                        continue;
                    }
                    'p' | 'P' | 'u' | 'x' | 's' | 'S' | 'W' | 'D' | 'n' | 't' => return None,
                    escaped => escaped,
                },
                '[' | ']' => return None,
                plain => plain,
            };
            let mut ahead = rest.clone();
            match (ahead.next(), ahead.next()) {
                (Some('-'), Some(last)) if last != '\\' && last > first => {
                    allowed.ranges.push((first, last));
                    rest = ahead;
                }
                _ => drop(allowed.singles.insert(first)),
            }
        }
        Some(allowed)
    }

    /// Whether a character may stand in a name.
    #[must_use]
    pub fn takes(&self, character: char) -> bool {
        self.singles.contains(&character)
            || self.ranges.iter().any(|(first, last)| (*first..=*last).contains(&character))
    }
}

/// A name with the allowed characters alone: letters lose what the rule does not allow (`é` becomes `e`), anything else
/// becomes one `-` (or `_` or `.`, whichever is allowed). May be empty.
#[must_use]
pub fn clean(text: &str, allowed: &Allowed) -> String {
    let filler = ['-', '_', '.'].into_iter().find(|filler| allowed.takes(*filler));
    let mut cleaned = String::with_capacity(text.len());
    let mut gap = false;
    for character in text.trim().chars() {
        let plain: String = if allowed.takes(character) {
            character.to_string()
        } else {
            let letters = deunicode_char(character).unwrap_or_default();
            letters.chars().filter(|letter| letter.is_alphanumeric() && allowed.takes(*letter)).collect()
        };
        if plain.is_empty() {
            gap = true;
            continue;
        }
        if gap && !cleaned.is_empty() {
            cleaned.extend(filler);
        }
        gap = false;
        cleaned.push_str(&plain);
    }
    cleaned
}

/// The name of a room from its title, as the server makes one where it allows special characters: small letters, and
/// `-` between words.
#[must_use]
pub fn slug(title: &str, allowed: &Allowed) -> String {
    clean(&title.to_lowercase(), allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cleaned_to_the_default_rule() {
        let allowed = Allowed::default();
        for (text, cleaned) in [
            ("raf_utilisateur-local", "raf_utilisateur-local"),
            ("Chlo\u{e9} Petit", "Chloe-Petit"),
            ("x y@z", "x-y-z"),
            ("  stra\u{df}e ", "strasse"),
            ("\u{5317}\u{4eac}", "BeiJing"),
            ("...", "..."),
            ("@@@", ""),
            ("a @@ b", "a-b"),
        ] {
            assert_eq!(clean(text, &allowed), cleaned, "{text}");
        }
        assert_eq!(slug("Projet Alpha \u{2013} \u{c9}t\u{e9}", &allowed), "projet-alpha-ete");
    }

    #[test]
    fn a_server_s_own_rule_is_read() {
        assert_eq!(Allowed::parse("[0-9a-zA-Z-_.]+"), Some(Allowed::default()));
        let accents = Allowed::parse("[0-9a-z\u{e0}-\u{ff}_]+").unwrap();
        assert_eq!(clean("chlo\u{e9} p", &accents), "chlo\u{e9}_p");
        assert!(Allowed::parse(r"[\w.@-]+").unwrap().takes('@'));
        for unread in [r"[\p{L}]+", "[^a]+", "(a|b)+", "", "[]+", "abc"] {
            assert_eq!(Allowed::parse(unread), None, "{unread}");
        }
    }
}
