//! Where `gantry sync` gets its roster from.

use serde_json::json;

use super::site::{PEOPLE, Synced, projects, roster, set};
use crate::setup_cli_server::Served;

#[test]
fn tables_standard_input_and_the_schema() {
    let served = Synced(Served::fresh("6.5"));
    std::fs::create_dir(served.0.path("export")).unwrap();
    for (name, text) in [
        ("people.csv", "id,login,population,email,name\n1,ann,staff,ann@example.test,Ann\n"),
        ("projects.csv", "id,name\na,Alpha\n"),
        ("members.csv", "project,person,role\na,1,moderator\n"),
    ] {
        std::fs::write(served.0.path("export").join(name), text).unwrap();
    }
    served.0.gantry(&["sync", "apply", "export", "--yes"]).comes_to(0);
    assert_eq!(served.room("alpha"), set(&["admin owner", "ann_staff moderator"]));
    let mut command = served.0.command(&["sync", "plan", "-", "--json", "--token-file", "token.json"]);
    command.write_stdin(roster(&PEOPLE, &projects()).to_string());
    let plan = served.0.run(command).comes_to(1).json();
    assert_eq!((&plan["counts"]["created"], &plan["inSync"]), (&json!(3), &json!(false)));
    let schema = served.0.run(served.0.command(&["sync", "schema"])).comes_to(0).json();
    assert_eq!(schema["title"], "A roster for gantry sync");
    std::fs::write(served.0.path("roster.json"), "{\"version\": 1, \"people\": [").unwrap();
    let ran = served.sync("plan", &[]).comes_to(2);
    assert!(ran.err.contains("it ends too early"), "{}", ran.err);
}

/// Answers one request and tells its head.
fn answer_once(answer: String) -> (String, std::thread::JoinHandle<String>) {
    use std::io::{Read, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/roster.json?key=hidden", listener.local_addr().unwrap());
    let thread = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            head.extend(byte);
        }
        stream.write_all(answer.as_bytes()).unwrap();
        String::from_utf8(head).unwrap()
    });
    (url, thread)
}

#[test]
fn a_roster_is_fetched_with_a_token_and_never_from_elsewhere_or_by_half() {
    let served = Synced(Served::fresh("8.8"));
    let body = roster(&PEOPLE, &projects()).to_string();
    let long = " ".repeat(17 << 20) + &body;
    let head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length:";
    let sent = |whole: &str, part: &str| format!("{head} {}\r\n\r\n{part}", whole.len());
    let elsewhere = "HTTP/1.1 302 Found\r\nLocation: https://evil.test/\r\nContent-Length: 0\r\n\r\n".to_owned();
    let refused = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n".to_owned();
    for (answer, code, told) in [
        (sent(&body, &body), 1, ""),
        (sent(&long, &long), 1, ""),
        (sent(&body, &body[..body.len() / 2]), 2, "was cut: half a roster is none"),
        (elsewhere, 2, "points elsewhere"),
        (refused, 2, "refuses the token (401); see --roster-token-file"),
    ] {
        let (url, thread) = answer_once(answer);
        let mut command = served.0.command(&["sync", "plan", &url, "--token-file", "token.json"]);
        command.env("GANTRY_ROSTER_TOKEN", "roster-secret");
        let ran = served.0.run(command).comes_to(code);
        let head = thread.join().unwrap().to_lowercase();
        assert!(head.contains("authorization: bearer roster-secret") && !head.contains("x-auth-token"), "{head}");
        assert!(ran.err.contains(told), "{}", ran.err);
        assert!(!ran.err.contains("hidden") && !ran.err.contains("roster-secret"), "{}", ran.err);
    }
    let ran = served.0.gantry(&["sync", "plan", "http://cms.example.org/roster.json"]).comes_to(2);
    assert!(ran.err.contains("names and addresses of people need https"), "{}", ran.err);
}
