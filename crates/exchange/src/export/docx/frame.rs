//! What stands around a text: 版头, title, 主送机关, 附件说明, 署名, 成文日期, 附注, 版记 (GB/T 9704—2012 §7.2, §7.3, §7.4).

use super::paragraph::{LINE, Paragraph};
use super::table::WIDTH;
use super::{Writer, run};
use crate::document::common::Common;
use crate::document::meeting::Phase;
use crate::document::{BlockName, Kind};
use crate::markup::escaped;
use jiff::civil::Date;

/// From the top of the text to the top of the issuer's mark: 35 mm, in twentieths of a point.
const ABOVE_MARK: i32 = 1984;
/// The largest and the smallest mark of an issuer, in half points.
pub(super) const LARGEST_MARK: usize = 100;
const SMALLEST_MARK: usize = 44;
/// The width of 文件 beside several issuers, in twentieths of a point.
const BESIDE: usize = 1900;
/// Characters of a line of the title, 2号.
const TITLE_LINE: usize = 20;
/// Characters of a line of the text.
const LINE_LENGTH: f32 = 28.0;

/// The red line under the number: as wide as the text, 4 mm below it.
const RED_LINE: &str =
    "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"12\" w:space=\"11\" w:color=\"FF0000\"/></w:pBdr>";

