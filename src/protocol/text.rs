//! Texts taken apart and put together at ASCII characters, without what the standard searches would bring into the
//! WebAssembly: Unicode patterns, panics and their messages.

/// What stands before and after the first `mark`, an ASCII character.
#[must_use]
pub fn split_at_mark(text: &str, mark: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == mark)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Whether `mark`, an ASCII character, stands in it.
#[must_use]
pub fn has(text: &str, mark: u8) -> bool {
    text.bytes().any(|byte| byte == mark)
}

/// One text of several.
#[must_use]
pub fn joined(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts {
        text.push_str(part);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_split_at_the_first_mark() {
        assert_eq!(split_at_mark("\u{e9}/b/c", b'/'), Some(("\u{e9}", "b/c")));
        assert_eq!(split_at_mark("/", b'/'), Some(("", "")));
        assert_eq!(split_at_mark("\u{e9}", b'/'), None);
        assert!(has("\u{e9}/", b'/') && !has("", b'/'));
        assert_eq!(joined(&["a", "", "b"]), "ab");
    }
}
