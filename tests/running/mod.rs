//! A frame of the stand-in that runs without a browser and without waiting.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::time::Duration;

use gantry::protocol::Release;
use gantry::standin::frame::{Frame, Input, Step};
use gantry::standin::people::{PEOPLE, Person};
use gantry::standin::versions::features;
use gantry::standin::world::{Change, World};
use serde_json::{Value, json};

pub const ALICE: &Person = &PEOPLE[0];
pub const BOB: &Person = &PEOPLE[1];

/// A frame, a world, and a clock that only moves when nothing else is left to do.
pub struct Run {
    pub world: World,
    pub frame: Frame,
    timers: Vec<(Duration, Input)>,
    now: Duration,
    posted: Vec<Value>,
}

impl Run {
    pub fn new(release: Release, world: World) -> Self {
        let frame = Frame::new(features(release).unwrap());
        Self { world, frame, timers: Vec::new(), now: Duration::ZERO, posted: Vec::new() }
    }

    pub fn reload(self, release: Release) -> Self {
        Self::new(release, self.world)
    }

    pub fn handle(&mut self, input: Input) {
        self.world.now += 1;
        for step in self.frame.handle(input, &mut self.world) {
            match step {
                Step::Emit { name, data, target: Some(_), .. } => {
                    let mut event = json!({ "eventName": name });
                    if let Some(data) = data {
                        event["data"] = data;
                    }
                    self.posted.push(event);
                }
                Step::Emit { .. } | Step::Tell(_) => {}
                Step::After(wait, input) => self.timers.push((self.now + wait, input)),
                Step::Share(change) => self.handle(Input::Change(change)),
            }
        }
    }

    /// One input, and all that follows from it.
    pub fn step(&mut self, input: Input) -> Vec<Value> {
        self.handle(input);
        while let Some(next) = (0..self.timers.len()).min_by_key(|at| self.timers[*at].0) {
            let (at, input) = self.timers.remove(next);
            self.now = at;
            self.handle(input);
        }
        std::mem::take(&mut self.posted)
    }

    pub fn say(
        &mut self,
        room: &str,
        who: &'static Person,
        text: &str,
        thread: Option<&str>,
        posted: bool,
    ) -> Vec<Value> {
        self.world.now += 1;
        let (_, change) = self.world.say(room, who, text, thread, posted).unwrap();
        self.step(Input::Change(change))
    }

    pub fn change(&mut self, change: Option<Change>) -> Vec<Value> {
        self.step(Input::Change(change.unwrap()))
    }

    pub fn log_in(&mut self) -> Vec<Value> {
        let token = self.world.open_session(ALICE);
        self.step(Input::LoggedIn { token, person: ALICE })
    }

    pub fn open(&mut self, kind: &str, name: &str) -> Vec<Value> {
        self.step(Input::Open(Some((kind.into(), name.into()))))
    }
}
