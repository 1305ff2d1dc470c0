//! What is known of the frame since it last loaded.

use super::Millis;

/// Delays between hellos until the script answers or is taken to be missing.
const HELLO_AFTER: [Millis; 5] = [0, 300, 700, 1_500, 2_500];
/// While the frame gives no sign of life, a hello this often.
const HELLO_SILENT: Millis = 1_000;
/// Rocket.Chat runs custom scripts when its page first shows, seconds after `startup`: so long the script may be late.
const SCRIPT_LATE: Millis = 8_000;
/// How long the script may be busy once Rocket.Chat has run it: just then the client draws its whole page.
const SCRIPT_BUSY: Millis = 3_000;

/// Whether Gantry's script runs in the frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Script {
    /// Not settled yet.
    #[default]
    Unknown,
    /// No answer to any hello.
    Missing,
    /// It answered, with this stamp.
    Present(Option<String>),
}

/// Who is logged in in the frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Visitor {
    /// Not known.
    #[default]
    Unknown,
    /// Nobody.
    Nobody,
    /// Somebody; by user id where the script has told.
    Somebody(Option<String>),
}

/// Facts since the frame last loaded.
#[derive(Debug, Default)]
pub(super) struct Frame {
    /// When the address was set.
    pub began: Millis,
    /// When the browser said that the document has loaded.
    pub loaded: Option<Millis>,
    /// When the first message was accepted.
    pub alive: Option<Millis>,
    /// Whether Rocket.Chat itself has spoken, and not only the script.
    pub events: bool,
    /// Whether `startup` has been seen.
    pub started: bool,
    /// When Rocket.Chat last announced that custom scripts run.
    pub scripts_ran: Option<Millis>,
    pub script: Script,
    pub visitor: Visitor,
    /// Whether this document shows that nobody is logged in, whatever the storage it shares with other frames says.
    pub shows_nobody: bool,
    /// Whether the actions to hide have been sent to this document.
    pub hidden: bool,
    hellos: usize,
    hello_at: Option<Millis>,
}

impl Frame {
    /// The frame is given an address.
    pub fn begin(now: Millis) -> Self {
        Self { began: now, ..Self::default() }
    }

    /// A new document is in the frame.
    pub fn reload(&mut self, now: Millis) {
        *self = Self::begin(now);
        self.loaded = Some(now);
        self.hello_at = Some(now);
    }

    /// The client in the frame has started again: a new document, of which the browser has yet to tell.
    pub fn restart(&mut self, now: Millis) {
        *self = Self { began: self.began, alive: Some(now), events: true, hello_at: Some(now), ..Self::default() };
    }

    /// The script is asked (again) from now on.
    pub fn ask(&mut self, now: Millis) {
        self.hellos = 0;
        self.hello_at = Some(now);
    }

    /// Whether a hello is due now; the next one is then scheduled.
    pub fn hello_due(&mut self, now: Millis) -> bool {
        if self.loaded.is_none() && self.alive.is_none() {
            return false;
        }
        if self.hello_at.is_none_or(|at| at > now) {
            return false;
        }
        self.hellos += 1;
        self.hello_at = match HELLO_AFTER.get(self.hellos) {
            _ if self.alive.is_none() => Some(now + HELLO_SILENT),
            Some(delay) => Some(now + delay),
            None if self.script == Script::Unknown && !self.overdue(now) => Some(now + HELLO_SILENT),
            None => None,
        };
        true
    }

    /// The script has had time enough: since Rocket.Chat ran the custom scripts, or since the first sign of life.
    fn overdue(&self, now: Millis) -> bool {
        match (self.scripts_ran, self.alive) {
            (Some(at), _) => now >= at + SCRIPT_BUSY,
            (None, Some(at)) => now >= at + SCRIPT_LATE,
            (None, None) => false,
        }
    }

    /// Settles that the script is missing, once it is overdue.
    pub fn settle_script(&mut self, now: Millis) {
        if self.script == Script::Unknown && self.overdue(now) {
            self.script = Script::Missing;
            self.hello_at = None;
        }
    }

    /// Whether an answer of the script is still awaited.
    pub fn asking(&self) -> bool {
        self.hello_at.is_some()
    }

    /// The script has answered.
    pub fn answered(&mut self, stamp: Option<String>) {
        self.script = Script::Present(stamp);
        self.hello_at = None;
    }

    /// When something here is due.
    pub fn deadline(&self) -> Option<Millis> {
        let overdue = match (&self.script, self.scripts_ran, self.alive) {
            (Script::Unknown, Some(at), _) => Some(at + SCRIPT_BUSY),
            (Script::Unknown, None, Some(at)) => Some(at + SCRIPT_LATE),
            _ => None,
        };
        let hello = if self.loaded.is_some() || self.alive.is_some() { self.hello_at } else { None };
        [hello, overdue].into_iter().flatten().min()
    }
}
