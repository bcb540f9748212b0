//! Text vocabulary: byte spans, lines and columns, anchors, escaping. Imports nothing else of ours.

pub mod date;
pub mod direction;
pub mod edit;
pub mod escape;
pub mod find;
pub mod hash;
pub mod json;
pub mod line_index;
pub mod nearest;
pub mod nfc;
pub mod order;
pub mod percent;
pub mod slug;
pub mod span;

pub use date::Date;
pub use line_index::{LineColumn, LineIndex};
pub use span::Span;
