//! Reads all that a roster is compared with: accounts, private rooms and their members, page by page.

use std::collections::{HashMap, HashSet};

use serde_json::Value;
use smol_str::SmolStr;

use super::connection::Connection;
use super::licence::{self, Seats};
use super::lists::{List, at, others, read_lists};
use super::observe;
use super::server::{SETTINGS, page, unlike};
use super::transport::Transport;
use crate::config::SyncOptions;
use crate::protocol::Release;
use crate::protocol::encode::percent_encode;
use crate::roster::names::Allowed;
use crate::roster::{Account, Members, Observed, PasswordPolicy, Room, Roster, Rules, Seat, State};
use crate::roster::{rooms_to_read, waiting_for};
use crate::setup::ServerError;

/// The first release with `rooms.membersOrderedByRole`.
const MEMBERS_BY_ROLE: Release = Release::new(7, 3);

/// Makes reads, several at once where it can.
pub trait Reads {
    /// Makes each read and hands its answer over, in any order, with the place of its path. Stops at the first error that
    /// `take` returns.
    ///
    /// # Errors
    /// What `take` returned.
    fn each(&mut self, paths: &[String], take: &mut Take<'_>) -> Result<(), ServerError>;
}

/// Takes an answer, by the place of its path.
pub type Take<'t> = dyn FnMut(usize, Result<Value, ServerError>) -> Result<(), ServerError> + 't;

impl<T: Transport> Reads for Connection<T> {
    fn each(&mut self, paths: &[String], take: &mut Take<'_>) -> Result<(), ServerError> {
        paths.iter().enumerate().try_for_each(|(at, path)| take(at, self.get(path.as_str())))
    }
}

/// Reads a server: five calls, one for every hundred accounts, private rooms and public channels, and for each room of the
/// roster one for every hundred members, and one more for roles before 7.3. What is remembered and not listed costs a call
/// each. `reads` makes those of which there are many.
///
/// # Errors
/// See [`ServerError`].
pub fn observe_roster<T: Transport>(
    connection: &mut Connection<T>,
    reads: &mut dyn Reads,
    roster: &Roster,
    state: &State,
    options: &SyncOptions,
) -> Result<Observed, ServerError> {
    let [info, me, first_settings] = together(reads, [observe::INFO, observe::ME, SETTINGS])?;
    let release = observe::release_told(info)?;
    let caller = observe::caller_told(&me?)?;
    let settings: HashMap<String, Value> = connection
        .setting_records_after(&first_settings?)?
        .into_iter()
        .filter_map(|record| Some((text(&record, "_id")?.to_owned(), record.get("value").cloned()?)))
        .collect();
    let mut observed = Observed {
        unique_id: settings.get("uniqueID").and_then(Value::as_str).map(str::to_owned),
        service: caller.id,
        creating_is_guarded: release > Release::NEWEST,
        ..Observed::default()
    };
    rules(&settings, &mut observed);
    drop(settings);
    // Sorted by what does not change while it is read.
    let users = "/api/v1/users.list?sort=%7B%22username%22%3A1%7D";
    let rooms = "/api/v1/groups.listAll?sort=%7B%22_id%22%3A1%7D";
    let channels = "/api/v1/rooms.adminRooms?types%5B%5D=c&sort=%7B%22name%22%3A1%7D";
    let Observed { accounts, rooms: private, channels: public, .. } = &mut observed;
    let (mut private_teams, mut public_teams) = (Vec::new(), Vec::new());
    let lists: [List<'_>; 3] = [
        List::new(users, "users", |user| accounts.extend(account(user))),
        List::new(rooms, "groups", |group| {
            private.extend(room(group));
            private_teams.extend(team(group));
        }),
        List::new(channels, "rooms", |channel| {
            let names = [text(channel, "name"), text(channel, "fname")];
            public.extend(names.into_iter().flatten().map(str::to_owned));
            public_teams.extend(team(channel));
        }),
    ];
    read_lists(reads, lists.into())?;
    observed.teams = [private_teams, public_teams].concat();
    observed.accounts.shrink_to_fit();
    // Several reads at once end in any order; plans do not depend on it.
    observed.accounts.sort_by(|one, other| one.id.cmp(&other.id));
    observed.rooms.sort_by(|one, other| one.id.cmp(&other.id));
    connection.not_listed(state, &mut observed)?;
    let ids = rooms_to_read(roster, state, &observed.rooms, options);
    let licence;
    (observed.members, licence) = members(reads, &ids, release)?;
    let seats = licence.map(|answer| licence::told(release, answer, &observed.accounts)).transpose()?;
    observed.licence = match seats {
        None | Some(Seats::Unlimited) => None,
        Some(Seats::Left(left)) => Some(left),
        Some(Seats::Unknown(reason)) => {
            let text = format!("could not tell how many accounts the licence allows: {reason}");
            observed.notes.insert("licence-unknown", text);
            None
        }
    };
    Ok(observed)
}

/// An answer, or why there is none.
type Told = Result<Value, ServerError>;

/// Makes a few reads together, and gives their answers in the order of the paths.
fn together<const N: usize>(reads: &mut dyn Reads, paths: [&str; N]) -> Result<[Told; N], ServerError> {
    let mut answers = paths.map(|path| Err(ServerError::Cut { call: format!("GET {path}") }));
    reads.each(&paths.map(str::to_owned), &mut |at, answer| {
        if let Some(place) = answers.get_mut(at) {
            *place = answer;
        }
        Ok(())
    })?;
    Ok(answers)
}

/// Who is in each room, and with which roles; and what the release tells of the licence. Before 7.3 the roles of a room come
/// apart from its members; all these reads are made together, so that none waits for the others.
fn members(
    reads: &mut dyn Reads,
    rooms: &[String],
    release: Release,
) -> Result<(HashMap<String, Members>, Option<Told>), ServerError> {
    let by_role = release >= MEMBERS_BY_ROLE;
    let start = if by_role { "/api/v1/rooms.membersOrderedByRole?roomId=" } else { "/api/v1/groups.members?roomId=" };
    let mut found: HashMap<String, Members> = HashMap::with_capacity(rooms.len());
    let mut long = Vec::new();
    let mut roles = Roles::default();
    let mut paths: Vec<String> = rooms.iter().map(|id| at(&with_id(start, id), 0)).collect();
    if !by_role {
        paths.extend(rooms.iter().map(|id| with_id("/api/v1/groups.roles?roomId=", id)));
    }
    let (first_other, mut licence) = (paths.len(), None);
    paths.extend(licence::path(release).map(str::to_owned));
    reads.each(&paths, &mut |place, answer| {
        if place == first_other {
            licence = Some(answer);
            return Ok(());
        }
        let Some(id) = rooms.get(place) else {
            let Some(id) = place.checked_sub(rooms.len()).and_then(|place| rooms.get(place)) else { return Ok(()) };
            return roles.hear(id, answer);
        };
        let members = match answer {
            Ok(body) => {
                let (records, total) = page(&body, "members").ok_or_else(|| unlike(start))?;
                if total > records.len() {
                    long.push((id, (total, records.len())));
                }
                Members::Known(records.iter().filter_map(seat).collect())
            }
            // A room of which the caller is no member is not there for it, or not for it.
            Err(ServerError::Invalid { .. } | ServerError::Refused { .. }) => Members::Closed,
            Err(error) => return Err(error),
        };
        found.insert(id.clone(), members);
        Ok(())
    })?;
    for (id, first) in long {
        let path = with_id(start, id);
        let mut more = Vec::new();
        reads.each(&others(&path, first), &mut |_, answer| {
            let body = answer?;
            let (records, _) = page(&body, "members").ok_or_else(|| unlike(start))?;
            more.extend(records.iter().filter_map(seat));
            Ok(())
        })?;
        let Some(Members::Known(seats)) = found.get_mut(id) else { continue };
        let mut seen: HashSet<SmolStr> = seats.iter().map(|seat| seat.user.clone()).collect();
        let mut whole = std::mem::take(seats).into_vec();
        whole.extend(more.into_iter().filter(|seat| seen.insert(seat.user.clone())));
        if whole.len() < first.0 {
            // Somebody moved from page to page.
            whole.clear();
            read_lists(reads, vec![List::new(&path, "members", |record| whole.extend(seat(record)))])?;
        }
        *seats = whole.into_boxed_slice();
    }
    if !by_role {
        roles.give(&mut found)?;
    }
    Ok((found, licence))
}

/// Who has a role in which room, as releases tell it that tell it apart from the members.
#[derive(Default)]
struct Roles(HashMap<String, Result<Vec<Seat>, ServerError>>);

impl Roles {
    fn hear(&mut self, room: &str, answer: Result<Value, ServerError>) -> Result<(), ServerError> {
        let read = |body: Value| {
            let roles = body.get("roles").and_then(Value::as_array);
            let roles = roles.ok_or_else(|| unlike("GET /api/v1/groups.roles"))?;
            let holder = |record: &Value| {
                let user = text(record.get("u")?, "_id")?.into();
                Some(Seat { user, owner: has_role(record, "owner"), moderator: has_role(record, "moderator") })
            };
            Ok(roles.iter().filter_map(holder).collect())
        };
        let holders = match answer {
            // What a closed room answers is of no account, and whether it is one is told by its members.
            Err(error @ (ServerError::Invalid { .. } | ServerError::Refused { .. })) => Err(error),
            answer => Ok(answer.and_then(read)?),
        };
        self.0.insert(room.to_owned(), holders);
        Ok(())
    }

