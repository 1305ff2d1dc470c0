//! Where tokens and passwords come from: a file, the environment, standard input or a terminal; never an argument.

use std::env;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use secrecy::SecretString;

use crate::rest::{Asked, Credentials, Prompt};
use crate::setup::Challenge;

/// No token file and no password is longer; whatever is, is something else.
const LONGEST: u64 = 64 * 1024;

pub(super) const ENV_USER_ID: &str = "GANTRY_USER_ID";
pub(super) const ENV_TOKEN: &str = "GANTRY_TOKEN";
const ENV_PASSWORD: &str = "GANTRY_PASSWORD";
const ENV_CODE: &str = "GANTRY_CODE";

/// Where the token comes from.
#[derive(Args, Debug, Default)]
pub(super) struct TokenOptions {
    /// File with {"userId": "...", "token": "..."}, readable by you alone (0600). In its place: GANTRY_USER_ID and
    /// GANTRY_TOKEN in the environment
    #[arg(long, value_name = "FILE", env = "GANTRY_TOKEN_FILE", hide_env_values = true, help_heading = "Credentials")]
    pub token_file: Option<PathBuf>,
    /// Read the same JSON from standard input
    #[arg(long, conflicts_with = "token_file", help_heading = "Credentials")]
    pub token_stdin: bool,
}

/// Where the second proof comes from.
#[derive(Args, Debug, Default)]
pub(super) struct ProofOptions {
    /// File with the account's password, for a server that asks for it as a second proof; readable by you alone. In its
    /// place: GANTRY_PASSWORD. A code of an app or a mail is asked for, or taken from GANTRY_CODE
    #[arg(long, value_name = "FILE", help_heading = "Credentials")]
    pub password_file: Option<PathBuf>,
    #[command(flatten)]
    pub codes: CodeOptions,
}

/// Where codes come from.
#[derive(Args, Clone, Copy, Debug, Default)]
pub(super) struct CodeOptions {
    /// Read codes of an app or a mail from standard input, a line each time the server asks for one
    #[arg(long, help_heading = "Credentials")]
    code_stdin: bool,
}

impl CodeOptions {
    /// Gives a password as second proof where there is one, and codes from where the options say.
    pub fn prompt(self, password: Option<SecretString>) -> Box<dyn Prompt> {
        let code = env::var(ENV_CODE).ok().map(SecretString::from);
        Box::new(Person { password, code, lines: self.code_stdin })
    }
}

impl TokenOptions {
    /// The token, if any place has been named.
    pub fn given(&self) -> anyhow::Result<Option<Credentials>> {
        let named = self.token_stdin || self.token_file.is_some();
        let set = env::var_os(ENV_USER_ID).is_some() || env::var_os(ENV_TOKEN).is_some();
        (named || set).then(|| self.read()).transpose()
    }

    /// The token, from the one place that has been named.
    pub fn read(&self) -> anyhow::Result<Credentials> {
        if self.token_stdin {
            let text = read_all(io::stdin().lock()).context("can't read the token from standard input")?;
            return Credentials::from_json(&text).context("standard input holds no token");
        }
        if let Some(file) = &self.token_file {
            let shown = file.display();
            if !file.exists() {
                bail!("there is no {shown}: `gantry token create --user admin --token-file {shown}` makes it");
            }
            let text = read_private(file)?;
            return Credentials::from_json(&text).with_context(|| format!("{shown} holds no token"));
        }
        match (env::var(ENV_USER_ID), env::var(ENV_TOKEN)) {
            (Ok(user_id), Ok(token)) => Credentials::new(user_id, token.into())
                .with_context(|| format!("{ENV_USER_ID} and {ENV_TOKEN} hold no token")),
            (Ok(_), Err(_)) => bail!("{ENV_USER_ID} is set, and {ENV_TOKEN} is not"),
            (Err(_), Ok(_)) => bail!("{ENV_TOKEN} is set, and {ENV_USER_ID} is not"),
            (Err(_), Err(_)) => bail!(
                "no token: give --token-file FILE or --token-stdin, or set {ENV_USER_ID} and {ENV_TOKEN}; `gantry token \
                 create --user NAME --token-file FILE` makes one"
            ),
        }
    }
}

