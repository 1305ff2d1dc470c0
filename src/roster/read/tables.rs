//! A roster as three tables.

use std::collections::HashMap;

use csv::{ReaderBuilder, StringRecord};
use smol_str::SmolStr;

use super::check::{Checker, some, whole_name};
use super::{Place, RosterError};
use crate::roster::model::{Member, Person, Project, Role, Roster, Table};

/// The texts of the three files.
#[derive(Clone, Copy, Debug, Default)]
pub struct CsvTexts<'a> {
    /// `people.csv`.
    pub people: &'a str,
    /// `projects.csv`.
    pub projects: &'a str,
    /// `members.csv`.
    pub members: &'a str,
}

/// A table as its records come, the first one naming the columns.
pub struct Records<'r> {
    /// All of them, with their lines.
    pub records: &'r mut dyn Iterator<Item = csv::Result<StringRecord>>,
    /// Whether the last line, once it has been read, ended with a line feed.
    pub is_whole: &'r dyn Fn() -> bool,
}

const PERSON_COLUMNS: [&str; 11] =
    ["id", "login", "population", "email", "name", "firstname", "lastname", "username", "avatar", "profile", "active"];
const PROJECT_COLUMNS: [&str; 5] = ["id", "name", "description", "archived", "room"];
const MEMBER_COLUMNS: [&str; 3] = ["project", "person", "role"];

/// A row, read by the names of its columns.
struct Row<'a> {
    columns: &'a HashMap<String, usize>,
    record: StringRecord,
    place: Place,
}

impl Row<'_> {
    fn get(&self, column: &str) -> Option<SmolStr> {
        let at = self.columns.get(column)?;
        some(self.record.get(*at).map(str::to_owned))
    }

    fn text(&self, column: &str) -> Option<String> {
        self.get(column).map(Into::into)
    }

    fn whole(&self, column: &str) -> SmolStr {
        self.get(column).unwrap_or_default()
    }

    fn switch(&self, column: &str, otherwise: bool, checker: &mut Checker) -> bool {
        let Some(word) = self.get(column) else { return otherwise };
        match word.to_lowercase().as_str() {
            "true" | "yes" | "oui" | "1" => true,
            "false" | "no" | "non" | "0" => false,
            _ => {
                checker.wrong(self.place, format!("`{column}` must be true or false, not \"{word}\""));
                otherwise
            }
        }
    }
}

/// What separates the columns of a table, by its first line: a comma, or a semicolon where there is no comma, as spreadsheets
/// in French write them.
#[must_use]
pub fn delimiter(first_line: &str) -> u8 {
    if !first_line.contains(',') && first_line.contains(';') { b';' } else { b',' }
}

/// How a table is read whose first line is this one.
#[must_use]
pub fn table_reader(first_line: &str) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder.has_headers(false).delimiter(delimiter(first_line));
    builder
}

/// Reads the three tables. A file that does not end with a line feed may have been cut, and is refused.
///
/// # Errors
/// [`RosterError`] with everything that is wrong.
pub fn csv(texts: CsvTexts<'_>) -> Result<Roster, RosterError> {
    let [people, projects, members] =
        [texts.people, texts.projects, texts.members].map(|text| text.trim_start_matches('\u{feff}'));
    let open = |text: &str| table_reader(text.lines().next().unwrap_or_default());
    let mut of_people = open(people).from_reader(people.as_bytes()).into_records();
    let mut of_projects = open(projects).from_reader(projects.as_bytes()).into_records();
    let mut of_members = open(members).from_reader(members.as_bytes()).into_records();
    csv_from([
        Records { records: &mut of_people, is_whole: &|| people.ends_with('\n') },
        Records { records: &mut of_projects, is_whole: &|| projects.ends_with('\n') },
        Records { records: &mut of_members, is_whole: &|| members.ends_with('\n') },
    ])
}

