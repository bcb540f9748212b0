//! How far ahead a review looks.

/// Days in `14d`, `2w`, `1m`, `1y`, `14 days`, `14`; a month counts 30 days, a year 365. `None` for anything else, and for more
/// than ten years.
pub fn days(text: &str) -> Option<i32> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let number: i32 = number.parse().ok()?;
    let unit = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "d" | "day" | "days" => 1,
        "w" | "week" | "weeks" => 7,
        "m" | "mo" | "month" | "months" => 30,
        "y" | "year" | "years" => 365,
        _ => return None,
    };
    number.checked_mul(unit).filter(|days| *days <= 3660)
}

#[cfg(test)]
mod tests {
    use super::days;

    #[test]
    fn windows_are_read() {
        for (text, expected) in [
            ("14d", Some(14)),
            ("2w", Some(14)),
            ("1 month", Some(30)),
            ("0", Some(0)),
            ("14", Some(14)),
            ("-1d", None),
            ("d", None),
            ("14x", None),
            ("99999999999d", None),
            ("11y", None),
        ] {
            assert_eq!(days(text), expected, "{text}");
        }
    }
}
