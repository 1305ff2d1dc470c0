//! standin

pub mod space;
