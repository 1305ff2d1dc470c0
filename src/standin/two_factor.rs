//! Whether a call needs a second proof of who one is, and whether the one given is right.
//!
//! The decision is `lib/2fa/code/index.ts` of Rocket.Chat, step by step; see `docs/protocol.md`, section 10.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::accounts::{Account, Mail};
use super::people::{BACKUP_CODE, EMAIL_CODE, Person, TOTP_CODE};
use super::records::date;
use super::sessions::Proven;
use super::world::World;

const MINUTE: i64 = 60_000;

/// How a route is guarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guard {
    /// A proof counts for the token's next calls too.
    pub remembered: bool,
    /// The password serves where there is no other way.
    pub password: bool,
}

/// What came with a call.
#[derive(Clone, Debug, Default)]
pub struct Proof<'a> {
    /// The caller's token; none at a login.
    pub token: Option<&'a str>,
    /// Of the client and its address.
    pub fingerprint: String,
    /// `x-2fa-code`.
    pub code: Option<&'a str>,
    /// `x-2fa-method`.
    pub method: Option<&'a str>,
}

/// A way to prove who one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Method {
    Totp,
    Email,
    Password,
}

/// A call that is not let through, in the words of REST.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenged {
    /// `totp-required`, `totp-invalid` or `totp-max-attempts`.
    pub code: &'static str,
    /// The sentence before the code.
    pub reason: &'static str,
    /// `details`.
    pub details: Value,
}

impl World {
    /// Lets a guarded call through, or says why not.
    ///
    /// # Errors
    /// [`Challenged`] if a proof is needed and is not there or wrong.
    pub fn second_factor(
        &mut self,
        person: &'static Person,
        guard: Guard,
        proof: &Proof<'_>,
    ) -> Result<(), Challenged> {
        if !self.switch("Accounts_TwoFactorAuthentication_Enabled") || self.trusts(person, guard, proof) {
            return Ok(());
        }
        let Some(method) = self.method(person, guard, proof.method) else { return Ok(()) };
        let Some(code) = proof.code.filter(|code| !code.is_empty()) else {
            let details = self.ask(person, method);
            return Err(Challenged { code: "totp-required", reason: "TOTP Required", details });
        };
        if !self.is_right(person, method, code) {
            let spent = self.spent(person, method);
            let details = self.ask(person, method);
            let (code, reason) = if spent {
                ("totp-max-attempts", "TOTP Maximun Failed Attempts Reached")
            } else {
                ("totp-invalid", "TOTP Invalid")
            };
            return Err(Challenged { code, reason, details });
        }
        if guard.remembered
            && let Some(token) = proof.token
        {
            let until = self.now + self.remembered_for();
            self.sessions.prove(token, Proven { until, fingerprint: proof.fingerprint.clone() });
        }
        Ok(())
    }

    /// Mails a code, as asked for. `false` if there is no verified address.
    pub fn send_code(&mut self, uid: &str) -> bool {
        let life = self.number_setting("Accounts_TwoFactorAuthentication_By_Email_Code_Expiration", 3600) * 1000;
        let expires = self.now + life;
        let Some(account) = self.accounts.get_mut(uid).filter(|account| account.verified) else { return false };
        account.mail = Some(Mail { expires, attempts: 0 });
        true
    }

    fn remembered_for(&self) -> i64 {
        self.number_setting("Accounts_TwoFactorAuthentication_RememberFor", 1800) * 1000
    }

    /// Whether the token, or the account's age, speaks for itself.
    fn trusts(&self, person: &Person, guard: Guard, proof: &Proof<'_>) -> bool {
        let Some(session) = proof.token.and_then(|token| self.sessions.get(token)) else { return false };
        if self.surface().bypass_works.is && session.personal.as_ref().is_some_and(|personal| personal.bypass) {
            return true;
        }
        if !guard.remembered {
            return false;
        }
        let fresh = self.accounts.get(person.id).is_some_and(|account| {
            account.created + self.remembered_for() >= self.now && self.first_method(account).is_none()
        });
        let proven = session.proven.as_ref();
        (self.surface().fresh_accounts_pass.is && fresh)
            || proven.is_some_and(|proven| proven.until >= self.now && proven.fingerprint == proof.fingerprint)
    }

