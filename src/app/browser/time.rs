//! Timers.

use gloo_timers::callback::Timeout;

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
