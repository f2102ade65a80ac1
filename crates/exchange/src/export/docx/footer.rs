//! 页码: `— 1 —` in 4号 half-width 宋体, odd pages at the right and even ones at the left, one character from the edge
//! (GB/T 9704—2012 §7.5).

use super::namespaces::NAMESPACES;
use super::styles::font;
use crate::office::PROLOGUE;

/// The foot of odd pages, or of even ones.
pub(super) fn footer(align: &str) -> String {
    let properties =
        format!("<w:rPr>{}<w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/></w:rPr>", font("宋体"));
    let text =
        |text: &str| format!("<w:r>{properties}<w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let field =
        |kind: &str| format!("<w:r>{properties}<w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let indent = match align {
        "left" => "<w:ind w:leftChars=\"100\" w:left=\"316\"/>",
        _ => "<w:ind w:rightChars=\"100\" w:right=\"316\"/>",
    };
    format!(
        "{PROLOGUE}<w:ftr {NAMESPACES}><w:p><w:pPr><w:snapToGrid w:val=\"0\"/>{indent}<w:jc w:val=\"{align}\"/></w:pPr>{}{}<w:r>{properties}<w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>{}{}{}{}</w:p></w:ftr>\n",
        text("— "),
        field("begin"),
        field("separate"),
        text("1"),
        field("end"),
        text(" —"),
    )
}
