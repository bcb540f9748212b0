//! Timers and the clock.

use gloo_timers::callback::{Interval, Timeout};
use js_sys::{Date, Function, JSON, Reflect};
use wasm_bindgen::{JsCast, JsValue};

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
    let then: Box<dyn FnOnce()> = Box::new(then);
    Timer(Timeout::new(milliseconds, then))
}

/// Calls `then` every `milliseconds` for the life of the page.
pub fn every(milliseconds: u32, then: impl FnMut() + 'static) {
    let then: Box<dyn FnMut()> = Box::new(then);
    Interval::new(milliseconds, then).forget();
}

/// The time now in whole milliseconds since 1970-01-01 UTC.
pub fn clock() -> i64 {
    now() as i64
}

/// The device's time zone at the moment `at`, in minutes east of UTC.
pub fn zone(at: i64) -> i32 {
    -js_sys::Date::new(&(at as f64).into()).get_timezone_offset() as i32
}

/// The minute of the week (0 is Monday 00:00) that the moment `at` is in a time zone. `None` for a zone that this browser does
/// not know.
pub fn week_minute(at: i64, zone: &str) -> Option<u16> {
    // A zone's name has nothing to escape; one that is none reads as no options, or throws below.
    let options = [
        r#"{"weekday":"short","hour":"2-digit","minute":"2-digit","hourCycle":"h23","timeZone":""#,
        zone,
        r#""}"#,
    ];
    let options = JSON::parse(&options.concat()).ok()?;
    let date = Date::new(&(at as f64).into());
    // Called by its name, because it throws where the zone is not known.
    let write: Function = Reflect::get(&date, &"toLocaleString".into()).ok()?.dyn_into().ok()?;
    let text = write.call2(&date, &"en-GB".into(), &options).ok()?.as_string()?;
    let day = "MonTueWedThuFriSatSun".find(text.get(..3)?)? / 3;
    let (before, minute) = text.split_once(':')?;
    let hour: u32 = before.get(before.len().checked_sub(2)?..)?.parse().ok()?;
    let minute: u32 = minute.parse().ok()?;
    u16::try_from(day as u32 * 1440 + hour * 60 + minute).ok()
}

/// A random id of 22 letters and digits.
pub fn random_id() -> String {
    const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut bytes = [0u8; 22];
    let crypto = super::window().and_then(|window| window.crypto().ok());
    let filled = crypto.is_some_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if !filled {
        for byte in &mut bytes {
            *byte = (js_sys::Math::random() * 256.0) as u8;
        }
    }
    bytes
        .iter()
        .map(|byte| char::from(DIGITS.get(usize::from(byte & 31)).copied().unwrap_or(b'0')))
        .collect()
}
