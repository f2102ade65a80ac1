//! Pictures as cameras and phones make them, through the real binary: smaller forms, upright, nothing private left.

mod site;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use site::{build, build_clean};
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

fn write(root: &Path, files: &[(&str, &[u8])]) {
    let settings = "网站名称: 云溪县\n网址: https://www.example.gov.cn/yunxi/\n预览: true\n";
    let text = "---\n标题: 图片\n发布日期: 2026-04-01\n题图: {文件: lead.jpg, 替代文字: 竖拍}\n---\n\n![大图](large.jpg)\n\n![小图](small.jpg)\n";
    let all = [
        ("site.yaml", settings.as_bytes()),
        ("news/_index.md", "---\n名称: 要闻\n---\n".as_bytes()),
        ("news/a.md", text.as_bytes()),
    ];
    for (name, bytes) in all.iter().chain(files) {
        let path = root.join("content").join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("written");
    }
}

fn size(path: &Path) -> (u32, u32) {
    image::image_dimensions(path).expect("a picture")
}

#[test]
fn pictures_are_published_in_sizes_that_suit() {
    let temp = tempfile::tempdir().expect("a folder");
    let root = temp.path();
    let files = [
        ("news/lead.jpg", noted(&jpeg(2016, 1512))),
        ("news/large.jpg", jpeg(7752, 5178)),
        ("news/small.jpg", jpeg(300, 200)),
    ];
    write(root, &files.each_ref().map(|(name, bytes)| (*name, bytes.as_slice())));
    let public = root.join("public");
    build_clean(root, &public, &[]);
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
    let temp = tempfile::tempdir().expect("a folder");
    let root = temp.path();
    let picture = jpeg(1200, 800);
    let small = jpeg(300, 200);
    write(
        root,
        &[("news/lead.jpg", &picture), ("news/large.jpg", &picture), ("news/small.jpg", &small)],
    );
    let public = root.join("public");
    build_clean(root, &public, &[]);
    let before = site::tree(&public);
    for broken in [&picture[..picture.len() / 2], b"no picture at all".as_slice()] {
        write(root, &[("news/large.jpg", broken)]);
        let built = build(root, &public, &[]);
        let said = String::from_utf8_lossy(&built.stderr).into_owned();
        assert!(!built.status.success(), "{said}");
        assert_eq!(said.matches("broken-picture").count(), 1, "{said}");
        assert!(said.contains("content/news/large.jpg"), "{said}");
        assert!(site::tree(&public) == before, "the site has changed");
    }
}