/// Without zeros before the digits (§7.3.5.4).
fn day(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// The foot of the page's text.
const FOOT: &str = "<w:framePr w:w=\"8844\" w:hSpace=\"0\" w:wrap=\"around\" w:vAnchor=\"margin\" w:hAnchor=\"margin\" w:xAlign=\"center\" w:yAlign=\"bottom\"/>";
/// 0.35 mm, above and below.
const IMPRINT_RULES: &str = "<w:pBdr><w:top w:val=\"single\" w:sz=\"8\" w:space=\"4\" w:color=\"auto\"/><w:bottom w:val=\"single\" w:sz=\"8\" w:space=\"4\" w:color=\"auto\"/></w:pBdr>";

fn blank() -> String {
    Paragraph::default().around("")
}

impl Writer<'_> {
    fn common(&self) -> &Common {
        &self.export.document.common
    }

    /// Only what has an issuer and a number is an official document.
    fn is_official(&self) -> bool {
        self.common().issuer.is_some() && self.common().doc_number.is_some()
    }

    /// Everything above the text.
    pub(super) fn head(&mut self) {
        if self.is_official() {
            self.piece("", Self::mark);
        }
        self.piece("", Self::title);
        if let Some(recipients) = self.common().recipients.as_ref().filter(|_| self.is_official()) {
            let line = format!("{}：", recipients.trim_end_matches(['：', ':']));
            self.piece("", |writer| {
                writer.push(&(blank() + &Paragraph::default().around(&run("", &line))));
            });
        }
        if self.wants_facts() {
            self.piece("", Self::meeting);
        }
    }

    /// A notice has to say when and where, which its text mostly does.
    fn wants_facts(&self) -> bool {
        let document = self.export.document;
        let said = document.markdown().contains("会议时间");
        matches!(&document.kind, Kind::Meeting(meeting) if meeting.phase == Phase::Notice) && !said
    }

    /// 发文机关标志, 发文字号, and the red line.
    fn mark(&mut self) {
        let (Some(issuer), Some(number)) = (&self.common().issuer, &self.common().doc_number)
        else {
            return;
        };
        let number = number.text.to_string();
        let issuers: Vec<&str> = issuer
            .trim_end_matches("文件")
            .split(['、', '，', ','])
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .collect();
        let longest = issuers.iter().max_by_key(|name| name.chars().count());
        let longest = longest.copied().unwrap_or_default();
        let (mark, size) = match issuers[..] {
            [one] => {
                let mark = format!("{one}文件");
                (single_mark(&mark), mark_size(&mark, WIDTH))
            }
            _ => (joint_mark(&issuers), mark_size(longest, WIDTH - BESIDE)),
        };
        let line = Paragraph { align: "center", border: RED_LINE, ..Paragraph::default() };
        let number = line.around(&run("", &number));
        self.mark = size;
        self.push(&format!("{mark}{0}{0}{number}{0}", blank()));
    }

    fn title(&mut self) {
        let title = self.common().title.value.to_string();
        let lines: Vec<String> = title_lines(&title).iter().map(|line| escaped(line)).collect();
        let runs = format!(
            "<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>",
            lines.join("</w:t><w:br/><w:t xml:space=\"preserve\">")
        );
        let above = if self.is_official() { blank() } else { String::new() };
        self.push(&(above + &Paragraph::styled("Title").around(&runs)));
        if self.is_official() {
            return;
        }
        let common = self.common();
        let source = common.source.as_ref().map(|source| format!("来源：{source}"));
        let author = common.author.as_ref().map(|author| format!("作者：{author}"));
        let parts: Vec<String> =
            [Some(day(common.date.at.date())), source, author].into_iter().flatten().collect();
        self.push(&Paragraph::styled("Byline").around(&run("", &parts.join("　"))));
    }

    /// A meeting's time, place and chair, in lines.
    fn meeting(&mut self) {
        let Kind::Meeting(meeting) = &self.export.document.kind else {
            return;
        };
        let names = &self.export.names;
        let moment = |moment: &crate::record::Moment| match moment.timed {
            true => format!("{}{}", day(moment.at.date()), moment.at.strftime("%H:%M")),
            false => day(moment.at.date()),
        };
        let time = meeting.time.as_ref().map(|time| {
            let end = time.end.map(|end| match end.at.date() == time.start.at.date() {
                true => end.at.strftime("—%H:%M").to_string(),
                false => format!("—{}", moment(&end)),
            });
            format!("{}{}", moment(&time.start), end.unwrap_or_default())
        });
        let chair = meeting.chair.as_ref().map(|chair| {
            let post = chair.post.as_deref().unwrap_or_default();
            format!("{post}{}", names.person(&chair.name))
        });
        let rows = [
            ("会议时间", time),
            ("会议地点", meeting.place.as_ref().map(ToString::to_string)),
            ("主 持 人", chair),
            ("回执时限", meeting.reply_by.as_ref().map(moment)),
        ];
        let lines = rows.into_iter().filter_map(|(label, value)| Some((label, value?)));
        let lines: Vec<String> = lines
            .map(|(label, value)| {
                Paragraph::styled("Text").around(&run("", &format!("{label}：{value}")))
            })
            .collect();
        self.push(&lines.concat());
    }

    /// Everything below the text: 附件说明, 署名, 成文日期, 附注.
    pub(super) fn end(&mut self) {
        if !self.common().attachments.is_empty() && !self.shown.contains(&BlockName::Attachments) {
            self.piece("", |writer| {
                writer.push(&blank());
                writer.attachments();
            });
        }
        if self.is_official() {
            self.piece("", Self::signature);
        }
        if let Some(note) = self.common().note.as_ref().filter(|_| self.is_official()) {
            let line = format!("（{}）", note.trim_matches(['（', '）', '(', ')']));
            self.piece("", |writer| {
                writer.push(&Paragraph::styled("Text").around(&run("", &line)))
            });
        }
    }

    /// `附件：1. 名称`, the names below each other; one alone has no number.
    pub(super) fn attachments(&mut self) {
        let titles: Vec<String> = self
            .common()
            .attachments
            .iter()
            .map(|attachment| match &attachment.title {
                Some(title) => title.to_string(),
                None => attachment.file.text.to_string(),
            })
            .collect();
        let alone = titles.len() == 1;
        for (at, title) in titles.iter().enumerate() {
            let label = if at == 0 { "附件：" } else { "" };
            let number = if alone { String::new() } else { format!("{}. ", at + 1) };
            let indent = if alone { 3.0 } else { 4.0 };
            let paragraph = Paragraph {
                left: Some(2.0 + indent),
                first: Some(if at == 0 { -indent } else { 3.0 - indent }),
                ..Paragraph::default()
            };
            self.push(&paragraph.around(&run("", &format!("{label}{number}{title}"))));
        }
    }

    /// Without a seal: the issuer two characters from the right, the date's first character two characters right of the
    /// issuer's; where the date is longer, it stands two characters from the right (§7.3.5.2).
    fn signature(&mut self) {
        let Some(issuer) = self.common().issuer.clone() else {
            return;
        };
        let names: Vec<&str> = issuer
            .split(['、', '，', ','])
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .collect();
        let longest = names.iter().map(|name| measure(name)).fold(0.0, f32::max);
        let date = self.common().signed.map(|signed| day(signed.0));
        let length = date.as_deref().map_or(0.0, measure);
        let (of_names, of_date) = match length > longest {
            true => (4.0 + length - longest, 2.0),
            false => (2.0, longest - length),
        };
        let right =
            |right: f32| Paragraph { align: "right", right: Some(right), ..Paragraph::default() };
        self.push(&blank());
        for name in &names {
            // Shorter names end where the longest begins to count: each stands over the date.
            let more = (longest - measure(name)) / 2.0;
            self.push(&right(of_names + more).around(&run("", name)));
        }
        if let Some(date) = date {
            self.push(&right(of_date.clamp(0.0, LINE_LENGTH)).around(&run("", &date)));
        }
    }

    /// Data that the text does not show, each table under its name.
    pub(super) fn annexes(&mut self) {
        let missing: Vec<usize> = (0..self.sheets.len())
            .filter(|at| self.sheets[*at].block.is_none_or(|block| !self.shown.contains(&block)))
            .collect();
        let several = missing.len() > 1;
        for (number, at) in missing.into_iter().enumerate() {
            let name = self.sheets[at].name;
            let label = if several { format!("附表{}", number + 1) } else { "附表".to_owned() };
            self.piece("", |writer| {
                let place = Paragraph {
                    page_break: number == 0,
                    keep_next: true,
                    ..Paragraph::styled("AnnexLabel")
                };
                writer.push(&place.around(&run("", &label)));
                writer.push(&Paragraph::styled("Annex").around(&run("", name)));
                writer.sheet(at);
            });
        }
    }

    /// 版记 at the foot of the last page: who gets a copy, between rules of 0.35 mm.
    pub(super) fn imprint(&mut self) {
        let copies = self.common().copies.as_ref().filter(|_| self.is_official());
        let Some(copies) = copies.map(|copies| copies.trim_end_matches('。').to_owned()) else {
            if self.body.ends_with("</w:tbl>") {
                // A table may not be the last thing in a text.
                self.push(&Paragraph::styled("Last").around(""));
            }
            return;
        };
        self.piece("", |writer| {
            let paragraph =
                Paragraph { frame: FOOT, border: IMPRINT_RULES, ..Paragraph::styled("Imprint") };
            writer.push(&paragraph.around(&run("", &format!("抄送：{copies}。"))));
        });
        // A frame hangs on the paragraph after it.
        self.push(&Paragraph::styled("Last").around(""));
    }
}

