//! Views that take what they show and say what was pressed. They know neither storage nor routes.

mod live;
mod live_region;
mod notice;
mod offline_badge;
mod progress;
mod search_panel;
mod theme_switch;
mod update_bar;

pub use live::{Live, live};
pub use live_region::LiveRegion;
pub use notice::Notice;
pub use offline_badge::OfflineBadge;
pub use progress::Progress;
pub use search_panel::{PanelActions, SearchPanel};
pub use theme_switch::ThemeSwitch;
pub use update_bar::UpdateBar;
