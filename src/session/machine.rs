//! The session itself: what happened goes in, what is to be done comes out.

use super::frame::{Frame, Script, Visitor};
use super::login::{Denial, Login, Step};
use super::requests::{Effect, RequestId, Requests, Wish};
use super::state::{Change, Reason, State};
use super::{Millis, NEVER};
use crate::protocol::{Event, Status, TextId};

/// A frame without any sign of life is given up after this time. A real client needs six seconds, and on a slow network
/// many times that.
const SILENT_AFTER: Millis = 60_000;
/// A member is logged in, and Rocket.Chat's own events don't come for this long: it sends them elsewhere or not at all.
const EVENTS_MISSED_AFTER: Millis = 15_000;

/// What a session is begun with.
#[derive(Clone, Copy, Debug)]
pub struct Setup {
    /// The room to show.
    pub room: Room,
    /// Whether the page can give credentials.
    pub has_login: bool,
    /// Whether there are actions to hide.
    pub hides: bool,
    /// Whether the page lies on none of the origins that the server was set up for.
    pub unlisted: bool,
    /// A text that no one else can guess, to know the answers to our hellos by.
    pub nonce: TextId,
}

/// A room of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Its path below the server's address, in the embedded layout.
    pub address: TextId,
    /// Its name as in addresses, or its id.
    pub name: TextId,
}

/// What is said to the frame; whoever posts it has the token, the nonce and the ids of actions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Say {
    /// Show this path of the server.
    Go(TextId),
    /// Log in with the token of the page's last answer.
    Login,
    /// Log out.
    Logout,
    /// Set the member's status.
    Status(Status),
    /// Hide the actions.
    Hide,
    /// Who is there?
    Hello,
}

/// What happened.
#[derive(Clone, Copy, Debug)]
pub enum Input {
    /// The chat may begin: its place is visible.
    Begin,
    /// The browser says that a document has loaded in the frame.
    FrameLoaded,
    /// A message passed the gate.
    Event(Event),
    /// The page's login answered with a token, and the user whose it is, where it told.
    Credentials(Result<TextId, Denial>),
    /// The page wishes something.
    Wish(RequestId, Wish),
    /// Nothing, but time has passed.
    Tick,
    /// The member or the page wants another try.
    Retry,
    /// The page takes the chat down.
    Destroy,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Output {
    /// Give the frame this path of the server.
    Load(TextId),
    /// Post this to the frame, to the server's exact origin.
    Post(Say),
    /// Ask the page for credentials.
    AskCredentials,
    /// A wish is over; whether its effect was seen.
    Settle(RequestId, bool),
    /// Tell the page.
    State(Change),
    /// What was counted belongs to somebody who is gone.
    ResetUnread,
}

/// The life of a docked chat. After each [`Session::handle`], [`Session::take`].
#[derive(Debug)]
pub struct Session {
    pub(super) setup: Setup,
    pub(super) change: Change,
    pub(super) frame: Frame,
    pub(super) loads: u32,
    pub(super) login: Login,
    /// Whether the page wants a member to be logged in.
    pub(super) wanted: bool,
    /// Who the page's last credentials belong to.
    pub(super) expected: TextId,
    /// Whether a frame without script has been logged out once.
    pub(super) cleared: bool,
    /// Whether a log-out has led the frame to Rocket.Chat's home.
    pub(super) strayed: bool,
    pub(super) others: u32,
    pub(super) losses: usize,
    /// Since when it has been seen that a member is logged in.
    pub(super) online_since: Millis,
    pub(super) requests: Requests,
    pub(super) outputs: Vec<Output>,
}

impl Session {
    /// A session that has not begun.
    #[must_use]
    pub fn new(setup: Setup) -> Self {
        let wanted = setup.has_login;
        Self {
            setup,
            change: Change::default(),
            frame: Frame::default(),
            loads: 0,
            login: Login::NONE,
            wanted,
            expected: TextId::NONE,
            cleared: false,
            strayed: false,
            others: 0,
            losses: 0,
            online_since: NEVER,
            requests: Requests::default(),
            outputs: Vec::new(),
        }
    }

