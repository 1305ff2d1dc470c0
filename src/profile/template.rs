//! From a URL template and a person to an address.

use crate::protocol::encode::percent_encode;
use crate::protocol::text::{has, split_at_mark};

/// What a template may be filled with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Values<'a> {
    /// `{username}`.
    pub username: Option<&'a str>,
    /// `{user_id}`.
    pub user_id: Option<&'a str>,
    /// `{room}`: room id.
    pub room: Option<&'a str>,
    /// `{lang}`: language of the page, like `fr`.
    pub lang: Option<&'a str>,
}

/// What is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TemplateError {
    /// No placeholder tells people apart.
    #[error("the address has no {{username}} and no {{user_id}}: everybody would get the same page")]
    NobodyMeant,
    /// A placeholder of another name.
    #[error("{{{0}}} is no placeholder; known are {{username}}, {{user_id}}, {{room}} and {{lang}}")]
    UnknownPlaceholder(String),
    /// A brace without its fellow.
    #[error("a brace is not closed")]
    OpenBrace,
    /// Neither a path nor http(s).
    #[error("a profile lies on http, https or a path of the page's own site")]
    Scheme,
    /// A placeholder stands in the scheme or host.
    #[error("a placeholder must not choose the host")]
    HostPlaceholder,
}

impl TemplateError {
    /// The stable code of this error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NobodyMeant => "template-nobody",
            Self::UnknownPlaceholder(_) => "template-placeholder",
            Self::OpenBrace => "template-brace",
            Self::Scheme => "template-scheme",
            Self::HostPlaceholder => "template-host",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Placeholder {
    Username,
    UserId,
    Room,
    Lang,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Hole(Placeholder),
}

/// A URL template with placeholders, checked once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template(Vec<Piece>);

/// Whether no scheme or host goes on beyond this.
fn ends_host(byte: u8) -> bool {
    matches!(byte, b'/' | b'?' | b'#')
}

impl Template {
    /// Reads a template such as `/members/{username}` or `https://people.example.org/{lang}/{user_id}`.
    ///
    /// # Errors
    /// [`TemplateError`]: no person in it, an unknown placeholder, another scheme, or a placeholder in the host.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let mut pieces = Vec::new();
        let mut rest = text.trim_ascii();
        while let Some((before, after)) = split_at_mark(rest, b'{') {
            if has(before, b'}') {
                return Err(TemplateError::OpenBrace);
            }
            let (name, after) = split_at_mark(after, b'}').ok_or(TemplateError::OpenBrace)?;
            if !before.is_empty() {
                pieces.push(Piece::Text(before.to_owned()));
            }
            pieces.push(Piece::Hole(match name {
                "username" => Placeholder::Username,
                "user_id" => Placeholder::UserId,
                "room" => Placeholder::Room,
                "lang" => Placeholder::Lang,
                _ => return Err(TemplateError::UnknownPlaceholder(name.to_owned())),
            }));
            rest = after;
        }
        if has(rest, b'}') {
            return Err(TemplateError::OpenBrace);
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        let template = Self(pieces);
        if !template.needs(Placeholder::Username) && !template.needs(Placeholder::UserId) {
            return Err(TemplateError::NobodyMeant);
        }
        let start = match template.0.first() {
            Some(Piece::Text(text)) => text.as_str(),
            _ => "",
        };
        let lower = start.to_ascii_lowercase();
        if let Some(after) = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://")) {
            if !after.bytes().any(ends_host) {
                return Err(TemplateError::HostPlaceholder);
            }
        } else if start.starts_with("//") || start.starts_with("/\\") || start.starts_with('\\') {
            return Err(TemplateError::Scheme);
        } else {
            // `x:` before any slash is a scheme, and so is a placeholder that might become one.
            if start.bytes().take_while(|byte| !ends_host(*byte)).any(|byte| byte == b':') {
                return Err(TemplateError::Scheme);
            }
            if start.is_empty() {
                return Err(TemplateError::HostPlaceholder);
            }
        }
        Ok(template)
    }

    fn needs(&self, placeholder: Placeholder) -> bool {
        self.0.contains(&Piece::Hole(placeholder))
    }

    /// Whether a username is needed to fill this template.
    #[must_use]
    pub fn needs_username(&self) -> bool {
        self.needs(Placeholder::Username)
    }

