//! Permissions and roles.

use serde_json::{Value, json};

use super::answer::{Answer, coded, ok, thrown};
use super::call::Call;
use super::paging::Page;
use super::since::Since;
use super::users;
use crate::standin::permissions::{is_of_setting, record, roles};
use crate::standin::world::World;

/// `GET permissions.listAll`: everything at once, the permissions of single settings included.
pub fn list_all(call: &Call<'_>) -> Answer {
    let world = call.hub.world();
    let since = match Since::asked(&call.query, "updatedSince") {
        Ok(since) => since,
        Err(wrong) => return wrong,
    };
    let update: Vec<Value> = world
        .permissions
        .iter()
        .filter(|(_, permission)| since.covers(permission.updated))
        .map(|(id, permission)| record(id, permission, &world.catalogue))
        .collect();
    ok(json!({ "update": update, "remove": [] }))
}

/// `POST permissions.update`: the roles of each permission are replaced.
pub fn update(call: &Call<'_>) -> Answer {
    let mut world = call.hub.world();
    let Some(caller) = &call.caller else { return super::answer::unauthorized() };
    if !world.allows(caller.person, "access-permissions") {
        return coded("error-edit-permissions-not-allowed", "Editing permissions is not allowed");
    }
    let Some(wanted) = wanted(&call.body) else { return coded("error-invalid-body-params", "Invalid body params") };
    // One id twice is one permission found for two asked.
    let twice = wanted.iter().enumerate().any(|(at, (id, _))| wanted.iter().skip(at + 1).any(|(other, _)| other == id));
    if twice || wanted.iter().any(|(id, _)| world.permissions.get(id).is_none()) {
        return coded("error-invalid-permission", "Invalid permission");
    }
    if wanted.iter().flat_map(|(_, roles)| roles).any(|role| !is_role(&world, role)) {
        return coded("error-invalid-role", "Invalid role");
    }
    if wanted.iter().any(|(id, _)| is_of_setting(id)) && !world.allows(caller.person, "access-setting-permissions") {
        return coded("error-edit-permissions-not-allowed", "Editing permissions is not allowed");
    }
    let now = world.now;
    for (id, roles) in wanted {
        world.permissions.set(&id, roles, now);
    }
    let all: Vec<Value> =
        world.permissions.iter().map(|(id, permission)| record(id, permission, &world.catalogue)).collect();
    ok(json!({ "permissions": all }))
}

fn wanted(body: &Value) -> Option<Vec<(String, Vec<String>)>> {
    let list = body.get("permissions")?.as_array()?;
    list.iter()
        .map(|one| {
            let roles = one.get("roles")?.as_array()?;
            let roles = roles.iter().map(|role| role.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()?;
            Some((one.get("_id")?.as_str()?.to_owned(), roles))
        })
        .collect()
}

fn is_role(world: &World, role: &str) -> bool {
    roles::roles(world.surface().federated_role.is).iter().any(|known| known.id == role)
}

/// `permissions.addRole` and `permissions.removeRole`: the body has to have the right shape.
pub fn check_single(call: &Call<'_>) -> Option<Answer> {
    let missing = ["permissionId", "role"].into_iter().find(|key| call.text(key).is_none())?;
    Some(coded("invalid-params", &format!("must have required property '{missing}'")))
}

/// `POST permissions.addRole`.
pub fn add_role(call: &Call<'_>) -> Answer {
    let mut world = call.hub.world();
    let details = json!({ "method": "authorization:addPermissionToRole", "action": "Adding_permission" });
    let (id, role) = (call.text("permissionId").unwrap_or(""), call.text("role").unwrap_or(""));
    let Some(permission) = world.permissions.get(id).cloned() else {
        return thrown("error-invalid-permission", "Permission does not exist").detailed(details);
    };
    if !is_role(&world, role) {
        return thrown("error-invalid-role", "Role does not exist").detailed(details);
    }
    let mut roles = permission.roles;
    if !roles.iter().any(|one| one == role) {
        roles.push(role.to_owned());
    }
    let now = world.now;
    world.permissions.set(id, roles, now);
    ok(json!({}))
}

/// `POST permissions.removeRole`. A role that is not there is no error.
pub fn remove_role(call: &Call<'_>) -> Answer {
    let mut world = call.hub.world();
    let (id, role) = (call.text("permissionId").unwrap_or(""), call.text("role").unwrap_or(""));
    let Some(permission) = world.permissions.get(id).cloned() else {
        let details = json!({ "method": "authorization:removeRoleFromPermission" });
        return thrown("error-permission-not-found", "Permission not found").detailed(details);
    };
    let now = world.now;
    world.permissions.set(id, permission.roles.into_iter().filter(|one| one != role).collect(), now);
    ok(json!({}))
}

/// `GET roles.list`.
pub fn list_roles(call: &Call<'_>) -> Answer {
    let federated = call.hub.world().surface().federated_role.is;
    let roles: Vec<Value> = roles::roles(federated).into_iter().map(roles::record).collect();
    ok(json!({ "roles": roles }))
}

/// `GET roles.getUsersInRole`.
pub fn users_in_role(call: &Call<'_>) -> Answer {
    let world = call.hub.world();
    let Some(role) = call.query.get("role").filter(|role| !role.is_empty()) else {
        return thrown("error-param-not-provided", "Query param \"role\" is required");
    };
    if !is_role(&world, &role) {
        return thrown("error-invalid-roleId", "");
    }
    let found: Vec<Value> = world
        .accounts
        .iter()
        .filter(|account| account.roles.contains(&role))
        .map(|account| users::in_role(&world, account))
        .collect();
    let (total, page) = (found.len(), Page::asked(&world, &call.query));
    let part = page.of(found);
    ok(json!({ "count": part.len(), "offset": page.offset, "total": total, "users": part }))
}
