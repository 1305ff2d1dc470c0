//! `gantry.toml`.

use gantry::bundle::{MARKER_BEGIN, MARKER_END, generate};
use gantry::config::Config;
use gantry::setup::block;
use serde_json::Value;

/// A refused file is told with places that are in it. An accepted one makes a bundle whose script and style sheet are
/// ASCII, hold one block and no way out of it, and whose `gantry.json` is JSON with this server.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let config = match Config::parse(text) {
        Ok((config, _)) => config,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    assert!(!config.origins.is_empty());
    let bundle = generate(&config);
    assert_eq!(bundle, generate(&config), "the same file makes the same bytes");
    for part in [&bundle.script, &bundle.css] {
        assert!(part.is_ascii());
        assert_eq!((part.matches(MARKER_BEGIN).count(), part.matches(MARKER_END).count()), (1, 1));
        assert!(!part.to_ascii_lowercase().contains("</s"), "a way out of the element");
        let found = block::find(part).ok().flatten().map(|found| found.stamp.to_owned());
        assert_eq!(found.as_ref(), Some(&bundle.stamp));
    }
    let json: Value = serde_json::from_str(&bundle.gantry_json).unwrap_or_else(|error| panic!("gantry.json: {error}"));
    assert_eq!(json["server"], config.server.to_string());
    assert_eq!(json["stamp"], bundle.stamp);
    for line in bundle.overrides_env.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        assert!(line.starts_with("OVERWRITE_SETTING_") && line.contains('='), "{line}");
    }
}
