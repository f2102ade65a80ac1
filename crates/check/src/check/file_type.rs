//! 附件类型: what may be published as a file. A browser runs what it takes for a page or a program, on the site's own
//! authority, so such files never go out under it.

use crate::diagnostic::{Code, Diagnostic, Words};
use crate::extract::Kind;
use crate::say;
use crate::site::Site;
use std::path::Path;

/// Office files, pictures, archives, tables and text, sound, films: what county sites hand out.
const COMMON: [&str; 52] = [
    "doc", "docx", "wps", "rtf", "odt", "xls", "xlsx", "et", "ods", "csv", "tsv", "ppt", "pptx",
    "pps", "ppsx", "dps", "odp", "pdf", "ofd", "txt", "md", "ics", "json", "geojson", "jpg",
    "jpeg", "png", "gif", "webp", "avif", "bmp", "tif", "tiff", "ico", "heic", "heif", "svg",
    "zip", "rar", "7z", "mp3", "wav", "m4a", "aac", "ogg", "mp4", "m4v", "webm", "mov", "avi",
    "wmv", "flv",
];

/// Pages, which a browser runs.
const PAGES: [&str; 12] =
    ["html", "htm", "shtml", "xhtml", "xht", "mht", "mhtml", "xml", "xsl", "xslt", "swf", "hta"];

/// Programs, for a browser, a server or the reader's own machine.
const PROGRAMS: [&str; 30] = [
    "js", "mjs", "css", "wasm", "php", "php5", "phtml", "asp", "aspx", "ashx", "jsp", "jspx",
    "cgi", "pl", "py", "sh", "exe", "msi", "dll", "com", "scr", "bat", "cmd", "ps1", "vbs", "jar",
    "apk", "lnk", "reg", "iso",
];

/// An SVG that is larger is not looked through.
const SVG: u64 = 16 * 1024 * 1024;

/// What is wrong with a file, by its name and by what it really is.
pub(super) fn check(
    site: &Site,
    name: &str,
    path: &Path,
    really: Option<Kind>,
) -> Option<Diagnostic> {
    let short = name.rsplit('/').next().unwrap_or(name);
    let ending = short.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let mislabelled = really.map(|kind| {
        let kind = kind.name();
        say!(
            "附件“{short}”其实是 {kind} 文件，扩展名不对",
            "{short} is really a {kind} file under another name"
        )
    });
    let words = by_ending(site, short, &ending).or(mislabelled).or_else(|| match ending.as_str() {
        "svg" if runs(path) => Some(say!(
            "图片“{short}”里有脚本或者别处的内容",
            "the picture {short} has a script in it, or content from elsewhere"
        )),
        _ => None,
    });
    words.map(|words| Diagnostic::error(Code::AttachmentType, words))
}

fn by_ending(site: &Site, short: &str, ending: &str) -> Option<Words> {
    if PAGES.contains(&ending) {
        return Some(say!(
            "附件“{short}”是网页，读者打开时会当作本站的网页运行",
            "{short} is a web page, which browsers would run as one of this site"
        ));
    }
    if PROGRAMS.contains(&ending) {
        return Some(say!("附件“{short}”是程序", "{short} is a program"));
    }
    let added = &site.settings.file.file_types;
    let is_added = added.iter().any(|one| one.trim_start_matches('.').eq_ignore_ascii_case(ending));
    match COMMON.contains(&ending) || is_added {
        true => None,
        false => Some(say!(
            "附件“{short}”不是常用的文件类型，读者可能打不开",
            "{short} is of no common kind: readers may not be able to open it"
        )),
    }
}

/// Whether an SVG does anything but show a picture. What cannot be looked through is taken for that.
fn runs(path: &Path) -> bool {
    let small = std::fs::metadata(path).is_ok_and(|data| data.len() <= SVG);
    let bytes = if small { std::fs::read(path).ok() } else { None };
    bytes.is_none_or(|bytes| !is_still(&String::from_utf8_lossy(&bytes)))
}

/// Elements that run or fetch something, and what begins an address that does.
const ELEMENTS: [&str; 9] = [
    "script",
    "foreignobject",
    "iframe",
    "embed",
    "object",
    "handler",
    "audio",
    "video",
    "!entity",
];

/// Whether a drawing holds nothing that runs, and nothing from elsewhere.
fn is_still(svg: &str) -> bool {
    let small = svg.to_ascii_lowercase();
    let has_element = small.split('<').skip(1).any(|tag| {
        let end = tag.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'));
        let name = &tag[..end.unwrap_or(tag.len())];
        ELEMENTS.contains(&name.rsplit(':').next().unwrap_or(name))
    });
    // `onload=`, and the like, however it is set apart.
    let apart = [' ', '\n', '\r', '\t', '\'', '"', '/', '\x0c'];
    let begins = |(at, _): &(usize, &str)| small[..*at].ends_with(apart);
    let has_handler = small.match_indices("on").filter(begins).any(|(at, _)| {
        let name = &small[at + 2..];
        let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
        letters > 2 && name[letters..].trim_start_matches(apart).starts_with('=')
    });
    let plain: String = small.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let leads = [
        "javascript:",
        "vbscript:",
        "data:text",
        "data:image/svg",
        "href=\"http",
        "href='http",
        "href=\"//",
        "href='//",
        "url(http",
        "url(//",
        "@import",
    ];
    !has_element && !has_handler && !leads.iter().any(|lead| plain.contains(lead))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_that_do_something() {
        for (svg, expected) in [
            (
                "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\"/><text>on = 1</text></svg>",
                true,
            ),
            ("<svg><a href=\"#a\"><use href='#b'/></a><style>a{fill:url(#c)}</style></svg>", true),
            ("<svg onload=\"a()\"/>", false),
            ("<svg\nonload =a()>", false),
            ("<svg><script>1</script></svg>", false),
            ("<svg><svg:Script href='a'/></svg>", false),
            ("<svg><foreignObject/></svg>", false),
            ("<svg><a href=\"java\nscript:a\"/></svg>", false),
            ("<svg><image href=\"https://a/\"/></svg>", false),
            ("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>", false),
        ] {
            assert_eq!(is_still(svg), expected, "{svg}");
        }
    }
}
