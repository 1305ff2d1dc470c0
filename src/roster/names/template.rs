//! Names with places for what the roster knows.

use std::fmt;

/// A template, whose every placeholder is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Field(&'static str),
}

/// Why a text is no template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateError {
    /// `{...}` that means nothing.
    Unknown {
        /// What stands in the braces.
        field: String,
        /// What may stand there.
        known: &'static [&'static str],
    },
    /// A brace without its other half.
    Open,
    /// Everybody would get the same name.
    Constant,
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { field, known } => {
                let known: Vec<String> = known.iter().map(|name| format!("{{{name}}}")).collect();
                write!(f, "{{{field}}} means nothing here; known are {}", known.join(", "))
            }
            Self::Open => write!(f, "a brace has no other half"),
            Self::Constant => write!(f, "it has no placeholder, so all names would be the same"),
        }
    }
}

impl std::error::Error for TemplateError {}

impl Template {
    /// What a username is made of.
    pub const PERSON: &'static [&'static str] = &["login", "population", "id", "mailbox", "email", "name"];
    /// What the name of a room is made of.
    pub const PROJECT: &'static [&'static str] = &["name", "id"];

    /// Reads a template whose placeholders are among `known`.
    ///
    /// # Errors
    /// [`TemplateError`].
    pub fn parse(text: &str, known: &'static [&'static str]) -> Result<Self, TemplateError> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (field, after) = after.split_once('}').ok_or(TemplateError::Open)?;
            if before.contains('}') {
                return Err(TemplateError::Open);
            }
            let unknown = || TemplateError::Unknown { field: field.to_owned(), known };
            let field = known.iter().find(|name| **name == field).ok_or_else(unknown)?;
            if !before.is_empty() {
                pieces.push(Piece::Text(before.to_owned()));
            }
            pieces.push(Piece::Field(field));
            rest = after;
        }
        if rest.contains('}') {
            return Err(TemplateError::Open);
        }
        if pieces.is_empty() {
            return Err(TemplateError::Constant);
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        Ok(Self(pieces))
    }

    /// The text with every placeholder filled in. None if one of them has nothing to put in.
    pub fn fill<'v>(&self, value: impl Fn(&str) -> &'v str) -> Option<String> {
        let mut filled = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Field(field) => match value(field) {
                    "" => return None,
                    found => filled.push_str(found),
                },
            }
        }
        Some(filled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_filled_or_refused() {
        let template = Template::parse("{login}_{population}", Template::PERSON).unwrap();
        let value = |field: &str| match field {
            "login" => "raf",
            "population" => "utilisateur-local",
            _ => "",
        };
        assert_eq!(template.fill(value).as_deref(), Some("raf_utilisateur-local"));
        assert_eq!(template.fill(|_| ""), None);
        for (text, error) in [
            ("{logn}", "{logn} means nothing here; known are {name}, {id}"),
            ("{name", "a brace has no other half"),
            ("}{name}", "a brace has no other half"),
            ("room", "it has no placeholder, so all names would be the same"),
        ] {
            assert_eq!(Template::parse(text, Template::PROJECT).unwrap_err().to_string(), error);
        }
    }
}
