//! 繁体版 through the real binary: every page has its like, links stay among them, names stay names.

use crate::site::{Site, Tree, build_clean, tree};

/// The example county with traditional pages.
fn county() -> Site {
    let site = Site::county();
    let settings = site.text("content/site.yaml");
    site.write("content/site.yaml", settings + "繁体版: 是\n繁体保留: [白塔古镇]\n");
    site
}

fn text(files: &Tree, name: &str) -> String {
    let bytes = files.get(name).unwrap_or_else(|| panic!("there is no {name}"));
    String::from_utf8(bytes.clone()).expect("UTF-8")
}

#[test]
fn every_page_has_its_like() {
    let site = county();
    build_clean(site.root(), &site.path("public"), &[]);
    let files = site.public();
    let mirrored: Vec<&String> = files.keys().filter(|name| name.starts_with("zh-hant/")).collect();
    assert!(mirrored.len() > 380, "{} pages", mirrored.len());
    for name in mirrored {
        let page = text(&files, name);
        let simplified = name.trim_start_matches("zh-hant/");
        assert!(page.contains("<html lang=\"zh-Hant\""), "{name}");
        assert!(text(&files, simplified).contains("hreflang=\"zh-Hant\""), "{simplified}");
        for link in page.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let Some(below) = link.strip_prefix("/yunxi/") else {
                continue;
            };
            let path = below.split(['#', '?']).next().unwrap_or_default();
            let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
            let file = match path.is_empty() || path.ends_with('/') {
                true => format!("{path}index.html"),
                false => path.into_owned(),
            };
            assert!(files.contains_key(&file), "{name} leads to {link}");
            let lost = file.ends_with("index.html")
                && !file.starts_with("zh-hant/")
                && files.contains_key(&format!("zh-hant/{file}"))
                && file != *simplified;
            assert!(!lost, "{name} leads out of the traditional pages, to {link}");
        }
    }
    let home = text(&files, "zh-hant/index.html");
    for words in ["雲溪縣信息公開", "首頁", "通知公告", "領導小組"] {
        assert!(home.contains(words), "no {words}");
    }
    assert!(!home.contains("领导"), "a simplified word is left");
    let all: String = files
        .iter()
        .filter(|(name, _)| name.starts_with("zh-hant/"))
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
        .collect();
    assert!(all.contains("白塔古镇") && !all.contains("白塔古鎮"), "a kept word has changed");
}

#[test]
fn an_edit_reaches_both_forms() {
    let site = county();
    let (public, clean) = (site.path("public"), site.path("clean"));
    build_clean(site.root(), &public, &[]);
    let page = site.text("content/about.md");
    site.write("content/about.md", page + "\n\n新发现的古树名木。\n");
    build_clean(site.root(), &public, &[]);
    build_clean(site.root(), &clean, &[]);
    let (after, fresh) = (tree(&public), tree(&clean));
    let differ: Vec<_> = fresh.keys().filter(|name| after.get(*name) != fresh.get(*name)).collect();
    assert!(differ.is_empty() && after.len() == fresh.len(), "{differ:?}");
    assert!(text(&after, "zh-hant/about/index.html").contains("新發現的古樹名木"));
}
