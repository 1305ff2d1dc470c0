//! Accounts: made, changed, let in again, locked out.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};
use std::ops::Deref;
use std::sync::Arc;

use smol_str::SmolStr;

use super::Planner;
use crate::roster::collision::Collision;
use crate::roster::matching::{Found, lower, takes_domain};
use crate::roster::model::Person;
use crate::roster::observed::Account;
use crate::roster::plan::{Leaving, Step, Who};
use crate::roster::state::Record;

impl<'a> Planner<'a> {
    pub(super) fn people(&mut self) {
        let observed = self.observed;
        // Few people ever change their address.
        let holders = LazyCell::new(|| {
            let mut holders: HashMap<SmolStr, &'a Account> = HashMap::new();
            for account in &observed.accounts {
                for address in &account.emails {
                    holders.entry(lower(address)).or_insert(account);
                }
            }
            holders
        });
        let roster = self.roster;
        for (at, person) in roster.people.iter().enumerate() {
            match self.place(at) {
                Found::Nothing => {}
                Found::New(_) => {
                    let who = self.who(at);
                    self.avatar(at, person, None);
                    let (name, email) = (person.name.clone(), person.email.clone());
                    self.parts.create.push(Step::CreatePerson { who, name, email });
                }
                Found::Account(account) => {
                    if let Some(account) = observed.accounts.get(account) {
                        self.known(at, person, account, &holders);
                    }
                }
            }
        }
        self.parts
            .create
            .sort_by(|one, other| one.who().map(|who| &who.person).cmp(&other.who().map(|who| &who.person)));
        self.gone();
    }

    fn known(
        &mut self,
        at: usize,
        person: &Person,
        account: &Account,
        holders: &impl Deref<Target = HashMap<SmolStr, &'a Account>>,
    ) {
        if self.state.people.get(&person.id).is_none_or(|of| of.user != account.id) {
            self.found(Record::Person { person: person.id.clone(), user: account.id.clone() });
        }
        if self.is_protected(account) {
            let text = format!("the account {} of \"{}\" is protected and stays as it is", account.username, person.id);
            return self.note("account-protected", text);
        }
        self.parts.accounts += usize::from(account.active);
        let from = account.emails.first().cloned().unwrap_or_default();
        if !from.eq_ignore_ascii_case(&person.email) && from.to_lowercase() != person.email.to_lowercase() {
            let holder = holders.get(&lower(&person.email)).filter(|holder| holder.id != account.id);
            let collision = match holder {
                Some(holder) => Some(Collision::AddressTaken {
                    place: person.place,
                    person: person.id.to_string(),
                    own: account.username.to_string(),
                    address: person.email.to_string(),
                    username: if holder.username.is_empty() { &holder.id } else { &holder.username }.to_string(),
                }),
                None if !takes_domain(self.observed, &person.email) => {
                    Some(Collision::Domain { place: person.place, address: person.email.to_string() })
                }
                None => None,
            };
            if let Some(collision) = collision {
                self.plan.collisions.push(collision);
                // The account is still the person's, but nothing about it is changed.
                if let Some(place) = self.people.found.get_mut(at) {
                    *place = Found::Nothing;
                }
                return;
            }
        }
        let email =
            (from.to_lowercase() != person.email.to_lowercase()).then(|| Box::new((from, person.email.clone())));
        let name = (account.name != person.name).then(|| Box::new((account.name.clone(), person.name.clone())));
        if name.is_some() || email.is_some() {
            let who = self.who(at);
            self.parts.change.push(Step::UpdatePerson { who, name, email });
        }
        match (person.active, account.active) {
            (true, false) => {
                let who = self.who(at);
                self.parts.change.push(Step::Reactivate { who });
            }
            (false, true) => {
                let (who, leaving) = (self.who(at), Leaving::Inactive);
                self.parts.leave.push(Step::Deactivate { who, leaving });
            }
            _ => {}
        }
        if person.active {
            self.avatar(at, person, Some(&account.id));
        }
    }

    fn avatar(&mut self, at: usize, person: &Person, user: Option<&SmolStr>) {
        let Some(avatar) = &person.avatar else { return };
        let set = self.state.people.get(&person.id).filter(|of| Some(&of.user) == user);
        if set.and_then(|of| of.avatar.as_ref()) != Some(avatar) {
            let who = self.who(at);
            self.parts.change.push(Step::SetAvatar { who, avatar: avatar.clone() });
        }
    }

    /// Who is remembered and not in the roster any more.
    fn gone(&mut self) {
        let state = self.state;
        let mut left = HashSet::new();
        for (person, of) in &state.people {
            if self.ids.people.has(person) {
                continue;
            }
            let Some((at, account)) = self.ids.accounts.get(&of.user).filter(|(_, account)| account.active) else {
                continue;
            };
            if self.people.holder(at).is_some() || !left.insert(account.id.as_str()) {
                continue;
            }
            let who = Who {
                person: Some(person.clone()),
                user: Some(account.id.clone()),
                username: account.username.clone(),
            };
            if self.is_protected(account) {
                let text = format!("{} has left the roster; the account is protected and stays active", who.username);
                self.note("account-protected", text);
                continue;
            }
            self.parts.accounts += 1;
            self.parts.leave.push(Step::Deactivate { who: Arc::new(who), leaving: Leaving::Gone });
        }
    }
}
