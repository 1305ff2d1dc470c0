//! Gantry's script and CSS in Rocket.Chat's settings, and what stands beside them.

use crate::bundle::{self, Bundle};
use crate::config::Config;
use crate::findings::server::{
    BUNDLE_BROKEN, BUNDLE_EDITED, BUNDLE_LOGGED_OUT_MISSING, BUNDLE_TWICE, MANUAL_SCRIPT, SCRIPT_SYNTAX, STYLE_MISSING,
    STYLE_SYNTAX,
};
use crate::findings::{BUNDLE_MISSING, BUNDLE_OTHER, Finding};
use crate::setup::block::{self, BlockError};

use super::known::Known;
use super::report::{Found, Report};
use super::script_text::{self, Verdict};
use super::served::{SCRIPTS, STYLE};

const LOGGED_IN: &str = "Custom_Script_Logged_In";
const LOGGED_OUT: &str = "Custom_Script_Logged_Out";
/// What only the manual's script has: the message it posts, and where it looks for people.
const MANUAL: [&str; 2] = ["user-card-click", ".user-card-message"];

/// One finding with all the places that have it.
struct Gathered(Vec<(&'static Finding, Vec<&'static str>, Vec<String>)>);

impl Gathered {
    fn add(&mut self, finding: &'static Finding, id: &'static str, detail: String) {
        match self.0.iter_mut().find(|(known, ..)| *known == finding) {
            Some((_, ids, details)) => {
                ids.push(id);
                details.push(detail);
            }
            None => self.0.push((finding, vec![id], vec![detail])),
        }
    }
}

/// Returns whether all three scripts can be read, as far as can be told.
pub(super) fn look(config: &Config, known: &Known, report: &mut Report) -> bool {
    let bundle = bundle::generate(config);
    let mut gathered = Gathered(Vec::new());
    for id in [LOGGED_IN, LOGGED_OUT, STYLE] {
        if let Some(text) = known.text(id) {
            our_block(id, text, &bundle, &mut gathered);
        }
    }
    let is_broken = |id: &str, gathered: &Gathered| {
        gathered.0.iter().any(|(finding, ids, _)| *finding == &BUNDLE_BROKEN && ids.contains(&id))
    };
    let mut readable = true;
    for id in SCRIPTS {
        let Some(text) = known.text(id) else { continue };
        if let Verdict::Broken { what, line } = script_text::script(text) {
            readable = false;
            if !is_broken(id, &gathered) {
                gathered.add(&SCRIPT_SYNTAX, id, format!("{id}:{line}: {what}"));
            }
        }
        if MANUAL.iter().any(|sign| outside(text).contains(sign)) {
            gathered.add(&MANUAL_SCRIPT, id, id.to_owned());
        }
    }
    if let Some(text) = known.text(STYLE)
        && let Ok(Some(found)) = block::find(text)
        && let Verdict::Broken { what, line } = script_text::style(text.get(..found.range.start).unwrap_or_default())
    {
        gathered.add(&STYLE_SYNTAX, STYLE, format!("{STYLE}:{line}: {what}"));
    }
    for (finding, ids, details) in gathered.0 {
        report.add(Found::new(finding, details.join("; ")).about(&ids));
    }
    readable
}

fn our_block(id: &'static str, text: &str, bundle: &Bundle, gathered: &mut Gathered) {
    let ours = if id == STYLE { &bundle.css } else { &bundle.script };
    match block::find(text) {
        Err(error @ BlockError::Several) => gathered.add(&BUNDLE_TWICE, id, format!("{id}: {error}")),
        Err(error) => gathered.add(&BUNDLE_BROKEN, id, format!("{id}: {error}")),
        Ok(None) if id == STYLE => {
            // A style sheet without a rule is not missed.
            if bundle.css.contains('{') {
                gathered.add(&STYLE_MISSING, id, id.to_owned());
            }
        }
        Ok(None) => {
            let alone = id == LOGGED_OUT && !gathered.0.iter().any(|(finding, ..)| *finding == &BUNDLE_MISSING);
            gathered.add(if alone { &BUNDLE_LOGGED_OUT_MISSING } else { &BUNDLE_MISSING }, id, id.to_owned());
        }
        Ok(Some(found)) if found.stamp != bundle.stamp => {
            gathered.add(&BUNDLE_OTHER, id, format!("{id}: {} != {}", short(found.stamp), bundle.stamp));
        }
        Ok(Some(found)) => {
            let there = block::without_returns(text.get(found.range).unwrap_or_default());
            if there.trim_end() != ours.trim_end() {
                gathered.add(&BUNDLE_EDITED, id, format!("{id}: {}", bundle.stamp));
            }
        }
    }
}

/// A stamp is short; what stands in its place may be anything.
fn short(stamp: &str) -> String {
    stamp.chars().take(24).collect()
}

/// The text around our block, or all of it where the markers are broken or absent.
fn outside(text: &str) -> String {
    match block::find(text) {
        Ok(Some(found)) => {
            let (before, after) = (text.get(..found.range.start), text.get(found.range.end..));
            [before.unwrap_or_default(), "\n", after.unwrap_or_default()].concat()
        }
        Ok(None) => text.to_owned(),
        Err(_) => String::new(),
    }
}
