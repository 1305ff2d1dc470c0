//! The custom script: one asset and one literal.

use super::json::Json;
use crate::config::{Card, Config};

/// The script, with one name where the configuration goes.
const ASSET: &str = include_str!("script.js");
const PLACE: &str = "__CONFIG__";

/// The script without its markers. All that comes from the configuration is inside one JSON literal.
pub(super) fn code(config: &Config, stamp: &str) -> String {
    let origins: Vec<_> = config.origins.iter().map(|origin| origin.as_str()).collect();
    let literal = Json::Object(vec![
        ("origins", Json::texts(&origins)),
        ("stop", Json::Bool(config.bundle.card == Card::Stop)),
        ("stamp", Json::Text(stamp)),
    ])
    .compact();
    ASSET.replacen(PLACE, &literal, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_asset_has_one_place_for_the_configuration() {
        assert_eq!(ASSET.matches(PLACE).count(), 1);
    }
}
