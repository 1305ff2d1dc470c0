//! Whether page and chat are on the same site, as browsers decide about cookies and storage.

use crate::config::Config;
use crate::findings::server::{FILES_OTHER_SITE, FILES_PUBLIC, OTHER_SITE};
use crate::config::Preset;
use crate::findings::MIXED_CONTENT;
use crate::protocol::Origin;

use super::known::Known;
use super::report::{Found, Report};

const PROTECT: &str = "FileUpload_ProtectFiles";

/// Second-level names under which countries let people register; a site has one label more there.
const SHARED_SECOND_LEVELS: [&str; 14] =
    ["ac", "asso", "co", "com", "edu", "go", "gob", "gouv", "gov", "ne", "net", "nom", "or", "org"];

/// Pages on https and a chat on http. A browser lets the machine it runs on pass.
pub(super) fn mixed_content(config: &Config, report: &mut Report) {
    let server = config.server.origin();
    let pages: Vec<&str> = config.origins.iter().filter(|page| page.is_https()).map(Origin::as_str).collect();
    if !server.is_https() && !is_this_machine(server.host()) && !pages.is_empty() {
        report.add(Found::new(&MIXED_CONTENT, format!("{} <- {server}", pages.join(", "))));
    }
}

/// What being on different sites does, and whether files are protected where they can be.
pub(super) fn sites(config: &Config, known: &Known, report: &mut Report) {
    let server = config.server.origin();
    let blocked = |page: &Origin| page.is_https() && !server.is_https();
    let others: Vec<&str> = config
        .origins
        .iter()
        .filter(|page| !same_site(page, server) && !blocked(page))
        .map(Origin::as_str)
        .collect();
    let protected = known.is_on(PROTECT);
    if !others.is_empty() {
        let apart = format!("{} <- {server}", others.join(", "));
        if protected == Some(true) {
            let detail = format!("{apart}; {}", known.shown(PROTECT));
            report.add(Found::new(&FILES_OTHER_SITE, detail).about(&[PROTECT]));
        } else {
            report.add(Found::new(&OTHER_SITE, apart));
        }
    } else if protected == Some(false) && config.preset == Preset::Default && !config.origins.iter().any(blocked) {
        report.add(Found::new(&FILES_PUBLIC, known.shown(PROTECT)).about(&[PROTECT]));
    }
}

/// Same scheme and same registrable domain. Without the list of public suffixes, the domain is taken for the last two
/// labels, or three below a country's shared second level like `co.uk`.
pub(super) fn same_site(one: &Origin, other: &Origin) -> bool {
    one.is_https() == other.is_https() && (one.host() == other.host() || {
        let (one, other) = (domain(one.host()), domain(other.host()));
        one.is_some() && one == other
    })
}

/// None for addresses and for names of a single label, which are sites of their own.
fn domain(host: &str) -> Option<String> {
    let labels: Vec<&str> = host.trim_end_matches('.').rsplit('.').collect();
    let (top, second) = (labels.first()?, labels.get(1)?);
    if host.starts_with('[') || top.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let shared = top.len() == 2 && SHARED_SECOND_LEVELS.contains(second);
    let count = if shared { 3 } else { 2 };
    let mut own: Vec<&str> = labels.get(..count)?.to_vec();
    own.reverse();
    Some(own.join("."))
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.ends_with(".localhost") || host.starts_with("127.") || host == "[::1]"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_are_told_apart_as_browsers_do() {
        let origin = |text: &str| Origin::from_url(text).unwrap().0;
        let same = |one: &str, other: &str| same_site(&origin(one), &origin(other));
        assert!(same("https://chat.example.org", "https://projects.example.org"));
        assert!(same("https://example.org:8443", "https://chat.example.org"));
        assert!(same("http://127.0.0.1:3000", "http://127.0.0.1:8080"));
        assert!(same("http://localhost:3000", "http://localhost:8080"));
        assert!(same("https://chat.site.gouv.fr", "https://www.site.gouv.fr"));
        assert!(!same("https://one.gouv.fr", "https://other.gouv.fr"));
        assert!(!same("https://a.co.uk", "https://b.co.uk"));
        assert!(!same("https://chat.example.net", "https://projects.example.org"));
        assert!(!same("http://chat.example.org", "https://projects.example.org"));
        assert!(!same("http://127.0.0.1", "http://10.0.0.1"));
        assert!(!same("http://chat", "http://intranet"));
    }
}
