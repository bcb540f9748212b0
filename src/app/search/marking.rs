//! What was searched for, marked on the page that a result leads to.

use super::address::query_of;
use crate::app::browser::{dom, marks};
use crate::app::routes::{Place, Route};
use crate::search::highlight::Highlighter;

/// Marks in the page in `main`, which is at `place`, what its address says was searched for, and brings the first mark
/// of the section that is pointed at into view. Without a query, what was marked before is no longer.
pub fn mark(main: &dom::Element, place: &Place) {
    marks::clear();
    let Some(query) = query_of(place).filter(|_| place.route != Route::Home) else {
        return;
    };
    let found = Highlighter::new(&query);
    let Some(article) = dom::find(main, ".bg-body").filter(|_| !found.is_empty()) else {
        return;
    };
    let ranges = marks::mark(&article, |text| found.find(text));
    if let Some(section) = place.anchor().and_then(|anchor| dom::by_id(&anchor)) {
        marks::reveal(&ranges, &section);
    }
}
