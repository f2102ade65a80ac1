//! A picture of the content folder -> the forms in which it is published: smaller, turned upright, and without the notes
//! that a camera or phone leaves in it, the place among them.

use crate::diagnostic::{Diagnostic, Doing};
use crate::file::Stamp;
use crate::picture::{self, MOST_BYTES, Undecoded};
use crate::site::{Site, Variant, broken_picture, share, too_large_picture};
use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::{U8x3, U8x4};
use fast_image_resize::{PixelTrait, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::metadata::Orientation;
use image::{DynamicImage, ImageEncoder};
use std::borrow::Cow;
use std::collections::VecDeque;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io::Cursor;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// Good for photos of meetings, where faces and banners matter.
const QUALITY: u8 = 80;

/// Originals that wait for their next form, and the bytes that they may take together.
const KEPT: usize = 4;
const KEPT_BYTES: usize = 64 << 20;

/// Which form of which picture.
#[derive(Clone, Debug)]
pub(super) struct Request {
    /// From the content folder, for messages.
    name: String,
    path: PathBuf,
    stamp: Stamp,
    /// The width of the largest form: the others are made from it.
    largest: u32,
    variant: Variant,
}

impl Hash for Request {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.name, self.stamp, self.largest, self.variant).hash(state);
    }
}

impl Request {
    /// `None` where there is no such picture.
    pub(super) fn new(site: &Site, name: &str, variant: Variant) -> Option<Self> {
        let file = site.files.get(name)?;
        Some(Self {
            name: name.to_owned(),
            path: file.path.clone(),
            stamp: file.stamp,
            largest: *site.pictures.get(name)?.widths.last()?,
            variant,
        })
    }
}

/// The last few pictures in their largest form: reading one takes longer than all that is made of it, and its forms are
/// asked for one after the other.
#[derive(Debug, Default)]
pub(super) struct Originals {
    kept: Mutex<VecDeque<(PathBuf, Stamp, Arc<DynamicImage>)>>,
    memory: Memory,
}

/// The bytes that pictures take which are being decoded: however many threads there are, all of them together take no more
/// than the largest alone.
#[derive(Debug, Default)]
struct Memory {
    taken: Mutex<u64>,
    freed: Condvar,
}

impl Memory {
    /// Waits until there is room. What is asked for must be [`MOST_BYTES`] at most.
    fn take(&self, bytes: u64) -> Taken<'_> {
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |taken: &mut u64| *taken + bytes > MOST_BYTES;
        let mut taken = self.freed.wait_while(taken, full).unwrap_or_else(PoisonError::into_inner);
        *taken += bytes;
        Taken { memory: self, bytes }
    }
}

/// Given back when it is dropped.
struct Taken<'a> {
    memory: &'a Memory,
    bytes: u64,
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        *self.memory.taken.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.memory.freed.notify_all();
    }
}

impl Originals {
    /// The bytes of a form.
    pub(super) fn make(&self, request: &Request) -> Result<Vec<u8>, Diagnostic> {
        let original = self.get(request)?;
        let resized = match original.width() == request.variant.width {
            true => original,
            false => Arc::new(
                smaller(&original, request.variant.width)
                    .ok_or_else(|| broken_picture(&request.name))?,
            ),
        };
        encode(&resized, request).ok_or_else(|| broken_picture(&request.name))
    }

    fn get(&self, request: &Request) -> Result<Arc<DynamicImage>, Diagnostic> {
        let wanted = |(path, stamp, _): &&(PathBuf, Stamp, Arc<DynamicImage>)| {
            *path == request.path && *stamp == request.stamp
        };
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((.., picture)) = kept.iter().find(wanted) {
            return Ok(Arc::clone(picture));
        }
        drop(kept);
        let picture = Arc::new(read(request, &self.memory)?);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_front((request.path.clone(), request.stamp, Arc::clone(&picture)));
        let mut bytes = 0;
        let fitting = kept.iter().take(KEPT).take_while(|(.., picture)| {
            bytes += picture.as_bytes().len();
            bytes <= KEPT_BYTES
        });
        let fitting = fitting.count();
        kept.truncate(fitting);
        Ok(picture)
    }
}

