//! The scroll position of the page.

use super::dom::Element;
use super::window;
use web_sys::{ScrollBehavior, ScrollIntoViewOptions, ScrollLogicalPosition, ScrollToOptions};

/// A scroll position in whole pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scroll {
    /// From the left.
    pub x: i32,
    /// From the top.
    pub y: i32,
}

/// Where the page is scrolled to.
pub fn position() -> Scroll {
    let Some(window) = window() else {
        return Scroll::default();
    };
    Scroll {
        x: window.scroll_x().unwrap_or_default() as i32,
        y: window.scroll_y().unwrap_or_default() as i32,
    }
}

/// Scrolls to `position` at once, whatever the stylesheet says of smoothness.
pub fn to(position: Scroll) {
    let Some(window) = window() else {
        return;
    };
    let options = ScrollToOptions::new();
    options.set_left(position.x.into());
    options.set_top(position.y.into());
    options.set_behavior(ScrollBehavior::Instant);
    window.scroll_to_with_scroll_to_options(&options);
}

/// Scrolls so that `element` is at the top.
pub fn to_element(element: &Element) {
    element.scroll_into_view();
}

/// Scrolls, if need be, so that `element` is in the middle.
pub fn to_middle(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Center);
    options.set_behavior(ScrollBehavior::Instant);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// How far the top of `element` is below the window's, in pixels.
pub fn top_of(element: &Element) -> f64 {
    element.get_bounding_client_rect().top()
}

/// Scrolls within `row`, not the page, so that `element` is seen whole; with some of what comes before it.
pub fn along(row: &Element, element: &Element) {
    let (outer, inner) = (row.get_bounding_client_rect(), element.get_bounding_client_rect());
    if inner.left() < outer.left() || inner.right() > outer.right() {
        let middle = inner.left() + inner.width() / 2.0 - outer.left() - outer.width() / 2.0;
        row.set_scroll_left(row.scroll_left() + middle as i32);
    }
}
