//! Whether two origins belong to one site, as far as that can be told without the list of public suffixes.
//!
//! Browsers send a cookie without `SameSite` to a frame only if page and frame are of one site: same scheme, and same
//! registrable domain. That domain is the public suffix and one label before it, and which suffixes are public is a list
//! of ten thousand entries that changes. Here only what is certain without it is called certain.

use crate::protocol::Origin;

/// What two origins are to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Site {
    /// One site: cookies of the one reach a frame in the other.
    Same,
    /// Two sites.
    Other,
    /// They share a parent that may be a public suffix, like `co.uk` or `github.io`.
    Unsure,
}

/// Endings of two labels below which anybody registers names; only the frequent ones. Where one is missing, the answer is
/// [`Site::Unsure`] for short second labels and [`Site::Same`] otherwise.
const SHARED: [&str; 16] = [
    "github.io",
    "gitlab.io",
    "pages.dev",
    "workers.dev",
    "netlify.app",
    "vercel.app",
    "web.app",
    "firebaseapp.com",
    "herokuapp.com",
    "azurewebsites.net",
    "cloudfront.net",
    "amazonaws.com",
    "appspot.com",
    "onrender.com",
    "fly.dev",
    "ngrok.io",
];

fn is_address(host: &str) -> bool {
    host.starts_with('[') || host.split('.').all(|label| !label.is_empty() && label.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether `domain`, of two labels, may be a public suffix itself: `co.uk`, `com.au`, `asso.fr`.
fn may_be_suffix(domain: &str) -> bool {
    let Some((second, top)) = domain.split_once('.') else { return true };
    let known = ["com", "net", "org", "gov", "gouv", "edu", "asso", "ac", "co", "info", "biz", "mil"].contains(&second);
    SHARED.contains(&domain) || known || (top.len() == 2 && second.len() <= 3)
}

/// Compares two origins.
#[must_use]
pub fn relation(one: &Origin, other: &Origin) -> Site {
    let (a, b) = (one.host().trim_end_matches('.'), other.host().trim_end_matches('.'));
    if one.is_https() != other.is_https() {
        return Site::Other;
    }
    if a == b {
        return Site::Same;
    }
    if is_address(a) || is_address(b) {
        return Site::Other;
    }
    let common: Vec<&str> = a.rsplit('.').zip(b.rsplit('.')).take_while(|(x, y)| x == y).map(|(x, _)| x).collect();
    let shared = common.iter().rev().copied().collect::<Vec<_>>().join(".");
    match common.len() {
        0 | 1 => Site::Other,
        2 if may_be_suffix(&shared) => Site::Unsure,
        // Two labels that are no suffix are a registered name, and so is all below them; of three, the last two may
        // still be a suffix below which the third is registered, which is one site as well.
        _ => Site::Same,
    }
}

/// What a server is to all the pages that dock it: the worst of them counts.
#[must_use]
pub fn of_all(server: &Origin, pages: &[Origin]) -> Site {
    let all: Vec<Site> = pages.iter().map(|page| relation(server, page)).collect();
    if all.contains(&Site::Other) {
        Site::Other
    } else if all.contains(&Site::Unsure) {
        Site::Unsure
    } else {
        Site::Same
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(one: &str, other: &str) -> Site {
        relation(&Origin::from_url(one).unwrap().0, &Origin::from_url(other).unwrap().0)
    }

    #[test]
    fn one_site_is_said_only_where_it_is_certain() {
        for (one, other, expected) in [
            ("https://chat.example.org", "https://projects.example.org", Site::Same),
            ("https://chat.example.org:8443", "https://chat.example.org", Site::Same),
            ("https://example.org", "https://a.b.example.org", Site::Same),
            ("https://chat.ville.asso.fr", "https://www.ville.asso.fr", Site::Same),
            ("http://127.0.0.1:3000", "http://127.0.0.1:8080", Site::Same),
            ("http://localhost:3000", "http://localhost:8080", Site::Same),
            ("http://chat.example.org", "https://projects.example.org", Site::Other),
            ("https://chat.example.org", "https://projects.example.com", Site::Other),
            ("https://chat.org", "https://projects.org", Site::Other),
            ("http://127.0.0.1", "http://127.0.0.2", Site::Other),
            ("http://localhost", "http://127.0.0.1", Site::Other),
            ("https://chat.co.uk", "https://projects.co.uk", Site::Unsure),
            ("https://a.github.io", "https://b.github.io", Site::Unsure),
            ("https://a.asso.fr", "https://b.asso.fr", Site::Unsure),
            ("https://chat.abc.fr", "https://www.abc.fr", Site::Unsure),
        ] {
            assert_eq!(site(one, other), expected, "{one} {other}");
            assert_eq!(site(other, one), expected, "{other} {one}");
        }
    }

    #[test]
    fn one_page_elsewhere_is_enough() {
        let origin = |text: &str| Origin::from_url(text).unwrap().0;
        let server = origin("https://chat.example.org");
        let pages = [origin("https://a.example.org"), origin("https://a.example.com")];
        assert_eq!(of_all(&server, &pages), Site::Other);
        assert_eq!(of_all(&server, &pages[..1]), Site::Same);
    }
}
