//! A server's address as it is copied out of a browser's address line.

/// What the path of a page in Rocket.Chat begins with; none of them is where a server lies.
const PAGES: [&str; 8] = ["account", "admin", "channel", "direct", "directory", "group", "home", "login"];

/// A server's address without the page of Rocket.Chat that was copied with it, and that page.
pub(super) fn without_page(written: &str) -> (&str, &str) {
    let start = written.find("://").map_or(0, |at| at + 3);
    let mut at = start;
    for (index, segment) in written.get(start..).unwrap_or_default().split('/').enumerate() {
        let word = segment.split(['?', '#']).next().unwrap_or_default();
        if index > 0 && PAGES.contains(&word) || word.len() < segment.len() {
            let cut = if index > 0 && PAGES.contains(&word) { at - 1 } else { at + word.len() };
            return written.split_at_checked(cut).unwrap_or((written, ""));
        }
        at += segment.len() + 1;
    }
    (written, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_rocket_chat_is_no_part_of_its_address() {
        for (written, address, page) in [
            ("https://chat.example.org/channel/general", "https://chat.example.org", "/channel/general"),
            ("https://chat.example.org/rc/group/a?x", "https://chat.example.org/rc", "/group/a?x"),
            ("https://chat.example.org/home#x", "https://chat.example.org", "/home#x"),
            ("https://chat.example.org/rc/?a=/home", "https://chat.example.org/rc/", "?a=/home"),
            ("https://chat.example.org?a", "https://chat.example.org", "?a"),
            ("https://chat.example.org/rc/", "https://chat.example.org/rc/", ""),
            ("https://chat.example.org/homes", "https://chat.example.org/homes", ""),
            ("https://home/rc", "https://home/rc", ""),
            ("home/channel", "home", "/channel"),
            ("", "", ""),
        ] {
            assert_eq!(without_page(written), (address, page), "{written}");
        }
    }
}