    /// Where the chat stands.
    #[must_use]
    pub fn state(&self) -> Change {
        self.change
    }

    /// The room last asked for.
    #[must_use]
    pub fn room(&self) -> Room {
        self.setup.room
    }

    /// The user id of who is logged in, as far as it is known.
    #[must_use]
    pub fn user(&self) -> TextId {
        match self.frame.visitor {
            Visitor::Somebody(id) if id.is_some() => id,
            Visitor::Somebody(_) => self.expected,
            _ => TextId::NONE,
        }
    }

    /// Whether the page's answer with credentials is waited for.
    #[must_use]
    pub fn asks(&self) -> bool {
        self.login.step == Step::Asked
    }

    /// Whether the session has not begun.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.change.state == State::Idle
    }

    /// Whether another count tells the session nothing new.
    #[must_use]
    pub fn settled(&self) -> bool {
        self.change.state == State::Online
            && self.frame.events
            && matches!(self.frame.visitor, Visitor::Somebody(_))
            && self.login.step == Step::None
    }

    /// Whether a login is under way. Whoever is logged out in the frame meanwhile makes room for it.
    #[must_use]
    pub fn is_logging_in(&self) -> bool {
        self.login.under_way()
    }

    /// Whether Gantry's script is missing from the frame; `None` until that is settled.
    #[must_use]
    pub fn script_missing(&self) -> Option<bool> {
        match self.frame.script {
            Script::Unknown => None,
            Script::Missing => Some(true),
            Script::Present(_) => Some(false),
        }
    }

    /// The stamp that the script in the frame answered with.
    #[must_use]
    pub fn stamp(&self) -> TextId {
        if let Script::Present(stamp) = self.frame.script { stamp } else { TextId::NONE }
    }

    /// What is to be done, in order.
    pub fn take(&mut self) -> Vec<Output> {
        std::mem::take(&mut self.outputs)
    }

    /// When [`Input::Tick`] is due.
    #[must_use]
    pub fn deadline(&self) -> Option<Millis> {
        if matches!(self.change.state, State::Idle | State::Destroyed) {
            return None;
        }
        // A login that waits for the frame is due when the frame is tried blindly; the frame's life is an input.
        let at = self.login.at;
        let login = match self.login.step {
            _ if self.frame.alive => at,
            Step::None if !self.wants_login() || self.change.state == State::Failed => NEVER,
            Step::None | Step::Held => self.frame.blind_at,
            Step::Due => self.frame.blind_at.max(at),
            _ => at,
        };
        let mut due = login.min(self.frame.deadline()).min(self.requests.deadline());
        if !self.frame.alive && self.change.state != State::Failed {
            due = due.min(self.frame.began + SILENT_AFTER);
        }
        if self.misses_events() {
            due = due.min(self.online_since + EVENTS_MISSED_AFTER);
        }
        (due < NEVER).then_some(due)
    }

    fn misses_events(&self) -> bool {
        self.change.state == State::Online && self.is_in() && !self.frame.events
    }

    /// Whether it has been seen that a member is logged in.
    pub(super) fn is_in(&self) -> bool {
        self.online_since != NEVER
    }

