//! Which addresses may be visited.

use crate::protocol::{TextId, Texts};

/// An address as the browser understands it, taken apart.
#[derive(Clone, Copy, Debug)]
pub struct Address {
    /// `https:` and the like.
    pub scheme: TextId,
    /// The serialised origin.
    pub origin: TextId,
    /// User name and password in it.
    pub credentials: TextId,
}

/// Whether a profile may lie there: http(s), on one of these origins.
#[must_use]
pub fn may_visit(address: Address, allowed: &[TextId], texts: &mut impl Texts) -> bool {
    let scheme = texts.text(address.scheme);
    (scheme == "http:" || scheme == "https:")
        && !address.credentials.is_some()
        && address.origin.is_some()
        && allowed.contains(&address.origin)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::protocol::texts::Table;

    #[test]
    fn only_listed_origins_are_visited() {
        let mut texts = Table::default();
        let allowed = ["https://page.example", "https://people.example", ""].map(|origin| texts.number(origin));
        let mut may = |scheme, origin, credentials| {
            let [scheme, origin, credentials] = [scheme, origin, credentials].map(|text| texts.number(text));
            may_visit(Address { scheme, origin, credentials }, &allowed, &mut texts)
        };
        assert!(may("https:", "https://page.example", ""));
        assert!(may("https:", "https://people.example", ""));
        assert!(!may("https:", "https://evil.example", ""));
        assert!(!may("https:", "https://page.example", "alice"));
        assert!(!may("http:", "http://page.example", ""));
        assert!(!may("javascript:", "null", ""));
        assert!(!may("data:", "null", ""));
        assert!(!may("https:", "null", ""));
    }
}
