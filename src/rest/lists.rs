//! Lists that are read whole, page by page.

use std::collections::HashSet;

use serde_json::Value;
use smol_str::SmolStr;

use super::roster::Reads;
use super::server::{page, unlike};
use crate::setup::ServerError;

/// The usual `API_Upper_Count_Limit`; a lower one is seen by the length of the page.
const PAGE: usize = 100;
/// Far above any real list, and an end for a server that never stops.
const MOST_PAGES: usize = 20_000;
/// How often a list is read anew that changed while it was read.
const LOOKS: usize = 3;
/// A list that is read whole, each record once.
pub(super) struct List<'t> {
    path: &'t str,
    /// Of the records in an answer.
    name: &'t str,
    take: Box<dyn FnMut(&Value) + 't>,
    seen: HashSet<SmolStr>,
    /// How many records there are, and how many were on the longest page.
    total: usize,
    step: usize,
}

impl<'t> List<'t> {
    pub fn new(path: &'t str, name: &'t str, take: impl FnMut(&Value) + 't) -> Self {
        Self { path, name, take: Box::new(take), seen: HashSet::new(), total: 0, step: 0 }
    }

    fn hear(&mut self, answer: Result<Value, ServerError>) -> Result<(), ServerError> {
        let call = || format!("GET {}", self.path.split('?').next().unwrap_or(self.path));
        let body = answer?;
        let (records, total) = page(&body, self.name).ok_or_else(|| unlike(&call()))?;
        (self.total, self.step) = (total, self.step.max(records.len()));
        for record in records {
            let id = record.get("_id").and_then(Value::as_str);
            if id.is_some_and(|id| self.seen.insert(id.into())) {
                (self.take)(record);
            }
        }
        Ok(())
    }
}

/// Reads lists, all their pages together. As long as something is missing in one that moved from page to page while it was
/// read (members are sorted by who is online, whatever is asked for), it is read again.
pub(super) fn read_lists(reads: &mut dyn Reads, mut lists: Vec<List<'_>>) -> Result<(), ServerError> {
    for _ in 0..LOOKS {
        let mut firsts = vec![(0, 0); lists.len()];
        let paths: Vec<String> = lists.iter().map(|list| at(list.path, 0)).collect();
        reads.each(&paths, &mut |place, answer| {
            let Some((list, first)) = lists.get_mut(place).zip(firsts.get_mut(place)) else { return Ok(()) };
            list.step = 0;
            list.hear(answer)?;
            *first = (list.total, list.step);
            Ok(())
        })?;
        let (mut paths, mut of) = (Vec::new(), Vec::new());
        for (place, (list, first)) in lists.iter().zip(firsts).enumerate() {
            paths.extend(others(list.path, first));
            of.resize(paths.len(), place);
        }
        reads.each(&paths, &mut |place, answer| {
            let list = of.get(place).and_then(|at| lists.get_mut(*at));
            list.map_or(Ok(()), |list| list.hear(answer))
        })?;
        lists.retain(|list| list.seen.len() < list.total && list.step > 0);
        if lists.is_empty() {
            break;
        }
    }
    Ok(())
}

/// A page of a list.
pub(super) fn at(path: &str, offset: usize) -> String {
    let join = if path.contains('?') { '&' } else { '?' };
    format!("{path}{join}count={PAGE}&offset={offset}")
}

/// The pages of a list after the first one, by how long the list and its first page are.
pub(super) fn others(path: &str, (total, step): (usize, usize)) -> Vec<String> {
    if step == 0 {
        return Vec::new();
    }
    (1..MOST_PAGES)
        .map(|number| number * step)
        .take_while(|offset| *offset < total)
        .map(|offset| at(path, offset))
        .collect()
}
