//! Which steps may be taken at once, and which wait for others.
//!
//! Each account and each room is a lane. A step stands in the lanes of all that it touches: alone where it changes it, beside
//! others where it only needs it to be there. It is taken when nothing before it is left in any of its lanes.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::sync::Arc;

use crate::roster::plan::{RoomRef, Step, Who};

/// What a step touches. An account or a room that is not made yet goes by the roster's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Lane<'s> {
    Account(&'s str),
    Newcomer(&'s str),
    Room(&'s str),
    NewRoom(&'s str),
}

/// Who stood last in a lane.
#[derive(Default)]
struct Tail {
    /// The last step that changes what the lane is about.
    changed: Option<usize>,
    /// The steps after it that only need it.
    needed: Vec<usize>,
}

/// The order of a plan's steps.
#[derive(Debug, Default)]
pub struct Lanes {
    /// For each step, how many it still waits for.
    waits: Vec<usize>,
    /// For each step, those that wait for it.
    frees: Vec<Vec<u32>>,
    /// Those that may be taken, the first of the plan first.
    ready: BinaryHeap<Reverse<usize>>,
    /// Those that wait until all others are settled.
    last: Vec<usize>,
    /// How many of the others are not settled.
    left: usize,
}

impl Lanes {
    /// Puts steps into their lanes, in their order.
    #[must_use]
    pub fn new(steps: &[Step]) -> Self {
        let mut lanes = Self { frees: vec![Vec::new(); steps.len()], ..Self::default() };
        let mut tails: HashMap<Lane<'_>, Tail> = HashMap::new();
        for (at, step) in steps.iter().enumerate() {
            // An account is closed when nothing is left to do in any room: it may be the last owner of one.
            if matches!(step, Step::Deactivate { .. }) {
                lanes.waits.push(0);
                lanes.last.push(at);
                continue;
            }
            let mut before = Vec::new();
            touched(step, |lane, changes| {
                let tail = tails.entry(lane).or_default();
                before.extend(tail.changed);
                if changes {
                    before.append(&mut tail.needed);
                    tail.changed = Some(at);
                } else {
                    tail.needed.push(at);
                }
            });
            before.sort_unstable();
            before.dedup();
            before.retain(|other| *other != at);
            lanes.waits.push(before.len());
            for other in &before {
                if let (Some(frees), Ok(at)) = (lanes.frees.get_mut(*other), u32::try_from(at)) {
                    frees.push(at);
                }
            }
            if before.is_empty() {
                lanes.ready.push(Reverse(at));
            }
            lanes.left += 1;
        }
        lanes.open_last();
        lanes
    }

    /// The place of a step that may be taken now; none if all that is left waits for steps that are under way.
    pub fn take(&mut self) -> Option<usize> {
        self.ready.pop().map(|Reverse(at)| at)
    }

    /// A step has been taken, or has failed: those that waited for it need not wait any longer.
    pub fn settle(&mut self, at: usize) {
        let freed = self.frees.get_mut(at).map(std::mem::take).unwrap_or_default();
        for next in freed.into_iter().filter_map(|next| usize::try_from(next).ok()) {
            let Some(waits) = self.waits.get_mut(next) else { continue };
            *waits = waits.saturating_sub(1);
            if *waits == 0 {
                self.ready.push(Reverse(next));
            }
        }
        self.left = self.left.saturating_sub(1);
        self.open_last();
    }

    fn open_last(&mut self) {
        if self.left == 0 {
            self.ready.extend(self.last.drain(..).map(Reverse));
        }
    }
}

fn account(who: &Who) -> Option<Lane<'_>> {
    who.user.as_deref().map(Lane::Account).or(who.person.as_deref().map(Lane::Newcomer))
}

fn room(room: &RoomRef) -> Lane<'_> {
    room.room.as_deref().map_or(Lane::NewRoom(&room.project), Lane::Room)
}

/// Tells each lane of a step, and whether the step changes what it is about.
fn touched<'s>(step: &'s Step, mut tell: impl FnMut(Lane<'s>, bool)) {
    match (step.room(), step.who()) {
        (Some(at), who) => {
            tell(room(at), true);
            let people: &[Arc<Who>] = match step {
                Step::CreateRoom { members: people, .. } | Step::Invite { people, .. } => people,
                _ => &[],
            };
            who.into_iter()
                .chain(people.iter().map(|who| &**who))
                .filter_map(account)
                .for_each(|lane| tell(lane, false));
        }
        (None, Some(who)) => account(who).into_iter().for_each(|lane| tell(lane, true)),
        (None, None) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::{Leaving, Role};

    fn new(person: &str) -> Arc<Who> {
        Arc::new(Who { person: Some(person.into()), user: None, username: person.into() })
    }

    fn known(user: &str) -> Arc<Who> {
        Arc::new(Who { person: Some(user.into()), user: Some(format!("u-{user}").into()), username: user.into() })
    }

    fn at(project: &str) -> Arc<RoomRef> {
        Arc::new(RoomRef { project: project.into(), room: None, title: project.into() })
    }

    fn create(person: &str) -> Step {
        Step::CreatePerson { who: new(person), name: "".into(), email: "".into() }
    }

    fn room_with(project: &str, members: &[&str]) -> Step {
        let members = members.iter().map(|person| new(person)).collect();
        Step::CreateRoom { room: at(project), description: None, members, hidden: Vec::new() }
    }

    fn ready(lanes: &mut Lanes) -> Vec<usize> {
        std::iter::from_fn(|| lanes.take()).collect()
    }

    #[test]
    fn what_touches_nothing_in_common_is_taken_at_once() {
        let mut lanes = Lanes::new(&[create("a"), create("b"), room_with("p", &["a"]), room_with("q", &["b"])]);
        assert_eq!(ready(&mut lanes), [0, 1]);
        lanes.settle(1);
        assert_eq!(ready(&mut lanes), [3]);
        lanes.settle(0);
        assert_eq!(ready(&mut lanes), [2]);
    }

    #[test]
    fn one_room_is_written_to_in_order() {
        let grant = |who| Step::Grant { room: at("p"), who: known(who), role: Role::Owner };
        let mut lanes = Lanes::new(&[room_with("p", &[]), grant("a"), grant("b")]);
        for step in 0..3 {
            assert_eq!(ready(&mut lanes), [step]);
            lanes.settle(step);
        }
    }

    #[test]
    fn one_person_is_written_to_in_order_and_joins_several_rooms_at_once() {
        let avatar = |who| Step::SetAvatar { who, avatar: "".into() };
        let steps = [create("a"), avatar(new("a")), room_with("p", &["a"]), room_with("q", &["a"]), avatar(new("a"))];
        let mut lanes = Lanes::new(&steps);
        assert_eq!(ready(&mut lanes), [0]);
        lanes.settle(0);
        assert_eq!(ready(&mut lanes), [1]);
        lanes.settle(1);
        assert_eq!(ready(&mut lanes), [2, 3]);
        lanes.settle(3);
        assert_eq!(ready(&mut lanes), [0; 0]);
        lanes.settle(2);
        assert_eq!(ready(&mut lanes), [4]);
    }

    #[test]
    fn accounts_are_closed_when_all_else_is_settled() {
        let close = |who| Step::Deactivate { who: known(who), leaving: Leaving::Gone };
        let remove = Step::Remove { room: at("p"), who: known("a") };
        let mut lanes = Lanes::new(&[remove, close("b"), close("c")]);
        assert_eq!(ready(&mut lanes), [0]);
        lanes.settle(0);
        assert_eq!(ready(&mut lanes), [1, 2]);
        assert_eq!(ready(&mut Lanes::new(&[close("b")])), [0]);
    }
}
