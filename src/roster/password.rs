//! A password that the server accepts and nobody knows.

use secrecy::SecretString;

/// How many random bytes a password takes.
pub const RANDOM_BYTES: usize = 64;

/// Usual length; 32 characters of 72 possible ones are beyond guessing.
const LENGTH: usize = 32;

const LOWER: &[u8] = b"abcdefghijkmnopqrstuvwxyz";
const UPPER: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";
const DIGITS: &[u8] = b"23456789";
const MARKS: &[u8] = b"!#$%*+-=?_.:";

/// What `Accounts_Password_Policy_*` says of lengths. The rest every password of [`password`] fulfils.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PasswordPolicy {
    /// Fewest characters; none without a policy.
    pub shortest: Option<usize>,
    /// Most characters; none where there is no limit.
    pub longest: Option<usize>,
}

/// Makes a password of random bytes: letters of both cases, digits and marks, and no character twice in a row.
#[must_use]
pub fn password(policy: PasswordPolicy, random: &[u8; RANDOM_BYTES]) -> SecretString {
    let length = LENGTH.max(policy.shortest.unwrap_or(0)).min(policy.longest.unwrap_or(usize::MAX)).max(4);
    let classes = [LOWER, UPPER, DIGITS, MARKS];
    let mut made = String::with_capacity(length);
    let mut last = 0;
    for (at, class) in (0..length).zip(classes.iter().cycle()) {
        let byte = usize::from(random.get(at % RANDOM_BYTES).copied().unwrap_or(0));
        let turn = at / RANDOM_BYTES;
        let pick = |shift: usize| class.get((byte + turn + shift) % class.len()).copied().unwrap_or(b'x');
        let picked = if pick(0) == last { pick(1) } else { pick(0) };
        last = picked;
        made.push(char::from(picked));
    }
    SecretString::from(made)
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    #[test]
    fn a_password_fulfils_the_strictest_policy() {
        for (shortest, longest, length) in
            [(None, None, 32), (Some(14), None, 32), (Some(40), None, 40), (None, Some(20), 20), (Some(70), None, 70)]
        {
            for seed in 0..=255 {
                let made = password(PasswordPolicy { shortest, longest }, &[seed; RANDOM_BYTES]);
                let text = made.expose_secret();
                assert_eq!(text.len(), length);
                for class in [LOWER, UPPER, DIGITS, MARKS] {
                    assert!(text.bytes().any(|byte| class.contains(&byte)), "{text}");
                }
                assert!(text.as_bytes().windows(2).all(|pair| pair[0] != pair[1]), "{text}");
            }
        }
        let other = password(PasswordPolicy::default(), &std::array::from_fn(|at| u8::try_from(at * 3).unwrap()));
        assert_ne!(other.expose_secret(), password(PasswordPolicy::default(), &[7; RANDOM_BYTES]).expose_secret());
    }
}
