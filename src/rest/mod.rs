//! Rocket.Chat's REST API: requests and answers as data, and how they are to be understood.
//!
//! No I/O: whoever calls brings a [`Transport`] that carries bytes.

mod transport;

pub use transport::{Answer, Broken, Method, Request, Transport};