/// One issuer, 35 mm below the top of the text.
fn single_mark(mark: &str) -> String {
    let paragraph = Paragraph { before: Some(ABOVE_MARK), ..Paragraph::styled("Mark") };
    paragraph.around(&run("", mark))
}

/// Several issuers below each other, and 文件 beside them (联合行文).
fn joint_mark(issuers: &[&str]) -> String {
    let line = |name: &&str| {
        let paragraph = Paragraph { align: "distribute", ..Paragraph::styled("Mark") };
        paragraph.around(&run("", name))
    };
    let names: String = issuers.iter().map(line).collect();
    let end = Paragraph::styled("Mark").around(&run("", "文件"));
    let above = Paragraph { before: Some(ABOVE_MARK - LINE), ..Paragraph::default() };
    let cell = |width: usize, content: &str| {
        format!(
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/></w:tcPr>{content}</w:tc>"
        )
    };
    format!(
        "{}<w:tbl><w:tblPr><w:tblW w:w=\"{WIDTH}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid><w:gridCol w:w=\"{}\"/><w:gridCol w:w=\"{BESIDE}\"/></w:tblGrid><w:tr>{}{}</w:tr></w:tbl>",
        above.around(""),
        WIDTH - BESIDE,
        cell(WIDTH - BESIDE, &names),
        cell(BESIDE, &end),
    )
}

/// Half points that let a mark fill nine tenths of a width.
fn mark_size(mark: &str, width: usize) -> usize {
    let characters = mark.chars().count().max(1);
    let size = width * 9 / 10 / characters / 10;
    size.clamp(SMALLEST_MARK, LARGEST_MARK)
}

/// The length of a text in characters of its own size; digits take half of one.
fn measure(text: &str) -> f32 {
    text.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum()
}

/// A title in lines of about one length, broken where a reader would.
fn title_lines(title: &str) -> Vec<String> {
    let characters: Vec<char> = title.chars().collect();
    let lines = characters.len().div_ceil(TITLE_LINE).max(1);
    let (mut result, mut start) = (Vec::new(), 0);
    for line in 1..lines {
        let ideal = start + (characters.len() - start) / (lines - line + 1);
        let reach = 4.min(TITLE_LINE.saturating_sub(ideal - start)).max(1);
        let places =
            ideal.saturating_sub(4).max(start + 2)..=(ideal + reach).min(characters.len() - 1);
        let best = places.min_by_key(|at| (breaking_cost(&characters, *at), at.abs_diff(ideal)));
        let at = best.unwrap_or(ideal);
        result.push(characters[start..at].iter().collect());
        start = at;
    }
    result.push(characters[start..].iter().collect());
    result
}

/// How bad it is to break a title before a character.
fn breaking_cost(characters: &[char], at: usize) -> u8 {
    let before = characters[at - 1];
    let after = characters[at];
    let pair = |from: usize| -> String {
        characters[from..(from + 2).min(characters.len())].iter().collect()
    };
    if matches!(after, '》' | '）' | '〉' | '”' | '、' | '，' | '：' | '的' | '—')
        || matches!(before, '《' | '（' | '〈' | '“' | '〔' | '—')
    {
        return 9;
    }
    let word = at >= 2
        && matches!(
            pair(at - 2).as_str(),
            "关于" | "印发" | "开展" | "召开" | "调整" | "公布" | "成立"
        );
    let good = matches!(before, '》' | '）' | '、' | '县' | '的')
        || matches!(after, '《' | '（')
        || word
        || pair(at) == "关于";
    let digits = before.is_ascii_digit() || after.is_ascii_digit();
    match (good, digits) {
        (true, _) => 0,
        (false, true) => 5,
        (false, false) => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_broken_between_words() {
        for (title, lines) in [
            ("关于开展集中整治的通知", &["关于开展集中整治的通知"][..]),
            (
                "云溪县人民政府关于印发《云溪县节约用水管理办法》的通知",
                &["云溪县人民政府关于印发", "《云溪县节约用水管理办法》的通知"],
            ),
            (
                "云溪县节水型社会建设实施方案（2026—2028年）",
                &["云溪县节水型社会建设实施方案", "（2026—2028年）"],
            ),
        ] {
            assert_eq!(title_lines(title), lines);
        }
    }
}
