//! How Excel shows a number: formats (ECMA-376 Part 1 §18.8.30, 31) as far as lists of an office use them.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, date};

/// What a format makes of a number.
#[derive(Clone, Debug, PartialEq)]
pub enum NumberFormat {
    /// As many digits as the number has.
    General,
    /// Digits behind the point, percent, thousands left out, and what stands around.
    Number(Shown),
    /// A day, and perhaps a time.
    Date(Parts),
}

/// What stands around the digits of a number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shown {
    decimals: usize,
    percent: bool,
    thousands: u32,
    before: String,
    after: String,
}

/// What of a moment is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    year: bool,
    day: bool,
    time: bool,
}

/// Which day is the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Epoch {
    /// 1900, with a 29 February that never was.
    Windows,
    /// 1904.
    Macintosh,
}

impl NumberFormat {
    /// The format of a number that Excel knows by itself; `None` where the file has to say it.
    pub fn built_in(id: u32) -> Option<Self> {
        let parts = |year, day, time| Self::Date(Parts { year, day, time });
        let number =
            |decimals, percent| Self::Number(Shown { decimals, percent, ..Shown::default() });
        Some(match id {
            0 | 11 | 12 | 13 | 48 | 49 => Self::General,
            1 | 3 | 37 | 38 => number(0, false),
            2 | 4 | 39 | 40 => number(2, false),
            9 => number(0, true),
            10 => number(2, true),
            14..=16 | 27..=31 | 34..=36 | 50..=54 | 57..=58 => parts(true, true, false),
            17 | 55 | 56 => parts(true, false, false),
            18..=21 | 32 | 33 | 45..=47 => parts(false, false, true),
            22 => parts(true, true, true),
            _ => return None,
        })
    }

    /// The format of a code: `0.00"万元"`, `yyyy/m/d`; of its sections the first.
    pub fn of(code: &str) -> Self {
        let (mut letters, mut shown) = (String::new(), Shown::default());
        let (mut digits, mut point, mut commas) = (false, false, 0);
        let mut chars = code.chars();
        while let Some(c) = chars.next() {
            let mut literal = |text: &str| match digits {
                true => shown.after.push_str(text),
                false => shown.before.push_str(text),
            };
            match c {
                ';' => break,
                '"' => literal(&chars.by_ref().take_while(|c| *c != '"').collect::<String>()),
                '\\' => literal(&chars.next().map(String::from).unwrap_or_default()),
                // A blank as wide as a character, and one character repeated.
                '_' | '*' => drop(chars.next()),
                '[' => {
                    let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                    // `[h]:mm` is time; colours, places and conditions change nothing here.
                    let time = inside.chars().all(|c| matches!(c, 'h' | 'm' | 's'));
                    letters.push_str(if time { &inside } else { "" });
                }
                '0' | '#' | '?' => {
                    shown.decimals += usize::from(point);
                    (digits, commas) = (true, 0);
                }
                '.' if digits => point = true,
                ',' if digits => commas += 1,
                '%' => {
                    shown.percent = true;
                    literal("%");
                }
                c if c.is_ascii_alphabetic() => letters.push(c.to_ascii_lowercase()),
                c => literal(&String::from(c)),
            }
        }
        shown.thousands = commas;
        shown.after = shown.after.replacen('%', "", usize::from(shown.percent));
        let has = |c| letters.contains(c);
        if letters.contains("general") || letters.is_empty() && !digits {
            return Self::General;
        }
        if digits && !has('y') && !has('d') {
            return Self::Number(shown);
        }
        let time = has('h') || has('s');
        let day = has('d');
        let year = has('y') || day || has('m') && !time;
        match year || time {
            true => Self::Date(Parts { year, day, time }),
            false => Self::General,
        }
    }

    /// A number as it is shown.
    pub fn show(&self, number: f64, epoch: Epoch) -> String {
        match self {
            Self::General => plain(number),
            Self::Number(shown) => shown.show(number),
            Self::Date(parts) => parts.show(number, epoch).unwrap_or_else(|| plain(number)),
        }
    }
}

