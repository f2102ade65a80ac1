//! How large pictures are, so that pages keep their room before they have loaded, and in which sizes they are published.

use super::{Route, Site};
use crate::config::limits::{PICTURE_WIDTHS, SMALL_PICTURE};
use crate::diagnostic::{Code, Diagnostic, Doing, Source, Span};
use crate::picture::MOST_BYTES;
use crate::read::ContentFile;
use crate::say;
use image::metadata::Orientation;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

/// A picture that a page uses.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Picture {
    /// In pixels, as it is looked at: a camera's note that it was held upright is followed.
    pub width: u32,
    /// See `width`.
    pub height: u32,
    /// The widths in which it is published, the smallest first; none for one that is small, drawn or moving, and is
    /// published as it is.
    pub widths: Vec<u32>,
}

/// A form in which a picture is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Variant {
    /// In pixels.
    pub width: u32,
    /// As WebP; else in the picture's own format, for old browsers.
    pub webp: bool,
}

impl Picture {
    fn new(name: &str, (width, height): (u32, u32)) -> Self {
        let largest = width.min(PICTURE_WIDTHS[PICTURE_WIDTHS.len() - 1]);
        let widths = match is_photo(name) && width > SMALL_PICTURE {
            true => {
                let smaller = PICTURE_WIDTHS.into_iter().filter(|width| *width < largest);
                smaller.chain([largest]).collect()
            }
            false => Vec::new(),
        };
        Self { width, height, widths }
    }

    /// Every form in which it is published; none where it is published as it is.
    pub fn variants(&self) -> impl Iterator<Item = Variant> {
        let webp = self.widths.iter().filter(|width| self.height_at(**width) <= HIGHEST_WEBP);
        let webp = webp.map(|width| Variant { width: *width, webp: true });
        self.fallback().into_iter().chain(webp)
    }

    /// The form for browsers without WebP.
    pub fn fallback(&self) -> Option<Variant> {
        let width = *self.widths.last()?;
        Some(Variant { width, webp: false })
    }

    /// Width and height of what a page shows where it does not choose.
    pub fn shown(&self) -> (u32, u32) {
        match self.widths.last() {
            Some(width) => (*width, self.height_at(*width)),
            None => (self.width, self.height),
        }
    }

    fn height_at(&self, width: u32) -> u32 {
        share(self.height, width, self.width)
    }
}

/// `of` as much as `part` of `whole`, at least one.
pub fn share(of: u32, part: u32, whole: u32) -> u32 {
    let value = u64::from(of) * u64::from(part) / u64::from(whole.max(1));
    u32::try_from(value).unwrap_or(u32::MAX).max(1)
}

impl Site {
    /// The address of a form of a picture: `photo.jpg.960.webp`.
    pub fn variant_route(&self, path: &str, variant: Variant) -> Route {
        let ending = match variant.webp {
            true => "webp".to_owned(),
            false => ending(path),
        };
        Route::file(&format!("{path}.{}.{ending}", variant.width))
    }

    /// Where a page finds a picture: the address that every browser understands, and those among which newer ones choose,
    /// as `srcset` has them; empty where there is no choice.
    pub fn picture_urls(&self, path: &str) -> (String, String) {
        let picture = self.pictures.get(path);
        let Some((picture, fallback)) = picture.and_then(|p| Some((p, p.fallback()?))) else {
            return (self.url(&Route::file(path)), String::new());
        };
        let choices = picture.variants().filter(|variant| variant.webp);
        let choices = choices.map(|variant| {
            let url = self.url(&self.variant_route(path, variant));
            format!("{url} {}w", variant.width)
        });
        let url = self.url(&self.variant_route(path, fallback));
        (url, choices.collect::<Vec<_>>().join(", "))
    }
}

/// The format holds no more rows; a screenshot of a whole chat or list has more.
const HIGHEST_WEBP: u32 = 16_383;

/// An SVG's size stands in its first lines.
const SVG_HEAD: usize = 4096;

/// Where a picture is used first.
pub type PicturePlaces = HashMap<String, (Arc<Source>, Span)>;

/// A problem with a picture, said where a document uses it: there it can be mended.
pub(super) fn in_document(problem: Diagnostic, places: &PicturePlaces) -> Diagnostic {
    let name = problem.path.as_deref().and_then(|path| path.strip_prefix("content/"));
    match name.and_then(|name| places.get(name)) {
        Some((source, span)) if problem.labels.is_empty() => problem.at(source, *span),
        _ => problem,
    }
}

