//! Writing settings, in one call where the server can, and reading them back.

use serde_json::Value;

use super::{Meaning, Run, Stop, meaning};
use crate::setup::compare::same;
use crate::setup::outcome::{Cause, Fate};
use crate::setup::plan::Change;
use crate::setup::server::ServerError;

impl<'a> Run<'a> {
    /// Writes these changes, all of them settings.
    pub(super) fn settings(&mut self, waiting: &[usize]) -> Result<(), Stop> {
        if self.plan.capabilities.bulk_settings && waiting.len() > 1 && self.in_one_call(waiting)? {
            return Ok(());
        }
        for index in waiting {
            self.announce(*index);
            let Some((id, to)) = self.setting(*index) else { continue };
            let written = self.server.write_setting(id, to);
            self.read_back(*index, written.err())?;
        }
        Ok(())
    }

    fn setting(&self, index: usize) -> Option<(&'a str, &'a Value)> {
        match self.plan.changes.get(index) {
            Some(Change::Setting { id, to, .. }) => Some((id, to)),
            _ => None,
        }
    }

    /// Whether the call settled them all; not if the server refused it for the sake of one.
    fn in_one_call(&mut self, waiting: &[usize]) -> Result<bool, Stop> {
        let values: Vec<(String, Value)> = waiting
            .iter()
            .filter_map(|index| self.setting(*index))
            .map(|(id, to)| (id.to_owned(), to.clone()))
            .collect();
        for index in waiting {
            self.announce(*index);
        }
        let error = match self.server.write_settings(&values) {
            Err(error) if meaning(&error) == Meaning::End => return Err(error.into()),
            Err(error) if meaning(&error) == Meaning::Item => return Ok(false),
            written => written.err(),
        };
        for (number, index) in waiting.iter().enumerate() {
            if let Err(stop) = self.read_back(*index, error.clone()) {
                self.sent_in_vain(waiting.get(number + 1..).unwrap_or_default(), &stop);
                return Err(stop);
            }
        }
        Ok(true)
    }

    /// The rest of a call that was sent, when nothing can be read any more.
    pub(super) fn sent_in_vain(&mut self, rest: &[usize], stop: &Stop) {
        let Stop::Server(error) = stop else { return };
        for index in rest {
            self.settle(*index, Fate::Unknown(error.clone()));
        }
    }

    /// Settles a change that was written, given the error of the write if there was one.
    fn read_back(&mut self, index: usize, error: Option<ServerError>) -> Result<(), Stop> {
        match error.as_ref().map(meaning) {
            Some(Meaning::Item) => {
                let cause = error.map_or(Cause::NotReached, Cause::Server);
                self.settle(index, Fate::NotDone(cause));
                return Ok(());
            }
            Some(Meaning::End) => return error.map_or(Ok(()), |error| Err(error.into())),
            Some(Meaning::Unknown) | None => {}
        }
        let Some((id, to)) = self.setting(index) else { return Ok(()) };
        match self.server.setting(id) {
            Ok(Some(now)) if same(id, self.plan.release, &now, to) => self.settle(index, Fate::Done),
            Ok(Some(now)) => {
                let fate = match error {
                    Some(error) => Fate::NotDone(Cause::Server(error)),
                    None => self.came_back(id, &now),
                };
                self.settle(index, fate);
            }
            Ok(None) => {
                let gone = ServerError::Unknown { what: id.to_owned() };
                self.settle(index, Fate::NotDone(Cause::Server(gone)));
            }
            Err(unread) => {
                self.settle(index, Fate::Unknown(error.unwrap_or_else(|| unread.clone())));
                // A refusal to read concerns this one; anything else would meet the next as well.
                if meaning(&unread) != Meaning::Item {
                    return Err(unread.into());
                }
            }
        }
        Ok(())
    }
}
