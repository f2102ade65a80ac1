//! 索引号规则: how `site.yaml` says that index numbers are made.

use super::site::SiteFile;
use crate::diagnostic::{Code, Diagnostic, Source};
use crate::record::{Spanned, Text};
use crate::say;
use std::sync::Arc;

/// 索引号规则: text with `{org}`, `{yyyy}`, `{mm}`, `{code}` and `{seq:05}`.
#[derive(Clone, Debug)]
pub struct IndexPattern(Vec<Piece>);

#[derive(Clone, Debug)]
enum Piece {
    Text(String),
    Org,
    Year,
    Month,
    Code,
    Sequence(usize),
}

impl IndexPattern {
    pub(super) fn standard() -> Self {
        let dash = Piece::Text("-".into());
        Self(vec![Piece::Org, Piece::Text("/".into()), Piece::Year, dash, Piece::Sequence(5)])
    }

    pub(super) fn parse(
        source: &Arc<Source>,
        text: &Spanned<Text>,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let pieces =
            pieces(&text.value).filter(|p| p.iter().any(|p| matches!(p, Piece::Sequence(_))));
        if pieces.is_none() {
            problems.push(
                Diagnostic::error(Code::IndexPattern, say!("索引号规则写错了", "the pattern of index numbers is wrong"))
                    .at(source, text.span)
                    .hint(say!(
                        "可用 {{org}} {{yyyy}} {{mm}} {{code}}，并且必须有 {{seq:05}}（数字是位数，1 到 9）",
                        "use {{org}} {{yyyy}} {{mm}} {{code}}, and {{seq:05}} (the number of digits, 1 to 9) must be there"
                    )),
            );
        }
        pieces.map(Self)
    }

    /// How many different numbers there can be in one year.
    pub fn capacity(&self) -> u64 {
        let width = self.0.iter().find_map(|p| match p {
            Piece::Sequence(width) => Some(*width),
            _ => None,
        });
        10_u64.pow(u32::try_from(width.unwrap_or(5)).unwrap_or(5))
    }

    /// The index number of a document.
    pub fn fill(&self, file: &SiteFile, date: jiff::civil::Date, sequence: u64) -> String {
        let mut out = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Org => out.push_str(file.org_code.as_deref().unwrap_or("000000000")),
                Piece::Year => out.push_str(&format!("{:04}", date.year())),
                Piece::Month => out.push_str(&format!("{:02}", date.month())),
                Piece::Code => {
                    out.push_str(file.division_code.as_ref().map_or("000000", |c| &c.value))
                }
                Piece::Sequence(width) => out.push_str(&format!("{sequence:0width$}")),
            }
        }
        out
    }
}

fn pieces(text: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        if open > 0 {
            pieces.push(Piece::Text(rest[..open].to_owned()));
        }
        let close = open + rest[open..].find('}')?;
        pieces.push(match &rest[open + 1..close] {
            "org" => Piece::Org,
            "yyyy" => Piece::Year,
            "mm" => Piece::Month,
            "code" => Piece::Code,
            "seq" => Piece::Sequence(5),
            other => {
                let width = other.strip_prefix("seq:0")?.parse().ok()?;
                Piece::Sequence(Some(width).filter(|w| (1..=9).contains(w))?)
            }
        });
        rest = &rest[close + 1..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    Some(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn index_patterns() {
        for (text, valid) in [
            ("{org}/{yyyy}-{seq:05}", true),
            ("{code}0000/{yyyy}{mm}-{seq}", true),
            ("{org}/{yyyy}", true),
            ("{org", false),
            ("{nothing}", false),
            ("{seq:0}", false),
            ("{seq:099}", false),
        ] {
            assert_eq!(pieces(text).is_some(), valid, "{text}");
        }
    }
}
