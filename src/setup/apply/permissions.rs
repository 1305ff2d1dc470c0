//! Writing the roles of permissions, so that nobody else's change to other roles is lost.
//!
//! Where the server can take one role from one permission, that is done, because it touches nothing else. Elsewhere a
//! whole list of roles must be sent; it is made of the list that is there at that moment, and not of the plan's.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Meaning, Run, Stop, meaning};
use crate::setup::outcome::{Cause, Fate};
use crate::setup::plan::Change;
use crate::setup::server::ServerError;

type Roles = BTreeMap<String, BTreeSet<String>>;

/// The roles after a change, given those that are there now: only what the change takes and gives is taken and given.
pub(super) fn target(change: &Change, now: &BTreeSet<String>) -> BTreeSet<String> {
    let Change::Permission { from, to, .. } = change else { return now.clone() };
    let mut roles: BTreeSet<String> =
        now.iter().filter(|role| !from.contains(*role) || to.contains(*role)).cloned().collect();
    roles.extend(to.difference(from).cloned());
    roles
}

impl Run<'_> {
    /// Writes these changes, all of them permissions.
    pub(super) fn permissions(&mut self, waiting: &[usize]) -> Result<(), Stop> {
        let now = self.server.permissions()?;
        let mut sent: Vec<usize> = Vec::new();
        for index in waiting {
            self.announce(*index);
        }
        let written = if self.plan.capabilities.single_roles {
            self.role_by_role(waiting, &now, &mut sent)
        } else {
            self.in_lists(waiting, &now, &mut sent)
        };
        let read = self.roles_back(&sent, written.as_ref().err());
        written.and(read)
    }

    fn change(&self, index: usize) -> Option<&'_ Change> {
        let plan = self.plan;
        plan.changes.get(index)
    }

    fn role_by_role(&mut self, waiting: &[usize], now: &Roles, sent: &mut Vec<usize>) -> Result<(), Stop> {
        for index in waiting {
            let Some(change @ Change::Permission { id, .. }) = self.plan.changes.get(*index) else { continue };
            let have = now.get(id).cloned().unwrap_or_default();
            let want = target(change, &have);
            let taken = have.difference(&want).map(|role| (role, false));
            let given = want.difference(&have).map(|role| (role, true));
            let mut refused = None;
            sent.push(*index);
            for (role, give) in taken.chain(given) {
                let written = if give { self.server.add_role(id, role) } else { self.server.remove_role(id, role) };
                match written {
                    Ok(()) => {}
                    Err(error) if meaning(&error) == Meaning::Item => refused = Some(error),
                    // One that was cut is settled by reading with the others.
                    Err(error) if meaning(&error) == Meaning::Unknown => {}
                    Err(error) => return Err(error.into()),
                }
            }
            if let Some(error) = refused {
                sent.pop();
                self.settle(*index, Fate::NotDone(Cause::Server(error)));
            }
        }
        Ok(())
    }

    /// All lists in one call; one by one if the server refuses the call for the sake of one.
    fn in_lists(&mut self, waiting: &[usize], now: &Roles, sent: &mut Vec<usize>) -> Result<(), Stop> {
        let lists: Vec<(usize, String, BTreeSet<String>)> = waiting
            .iter()
            .filter_map(|index| {
                let change = self.change(*index)?;
                let have = now.get(change.id()).cloned().unwrap_or_default();
                Some((*index, change.id().to_owned(), target(change, &have)))
            })
            .collect();
        let all: Roles = lists.iter().map(|(_, id, roles)| (id.clone(), roles.clone())).collect();
        match self.server.write_permissions(&all) {
            Err(error) if meaning(&error) == Meaning::End => return Err(error.into()),
            Err(error) if meaning(&error) == Meaning::Item => {}
            _ => {
                sent.extend_from_slice(waiting);
                return Ok(());
            }
        }
        for (index, id, roles) in lists {
            match self.server.write_permissions(&BTreeMap::from([(id, roles)])) {
                Err(error) if meaning(&error) == Meaning::End => return Err(error.into()),
                Err(error) if meaning(&error) == Meaning::Item => {
                    self.settle(index, Fate::NotDone(Cause::Server(error)));
                }
                _ => sent.push(index),
            }
        }
        Ok(())
    }

    /// Reads all roles once and settles what was sent. After an end no reading is tried any more.
    fn roles_back(&mut self, sent: &[usize], ended: Option<&Stop>) -> Result<(), Stop> {
        if sent.is_empty() {
            return Ok(());
        }
        if let Some(stop) = ended {
            self.sent_in_vain(sent, stop);
            return Ok(());
        }
        let now = match self.server.permissions() {
            Ok(now) => now,
            Err(error) => {
                let stop = Stop::Server(error);
                self.sent_in_vain(sent, &stop);
                return Err(stop);
            }
        };
        for index in sent {
            let Some(change) = self.plan.changes.get(*index) else { continue };
            let id = change.id();
            let fate = match now.get(id) {
                Some(roles) if target(change, roles) == *roles => Fate::Done,
                Some(roles) => self.came_back(id, &Value::from(roles.iter().cloned().collect::<Vec<_>>())),
                None => Fate::NotDone(Cause::Server(ServerError::Unknown { what: id.to_owned() })),
            };
            self.settle(*index, fate);
        }
        Ok(())
    }
}
