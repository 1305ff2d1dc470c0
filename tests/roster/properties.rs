//! Over random rosters and servers: after applying there is nothing left to do; a cut in the middle is finished by the
//! next run; nobody out of the roster's reach is touched.

use std::collections::{BTreeMap, BTreeSet};

use gantry::config::{ByHand, SyncOptions};
use gantry::roster::{Member, Person, Place, Project, Role, Roster, State};
use proptest::prelude::*;

use super::model::{Model, SERVICE, account};

/// Few names and addresses, so that they clash.
fn roster() -> impl Strategy<Value = Roster> {
    let person =
        ("[ab]{1,2}|\u{e9}a|admin|@", "[ab]{1,2}@[xy]\\.test", prop::bool::weighted(0.85), prop::option::of("[pq]"));
    let people = prop::collection::btree_map(0..8u32, person, 1..7);
    let members = prop::collection::btree_map(0..9u32, 0..3u8, 0..6);
    let project = ("[Aa]lpha|Beta|!!", members, prop::bool::weighted(0.2), prop::option::of("[a-c]{0,2}"));
    let projects = prop::collection::btree_map(0..4u32, project, 1..4);
    (people, projects).prop_map(|(people, projects)| Roster {
        people: people
            .into_iter()
            .map(|(id, (name, email, active, avatar))| Person {
                id: format!("p{id}").into(),
                username: Some(name.into()),
                name: email.as_str().into(),
                email: email.into(),
                active,
                avatar: avatar.map(|word| format!("https://x.test/{word}").into()),
                ..Person::default()
            })
            .collect(),
        projects: projects
            .into_iter()
            .map(|(id, (name, members, archived, description))| Project {
                id: format!("j{id}"),
                name,
                archived,
                description,
                members: members
                    .into_iter()
                    .map(|(person, role)| Member {
                        person: format!("p{person}").into(),
                        role: [Role::Member, Role::Moderator, Role::Owner][usize::from(role)],
                        place: Place::Whole,
                    })
                    .collect(),
                ..Project::default()
            })
            .collect(),
    })
}

fn server() -> impl Strategy<Value = Model> {
    let kind = prop::sample::select(vec!["user", "user", "user", "admin", "bot"]);
    let people = prop::collection::btree_map("[ab]{1,2}|cc", ("[ab]{1,2}@[xy]\\.test", kind, any::<bool>()), 0..5);
    let seats = prop::collection::vec(0..6usize, 0..4);
    let rooms = prop::collection::btree_map(
        "alpha|beta|other",
        (prop::option::of(0..4u32), seats, any::<bool>(), prop::bool::weighted(0.9)),
        0..3,
    );
    (people, rooms, any::<bool>(), (1..6usize, any::<u64>())).prop_map(|(people, rooms, titles, (workers, seed))| {
        let mut model = Model::new();
        (model.workers, model.seed) = (workers, seed);
        model.rules.titles = titles;
        let mut addresses = BTreeSet::new();
        for (name, (email, kind, active)) in people {
            if addresses.insert(email.clone()) {
                let mut made = account(&format!("x-{name}"), &name, &email);
                made.active = active;
                made.roles = vec![kind.into()];
                model.accounts.push(made);
            }
        }
        let users: Vec<String> = model.accounts.iter().skip(1).map(|account| account.id.to_string()).collect();
        let mut projects = BTreeSet::new();
        for (name, (project, seats, archived, ours)) in rooms {
            let project = project.filter(|id| projects.insert(*id)).map(|id| format!("j{id}"));
            let mut members: Vec<&str> = if ours || archived { vec![SERVICE] } else { Vec::new() };
            members.extend(seats.iter().filter_map(|at| users.get(at % users.len().max(1))).map(String::as_str));
            model.add_room(&format!("x-{name}"), &name, project.as_deref(), &members);
            model.rooms.last_mut().unwrap().archived = archived;
        }
        model
    })
}

