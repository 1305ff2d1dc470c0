//! Calls to one server on behalf of one account: rate limits waited for, second proofs given, reads repeated, answers
//! understood.

use std::fmt;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use super::answer::{self, Limit, Meaning};
use super::credentials::Credentials;
use super::login::LOGIN_PATH;
use super::observer::{Event, Observer};
use super::pacing::{LIMIT_MARGIN, LONGEST_LIMIT, Pacing};
use super::proof::{Asked, Prompt, Proof};
use super::transport::{Answer, Method, Request, Transport};
use crate::protocol::ServerUrl;
use crate::setup::{Challenge, ServerError};

/// The one user agent: the server remembers a second proof by token, address and user agent.
pub const USER_AGENT: &str = concat!("gantry/", env!("CARGO_PKG_VERSION"));

/// How often a call is tried that may be repeated.
pub(super) const TRIES: u32 = 3;
const FIRST_PAUSE: Duration = Duration::from_millis(250);
/// How often one call waits for a rate limit.
const LIMIT_WAITS: u32 = 3;
/// Where the server does not say how long.
const USUAL_LIMIT: Duration = Duration::from_secs(10);
/// How often a wrong code may be corrected; the server counts tries, too.
const CODES: u32 = 3;
/// How many kinds of proof one call may ask for in turn; there are no more.
const KINDS: u32 = 3;

/// A call before it is a request.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub method: Method,
    /// From the server's address, starting with `/`. Never holds a secret.
    pub path: String,
    /// JSON text.
    pub body: Option<SecretString>,
}

impl Call {
    pub fn get(path: impl Into<String>) -> Self {
        Self { method: Method::Get, path: path.into(), body: None }
    }

    pub fn post(path: impl Into<String>, body: &Value) -> Self {
        Self { method: Method::Post, path: path.into(), body: Some(SecretString::from(body.to_string())) }
    }

    /// Method and path without its query, as errors and traces name the call.
    pub fn name(&self) -> String {
        format!("{} {}", self.method.name(), self.path.split('?').next().unwrap_or_default())
    }
}

/// A second proof that was wanted and given, where it can be given again.
#[derive(Clone, Debug)]
pub struct Proven(Option<Proof>);

/// A server, and an account on it.
pub struct Connection<T> {
    pub(super) transport: T,
    server: ServerUrl,
    credentials: Option<Credentials>,
    prompt: Box<dyn Prompt>,
    observer: Box<dyn Observer>,
    /// A password is asked for once at most, and given again wherever it is wanted.
    password: Option<Proof>,
    /// Whether this account proves itself by its password; one with an app or a mail does not.
    by_password: bool,
    /// Whether Rocket.Chat's API has answered before.
    answered: bool,
    pacing: Pacing,
    /// Never to be repeated, even where the server itself repeats them.
    secrets: Vec<SecretString>,
}

impl<T> fmt::Debug for Connection<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let user = self.credentials.as_ref().map(|credentials| &credentials.user_id);
        f.debug_struct("Connection").field("server", &self.server).field("user", &user).finish_non_exhaustive()
    }
}

impl<T: Transport> Connection<T> {
    /// A connection; nothing is sent yet.
    pub fn new(
        transport: T,
        server: ServerUrl,
        credentials: Option<Credentials>,
        prompt: Box<dyn Prompt>,
        observer: Box<dyn Observer>,
    ) -> Self {
        let mut connection = Self {
            transport,
            server,
            credentials: None,
            prompt,
            observer,
            password: None,
            by_password: false,
            answered: false,
            pacing: Pacing::default(),
            secrets: Vec::new(),
        };
        connection.use_credentials(credentials);
        connection
    }

    /// Where it leads.
    #[must_use]
    pub fn server(&self) -> &ServerUrl {
        &self.server
    }

    /// Whose calls they are.
    #[must_use]
    pub fn credentials(&self) -> Option<&Credentials> {
        self.credentials.as_ref()
    }

    /// Goes on as someone else, or as nobody; returns who it was.
    pub fn use_credentials(&mut self, credentials: Option<Credentials>) -> Option<Credentials> {
        if let Some(new) = &credentials {
            self.secrets.push(new.token.clone());
        }
        self.by_password = false;
        std::mem::replace(&mut self.credentials, credentials)
    }

    /// Gives a password wherever it is asked for as second proof.
    pub fn use_password(&mut self, password: &SecretString) {
        let proof = Proof::new(Challenge::Password, password);
        self.secrets.push(password.clone());
        self.secrets.push(proof.code.clone());
        self.password = Some(proof);
    }

    /// Never repeats this text, even where the server does.
    pub(super) fn hide(&mut self, secret: &SecretString) {
        self.secrets.push(secret.clone());
    }

    /// The API has answered another connection to the same server, so that another's page is an interruption.
    pub fn has_answered(&mut self) {
        self.answered = true;
    }

    /// Keeps to the limits that other connections to the same server hear of, and tells them.
    pub fn share_pacing(&mut self, pacing: &Pacing) {
        self.pacing = pacing.clone();
    }

