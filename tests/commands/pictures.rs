//! Pictures as cameras and phones make them, through the real binary: smaller forms, upright, nothing private left.

use crate::site::{Site, build, build_clean};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use std::fs;
use std::io::Cursor;
use std::path::Path;

/// A JPEG with soft colours, so that it is small.
fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let shade = |n: u32, of: u32| u8::try_from(n * 255 / of).expect("at most 255");
    let picture =
        RgbImage::from_fn(width, height, |x, y| Rgb([shade(x, width), shade(y, height), 90]));
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(picture).write_to(&mut bytes, ImageFormat::Jpeg).expect("a JPEG");
    bytes.into_inner()
}

/// The same with a phone's note that it was held upright, and where.
fn noted(jpeg: &[u8]) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01".to_vec();
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]);
    exif.extend(b"a secret place");
    let size = u16::try_from(exif.len() + 2).expect("a short note");
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend([0xFF, 0xE1]);
    bytes.extend(size.to_be_bytes());
    bytes.extend(exif);
    bytes.extend(&jpeg[2..]);
    bytes
}

const SITE: &str = "网站名称: 云溪县\n网址: https://www.example.gov.cn/yunxi/\n预览: true\n";

/// A document that shows three pictures.
const TEXT: &str = "---\n标题: 图片\n发布日期: 2026-04-01\n题图: {文件: lead.jpg, 替代文字: 竖拍}\n---\n\n![大图](large.jpg)\n\n![小图](small.jpg)\n";

fn site(lead: &[u8], large: &[u8], small: &[u8]) -> Site {
    let site = Site::of(&[("content/site.yaml", SITE), ("content/news/a.md", TEXT)]);
    site.write("content/news/_index.md", "---\n名称: 要闻\n---\n");
    for (name, bytes) in [("lead", lead), ("large", large), ("small", small)] {
        site.write(&format!("content/news/{name}.jpg"), bytes);
    }
    site
}

fn size(path: &Path) -> (u32, u32) {
    image::image_dimensions(path).expect("a picture")
}

#[test]
fn pictures_are_published_in_sizes_that_suit() {
    let site = site(&noted(&jpeg(2016, 1512)), &jpeg(2400, 1602), &jpeg(300, 200));
    let public = site.path("public");
    build_clean(site.root(), &public, &[]);
    let news = public.join("news");
    for (name, expected) in [
        ("lead.jpg.1512.jpg", (1512, 2016)),
        ("lead.jpg.1512.webp", (1512, 2016)),
        ("lead.jpg.480.webp", (480, 640)),
        ("large.jpg.1600.jpg", (1600, 1068)),
        ("large.jpg.960.webp", (960, 640)),
        ("small.jpg", (300, 200)),
    ] {
        assert_eq!(size(&news.join(name)), expected, "{name}");
    }
    for name in ["lead.jpg", "large.jpg", "small.jpg.300.webp"] {
        assert!(!news.join(name).exists(), "{name} is published as it is");
    }
    let whole = fs::read(news.join("lead.jpg.1512.jpg")).expect("the picture");
    assert!(!whole.windows(8).any(|part| part == b"a secret"));
    let page = fs::read_to_string(news.join("a/index.html")).expect("the page");
    for part in [
        "/yunxi/news/large.jpg.480.webp 480w, /yunxi/news/large.jpg.960.webp 960w, /yunxi/news/large.jpg.1600.webp 1600w",
        "src=\"/yunxi/news/large.jpg.1600.jpg\" alt=\"大图\" width=\"1600\" height=\"1068\" loading=\"lazy\"",
        "src=\"/yunxi/news/lead.jpg.1512.jpg\" alt=\"竖拍\" width=\"1512\" height=\"2016\"",
        "src=\"/yunxi/news/small.jpg\" alt=\"小图\" width=\"300\" height=\"200\"",
    ] {
        assert!(page.contains(part), "no {part} in the page");
    }
}

#[test]
fn a_broken_picture_is_told_once_and_the_site_stays() {
    let picture = jpeg(1200, 800);
    let site = site(&picture, &picture, &jpeg(300, 200));
    let public = site.path("public");
    build_clean(site.root(), &public, &[]);
    let before = site.public();
    for broken in [&picture[..picture.len() / 2], b"no picture at all".as_slice()] {
        site.write("content/news/large.jpg", broken);
        let built = build(site.root(), &public, &[]).must_complain("content/news/large.jpg");
        assert_ne!(built.code, Some(0), "{}", built.err);
        assert_eq!(built.err.matches("broken-picture").count(), 1, "{}", built.err);
        assert!(site.public() == before, "the site has changed");
    }
}

/// The same JPEG, whose head says another size.
fn claiming(jpeg: &[u8], width: u16, height: u16) -> Vec<u8> {
    let frame = jpeg.windows(2).position(|pair| pair == [0xFF, 0xC0]).expect("a frame");
    let mut bytes = jpeg.to_vec();
    bytes[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    bytes[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    bytes
}

#[test]
fn a_few_bytes_that_claim_to_be_a_huge_picture_are_told() {
    let picture = jpeg(64, 48);
    let site = site(&picture, &claiming(&picture, 65_500, 65_500), &picture);
    let built = build(site.root(), &site.path("public"), &[])
        .must_complain("content/news/large.jpg")
        .must_complain("too-large");
    assert!(built.err.contains("65500"), "{}", built.err);
    assert!(!site.path("public").exists());
}

#[test]
fn a_screenshot_longer_than_webp_allows_is_published() {
    let picture = jpeg(64, 48);
    let site = site(&picture, &jpeg(484, 16_500), &picture);
    let public = site.path("public");
    build_clean(site.root(), &public, &[]);
    let news = public.join("news");
    assert_eq!(size(&news.join("large.jpg.484.jpg")), (484, 16_500));
    assert_eq!(size(&news.join("large.jpg.480.webp")), (480, 16_363));
    assert!(!news.join("large.jpg.484.webp").exists());
    let page = fs::read_to_string(public.join("news/a/index.html")).expect("the page");
    assert!(page.contains("srcset=\"/yunxi/news/large.jpg.480.webp 480w\""), "{page}");
}
