//! `tests/fixtures/fields.json`: what is to be made of a frame's messages before the rules see them, with letters. The
//! rules are tested with what Rust makes of a message, and `www/fields.js` is held against the same table.

mod tests {
    use crate::protocol::event::rules;
    use crate::protocol::foreign::kind;
    use crate::protocol::texts::Table;
    use crate::protocol::{TextId, fields_twin};
    use serde_json::{Value, json};

    const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/fields.json");

    /// What a real 6.5.3 posted, in order.
    fn captured() -> Vec<Value> {
        include_str!("../../tests/fixtures/6.5.3/iframe-events-6.5.3.jsonl")
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok())
            .filter_map(|line| line.get("data").cloned())
            .collect()
    }

    /// What no frame should say. A date is written `{"$date": milliseconds}`.
    fn hostile() -> Vec<Value> {
        let by = |data: Value| json!({ "eventName": "unread-changed-by-subscription", "data": data });
        let card = |more: Value| json!({ "evtname": "user-card-click", "id": "m", "username": more });
        vec![
            json!(null),
            json!(true),
            json!(42),
            json!("unread-changed"),
            json!([]),
            json!(["unread-changed", 3]),
            json!({}),
            json!({ "$date": 0 }),
            json!({ "eventName": 1, "data": 1 }),
            json!({ "eventName": "", "data": true, "evtname": "user-card-click", "username": "bob" }),
            json!({ "eventName": ["startup"], "data": true }),
            json!({ "eventName": { "toString": "startup" } }),
            json!({ "eventName": "__proto__", "data": { "rid": "r" } }),
            json!({ "eventName": "constructor", "data": { "rid": "r" } }),
            json!({ "eventName": "startup" }),
            json!({ "eventName": "x".repeat(1_001), "data": 1 }),
            json!({ "eventName": "unread-changed", "data": "x".repeat(1_000) }),
            json!({ "eventName": "unread-changed", "data": "\u{1f600}".repeat(501) }),
            json!({ "eventName": "unread-changed", "data": { "$date": 5 } }),
            json!({ "eventName": "unread-changed", "data": -1.5 }),
            json!({ "eventName": "unread-changed", "data": [1, 2, 3] }),
            by(json!(null)),
            by(json!("rid")),
            by(json!(["r", 1])),
            by(json!({ "rid": "r", "unread": 1, "alert": true, "_updatedAt": { "$date": 5 }, "tunread": ["a", "b"] })),
            by(json!({ "rid": { "rid": "r" }, "unread": "1", "alert": 1, "_updatedAt": "2026-11-22T14:24:08.193Z" })),
            by(json!({ "rid": "r", "name": "n".repeat(1_001), "u": "x", "tunread": { "length": 3 }, "open": false })),
            card(json!("bob")),
            card(json!(7)),
            card(json!(["bob"])),
            json!({ "gantry": { "v": 1, "kind": "here", "nonce": "n", "stamp": "s", "userId": "u" } }),
            json!({ "gantry": { "v": "1", "kind": 7, "nonce": null, "userId": false } }),
            json!({ "gantry": [1, "here"] }),
            json!({ "gantry": "here" }),
        ]
    }

    /// Kind and value, one after the other, with letters for texts.
    fn letters(items: &[f64], texts: &Table) -> Vec<Value> {
        let pair = |pair: &[f64]| match *pair {
            [kind, value] if kind == f64::from(kind::TEXT) => {
                [json!(kind as u8), json!(texts.text(TextId(value as u32)))]
            }
            [kind, value] => [json!(kind as u8), json!(value)],
            _ => [Value::Null, Value::Null],
        };
        items.chunks(2).flat_map(pair).collect()
    }

    fn table() -> String {
        let row = |message: Value| {
            let mut texts = Table::default();
            let items = fields_twin::read(&message, &mut texts);
            format!("    {}", json!([message, letters(&items, &texts)]))
        };
        let rows: Vec<String> = captured().into_iter().chain(hostile()).map(row).collect();
        let rules: Vec<&str> = rules().collect();
        format!("{{\n  \"rules\": {},\n  \"messages\": [\n{}\n  ]\n}}\n", json!(rules), rows.join(",\n"))
    }

    /// `GANTRY_WRITE=1 cargo test --lib fields_table` writes the table anew.
    #[test]
    fn the_table_is_what_is_made_of_it() {
        let table = table();
        serde_json::from_str::<Value>(&table).unwrap();
        if std::env::var_os("GANTRY_WRITE").is_some() {
            std::fs::write(TABLE, &table).unwrap();
        }
        let written = std::fs::read_to_string(TABLE).unwrap_or_default();
        assert!(written == table, "{TABLE} is out of date: GANTRY_WRITE=1 cargo test --lib fields_table");
    }
}
