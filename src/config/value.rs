//! Values of Rocket.Chat's settings, as `gantry.toml` can write them.

use std::fmt;

/// A value of a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingValue {
    /// A switch.
    Bool(bool),
    /// A whole number.
    Number(i64),
    /// A text, a choice or code.
    Text(String),
    /// Several choices.
    List(Vec<String>),
}

/// What is asked of a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// `id = value`: exactly this.
    Is(SettingValue),
    /// `id = { add = [...] }`: these besides what is there, in a list of choices or a text with commas.
    Adds(Vec<String>),
}

impl From<bool> for SettingValue {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<&str> for SettingValue {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

/// As an environment variable of Rocket.Chat's server takes it: bare words and numbers, a list as JSON.
impl fmt::Display for SettingValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(value) => write!(f, "{value}"),
            Self::Text(value) => f.write_str(value),
            Self::List(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    let comma = if index > 0 { "," } else { "" };
                    write!(f, "{comma}\"{}\"", item.replace('\\', "\\\\").replace('"', "\\\""))?;
                }
                f.write_str("]")
            }
        }
    }
}

/// Whether a setting of this id is a secret where its value is a text: a password, a key or a token. Told from the id,
/// because the REST API does not tell it.
#[must_use]
pub fn is_secret(id: &str) -> bool {
    let id = id.to_ascii_lowercase();
    let part = ["secret", "private_key", "privatekey", "passphrase", "apikey", "api_key", "accesskey", "credential"];
    let end = ["password", "token", "_key", "generatekey", "_pass"];
    !id.ends_with("public_key")
        && (part.iter().any(|word| id.contains(word)) || end.iter().any(|word| id.ends_with(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_told_from_their_ids() {
        for id in [
            "SMTP_Password",
            "FileUpload_json_web_token_secret_for_files",
            "Accounts_OAuth_Google_secret",
            "Push_apn_key",
            "AutoTranslate_GoogleAPIKey",
            "SMS_Twilio_authToken",
            "Accounts_RegistrationForm_SecretURL",
            "Livechat_secret_token",
            "SlackBridge_BotToken",
            "Push_apn_passphrase",
            "Federation_Matrix_as_token",
            "FileUpload_S3_AWSAccessKeyId",
        ] {
            assert!(is_secret(id), "{id}");
        }
        for id in
            ["API_CORS_Origin", "Forgot_Password_Email", "FEDERATION_Public_Key", "Iframe_X_Frame_Options", "uniqueID"]
        {
            assert!(!is_secret(id), "{id}");
        }
    }

    #[test]
    fn a_list_is_json_for_the_environment() {
        let list = SettingValue::List(vec!["au".into(), "a\"b".into()]);
        assert_eq!(list.to_string(), r#"["au","a\"b"]"#);
    }
}
