//! The demo's people talk by themselves, so that there is something to see.

use std::time::Duration;

use super::hub::Hub;
use super::people::{ALPHA, DIRECT, GENERAL, OTHER, by_username, message};

const PAUSE: Duration = Duration::from_secs(6);

/// Room, who, what, and the thread it belongs to.
type Line = (&'static str, &'static str, &'static str, Option<&'static str>);

const LINES: [Line; 12] = [
    (OTHER, "chloe", "The minutes of this morning are in the project space.", None),
    (ALPHA, "bob", "I added a table to chapter three.", None),
    (GENERAL, "raf_utilisateur-local", "The coffee machine works again.", None),
    (ALPHA, "chloe", "@alice the figure is nearly done.", None),
    (DIRECT, "bob", "Shall I call you now?", None),
    (ALPHA, "raf_utilisateur-local", "Here is the data for it.", Some(message::ROOT)),
    (OTHER, "bob", "@all please read the minutes before noon.", None),
    (ALPHA, "bob", "Looks good to me, @chloe.", None),
    (GENERAL, "chloe", "Who comes to lunch?", None),
    (ALPHA, "raf_utilisateur-local", "I am in.", None),
    (OTHER, "chloe", "Done, thank you.", None),
    (DIRECT, "bob", "It can wait until tomorrow.", None),
];

/// Talks until it is dropped.
pub async fn talk(hub: Hub) {
    for (room, user, text, thread) in LINES.iter().cycle() {
        tokio::time::sleep(PAUSE).await;
        let Some(author) = by_username(user) else { continue };
        let said = hub.world().say(room, author, text, *thread, false);
        if let Some((_, change)) = said {
            hub.tell(change);
        }
    }
}
