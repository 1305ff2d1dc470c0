//! What a chat says of itself can be looked up.

use gantry::findings;
use gantry::session::Reason;

#[test]
fn every_reason_is_a_finding() {
    for reason in [
        Reason::SessionLost,
        Reason::OtherUser,
        Reason::EventsSilent,
        Reason::FrameSilent,
        Reason::LoginTimeout,
        Reason::LoginRefused,
        Reason::TokenMissing,
        Reason::NotAMember,
        Reason::LoginFailed,
        Reason::LoginSilent,
        Reason::SessionUnstable,
        Reason::Options,
    ] {
        assert!(findings::find(reason.code()).is_some(), "{}", reason.code());
    }
}
