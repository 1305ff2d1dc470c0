//! What keeps a wrong roster from doing harm.

use std::collections::BTreeSet;

use gantry::config::SyncOptions;
use gantry::roster::{Guard, Plan, State, Step};

use super::model::{Model, account, options, roster};

fn guards(plan: &Plan) -> Vec<(&str, String)> {
    plan.guards.iter().map(|guard| (guard.code(), guard.to_string())).collect()
}

fn settled() -> (Model, State) {
    let (mut model, mut state) = (Model::new(), State::default());
    let people: Vec<String> = (1..=5).map(|n| format!("{n} u{n} u{n}@x.test")).collect();
    let people: Vec<&str> = people.iter().map(String::as_str).collect();
    let projects = ["a Alpha: 1 2 3 4 5", "b Beta: 1", "c Gamma", "d Delta", "e Epsilon"];
    model.sync(&roster(&people, &projects), &mut state, &options());
    (model, state)
}

/// A way into a guard.
struct Case {
    codes: &'static [&'static str],
    texts: &'static [&'static str],
    /// Whether an operator who has read it may go on.
    may_be_accepted: bool,
    plan: fn() -> Plan,
}

/// A new kind of guard has no place here and fails `every_guard_has_its_test`.
const CASES: &[Case] = &[
    Case {
        codes: &["roster-empty"],
        texts: &["the roster is empty of people; a roster like that is taken for a failed export, and nothing is done"],
        may_be_accepted: false,
        plan: || {
            let (model, state) = settled();
            model.plan(&roster(&[], &[]), &state, &options())
        },
    },
    Case {
        codes: &["roster-empty"],
        texts: &[
            "the roster is empty of projects; a roster like that is taken for a failed export, and nothing is done",
        ],
        may_be_accepted: false,
        plan: || {
            let (model, state) = settled();
            model.plan(&roster(&["1 u1 u1@x.test"], &[]), &state, &options())
        },
    },
    Case {
        codes: &["too-many-removals", "too-many-removals", "too-many-removals"],
        texts: &[
            "2 of 5 accounts would go, and more than 20 % is taken for a mistake: u4, u5",
            "2 of 6 memberships would go, and more than 20 % is taken for a mistake: u4 in alpha, u5 in alpha",
            "2 of 5 rooms would go, and more than 20 % is taken for a mistake: delta, epsilon",
        ],
        may_be_accepted: true,
        plan: || {
            let (model, state) = settled();
            let some = roster(
                &["1 u1 u1@x.test", "2 u2 u2@x.test", "3 u3 u3@x.test"],
                &["a Alpha: 1 2 3", "b Beta: 1", "c Gamma"],
            );
            model.plan(&some, &state, &SyncOptions::default())
        },
    },
    Case {
        codes: &["addresses-hidden"],
        texts: &[
            "the server tells no mail address of anybody, so accounts can't be recognised; the service account needs the \
             permission view-full-other-user-info",
        ],
        may_be_accepted: false,
        plan: || {
            let mut model = Model::new();
            model.accounts.iter_mut().for_each(|account| account.emails.clear());
            model.plan(&roster(&["1 ann a@x.test"], &[]), &State::default(), &options())
        },
    },
];

#[test]
fn each_guard_is_told_in_its_words_and_those_for_wrong_rosters_can_not_be_waved_aside() {
    for Case { codes, texts, may_be_accepted, plan } in CASES {
        let plan = plan();
        let told: Vec<(&str, String)> = guards(&plan);
        let expected = codes.iter().zip(*texts).map(|(code, text)| (*code, (*text).to_owned()));
        assert_eq!(told, expected.collect::<Vec<_>>());
        assert!(plan.guards.iter().all(|guard| guard.may_be_accepted() == *may_be_accepted));
        assert!(*may_be_accepted || plan.steps.is_empty(), "nothing is planned for a roster that is refused");
    }
}

#[test]
fn every_guard_has_its_test() {
    let tested: BTreeSet<&str> = CASES.iter().flat_map(|case| case.codes).copied().collect();
    assert_eq!(tested, Guard::CODES.iter().copied().collect());
}

#[test]
fn as_much_as_is_allowed_goes_and_no_more() {
    let (model, state) = settled();
    let one = roster(
        &["1 u1 u1@x.test", "2 u2 u2@x.test", "3 u3 u3@x.test", "4 u4 u4@x.test"],
        &["a Alpha: 1 2 3 4", "b Beta: 1", "c Gamma", "d Delta"],
    );
    assert_eq!(guards(&model.plan(&one, &state, &SyncOptions::default())), []);
    assert_eq!(model.plan(&one, &state, &SyncOptions { most_removals: 19, ..SyncOptions::default() }).guards.len(), 2);
}

#[test]
fn administrators_bots_and_listed_people_are_never_touched() {
    let (mut model, mut state) = settled();
    for (at, change) in [(1, "admin"), (2, "bot"), (3, "listed")] {
        let account = model.accounts.iter_mut().find(|account| account.username == format!("u{at}")).unwrap();
        if change != "listed" {
            account.roles.push(change.into());
        }
        account.name = "Somebody else".into();
    }
    let mut options = options();
    options.protect.insert("u3".into());
    options.by_hand = gantry::config::ByHand::Remove;
    let before = model.clone();
    let roster = roster(&["4 u4 u4@x.test", "5 u5 u5@x.test"], &["a Alpha: 4 5", "b Beta"]);
    model.sync(&roster, &mut state, &options);
    for name in ["u1", "u2", "u3", "gantry", "rocket.cat"] {
        assert_eq!(model.named(name), before.named(name));
    }
    let alpha = model.of_project("a").id.clone();
    assert!(["u1", "u2", "u3", "gantry"].iter().all(|name| model.usernames_in(&alpha).contains(*name)));
}

#[test]
fn a_protected_member_who_is_named_gets_in_and_never_out() {
    let mut model = Model::new();
    let mut boss = account("boss", "boss", "boss@x.test");
    boss.roles.push("admin".into());
    model.accounts.push(boss);
    let mut state = State::default();
    model.sync(&roster(&["1 other boss@x.test"], &["a Alpha: 1*owner"]), &mut state, &options());
    assert_eq!(model.named("boss").name, "BOSS", "the account stays as it is");
    let alpha = model.of_project("a").id.clone();
    assert_eq!(model.seats[&alpha]["boss"], ["owner"].into());
    let plan = model.plan(&roster(&["1 other boss@x.test"], &["a Alpha"]), &state, &options());
    assert!(!plan.steps.iter().any(|step| matches!(step, Step::Remove { .. } | Step::Revoke { .. })));
}
