//! Which addresses may be visited.

/// An address as the browser understands it, taken apart.
#[derive(Clone, Copy, Debug)]
pub struct Address<'a> {
    /// `https:` and the like.
    pub scheme: &'a str,
    /// The serialised origin.
    pub origin: &'a str,
    /// Whether a user name or password stands in it.
    pub credentials: bool,
}

/// Whether a profile may lie there: http(s), on the page's own origin or on one that the configuration lists.
#[must_use]
pub fn may_visit<S: AsRef<str>>(address: Address<'_>, page_origin: &str, allowed: &[S]) -> bool {
    matches!(address.scheme, "http:" | "https:")
        && !address.credentials
        && address.origin != "null"
        && (address.origin == page_origin || allowed.iter().any(|origin| origin.as_ref() == address.origin))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_origins_are_visited() {
        let may = |scheme, origin, credentials| {
            may_visit(Address { scheme, origin, credentials }, "https://page.example", &["https://people.example"])
        };
        assert!(may("https:", "https://page.example", false));
        assert!(may("https:", "https://people.example", false));
        assert!(!may("https:", "https://evil.example", false));
        assert!(!may("https:", "https://page.example", true));
        assert!(!may("http:", "http://page.example", false));
        assert!(!may("javascript:", "null", false));
        assert!(!may("data:", "null", false));
        assert!(!may_visit(Address { scheme: "https:", origin: "null", credentials: false }, "null", &["null"]));
    }
}
