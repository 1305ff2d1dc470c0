//! What is wrong with a session, by the codes of `findings`.

use super::frame::Script;
use super::machine::Session;
use super::state::{Reason, State};
use crate::protocol::TextId;

impl Session {
    /// The codes of what is wrong, or worth knowing, most pressing first; `expected` is the stamp that the page was made
    /// with.
    #[must_use]
    pub fn troubles(&self, expected: TextId) -> Vec<&'static str> {
        let mut codes = Vec::new();
        let change = self.state();
        if self.setup.unlisted {
            codes.push("page-unlisted");
        }
        if let (State::Failed | State::Degraded | State::LoggingIn, Some(reason)) = (change.state, change.reason) {
            codes.push(reason.code());
        }
        if self.frame.quiet() && change.reason != Some(Reason::FrameSilent) {
            codes.push(Reason::FrameSilent.code());
        }
        match self.frame.script {
            Script::Missing => codes.push("bundle-missing"),
            Script::Present(stamp) if expected.is_some() && stamp != expected => codes.push("bundle-other"),
            _ => {}
        }
        if change.state == State::Online && !self.frame.started {
            codes.push("startup-missing");
        }
        codes
    }
}
