//! What to do about an error of the server, or of the way to it.

use super::lock::Busy;
use crate::rest::member::MemberError;
use crate::rest::tokens::TokenError;
use crate::setup::{Challenge, ServerError, SetupError};

/// The next step, in a sentence.
pub(super) fn about(error: &anyhow::Error) -> Option<String> {
    if let Some(error) = error.downcast_ref::<TokenError>() {
        return token(error);
    }
    if error.is::<Busy>() {
        return Some(Busy::HELP.to_owned());
    }
    match error.downcast_ref::<MemberError>() {
        Some(MemberError::Server(error)) => return Some(server(error)),
        Some(error) => return error.help().map(str::to_owned),
        None => {}
    }
    error.downcast_ref::<ServerError>().map(server)
}

/// The code of an error in JSON.
pub(super) fn code(error: &anyhow::Error) -> &'static str {
    if let Some(wrong) = error.downcast_ref::<super::config_file::ConfigFileError>() {
        return wrong.error.code();
    }
    if let Some(error) = error.downcast_ref::<SetupError>() {
        return error.code();
    }
    match error.downcast_ref::<MemberError>() {
        Some(MemberError::Server(error)) => return server_code(error),
        Some(error) => return error.code(),
        None => {}
    }
    match error.downcast_ref::<TokenError>() {
        Some(TokenError::Server(error)) => return server_code(error),
        Some(TokenError::NameTaken(_)) => return "token-name-taken",
        Some(TokenError::NotAllowed(_)) => return "token-not-allowed",
        Some(TokenError::NoSuchName(_)) => return "token-unknown",
        Some(TokenError::NotListed(_)) => return "token-not-listed",
        Some(TokenError::Ambiguous(_)) => return "token-ambiguous",
        Some(TokenError::Unproven { .. }) => return "token-unproven",
        None => {}
    }
    if error.is::<Busy>() {
        return "busy";
    }
    error.downcast_ref::<ServerError>().map_or("failed", server_code)
}

fn token(error: &TokenError) -> Option<String> {
    match error {
        TokenError::Server(error) => Some(server(error)),
        TokenError::NameTaken(name) => Some(format!(
            "give another --name; or, if its value is lost, remove it with `gantry token revoke --name {name}` and the same \
             --user, and create it anew"
        )),
        TokenError::NotAllowed(_) => Some("give --user an account with the role admin".to_owned()),
        TokenError::NoSuchName(_) | TokenError::NotListed(_) => {
            Some("`gantry token verify` tells what the configured token is".to_owned())
        }
        TokenError::Ambiguous(_) => Some("name it with --name".to_owned()),
        TokenError::Unproven { .. } => None,
    }
}

pub(super) fn server(error: &ServerError) -> String {
    match error {
        ServerError::Unreachable { .. } => {
            "check `server` in gantry.toml, and that this machine may reach it (name, port, firewall, proxy)".to_owned()
        }
        ServerError::Certificate { .. } => {
            "if a company authority has signed it, install that authority on this machine, or name its file with --ca-file"
                .to_owned()
        }
        ServerError::TimedOut { .. } | ServerError::Cut { .. } | ServerError::Failed { .. } => {
            "run the same command again; --timeout SECONDS waits longer, --verbose shows each call".to_owned()
        }
        ServerError::NotLoggedIn { .. } => {
            "make a new token with `gantry token create`, or check that userId and token belong together".to_owned()
        }
        ServerError::Refused { call, .. } if call.ends_with("/login") => {
            "check the name and the password; a few wrong ones may block logging in for some minutes".to_owned()
        }
        ServerError::Refused { .. } => {
            "use a token of an account with the role admin; `gantry token verify` tells which rights it lacks".to_owned()
        }
        ServerError::SecondFactorMissing { challenge, .. } => match challenge {
            Challenge::Password => {
                "give the account's password with --password-file or GANTRY_PASSWORD, or run it in a terminal; a token of \
                 `gantry token create` needs none"
            }
            Challenge::Totp => {
                "set GANTRY_CODE to a fresh code of the authenticator app, give it with --code-stdin, or run it in a terminal"
            },
            Challenge::Email => {
                "a code has been mailed to the account: run the same command again with the code in GANTRY_CODE, with \
                 --code-stdin, or in a terminal"
            }
        }
        .to_owned(),
        ServerError::SecondFactorWrong { challenge, .. } => match challenge {
            Challenge::Password => "check the password of the account that the token belongs to",
            Challenge::Totp | Challenge::Email => "codes are short-lived: take a fresh one and run the same command again",
        }
        .to_owned(),
        ServerError::TooManyRequests { .. } => {
            "wait a minute and run the same command again; the permission api-bypass-rate-limit frees an account of limits"
                .to_owned()
        }
        ServerError::Unknown { .. } | ServerError::Invalid { .. } => {
            "--verbose shows each call; `gantry doctor` looks for what is unusual about this server".to_owned()
        }
        ServerError::NotTheApi { .. } => {
            "check `server` in gantry.toml, the sub-path included; a proxy or login page may stand before Rocket.Chat"
                .to_owned()
        }
        ServerError::Redirected { target, .. } => {
            format!("if that is where Rocket.Chat is, write it as `server` in gantry.toml: \"{target}\" and the sub-path")
        }
    }
}

fn server_code(error: &ServerError) -> &'static str {
    match error {
        ServerError::Unreachable { .. } => "server-unreachable",
        ServerError::Certificate { .. } => "server-certificate",
        ServerError::TimedOut { .. } => "server-timeout",
        ServerError::Cut { .. } => "server-cut",
        ServerError::NotLoggedIn { .. } => "server-not-logged-in",
        ServerError::Refused { .. } => "server-refused",
        ServerError::SecondFactorMissing { .. } => "server-second-factor-missing",
        ServerError::SecondFactorWrong { .. } => "server-second-factor-wrong",
        ServerError::TooManyRequests { .. } => "server-too-many-requests",
        ServerError::Unknown { .. } => "server-unknown",
        ServerError::Invalid { .. } => "server-invalid",
        ServerError::Failed { .. } => "server-failed",
        ServerError::NotTheApi { .. } => "server-not-the-api",
        ServerError::Redirected { .. } => "server-redirected",
    }
}
