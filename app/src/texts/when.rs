//! Times in WIB, sizes of files and numbers, by our own code: the server's, never the browser's.

use super::Lang;
use chrono::{DateTime, Datelike, FixedOffset, Timelike};
use domain::Millis;

const WIB_SECONDS: i32 = 7 * 3600;
const DAYS: [&str; 2] =
    ["Senin Selasa Rabu Kamis Jumat Sabtu Minggu", "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"];
const MONTHS: [&str; 2] = [
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "January February March April May June July August September October November December",
];

/// Returns `Kamis 6 November, 12.40 WIB`.
pub fn when(lang: Lang, at: Millis) -> String {
    in_wib(lang, at, false)
}

/// Returns `Kamis 6 November 2025, 12.40 WIB`, for what is read years later.
pub fn when_with_year(lang: Lang, at: Millis) -> String {
    in_wib(lang, at, true)
}

fn in_wib(lang: Lang, at: Millis, with_year: bool) -> String {
    let utc = DateTime::from_timestamp_millis(at.0).unwrap_or_default();
    let zone = FixedOffset::east_opt(WIB_SECONDS).expect("seven hours are an offset");
    let local = utc.with_timezone(&zone);
    let word = |words: [&'static str; 2], nth: u32| {
        words[usize::from(lang == Lang::En)].split(' ').nth(nth as usize).unwrap_or_default()
    };
    let day = word(DAYS, local.weekday().num_days_from_monday());
    let month = word(MONTHS, local.month0());
    let between = if lang == Lang::En { ':' } else { '.' };
    let year = if with_year { format!(" {}", local.year()) } else { String::new() };
    format!("{day} {} {month}{year}, {:02}{between}{:02} WIB", local.day(), local.hour(), local.minute())
}

/// Returns `4 Nov 12.40`, for tables with WIB in their heading.
pub fn when_short(lang: Lang, at: Millis) -> String {
    let long = when(lang, at);
    let mut words = long.trim_end_matches(" WIB").split([' ', ',']).filter(|word| !word.is_empty()).skip(1);
    let (day, month, time) = (words.next(), words.next(), words.next());
    let month: String = month.unwrap_or_default().chars().take(3).collect();
    format!("{} {month} {}", day.unwrap_or_default(), time.unwrap_or_default())
}

/// Returns decimal units, as DOKU counts them: `2,1 MB`.
pub fn file_size(lang: Lang, bytes: u64) -> String {
    if bytes < 1_000_000 {
        return format!("{} kB", bytes.div_ceil(1_000).max(1));
    }
    let tenths = bytes / 100_000;
    let comma = if lang == Lang::En { '.' } else { ',' };
    match tenths % 10 {
        0 => format!("{} MB", tenths / 10),
        rest => format!("{}{comma}{rest} MB", tenths / 10),
    }
}

/// Returns `90.392`: in groups of three.
pub fn number(lang: Lang, number: i64) -> String {
    let between = if lang == Lang::En { "," } else { "." };
    let digits = number.unsigned_abs().to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    format!("{}{}", if number < 0 { "-" } else { "" }, groups.join(between))
}

#[cfg(test)]
mod tests {
    use super::{Lang, number};

    #[test]
    fn numbers_are_grouped_as_people_write_them() {
        let cases = [
            (0, "0"),
            (999, "999"),
            (1_000, "1.000"),
            (90_392, "90.392"),
            (1_000_000, "1.000.000"),
            (-12_345, "-12.345"),
        ];
        for (n, text) in cases {
            assert_eq!(number(Lang::Id, n), text);
            assert_eq!(number(Lang::En, n), text.replace('.', ","));
        }
    }
}
