//! The second proof of who one is, which the server asks for at guarded calls.

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

use crate::setup::Challenge;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The kind of proof.
    pub challenge: Challenge,
    /// Method and path of the call that needs it.
    pub call: String,
    /// Whether the code given before was refused.
    pub again: bool,
    /// Whether a mail has just been sent; an earlier one may still hold.
    pub mailed: bool,
}

/// Knows second proofs, or someone who does.
pub trait Prompt {
    /// The proof: the clear password, or the code. None if there is nobody to ask.
    fn proof(&mut self, asked: &Asked) -> Option<SecretString>;
}

/// Knows none.
#[derive(Clone, Copy, Debug)]
pub struct Nobody;

impl Prompt for Nobody {
    fn proof(&mut self, _: &Asked) -> Option<SecretString> {
        None
    }
}

/// A proof as it goes over the wire.
#[derive(Clone, Debug)]
pub(super) struct Proof {
    pub challenge: Challenge,
    pub code: SecretString,
}

impl Proof {
    /// A password is proven by its SHA-256 in lower-case hexadecimal digits, a code by itself.
    pub fn new(challenge: Challenge, secret: &SecretString) -> Self {
        let code = match challenge {
            Challenge::Password => SecretString::from(hexadecimal(&Sha256::digest(secret.expose_secret()))),
            // People copy codes with a blank in the middle.
            Challenge::Totp | Challenge::Email => {
                SecretString::from(secret.expose_secret().split_whitespace().collect::<String>())
            }
        };
        Self { challenge, code }
    }

    /// The word of `x-2fa-method`.
    pub fn method(&self) -> &'static str {
        word(self.challenge)
    }
}

/// Rocket.Chat's word for a kind of proof.
pub(super) fn word(challenge: Challenge) -> &'static str {
    match challenge {
        Challenge::Password => "password",
        Challenge::Totp => "totp",
        Challenge::Email => "email",
    }
}

/// The kind of proof by Rocket.Chat's word.
pub(super) fn challenge(word: &str) -> Option<Challenge> {
    [Challenge::Password, Challenge::Totp, Challenge::Email].into_iter().find(|known| self::word(*known) == word)
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_proven_by_its_digest_and_a_code_by_itself() {
        let password = Proof::new(Challenge::Password, &"demo".into());
        assert_eq!(password.method(), "password");
        assert_eq!(password.code.expose_secret(), "2a97516c354b68848cdbd8f54a226a0a55b21ed138e207ad6c5cbb9c00aa5aea");
        let code = Proof::new(Challenge::Totp, &"123 456\n".into());
        assert_eq!((code.method(), code.code.expose_secret()), ("totp", "123456"));
    }

    #[test]
    fn words_are_read_as_they_are_written() {
        for kind in [Challenge::Password, Challenge::Totp, Challenge::Email] {
            assert_eq!(challenge(word(kind)), Some(kind));
        }
        assert_eq!(challenge("sms"), None);
    }
}