    /// What was proven so far, for another connection of the same account.
    #[must_use]
    pub fn proven(&self) -> Proven {
        Proven(self.password.clone().filter(|_| self.by_password))
    }

    /// Goes on with what another connection of the same account has proven.
    pub fn use_proven(&mut self, proven: &Proven) {
        if let Some(proof) = &proven.0 {
            self.secrets.push(proof.code.clone());
            (self.password, self.by_password) = (Some(proof.clone()), true);
        }
    }

    /// The transport, for calls of one's own.
    pub fn transport(&mut self) -> &mut T {
        &mut self.transport
    }

    pub(super) fn get(&mut self, path: impl Into<String>) -> Result<Value, ServerError> {
        self.call(&Call::get(path))
    }

    pub(super) fn post(&mut self, path: impl Into<String>, body: &Value) -> Result<Value, ServerError> {
        self.call(&Call::post(path, body))
    }

    /// Makes a call until there is an answer to give: a read may be repeated, a write never is.
    pub(super) fn call(&mut self, call: &Call) -> Result<Value, ServerError> {
        let name = call.name();
        let (mut attempt, mut waits, mut codes, mut asked) = (1, 0, 0, 0);
        // Once the password was wanted, it goes along with every write: that saves a round where each call is asked.
        let mut proof = self.password.clone().filter(|_| call.method == Method::Post && self.by_password);
        let mut unasked = proof.is_some();
        loop {
            let meaning = match self.exchange(call, proof.as_ref()) {
                Ok(answer) => answer::understand(&self.server, &name, &answer),
                Err(error) => Meaning::Wrong(error),
            };
            match meaning {
                Meaning::Done(body) => {
                    self.answered = true;
                    return Ok(body);
                }
                Meaning::Later(limit) => {
                    waits += 1;
                    if waits > LIMIT_WAITS {
                        return Err(ServerError::TooManyRequests { call: name });
                    }
                    self.stop_for(&name, limit, waits > 1);
                }
                Meaning::Challenged { challenge, mailed } => {
                    asked += 1;
                    if asked > KINDS || proof.as_ref().is_some_and(|given| given.challenge == challenge && !unasked) {
                        return Err(ServerError::SecondFactorWrong { call: name, challenge });
                    }
                    unasked = false;
                    proof = Some(self.prove(&Asked { challenge, call: name.clone(), again: false, mailed })?);
                }
                Meaning::WrongProof if unasked => (proof, unasked) = (None, false),
                Meaning::WrongProof => {
                    let challenge = proof.as_ref().map_or(Challenge::Totp, |proof| proof.challenge);
                    codes += 1;
                    if challenge == Challenge::Password || codes >= CODES {
                        return Err(ServerError::SecondFactorWrong { call: name, challenge });
                    }
                    let asked = Asked { challenge, call: name.clone(), again: true, mailed: false };
                    let wrong = ServerError::SecondFactorWrong { call: name.clone(), challenge };
                    proof = Some(self.prove(&asked).map_err(|_| wrong)?);
                }
                Meaning::Unrouted if self.answered => return Err(ServerError::Unknown { what: name }),
                Meaning::Unrouted => {
                    return Err(ServerError::NotTheApi { call: name, what: answer::HTML_PAGE.to_owned() });
                }
                Meaning::Wrong(error)
                    if call.method == Method::Get
                        && attempt < TRIES
                        && (passing(&error) || self.is_interrupted(&error)) =>
                {
                    attempt += 1;
                    self.pause(attempt);
                    self.observer.hear(&Event::Again { call: name.clone(), attempt });
                }
                Meaning::Wrong(error) => return Err(self.without_secrets(error)),
            }
        }
    }