    /// Takes what happened.
    pub fn handle(&mut self, input: Input, now: Millis) {
        if self.change.state == State::Destroyed {
            if let Input::Wish(id, _) = input {
                self.outputs.push(Output::Settle(id, false));
            }
            return;
        }
        match input {
            Input::Begin if self.change.state == State::Idle => self.load(now),
            Input::Begin | Input::Tick => {}
            Input::FrameLoaded => self.frame_loaded(now),
            Input::Event(event) => self.event(event, now),
            Input::Credentials(answer) => self.credentials(answer),
            Input::Wish(id, wish) => {
                if matches!(wish, Wish::Login) {
                    // A login goes before whatever waits for one.
                    self.wish_login(id, now);
                } else if !self.requests.wait(id, wish) {
                    self.outputs.push(Output::Settle(id, false));
                }
            }
            Input::Retry => {
                self.login = Login::NONE;
                self.losses = 0;
                self.others = 0;
                self.wanted = self.setup.has_login;
                self.load(now);
            }
            Input::Destroy => {
                self.login = Login::NONE;
                self.settle_all();
                self.enter(State::Destroyed, None);
                return;
            }
        }
        self.advance(now);
    }

    fn load(&mut self, now: Millis) {
        self.frame = Frame::begin(now);
        self.loads = 0;
        self.strayed = false;
        self.online_since = NEVER;
        self.enter(State::Loading, None);
        self.outputs.push(Output::Load(self.setup.room.address));
    }

    fn frame_loaded(&mut self, now: Millis) {
        if self.change.state == State::Idle {
            return;
        }
        self.loads += 1;
        let announced = self.frame.started && !self.frame.has_loaded();
        if self.loads == 1 || announced {
            self.frame.load(now);
            self.frame.ask(now);
        } else {
            self.frame.reload(now);
            self.interrupted();
        }
    }

    /// The document in the frame was replaced: its session is likely still there, but that must be seen.
    pub(super) fn interrupted(&mut self) {
        self.online_since = NEVER;
        if matches!(self.change.state, State::Online | State::Degraded | State::Ready) {
            self.enter(State::Loading, None);
        }
    }

    /// Does whatever is due.
    fn advance(&mut self, now: Millis) {
        if self.change.state == State::Idle {
            return;
        }
        self.frame.settle_script(now);
        self.rest(now);
        self.advance_login(now);
        while self.frame.hello_due(now) {
            self.post(Say::Hello);
        }
        self.advance_requests(now);
        let shows = self.frame.scripts_ran || self.is_in();
        if shows && !self.frame.hidden && self.setup.hides {
            self.frame.hidden = true;
            self.post(Say::Hide);
        }
    }

    /// The states that follow from what is known, where no login is under way.
    fn rest(&mut self, now: Millis) {
        if !self.frame.alive {
            let given_up = now >= self.frame.began + SILENT_AFTER;
            if given_up && self.change.state != State::Failed {
                self.fail(Reason::FrameSilent);
            }
            return;
        }
        let revived = self.change.reason == Some(Reason::FrameSilent);
        let somebody = matches!(self.frame.visitor, Visitor::Somebody(_));
        match self.change.state {
            State::Loading | State::Ready if somebody && !self.wants_login() => self.online(now),
            State::Loading => self.enter(State::Ready, None),
            State::Failed if revived => self.enter(State::Ready, None),
            State::Online if self.misses_events() && now >= self.online_since + EVENTS_MISSED_AFTER => {
                self.enter(State::Degraded, Some(Reason::EventsSilent));
            }
            State::Degraded if self.change.reason == Some(Reason::EventsSilent) && self.frame.events => {
                self.enter(State::Online, None);
            }
            _ => {}
        }
    }

    pub(super) fn online(&mut self, now: Millis) {
        self.online_since = now;
        self.enter(State::Online, None);
    }

    pub(super) fn fail(&mut self, reason: Reason) {
        self.login = Login::NONE;
        self.online_since = NEVER;
        self.settle(false, Effect::Login);
        self.enter(State::Failed, Some(reason));
    }

    pub(super) fn post(&mut self, say: Say) {
        self.outputs.push(Output::Post(say));
    }

    pub(super) fn enter(&mut self, state: State, reason: Option<Reason>) {
        let change = Change { state, reason };
        if change != self.change {
            self.change = change;
            self.outputs.push(Output::State(change));
        }
    }
}
