//! Views that take what they show and say what was pressed. They know neither storage nor routes.

mod live_region;
mod notice;
mod progress;
mod theme_switch;

pub use live_region::LiveRegion;
pub use notice::Notice;
pub use progress::Progress;
pub use theme_switch::ThemeSwitch;
