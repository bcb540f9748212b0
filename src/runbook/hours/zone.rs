//! Names of time zones.

/// Zones with a name of one word, as the zone database has them. Other abbreviations mean several zones.
const SHORT: [&str; 7] = ["UTC", "GMT", "CET", "EET", "WET", "MET", "Z"];

/// The regions of the zone database.
const REGIONS: [&str; 11] = [
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
    "Etc",
];

/// The name under which browsers know a time zone: `Europe/Berlin`, `UTC`, and for `UTC+2` `Etc/GMT-2`, whose sign counts
/// the other way. `None` for what has not the form of a zone; whether there is one of this name only a zone database knows.
pub fn zone(text: &str) -> Option<String> {
    let text = text.trim();
    let upper = text.to_ascii_uppercase();
    if let Some(short) = SHORT.into_iter().find(|short| *short == upper) {
        return Some(if short == "Z" { "UTC" } else { short }.to_string());
    }
    let offset = upper.strip_prefix("UTC").or_else(|| upper.strip_prefix("GMT"));
    if let Some(offset) = offset {
        let (sign, number) = offset
            .strip_prefix('+')
            .map(|number| ("-", number))
            .or_else(|| Some(("+", offset.strip_prefix(['-', '−'])?)))?;
        let number = number.strip_suffix(":00").unwrap_or(number);
        let hours: u8 = number.parse().ok()?;
        let most = if sign == "-" { 14 } else { 12 };
        return match hours {
            0 => Some("UTC".to_string()),
            hours if hours <= most => Some(["Etc/GMT", sign, &hours.to_string()].concat()),
            _ => None,
        };
    }
    let (region, place) = text.split_once('/')?;
    let region = REGIONS.into_iter().find(|known| known.eq_ignore_ascii_case(region))?;
    let is_place = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+');
    (place.starts_with(|c: char| c.is_ascii_alphabetic()) && place.chars().all(is_place)).then(|| {
        // Browsers find `europe/berlin`, too; where nothing is capital, names are written as they are usual.
        let mut start = !place.contains(|c: char| c.is_ascii_uppercase());
        let is_lower = start;
        let capital = place.chars().map(|c| {
            let first = std::mem::replace(&mut start, is_lower && matches!(c, '/' | '_' | '-'));
            if first { c.to_ascii_uppercase() } else { c }
        });
        [region, "/", &capital.collect::<String>()].concat()
    })
}
