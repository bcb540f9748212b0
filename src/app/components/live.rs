//! What follows a change in a view: a text, a mark, a part of it.

/// A part of a view that is asked again when what it reads has changed.
pub type Live<T> = Box<dyn FnMut() -> T + Send>;

/// `part`, for a view. Boxed, because the library compiles its half of each closure for that closure alone: with one type
/// for all that give a text (or a view, or a mark) it does so once.
pub fn live<T>(part: impl FnMut() -> T + Send + 'static) -> Live<T> {
    Box::new(part)
}
