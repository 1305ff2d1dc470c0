//! `tests/fixtures/wire.json`: what is to be made of what comes from outside, and what is said to the server, each with
//! letters. The rules are tested with what Rust makes of it, and `www/wire.js` is held against the same table.

mod tests {
    use crate::protocol::texts::{Table, Texts};
    use crate::protocol::wire_twin;
    use crate::realtime::Do;
    use crate::realtime::tests::{carrier, recording};
    use serde_json::{Value, json};
    use std::fmt::Write as _;

    const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/wire.json");

    fn on(event: &str, args: &Value) -> Value {
        let fields = json!({ "eventName": event, "args": args });
        json!({ "msg": "changed", "collection": "stream-notify-user", "id": "id", "fields": fields })
    }

    /// What no server should send.
    fn hostile_frames() -> Vec<Value> {
        let changed = |record: Value| on("u/subscriptions-changed", &json!(["updated", record]));
        vec![
            json!(null),
            json!(true),
            json!(7),
            json!([]),
            json!(["ping"]),
            json!("ping"),
            json!({}),
            json!({ "server_id": "0" }),
            json!({ "msg": 7 }),
            json!({ "msg": -4 }),
            json!({ "msg": ["ping"], "id": { "toString": "x" } }),
            json!({ "msg": "ping" }),
            json!({ "msg": "ping", "id": "an id of its own" }),
            json!({ "msg": "ping", "id": "x".repeat(1_000) }),
            json!({ "msg": "ping", "id": "x".repeat(1_001) }),
            json!({ "msg": "ping", "id": "\u{1f600}".repeat(501) }),
            json!({ "msg": "constructor", "id": "__proto__", "session": "toString" }),
            json!({ "msg": "result", "id": "login", "result": null, "error": null }),
            json!({ "msg": "result", "id": "login", "result": "x", "error": "403" }),
            json!({ "msg": "result", "id": "login", "error": { "error": "403" } }),
            json!({ "msg": "result", "id": "login", "error": { "error": -13 } }),
            json!({ "msg": "result", "id": "login", "error": { "error": { "error": 403 } } }),
            json!({ "msg": "result", "id": "login", "error": false }),
            json!({ "msg": "result", "id": "subscriptions/get", "error": {} }),
            json!({ "msg": "ready", "subs": "subscriptions-changed" }),
            json!({ "msg": "ready", "subs": { "0": "subscriptions-changed", "length": 1 } }),
            json!({ "msg": "ready", "subs": [7, null, "subscriptions-changed", ["x"], ""] }),
            json!({ "msg": "changed", "collection": "stream-notify-user" }),
            json!({ "msg": "changed", "collection": "stream-notify-user", "fields": "x" }),
            on("force_logout", &json!([])),
            on("/force_logout", &json!([])),
            on("u/", &json!([])),
            on("u/force_logout/x", &json!(["session", "x"])),
            on("u/force_logout", &json!("removed")),
            on("u/force_logout", &json!([null])),
            on("u/subscriptions-changed", &json!({ "0": "removed", "1": { "_id": "s" } })),
            on("u/subscriptions-changed", &json!(["removed", { "_id": "s" }])),
            on("u/subscriptions-changed", &json!(["removed", "s"])),
            on("u/subscriptions-changed", &json!(["removed"])),
            on("u/notification", &json!([{ "title": "t", "payload": { "_id": "m", "rid": "r" } }])),
            on("u/notification", &json!([{ "payload": { "_id": "", "rid": 7 } }])),
            on("u/notification", &json!([{ "payload": ["m", "r"] }])),
            changed(json!({ "rid": "r" })),
            changed(json!({ "_id": "s", "rid": "r" })),
            changed(json!({ "_id": "s", "rid": "r", "unread": null, "_updatedAt": null })),
            changed(json!({ "_id": "s", "rid": "r", "unread": "7", "_updatedAt": "yesterday" })),
            changed(json!({ "_id": "s", "rid": "r", "unread": 7, "_updatedAt": "1013-11-22T14:24:08.193Z" })),
            changed(json!({ "_id": "s", "rid": "r", "unread": -2, "_updatedAt": { "$date": -5 } })),
            changed(json!({ "_id": "s", "rid": "r", "unread": 1.5, "_updatedAt": 5 })),
            changed(json!({ "_id": "s", "rid": "r", "unread": true, "_updatedAt": [5] })),
            changed(
                json!({ "_id": "s", "rid": "r", "alert": 1, "open": 0, "archived": "true", "hideUnreadStatus": null }),
            ),
            changed(json!({ "_id": "s", "rid": "r", "alert": true, "open": false, "archived": true,
                "hideUnreadStatus": true, "unreadAlert": "nothing", "tunread": ["a", "b"],
                "_updatedAt": "2026-11-22T14:24:08.193Z" })),
            changed(json!({ "_id": "s", "rid": "r", "unreadAlert": "all", "tunread": { "length": 3 } })),
            changed(json!({ "_id": 1, "rid": ["r"], "name": {}, "fname": "", "t": "p" })),
        ]
    }

