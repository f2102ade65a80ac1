//! Pictures: those that Word shows go into the file; of others their words stand there.

use super::paragraph::Paragraph;
use super::{Relation, Writer, run};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Kind;
use crate::markup::escaped;
use crate::picture::Undecoded;
use crate::say;
use std::path::Path;

/// The width and the height that a picture may take, in English Metric Units: the text's width, and half of its height.
const WIDEST: u64 = 156 * 36_000;
const HIGHEST: u64 = 112 * 36_000;
/// Of a pixel, at 96 to the inch.
const PIXEL: u64 = 9_525;

/// A picture in a form that Word shows.
struct Shown {
    bytes: Vec<u8>,
    ending: &'static str,
    /// In pixels.
    size: (u64, u64),
}

impl Writer<'_> {
    /// A picture of the text.
    pub(super) fn picture(&mut self, target: &str, words: &str, source: &str) {
        match self.drawing(target, words) {
            Some(drawing) => self.push(&drawing),
            None => self.piece(source, |writer| {
                let text = if words.is_empty() { target } else { words };
                writer.push(
                    &Paragraph { align: "center", ..Paragraph::default() }
                        .around(&run("", &format!("（图：{text}）"))),
                );
            }),
        }
    }

    /// The photos of a meeting, each with its caption.
    pub(super) fn photos(&mut self) {
        let Kind::Meeting(meeting) = &self.export.document.kind else {
            return;
        };
        for photo in &meeting.photos {
            let words = photo.alt.as_ref().unwrap_or(&photo.caption);
            let drawing = photo.file.as_ref().and_then(|file| self.drawing(&file.text, words));
            self.push(&drawing.unwrap_or_default());
            let credit = photo.credit.as_ref().map(|credit| format!("　摄影：{credit}"));
            let caption = format!("{}{}", photo.caption, credit.unwrap_or_default());
            self.push(&Paragraph::styled("Byline").around(&run("", &caption)));
        }
    }

    fn drawing(&mut self, target: &str, words: &str) -> Option<String> {
        let path = match self.export.file(target) {
            Some(path) => path.clone(),
            None => {
                self.problems.push(self.unshown(target));
                return None;
            }
        };
        let Some(picture) = shown(&path) else {
            self.problems.push(self.unshown(target));
            return None;
        };
        self.pictures += 1;
        let number = self.pictures;
        let media = format!("image{number}.{}", picture.ending);
        let (wide, high) = fitting(picture.size);
        self.media.push((media.clone(), picture.bytes));
        let id = self.relation(Relation::Picture(media));
        let name = escaped(target.rsplit('/').next().unwrap_or(target));
        let words = escaped(words);
        let drawing = format!(
            "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{wide}\" cy=\"{high}\"/><wp:docPr id=\"{number}\" name=\"{name}\" descr=\"{words}\"/><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr><pic:cNvPr id=\"{number}\" name=\"{name}\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed=\"{id}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{wide}\" cy=\"{high}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        );
        // A picture is higher than a line of the grid.
        let paragraph = format!(
            "<w:p><w:pPr><w:keepNext/><w:snapToGrid w:val=\"0\"/><w:spacing w:before=\"120\"/><w:jc w:val=\"center\"/></w:pPr>{drawing}</w:p>"
        );
        Some(paragraph)
    }

    fn unshown(&self, target: &str) -> Diagnostic {
        let message = say!(
            "图片“{target}”没有放进 Word 文件",
            "the picture {target} is not in the Word file"
        );
        let hint = say!(
            "Word 能显示的是 jpg、png、gif 图片；把它另存为 png 放在文档旁边，就能导出",
            "Word shows jpg, png and gif: save it as png beside the document, and it will be exported"
        );
        Diagnostic::warning(Code::PictureLeftOut, message)
            .in_file(self.export.document.source.path.clone())
            .hint(hint)
    }
}

/// A picture as Word shows it; WebP is made into PNG.
fn shown(path: &Path) -> Option<Shown> {
    let bytes = std::fs::read(path).ok()?;
    let size = imagesize::blob_size(&bytes).ok()?;
    let size = (size.width as u64, size.height as u64);
    let ending = match imagesize::image_type(&bytes).ok()? {
        imagesize::ImageType::Jpeg => "jpg",
        imagesize::ImageType::Png => "png",
        imagesize::ImageType::Gif => "gif",
        imagesize::ImageType::Webp => return converted(&bytes, size),
        _ => return None,
    };
    Some(Shown { bytes, ending, size })
}

fn converted(bytes: &[u8], size: (u64, u64)) -> Option<Shown> {
    let (picture, _) = Undecoded::new(bytes)?.decode()?;
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).ok()?;
    Some(Shown { bytes: bytes.into_inner(), ending: "png", size })
}

/// As large as it is, or as there is room.
fn fitting((wide, high): (u64, u64)) -> (u64, u64) {
    let (wide, high) = (wide.max(1) * PIXEL, high.max(1) * PIXEL);
    let narrow = if wide > WIDEST { (WIDEST, high * WIDEST / wide) } else { (wide, high) };
    match narrow {
        (wide, high) if high > HIGHEST => (wide * HIGHEST / high, HIGHEST),
        fits => fits,
    }
}