/// Width and height of every picture that is used; one that cannot be read is a problem.
pub(super) fn sizes(
    files: &BTreeMap<String, ContentFile>,
    used: &BTreeSet<String>,
    places: &PicturePlaces,
    problems: &mut Vec<Diagnostic>,
) -> HashMap<String, Picture> {
    let pictures: Vec<(&String, &ContentFile)> = used
        .iter()
        .filter(|name| is_picture(name))
        .filter_map(|name| files.get_key_value(name))
        .collect();
    let measured: Vec<_> =
        pictures.into_par_iter().map(|(name, file)| (name, measure(name, &file.path))).collect();
    let mut sizes = HashMap::new();
    for (name, size) in measured {
        match size {
            Ok(Some(size)) => drop(sizes.insert(name.clone(), Picture::new(name, size))),
            Ok(None) => {}
            Err(problem) => problems.push(in_document(problem, places)),
        }
    }
    sizes
}

/// What browsers show in a page.
const SHOWN: [&str; 12] =
    ["jpg", "jpeg", "jpe", "jfif", "png", "apng", "gif", "webp", "svg", "bmp", "avif", "ico"];

/// What cameras, scanners and drawing programs save, and browsers don't show.
const UNSHOWN: [&str; 26] = [
    "heic", "heif", "hif", "tif", "tiff", "psd", "raw", "dng", "cr2", "cr3", "nef", "arw", "raf",
    "orf", "rw2", "ai", "eps", "cdr", "wmf", "emf", "pcx", "tga", "jp2", "j2k", "jxl", "jxr",
];

/// What is wrong with a file that is used as a picture and that browsers don't show as one.
pub(super) fn unshown(name: &str) -> Option<Diagnostic> {
    let ending = ending(name);
    if SHOWN.contains(&ending.as_str()) {
        return None;
    }
    if !UNSHOWN.contains(&ending.as_str()) {
        let words =
            say!("“{name}”不是图片，网页上显示不出", "{name} is no picture that a page can show");
        return Some(Diagnostic::error(Code::PictureFormat, words).hint(say!(
            "要让读者打开或下载的，写成链接：“[名称](文件)”，前面不加“!”；或者写在文档的“附件”里",
            "let readers open or download it by a link, `[name](file)` without the `!`, or as an attachment of the document"
        )));
    }
    let words = say!(
        "“{name}”是 {ending} 格式，浏览器显示不出",
        "{name} is in the format {ending}, which browsers do not show"
    );
    let problem = Diagnostic::error(Code::PictureFormat, words).hint(say!(
        "用看图软件打开，另存为 JPG 或 PNG，再改这里的文件名",
        "open it in a viewer, save it as JPG or PNG, and change the name here"
    ));
    Some(match ending.as_str() {
        "heic" | "heif" | "hif" => problem.hint(say!(
            "苹果手机以后可以直接拍成 JPG：“设置”“相机”“格式”里选“兼容性最佳”",
            "an iPhone takes JPG with Settings, Camera, Formats, Most Compatible"
        )),
        _ => problem,
    })
}

fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default()
}

fn is_picture(name: &str) -> bool {
    matches!(ending(name).as_str(), "jpg" | "jpeg" | "png" | "gif" | "webp" | "svg")
}

/// Whether a picture is published in other sizes than its own.
fn is_photo(name: &str) -> bool {
    matches!(ending(name).as_str(), "jpg" | "jpeg" | "png")
}

/// `None`: an SVG that leaves its size to the page.
fn measure(name: &str, path: &Path) -> Result<Option<(u32, u32)>, Diagnostic> {
    if ending(name) == "svg" {
        let bytes =
            std::fs::read(path).map_err(|error| Diagnostic::io(Doing::Read, path, &error))?;
        let head = &bytes[..bytes.len().min(SVG_HEAD)];
        return Ok(svg_size(&String::from_utf8_lossy(head)));
    }
    let size = imagesize::size(path).map_err(|_| broken(name))?;
    let pixels = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let (width, height) = (pixels(size.width), pixels(size.height));
    if is_photo(name) && u64::from(width) * u64::from(height) * 3 > MOST_BYTES {
        return Err(too_large(name, (width, height)));
    }
    let turned =
        matches!(ending(name).as_str(), "jpg" | "jpeg") && is_turned(path).unwrap_or(false);
    Ok(Some(match turned {
        true => (height, width),
        false => (width, height),
    }))
}

