//! Several connections that read and write at once.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use serde_json::Value;

use super::progress::Progress;
use crate::cli::http::Http;
use crate::cli::trace::{Loudness, Trace};
use crate::protocol::ServerUrl;
use crate::rest::{Connection, Credentials, Nobody, Pacing, Proven, Reads, Take};
use crate::roster::{Applying, Failed, Job, Record};
use crate::setup::ServerError;

/// How many answers may wait to be taken: they are large.
const WAITING: usize = 4;
/// Reads that are worth telling of.
const MANY: usize = 40;

/// Connections to one server as one account. They share what is open, and what the server tells of its limits.
pub(super) struct Crew {
    pub transport: Http,
    pub server: ServerUrl,
    pub credentials: Credentials,
    pub pacing: Pacing,
    pub loudness: Loudness,
    /// At least one.
    pub size: usize,
}

/// What whoever writes tells.
enum Told {
    Did(Record),
    Settled(usize, Result<(), Failed>),
}

impl Crew {
    fn connection(&self) -> Connection<Http> {
        let (server, credentials) = (self.server.clone(), Some(self.credentials.clone()));
        let trace = Box::new(Trace { loudness: self.loudness });
        // Second proofs are given before any of this; one that is asked for in between ends the run, and is then given.
        let mut connection = Connection::new(self.transport.clone(), server, credentials, Box::new(Nobody), trace);
        connection.share_pacing(&self.pacing);
        connection.has_answered();
        connection
    }

    /// Takes the steps of a plan, as many at once as there are connections.
    pub fn write(&self, applying: &mut Applying<'_>, proven: &Proven) {
        let (give, given) = channel::<Job<'_>>();
        let given = Mutex::new(given);
        let (tell, told) = channel::<Told>();
        thread::scope(|scope| {
            for _ in 0..self.size {
                let (given, tell) = (&given, tell.clone());
                scope.spawn(move || {
                    let mut connection = self.connection();
                    connection.use_proven(proven);
                    while let Some(job) = next_job(given) {
                        // Whoever listens waits for every step, so nothing is lost on the way there.
                        let result = job.run(&mut connection, &mut |record| drop(tell.send(Told::Did(record))));
                        drop(tell.send(Told::Settled(job.number(), result)));
                    }
                });
            }
            loop {
                while applying.under_way() < self.size {
                    let Some(job) = applying.hand_out() else { break };
                    drop(give.send(job));
                }
                if applying.under_way() == 0 {
                    break;
                }
                match told.recv() {
                    Ok(Told::Did(record)) => applying.remember(&record),
                    Ok(Told::Settled(number, result)) => applying.settle(number, result),
                    Err(_) => break,
                }
            }
            drop(give);
        });
    }
}

fn next_job<'p>(given: &Mutex<Receiver<Job<'p>>>) -> Option<Job<'p>> {
    given.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

impl Reads for Crew {
    fn each(&mut self, paths: &[String], take: &mut Take<'_>) -> Result<(), ServerError> {
        let size = self.size.min(paths.len());
        if size < 2 {
            return self.connection().each(paths, take);
        }
        let mut progress = (paths.len() >= MANY).then(|| Progress::new(self.loudness, "Reading", paths.len()));
        let next = AtomicUsize::new(0);
        let (send, receive) = sync_channel::<(usize, Result<Value, ServerError>)>(WAITING);
        thread::scope(|scope| {
            for _ in 0..size {
                let (next, send, crew) = (&next, send.clone(), &*self);
                scope.spawn(move || {
                    let mut connection = crew.connection();
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(path) = paths.get(at) else { return };
                        let mut taken = true;
                        let one = std::slice::from_ref(path);
                        let _ = connection.each(one, &mut |_, answer| {
                            // Whoever takes answers may have stopped.
                            taken = send.send((at, answer)).is_ok();
                            Ok(())
                        });
                        if !taken {
                            return;
                        }
                    }
                });
            }
            drop(send);
            // Dropping the receiver on the way out ends the readers.
            let receive = receive;
            receive.iter().try_for_each(|(at, answer)| {
                progress.iter_mut().for_each(Progress::step);
                take(at, answer)
            })
        })
    }
}
