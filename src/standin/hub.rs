//! What the server's parts share: the world, and a channel on which open frames learn of changes.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;
use tokio::sync::broadcast;

use super::Options;
use super::faults::{Fault, Made};
use super::versions::Features;
use super::world::{Change, World};

/// How many changes a slow frame may lag behind before it is cut off.
const BACKLOG: usize = 1024;
/// How many entries of the record are kept.
const RECORD: usize = 2000;

/// Shared by all connections.
#[derive(Clone)]
pub struct Hub {
    /// The row of the version in use.
    pub features: &'static Features,
    /// What the server was started with.
    pub options: Arc<Options>,
    world: Arc<Mutex<World>>,
    record: Arc<Mutex<Record>>,
    faults: Arc<Mutex<Vec<Fault>>>,
    calls: Arc<Mutex<Vec<Made>>>,
    ahead: Arc<AtomicI64>,
    changes: broadcast::Sender<Change>,
}

/// What frames said and heard, for tests to look at.
#[derive(Debug, Default)]
pub struct Record {
    /// Open frames, by connection number.
    pub frames: std::collections::BTreeMap<u64, Value>,
    /// Messages that frames heard from outside, with their verdicts.
    pub heard: Vec<Value>,
    /// Events that frames sent.
    pub sent: Vec<Value>,
    next: u64,
}

impl Record {
    /// A number for a new connection.
    pub fn next_connection(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// Notes a message that a frame heard.
    pub fn hear(&mut self, message: Value) {
        self.heard.push(message);
        if self.heard.len() > RECORD {
            self.heard.remove(0);
        }
    }

    /// Notes an event that a frame sent.
    pub fn send(&mut self, event: Value) {
        self.sent.push(event);
        if self.sent.len() > RECORD {
            self.sent.remove(0);
        }
    }
}

impl Hub {
    /// A hub around a world.
    #[must_use]
    pub fn new(features: &'static Features, options: Options, world: World) -> Self {
        let (changes, _) = broadcast::channel(BACKLOG);
        Self {
            features,
            options: Arc::new(options),
            world: Arc::new(Mutex::new(world)),
            record: Arc::new(Mutex::new(Record::default())),
            faults: Arc::default(),
            calls: Arc::default(),
            ahead: Arc::default(),
            changes,
        }
    }

    /// The world, at the present time. Hold it briefly and never across an await.
    pub fn world(&self) -> MutexGuard<'_, World> {
        let mut world = self.world.lock().unwrap_or_else(PoisonError::into_inner);
        // Time never stands still between two changes, so that later ones are told apart.
        world.now = (now() + self.ahead.load(Ordering::Relaxed)).max(world.now + 1);
        world
    }

    /// Sets the server's clock forward by so many milliseconds.
    pub fn advance(&self, by: i64) {
        self.ahead.fetch_add(by, Ordering::Relaxed);
    }

    /// What goes wrong on purpose.
    pub fn faults(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The calls that were answered, oldest first.
    pub fn calls(&self) -> MutexGuard<'_, Vec<Made>> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The record.
    pub fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells all open frames.
    pub fn tell(&self, change: Change) {
        // No frame open is fine: there is nobody to tell.
        let _ = self.changes.send(change);
    }

    /// Changes from now on.
    pub fn listen(&self) -> broadcast::Receiver<Change> {
        self.changes.subscribe()
    }
}

/// Milliseconds since 1970.
#[must_use]
pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
