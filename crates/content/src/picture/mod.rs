//! Pictures as files: read within bounds, and told whether they are whole.

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageReader};
use std::io::Cursor;

/// What decoding one picture may take, in bytes: 55 megapixels of a photo, which is more than the fifty that telephones
/// make. A file of 700 bytes can say that it is 65,500 pixels wide and high.
pub const MOST_BYTES: u64 = 160 << 20;

/// A picture whose head has been read, and nothing else yet.
pub struct Undecoded<'a> {
    decoder: Box<dyn ImageDecoder + 'a>,
    cost: u64,
}

impl<'a> Undecoded<'a> {
    /// `None`: no picture that is known here.
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
        let decoder = reader.into_decoder().ok()?;
        let cost = cost(&decoder, is_progressive(bytes));
        Some(Self { decoder: Box::new(decoder), cost })
    }

    /// Width and height in pixels, as it lies in the file.
    pub fn size(&self) -> (u32, u32) {
        self.decoder.dimensions()
    }

    /// The bytes that decoding takes, by its head.
    pub fn cost(&self) -> u64 {
        self.cost
    }

    /// Eight bits a channel, with or without transparency, as it lies in the file, and how it is turned upright. `None`: it
    /// is broken, or takes more than [`MOST_BYTES`].
    pub fn decode(mut self) -> Option<(DynamicImage, Orientation)> {
        if self.cost > MOST_BYTES {
            return None;
        }
        let orientation = self.decoder.orientation().ok()?;
        let picture = DynamicImage::from_decoder(self.decoder).ok()?;
        let plain = match picture.color().has_alpha() {
            true => DynamicImage::ImageRgba8(picture.into_rgba8()),
            false => DynamicImage::ImageRgb8(picture.into_rgb8()),
        };
        Some((plain, orientation))
    }
}

/// The decoder's own pixels, and where they are not what a page shows, those beside them.
fn cost(decoder: &impl ImageDecoder, progressive: bool) -> u64 {
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    let color = decoder.color_type();
    let own = u64::from(color.bytes_per_pixel());
    let shown = if color.has_alpha() { 4 } else { 3 };
    // A progressive JPEG is put together in coefficients of two bytes before it becomes pixels.
    let coefficients = if progressive { 2 * own } else { 0 };
    let turned = if own == shown { 0 } else { shown };
    pixels.saturating_mul(own + turned + coefficients)
}

/// Whether a file is no picture by its name, or one that a build can show.
pub fn can_show(name: &str, bytes: &[u8]) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" | "png" | "webp" => {
            let decoded = || Undecoded::new(bytes)?.decode();
            is_whole(bytes) && decoded().is_some()
        }
        "gif" => imagesize::blob_size(bytes).is_ok(),
        _ => true,
    }
}

/// The segments of a JPEG up to its first scan: their markers, and whether the file ends within one.
fn segments(bytes: &[u8]) -> impl Iterator<Item = Option<(u8, &[u8])>> {
    let mut rest = bytes.strip_prefix(&[0xFF, 0xD8]).unwrap_or_default();
    std::iter::from_fn(move || {
        let [0xFF, marker, high, low, ..] = rest else {
            return None;
        };
        let size = usize::from(u16::from_be_bytes([*high, *low])) + 2;
        let after = rest.get(size..);
        rest = if *marker == 0xDA { &[] } else { after.unwrap_or_default() };
        Some(after.map(|after| (*marker, after)))
    })
}

fn is_progressive(bytes: &[u8]) -> bool {
    segments(bytes).flatten().any(|(marker, _)| matches!(marker, 0xC2 | 0xC6 | 0xCA | 0xCE))
}

/// Whether a JPEG goes on to its end: a decoder fills up with grey what a broken transfer left out. What is no JPEG is told
/// by its decoder.
pub fn is_whole(bytes: &[u8]) -> bool {
    if !bytes.starts_with(&[0xFF, 0xD8]) {
        return true;
    }
    let mut rest = bytes;
    for segment in segments(bytes) {
        match segment {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.windows(2).any(|pair| pair == [0xFF, 0xD9])
}

#[cfg(test)]
mod tests {
    use super::{MOST_BYTES, Undecoded, can_show, is_whole};
    use image::{ExtendedColorType, ImageEncoder};

    #[test]
    fn a_picture_that_was_cut_is_not_whole() {
        let picture = image::RgbImage::from_fn(64, 48, |x, y| image::Rgb([x as u8, y as u8, 90]));
        let mut bytes = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut bytes, image::ImageFormat::Jpeg).expect("a JPEG");
        let bytes = bytes.into_inner();
        assert!(is_whole(&bytes));
        assert!(is_whole(&[&bytes[..], b"what a phone adds"].concat()));
        for size in [3, 20, bytes.len() / 2, bytes.len() - 2] {
            assert!(!is_whole(&bytes[..size]), "{size} of {}", bytes.len());
        }
        assert!(is_whole(b"no JPEG"));
    }

    /// A PNG of a few bytes that says how large it is, and holds nothing.
    fn hollow_png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        let pixels = vec![0; 4];
        image::codecs::png::PngEncoder::new(&mut bytes)
            .write_image(&pixels, 1, 1, ExtendedColorType::Rgba8)
            .expect("a PNG");
        bytes[16..20].copy_from_slice(&width.to_be_bytes());
        bytes[20..24].copy_from_slice(&height.to_be_bytes());
        let sum = crc(&bytes[12..29]);
        bytes[29..33].copy_from_slice(&sum.to_be_bytes());
        bytes
    }

    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |sum, byte| {
            (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
                if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 }
            })
        })
    }

    #[test]
    fn what_a_picture_costs_is_known_from_its_head() {
        for (width, height, fits) in
            [(1, 1, true), (6000, 6000, true), (7000, 7000, false), (60_000, 60_000, false)]
        {
            let bytes = hollow_png(width, height);
            let picture = Undecoded::new(&bytes).expect("a head");
            assert_eq!(picture.cost(), 4 * u64::from(width) * u64::from(height));
            assert_eq!(picture.cost() <= MOST_BYTES, fits, "{width} x {height}");
        }
        assert!(!can_show("a.png", &hollow_png(60_000, 60_000)));
    }
}