    fn give(mut self, found: &mut HashMap<String, Members>) -> Result<(), ServerError> {
        for (room, members) in found {
            let Members::Known(seats) = members else { continue };
            let Some(holders) = self.0.remove(room).transpose()? else { continue };
            let by_user: HashMap<&str, &Seat> = holders.iter().map(|one| (one.user.as_str(), one)).collect();
            for seat in seats {
                let holder = by_user.get(seat.user.as_str());
                seat.owner = holder.is_some_and(|holder| holder.owner);
                seat.moderator = holder.is_some_and(|holder| holder.moderator);
            }
        }
        Ok(())
    }
}

fn rules(settings: &HashMap<String, Value>, observed: &mut Observed) {
    let word = |id: &str| settings.get(id).and_then(Value::as_str);
    let list = |id: &str| -> Vec<String> {
        let words = word(id).unwrap_or_default().split(',').map(|word| word.trim().to_lowercase());
        words.filter(|word| !word.is_empty()).collect()
    };
    let switch = |id: &str| settings.get(id).and_then(Value::as_bool).unwrap_or(false);
    let length = |id: &str| settings.get(id).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
    // One setting for both up to 3.12.
    let rule =
        |id: &str| word(id).or(word("UTF8_Names_Validation")).map(|rule| (rule.to_owned(), Allowed::parse(rule)));
    let mut read = |id: &'static str| match rule(id) {
        Some((_, Some(allowed))) => allowed,
        Some((rule, None)) => {
            let text =
                format!("{id} is \"{rule}\", which can't be read here; names keep to Rocket.Chat's default rule");
            observed.notes.insert(id, text);
            Allowed::default()
        }
        None => Allowed::default(),
    };
    let (usernames, rooms) = (read("UTF8_User_Names_Validation"), read("UTF8_Channel_Names_Validation"));
    let on = switch("Accounts_Password_Policy_Enabled");
    let blocked = list("Accounts_BlockedUsernameList").into_iter().chain(list("Accounts_SystemBlockedUsernameList"));
    observed.rules = Rules {
        usernames,
        rooms,
        titles: switch("UI_Allow_room_names_with_special_chars"),
        blocked: blocked.collect(),
        domains: list("Accounts_AllowedDomainsList"),
        refused_domains: list("Accounts_BlockedDomainsList"),
        password: PasswordPolicy {
            shortest: length("Accounts_Password_Policy_MinLength").filter(|_| on),
            longest: length("Accounts_Password_Policy_MaxLength").filter(|longest| on && *longest > 0),
        },
    };
}

