//! Accounts: who may come in, what members may change of themselves, two-factor authentication and limits.

use crate::config::{Config, Preset};
use crate::findings::server::{
    ENCRYPTION_ON, IDENTITY_CHANGEABLE, IFRAME_LOGIN_ON, LOGIN_BLOCKING, RATE_LIMITER_OFF, RATE_LIMITER_TIGHT,
    REGISTRATION_OPEN, TOKEN_BYPASS_BROKEN, TOKEN_CHALLENGED, TOKEN_WITHOUT_RIGHTS, TWO_FACTOR_ON, WIZARD_PENDING,
};
use crate::rest::tokens::Verified;

use super::known::Known;
use super::report::{Found, Report, Topic, Why};

const TWO_FACTOR: &str = "Accounts_TwoFactorAuthentication_Enabled";
const REGISTRATION: &str = "Accounts_RegistrationForm";
const IFRAME_LOGIN: &str = "Accounts_iframe_enabled";
const WIZARD: &str = "Show_Setup_Wizard";
const BLOCKING: &str = "Block_Multiple_Failed_Logins_Enabled";
const BLOCKING_BY_ADDRESS: &str = "Block_Multiple_Failed_Logins_By_Ip";
const EXCEPTED: &str = "Block_Multiple_Failed_Logins_Ip_Whitelist";
const LIMITER: &str = "API_Enable_Rate_Limiter";
const LIMITER_CALLS: &str = "API_Enable_Rate_Limiter_Limit_Calls_Default";
const LIMITER_TIME: &str = "API_Enable_Rate_Limiter_Limit_Time_Default";
const ENCRYPTION: &str = "E2E_Enable";
/// What encrypts rooms nobody asked for, where encryption is on.
const ENCRYPTION_BY_ITSELF: [&str; 2] = ["E2E_Enabled_Default_PrivateRooms", "E2E_Force_Encryption_For_Private_Rooms"];
const IDENTITY: [&str; 4] = [
    "Accounts_AllowUsernameChange",
    "Accounts_AllowEmailChange",
    "Accounts_AllowRealNameChange",
    "Accounts_AllowDeleteOwnAccount",
];
/// Rocket.Chat's own limit, calls per millisecond.
const DEFAULT_RATE: f64 = 10.0 / 60_000.0;

pub(super) fn look(config: &Config, known: &Known, report: &mut Report) {
    if known.text(WIZARD) == Some("pending") {
        report.add(Found::new(&WIZARD_PENDING, known.shown(WIZARD)).about(&[WIZARD]));
    }
    if known.text(REGISTRATION) == Some("Public") {
        report.add(Found::new(&REGISTRATION_OPEN, known.shown(REGISTRATION)).about(&[REGISTRATION]));
    }
    if known.is_on(IFRAME_LOGIN) == Some(true) {
        report.add(Found::new(&IFRAME_LOGIN_ON, known.shown(IFRAME_LOGIN)).about(&[IFRAME_LOGIN]));
    }
    let open: Vec<&'static str> = IDENTITY.into_iter().filter(|id| known.is_on(id) == Some(true)).collect();
    if !open.is_empty() {
        report.add(Found::new(&IDENTITY_CHANGEABLE, shown(known, &open)).about(&open));
    }
    if config.preset == Preset::Ametys && known.is_on(TWO_FACTOR) == Some(true) {
        report.add(Found::new(&TWO_FACTOR_ON, known.shown(TWO_FACTOR)).about(&[TWO_FACTOR]));
    }
    encryption(known, report);
    blocking(known, report);
    limits(known, report);
}

fn encryption(known: &Known, report: &mut Report) {
    if known.is_on(ENCRYPTION) == Some(true) {
        let mut about = vec![ENCRYPTION];
        about.extend(ENCRYPTION_BY_ITSELF.into_iter().filter(|id| known.is_on(id) == Some(true)));
        report.add(Found::new(&ENCRYPTION_ON, shown(known, &about)).about(&about));
    }
}

fn blocking(known: &Known, report: &mut Report) {
    let by_address = known.is_on(BLOCKING) == Some(true) && known.is_on(BLOCKING_BY_ADDRESS) != Some(false);
    if by_address && known.text(EXCEPTED).is_some_and(|list| list.trim().is_empty()) {
        report.add(Found::new(&LOGIN_BLOCKING, shown(known, &[BLOCKING, EXCEPTED])).about(&[BLOCKING, EXCEPTED]));
    }
}

fn limits(known: &Known, report: &mut Report) {
    if known.is_on(LIMITER) == Some(false) {
        return report.add(Found::new(&RATE_LIMITER_OFF, known.shown(LIMITER)).about(&[LIMITER]));
    }
    let (Some(calls), Some(time)) = (known.number(LIMITER_CALLS), known.number(LIMITER_TIME)) else { return };
    if time > 0.0 && calls / time < DEFAULT_RATE {
        let detail = shown(known, &[LIMITER_CALLS, LIMITER_TIME]);
        report.add(Found::new(&RATE_LIMITER_TIGHT, detail).about(&[LIMITER_CALLS, LIMITER_TIME]));
    }
}

/// Whether the token in use can work unattended.
pub(super) fn token(token: Option<&Verified>, known: &Known, report: &mut Report) {
    let Some(token) = token else {
        return report.skip(Topic::TokenBypass, Why::NeedsToken);
    };
    if !token.missing.is_empty() {
        report
            .add(Found::new(&TOKEN_WITHOUT_RIGHTS, format!("{}: {}", token.caller.username, token.missing.join(", "))));
    }
    if known.is_on(TWO_FACTOR) == Some(false) {
        return;
    }
    let listed = token.listed.as_ref();
    match listed.and_then(|listed| listed.bypasses_two_factor) {
        Some(true) if token.challenged == Some(true) => {
            report.add(Found::new(&TOKEN_BYPASS_BROKEN, known.shown(TWO_FACTOR)).about(&[TWO_FACTOR]));
        }
        Some(true) => {}
        Some(false) => {
            let name = listed.map(|listed| listed.name.as_str()).unwrap_or_default();
            let detail = format!("{name}: bypassTwoFactor = false; {}", known.shown(TWO_FACTOR));
            report.add(Found::new(&TOKEN_CHALLENGED, detail).about(&[TWO_FACTOR]));
        }
        None => report.skip(Topic::TokenBypass, Why::NoAnswer("users.getPersonalAccessTokens".to_owned())),
    }
}

fn shown(known: &Known, ids: &[&str]) -> String {
    ids.iter().map(|id| known.shown(id)).collect::<Vec<_>>().join("; ")
}
