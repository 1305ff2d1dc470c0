//! Every route, and what stands before it.

use super::answer::Answer;
use super::call::Call;
use super::{
    bulk, chat, factors, groups, groups_write, info, login, permissions, rooms, settings, subscriptions, tokens, users,
    users_write,
};
use crate::standin::two_factor::Guard;
use crate::standin::versions::surface::Surface;

/// A route.
#[derive(Clone, Copy)]
pub struct Route {
    /// HTTP method.
    pub method: &'static str,
    /// Below `/api/v1/`; a slash and `:id` at its end stand for one more part.
    pub path: &'static str,
    /// Whether this release has it.
    pub there: fn(&Surface) -> bool,
    /// Only with a session.
    pub session: bool,
    /// A permission that the caller needs.
    pub permission: Option<&'static str>,
    /// Guarded by the second factor.
    pub guard: Option<Guard>,
    /// Looks at the body before the second factor is asked for.
    pub check: Option<fn(&Call<'_>) -> Option<Answer>>,
    /// Does it.
    pub handler: fn(&Call<'_>) -> Answer,
}

const GUARDED: Guard = Guard { remembered: true, password: true };
const GUARDED_EACH_TIME: Guard = Guard { remembered: false, password: true };

const fn route(method: &'static str, path: &'static str, handler: fn(&Call<'_>) -> Answer) -> Route {
    Route { method, path, there: |_| true, session: true, permission: None, guard: None, check: None, handler }
}

impl Route {
    const fn open(self) -> Self {
        Self { session: false, ..self }
    }

    const fn needs(self, permission: &'static str) -> Self {
        Self { permission: Some(permission), ..self }
    }

    const fn guarded(self, guard: Guard) -> Self {
        Self { guard: Some(guard), ..self }
    }

    const fn where_it_is(self, there: fn(&Surface) -> bool) -> Self {
        Self { there, ..self }
    }

    const fn checked(self, check: fn(&Call<'_>) -> Option<Answer>) -> Self {
        Self { check: Some(check), ..self }
    }
}

/// The route table of `/api/v1/`.
pub const ROUTES: [Route; 58] = [
    route("GET", "info", info::info).open().where_it_is(|surface| surface.info_in_v1.is),
    route("POST", "login", login::login).open(),
    route("POST", "logout", login::logout),
    route("GET", "me", users::me),
    route("GET", "settings.public", settings::public).open(),
    route("GET", "settings", settings::all),
    route("POST", "settings", bulk::write)
        .where_it_is(|surface| surface.bulk_settings.is)
        .checked(bulk::check)
        .guarded(GUARDED_EACH_TIME),
    route("GET", "settings/:id", settings::one).needs("view-privileged-setting"),
    route("POST", "settings/:id", settings::write).needs("edit-privileged-setting").guarded(GUARDED),
    route("GET", "permissions.listAll", permissions::list_all),
    route("POST", "permissions.update", permissions::update),
    route("POST", "permissions.addRole", permissions::add_role)
        .where_it_is(|surface| surface.single_roles.is)
        .checked(permissions::check_single)
        .needs("access-permissions"),
    route("POST", "permissions.removeRole", permissions::remove_role)
        .where_it_is(|surface| surface.single_roles.is)
        .checked(permissions::check_single)
        .needs("access-permissions"),
    route("GET", "roles.list", permissions::list_roles),
    route("GET", "roles.getUsersInRole", permissions::users_in_role).needs("access-permissions"),
    route("GET", "users.info", users::info),
    route("GET", "users.list", users::list).needs("view-d-room"),
    route("GET", "pw.getPolicy", users::password_policy).open(),
    route("GET", "users.getPersonalAccessTokens", tokens::list),
    route("POST", "users.generatePersonalAccessToken", tokens::generate).guarded(GUARDED),
    route("POST", "users.regeneratePersonalAccessToken", tokens::regenerate).guarded(GUARDED),
    route("POST", "users.removePersonalAccessToken", tokens::remove).guarded(GUARDED),
    route("POST", "users.createToken", tokens::create),
    route("GET", "licenses.info", info::licence)
        .needs("view-privileged-setting")
        .where_it_is(|surface| surface.licence_info.is),
    route("GET", "licenses.maxActiveUsers", info::most_active).where_it_is(|surface| !surface.info_in_v1.is),
    route("POST", "users.2fa.sendEmailCode", factors::send_code).open(),
    route("POST", "users.2fa.enableEmail", factors::enable),
    route("POST", "users.2fa.disableEmail", factors::disable).guarded(GUARDED_EACH_TIME),
    route("GET", "rooms.adminRooms", rooms::admin),
    route("GET", "groups.listAll", rooms::groups).needs("view-room-administration"),
    route("GET", "rooms.adminRooms.getRoom", groups_write::administered),
    route("GET", "rooms.membersOrderedByRole", groups::members_by_role)
        .where_it_is(|surface| surface.members_by_role.is),
    route("POST", "rooms.saveRoomSettings", groups_write::save_settings),
    route("POST", "users.create", users_write::create),
    route("POST", "users.update", users_write::update).guarded(GUARDED),
    route("POST", "users.setActiveStatus", users_write::set_active),
    route("POST", "users.setAvatar", users_write::set_avatar),
    route("GET", "groups.info", groups::info),
    route("GET", "groups.members", groups::members),
    route("GET", "groups.roles", groups::roles),
    route("POST", "groups.create", groups::create),
    route("POST", "groups.invite", groups_write::invite),
    route("POST", "groups.kick", groups_write::kick),
    route("POST", "groups.addOwner", groups_write::add_owner),
    route("POST", "groups.removeOwner", groups_write::remove_owner),
    route("POST", "groups.addModerator", groups_write::add_moderator),
    route("POST", "groups.removeModerator", groups_write::remove_moderator),
    route("POST", "groups.setCustomFields", groups_write::set_custom_fields),
    route("POST", "groups.rename", groups_write::rename),
    route("POST", "groups.setDescription", groups_write::set_description),
    route("POST", "groups.archive", groups_write::archive),
    route("POST", "groups.unarchive", groups_write::unarchive),
    route("GET", "subscriptions.get", subscriptions::all),
    route("GET", "subscriptions.getOne", subscriptions::one),
    route("POST", "subscriptions.read", subscriptions::read),
    route("POST", "subscriptions.unread", subscriptions::unread),
    route("POST", "users.setStatus", chat::set_status),
    route("POST", "chat.postMessage", chat::post_message),
];

/// Finds a route and the open end of its path. `None` if this release has no such path; a path without this method
/// gives the methods that it has.
pub fn find<'p>(surface: &Surface, method: &str, path: &'p str) -> Result<(Route, &'p str), Vec<&'static str>> {
    let here: Vec<(Route, &'p str)> = ROUTES
        .iter()
        .filter(|route| (route.there)(surface))
        .filter_map(|route| matched(route.path, path).map(|id| (*route, id)))
        .collect();
    let found = here.iter().find(|(route, _)| route.method == method).copied();
    found.ok_or_else(|| here.iter().map(|(route, _)| route.method).collect())
}

fn matched<'p>(pattern: &str, path: &'p str) -> Option<&'p str> {
    match pattern.strip_suffix(":id") {
        Some(start) => path.strip_prefix(start).filter(|id| !id.is_empty() && !id.contains('/')),
        None => (pattern == path).then_some(""),
    }
}