    /// Whether a user id is needed to fill this template.
    #[must_use]
    pub fn needs_user_id(&self) -> bool {
        self.needs(Placeholder::UserId)
    }

    /// The address of a person's page; each value is percent-encoded.
    ///
    /// `None` where a person's value is missing, or is nothing but dots, which a browser would read as a step up the
    /// path. A missing room or language is left empty.
    #[must_use]
    pub fn fill(&self, values: Values<'_>) -> Option<String> {
        let mut url = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => url.push_str(text),
                Piece::Hole(hole) => {
                    let value = match hole {
                        Placeholder::Username => values.username?,
                        Placeholder::UserId => values.user_id?,
                        Placeholder::Room => values.room.unwrap_or(""),
                        Placeholder::Lang => values.lang.unwrap_or(""),
                    };
                    if !value.is_empty() && value.bytes().all(|byte| byte == b'.') {
                        return None;
                    }
                    percent_encode(value, &mut url);
                }
            }
        }
        Some(url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(template: &str, username: &str) -> Option<String> {
        Template::parse(template).unwrap().fill(Values { username: Some(username), ..Values::default() })
    }

    #[test]
    fn values_are_percent_encoded() {
        for (username, url) in [
            ("bob", "/members/bob"),
            ("raf_utilisateur-local", "/members/raf_utilisateur-local"),
            ("a/b", "/members/a%2Fb"),
            ("../admin", "/members/..%2Fadmin"),
            ("100%", "/members/100%25"),
            ("a\"b'c", "/members/a%22b%27c"),
            ("a\nb", "/members/a%0Ab"),
            ("\u{202e}gnp", "/members/%E2%80%AEgnp"),
            ("\u{1f680}", "/members/%F0%9F%9A%80"),
            ("javascript:alert(1)", "/members/javascript%3Aalert%281%29"),
        ] {
            assert_eq!(fill("/members/{username}", username).as_deref(), Some(url));
        }
    }

    #[test]
    fn dots_are_no_person() {
        for username in [".", "..", "..."] {
            assert_eq!(fill("/members/{username}", username), None);
        }
    }

    #[test]
    fn all_placeholders_are_filled() {
        let template = Template::parse("https://p.example/{lang}/{room}/{user_id}?u={username}").unwrap();
        let values = Values { username: Some("b"), user_id: Some("i"), room: Some("r r"), lang: Some("fr") };
        assert_eq!(template.fill(values).as_deref(), Some("https://p.example/fr/r%20r/i?u=b"));
        assert_eq!(template.fill(Values { user_id: None, ..values }), None);
    }

    #[test]
    fn a_template_that_could_lead_anywhere_is_refused() {
        for (text, error) in [
            ("/members", TemplateError::NobodyMeant),
            ("", TemplateError::NobodyMeant),
            ("/m/{user}", TemplateError::UnknownPlaceholder("user".into())),
            ("/m/{username", TemplateError::OpenBrace),
            ("/m/username}", TemplateError::OpenBrace),
            ("javascript:x('{username}')", TemplateError::Scheme),
            ("data:text/html,{username}", TemplateError::Scheme),
            ("//evil.example/{username}", TemplateError::Scheme),
            ("{username}", TemplateError::HostPlaceholder),
            ("https://{username}.example/", TemplateError::HostPlaceholder),
            ("https://x.example{username}", TemplateError::HostPlaceholder),
        ] {
            assert_eq!(Template::parse(text), Err(error), "{text}");
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    proptest::proptest! {
        #[test]
        fn no_username_leads_out_of_its_place(username in "\\PC{1,40}") {
            let Some(url) = fill("/members/{username}/page", &username) else {
                proptest::prop_assert!(username.bytes().all(|byte| byte == b'.'));
                return Ok(());
            };
            let value = url.strip_prefix("/members/").and_then(|url| url.strip_suffix("/page")).expect("its place");
            proptest::prop_assert!(value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.~%".contains(&b)), "{}", url);
        }

        #[test]
        fn different_people_have_different_pages(one in "\\PC{1,20}", other in "\\PC{1,20}") {
            let (first, second) = (fill("/m/{username}", &one), fill("/m/{username}", &other));
            proptest::prop_assert!(one == other || first.is_none() || first != second);
        }
    }
}
