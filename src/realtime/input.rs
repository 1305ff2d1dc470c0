//! What a watch is told.

use super::snapshots::Missed;
use crate::protocol::TextId;

/// What happened.
#[derive(Clone, Copy, Debug)]
pub enum Input<'a> {
    /// The page wants counts.
    Begin {
        /// The browser has locks and channels, so tabs can share.
        shared: bool,
        /// The tab can be seen.
        visible: bool,
    },
    /// The page's login answered with credentials of this user; [`TextId::NONE`] where it gave none.
    Credentials(TextId),
    /// The socket is open.
    Opened,
    /// The socket is closed, or could not be opened.
    Closed,
    /// The server says something ([`crate::protocol::ddp::read`]).
    Frame(&'a [f64]),
    /// A snapshot came, or did not: by REST with the number of the call, over the socket with 0. The number of records, the
    /// records, and the ids of subscriptions that are gone.
    Snapshot(u32, Result<&'a [f64], Missed>),
    /// The lock is ours, or is no longer.
    Lock(bool),
    /// Another tab says something.
    Told(&'a [f64]),
    /// The tab is seen, or hidden.
    Visible(bool),
    /// The room that the member reads in this tab, shown and with the focus.
    Reading(TextId),
    /// A frame of this tab has a notification: message id and room id.
    Noticed(TextId, TextId),
    /// The member has logged out in a frame of this tab.
    SignedOut,
    /// Nothing, but time has passed.
    Tick,
    /// The page or the member wants another try.
    Retry,
    /// The page goes, maybe to come back with [`Input::Begin`].
    Leave,
}
