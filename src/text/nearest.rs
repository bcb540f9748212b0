//! "Did you mean": the nearest name by edit distance.

/// The candidate nearest to `name`, if one is near enough to be meant: at most a third of the longer name edited
/// (optimal string alignment distance, case ignored), at least one edit always allowed. The first of equals wins.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted: Vec<char> = name.to_lowercase().chars().take(LONGEST).collect();
    let mut best: Option<(usize, &'a str)> = None;
    for candidate in candidates {
        let found: Vec<char> = candidate.to_lowercase().chars().take(LONGEST).collect();
        let longer = wanted.len().max(found.len());
        let allowed = (longer / 3).max(1);
        if wanted.len().abs_diff(found.len()) > allowed {
            continue;
        }
        let distance = distance(&wanted, &found);
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Names are compared by their first characters only: the cost is quadratic, and nobody mistypes a kilobyte.
const LONGEST: usize = 120;

/// Edits between two texts: insert, delete, replace, swap two neighbours.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before = vec![0; b.len() + 1];
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut current = vec![i + 1; b.len() + 1];
        for (j, y) in b.iter().enumerate() {
            let mut cost = (previous[j] + usize::from(x != y))
                .min(previous[j + 1] + 1)
                .min(current[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                cost = cost.min(before[j - 1] + 1);
            }
            current[j + 1] = cost;
        }
        before = std::mem::replace(&mut previous, current);
    }
    previous[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_name_that_was_meant() {
        let names = ["slow-queries.md", "replication-lag.md", "README.md"];
        assert_eq!(nearest("slow-querys.md", names), Some("slow-queries.md"));
        assert_eq!(nearest("readme.md", names), Some("README.md"));
        assert_eq!(nearest("something-else.md", names), None);
        assert_eq!(nearest("ba", ["ab"]), Some("ab"));
    }
}
