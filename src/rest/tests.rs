//! Every way in which a server, or what stands before it, answers; played by a scripted transport.

mod classes;
mod observing;
mod proofs;
mod script;
mod secrets;
mod token_life;
mod writes;