    fn totp_on(&self, account: &Account) -> bool {
        // Releases without the setting have no way to switch it off.
        let setting = self.setting("Accounts_TwoFactorAuthentication_By_TOTP_Enabled");
        account.totp && setting != &Value::Bool(false)
    }

    fn email_on(&self, account: &Account) -> bool {
        account.email2fa && account.verified && self.switch("Accounts_TwoFactorAuthentication_By_Email_Enabled")
    }

    fn first_method(&self, account: &Account) -> Option<Method> {
        let totp = self.totp_on(account).then_some(Method::Totp);
        totp.or_else(|| self.email_on(account).then_some(Method::Email))
    }

    fn method(&self, person: &Person, guard: Guard, named: Option<&str>) -> Option<Method> {
        match named {
            // A method that is named is taken, whether the account has it or not.
            Some("totp") => return Some(Method::Totp),
            Some("email") => return Some(Method::Email),
            _ => {}
        }
        let first = self.accounts.get(person.id).and_then(|account| self.first_method(account));
        let fallback = guard.password && self.switch("Accounts_TwoFactorAuthentication_Enforce_Password_Fallback");
        first.or_else(|| fallback.then_some(Method::Password))
    }

    /// `details` of a challenge; mails a code where that is the method and no code is under way.
    fn ask(&mut self, person: &Person, method: Method) -> Value {
        let mut available = Vec::new();
        if let Some(account) = self.accounts.get(person.id) {
            available.extend(self.totp_on(account).then_some("totp"));
            available.extend(self.email_on(account).then_some("email"));
        }
        match method {
            Method::Totp => json!({ "method": "totp", "codeGenerated": false, "availableMethods": available }),
            Method::Password => json!({ "method": "password", "codeGenerated": false, "availableMethods": available }),
            Method::Email => {
                let still = self.now + 5 * MINUTE;
                let under_way = self.accounts.get(person.id).and_then(|account| account.mail);
                if let Some(mail) = under_way.filter(|mail| mail.expires > still) {
                    return json!({
                        "method": "email", "codeGenerated": false, "codeExpires": [date(mail.expires)],
                        "emailOrUsername": person.username, "availableMethods": available,
                    });
                }
                self.send_code(person.id);
                json!({
                    "method": "email", "codeGenerated": true, "emailOrUsername": person.username,
                    "availableMethods": available,
                })
            }
        }
    }

    fn is_right(&mut self, person: &Person, method: Method, code: &str) -> bool {
        let now = self.now;
        let Some(account) = self.accounts.get(person.id) else { return false };
        match method {
            Method::Totp => self.totp_on(account) && [TOTP_CODE, BACKUP_CODE].contains(&code),
            // The server lowers the letters before it compares.
            Method::Password => code.to_lowercase() == digest(&account.password),
            Method::Email => {
                let on = self.email_on(account);
                let Some(account) = self.accounts.get_mut(person.id) else { return false };
                let right = on && code == EMAIL_CODE && account.mail.is_some_and(|mail| mail.expires >= now);
                if right {
                    account.mail = None;
                } else if let Some(mail) = &mut account.mail {
                    mail.attempts += 1;
                }
                right
            }
        }
    }

    fn spent(&self, person: &Person, method: Method) -> bool {
        let most = self.number_setting("Accounts_TwoFactorAuthentication_Max_Invalid_Email_Code_Attempts", 5);
        let mail = self.accounts.get(person.id).and_then(|account| account.mail);
        method == Method::Email
            && self.surface().email_attempts_counted.is
            && mail.is_some_and(|mail| mail.attempts >= most)
    }
}

/// The password as the second factor takes it: SHA-256, in lower-case hexadecimal digits.
#[must_use]
pub fn digest(password: &str) -> String {
    Sha256::digest(password.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
