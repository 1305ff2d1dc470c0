//! Whether WebSocket connections get through to Rocket.Chat.

use crate::bundle::proxy;
use crate::config::Config;
use crate::findings::server::REALTIME_BLOCKED;

use super::calls::{self, Calls, came};
use super::report::{Found, Report, Topic, Why};

/// Any 16 bytes in base64; the answer is not used.
const KEY: &str = "Z2FudHJ5IGRvY3RvciAxIQ==";

/// Begins a WebSocket connection and goes no further than the answer.
pub(super) fn look(calls: &mut Calls, config: &Config, report: &mut Report) {
    let mut headers = vec![
        ("connection", "Upgrade".to_owned()),
        ("upgrade", "websocket".to_owned()),
        ("sec-websocket-version", "13".to_owned()),
        ("sec-websocket-key", KEY.to_owned()),
    ];
    headers.extend(config.origins.first().map(|page| ("origin", page.to_string())));
    match calls.get_with("/websocket", headers) {
        Ok(answer) if answer.status == 101 => {}
        Ok(answer) if answer.status == 429 => {
            report.skip(Topic::Realtime, Why::NoAnswer(came("GET /websocket", &answer)));
        }
        Ok(answer) => {
            let seen = came("GET /websocket, Upgrade: websocket", &answer);
            report.add(Found::new(&REALTIME_BLOCKED, seen).with_lines(proxy::upgrade(config)));
        }
        Err(broken) => report.skip(Topic::Realtime, Why::NoAnswer(calls::words(&broken))),
    }
}