/// A picture whose bytes are not what its name says, or are not all there.
pub fn broken(name: &str) -> Diagnostic {
    Diagnostic::error(
        Code::BrokenPicture,
        say!(
            "图片“content/{name}”打不开，或扩展名与内容不符",
            "the picture content/{name} cannot be read, or its ending is not its format"
        ),
    )
    .in_file(format!("content/{name}"))
    .hint(say!(
        "用看图软件打开检查，另存为 JPG 或 PNG",
        "open it in a viewer and save it again as JPG or PNG"
    ))
}

/// A picture that takes more memory than a build has for it; its width and height in pixels.
pub fn too_large(name: &str, (width, height): (u32, u32)) -> Diagnostic {
    Diagnostic::error(
        Code::TooLarge,
        say!(
            "图片“content/{name}”有 {width}×{height} 像素，太大",
            "the picture content/{name} has {width} × {height} pixels, which is too large"
        ),
    )
    .in_file(format!("content/{name}"))
    .hint(say!(
        "用看图软件缩小到长边 4000 像素以内，再放进来：网页上最宽只用 1600 像素",
        "make it smaller in a viewer, 4000 pixels on its longer side at most: pages show 1600 of them"
    ))
}

/// Whether the camera noted that a JPEG lies on its side. The note stands among the first segments.
fn is_turned(path: &Path) -> io::Result<bool> {
    let mut file = BufReader::new(File::open(path)?);
    let mut start = [0; 2];
    file.read_exact(&mut start)?;
    loop {
        let mut head = [0; 4];
        file.read_exact(&mut head)?;
        let [0xFF, marker, high, low] = head else {
            return Ok(false);
        };
        let size = u16::from_be_bytes([high, low]).saturating_sub(2);
        let mut segment = vec![0; usize::from(size)];
        file.read_exact(&mut segment)?;
        match (marker, segment.strip_prefix(b"Exif\0\0")) {
            (0xE1, Some(exif)) => {
                let orientation = Orientation::from_exif_chunk(exif);
                return Ok(orientation.is_some_and(|o| o.to_exif() >= 5));
            }
            (0xDA, _) => return Ok(false),
            _ => {}
        }
    }
}

/// `width` and `height` of the root element, else the size of its `viewBox`.
fn svg_size(head: &str) -> Option<(u32, u32)> {
    let start = head.find("<svg")?;
    let tag = &head[start..start + head[start..].find('>')?];
    let attribute = |name: &str| {
        let at = tag.find(&format!(" {name}="))? + name.len() + 2;
        let quote = tag[at..].chars().next()?;
        let rest = &tag[at + 1..];
        Some(&rest[..rest.find(quote)?])
    };
    let pixels = |text: &str| {
        let number: f64 = text.trim_end_matches("px").trim().parse().ok()?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked on the line before"
        )]
        let whole = |n: f64| n.round() as u32;
        (number.is_finite() && (1.0..=1e6).contains(&number)).then(|| whole(number))
    };
    let written = attribute("width").and_then(pixels).zip(attribute("height").and_then(pixels));
    written.or_else(|| {
        let mut numbers = attribute("viewBox")?.split([' ', ',']).filter(|n| !n.is_empty()).skip(2);
        pixels(numbers.next()?).zip(pixels(numbers.next()?))
    })
}

#[cfg(test)]
mod tests {
    use super::{svg_size, unshown};

    #[test]
    fn what_browsers_do_not_show() {
        for (name, hints) in [
            ("news/a.JPG", 0),
            ("news/a.bmp", 0),
            ("news/a.HEIC", 2),
            ("news/a.tif", 1),
            ("news/a.pdf", 1),
            ("news/a", 1),
        ] {
            assert_eq!(unshown(name).map_or(0, |problem| problem.hints.len()), hints, "{name}");
        }
    }

    #[test]
    fn sizes_of_drawings() {
        for (text, size) in [
            (r#"<svg xmlns="x" width="640" height="360px">"#, Some((640, 360))),
            (r#"<?xml version="1.0"?><svg viewBox="0 0 800 450">"#, Some((800, 450))),
            ("<svg width='100%' height='100%' viewBox='0,0,10,20'>", Some((10, 20))),
            ("<svg>", None),
            ("<svg width=\"NaN\" height=\"1\">", None),
            ("not an svg", None),
        ] {
            assert_eq!(svg_size(text), size, "{text}");
        }
    }
}
