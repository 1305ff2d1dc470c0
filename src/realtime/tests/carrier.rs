//! What `www/watch.js` and `www/wire.js` do between the rules and the rest, in Rust: a table of texts and a token for each tab,
//! letters for what is said to the server.

use crate::protocol::TextId;
use crate::protocol::ddp::WORDS;
use crate::protocol::texts::Table;
use crate::realtime::Do;
use serde_json::{Value, json};

/// What the page's login gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Login {
    pub user: &'static str,
    pub token: &'static str,
}

const ALL: [Do; 14] = [
    Do::AskCredentials,
    Do::Open,
    Do::Close,
    Do::Connect,
    Do::Login,
    Do::Subscribe,
    Do::Call,
    Do::Ping,
    Do::Pong,
    Do::Fetch,
    Do::Lock,
    Do::Unlock,
    Do::Tell,
    Do::Notify,
];

/// What a watch wants done, one by one, with the items of each.
pub fn outputs(mut list: &[f64]) -> Vec<(Do, Vec<f64>)> {
    let mut outputs = Vec::new();
    while let [what, length, rest @ ..] = list {
        let what = ALL[*what as usize];
        assert_eq!(what as u8, list[0] as u8);
        let (items, behind) = rest.split_at(*length as usize);
        outputs.push((what, items.to_vec()));
        list = behind;
    }
    assert!(list.is_empty());
    outputs
}

/// The frame that says it to the server; `None` for what is no word to it.
pub fn frame(what: Do, items: &[f64], token: &str, texts: &Table) -> Option<Value> {
    let [login, subscriptions, stream] = [8, 9, 10].map(|at| WORDS[at]);
    let text = |at: usize| texts.text(TextId::from_list(items[at]));
    Some(match what {
        Do::Connect => json!({ "msg": "connect", "version": "1", "support": ["1", "pre2", "pre1"] }),
        Do::Login => json!({ "msg": "method", "method": login, "id": login, "params": [{ "resume": token }] }),
        Do::Subscribe => {
            let params = json!([format!("{}/{}", text(0), text(1)), { "useCollection": false, "args": [] }]);
            json!({ "msg": "sub", "id": text(1), "name": stream, "params": params })
        }
        Do::Call => {
            let params = if items[0] < 0.0 { json!([]) } else { json!([{ "$date": items[0] as u64 }]) };
            json!({ "msg": "method", "method": subscriptions, "id": subscriptions, "params": params })
        }
        Do::Ping => json!({ "msg": "ping" }),
        Do::Pong if text(0).is_empty() => json!({ "msg": "pong" }),
        Do::Pong => json!({ "msg": "pong", "id": text(0) }),
        _ => return None,
    })
}
