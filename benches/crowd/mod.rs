//! A server of any size in front of the stand-in: it answers the long lists and takes new people and rooms itself, by their
//! numbers, and hands every other read on. The stand-in sorts everybody for each page, which takes longer than all that is
//! measured.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use gantry::standin::people;
use serde_json::{Value, json};

use super::{MEMBERS, Size};

/// The largest page, as Rocket.Chat's `API_Upper_Count_Limit` has it.
const PAGE: usize = 100;

struct Crowd {
    size: Size,
    /// The stand-in's address.
    behind: String,
    /// Nobody is there before the first write, and everybody after it.
    is_there: AtomicBool,
}

struct Asked {
    method: String,
    path: String,
    /// Those that name the caller.
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// Serves a crowd that comes with the first write, and returns the address. `behind` is the stand-in's.
pub fn serve(size: Size, behind: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let crowd = Arc::new(Crowd { size, behind: behind.to_owned(), is_there: AtomicBool::new(false) });
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (stream, crowd) = (stream.unwrap(), crowd.clone());
            // A connection that breaks is its client's to tell of.
            std::thread::spawn(move || drop(crowd.answer_all(&stream)));
        }
    });
    url
}

fn read(reader: &mut BufReader<&TcpStream>) -> std::io::Result<Option<Asked>> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split(' ').map(str::to_owned);
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let (mut headers, mut length) = (Vec::new(), 0);
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        match line.trim().split_once(": ") {
            Some((name, value)) if name.starts_with("x-") => headers.push((name.to_owned(), value.to_owned())),
            Some(("content-length", value)) => length = value.parse().unwrap(),
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(Some(Asked { method, path, headers, body }))
}

impl Crowd {
    fn answer_all(&self, mut stream: &TcpStream) -> std::io::Result<()> {
        let mut reader = BufReader::new(stream);
        while let Some(asked) = read(&mut reader)? {
            let own = if asked.method == "POST" { self.made(&asked) } else { self.long_list(&asked.path) };
            let (status, body) = own.map_or_else(|| self.handed_on(&asked), |body| (200, body));
            let length = body.len();
            let head =
                format!("HTTP/1.1 {status} .\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n");
            stream.write_all((head + &body).as_bytes())?;
        }
        Ok(())
    }

    fn handed_on(&self, asked: &Asked) -> (u16, String) {
        assert_eq!(asked.method, "GET", "{}", asked.path);
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let mut request = agent.get(format!("{}{}", self.behind, asked.path));
        for (name, value) in &asked.headers {
            request = request.header(name, value);
        }
        let mut answer = request.call().unwrap();
        (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
    }

    /// A person or a room that is made: the one that the lists have of this name.
    fn made(&self, asked: &Asked) -> Option<String> {
        let body: Value = serde_json::from_slice(&asked.body).unwrap();
        let made = match asked.path.strip_prefix("/api/v1/")? {
            "users.create" => {
                let number = body["username"].as_str()?.strip_prefix("person")?.strip_suffix("_staff")?.parse().ok()?;
                json!({ "user": person(number), "success": true })
            }
            "groups.create" => {
                let number = body["customFields"]["gantryProject"].as_str()?.strip_prefix('j')?.parse().ok()?;
                json!({ "group": room(number), "success": true })
            }
            _ => return None,
        };
        self.is_there.store(true, Ordering::Relaxed);
        Some(made.to_string())
    }

    fn long_list(&self, path: &str) -> Option<String> {
        let (route, query) = path.strip_prefix("/api/v1/")?.split_once('?')?;
        let asked = |key: &str| query.split('&').find_map(|part| part.strip_prefix(key)?.strip_prefix('='));
        let number = |key| asked(key).and_then(|text| text.parse::<usize>().ok()).unwrap_or(0);
        let (offset, count) = (number("offset"), number("count").min(PAGE));
        let page = |name: &str, total: usize, record: &dyn Fn(usize) -> Value| {
            let records: Vec<Value> = (offset..total.min(offset + count)).map(record).collect();
            json!({ name: records, "count": records.len(), "offset": offset, "total": total, "success": true })
                .to_string()
        };
        let size = self.size;
        let (people, projects) = if self.is_there.load(Ordering::Relaxed) { (size.0, size.projects()) } else { (0, 0) };
        match route {
            // The administrator comes first.
            "users.list" => Some(page("users", people + 1, &|at| at.checked_sub(1).map_or_else(administrator, person))),
            "groups.listAll" => Some(page("groups", projects, &room)),
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
