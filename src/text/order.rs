//! Sorting, once for all that the app sorts. The library's sort is compiled anew for every type and order, at some four
//! kilobytes each in the browser, and so are maps and sets that are collected instead of extended, which sort first; what is
//! sorted there has hundreds of items, not millions.

use std::cmp::Ordering;

/// The places of `len` items in the order that `compare` gives; equal ones stay as they stand.
fn places(len: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut from: Vec<usize> = (0..len).collect();
    let mut to: Vec<usize> = Vec::with_capacity(len);
    let mut width = 1;
    while width < len {
        to.clear();
        for pair in from.chunks(width * 2) {
            let (left, right) = pair.split_at(width.min(pair.len()));
            let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
            loop {
                let next = match (left.peek(), right.peek()) {
                    (Some(a), Some(b)) if compare(**b, **a) == Ordering::Less => right.next(),
                    (Some(_), _) => left.next(),
                    (None, Some(_)) => right.next(),
                    (None, None) => break,
                };
                to.extend(next);
            }
        }
        std::mem::swap(&mut from, &mut to);
        width *= 2;
    }
    from
}

/// Sorts `items` by `compare`, stably. Natively the library does it, which is quicker.
pub fn sort<T>(items: &mut Vec<T>, compare: &dyn Fn(&T, &T) -> Ordering) {
    match cfg!(target_arch = "wasm32") {
        true => by_places(items, compare),
        false => items.sort_by(compare),
    }
}

fn by_places<T>(items: &mut Vec<T>, compare: &dyn Fn(&T, &T) -> Ordering) {
    let order = places(items.len(), &|a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    let mut taken: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(order.into_iter().filter_map(|at| taken.get_mut(at)?.take()));
}

#[cfg(test)]
mod tests {
    #[test]
    fn sorts_as_the_library_does() {
        for len in 0..80usize {
            let mut items: Vec<(usize, usize)> = (0..len).map(|at| (at * 7919 % 13, at)).collect();
            let mut wanted = items.clone();
            wanted.sort_by_key(|(key, _)| *key);
            super::by_places(&mut items, &|a, b| a.0.cmp(&b.0));
            assert_eq!(items, wanted);
        }
    }
}
