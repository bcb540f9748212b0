//! A query in the address of a page, so that it can be shared and gone back to.

use crate::app::browser::history;
use crate::app::routes::Place;
use crate::text::percent;

/// The query in a place's address.
pub fn query_of(place: &Place) -> Option<String> {
    let pairs = place.query.strip_prefix('?')?.split('&');
    let value = pairs.filter_map(|pair| pair.strip_prefix("q=")).next()?;
    Some(percent::decode(&value.replace('+', " ")))
}

/// A query as a value in an address.
pub fn encode_query(text: &str) -> String {
    percent::encode_path(text).replace('+', "%2B").replace('=', "%3D")
}

/// The address of the home page with a query, or without one.
pub fn home_query(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() {
        String::new()
    } else {
        ["?q=", &encode_query(text)].concat()
    }
}

/// Whether the address in the browser can take a query: a long paste makes no link that anyone shares.
pub fn fits_address(text: &str) -> bool {
    text.len() <= 300 && !history::url().is_empty()
}
