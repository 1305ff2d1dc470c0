//! A server of any size in front of the stand-in: it answers the long lists itself, from their numbers, and hands every
//! other read on. The stand-in sorts everybody for each page, which takes longer than all that is measured.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};

use gantry::standin::people;
use serde_json::{Value, json};

use super::{MEMBERS, Size};

/// The largest page, as Rocket.Chat's `API_Upper_Count_Limit` has it.
const PAGE: usize = 100;

/// Serves a crowd, and returns the address. `behind` is the stand-in's.
pub fn serve(size: Size, behind: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let behind = behind.to_owned();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (stream, behind) = (stream.unwrap(), behind.clone());
            // A connection that breaks is its client's to tell of.
            std::thread::spawn(move || drop(answer_all(size, &behind, &stream)));
        }
    });
    url
}

fn answer_all(size: Size, behind: &str, stream: &TcpStream) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    while reader.read_line(&mut line)? > 0 {
        let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
        let mut headers = Vec::new();
        loop {
            line.clear();
            reader.read_line(&mut line)?;
            match line.trim().split_once(": ") {
                Some((name, value)) if name.starts_with("x-") => headers.push((name.to_owned(), value.to_owned())),
                Some(_) => {}
                None => break,
            }
        }
        let (status, body) =
            long_list(size, &path).map_or_else(|| handed_on(behind, &path, &headers), |body| (200, body));
        let length = body.len();
        let mut stream = stream;
        let head = format!("HTTP/1.1 {status} .\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n");
        stream.write_all((head + &body).as_bytes())?;
        line.clear();
    }
    Ok(())
}

fn handed_on(behind: &str, path: &str, headers: &[(String, String)]) -> (u16, String) {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let mut request = agent.get(format!("{behind}{path}"));
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let mut answer = request.call().unwrap();
    (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
}

fn long_list(size: Size, path: &str) -> Option<String> {
    let (route, query) = path.strip_prefix("/api/v1/")?.split_once('?')?;
    let asked = |key: &str| query.split('&').find_map(|part| part.strip_prefix(key)?.strip_prefix('='));
    let number = |key| asked(key).and_then(|text| text.parse::<usize>().ok()).unwrap_or(0);
    let (offset, count) = (number("offset"), number("count").min(PAGE));
    let page = |name: &str, total: usize, record: &dyn Fn(usize) -> Value| {
        let records: Vec<Value> = (offset..total.min(offset + count)).map(record).collect();
        json!({ name: records, "count": records.len(), "offset": offset, "total": total, "success": true }).to_string()
    };
    match route {
        // The administrator comes first.
        "users.list" => Some(page("users", size.0 + 1, &|at| at.checked_sub(1).map_or_else(administrator, person))),
        "groups.listAll" => Some(page("groups", size.projects(), &room)),
        "rooms.membersOrderedByRole" => {
            let project = asked("roomId")?.trim_start_matches('r').parse().ok()?;
            let members: Vec<usize> = size.members(project).collect();
            let member =
                |at: usize| at.checked_sub(1).and_then(|at| members.get(at)).map_or_else(owner, |at| person(*at));
            Some(page("members", MEMBERS + 1, &member))
        }
        _ => None,
    }
}

fn administrator() -> Value {
    let admin = people::by_username("admin").unwrap();
    json!({
        "_id": admin.id, "username": admin.username, "name": admin.name, "roles": ["admin"], "active": true, "type": "user",
        "emails": [{ "address": "admin@example.test", "verified": true }],
    })
}

fn owner() -> Value {
    let admin = people::by_username("admin").unwrap();
    json!({ "_id": admin.id, "username": admin.username, "name": admin.name, "roles": ["owner"] })
}

fn person(at: usize) -> Value {
    json!({
        "_id": format!("u{at:016}"), "username": format!("person{at:06}_staff"), "name": format!("Person {at:06}"),
        "roles": ["user"], "active": true, "type": "user", "status": "offline", "nameInsensitive": format!("person {at:06}"),
        "emails": [{ "address": format!("person{at:06}@example.test"), "verified": true }],
    })
}

fn room(at: usize) -> Value {
    json!({
        "_id": format!("r{at:016}"), "t": "p", "name": format!("project-{at}"), "fname": format!("project-{at}"),
        "customFields": { "gantryProject": format!("j{at}") }, "ro": false, "default": false, "sysMes": true,
        "usersCount": MEMBERS + 1, "msgs": 0,
    })
}
