//! Meetings as a calendar file (RFC 5545).
//!
//! Times are written in UTC: China keeps +08:00 all the year round, so this loses nothing, and a file without a
//! `VTIMEZONE` can't be read wrongly by programs that know zones by other names.

use crate::record::Moment;
use crate::site::url::encode_address;
use crate::view::event::{Event, EventStatus};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

/// A calendar of events, named for the site or the column; the name may be empty for a single event.
pub(super) fn calendar(name: &str, events: &[Event<'_>]) -> Vec<u8> {
    let mut file = Lines::default();
    file.line("BEGIN", "VCALENDAR");
    file.line("VERSION", "2.0");
    file.line("PRODID", "-//gongbao//gongbao//ZH");
    file.line("CALSCALE", "GREGORIAN");
    if !name.is_empty() {
        file.words("NAME", name);
        file.words("X-WR-CALNAME", name);
        file.line("X-WR-TIMEZONE", "Asia/Shanghai");
    }
    if events.is_empty() {
        push_zone(&mut file);
    }
    for event in events {
        push_event(&mut file, event);
    }
    file.line("END", "VCALENDAR");
    file.text.into_bytes()
}

/// A calendar needs a component (RFC 5545 §3.6), and who subscribed to one must find the file when no meeting is ahead.
fn push_zone(file: &mut Lines) {
    for (name, value) in [
        ("BEGIN", "VTIMEZONE"),
        ("TZID", "Asia/Shanghai"),
        ("BEGIN", "STANDARD"),
        ("DTSTART", "19700101T000000"),
        ("TZOFFSETFROM", "+0800"),
        ("TZOFFSETTO", "+0800"),
        ("END", "STANDARD"),
        ("END", "VTIMEZONE"),
    ] {
        file.line(name, value);
    }
}

fn push_event(file: &mut Lines, event: &Event<'_>) {
    let url = encode_address(event.url);
    file.line("BEGIN", "VEVENT");
    file.line("UID", &uid(&url));
    file.line("DTSTAMP", &utc(event.stamp));
    push_time(file, event);
    file.words("SUMMARY", event.name);
    if !event.place.is_empty() {
        file.words("LOCATION", event.place);
    }
    if !event.description.is_empty() {
        file.words("DESCRIPTION", event.description);
    }
    file.line("URL", &url);
    file.line(
        "STATUS",
        match event.status {
            EventStatus::Scheduled => "CONFIRMED",
            EventStatus::Cancelled => "CANCELLED",
        },
    );
    file.line("END", "VEVENT");
}

/// An end is written only where it lies after the start: else the start alone, as RFC 5545 §3.8.2.2 demands.
fn push_time(file: &mut Lines, event: &Event<'_>) {
    let (start, end) = (event.start, event.end);
    if start.timed {
        file.line("DTSTART", &utc(start.at));
        if let Some(end) = end.map(last_instant).filter(|end| *end > start.at) {
            file.line("DTEND", &utc(end));
        }
        return;
    }
    let first = start.at.date();
    let last = end.map_or(first, |end| end.at.date()).max(first);
    file.line("DTSTART;VALUE=DATE", &day(first));
    file.line("DTEND;VALUE=DATE", &day(last.saturating_add(1.day())));
}

/// An end without a time of day means the end of that day.
fn last_instant(end: Moment) -> DateTime {
    match end.timed {
        true => end.at,
        false => end.at.saturating_add(1.day()),
    }
}

/// Short enough for every calendar (RFC 7986 §5.3 asks for fewer than 255 octets) and the same in every build.
fn uid(url: &str) -> String {
    let hash = blake3::hash(url.as_bytes()).to_hex();
    let host = url
        .split("://")
        .nth(1)
        .and_then(|rest| rest.split(['/', '?', '#']).next())
        .filter(|host| !host.is_empty())
        .unwrap_or("gongbao");
    format!("{}@{host}", &hash[..32])
}

fn utc(at: DateTime) -> String {
    let at = at.saturating_sub(8.hours());
    let (hour, minute, second) = (at.hour(), at.minute(), at.second());
    format!("{}T{hour:02}{minute:02}{second:02}Z", day(at.date()))
}

fn day(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// Content lines, folded.
#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    /// A value that stands as it is.
    fn line(&mut self, name: &str, value: &str) {
        self.fold(&format!("{name}:{value}"));
    }

    /// A value of type TEXT.
    fn words(&mut self, name: &str, value: &str) {
        let mut line = format!("{name}:");
        for c in value.trim().chars() {
            match c {
                '\\' | ';' | ',' => line.extend(['\\', c]),
                '\n' => line.push_str("\\n"),
                '\t' => line.push(' '),
                c if c.is_control() => {}
                c => line.push(c),
            }
        }
        self.fold(&line);
    }

    /// Lines of at most 75 octets, broken between characters (RFC 5545 §3.1).
    fn fold(&mut self, line: &str) {
        let mut width = 0;
        for c in line.chars() {
            if width + c.len_utf8() > 75 {
                self.text.push_str("\r\n ");
                width = 1;
            }
            self.text.push(c);
            width += c.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn event() -> Event<'static> {
        Event {
            url: "https://www.example.gov.cn/yunxi/会议/a/",
            name: "动员大会",
            start: moment("2026-03-31 09:00"),
            end: Some(moment("2026-03-31 11:30")),
            place: "县委礼堂",
            description: "",
            organiser: "县政府办公室",
            status: EventStatus::Scheduled,
            stamp: date(2026, 3, 25).at(7, 30, 5, 0),
        }
    }

    fn moment(text: &str) -> Moment {
        Moment::parse(text).expect("a moment")
    }

    fn text(name: &str, events: &[Event<'_>]) -> String {
        String::from_utf8(calendar(name, events)).expect("UTF-8")
    }

    #[test]
    fn one_event() {
        assert_eq!(
            text("", &[event()]).split("\r\n").collect::<Vec<_>>(),
            [
                "BEGIN:VCALENDAR",
                "VERSION:2.0",
                "PRODID:-//gongbao//gongbao//ZH",
                "CALSCALE:GREGORIAN",
                "BEGIN:VEVENT",
                "UID:350b9d4a7806845a7559699fa97d5ad6@www.example.gov.cn",
                "DTSTAMP:20260324T233005Z",
                "DTSTART:20260331T010000Z",
                "DTEND:20260331T033000Z",
                "SUMMARY:动员大会",
                "LOCATION:县委礼堂",
                "URL:https://www.example.gov.cn/yunxi/%E4%BC%9A%E8%AE%AE/a/",
                "STATUS:CONFIRMED",
                "END:VEVENT",
                "END:VCALENDAR",
                "",
            ]
        );
    }

    #[test]
    fn a_calendar_without_meetings_still_has_a_component() {
        let text = text("全县会议", &[]);
        let lines: Vec<_> = text.split("\r\n").filter(|line| line.starts_with("BEGIN:")).collect();
        assert_eq!(lines, ["BEGIN:VCALENDAR", "BEGIN:VTIMEZONE", "BEGIN:STANDARD"]);
    }

    #[test]
    fn times() {
        let whole =
            |start: &str, end: &str| format!("DTSTART;VALUE=DATE:{start} DTEND;VALUE=DATE:{end}");
        let timed = |start: &str, end: &str| format!("DTSTART:{start} DTEND:{end}");
        for (start, end, expected) in [
            ("2026-03-31", None, whole("20260331", "20260401")),
            ("2026-03-31", Some("2026-04-02"), whole("20260331", "20260403")),
            ("2026-03-31", Some("2026-03-01"), whole("20260331", "20260401")),
            ("2026-12-31", Some("2026-12-31 12:00"), whole("20261231", "20270101")),
            ("2026-03-31 07:00", None, "DTSTART:20260330T230000Z".to_owned()),
            ("2026-03-31 09:00", Some("2026-03-31 08:00"), "DTSTART:20260331T010000Z".to_owned()),
            ("2026-03-31 09:00", Some("2026-04-01"), timed("20260331T010000Z", "20260401T160000Z")),
        ] {
            let event = Event { start: moment(start), end: end.map(moment), ..event() };
            let text = text("", &[event]);
            let times: Vec<_> = text
                .lines()
                .filter(|l| l.starts_with("DTSTART") || l.starts_with("DTEND"))
                .collect();
            assert_eq!(times.join(" "), expected, "{start} {end:?}");
        }
    }

    #[test]
    fn words_are_escaped() {
        let awkward = Event {
            name: "a,b;c\\d\r\ne\u{1}f\nEND:VEVENT",
            status: EventStatus::Cancelled,
            ..event()
        };
        let text = text("全县会议", &[awkward, event()]);
        assert!(text.contains("\r\nSUMMARY:a\\,b\\;c\\\\d\\nef\\nEND:VEVENT\r\n"), "{text}");
        assert!(text.contains("\r\nSTATUS:CANCELLED\r\n"));
        assert!(text.contains("\r\nX-WR-CALNAME:全县会议\r\n"));
        assert_eq!(text.matches("\r\nEND:VEVENT\r\n").count(), 2);
    }

    #[test]
    fn wide_characters_are_not_torn() {
        let mut file = Lines::default();
        file.fold(&format!("SUMMARY:{}", "会".repeat(50)));
        let widths: Vec<_> = file.text.trim_end().split("\r\n").map(str::len).collect();
        assert_eq!(widths, [8 + 22 * 3, 1 + 24 * 3, 1 + 4 * 3]);
    }

    proptest! {
        #[test]
        fn any_words_keep_the_lines(name in any::<String>(), description in "[会议,;\\\\\n a]{0,200}") {
            let text = text(&name, &[Event { name: &name, description: &description, place: &name, ..event() }]);
            let lines: Vec<_> = text.strip_suffix("\r\n").expect("a last line").split("\r\n").collect();
            prop_assert!(lines.iter().all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])));
            let unfolded = text.replace("\r\n ", "");
            let start = unfolded.find("\r\nDESCRIPTION:");
            let read = start.map(|at| unfolded[at + 14..].split("\r\n").next().unwrap_or_default());
            let read = read.unwrap_or_default().replace("\\\\", "\u{0}").replace("\\n", "\n").replace(['\\'], "").replace('\u{0}', "\\");
            prop_assert_eq!(read, description.trim());
        }
    }
}
