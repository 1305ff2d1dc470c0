//! What is known of Rocket.Chat's settings and permissions: types, choices, defaults, labels.
//!
//! A server may know more than this, so an id that is missing here is never wrong. Sources: `docs/protocol.md`,
//! section 10.

mod permissions;
mod settings;

pub use permissions::{Label, MANUAL_KEEPS, Permission, by_label, permission, permissions};
pub use settings::{Kind, Setting, setting, settings};

use crate::protocol::Release;

/// The value that holds at `release`, from a list that says from which release on each holds.
fn at<T>(steps: &[(Release, T)], release: Release) -> Option<&T> {
    steps.iter().rev().find(|(from, _)| *from <= release).or_else(|| steps.first()).map(|(_, value)| value)
}
