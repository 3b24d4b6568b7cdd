//! Reads moments as common libraries write them, beyond those that samples show. Source: CONTRACT §1.5.

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use domain::Millis;
use serde_json::Value;

/// The first whole number that means milliseconds rather than seconds (5138-11-16 in seconds).
const SECONDS_END: u64 = 100_000_000_000;
/// A number below this is no moment of ours, but a nought or a year.
const SECONDS_BEGIN: u64 = 100_000_000;
/// The offset of DOKU's times: one without a zone is a time of Jakarta.
const WIB: i64 = 7 * Millis::HOUR;
const ZONES: &[(&str, i64)] =
    &[("WITA", 8 * Millis::HOUR), ("WIB", WIB), ("WIT", 9 * Millis::HOUR), ("UTC", 0), ("GMT", 0), ("Z", 0)];
const FORMATS: &[&str] = &[
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M:%S%.f",
    "%d-%m-%Y %H:%M:%S%.f",
    "%d/%m/%Y %H:%M:%S%.f",
    "%Y%m%dT%H%M%S%.f",
    "%Y%m%d%H%M%S",
    "%a, %d %b %Y %H:%M:%S",
    "%a %b %d %H:%M:%S %Y",
];

/// Reads RFC 3339 and its kin, with any zone or none, and seconds or milliseconds since 1970. A day alone is no moment.
pub(crate) fn moment(text: &str) -> Option<Millis> {
    let text = text.trim();
    let whole = text.split('.').next().unwrap_or_default().trim_start_matches('-');
    let is_number = !whole.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit());
    match (is_number, whole.len()) {
        // `20251104133028`
        (true, 14) => clock(text).or_else(|| epoch(text)),
        (true, _) => epoch(text),
        (false, _) => Millis::from_iso(text).or_else(|| clock(text)),
    }
}

/// Reads `[2025,11,4,13,30,28]`, as Java writes a time without a zone; seconds and nanoseconds may be missing.
pub(crate) fn of_parts(parts: &[Value]) -> Option<Millis> {
    let numbers: Option<Vec<u32>> = parts.iter().map(|part| part.as_u64().and_then(|n| n.try_into().ok())).collect();
    let numbers = numbers.filter(|numbers| numbers.len() <= 7)?;
    let [year, month, day, hour, minute, rest @ ..] = numbers.as_slice() else { return None };
    let [second, nano] = [0, 1].map(|place| rest.get(place).copied().unwrap_or_default());
    let day = NaiveDate::from_ymd_opt((*year).try_into().ok()?, *month, *day)?;
    Some(since_1970(day.and_hms_nano_opt(*hour, *minute, second, nano)?, WIB))
}

fn epoch(text: &str) -> Option<Millis> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let count: i64 = whole.parse().ok()?;
    match count.unsigned_abs() {
        ..SECONDS_BEGIN => None,
        SECONDS_BEGIN..SECONDS_END => {
            let millis: i64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
            Some(Millis(count * Millis::SECOND + millis))
        }
        SECONDS_END.. => Some(Millis(count)),
    }
}

fn clock(text: &str) -> Option<Millis> {
    // `…+07:00[Asia/Jakarta]`
    let text = text.split('[').next().unwrap_or_default().trim();
    let (rest, offset) = zone(text);
    let of_our_days = |clock: &NaiveDateTime| (2000..2200).contains(&clock.year());
    let read = |format: &&str| NaiveDateTime::parse_from_str(&rest, format).ok().filter(of_our_days);
    FORMATS.iter().find_map(read).map(|clock| since_1970(clock, offset))
}

/// Splits off the zone that a text names.
fn zone(text: &str) -> (String, i64) {
    for (name, offset) in ZONES {
        if let Some(rest) = text.strip_suffix(name) {
            return (rest.trim().to_owned(), *offset);
        }
        // `Tue Nov 04 13:30:28 WIB 2025`
        if let Some((before, year)) = text.split_once(&format!(" {name} ")) {
            return (format!("{before} {year}"), *offset);
        }
    }
    // The signs further left belong to the date.
    match text.rfind(['+', '-']).filter(|place| *place >= 10).and_then(|place| text.split_at_checked(place)) {
        Some((rest, offset)) => match hours(offset) {
            Some(offset) => (rest.trim().to_owned(), offset),
            None => (text.to_owned(), WIB),
        },
        None => (text.to_owned(), WIB),
    }
}

