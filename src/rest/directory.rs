//! What the roster writes, as calls. Whether a write took effect whose answer was lost is looked up, and a refusal that
//! says "it is so already" is success.

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::connection::{Call, Connection, effect_unknown};
use super::roster::room;
use super::server::unlike;
use super::transport::{Method, Transport};
use crate::protocol::encode::percent_encode;
use crate::roster::{Directory, MadeRoom, NewPerson, NewRoom, PersonChange, Role};
use crate::setup::ServerError;

/// Rocket.Chat has no words for it.
const LAST_OWNER: &str = "nobody else owns a room of this account; make somebody an owner there, or set relinquish = true \
    below [sync] of gantry.toml, which leaves such rooms to their oldest member [user-last-owner]";

impl<T: Transport> Directory for Connection<T> {
    fn create_person(&mut self, person: &NewPerson) -> Result<String, ServerError> {
        let path = "/api/v1/users.create";
        let body = json!({
            "username": person.username, "name": person.name, "email": person.email,
            "password": person.password.expose_secret(), "verified": true, "active": true,
            "joinDefaultChannels": false, "requirePasswordChange": false, "sendWelcomeEmail": false,
        });
        let call =
            Call { method: Method::Post, path: path.to_owned(), body: Some(SecretString::from(body.to_string())) };
        let made = match self.call(&call) {
            Ok(body) => body,
            Err(error) if effect_unknown(&error) => {
                self.tell_read_back(&call.name());
                self.user_named(&person.username, &person.email)?.ok_or(error)?
            }
            Err(error) => return Err(error),
        };
        let id = made.pointer("/user/_id").and_then(Value::as_str).map(str::to_owned);
        id.ok_or_else(|| unlike("POST /api/v1/users.create"))
    }

    fn update_person(&mut self, user: &str, change: &PersonChange) -> Result<(), ServerError> {
        // Keys that do not change have effects of their own, so they are left out.
        let mut data = serde_json::Map::new();
        if let Some(name) = &change.name {
            data.insert("name".to_owned(), json!(name));
        }
        if let Some(email) = &change.email {
            data.insert("email".to_owned(), json!(email));
            data.insert("verified".to_owned(), json!(true));
        }
        let call = Call::post("/api/v1/users.update", &json!({ "userId": user, "data": data }));
        self.write(&call, |server| {
            let found = server.user(user)?;
            let same_name = change.name.as_ref().is_none_or(|name| found.get("name") == Some(&json!(name)));
            let address = found.pointer("/emails/0/address").and_then(Value::as_str).unwrap_or_default();
            Ok(same_name && change.email.as_ref().is_none_or(|email| email.eq_ignore_ascii_case(address)))
        })
    }

    fn set_active(&mut self, user: &str, active: bool, relinquish: bool) -> Result<(), ServerError> {
        let mut body = json!({ "userId": user, "activeStatus": active });
        if let Some(object) = body.as_object_mut().filter(|_| relinquish) {
            object.insert("confirmRelinquish".to_owned(), json!(true));
        }
        let written = self.write(&Call::post("/api/v1/users.setActiveStatus", &body), |server| {
            Ok(server.user(user)?.get("active").and_then(Value::as_bool) == Some(active))
        });
        written.map_err(|error| match error {
            ServerError::Invalid { call, reason } if reason.contains("[user-last-owner]") => {
                ServerError::Invalid { call, reason: LAST_OWNER.to_owned() }
            }
            other => other,
        })
    }

    fn set_avatar(&mut self, user: &str, url: &str) -> Result<(), ServerError> {
        // Setting the same picture once more does no harm, so a lost answer is left to the next run.
        self.post("/api/v1/users.setAvatar", &json!({ "userId": user, "avatarUrl": url })).map(drop)
    }

    fn create_room(&mut self, new: &NewRoom) -> Result<MadeRoom, ServerError> {
        let body = json!({
            "name": new.title, "members": new.members, "customFields": { &new.field: new.project }, "readOnly": false,
        });
        let call = Call::post("/api/v1/groups.create", &body);
        let made = match self.call(&call) {
            Ok(body) => body,
            Err(error) if effect_unknown(&error) => {
                self.tell_read_back(&call.name());
                self.room_titled(new)?.ok_or(error)?
            }
            Err(error) => return Err(error),
        };
        let group = made.get("group").ok_or_else(|| unlike("POST /api/v1/groups.create"))?;
        let id = group.get("_id").and_then(Value::as_str).ok_or_else(|| unlike("POST /api/v1/groups.create"))?;
        Ok(MadeRoom { id: id.to_owned(), members: group.get("usersCount").and_then(Value::as_u64) })
    }

    fn set_archived(&mut self, room: &str, archived: bool) -> Result<(), ServerError> {
        let path = if archived { "/api/v1/groups.archive" } else { "/api/v1/groups.unarchive" };
        let written = self
            .write(&Call::post(path, &json!({ "roomId": room })), |server| Ok(server.room(room)?.archived == archived));
        settled(written, &["error-room-archived"])
    }