impl Shown {
    fn show(&self, number: f64) -> String {
        let times = if self.percent { 100.0 } else { 1.0 };
        let scaled =
            number * times / 1000_f64.powi(i32::try_from(self.thousands.min(9)).unwrap_or(0));
        let digits = format!("{scaled:.*}", self.decimals.min(15));
        // -0 is 0.
        let zero = digits.bytes().all(|b| matches!(b, b'-' | b'0' | b'.'));
        let digits = if zero { digits.trim_start_matches('-') } else { &digits };
        let percent = if self.percent { "%" } else { "" };
        format!("{}{digits}{percent}{}", self.before, self.after)
    }
}

impl Parts {
    fn show(self, number: f64, epoch: Epoch) -> Option<String> {
        let at = moment(number, epoch)?;
        let day = at.date();
        let clock = || at.time().strftime("%H:%M").to_string();
        Some(match (self.year, self.day, self.time) {
            (false, _, true) => clock(),
            (_, _, true) => format!("{day} {}", clock()),
            (_, true, false) => day.to_string(),
            _ => format!("{}年{}月", day.year(), day.month()),
        })
    }
}

/// Days since the first, the time as their fraction.
fn moment(number: f64, epoch: Epoch) -> Option<DateTime> {
    // The last day that Excel knows is 31 December 9999.
    if !(0.0..2_958_466.0).contains(&number) {
        return None;
    }
    let seconds = (number.fract() * 86_400.0).round() as i64;
    let days = number.trunc() as i64;
    let first: Date = match epoch {
        Epoch::Windows if days < 60 => date(1899, 12, 31),
        Epoch::Windows => date(1899, 12, 30),
        Epoch::Macintosh => date(1904, 1, 1),
    };
    let day = first.checked_add(days.days()).ok()?;
    day.at(0, 0, 0, 0).checked_add(seconds.seconds()).ok()
}

/// As many digits as Excel keeps: 15; 0.1 + 0.2 is 0.3.
fn plain(number: f64) -> String {
    if !number.is_finite() {
        return String::new();
    }
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    match rounded.abs() {
        0.0 => "0".to_owned(),
        1e-9..1e18 => rounded.to_string(),
        _ => format!("{rounded:e}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_see_them() {
        for (code, number, shown) in [
            ("General", 66.7, "66.7"),
            ("General", 0.1 + 0.2, "0.3"),
            ("General", 13_800_138_000.0, "13800138000"),
            ("@", 5.0, "5"),
            ("0.00", 66.7, "66.70"),
            ("0", 66.7, "67"),
            ("#,##0.00_ ", 6_000_000.0, "6000000.00"),
            ("0.0%", 0.666_67, "66.7%"),
            ("0.00\"万元\"", 12.0, "12.00万元"),
            ("¥#,##0;[Red]¥-#,##0", 600.0, "¥600"),
            ("0,,\"百万\"", 6_000_000.0, "6百万"),
            ("0.0", -0.01, "0.0"),
            ("yyyy/m/d", 41_000.0, "2012-04-01"),
            ("yyyy\"年\"m\"月\"d\"日\";@", 40_999.0, "2012-03-31"),
            ("[$-804]yyyy\"年\"m\"月\"", 40_999.0, "2012年3月"),
            ("yyyy-mm-dd hh:mm", 41_000.68, "2012-04-01 16:19"),
            ("h:mm", 0.375, "09:00"),
            ("[h]:mm", 0.375, "09:00"),
            ("m/d", 41_000.0, "2012-04-01"),
            ("yyyy/m/d", -5.0, "-5"),
            ("yyyy/m/d", 1e12, "1000000000000"),
            ("yyyy/m/d", 1.0, "1900-01-01"),
        ] {
            let format = NumberFormat::of(code);
            assert_eq!(format.show(number, Epoch::Windows), shown, "{code} {format:?}");
        }
        assert_eq!(NumberFormat::of("yyyy-m-d").show(0.0, Epoch::Macintosh), "1904-01-01");
    }
}