    /// Makes a call that changes nothing whatever its answer is, until there is one.
    ///
    /// # Errors
    /// [`ServerError`] if there is no whole answer.
    pub(super) fn probe(&mut self, call: &Call) -> Result<Answer, ServerError> {
        let (name, mut attempt, mut waits) = (call.name(), 1, 0);
        loop {
            match self.exchange(call, None) {
                Ok(answer) if answer.status == 429 && waits < LIMIT_WAITS => {
                    waits += 1;
                    self.stop_for(&name, answer::limit(&answer), waits > 1);
                }
                Ok(answer) => return Ok(answer),
                Err(error) if attempt < TRIES && passing(&error) => {
                    attempt += 1;
                    self.pause(attempt);
                    self.observer.hear(&Event::Again { call: name.clone(), attempt });
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Makes a call once, whatever its answer means.
    ///
    /// # Errors
    /// [`ServerError`] if there is no whole answer.
    fn exchange(&mut self, call: &Call, proof: Option<&Proof>) -> Result<Answer, ServerError> {
        let (request, name) = (self.request(call, proof), call.name());
        while let Some(wait) = self.pacing.take(&name, self.transport.now()) {
            if wait.first {
                self.observer.hear(&Event::Limited { call: name.clone(), wait: wait.time });
            }
            self.transport.wait(wait.time);
        }
        let began = self.transport.now();
        let answer = self.transport.exchange(&request);
        let ended = self.transport.now();
        let took = Duration::from_millis(ended.saturating_sub(began));
        self.pacing.hear(&name, answer.as_ref().ok(), ended);
        answer
            .inspect(|answer| {
                let (status, size) = (answer.status, answer.body.len());
                self.observer.hear(&Event::Answered { call: name.clone(), status, took, size });
            })
            .map_err(|broken| {
                let error = answer::broken(&self.server, &name, broken);
                self.observer.hear(&Event::Broken { call: name.clone(), reason: error.to_string() });
                error
            })
    }

    fn request(&self, call: &Call, proof: Option<&Proof>) -> Request {
        let mut headers = vec![("user-agent", USER_AGENT.to_owned()), ("accept", "application/json".to_owned())];
        if call.body.is_some() {
            headers.push(("content-type", "application/json".to_owned()));
        }
        let mut secret_headers = Vec::new();
        if let Some(credentials) = &self.credentials {
            headers.push(("x-user-id", credentials.user_id.clone()));
            secret_headers.push(("x-auth-token", credentials.token.clone()));
        }
        if let Some(proof) = proof {
            headers.push(("x-2fa-method", proof.method().to_owned()));
            secret_headers.push(("x-2fa-code", proof.code.clone()));
        }
        let body = match (&call.body, proof) {
            (Some(body), Some(proof)) if call.path == LOGIN_PATH => Some(with_code(body, proof)),
            (body, _) => body.clone(),
        };
        Request { method: call.method, url: self.server.join(&call.path), headers, secret_headers, body }
    }

    fn prove(&mut self, asked: &Asked) -> Result<Proof, ServerError> {
        let challenge = asked.challenge;
        self.by_password = challenge == Challenge::Password;
        self.observer.hear(&Event::Challenged { call: asked.call.clone(), challenge });
        if let Some(password) = self.password.as_ref().filter(|_| challenge == Challenge::Password) {
            return Ok(password.clone());
        }
        let missing = || ServerError::SecondFactorMissing { call: asked.call.clone(), challenge };
        let secret = self.prompt.proof(asked).ok_or_else(missing)?;
        if challenge == Challenge::Password {
            self.use_password(&secret);
            return self.password.clone().ok_or_else(missing);
        }
        let proof = Proof::new(challenge, &secret);
        self.secrets.push(proof.code.clone());
        Ok(proof)
    }

    /// Lets the next call wait until the server takes calls again: until the time it tells, or, where that was too early because the clocks
    /// differ, as many seconds as it says.
    fn stop_for(&mut self, call: &str, limit: Limit, early: bool) {
        let reset = limit.reset.filter(|_| !early || limit.seconds.is_none());
        let ahead = reset.and_then(|reset| reset.checked_sub(self.transport.now())).map(Duration::from_millis);
        let wait = ahead
            .filter(|wait| !wait.is_zero() && *wait <= LONGEST_LIMIT)
            .or(limit.seconds.map(Duration::from_secs))
            .unwrap_or(USUAL_LIMIT)
            .min(LONGEST_LIMIT)
            + LIMIT_MARGIN;
        self.pacing.stop(call, wait, self.transport.now());
    }

    /// The pause before a try, counted from 2: each is twice as long as the one before.
    pub(super) fn pause(&mut self, attempt: u32) {
        self.transport.wait(FIRST_PAUSE * 2_u32.saturating_pow(attempt.saturating_sub(2)));
    }

    /// Tells that a write of unknown effect is looked up.
    pub(super) fn tell_read_back(&mut self, call: &str) {
        self.observer.hear(&Event::ReadBack { call: call.to_owned() });
    }

    /// Where the API has answered, another's page is a restart or a proxy's pause, and may pass.
    fn is_interrupted(&self, error: &ServerError) -> bool {
        self.answered && matches!(error, ServerError::NotTheApi { .. })
    }

    /// A proxy that repeats what it was sent must not make an error repeat it.
    fn without_secrets(&self, error: ServerError) -> ServerError {
        let masked = |text: String| {
            let shown = self.secrets.iter().map(ExposeSecret::expose_secret).filter(|secret| secret.len() > 3);
            shown.fold(text, |text, secret| text.replace(secret, "***"))
        };
        match error {
            ServerError::Refused { call, reason } => ServerError::Refused { call, reason: masked(reason) },
            ServerError::Invalid { call, reason } => ServerError::Invalid { call, reason: masked(reason) },
            other => other,
        }
    }
}

/// A login takes the code in its body in every version, and as a header in some only.
fn with_code(body: &SecretString, proof: &Proof) -> SecretString {
    let mut fields: Value = serde_json::from_str(body.expose_secret()).unwrap_or_default();
    if let Some(fields) = fields.as_object_mut() {
        fields.insert("code".to_owned(), proof.code.expose_secret().into());
    }
    SecretString::from(fields.to_string())
}

/// Whether the same read may go well the next time.
fn passing(error: &ServerError) -> bool {
    matches!(error, ServerError::TimedOut { .. } | ServerError::Cut { .. } | ServerError::Failed { .. })
}

/// Whether a write that ended like this may have taken effect all the same.
pub(super) fn effect_unknown(error: &ServerError) -> bool {
    passing(error) || matches!(error, ServerError::NotTheApi { .. })
}
