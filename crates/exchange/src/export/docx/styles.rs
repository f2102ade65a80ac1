//! Styles: fonts and sizes of GB/T 9704—2012 §5.2, §7.
//!
//! All that is special is a style, so that offices change it in one place.
//! 28 characters of 16 pt are 6 pt wider than 156 mm: every character stands 0.25 pt closer, which all programs know, and not
//! only those that know grids of characters.

use super::namespaces::NAMESPACES;
use crate::office::PROLOGUE;

/// 3号, in half points.
pub(super) const BODY: u32 = 32;

/// `styles.xml`; the issuer's mark is as large as there is room for it, in half points.
pub(super) fn styles(mark: usize) -> String {
    let mark = format!(
        "<w:style w:type=\"paragraph\" w:styleId=\"Mark\"><w:name w:val=\"发文机关标志\"/><w:basedOn w:val=\"Normal\"/><w:pPr><w:snapToGrid w:val=\"0\"/><w:jc w:val=\"center\"/></w:pPr><w:rPr>{}<w:color w:val=\"FF0000\"/><w:sz w:val=\"{mark}\"/><w:szCs w:val=\"{mark}\"/></w:rPr></w:style>",
        font("方正小标宋简体")
    );
    let own: String = STYLES.iter().map(style).chain([mark]).collect();
    format!(
        "{PROLOGUE}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{}<w:spacing w:val=\"-5\"/><w:kern w:val=\"2\"/><w:sz w:val=\"{BODY}\"/><w:szCs w:val=\"{BODY}\"/><w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>{own}<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:uiPriority w:val=\"99\"/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"85\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"85\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style></w:styles>\n",
        font("仿宋_GB2312"),
    )
}

struct Style {
    id: &'static str,
    name: &'static str,
    paragraph: &'static str,
    font: &'static str,
    /// In half points; 0 is the size of the text.
    size: u32,
}

const fn entry(
    id: &'static str,
    name: &'static str,
    paragraph: &'static str,
    font: &'static str,
    size: u32,
) -> Style {
    Style { id, name, paragraph, font, size }
}

const INDENT: &str = "<w:ind w:firstLineChars=\"200\" w:firstLine=\"632\"/>";

