//! What modules beside the app have it say: one live region serves the page.

use super::events;

const SAY: &str = "bg-say";
const UNSAY: &str = "bg-unsay";

/// Has `text` announced.
pub fn say(text: &str) {
    events::tell_text(SAY, text);
}

/// Takes `text` back if nothing else was announced since.
pub fn unsay(text: &str) {
    events::tell_text(UNSAY, text);
}

/// Calls `say` with what is to be announced and `unsay` with what is taken back.
pub fn on_voice(say: impl FnMut(String) + 'static, unsay: impl FnMut(String) + 'static) {
    events::on_told_text(SAY, say);
    events::on_told_text(UNSAY, unsay);
}
