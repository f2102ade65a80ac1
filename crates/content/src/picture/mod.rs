//! Pictures as files: read within bounds, and told whether they are whole.

use image::ImageReader;
use std::io::Cursor;

/// What decoding may take; 40 megapixels need 120 MB.
const MOST_BYTES: u64 = 1 << 30;

/// A decoder that no picture can make take all memory.
pub fn reader(bytes: &[u8]) -> Option<ImageReader<Cursor<&[u8]>>> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = image::Limits::default();
    limits.max_alloc = Some(MOST_BYTES);
    reader.limits(limits);
    Some(reader)
}

/// Whether a file is no picture by its name, or one that a build can show.
pub fn can_show(name: &str, bytes: &[u8]) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" | "png" | "webp" => {
            let decoded = || reader(bytes)?.decode().ok();
            is_whole(bytes) && decoded().is_some()
        }
        "gif" => imagesize::blob_size(bytes).is_ok(),
        _ => true,
    }
}

/// Whether a JPEG goes on to its end: a decoder fills up with grey what a broken transfer left out. What is no JPEG is told
/// by its decoder.
pub fn is_whole(bytes: &[u8]) -> bool {
    let Some(mut rest) = bytes.strip_prefix(&[0xFF, 0xD8]) else {
        return true;
    };
    while let [0xFF, marker, high, low, ..] = rest {
        let size = usize::from(u16::from_be_bytes([*high, *low])) + 2;
        let Some(after) = rest.get(size..) else {
            return false;
        };
        rest = after;
        if *marker == 0xDA {
            break;
        }
    }
    rest.windows(2).any(|pair| pair == [0xFF, 0xD9])
}

#[cfg(test)]
mod tests {
    use super::is_whole;

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
}