impl ProofOptions {
    /// Asks where the options say, and then whoever sits at the terminal.
    pub fn prompt(&self) -> anyhow::Result<Box<dyn Prompt>> {
        let password = match &self.password_file {
            Some(file) => Some(password(&read_private(file)?)),
            None => env::var(ENV_PASSWORD).ok().map(SecretString::from),
        };
        Ok(self.codes.prompt(password))
    }
}

/// A password for a login: from a file, standard input, the environment or the terminal.
pub(super) fn login_password(user: &str, file: Option<&Path>, stdin: bool) -> anyhow::Result<SecretString> {
    if stdin {
        let text = read_all(io::stdin().lock()).context("can't read the password from standard input")?;
        return Ok(password(&text));
    }
    if let Some(file) = file {
        return Ok(password(&read_private(file)?));
    }
    if let Ok(text) = env::var(ENV_PASSWORD) {
        return Ok(SecretString::from(text));
    }
    ask(&format!("Password of {user}: "))
        .with_context(|| format!("no password: give --password-file FILE or --password-stdin, or set {ENV_PASSWORD}"))
}

/// Whether somebody can be asked.
pub(super) fn is_interactive() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Reads a file that nobody else may read.
pub(super) fn read_private(file: &Path) -> anyhow::Result<String> {
    let shown = file.display();
    let opened = std::fs::File::open(file).with_context(|| format!("can't read {shown}"))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = opened.metadata().with_context(|| format!("can't read {shown}"))?.permissions().mode();
        if mode & 0o077 != 0 {
            bail!("{shown} can be read by others (mode {:03o}): chmod 600 {shown}", mode & 0o777);
        }
    }
    read_all(opened).with_context(|| format!("can't read {shown}"))
}

fn read_all(from: impl Read) -> io::Result<String> {
    let mut text = String::new();
    from.take(LONGEST + 1).read_to_string(&mut text)?;
    if u64::try_from(text.len()).is_ok_and(|length| length > LONGEST) {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "it is far too long"));
    }
    Ok(text)
}

/// Editors end a file with a line break that is no part of the password.
fn password(text: &str) -> SecretString {
    let text = text.strip_suffix('\n').unwrap_or(text);
    SecretString::from(text.strip_suffix('\r').unwrap_or(text))
}

fn ask(question: &str) -> Option<SecretString> {
    let typed = is_interactive().then(|| rpassword::prompt_password(question))?.ok()?;
    (!typed.is_empty()).then(|| SecretString::from(typed))
}

/// Whoever runs the command.
struct Person {
    password: Option<SecretString>,
    code: Option<SecretString>,
    lines: bool,
}

impl Person {
    /// A code that is at hand. The one of an app holds for half a minute, so it may serve for several calls.
    fn code(&self, asked: &Asked) -> Option<SecretString> {
        if self.lines {
            let mut line = String::new();
            let read = io::stdin().read_line(&mut line).ok()?;
            return (read > 0).then(|| password(&line));
        }
        self.code.clone().filter(|_| !asked.again)
    }
}

impl Prompt for Person {
    fn proof(&mut self, asked: &Asked) -> Option<SecretString> {
        let given = match asked.challenge {
            Challenge::Password => self.password.take(),
            Challenge::Totp | Challenge::Email => self.code(asked),
        };
        given.or_else(|| {
            let again = if asked.again { "That code was not accepted. " } else { "" };
            ask(&match asked.challenge {
                Challenge::Password => "The server asks for the account's password once more: ".to_owned(),
                Challenge::Totp => format!("{again}Code of the authenticator app: "),
                Challenge::Email => format!("{again}Code that the server has mailed to the account: "),
            })
        })
    }
}