/// The same of tables that are read record by record: `people.csv`, `projects.csv`, `members.csv`.
///
/// # Errors
/// [`RosterError`], as of [`csv()`].
pub fn csv_from([people, projects, members]: [Records<'_>; 3]) -> Result<Roster, RosterError> {
    let mut checker = Checker::default();
    let mut roster = Roster::default();
    table(Table::People, people, &PERSON_COLUMNS, &["id", "email"], &mut checker, |row, checker| {
        let active = row.switch("active", true, checker);
        roster.people.push(Person {
            id: row.whole("id"),
            login: row.whole("login"),
            population: row.whole("population"),
            email: row.whole("email"),
            name: whole_name(row.text("name"), row.text("firstname"), row.text("lastname")),
            username: row.get("username"),
            avatar: row.get("avatar"),
            profile: row.get("profile"),
            active,
            place: row.place,
        });
    });
    let mut index: HashMap<SmolStr, usize> = HashMap::new();
    table(Table::Projects, projects, &PROJECT_COLUMNS, &["id", "name"], &mut checker, |row, checker| {
        let id = row.whole("id");
        index.entry(id.clone()).or_insert(roster.projects.len());
        let archived = row.switch("archived", false, checker);
        roster.projects.push(Project {
            id: id.into(),
            name: row.whole("name").split_whitespace().collect::<Vec<_>>().join(" "),
            // A table has no way to tell an empty description from none.
            description: row.text("description"),
            archived,
            room: row.text("room"),
            members: Vec::new(),
            place: row.place,
        });
    });
    table(Table::Members, members, &MEMBER_COLUMNS, &["project", "person"], &mut checker, |row, checker| {
        let role = match row.whole("role").to_lowercase().as_str() {
            "" | "member" => Role::Member,
            "moderator" => Role::Moderator,
            "owner" => Role::Owner,
            word => {
                checker.wrong(row.place, format!("`role` must be member, moderator or owner, not \"{word}\""));
                Role::Member
            }
        };
        let project = row.whole("project");
        match index.get(&project).and_then(|at| roster.projects.get_mut(*at)) {
            Some(found) => found.members.push(Member { person: row.whole("person"), role, place: row.place }),
            None => {
                checker.wrong(row.place, format!("there is no project \"{project}\" in {}", Table::Projects.name()))
            }
        }
    });
    checker.finish(roster)
}

fn table(
    file: Table,
    table: Records<'_>,
    known: &[&str],
    needed: &[&str],
    checker: &mut Checker,
    mut read: impl FnMut(&Row<'_>, &mut Checker),
) {
    let Records { records, is_whole } = table;
    let headers = match records.next() {
        Some(Ok(headers)) if !headers.is_empty() => headers,
        None | Some(Ok(_)) => {
            return checker.wrong(Place::Line(file, 1), "the file is empty; its first line names the columns");
        }
        Some(Err(error)) => return checker.wrong(Place::Line(file, 1), error.to_string()),
    };
    let mut last = 1;
    let mut columns = HashMap::new();
    for (at, name) in headers.iter().enumerate() {
        let name = name.trim().to_lowercase();
        if !known.contains(&name.as_str()) {
            let text = format!("there is no column `{name}`; known are {}", known.join(", "));
            checker.wrong(Place::Line(file, 1), text);
        }
        if columns.insert(name.clone(), at).is_some() {
            checker.wrong(Place::Line(file, 1), format!("the column `{name}` is there twice"));
        }
    }
    for name in needed.iter().filter(|name| !columns.contains_key(**name)) {
        checker.wrong(Place::Line(file, 1), format!("the column `{name}` is missing"));
    }
    for record in records {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                last = u32::try_from(line).unwrap_or(u32::MAX);
                let place = Place::Line(file, last);
                read(&Row { columns: &columns, record, place }, checker);
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                let place = Place::Line(file, u32::try_from(line).unwrap_or(u32::MAX));
                return checker.wrong(place, unequal(&error));
            }
        }
    }
    if !is_whole() {
        checker.wrong(Place::Line(file, last), "the last line has no end: the file may have been cut");
    }
}

fn unequal(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("the line has {len} columns, and the first line has {expected_len}")
        }
        _ => error.to_string(),
    }
}
