//! Gantry's part of a script or style sheet, between markers, beside the administrator's own text.
//!
//! What stands outside the markers is never touched. Putting a block in and taking it out again gives back the same
//! bytes.

use std::ops::Range;

use crate::bundle::{MARKER_BEGIN, MARKER_END};

/// Markers from which nobody can tell what is Gantry's and what is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BlockError {
    /// A begin without an end.
    #[error("Gantry's block begins and never ends (`/* gantry:end */` is missing)")]
    NoEnd,
    /// An end without a begin.
    #[error("Gantry's block ends and never begins (`/* gantry:begin` is missing)")]
    NoBegin,
    /// More than one block, or one inside another.
    #[error("there is more than one of Gantry's blocks; leave one, or none")]
    Several,
    /// The line of the begin is cut.
    #[error("the line that begins Gantry's block is cut")]
    CutBegin,
}

/// A block that stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block<'a> {
    /// The stamp in its begin.
    pub stamp: &'a str,
    /// Where it stands, from the begin's first byte to the end's last.
    pub range: Range<usize>,
}

/// Finds the block; none if there is none.
///
/// # Errors
/// [`BlockError`] where the markers are broken.
pub fn find(text: &str) -> Result<Option<Block<'_>>, BlockError> {
    let (begins, ends) = (text.matches(MARKER_BEGIN).count(), text.matches(MARKER_END).count());
    match (begins, ends) {
        (0, 0) => return Ok(None),
        (1, 1) => {}
        (0, _) => return Err(BlockError::NoBegin),
        (_, 0) => return Err(BlockError::NoEnd),
        _ => return Err(BlockError::Several),
    }
    let (Some(begin), Some(end)) = (text.find(MARKER_BEGIN), text.find(MARKER_END)) else { return Ok(None) };
    if end < begin {
        return Err(BlockError::NoBegin);
    }
    let line = text.get(begin + MARKER_BEGIN.len()..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let stamp = line.trim_end().strip_suffix("*/").ok_or(BlockError::CutBegin)?.trim();
    Ok(Some(Block { stamp, range: begin..end + MARKER_END.len() }))
}

/// The text with this block: in the place of the one that stands there, or after all the rest.
///
/// # Errors
/// [`BlockError`] where the markers are broken.
pub fn install(text: &str, block: &str) -> Result<String, BlockError> {
    let Some(found) = find(text)? else {
        // The line break is ours even where the text ends with one, so that taking the block out can take it too. It
        // also ends a `//` comment, which would swallow the begin.
        let line_break = if text.is_empty() { "" } else { "\n" };
        return Ok([text, line_break, block].concat());
    };
    let (before, after) = around(text, &found.range);
    // Line ends that an editor has changed are no reason to write.
    let there = text.get(found.range.clone()).unwrap_or_default();
    if without_returns(there) == block.trim_end() {
        return Ok(text.to_owned());
    }
    Ok([before, block.trim_end(), after].concat())
}

/// The text without the block; none if there is no block.
///
/// # Errors
/// [`BlockError`] where the markers are broken.
pub fn remove(text: &str) -> Result<Option<String>, BlockError> {
    let Some(found) = find(text)? else { return Ok(None) };
    let (before, after) = around(text, &found.range);
    // A text saved by an editor that writes CRLF has it in the block as well.
    let line_break = if text.get(found.range).unwrap_or_default().contains("\r\n") { "\r\n" } else { "\n" };
    let before = before.strip_suffix(line_break).unwrap_or(before);
    let after = after.strip_prefix(line_break).unwrap_or(after);
    Ok(Some([before, after].concat()))
}

fn around<'a>(text: &'a str, range: &Range<usize>) -> (&'a str, &'a str) {
    (text.get(..range.start).unwrap_or_default(), text.get(range.end..).unwrap_or_default())
}

/// The text with plain line feeds.
#[must_use]
pub fn without_returns(text: &str) -> String {
    text.replace("\r\n", "\n")
}
