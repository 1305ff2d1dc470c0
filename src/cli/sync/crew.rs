//! Several connections that read at once.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;

use serde_json::Value;

use crate::cli::http::Http;
use crate::cli::trace::{Loudness, Trace};
use crate::protocol::ServerUrl;
use crate::rest::{Connection, Credentials, Nobody, Reads, Take};
use crate::setup::ServerError;

/// How many answers may wait to be taken: they are large.
const WAITING: usize = 8;

/// Connections to one server as one account. They share what is open.
pub(super) struct Crew {
    pub transport: Http,
    pub server: ServerUrl,
    pub credentials: Credentials,
    pub loudness: Loudness,
    /// At least one.
    pub size: usize,
}

impl Crew {
    fn connection(&self) -> Connection<Http> {
        let (server, credentials) = (self.server.clone(), Some(self.credentials.clone()));
        let trace = Box::new(Trace { loudness: self.loudness });
        // No read is asked for a second proof.
        Connection::new(self.transport.clone(), server, credentials, Box::new(Nobody), trace)
    }
}

impl Reads for Crew {
    fn each(&mut self, paths: &[String], take: &mut Take<'_>) -> Result<(), ServerError> {
        let size = self.size.min(paths.len());
        if size < 2 {
            return self.connection().each(paths, take);
        }
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
            receive.iter().try_for_each(|(at, answer)| take(at, answer))
        })
    }
}
