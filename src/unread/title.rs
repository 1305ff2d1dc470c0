//! The count in front of a page's title.

/// The title with the badge in front: `(3) Projet Alpha`; the bare title where there is nothing to show.
#[must_use]
pub fn with_badge(title: &str, badge: &str) -> String {
    if badge.is_empty() {
        return title.to_owned();
    }
    let mut text = String::with_capacity(title.len() + badge.len() + 3);
    text.push('(');
    text.push_str(badge);
    text.push_str(") ");
    text.push_str(title);
    text
}

/// The page's own title, given what stands there now and what was last written: a page may set its title at any time.
#[must_use]
pub fn without_badge(now: &str, written: Option<(&str, &str)>) -> String {
    match written {
        Some((title, with)) if now == with => title.to_owned(),
        _ => now.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_gets_its_badge_and_loses_it() {
        assert_eq!(with_badge("Projet", "3"), "(3) Projet");
        assert_eq!(with_badge("Projet", ""), "Projet");
        assert_eq!(without_badge("(3) Projet", Some(("Projet", "(3) Projet"))), "Projet");
        assert_eq!(without_badge("Other", Some(("Projet", "(3) Projet"))), "Other");
        assert_eq!(without_badge("(2) of two", None), "(2) of two");
    }
}
