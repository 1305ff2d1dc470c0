//! Members logged in from a back end: `gantry token for`, and the calls of `docs/back-end-login.md`, against every release.
#![cfg(feature = "standin")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::process::Command;

use gantry::protocol::Release;
use gantry::standin::{Options, people};
use serde_json::{Value, json};

mod setup_cli_server;

use setup_cli_server::{RELEASES, Ran, Served};

const HANDBOOK: &str = include_str!("../docs/back-end-login.md");
const SECRET: &str = "SECRET-OF-THE-ENVIRONMENT";

fn served(release: &str, create_tokens: Option<&str>) -> Served {
    let served = Served::with(release, "", |options: &mut Options| {
        options.populated = true;
        options.create_tokens = create_tokens.map(str::to_owned);
    });
    served.write_private("secret.txt", &format!("{SECRET}\n"));
    served
}

fn token_for(served: &Served, member: &str, more: &[&str]) -> Ran {
    served.gantry(&[&["token", "for", member], more].concat())
}

fn sessions(served: &Served) -> usize {
    served.hub.world().session_count(people::by_username("chloe").unwrap())
}

#[test]
fn a_token_is_made_once_and_used_again_until_the_server_forgets_it() {
    for release in RELEASES {
        let served = served(release, Some(SECRET));
        let by_secret = release.parse::<Release>().unwrap() >= Release::new(8, 0);
        let keep: &[&str] = if by_secret {
            &["--keep", "chloe.json", "--secret-file", "secret.txt"]
        } else {
            &["--keep", "chloe.json"]
        };
        let ran = token_for(&served, "chloe", keep).comes_to(0);
        assert_eq!(ran.out, "The token of chloe is new, and is kept in chloe.json\n", "{release}");
        let kept = fs::read_to_string(served.path("chloe.json")).unwrap();
        let token: Value = serde_json::from_str(&kept).unwrap();
        let chloe = served.hub.world().session(token["token"].as_str().unwrap()).unwrap();
        assert_eq!((chloe.username, token["userId"].as_str()), ("chloe", Some(chloe.id)), "{release}");
        #[cfg(unix)]
        assert_eq!(setup_cli_server::mode(&served.path("chloe.json")), 0o600);

        let ran = token_for(&served, chloe.id, keep).comes_to(0);
        assert!(ran.out.contains("is still taken, and stays in chloe.json"), "{}", ran.out);
        assert_eq!((sessions(&served), fs::read_to_string(served.path("chloe.json")).unwrap()), (1, kept.clone()));

        served.hub.world().forget(chloe);
        token_for(&served, "chloe", keep).comes_to(0);
        assert_ne!(fs::read_to_string(served.path("chloe.json")).unwrap(), kept);
        let ran = token_for(&served, "chloe", &[keep, &["--stdout"]].concat()).comes_to(0);
        assert_eq!((sessions(&served), ran.json()["userId"].as_str()), (1, Some(chloe.id)), "{release}");
        let written = served.all_written(&["chloe.json", "secret.txt", "token.json"]);
        assert!(!written.contains(SECRET) && !written.contains(kept.trim()), "{release}");
    }
}

#[test]
fn a_server_that_makes_no_tokens_is_told_with_what_to_set() {
    for (release, environment, secret, told) in [
        ("6.5", None, false, "set CREATE_TOKENS_FOR_USERS=true in Rocket.Chat's environment"),
        ("8.8", Some("another"), true, "check that the secret is the one in CREATE_TOKENS_FOR_USERS_SECRET"),
        ("8.8", Some(SECRET), false, "give the same text with --secret-file or in GANTRY_MEMBER_SECRET"),
    ] {
        let served = served(release, environment);
        let file: &[&str] = if secret { &["--secret-file", "secret.txt"] } else { &[] };
        let ran = token_for(&served, "chloe", &[&["--stdout"], file].concat()).comes_to(2);
        assert!(ran.err.contains(told), "{release}: {}", ran.err);
        assert_eq!(sessions(&served), 0);
    }
    let served = served("8.8", Some(SECRET));
    let file = ["--stdout", "--secret-file", "secret.txt"];
    let ran = token_for(&served, "nemo", &file).comes_to(2);
    assert!(ran.err.contains("nobody on the server has the username or user id nemo"), "{}", ran.err);
    let chloe = people::by_username("chloe").unwrap();
    served.hub.world().accounts.get_mut(chloe.id).unwrap().active = false;
    let ran = token_for(&served, "chloe", &file).comes_to(2);
    assert!(ran.err.contains("the account chloe is deactivated"), "{}", ran.err);
}

