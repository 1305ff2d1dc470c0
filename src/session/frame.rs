//! What is known of the frame since it last loaded.

use super::{Millis, NEVER};
use crate::protocol::TextId;

/// Delays between hellos until the script answers or is taken to be missing.
const HELLO_AFTER: [Millis; 5] = [0, 300, 700, 1_500, 2_500];
/// A frame that has loaded and says nothing is tried blindly after this time: where the server sends no events, that is
/// the only way.
const BLIND_AFTER: Millis = 10_000;
/// While the frame gives no sign of life, a hello this often.
const HELLO_SILENT: Millis = 1_000;
/// So many of them stay without an answer where a client needs longer than usual, and no fewer.
const QUIET_HELLOS: usize = 10;
/// Rocket.Chat runs custom scripts when its page first shows, seconds after `startup`: so long the script may be late.
const SCRIPT_LATE: Millis = 8_000;
/// How long the script may be busy once Rocket.Chat has run it: just then the client draws its whole page.
const SCRIPT_BUSY: Millis = 3_000;

/// Whether Gantry's script runs in the frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Script {
    /// Not settled yet.
    #[default]
    Unknown,
    /// No answer to any hello.
    Missing,
    /// It answered, with this stamp.
    Present(TextId),
}

/// Who is logged in in the frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Visitor {
    /// Not known.
    #[default]
    Unknown,
    /// Nobody.
    Nobody,
    /// Somebody; by user id where the script has told.
    Somebody(TextId),
}

/// Facts since the frame last loaded.
#[derive(Debug)]
pub(super) struct Frame {
    /// When the address was set.
    pub began: Millis,
    /// When the frame is tried without a sign of life; never before the browser has said that the document has loaded.
    pub blind_at: Millis,
    /// Whether a message was accepted.
    pub alive: bool,
    /// Whether Rocket.Chat itself has spoken, and not only the script.
    pub events: bool,
    /// Whether `startup` has been seen.
    pub started: bool,
    /// Whether Rocket.Chat has announced that custom scripts run.
    pub scripts_ran: bool,
    /// When the script has had time enough.
    script_due: Millis,
    pub script: Script,
    pub visitor: Visitor,
    /// Whether this document shows that nobody is logged in, whatever the storage it shares with other frames says.
    pub shows_nobody: bool,
    /// Whether the actions to hide have been sent to this document.
    pub hidden: bool,
    hellos: usize,
    hello_at: Millis,
}

impl Default for Frame {
    fn default() -> Self {
        Self::begin(0)
    }
}

impl Frame {
    /// The frame is given an address.
    pub fn begin(now: Millis) -> Self {
        Self {
            began: now,
            blind_at: NEVER,
            alive: false,
            events: false,
            started: false,
            scripts_ran: false,
            script_due: NEVER,
            script: Script::Unknown,
            visitor: Visitor::Unknown,
            shows_nobody: false,
            hidden: false,
            hellos: 0,
            hello_at: NEVER,
        }
    }

    /// A new document is in the frame.
    pub fn reload(&mut self, now: Millis) {
        *self = Self::begin(now);
        self.load(now);
        self.hello_at = now;
    }

    /// The browser says that the document has loaded.
    pub fn load(&mut self, now: Millis) {
        self.blind_at = now + BLIND_AFTER;
    }

    /// Whether the browser has said so.
    pub fn has_loaded(&self) -> bool {
        self.blind_at != NEVER
    }

    /// Whether it is time to try the frame without a sign of life.
    pub fn blind(&self, now: Millis) -> bool {
        !self.alive && now >= self.blind_at
    }

    /// The client in the frame has started again: a new document, of which the browser has yet to tell.
    pub fn restart(&mut self, now: Millis) {
        *self = Self::begin(self.began);
        self.live(now);
        self.events = true;
    }

    /// The frame gives its first sign of life.
    pub fn live(&mut self, now: Millis) {
        self.alive = true;
        self.script_due = now + SCRIPT_LATE;
        self.ask(now);
    }

    /// Rocket.Chat announces that custom scripts run.
    pub fn run_scripts(&mut self, now: Millis) {
        if !self.scripts_ran {
            self.scripts_ran = true;
            self.script_due = now + SCRIPT_BUSY;
        }
        self.ask(now);
    }

    /// The script is asked (again) from now on.
    pub fn ask(&mut self, now: Millis) {
        self.hellos = 0;
        self.hello_at = now;
    }

    /// Whether a hello is due now; the next one is then scheduled.
    pub fn hello_due(&mut self, now: Millis) -> bool {
        if !self.hears() || self.hello_at > now {
            return false;
        }
        self.hellos += 1;
        self.hello_at = match HELLO_AFTER.get(self.hellos) {
            _ if !self.alive => now + HELLO_SILENT,
            Some(delay) => now + delay,
            None if self.script == Script::Unknown && now < self.script_due => now + HELLO_SILENT,
            None => NEVER,
        };
        true
    }

    /// Whether the frame has loaded and gives no sign of life for longer than a client needs.
    pub fn quiet(&self) -> bool {
        !self.alive && self.hellos > QUIET_HELLOS
    }

    /// Whether there is a document to hear a hello.
    fn hears(&self) -> bool {
        self.alive || self.has_loaded()
    }

    /// Settles that the script is missing, once it is overdue.
    pub fn settle_script(&mut self, now: Millis) {
        if self.script == Script::Unknown && now >= self.script_due {
            self.script = Script::Missing;
            self.hello_at = NEVER;
        }
    }

    /// Whether an answer of the script is still awaited.
    pub fn asking(&self) -> bool {
        self.hello_at != NEVER
    }

    /// The script has answered.
    pub fn answered(&mut self, stamp: TextId) {
        self.script = Script::Present(stamp);
        self.hello_at = NEVER;
    }

    /// When something here is due.
    pub fn deadline(&self) -> Millis {
        let hello = if self.hears() { self.hello_at } else { NEVER };
        if self.script == Script::Unknown { hello.min(self.script_due) } else { hello }
    }
}