    fn tag_room(&mut self, room: &str, field: &str, project: &str) -> Result<(), ServerError> {
        // The whole object is replaced, so what others have written there is written again.
        let mut fields = self.room(room)?.custom_fields;
        fields.insert(field.to_owned(), json!(project));
        let call = Call::post("/api/v1/groups.setCustomFields", &json!({ "roomId": room, "customFields": fields }));
        self.write(&call, |server| Ok(server.room(room)?.custom_fields.get(field) == Some(&json!(project))))
    }

    fn rename_room(&mut self, room: &str, title: &str) -> Result<(), ServerError> {
        let call = Call::post("/api/v1/groups.rename", &json!({ "roomId": room, "name": title }));
        self.write(&call, |server| Ok(server.room(room)?.title() == title))
    }

    fn describe_room(&mut self, room: &str, description: &str) -> Result<(), ServerError> {
        let call = Call::post("/api/v1/groups.setDescription", &json!({ "roomId": room, "description": description }));
        self.write(&call, |server| Ok(server.room(room)?.description == description))
    }

    fn hide_messages(&mut self, room: &str, types: &[String]) -> Result<(), ServerError> {
        let call = Call::post("/api/v1/rooms.saveRoomSettings", &json!({ "rid": room, "systemMessages": types }));
        self.write(&call, |server| Ok(server.room(room)?.hidden == types))
    }

    fn invite(&mut self, room: &str, users: &[String]) -> Result<(), ServerError> {
        // Who is a member already is none twice, so a call of unknown effect may be made again.
        let call = Call::post("/api/v1/groups.invite", &json!({ "roomId": room, "userIds": users }));
        self.write(&call, |_| Ok(false))
    }

    fn remove(&mut self, room: &str, user: &str) -> Result<(), ServerError> {
        let call = Call::post("/api/v1/groups.kick", &json!({ "roomId": room, "userId": user }));
        settled(self.write(&call, |_| Ok(false)), &["error-user-not-in-room"])
    }

    fn set_role(&mut self, room: &str, user: &str, role: Role, given: bool) -> Result<(), ServerError> {
        let Some(word) = role.route() else { return Ok(()) };
        let path = format!("/api/v1/groups.{}{word}", if given { "add" } else { "remove" });
        let written = self.write(&Call::post(path, &json!({ "roomId": room, "userId": user })), |_| Ok(false));
        let so = if given { "error-user-already-" } else { "error-user-not-" };
        settled(written, &[&format!("{so}{}", role.name())])
    }
}

/// A refusal that says that it is so already.
fn settled(written: Result<(), ServerError>, codes: &[&str]) -> Result<(), ServerError> {
    match written {
        Err(ServerError::Invalid { reason, .. }) if codes.iter().any(|code| reason.contains(&format!("[{code}]"))) => {
            Ok(())
        }
        other => other,
    }
}

fn with(path: &str, value: &str) -> String {
    let mut path = path.to_owned();
    percent_encode(value, &mut path);
    path
}

impl<T: Transport> Connection<T> {
    fn user(&mut self, user: &str) -> Result<Value, ServerError> {
        let body = self.get(with("/api/v1/users.info?userId=", user))?;
        body.get("user").cloned().ok_or_else(|| unlike("GET /api/v1/users.info"))
    }

    /// The account that a creation made although its answer was lost: it has both the name and the address.
    fn user_named(&mut self, username: &str, email: &str) -> Result<Option<Value>, ServerError> {
        let body = match self.get(with("/api/v1/users.info?username=", username)) {
            Ok(body) => body,
            Err(ServerError::Invalid { .. }) => return Ok(None),
            Err(error) => return Err(error),
        };
        let address = body.pointer("/user/emails/0/address").and_then(Value::as_str).unwrap_or_default();
        Ok(address.eq_ignore_ascii_case(email).then_some(body))
    }

    fn room(&mut self, id: &str) -> Result<crate::roster::Room, ServerError> {
        let body = self.get(with("/api/v1/groups.info?roomId=", id))?;
        body.get("group").and_then(room).ok_or_else(|| unlike("GET /api/v1/groups.info"))
    }

    /// The room that a creation made although its answer was lost: it holds the project's id.
    fn room_titled(&mut self, new: &NewRoom) -> Result<Option<Value>, ServerError> {
        let body = match self.get(with("/api/v1/groups.info?roomName=", &new.title)) {
            Ok(body) => body,
            Err(ServerError::Invalid { .. }) => return Ok(None),
            Err(error) => return Err(error),
        };
        let held = body.get("group").and_then(room).is_some_and(|room| {
            room.custom_fields.get(&new.field).and_then(Value::as_str) == Some(new.project.as_str())
        });
        Ok(held.then_some(body))
    }
}
