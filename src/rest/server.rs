//! What setting up reads and writes, as calls.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::connection::{Call, Connection, TRIES, effect_unknown};
use super::transport::Transport;
use crate::protocol::encode::percent_encode;
use crate::setup::{Server, ServerError};

/// Pages that a list may have; far above any real list, and an end for a server that never stops.
const MOST_PAGES: usize = 1000;
/// Gives all settings at once where the server allows that.
pub(super) const SETTINGS: &str = "/api/v1/settings?count=0";
/// The usual `API_Upper_Count_Limit`; a lower one is seen by the length of the page.
const PAGE: usize = 100;

impl<T: Transport> Server for Connection<T> {
    fn settings(&mut self) -> Result<BTreeMap<String, Value>, ServerError> {
        Ok(self.setting_records()?.into_iter().filter_map(|record| setting_value(&record)).collect())
    }

    fn setting(&mut self, id: &str) -> Result<Option<Value>, ServerError> {
        match self.get(setting_path(id)) {
            Ok(body) => Ok(Some(body.get("value").cloned().unwrap_or_default())),
            Err(ServerError::Unknown { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn write_setting(&mut self, id: &str, value: &Value) -> Result<(), ServerError> {
        let call = Call::post(setting_path(id), &json!({ "value": value }));
        let written = self.write(&call, |server| Ok(server.setting(id)?.as_ref() == Some(value)));
        written.map_err(|error| match error {
            ServerError::Unknown { .. } => ServerError::Unknown { what: format!("the setting {id}") },
            other => other,
        })
    }

    fn write_settings(&mut self, values: &[(String, Value)]) -> Result<(), ServerError> {
        let settings: Vec<_> = values.iter().map(|(id, value)| json!({ "_id": id, "value": value })).collect();
        self.write(&Call::post("/api/v1/settings", &json!({ "settings": settings })), |server| {
            let now = server.settings()?;
            Ok(values.iter().all(|(id, value)| now.get(id) == Some(value)))
        })
    }

    fn permissions(&mut self) -> Result<BTreeMap<String, BTreeSet<String>>, ServerError> {
        let body = self.get("/api/v1/permissions.listAll")?;
        let Some(records) = body.get("update").and_then(Value::as_array) else {
            return Err(unlike("GET /api/v1/permissions.listAll"));
        };
        // One permission per setting comes along, and is no permission of the list that people see.
        let real = records.iter().filter(|record| record.get("level").and_then(Value::as_str) != Some("settings"));
        let read = real.filter_map(|record| {
            let roles = record.get("roles").and_then(Value::as_array).into_iter().flatten();
            let roles = roles.filter_map(Value::as_str).map(str::to_owned).collect();
            Some((record.get("_id")?.as_str()?.to_owned(), roles))
        });
        Ok(read.collect())
    }

    fn write_permissions(&mut self, roles: &BTreeMap<String, BTreeSet<String>>) -> Result<(), ServerError> {
        let permissions: Vec<_> = roles.iter().map(|(id, roles)| json!({ "_id": id, "roles": roles })).collect();
        self.write(&Call::post("/api/v1/permissions.update", &json!({ "permissions": permissions })), |server| {
            let now = server.permissions()?;
            Ok(roles.iter().all(|(id, roles)| now.get(id) == Some(roles)))
        })
    }

    fn remove_role(&mut self, permission: &str, role: &str) -> Result<(), ServerError> {
        self.write_role("/api/v1/permissions.removeRole", permission, role, false)
    }

    fn add_role(&mut self, permission: &str, role: &str) -> Result<(), ServerError> {
        self.write_role("/api/v1/permissions.addRole", permission, role, true)
    }
}

impl<T: Transport> Connection<T> {
    /// Every setting that the account may read, as the server's records. All at once where the server allows that.
    pub(super) fn setting_records(&mut self) -> Result<Vec<Value>, ServerError> {
        let first = self.get(SETTINGS)?;
        self.setting_records_after(&first)
    }

    /// The same, when the answer to [`SETTINGS`] is there.
    pub(super) fn setting_records_after(&mut self, first: &Value) -> Result<Vec<Value>, ServerError> {
        let path = "/api/v1/settings";
        let (records, total) = page(first, "settings").ok_or_else(|| unlike("GET /api/v1/settings"))?;
        let mut records = records.to_vec();
        for _ in 0..MOST_PAGES {
            if records.len() >= total {
                break;
            }
            let offset = records.len();
            let next = self.get(format!("{path}?count={PAGE}&offset={offset}&sort=%7B%22_id%22%3A1%7D"))?;
            let (more, _) = page(&next, "settings").ok_or_else(|| unlike("GET /api/v1/settings"))?;
            if more.is_empty() {
                break;
            }
            records.extend_from_slice(more);
        }
        Ok(records)
    }

    fn write_role(&mut self, path: &str, permission: &str, role: &str, given: bool) -> Result<(), ServerError> {
        let call = Call::post(path, &json!({ "permissionId": permission, "role": role }));
        self.write(&call, |server| {
            let now = server.permissions()?;
            Ok(now.get(permission).is_some_and(|roles| roles.contains(role) == given))
        })
    }

    /// Makes a write. Where nobody knows whether it took effect, `holds` looks; only a write that is known not to have
    /// taken effect is made again.
    pub(super) fn write(
        &mut self,
        call: &Call,
        holds: impl Fn(&mut Self) -> Result<bool, ServerError>,
    ) -> Result<(), ServerError> {
        let mut attempt = 1;
        loop {
            let error = match self.call(call) {
                Ok(_) => return Ok(()),
                Err(error) if effect_unknown(&error) => error,
                Err(error) => return Err(error),
            };
            self.tell_read_back(&call.name());
            match holds(self) {
                Ok(true) => return Ok(()),
                Ok(false) if attempt < TRIES => attempt += 1,
                Ok(false) | Err(_) => return Err(error),
            }
            self.pause(attempt);
        }
    }
}

fn setting_path(id: &str) -> String {
    let mut path = "/api/v1/settings/".to_owned();
    percent_encode(id, &mut path);
    path
}

/// Id and value of a record. The heads of groups are listed too, and have no value.
pub(super) fn setting_value(record: &Value) -> Option<(String, Value)> {
    Some((record.get("_id")?.as_str()?.to_owned(), record.get("value")?.clone()))
}

/// A page of a list, and how long the whole list is.
pub(super) fn page<'b>(body: &'b Value, list: &str) -> Option<(&'b [Value], usize)> {
    let records = body.get(list)?.as_array()?.as_slice();
    let total = body.get("total").and_then(Value::as_u64).and_then(|total| usize::try_from(total).ok());
    let total = total.unwrap_or(records.len());
    Some((records, total))
}

/// An answer in JSON that says `success` and has not what this call answers.
pub(super) fn unlike(call: &str) -> ServerError {
    ServerError::NotTheApi { call: call.to_owned(), what: "JSON that is not Rocket.Chat's".to_owned() }
}