#[test]
fn a_member_has_fifty_sessions_and_one_more_ends_the_oldest() {
    let served = served("6.5", Some(SECRET));
    let made = token_for(&served, "chloe", &["--stdout"]).comes_to(0).json();
    let first = made["token"].as_str().unwrap().to_owned();
    let chloe = people::by_username("chloe").unwrap();
    (0..49).for_each(|_| drop(served.hub.world().open_session(chloe)));
    assert!(served.hub.world().session(&first).is_some());
    token_for(&served, "chloe", &["--stdout"]).comes_to(0);
    assert_eq!((sessions(&served), served.hub.world().session(&first)), (50, None));
}

fn snippet(language: &str) -> &'static str {
    HANDBOOK.split(&format!("```{language}\n")).nth(1).unwrap().split("\n```").next().unwrap()
}

/// A call in a snippet: method, path without the value at its end, and the keys of its body.
#[derive(Debug, PartialEq)]
struct Call {
    method: String,
    path: String,
    body: Vec<&'static str>,
}

fn calls(snippet: &str) -> Vec<Call> {
    let quoted = |text: &str| {
        let quote = text.chars().find(|c| "\"'`".contains(*c))?;
        let rest = text.split_once(quote)?.1;
        Some((rest.split(quote).next()?.split("${").next()?.to_owned(), rest.split_once(quote)?.1.to_owned()))
    };
    let starts = snippet.match_indices("call(").map(|(at, word)| &snippet[at + word.len()..]);
    // The definition is no call.
    let used = starts.filter(|rest| rest.starts_with(['"', '\'']));
    used.map(|rest| {
        let line = rest.lines().next().unwrap();
        let (method, rest) = quoted(line).unwrap();
        let (path, rest) = quoted(&rest).unwrap();
        let body = ["userId", "secret"].into_iter().filter(|key| method == "POST" && rest.contains(key)).collect();
        Call { method, path, body }
    })
    .collect()
}

#[test]
fn the_snippets_make_the_calls_of_the_handbook_and_the_server_takes_them() {
    let served = served("8.8", Some(SECRET));
    let admin = people::by_username("admin").unwrap();
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let handbook: Vec<(String, String)> = HANDBOOK
        .split("```http\n")
        .skip(1)
        .map(|block| {
            let (method, path) = block.lines().next().unwrap().split_once(' ').unwrap();
            (method.to_owned(), path.split('{').next().unwrap().to_owned())
        })
        .collect();
    for language in ["js", "php", "java"] {
        let snippet = snippet(language);
        let calls = calls(snippet);
        let made: Vec<(String, String)> = calls.iter().map(|call| (call.method.clone(), call.path.clone())).collect();
        assert_eq!(made, handbook, "{language}");
        for header in ["X-Auth-Token", "X-User-Id", "Content-Type", "application/json"] {
            assert!(snippet.contains(header), "{language}: {header}");
        }
        for call in &calls {
            let value = if call.path.ends_with('=') { "chloe" } else { "" };
            let url = format!("{}{}{value}", served.url, call.path);
            let chloe = people::by_username("chloe").unwrap().id;
            let values = |key: &str| if key == "secret" { SECRET } else { chloe };
            let body: Value = call
                .body
                .iter()
                .map(|key| ((*key).to_owned(), json!(values(key))))
                .collect::<serde_json::Map<_, _>>()
                .into();
            let mut answer = if call.method == "POST" {
                let request = agent.post(&url).header("x-auth-token", &served.token).header("x-user-id", admin.id);
                request.send_json(&body).unwrap()
            } else {
                agent.get(&url).header("x-auth-token", &served.token).header("x-user-id", admin.id).call().unwrap()
            };
            let text = answer.body_mut().read_to_string().unwrap();
            assert_eq!(answer.status(), 200, "{language} {call:?}: {text}");
        }
    }
}

#[test]
fn the_snippet_for_node_logs_a_member_in_and_keeps_the_token() {
    let served = served("8.8", Some(SECRET));
    let admin = people::by_username("admin").unwrap();
    let snippet = snippet("js").replace("https://chat.example.org", &served.url);
    let try_it = "
const caller = { token: process.env.CALLER, userId: process.env.CALLER_ID };
const session = {};
const first = await chatLogin(session, 'chloe', caller, process.env.SECRET);
const again = await chatLogin(session, 'chloe', caller, process.env.SECRET);
console.log(JSON.stringify([first.token === again.token, first.userId]));
";
    fs::write(served.path("login.mjs"), format!("{snippet}\n{try_it}")).unwrap();
    let ran = Command::new("node")
        .arg(served.path("login.mjs"))
        .env("CALLER", &served.token)
        .env("CALLER_ID", admin.id)
        .env("SECRET", SECRET)
        .output()
        .unwrap();
    let out = String::from_utf8(ran.stdout).unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let chloe = people::by_username("chloe").unwrap().id;
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap(), json!([true, chloe]));
    assert_eq!(sessions(&served), 1);
}
