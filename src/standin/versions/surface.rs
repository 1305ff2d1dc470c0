//! What differs between the releases in REST, as one table: its rows are other releases than the web client's.

use super::{Fact, fact};
use crate::protocol::Release;

/// What an address below `/api/` gets that no route serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unrouted {
    /// The client page with status 200; a wrong method of a known route gets 405.
    Page,
    /// 404 with JSON, a wrong method too.
    NotFound,
}

/// How an account is refused that lacks a permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// By the route itself, after the second factor: 403 `unauthorized`.
    Inside,
    /// Before the second factor: 403 `User does not have the permissions required for this action`.
    Before,
}

/// REST of one release, as far as administration and an embedding page need it.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "each field's source says what it is")]
pub struct Surface {
    pub release: Release,
    /// `/api/v1/info` beside `/api/info`.
    pub info_in_v1: Fact<bool>,
    /// `/api/info` tells major and minor only, except to who may see statistics.
    pub short_version: Fact<bool>,
    pub unrouted: Fact<Unrouted>,
    pub refusal: Fact<Refusal>,
    /// `settings.public` takes `_id`, a comma list; before, `query` with Mongo's words.
    pub settings_by_id: Fact<bool>,
    /// `settings` takes `includeDefaults`.
    pub include_defaults: Fact<bool>,
    /// `POST /settings`: several in one call.
    pub bulk_settings: Fact<bool>,
    /// `permissions.addRole` and `permissions.removeRole`.
    pub single_roles: Fact<bool>,
    /// `users.info` and `users.list` take `email`.
    pub users_by_email: Fact<bool>,
    /// `users.info` names its parameters by a schema's words.
    pub schema_errors: Fact<bool>,
    /// `users.info` tells an administrator a person's `services`.
    pub user_services: Fact<bool>,
    /// `rooms.adminRooms` has `customFields`.
    pub admin_rooms_custom_fields: Fact<bool>,
    /// `rooms.membersOrderedByRole`.
    pub members_by_role: Fact<bool>,
    /// `/livez` and `/readyz`.
    pub readiness: Fact<bool>,
    /// A personal access token that bypasses the second factor does so over REST.
    pub bypass_works: Fact<bool>,
    /// An account without a method of its own is not asked in its first half hour.
    pub fresh_accounts_pass: Fact<bool>,
    /// Wrong e-mail codes are counted.
    pub email_attempts_counted: Fact<bool>,
    /// Role `federated-external` is there.
    pub federated_role: Fact<bool>,
    /// `users.createToken` wants the secret of the environment; before, the environment only switches it on.
    pub tokens_by_secret: Fact<bool>,
    /// `users.createToken` wants a permission for somebody else.
    pub tokens_by_permission: Fact<bool>,
    /// `licenses.info`.
    pub licence_info: Fact<bool>,
}

const V3_18: Surface = Surface {
    release: Release::new(3, 18),
    info_in_v1: fact(true, "#23162: removed in 4.0"),
    short_version: fact(false, "/api/info told the full version; the first release that does not is not confirmed"),
    unrouted: fact(Unrouted::Page, "6.5.3 recording"),
    refusal: fact(Refusal::Inside, "6.5.3 recording"),
    settings_by_id: fact(false, "#33042 and OpenAPI: _id in 7.0"),
    include_defaults: fact(false, "@rocket.chat/rest-typings 7.13.9"),
    bulk_settings: fact(false, "@rocket.chat/rest-typings 8.0.0"),
    single_roles: fact(false, "OpenAPI user-management"),
    users_by_email: fact(false, "OpenAPI user-management"),
    schema_errors: fact(false, "6.5.3 wording"),
    user_services: fact(false, "6.5.3 recording"),
    admin_rooms_custom_fields: fact(false, "OpenAPI rooms; some releases before 8.7 lack them"),
    members_by_role: fact(false, "appears in 7.3"),
    readiness: fact(false, "#36955: appears in 7.11"),
    bypass_works: fact(true, "6.5.3 recording"),
    fresh_accounts_pass: fact(false, "lib/2fa/code/index.ts; older releases not confirmed"),
    email_attempts_counted: fact(false, "EmailCheck.ts; older releases not confirmed"),
    federated_role: fact(false, "app/authorization/server/constant/permissions.ts of 7.x"),
    tokens_by_secret: fact(false, "createToken.ts of 7.x"),
    tokens_by_permission: fact(true, "createToken.ts of 7.x"),
    licence_info: fact(
        false,
        "OpenAPI miscellaneous: in place of what was removed in 7.0; when it came is not confirmed",
    ),
};