impl<T: Transport> Connection<T> {
    /// Asks for what is remembered and was not listed.
    fn not_listed(&mut self, state: &State, observed: &mut Observed) -> Result<(), ServerError> {
        let (users, rooms) = waiting_for(state, &observed.accounts, &observed.rooms);
        for user in users {
            let body = match self.get(with_id("/api/v1/users.info?userId=", &user)) {
                Ok(body) => body,
                // Deleted.
                Err(ServerError::Invalid { .. } | ServerError::Unknown { .. }) => continue,
                Err(error) => return Err(error),
            };
            observed.accounts.extend(body.get("user").and_then(account));
        }
        for id in rooms {
            match self.get(with_id("/api/v1/rooms.adminRooms.getRoom?rid=", &id)) {
                Ok(body) => observed.rooms.extend(room(&body).filter(|_| text(&body, "t") == Some("p"))),
                Err(ServerError::Invalid { .. } | ServerError::Unknown { .. } | ServerError::Refused { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

fn with_id(path: &str, id: &str) -> String {
    let mut path = path.to_owned();
    percent_encode(id, &mut path);
    path
}

fn text<'a>(record: &'a Value, key: &str) -> Option<&'a str> {
    record.get(key).and_then(Value::as_str)
}

fn texts(record: &Value, key: &str) -> Vec<String> {
    let list = record.get(key).and_then(Value::as_array).into_iter().flatten();
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}

fn has_role(record: &Value, role: &str) -> bool {
    let roles = record.get("roles").and_then(Value::as_array);
    roles.is_some_and(|roles| roles.iter().any(|one| one.as_str() == Some(role)))
}

/// Without capacity to spare: there is one for every account.
fn exact<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<SmolStr> {
    let mut list: Vec<SmolStr> = texts.map(SmolStr::new).collect();
    list.shrink_to_fit();
    list
}

fn account(record: &Value) -> Option<Account> {
    let list = |key| record.get(key).and_then(Value::as_array).into_iter().flatten();
    let (emails, roles) = (list("emails"), list("roles"));
    Some(Account {
        id: text(record, "_id")?.into(),
        username: text(record, "username").unwrap_or_default().into(),
        name: text(record, "name").unwrap_or_default().into(),
        emails: exact(emails.filter_map(|email| text(email, "address"))),
        active: record.get("active").and_then(Value::as_bool).unwrap_or(true),
        // What nearly everybody has is left out: there are many of them.
        kind: text(record, "type").filter(|kind| *kind != "user").unwrap_or_default().into(),
        roles: exact(roles.filter_map(Value::as_str).filter(|role| *role != "user")),
    })
}

pub(super) fn room(record: &Value) -> Option<Room> {
    Some(Room {
        id: text(record, "_id")?.to_owned(),
        name: text(record, "name")?.to_owned(),
        fname: text(record, "fname").map(str::to_owned),
        description: text(record, "description").unwrap_or_default().to_owned(),
        archived: record.get("archived").and_then(Value::as_bool).unwrap_or(false),
        custom_fields: record.get("customFields").and_then(Value::as_object).cloned().unwrap_or_default(),
        hidden: texts(record, "sysMes"),
    })
}

/// The name of the team whose main room it is.
fn team(room: &Value) -> Option<String> {
    room.get("teamMain").and_then(Value::as_bool).filter(|is_main| *is_main)?;
    text(room, "name").map(str::to_owned)
}

fn seat(record: &Value) -> Option<Seat> {
    Some(Seat {
        user: text(record, "_id")?.into(),
        owner: has_role(record, "owner"),
        moderator: has_role(record, "moderator"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_team_is_named_by_its_main_room_and_an_account_may_have_no_name() {
        assert_eq!(team(&json!({ "_id": "r", "name": "crew", "teamMain": true })).as_deref(), Some("crew"));
        for other in [json!({ "name": "crew" }), json!({ "name": "crew", "teamId": "t", "teamMain": false })] {
            assert_eq!(team(&other), None);
        }
        let half_made = account(&json!({ "_id": "u", "emails": [{ "address": "a@x.test" }], "active": true })).unwrap();
        assert_eq!((half_made.username.as_str(), half_made.emails.as_slice()), ("", ["a@x.test".into()].as_slice()));
    }
}
