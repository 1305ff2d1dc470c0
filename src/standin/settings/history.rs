//! What releases other than 6.5.3 have more, less, or with another default, each with its source.
//!
//! Settings that are not named here are taken to be in every release with the recorded default.

use super::Seen;
use crate::protocol::Release;

/// One difference.
#[derive(Clone, Copy, Debug)]
pub struct Change {
    /// The setting.
    pub id: &'static str,
    /// How it differs.
    pub step: Step,
    /// Where that comes from.
    pub source: &'static str,
}

/// How a release differs from the recorded one.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// Recorded, and not there before this release.
    Since(Release),
    /// Recorded, and no longer there from this release on.
    Until(Release),
    /// Not recorded.
    Added {
        /// First release that has it.
        since: Release,
        /// First release that has it no longer.
        until: Option<Release>,
        /// Who sees it.
        seen: Seen,
        /// As JSON.
        default: &'static str,
        /// Group on the administration page.
        group: &'static str,
        /// Section in the group.
        section: &'static str,
    },
    /// Another default from this release on, as JSON.
    Default(Release, &'static str),
}

const fn since(id: &'static str, major: u16, minor: u16, source: &'static str) -> Change {
    Change { id, step: Step::Since(Release::new(major, minor)), source }
}

const fn until(id: &'static str, major: u16, minor: u16, source: &'static str) -> Change {
    Change { id, step: Step::Until(Release::new(major, minor)), source }
}

const fn default(id: &'static str, major: u16, minor: u16, value: &'static str, source: &'static str) -> Change {
    Change { id, step: Step::Default(Release::new(major, minor), value), source }
}

const fn added(
    id: &'static str,
    (major, minor): (u16, u16),
    seen: Seen,
    default: &'static str,
    (group, section): (&'static str, &'static str),
    source: &'static str,
) -> Change {
    let since = Release::new(major, minor);
    Change { id, step: Step::Added { since, until: None, seen, default, group, section }, source }
}

const PREFERENCES: (&str, &str) = ("Accounts", "Accounts_Default_User_Preferences");
const NEWEST: &str = "inventory of the newest tree; its first release is not confirmed";

/// Every known difference.
pub const HISTORY: [Change; 27] = [
    since("Accounts_TwoFactorAuthentication_By_TOTP_Enabled", 6, 5, "between 3.13 and 6.5; not confirmed"),
    since("FileUpload_Restrict_to_room_members", 6, 0, "#28319"),
    since("API_Apply_permission_view-outside-room_on_users-list", 6, 0, "#28319"),
    since("Deployment_FingerPrint_Verified", 6, 4, "server/settings/misc.ts"),
    since("Accounts_AllowFeaturePreview", 6, 0, "6.x; not confirmed"),
    since("Federation_Matrix_enabled", 5, 0, "4.7 or 5.x; not confirmed"),
    since("Accounts_Default_User_Preferences_showThreadsInMainChannel", 5, 0, "#26002; not confirmed"),
    since("Accounts_Default_User_Preferences_alsoSendThreadToChannel", 5, 0, "#26002; not confirmed"),
    until("UI_Click_Direct_Message", 7, 0, "gone by 7 or 8; not confirmed"),
    until("API_Use_REST_For_DDP_Calls", 8, 0, "absent from the newest inventory; not confirmed"),
    Change {
        id: "Statistics_reporting",
        step: Step::Added {
            since: Release::new(3, 18),
            until: Some(Release::new(6, 5)),
            seen: Seen::Privileged,
            default: "true",
            group: "General",
            section: "Reporting",
        },
        source: "app/lib/server/startup/settings.js (3.x); not in the 6.5.3 recording",
    },
    default("Accounts_AvatarBlockUnauthenticatedAccess", 7, 0, "true", "#33035"),
    default("Accounts_Password_Policy_Enabled", 8, 1, "true", "#38032"),
    default("Accounts_Password_Policy_MinLength", 8, 1, "14", "#38032"),
    added("Cloud_Workspace_Id", (3, 18), Seen::Hidden, "\"\"", ("Setup_Wizard", "Cloud_Info"), "setup-wizard.ts"),
    added(
        "Accounts_SystemBlockedUsernameList",
        (3, 18),
        Seen::Hidden,
        "\"admin,administrator,system,user\"",
        ("Accounts", "Registration"),
        "server/settings/accounts.ts",
    ),
    added(
        "Accounts_twoFactorAuthentication_email_available_for_OAuth_users",
        (7, 0),
        Seen::Public,
        "true",
        ("Accounts", "Two Factor Authentication"),
        NEWEST,
    ),
    added("E2E_Allow_Unencrypted_Messages", (7, 0), Seen::Public, "false", ("E2E Encryption", ""), NEWEST),
    added(
        "FileUpload_Restrict_to_users_who_can_access_room",
        (8, 0),
        Seen::Privileged,
        "false",
        ("FileUpload", ""),
        NEWEST,
    ),
    added("Federation_Service_Enabled", (7, 11), Seen::Public, "false", ("Federation", ""), NEWEST),
    added("Use_RC_SDK", (8, 0), Seen::Public, "false", ("General", ""), NEWEST),
    added("SSRF_Allowlist", (8, 0), Seen::Privileged, "\"\"", ("General", "SSRF_Protection"), NEWEST),
    added(
        "E2E_Force_Encryption_For_Private_Rooms",
        (8, 8),
        Seen::Public,
        "false",
        ("E2E Encryption", ""),
        "release notes of 8.8.0-rc.0",
    ),
    added(
        "Accounts_Default_User_Preferences_desktopNotificationVoiceCalls",
        (8, 0),
        Seen::Public,
        "true",
        PREFERENCES,
        NEWEST,
    ),
    added("Accounts_Default_User_Preferences_featuresPreview", (8, 0), Seen::Public, "\"[]\"", PREFERENCES, NEWEST),
    added("Accounts_Default_User_Preferences_masterVolume", (8, 0), Seen::Public, "100", PREFERENCES, NEWEST),
    added("Accounts_Default_User_Preferences_voipRingerVolume", (8, 0), Seen::Public, "100", PREFERENCES, NEWEST),
];