/// Reads `+07:00`, `+0700` or `+07`.
fn hours(offset: &str) -> Option<i64> {
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let digits: String = offset.get(1..)?.chars().filter(|c| *c != ':').collect();
    let (hours, minutes) = digits.split_at_checked(2)?;
    let minutes = if minutes.is_empty() { 0 } else { minutes.parse::<u8>().ok()? };
    Some(sign * (i64::from(hours.parse::<u8>().ok()?) * Millis::HOUR + i64::from(minutes) * Millis::MINUTE))
}

fn since_1970(clock: NaiveDateTime, offset: i64) -> Millis {
    Millis(clock.and_utc().timestamp_millis()).plus(-offset)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::lenient::time;

    #[test]
    fn every_usual_way_to_write_a_moment_is_read() {
        let moment = Millis::from_iso("2025-11-04T06:30:28Z").unwrap();
        for written in [
            json!("2025-11-04T06:30:28Z"),
            json!(" 2025-11-04T13:30:28+07:00 "),
            json!("2025-11-04T13:30:28+0700"),
            json!("2025-11-04T13:30:28+07"),
            json!("2025-11-04 13:30:28 +0700"),
            json!("2025-11-04T01:30:28-05:00"),
            json!("2025-11-04T13:30:28.000+07:00[Asia/Jakarta]"),
            json!("2025-11-04T13:30:28"),
            json!("2025-11-04 13:30:28"),
            json!("2025-11-04 13:30:28.000000"),
            json!("2025-11-04 13:30:28 WIB"),
            json!("2025-11-04 14:30:28 WITA"),
            json!("2025-11-04 15:30:28 WIT"),
            json!("2025-11-04 06:30:28 UTC"),
            json!("2025/11/04 13:30:28"),
            json!("04-11-2025 13:30:28"),
            json!("04/11/2025 13:30:28"),
            json!("20251104133028"),
            json!(20_251_104_133_028_i64),
            json!("20251104T133028+0700"),
            json!("Tue, 04 Nov 2025 06:30:28 GMT"),
            json!("Tue, 04 Nov 2025 13:30:28 +0700"),
            json!("Tue Nov 04 13:30:28 WIB 2025"),
            json!([2025, 11, 4, 13, 30, 28]),
            json!([2025, 11, 4, 13, 30, 28, 0]),
            json!(1_762_237_828),
            json!(1_762_237_828_000_i64),
            json!("1762237828"),
            json!("1762237828000"),
            json!(1_762_237_828.0),
        ] {
            assert_eq!(time(&written), Some(moment), "{written}");
        }
        for written in
            [json!(1_762_237_828.25), json!("2025-11-04T13:30:28.25"), json!([2025, 11, 4, 13, 30, 28, 250_000_000])]
        {
            assert_eq!(time(&written), Some(moment.plus(250)), "{written}");
        }
        let sharp = Some(moment.plus(-28 * Millis::SECOND));
        assert_eq!((time(&json!("2025-11-04T13:30")), time(&json!([2025, 11, 4, 13, 30]))), (sharp, sharp));
    }

    #[test]
    fn what_names_no_moment_is_none() {
        for written in [
            json!(0),
            json!(2025),
            json!("2025"),
            json!("2025-11-04"),
            json!("kemarin"),
            json!(""),
            json!("04-11-25 13:30:28"),
            json!("2025-13-04T13:30:28"),
            json!("2025-11-04T25:30:28"),
            json!([2025, 11, 4]),
            json!([2025, 11, 4, 25, 0, 0]),
            json!([1, 2, 3, 4, 5, 6, 7, 8]),
            json!(null),
            json!({"at": 1}),
        ] {
            assert_eq!(time(&written), None, "{written}");
        }
    }
}
