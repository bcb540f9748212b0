//! What the app knows, as signals: components read it, [`super::browser`] keeps it.

pub mod status;
pub mod theme;