/// Reads a picture, brings it to its largest form and turns it upright.
fn read(request: &Request, memory: &Memory) -> Result<DynamicImage, Diagnostic> {
    let bytes = fs::read(&request.path)
        .map_err(|error| Diagnostic::io(Doing::Read, &request.path, &error))?;
    let broken = || broken_picture(&request.name);
    let undecoded = Undecoded::new(&bytes).filter(|_| picture::is_whole(&bytes));
    let undecoded = undecoded.ok_or_else(broken)?;
    if undecoded.cost() > MOST_BYTES {
        return Err(too_large_picture(&request.name, undecoded.size()));
    }
    let _taken = memory.take(undecoded.cost());
    let (picture, orientation) = undecoded.decode().ok_or_else(broken)?;
    largest(picture, orientation, request.largest).ok_or_else(broken)
}

/// A picture upright, in a width.
fn largest(picture: DynamicImage, orientation: Orientation, width: u32) -> Option<DynamicImage> {
    let size = match orientation.to_exif() < 5 {
        true => (width, share(picture.height(), width, picture.width())),
        false => (share(picture.width(), width, picture.height()), width),
    };
    let mut picture = match (picture.width(), picture.height()) == size {
        true => picture,
        false => resize(&picture, size)?,
    };
    picture.apply_orientation(orientation);
    Some(picture)
}

fn smaller(picture: &DynamicImage, width: u32) -> Option<DynamicImage> {
    resize(picture, (width, share(picture.height(), width, picture.width())))
}

fn resize(picture: &DynamicImage, size: (u32, u32)) -> Option<DynamicImage> {
    let (width, height) = size;
    match picture {
        DynamicImage::ImageRgba8(pixels) => {
            let bytes = resized::<U8x4>(pixels, pixels.dimensions(), size)?;
            image::RgbaImage::from_raw(width, height, bytes).map(DynamicImage::ImageRgba8)
        }
        _ => {
            let pixels = picture.as_rgb8()?;
            let bytes = resized::<U8x3>(pixels, pixels.dimensions(), size)?;
            image::RgbImage::from_raw(width, height, bytes).map(DynamicImage::ImageRgb8)
        }
    }
}

/// Told apart by type for the compiler's sake: asked for any picture, the library is compiled for thirteen kinds of pixels.
fn resized<P: PixelTrait>(bytes: &[u8], from: (u32, u32), to: (u32, u32)) -> Option<Vec<u8>> {
    let picture = TypedImageRef::<P>::from_buffer(from.0, from.1, bytes).ok()?;
    let mut smaller = vec![0; to.0 as usize * to.1 as usize * P::size()];
    let mut view = TypedImage::<P>::from_buffer(to.0, to.1, &mut smaller).ok()?;
    Resizer::new().resize_typed(&picture, &mut view, None).ok()?;
    Some(smaller)
}

fn encode(picture: &DynamicImage, request: &Request) -> Option<Vec<u8>> {
    if request.variant.webp {
        let (width, height) = (picture.width(), picture.height());
        let encoder = match picture {
            DynamicImage::ImageRgba8(pixels) => webp::Encoder::from_rgba(pixels, width, height),
            _ => webp::Encoder::from_rgb(picture.as_rgb8()?, width, height),
        };
        return Some(encoder.encode_simple(false, f32::from(QUALITY)).ok()?.to_vec());
    }
    let mut bytes = Cursor::new(Vec::new());
    let (width, height) = (picture.width(), picture.height());
    let (pixels, color) = (picture.as_bytes(), picture.color().into());
    let is_png = request.name.to_ascii_lowercase().ends_with(".png");
    match is_png {
        true => {
            PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive)
                .write_image(pixels, width, height, color)
        }
        false => {
            let opaque = match picture.as_rgb8() {
                Some(opaque) => Cow::Borrowed(opaque),
                None => Cow::Owned(picture.to_rgb8()),
            };
            JpegEncoder::new_with_quality(&mut bytes, QUALITY).write_image(
                opaque.as_raw(),
                width,
                height,
                image::ExtendedColorType::Rgb8,
            )
        }
    }
    .ok()?;
    Some(bytes.into_inner())
}
