//! The demo's people talk by themselves, so that badges move.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use super::rocket_chat::RocketChat;

/// Time for a visitor to see the page before the first word.
const FIRST_AFTER: Duration = Duration::from_secs(5);
/// Time between words while the conversation is new, and once it begins again.
const BETWEEN: [Duration; 2] = [Duration::from_secs(7), Duration::from_secs(25)];

/// Room, speaker, words.
const CONVERSATION: &[(&str, &str, &str)] = &[
    ("projet-alpha", "bob", "Good morning! The new version is on the test server."),
    ("autre-projet", "chloe", "The interviews are planned for Thursday."),
    ("projet-alpha", "chloe", "Merci Bob, je regarde tout de suite."),
    ("general", "admin", "Maintenance tonight from 22:00, ten minutes."),
    ("projet-alpha", "bob", "@alice can you have a look at the plan?"),
    ("autre-projet", "bob", "Thursday is fine with me."),
    ("projet-alpha", "raf_utilisateur-local", "Les tests passent, deux points restent ouverts."),
    ("projet-alpha", "chloe", "@bob the form on page 2 is not clear on a phone."),
    ("general", "raf_utilisateur-local", "Noted, thanks."),
    ("projet-alpha", "bob", "I will change it before noon."),
    ("autre-projet", "chloe", "@alice il manque ton accord pour jeudi."),
    ("projet-alpha", "raf_utilisateur-local", "See #general for tonight's maintenance."),
];

/// Lets the demo's people talk without end. Words that don't get through are left out: the pages show by themselves
/// when the chat is gone.
pub async fn talk(standin: Arc<RocketChat>) {
    tokio::time::sleep(FIRST_AFTER).await;
    let [mut between, later] = BETWEEN;
    loop {
        for (room, user, text) in CONVERSATION {
            let _ = standin.control("say", json!({ "room": room, "user": user, "text": text })).await;
            tokio::time::sleep(between).await;
        }
        between = later;
    }
}