const V4_0: Surface = Surface { release: Release::new(4, 0), info_in_v1: fact(false, "#23162"), ..V3_18 };

const V7_0: Surface = Surface {
    release: Release::new(7, 0),
    settings_by_id: fact(true, "OpenAPI settings; query is ignored"),
    email_attempts_counted: fact(true, "EmailCheck.ts@0e7b205e"),
    licence_info: fact(true, "OpenAPI miscellaneous"),
    ..V4_0
};

const V7_3: Surface =
    Surface { release: Release::new(7, 3), members_by_role: fact(true, "OpenAPI rooms: added in 7.3"), ..V7_0 };

const V7_11: Surface = Surface { release: Release::new(7, 11), readiness: fact(true, "#36955"), ..V7_3 };

const V8_0: Surface = Surface {
    release: Release::new(8, 0),
    unrouted: fact(Unrouted::NotFound, "ApiClass.ts of 8.x; its words are not confirmed"),
    refusal: fact(Refusal::Before, "permissions middleware of 8.x, OpenAPI"),
    include_defaults: fact(true, "@rocket.chat/rest-typings 8.0.0"),
    schema_errors: fact(true, "OpenAPI user-management"),
    user_services: fact(true, "OpenAPI user-management"),
    fresh_accounts_pass: fact(true, "lib/2fa/code/index.ts@50f0ec2a"),
    federated_role: fact(true, "app/authorization/server/constant/permissions.ts of 8.x"),
    tokens_by_secret: fact(true, "OpenAPI user-management"),
    tokens_by_permission: fact(false, "OpenAPI user-management: enforced again in 8.7, and in patches of July 2026"),
    ..V7_11
};

const V8_4: Surface =
    Surface { release: Release::new(8, 4), users_by_email: fact(true, "OpenAPI user-management"), ..V8_0 };

const V8_5: Surface = Surface { release: Release::new(8, 5), bypass_works: fact(false, "#38017, #41065"), ..V8_4 };

const V8_6: Surface = Surface {
    release: Release::new(8, 6),
    bypass_works: fact(true, "#41065, 8.6.0-rc.1"),
    bulk_settings: fact(true, "OpenAPI settings, @rocket.chat/rest-typings 8.6.1"),
    ..V8_5
};

const V8_7: Surface = Surface {
    release: Release::new(8, 7),
    single_roles: fact(true, "OpenAPI user-management"),
    admin_rooms_custom_fields: fact(true, "OpenAPI rooms"),
    tokens_by_permission: fact(true, "OpenAPI user-management"),
    ..V8_6
};

const V8_8: Surface =
    Surface { release: Release::new(8, 8), short_version: fact(true, "getServerInfo.ts@50f0ec2a"), ..V8_7 };

/// Every row, oldest first.
pub const SURFACES: [Surface; 11] = [V3_18, V4_0, V7_0, V7_3, V7_11, V8_0, V8_4, V8_5, V8_6, V8_7, V8_8];

/// The row for a release: the nearest one at or below it, the oldest for what is older still.
#[must_use]
pub fn surface(release: Release) -> &'static Surface {
    const OLDEST: &Surface = &V3_18;
    SURFACES.iter().rev().find(|row| row.release <= release).unwrap_or(OLDEST)
}
