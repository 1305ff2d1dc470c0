//! The roster: reading, planning and applying, against a server that is a value.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod roster {
    mod applying;
    mod collisions;
    mod guards;
    mod handbook;
    mod model;
    mod planning;
    mod properties;
    mod reading;
    mod rendering;
}
