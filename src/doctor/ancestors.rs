//! `frame-ancestors` and `X-Frame-Options`, read as browsers read them.

use crate::protocol::Origin;

/// Whether one of the policies has `frame-ancestors`. Browsers then look at that alone and not at `X-Frame-Options`.
pub(super) fn is_said(policies: &[&str]) -> bool {
    sources(policies).next().is_some()
}

/// Whether every policy lets a page of this origin show what `server` answers.
pub(super) fn allow(policies: &[&str], page: &Origin, server: &Origin) -> bool {
    sources(policies).all(|sources| sources.split_ascii_whitespace().any(|source| matches(source, page, server)))
}

/// The sources of each policy's first `frame-ancestors`. A header may hold several policies, with commas between.
fn sources<'a>(policies: &[&'a str]) -> impl Iterator<Item = &'a str> {
    policies.iter().flat_map(|header| header.split(',')).filter_map(|policy| {
        policy.split(';').find_map(|directive| {
            let directive = directive.trim();
            let (name, sources) = directive.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((directive, ""));
            name.eq_ignore_ascii_case("frame-ancestors").then_some(sources)
        })
    })
}

fn matches(source: &str, page: &Origin, server: &Origin) -> bool {
    let source = source.to_ascii_lowercase();
    match source.as_str() {
        "'none'" => return false,
        "'self'" => return page == server,
        "*" => return true,
        "https:" => return page.is_https(),
        "http:" => return true,
        _ => {}
    }
    let (scheme, rest) = match source.split_once("://") {
        Some((scheme, rest)) => (Some(scheme), rest),
        None => (None, source.as_str()),
    };
    // A source on http matches a page on https too.
    let scheme_fits = match scheme {
        Some("https") => page.is_https(),
        Some("http") => true,
        Some(_) => false,
        None => page.is_https() || !server.is_https(),
    };
    let authority = rest.split('/').next().unwrap_or(rest);
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let host_fits = match host.strip_prefix("*.") {
        Some(parent) => page.host().strip_suffix(parent).is_some_and(|front| front.len() > 1 && front.ends_with('.')),
        None => host == page.host(),
    };
    scheme_fits && host_fits && port_fits(port, page)
}

fn port_fits(wanted: Option<&str>, page: &Origin) -> bool {
    let own =
        page.as_str().rsplit_once(':').map(|(_, port)| port).filter(|port| port.bytes().all(|b| b.is_ascii_digit()));
    let default = if page.is_https() { "443" } else { "80" };
    match wanted {
        Some("*") => true,
        Some(port) => port == own.unwrap_or(default) || (port == "80" && page.is_https() && own.is_none()),
        None => own.is_none(),
    }
}

/// Whether `X-Frame-Options` keeps a page of this origin from showing what `server` answers, by the rule of the HTML
/// standard: unknown values are as if they were not there, unless there are several different ones.
pub(super) fn options_block(values: &[String], page: &Origin, server: &Origin) -> bool {
    let mut different: Vec<&str> = values.iter().map(String::as_str).collect();
    different.sort_unstable();
    different.dedup();
    let known = |value: &&&str| matches!(**value, "deny" | "sameorigin" | "allowall");
    if different.len() > 1 {
        return different.iter().any(|value| known(&value));
    }
    match different.first() {
        Some(&"deny") => true,
        Some(&"sameorigin") => page != server,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(text: &str) -> Origin {
        Origin::from_url(text).unwrap().0
    }

    #[test]
    fn sources_match_as_in_a_browser() {
        let server = origin("https://chat.example.org");
        let fits = |source: &str, page: &str| {
            allow(&[&format!("default-src 'self'; frame-ancestors {source}")], &origin(page), &server)
        };
        let page = "https://projects.example.org";
        for source in [
            page,
            "HTTPS://projects.example.org",
            "'self' https://projects.example.org/",
            "*.example.org",
            "https://*.example.org",
            "*",
            "https:",
            "projects.example.org:443",
            "http://projects.example.org",
        ] {
            assert!(fits(source, page), "{source}");
        }
        for source in
            ["'none'", "", "'self'", "https://example.org", "https://other.example.org", "ftp://projects.example.org"]
        {
            assert!(!fits(source, page), "{source}");
        }
        assert!(!fits("*.example.org", "https://example.org"));
        assert!(!fits("projects.example.org", "https://projects.example.org:8443"));
        assert!(fits("projects.example.org:*", "https://projects.example.org:8443"));
        assert!(fits("'self'", "https://chat.example.org"));
        assert!(!fits("https://projects.example.org", "http://projects.example.org"));
    }

    #[test]
    fn every_policy_must_allow() {
        let (server, page) = (origin("https://chat.example.org"), origin("https://projects.example.org"));
        assert!(allow(&["script-src 'self'"], &page, &server));
        assert!(!is_said(&["script-src 'self'"]));
        assert!(!allow(&["frame-ancestors *", "frame-ancestors 'none'"], &page, &server));
        assert!(!allow(&["frame-ancestors *, frame-ancestors 'self'"], &page, &server));
        assert!(is_said(&["script-src 'self'; Frame-Ancestors *"]));
    }

    #[test]
    fn options_block_by_the_standard() {
        let (server, page) = (origin("https://chat.example.org"), origin("https://projects.example.org"));
        let block = |values: &[&str], page: &Origin| {
            options_block(&values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>(), page, &server)
        };
        assert!(block(&["sameorigin"], &page));
        assert!(!block(&["sameorigin"], &server));
        assert!(block(&["deny"], &server));
        assert!(block(&["sameorigin", "sameorigin"], &page));
        assert!(block(&["sameorigin", "deny"], &server));
        assert!(!block(&["allow-from https://x.example"], &page));
        assert!(!block(&["allowall"], &page));
        assert!(!block(&[], &page));
    }
}