    fn hostile_answers() -> Vec<Value> {
        vec![
            json!(null),
            json!("x"),
            json!({ "success": true }),
            json!({ "update": "x", "remove": { "0": { "_id": "s" } } }),
            json!({ "update": [null, 7, { "_id": "s", "rid": "r" }], "remove": [{ "_id": "t" }, {}, null, "u"] }),
            json!([{ "_id": "s", "rid": "r", "unread": 1, "_updatedAt": { "$date": 5 } }]),
        ]
    }

    /// Each with its input, and what is made of it.
    fn rows(inputs: Vec<Value>, read: impl Fn(&Value, &mut Table) -> Vec<f64>) -> Vec<Value> {
        let row = |input: Value| {
            let mut texts = Table::default();
            let items = read(&input, &mut texts);
            json!([input, wire_twin::letters(&items, &texts)])
        };
        inputs.into_iter().map(row).collect()
    }

    fn said() -> Vec<Value> {
        let say = |(what, items): (Do, Value)| {
            let mut texts = Table::default();
            let number = |item: &Value| match item.as_str() {
                Some(text) => texts.number(text).listed(),
                None => item.as_f64().unwrap(),
            };
            let numbers: Vec<f64> = items.as_array().unwrap().iter().map(number).collect();
            json!([what as u8, items, carrier::frame(what, &numbers, "a\"token\\", &texts)])
        };
        let words = [
            (Do::Connect, json!([])),
            (Do::Login, json!(["u"])),
            (Do::Subscribe, json!(["u", "subscriptions-changed"])),
            (Do::Subscribe, json!(["u\"x", "force_logout"])),
            (Do::Call, json!([-1])),
            (Do::Call, json!([1_795_357_000_007_u64])),
            (Do::Call, json!([0])),
            (Do::Ping, json!([])),
            (Do::Pong, json!([0])),
            (Do::Pong, json!(["a\"b"])),
        ];
        words.into_iter().map(say).collect()
    }

    fn table() -> String {
        let captured = recording::frames().into_iter().filter(|(incoming, _)| *incoming).map(|(_, frame)| frame);
        let snapshot = recording::snapshot();
        let records = snapshot["update"].as_array().unwrap().clone();
        let frames = captured.chain(hostile_frames()).collect();
        let answers = [snapshot].into_iter().chain(hostile_answers()).collect();
        let mut text = String::from("{");
        for (at, (name, rows)) in [
            ("frames", rows(frames, wire_twin::frame)),
            ("records", rows(records, |record, texts| wire_twin::record(record, texts).to_vec())),
            ("answers", rows(answers, wire_twin::answer)),
            ("said", said()),
        ]
        .into_iter()
        .enumerate()
        {
            let rows: Vec<String> = rows.iter().map(|row| format!("    {row}")).collect();
            let comma = if at > 0 { "," } else { "" };
            write!(text, "{comma}\n  \"{name}\": [\n{}\n  ]", rows.join(",\n")).unwrap();
        }
        text + "\n}\n"
    }

    /// `GANTRY_WRITE=1 cargo test --lib wire_table` writes the table anew.
    #[test]
    fn the_table_is_what_is_made_of_it() {
        let table = table();
        serde_json::from_str::<Value>(&table).unwrap();
        if std::env::var_os("GANTRY_WRITE").is_some() {
            std::fs::write(TABLE, &table).unwrap();
        }
        let written = std::fs::read_to_string(TABLE).unwrap_or_default();
        assert!(written == table, "{TABLE} is out of date: GANTRY_WRITE=1 cargo test --lib wire_table");
    }
}
