//! Rocket.Chat's built-in roles. Their ids are their names.

use serde_json::{Value, json};

/// A role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Role {
    /// Id and name.
    pub id: &'static str,
    /// `Users` for roles of accounts, `Subscriptions` for roles in rooms.
    pub scope: &'static str,
    /// In English; may be empty.
    pub description: &'static str,
}

const fn role(id: &'static str, scope: &'static str, description: &'static str) -> Role {
    Role { id, scope, description }
}

/// As recorded from 6.5.3, in its order.
const RECORDED: [Role; 11] = [
    role("admin", "Users", "Admin"),
    role("moderator", "Subscriptions", "Moderator"),
    role("leader", "Subscriptions", "Leader"),
    role("owner", "Subscriptions", "Owner"),
    role("user", "Users", ""),
    role("bot", "Users", ""),
    role("app", "Users", ""),
    role("guest", "Users", ""),
    role("anonymous", "Users", ""),
    role("livechat-agent", "Users", "Livechat Agent"),
    role("livechat-manager", "Users", "Livechat Manager"),
];

/// Joined the recorded ones with native federation; permissions of 8.x name it by default.
const FEDERATED: Role = role("federated-external", "Users", "");

/// The roles of a server.
#[must_use]
pub fn roles(federated: bool) -> Vec<Role> {
    RECORDED.into_iter().chain(federated.then_some(FEDERATED)).collect()
}

/// A role as `roles.list` writes it.
#[must_use]
pub fn record(role: Role) -> Value {
    json!({
        "_id": role.id, "scope": role.scope, "description": role.description, "mandatory2fa": false,
        "name": role.id, "protected": true,
    })
}