fn options() -> impl Strategy<Value = SyncOptions> {
    (any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(remove, listed, quiet)| SyncOptions {
        most_removals: 100,
        by_hand: if remove { ByHand::Remove } else { ByHand::Keep },
        protect: if listed { ["cc".to_owned(), "a".to_owned()].into() } else { BTreeSet::new() },
        hide_messages: if quiet { vec!["au".into()] } else { Vec::new() },
        ..SyncOptions::default()
    })
}

/// Nobody has a name or an address twice, and no project has two rooms.
fn assert_no_duplicates(model: &Model) {
    let mut seen = BTreeMap::new();
    for account in &model.accounts {
        let keys = [account.username.to_lowercase(), account.emails[0].to_lowercase()];
        keys.into_iter().for_each(|key| assert_eq!(seen.insert(key, &account.id), None));
    }
    let mut projects = BTreeSet::new();
    for room in &model.rooms {
        if let Some(project) = room.custom_fields.get("gantryProject") {
            assert!(projects.insert(project.to_string()), "{project} has two rooms");
        }
    }
}

/// Accounts and rooms that no part of the roster leads to are as they were.
fn assert_untouched(before: &Model, after: &Model, state: &State, options: &SyncOptions) {
    let bound: BTreeSet<&str> = state.people.values().map(|of| of.user.as_str()).collect();
    for account in &before.accounts {
        let protected = account.id == SERVICE
            || account.kind != "user"
            || account.roles.iter().any(|role| role == "admin" || role == "bot")
            || options.protect.contains(account.username.as_str());
        if protected || !bound.contains(account.id.as_str()) {
            assert_eq!(after.account(&account.id), account);
        }
        if protected {
            for (room, seats) in &before.seats {
                assert!(
                    !seats.contains_key(account.id.as_str()) || after.seats[room].contains_key(account.id.as_str())
                );
            }
        }
    }
    let rooms: BTreeSet<&str> = state.projects.values().map(|of| of.room.as_str()).collect();
    for room in before.rooms.iter().filter(|room| !rooms.contains(room.id.as_str())) {
        assert_eq!(after.room(&room.id), room);
        assert_eq!(after.seats[&room.id], before.seats[&room.id]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn applying_leaves_nothing_to_do_and_touches_nobody_else(
        server in server(), first in roster(), second in roster(), options in options()
    ) {
        let (mut model, mut state) = (server.clone(), State::default());
        for roster in [&first, &second] {
            let before = model.clone();
            for outcome in model.sync(roster, &mut state, &options) {
                prop_assert!(outcome.is_complete(), "{:?}", outcome.left);
            }
            let plan = model.plan(roster, &state, &options);
            prop_assert!(plan.steps.is_empty() && plan.found.is_empty(), "{:?}", plan);
            assert_no_duplicates(&model);
            assert_untouched(&before, &model, &state, &options);
        }
    }

    #[test]
    fn a_cut_anywhere_is_finished_by_the_next_run(
        server in server(), first in roster(), second in roster(), options in options(),
        cut in 0..40usize, lost in any::<bool>(), forget in any::<bool>()
    ) {
        let (mut model, mut state) = (server, State::default());
        model.sync(&first, &mut state, &options);
        let mut whole = (model.clone(), state.clone());
        whole.0.sync(&second, &mut whole.1, &options);
        (model.left, model.lost_answer) = (Some(cut), lost);
        let before = state.clone();
        model.sync(&second, &mut state, &options);
        model.left = None;
        // Even if all that was remembered of the run is lost.
        if forget {
            state = before;
        }
        for outcome in model.sync(&second, &mut state, &options) {
            prop_assert!(outcome.is_complete(), "{:?}", outcome.left);
        }
        assert_no_duplicates(&model);
        prop_assert!(model.plan(&second, &state, &options).steps.is_empty());
        prop_assert_eq!(model.accounts.len(), whole.0.accounts.len());
        prop_assert_eq!(model.rooms.len(), whole.0.rooms.len());
    }
}
