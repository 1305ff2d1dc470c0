//! The browser shell: it carries messages, clicks and time to the pure core, and what the core decides to the page.
//!
//! One [`Page`] holds all chats of a page. Its methods call no JavaScript back: what is to be done is laid down as
//! effects, which `www/gantry.js` fetches and carries out afterwards; and a chat's own timer and listener hold nothing of
//! the page when they call. So no callback can meet a half-changed state. Its other half, in `www/`, is the gate that may
//! only refuse, whatever needs promises, and the writing of the page, which is far smaller in JavaScript.

mod dock;
mod effect;
mod exports;
mod hearing;
mod page;
mod prompts;
mod visit;
mod watching;

pub use page::Page;
pub use prompts::Chat;

// Far smaller than the standard one, and constant in time: a page that stays open for days must not slow down.
#[global_allocator]
static MEMORY: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// Milliseconds since 1970. A clock that is set back makes a deadline late, and no more.
fn now() -> u64 {
    js_sys::Date::now() as u64
}
