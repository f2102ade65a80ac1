//! What a file is, by the ending of its name.

/// The MIME type, with the character set for text.
pub fn of(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending.to_ascii_lowercase().as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "geojson" | "webmanifest" => "application/json; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "tsv" => "text/tab-separated-values; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "pdf" => "application/pdf",
        "ofd" => "application/ofd",
        "doc" => "application/msword",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xls" => "application/vnd.ms-excel",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "ppt" => "application/vnd.ms-powerpoint",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "wps" => "application/vnd.ms-works",
        "zip" => "application/zip",
        "rar" => "application/vnd.rar",
        "7z" => "application/x-7z-compressed",
        "mp4" => "video/mp4",
        "m4v" => "video/mp4",
        "mov" => "video/quicktime",
        "webm" => "video/webm",
        "bmp" => "image/bmp",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "aac" => "audio/aac",
        "wav" => "audio/wav",
        "ogg" => "audio/ogg",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}

/// Endings of what a browser shows by itself and runs nothing in, beside a site's own pages, styles and scripts, which are no
/// files of the content. Whatever else there is is saved, not opened: in an SVG or an XML that is opened, scripts run.
pub const SHOWN: [&str; 31] = [
    "html",
    "css",
    "js",
    "json",
    "webmanifest",
    "txt",
    "csv",
    "ics",
    "png",
    "jpg",
    "jpeg",
    "gif",
    "webp",
    "avif",
    "bmp",
    "ico",
    "pdf",
    "mp3",
    "m4a",
    "aac",
    "wav",
    "ogg",
    "mp4",
    "m4v",
    "webm",
    "mov",
    "woff",
    "woff2",
    "geojson",
    "tsv",
    "md",
];

/// Whether a browser may show a file of the content, by its name.
pub fn is_shown(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| SHOWN.contains(&ending.as_str()))
}

#[cfg(test)]
mod tests {
    #[test]
    fn endings_in_any_case() {
        for (name, expected) in [
            ("/a/index.html", "text/html; charset=utf-8"),
            ("附件.PDF", "application/pdf"),
            ("archive.tar.zip", "application/zip"),
            ("Makefile", "application/octet-stream"),
        ] {
            assert_eq!(super::of(name), expected, "{name}");
        }
    }

    #[test]
    fn what_could_run_is_saved() {
        for (name, expected) in [
            ("news/a.PDF", true),
            ("a.jpg", true),
            ("a.csv", true),
            ("a.svg", false),
            ("a.xml", false),
            ("a.docx", false),
            ("a.pdf.svgz", false),
            ("README", false),
        ] {
            assert_eq!(super::is_shown(name), expected, "{name}");
        }
    }
}
