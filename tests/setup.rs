//! Setting a server up: what is wanted, the plan, applying it and going back, against a server that checks nothing.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "setup/applying.rs"]
mod applying;
#[path = "setup/blocks.rs"]
mod blocks;
#[path = "setup/export.rs"]
mod export;
#[path = "setup/files.rs"]
mod files;
#[path = "setup/guards.rs"]
mod guards;
#[path = "setup/handbook.rs"]
mod handbook;
#[path = "setup/model.rs"]
mod model;
#[path = "setup/order.rs"]
mod order;
#[path = "setup/properties.rs"]
mod properties;
#[path = "setup/rendering.rs"]
mod rendering;
#[path = "setup/rows.rs"]
mod rows;
