//! The clock of the command line: the engines are told what day it is.

use crate::text::Date;

/// Today, where the user is; `None` when the clock gives no date of ours.
pub fn today() -> Option<Date> {
    let day = jiff::Zoned::now().date();
    Date::new(
        i32::from(day.year()),
        u8::try_from(day.month()).ok()?,
        u8::try_from(day.day()).ok()?,
    )
}
