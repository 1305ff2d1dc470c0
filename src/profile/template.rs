//! From a URL template and a person to an address.

use crate::protocol::encode::percent_encode;
use crate::protocol::text::{has, split_at_mark};

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

/// The placeholders: username, user id, room id, language of the page like `fr`. Values stand in this order.
const HOLES: [&str; 4] = ["username", "user_id", "room", "lang"];
const USERNAME: usize = 0;
const USER_ID: usize = 1;

/// A URL template with placeholders, checked once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    /// What stands before each placeholder, and which of [`HOLES`] it is.
    pieces: Vec<(String, usize)>,
    rest: String,
}

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
            let (name, after) = split_at_mark(after, b'}').ok_or(TemplateError::OpenBrace)?;
            if has(before, b'}') {
                return Err(TemplateError::OpenBrace);
            }
            let hole = HOLES.iter().position(|known| *known == name);
            let hole = hole.ok_or_else(|| TemplateError::UnknownPlaceholder(name.to_owned()))?;
            pieces.push((before.to_owned(), hole));
            rest = after;
        }
        if has(rest, b'}') {
            return Err(TemplateError::OpenBrace);
        }
        let template = Self { pieces, rest: rest.to_owned() };
        if !template.needs(USERNAME) && !template.needs(USER_ID) {
            return Err(TemplateError::NobodyMeant);
        }
        let start = template.pieces.first().map_or("", |(before, _)| before.as_str());
        let lower = start.to_ascii_lowercase();
        if let Some(after) = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://")) {
            if !after.bytes().any(ends_host) {
                return Err(TemplateError::HostPlaceholder);
            }
        } else if start.is_empty() {
            return Err(TemplateError::HostPlaceholder);
        } else if start.starts_with("//")
            || start.starts_with("/\\")
            || start.starts_with('\\')
            // `x:` before any slash is a scheme, and so is a placeholder that might become one.
            || start.bytes().take_while(|byte| !ends_host(*byte)).any(|byte| byte == b':')
        {
            return Err(TemplateError::Scheme);
        }
        Ok(template)
    }

    fn needs(&self, hole: usize) -> bool {
        self.pieces.iter().any(|(_, known)| *known == hole)
    }

    /// Whether a username is needed to fill this template.
    #[must_use]
    pub fn needs_username(&self) -> bool {
        self.needs(USERNAME)
    }

    /// Whether a user id is needed to fill this template.
    #[must_use]
    pub fn needs_user_id(&self) -> bool {
        self.needs(USER_ID)
    }

    /// The address of a person's page; each value is percent-encoded.
    ///
    /// `None` where a person's value is missing, or is nothing but dots, which a browser would read as a step up the
    /// path. A missing room or language is left empty.
    #[must_use]
    pub fn fill<S: AsRef<str>>(&self, values: &[S; 4]) -> Option<String> {
        let mut url = String::new();
        for (before, hole) in &self.pieces {
            url.push_str(before);
            let value = values.get(*hole)?.as_ref();
            if value.is_empty() {
                if *hole <= USER_ID {
                    return None;
                }
            } else if value.bytes().all(|byte| byte == b'.') {
                return None;
            }
            percent_encode(value, &mut url);
        }
        url.push_str(&self.rest);
        Some(url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(template: &str, username: &str) -> Option<String> {
        Template::parse(template).unwrap().fill(&[username, "", "", ""])
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
        assert_eq!(template.fill(&["b", "i", "r r", "fr"]).as_deref(), Some("https://p.example/fr/r%20r/i?u=b"));
        assert_eq!(template.fill(&["b", "", "r r", "fr"]), None);
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
