//! What moves a chat on without a message: its own deadline, and the member who wants another try.

use crate::protocol::{TextId, Texts};
use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::EventTarget;

#[wasm_bindgen]
extern "C" {
    /// A chat of `www/gantry.js`.
    #[derive(Clone)]
    pub type Chat;

    /// Takes it to [`super::Page::happen`] and carries out what comes of it. Not marked as throwing: the browser is to
    /// tell of what goes wrong there, as of anything that a timer or a listener throws.
    #[wasm_bindgen(method)]
    fn happen(this: &Chat, what: u32);

    /// The number of a text, as `www/texts.js` gives it.
    #[wasm_bindgen(method, js_name = number)]
    fn number_of(this: &Chat, text: &str) -> u32;

    /// The text of a number.
    #[wasm_bindgen(method, js_name = text)]
    fn text_of(this: &Chat, number: u32) -> String;
}

impl Texts for Chat {
    fn number(&mut self, text: &str) -> TextId {
        TextId(self.number_of(text))
    }

    fn text(&mut self, id: TextId) -> String {
        self.text_of(id.0)
    }
}

/// Time has passed, as [`super::Page::happen`] knows it.
const TICK: u32 = 2;
/// Another try is wanted, as [`super::Page::happen`] knows it.
const RETRY: u32 = 3;

/// The timer and the listener of a chat; both end with it. All they do is call the chat, which comes back in by the
/// door that everything uses: so neither holds the page while it calls, nor meets it in the middle of something.
pub struct Prompts {
    chat: Chat,
    alarm: Option<Timeout>,
    _retry: EventListener,
}

impl Prompts {
    /// Listens to the button for another try.
    pub fn new(chat: &Chat, button: &EventTarget) -> Self {
        let told = chat.clone();
        // The browser's own default; gloo's is kept for each thread, which costs more than making it.
        let options = EventListenerOptions::enable_prevent_default();
        let retry = EventListener::new_with_options(button, "click", options, move |_| told.happen(RETRY));
        Self { chat: chat.clone(), alarm: None, _retry: retry }
    }

    /// Whoever gives texts their numbers.
    pub fn texts(&mut self) -> &mut Chat {
        &mut self.chat
    }

    /// Calls in so many milliseconds, and no more at the time that was wanted before; `None`: never.
    pub fn wake(&mut self, wait: Option<u32>) {
        self.alarm = wait.map(|millis| {
            let chat = self.chat.clone();
            Timeout::new(millis, move || chat.happen(TICK))
        });
    }
}
