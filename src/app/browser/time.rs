//! Timers.

use gloo_timers::callback::Timeout;
use js_sys::Date;
use wasm_bindgen::JsValue;

/// Milliseconds since 1970, as this machine's clock has it.
pub fn now() -> f64 {
    Date::now()
}

/// The milliseconds since 1970 of an RFC 3339 time; `None` for anything else.
pub fn parse(time: &str) -> Option<f64> {
    let milliseconds = Date::new(&JsValue::from_str(time)).get_time();
    milliseconds.is_finite().then_some(milliseconds)
}

/// A call that is still to come. Dropped, it never comes.
#[must_use = "dropping a timer cancels it"]
pub struct Timer(Timeout);

impl Timer {
    /// Lets the call come whatever happens to the timer.
    pub fn detach(self) {
        self.0.forget();
    }
}

/// Calls `then` in `milliseconds`.
pub fn after(milliseconds: u32, then: impl FnOnce() + 'static) -> Timer {
    Timer(Timeout::new(milliseconds, then))
}
