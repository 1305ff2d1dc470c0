//! Settings that the server's environment sets anew at each start.

use crate::config::Config;
use crate::findings::server::SETTING_PINNED;
use crate::setup::{Desired, Observed, compare};

use super::known::Known;
use super::report::{Found, Report};

/// Tells of pinned settings that are not as wanted: beside the finding that is about them, or by themselves.
pub(super) fn look(config: &Config, observed: &Observed, known: &Known, report: &mut Report) {
    if observed.pinned.is_empty() {
        return;
    }
    let mut alone = Vec::new();
    for wish in Desired::new(config, observed).settings {
        let Some(have) = observed.settings.get(&wish.id).filter(|_| observed.pinned.contains(&wish.id)) else {
            continue;
        };
        let as_wanted =
            wish.value(have).is_ok_and(|wanted| compare::same(&wish.id, observed.identity.release, have, &wanted));
        if as_wanted {
            continue;
        }
        match report.found.iter_mut().find(|found| found.settings.iter().any(|id| *id == wish.id)) {
            Some(found) => found.detail.push_str(&format!("; OVERWRITE_SETTING_{}", wish.id)),
            None => alone.push(wish.id),
        }
    }
    if !alone.is_empty() {
        let detail = alone.iter().map(|id| format!("OVERWRITE_SETTING_{id}: {}", known.shown(id))).collect::<Vec<_>>();
        report.add(Found::new(&SETTING_PINNED, detail.join("; ")));
    }
}
