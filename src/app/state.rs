//! What the app knows, as signals: components read it, [`super::browser`] keeps it.

pub mod activity;
pub mod drill;
pub mod offline;
pub mod runs;
pub mod search;
pub mod status;
pub mod theme;
