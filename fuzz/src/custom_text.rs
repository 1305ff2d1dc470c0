//! Script or CSS that stands on a server, with or without Gantry's part.

use gantry::setup::block::{find, install, remove, without_returns};

const BLOCK: &str = "/* gantry:begin 0123456789ab */\nlet gantry;\n/* gantry:end */\n";

/// Putting the block in and taking it out again gives back the same bytes; putting it in twice is putting it in once;
/// what stands around a block stays.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(found) = find(text) else {
        assert!(install(text, BLOCK).is_err() && remove(text).is_err());
        return;
    };
    let installed = install(text, BLOCK).unwrap_or_else(|error| panic!("{error}"));
    assert!(find(&installed).is_ok_and(|found| found.is_some_and(|found| found.stamp == "0123456789ab")));
    assert_eq!(install(&installed, BLOCK).as_ref(), Ok(&installed));
    match found {
        None => assert_eq!(remove(&installed), Ok(Some(text.to_owned()))),
        Some(found) => {
            assert!(installed.starts_with(&text[..found.range.start]) && installed.ends_with(&text[found.range.end..]));
            let without = remove(text).ok().flatten().unwrap_or_else(|| panic!("a block that can't be taken out"));
            assert!(without.len() <= text.len() - (found.range.end - found.range.start));
            // A line break on each side may have been ours.
            let (before, after) = (&text[..found.range.start], &text[found.range.end..]);
            let own = |part: &str| part.trim_matches(['\r', '\n']).to_owned();
            assert!(without.starts_with(before.trim_end_matches(['\r', '\n'])) && without.contains(&own(after)));
        }
    }
    assert!(!without_returns(text).contains("\r\n") || text.contains("\r\r\n"));
}