/// The text is 3号仿宋; levels are 黑体, 楷体, then 仿宋, none bold (§7.3.3). Names that Word knows are in English.
const STYLES: [Style; 19] = [
    entry(
        "Normal",
        "Normal",
        "<w:widowControl w:val=\"0\"/><w:autoSpaceDE w:val=\"0\"/><w:autoSpaceDN w:val=\"0\"/><w:jc w:val=\"both\"/>",
        "",
        0,
    ),
    entry("Text", "正文缩进", INDENT, "", 0),
    entry(
        "Title",
        "Title",
        "<w:keepNext/><w:snapToGrid w:val=\"0\"/><w:spacing w:line=\"700\" w:lineRule=\"exact\"/><w:jc w:val=\"center\"/>",
        "方正小标宋简体",
        44,
    ),
    entry(
        "Heading1",
        "heading 1",
        concat!(
            "<w:keepNext/>",
            "<w:ind w:firstLineChars=\"200\" w:firstLine=\"632\"/>",
            "<w:outlineLvl w:val=\"0\"/>"
        ),
        "黑体",
        0,
    ),
    entry(
        "Heading2",
        "heading 2",
        concat!(
            "<w:keepNext/>",
            "<w:ind w:firstLineChars=\"200\" w:firstLine=\"632\"/>",
            "<w:outlineLvl w:val=\"1\"/>"
        ),
        "楷体_GB2312",
        0,
    ),
    entry(
        "Heading3",
        "heading 3",
        concat!(
            "<w:keepNext/>",
            "<w:ind w:firstLineChars=\"200\" w:firstLine=\"632\"/>",
            "<w:outlineLvl w:val=\"2\"/>"
        ),
        "",
        0,
    ),
    entry(
        "Heading4",
        "heading 4",
        concat!(
            "<w:keepNext/>",
            "<w:ind w:firstLineChars=\"200\" w:firstLine=\"632\"/>",
            "<w:outlineLvl w:val=\"3\"/>"
        ),
        "",
        0,
    ),
    entry(
        "Heading5",
        "heading 5",
        concat!(
            "<w:keepNext/>",
            "<w:ind w:firstLineChars=\"200\" w:firstLine=\"632\"/>",
            "<w:outlineLvl w:val=\"4\"/>"
        ),
        "",
        0,
    ),
    entry(
        "Quote",
        "引文",
        "<w:ind w:leftChars=\"200\" w:left=\"632\" w:firstLineChars=\"200\" w:firstLine=\"632\"/>",
        "楷体_GB2312",
        0,
    ),
    entry(
        "Byline",
        "题下",
        "<w:snapToGrid w:val=\"0\"/><w:spacing w:before=\"160\" w:after=\"240\"/><w:jc w:val=\"center\"/>",
        "楷体_GB2312",
        28,
    ),
    entry(
        "Annex",
        "附表标题",
        "<w:keepNext/><w:snapToGrid w:val=\"0\"/><w:spacing w:before=\"240\" w:after=\"120\"/><w:jc w:val=\"center\"/>",
        "黑体",
        0,
    ),
    entry(
        "TableText",
        "表格文字",
        "<w:snapToGrid w:val=\"0\"/><w:spacing w:before=\"40\" w:after=\"40\"/>",
        "",
        24,
    ),
    entry(
        "SmallTableText",
        "表格小字",
        "<w:snapToGrid w:val=\"0\"/><w:spacing w:before=\"30\" w:after=\"30\"/>",
        "",
        21,
    ),
    entry(
        "TableHead",
        "表头",
        "<w:keepNext/><w:snapToGrid w:val=\"0\"/><w:spacing w:before=\"60\" w:after=\"60\"/><w:jc w:val=\"center\"/>",
        "黑体",
        24,
    ),
    entry(
        "SmallTableHead",
        "表头小字",
        "<w:keepNext/><w:snapToGrid w:val=\"0\"/><w:spacing w:before=\"50\" w:after=\"50\"/><w:jc w:val=\"center\"/>",
        "黑体",
        21,
    ),
    entry("AnnexLabel", "附表序号", "<w:keepNext/><w:jc w:val=\"left\"/>", "黑体", 0),
    entry(
        "Imprint",
        "版记",
        "<w:snapToGrid w:val=\"0\"/><w:spacing w:before=\"60\" w:after=\"60\"/><w:ind w:leftChars=\"400\" w:left=\"1260\" w:rightChars=\"100\" w:right=\"280\" w:hangingChars=\"300\" w:hanging=\"840\"/><w:jc w:val=\"left\"/>",
        "",
        28,
    ),
    entry(
        "Last",
        "末行",
        "<w:snapToGrid w:val=\"0\"/><w:spacing w:line=\"20\" w:lineRule=\"exact\"/>",
        "",
        2,
    ),
    entry(
        "FootnoteText",
        "footnote text",
        "<w:snapToGrid w:val=\"0\"/><w:jc w:val=\"left\"/>",
        "",
        21,
    ),
];

fn style(style: &Style) -> String {
    let Style { id, name, paragraph, font: family, size } = style;
    let (first, basis) = match *id {
        "Normal" => (" w:default=\"1\"", String::new()),
        _ => ("", "<w:basedOn w:val=\"Normal\"/>".to_owned()),
    };
    let mut characters = match *family {
        "" => String::new(),
        family => font(family),
    };
    if *size > 0 {
        characters.push_str(&format!("<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/>"));
    }
    format!(
        "<w:style w:type=\"paragraph\"{first} w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>{basis}<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{characters}</w:rPr></w:style>"
    )
}

/// A font for all characters.
pub(super) fn font(name: &str) -> String {
    format!(
        "<w:rFonts w:ascii=\"{name}\" w:hAnsi=\"{name}\" w:eastAsia=\"{name}\" w:cs=\"Times New Roman\"/>"
    )
}

/// `fontTable.xml`: what stands in for a font where it is not installed.
pub(super) fn fonts() -> String {
    let fonts: String = [
        ("仿宋_GB2312", "仿宋", "modern"),
        ("楷体_GB2312", "楷体", "modern"),
        ("黑体", "SimHei", "swiss"),
        ("方正小标宋简体", "华文中宋", "roman"),
        ("宋体", "SimSun", "roman"),
    ]
    .iter()
    .map(|(name, other, family)| {
        format!("<w:font w:name=\"{name}\"><w:altName w:val=\"{other}\"/><w:charset w:val=\"86\"/><w:family w:val=\"{family}\"/></w:font>")
    })
    .collect();
    format!("{PROLOGUE}<w:fonts {NAMESPACES}>{fonts}</w:fonts>\n")
}
