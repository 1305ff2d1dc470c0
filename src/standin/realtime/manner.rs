//! What differs in the realtime between the versions, with sources as in `docs/protocol.md`.

use crate::protocol::Release;
use crate::standin::versions::Fact;

/// How one version speaks.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    release: Release,
    /// A first frame without `msg` greets whoever connects.
    pub server_id: Fact<bool>,
    /// A `removed` carries `u`, `rid` and `t` besides `_id`.
    pub removed_tells_room: Fact<bool>,
    /// `force_logout` names the one session that it ends.
    pub logout_names_session: Fact<bool>,
}

const fn fact(is: bool, source: &'static str) -> Fact<bool> {
    Fact { is, source }
}

const V3_18: Manner = Manner {
    release: Release::new(3, 18),
    server_id: fact(true, "ddp-client 1.1.2 lets an object without msg pass; releases not known"),
    removed_tells_room: fact(false, "server/publications/subscription: only the id is left of a removed record"),
    logout_names_session: fact(false, "6.14 client/startup/forceLogout: the arguments are not looked at"),
};

const V6_5: Manner = Manner { release: Release::new(6, 5), server_id: fact(false, "6.5.3 recording"), ..V3_18 };

const V8_8: Manner = Manner {
    release: Release::new(8, 8),
    removed_tells_room: fact(true, "newer builds; release not known"),
    logout_names_session: fact(true, "8.x listeners.module.ts: user.forceLogout with a session id"),
    ..V6_5
};

const MANNERS: [Manner; 3] = [V3_18, V6_5, V8_8];

/// The manner of a release: the nearest one at or below it.
#[must_use]
pub fn manner(release: Release) -> &'static Manner {
    MANNERS.iter().rev().find(|manner| manner.release <= release).unwrap_or(&MANNERS[0])
}
