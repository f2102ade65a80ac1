//! The settings of a site: what was written in `site.yaml`, checked once, and complete.

use super::base_url::{base_of, host, place, without_port};
use super::index_pattern::IndexPattern;
use super::levels::Levels;
use super::limits;
use super::review::Policy;
use super::site::{SiteFile, SiteLanguage};
use super::target::{self, Target};
use crate::diagnostic::{Code, Diagnostic, Language, Source};
use crate::record::{Spanned, Text, WebAddress};
use crate::say;
use std::sync::Arc;

/// The settings of a site, checked.
#[derive(Debug)]
pub struct Settings {
    /// The file.
    pub source: Arc<Source>,
    /// As it was written, for what needs no checking.
    pub file: SiteFile,
    /// `https://www.example.gov.cn`.
    pub origin: String,
    /// `www.example.gov.cn`.
    pub host: String,
    /// The sub-path without its last `/`: empty, or `/yunxi`.
    pub prefix: String,
    /// The language of the site's own words.
    pub language: Language,
    /// How index numbers are made.
    pub index_pattern: IndexPattern,
    /// Items on a list page.
    pub page_size: usize,
    /// Where the site is published to.
    pub targets: Vec<Target>,
    /// 审核制度; `None` where the site has none, or a wrong one.
    pub review: Option<Arc<Policy>>,
    /// How much rules matter here.
    pub levels: Levels,
}

impl Settings {
    /// Checks what was written; all that is wrong is told. `columns` are the folders of the site's columns.
    pub fn new<'c>(
        source: &Arc<Source>,
        file: SiteFile,
        columns: impl Iterator<Item = &'c String> + Clone,
    ) -> (Option<Self>, Vec<Diagnostic>) {
        let mut problems = Vec::new();
        let base = parse_base(source, &file.base_url, &mut problems);
        let pattern = match &file.index_pattern {
            None => Some(IndexPattern::standard()),
            Some(text) => IndexPattern::parse(source, text, &mut problems),
        };
        check_forms(source, &file, &mut problems);
        if !file.preview.unwrap_or(false) {
            check_footer(source, &file, &mut problems);
        }
        let (targets, found) = target::check(
            source,
            &file.publish,
            &file.base_url.text,
            base.as_ref().map_or("", |(.., prefix)| prefix),
        );
        problems.extend(found);
        let review = file.review.as_ref().map(|entry| Policy::new(source, entry, columns));
        let review = review.and_then(|policy| policy.map_err(|found| problems.extend(found)).ok());
        let levels = Levels::new(source, &file.checks, &mut problems);
        let settings = base.zip(pattern).map(|((origin, host, prefix), index_pattern)| Self {
            source: Arc::clone(source),
            language: match file.language {
                Some(SiteLanguage::English) => Language::English,
                _ => Language::Chinese,
            },
            page_size: file
                .page_size
                .map_or(limits::PAGE_SIZE, |n| (n.0 as usize).clamp(1, limits::LARGEST_PAGE)),
            origin,
            host,
            prefix,
            index_pattern,
            targets,
            review: review.map(Arc::new),
            levels,
            file,
        });
        (settings, problems)
    }

    /// Which site it is: `www.example.gov.cn/yunxi/`, by whatever protocol.
    pub fn place(&self) -> String {
        place(&self.host, &self.prefix)
    }

    /// Chinese or English, by the site's language.
    pub fn pick<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        match self.language {
            Language::Chinese => zh,
            Language::English => en,
        }
    }

    /// Whether an address leads away from this site, the government's (`gov.cn`) and `own_hosts`.
    pub fn leaves(&self, address: &str) -> bool {
        host(address).is_some_and(|host| !self.is_own_host(host))
    }

    fn is_own_host(&self, host: &str) -> bool {
        let name = host.to_ascii_lowercase();
        let own = self.file.own_hosts.iter().map(|own| &**own);
        name == "gov.cn"
            || name.ends_with(".gov.cn")
            || own.chain(without_port(&self.host)).any(|own| own.eq_ignore_ascii_case(host))
    }
}

fn parse_base(
    source: &Arc<Source>,
    url: &WebAddress,
    problems: &mut Vec<Diagnostic>,
) -> Option<(String, String, String)> {
    let parts = base_of(&url.text);
    if parts.is_none() {
        problems.push(
            Diagnostic::error(
                Code::BaseUrl,
                say!("网址应当是完整的 http(s) 网址", "base_url must be a full http(s) address"),
            )
            .at(source, url.span)
            .hint(say!(
                "例如：https://www.example.gov.cn/yunxi/；路径里只用字母、数字、“-”“_”和“.”",
                "for example: https://www.example.gov.cn/yunxi/; paths are letters, digits, `-`, `_` and `.`"
            )),
        );
    }
    parts
}

/// Forms that a rule fixes (standards of the registries; each is checked only where it is written).
fn check_forms(source: &Arc<Source>, file: &SiteFile, problems: &mut Vec<Diagnostic>) {
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    let id_code = |t: &str| match t.as_bytes() {
        [b'b', b'm', ..] => t.len() == 10 && digits(&t[2..]),
        [b'N', ..] => t.len() == 10 && digits(&t[1..]),
        _ => t.len() == 10 && digits(t),
    };
    let division = |t: &str| t.len() == 6 && digits(t);
    let icp = |t: &str| {
        let Some((head, rest)) = t.split_once("ICP备") else {
            return false;
        };
        let Some((number, part)) = rest.split_once('号') else {
            return false;
        };
        let part_ok = part.is_empty() || part.strip_prefix('-').is_some_and(digits);
        head.chars().count() == 1 && (8..=10).contains(&number.len()) && digits(number) && part_ok
    };
    let police = |t: &str| {
        let Some((head, rest)) = t.split_once("公网安备") else {
            return false;
        };
        let number = rest.trim().trim_end_matches('号');
        head.chars().count() == 1 && number.len() == 14 && digits(number)
    };
    type Form<'a> = (&'a Option<Spanned<Text>>, &'a str, &'a dyn Fn(&str) -> bool, &'a str);
    let rows: [Form<'_>; 4] = [
        (&file.id_code, "网站标识码", &id_code, "6205990001"),
        (&file.division_code, "行政区划代码", &division, "620599"),
        (&file.icp, "ICP备案编号", &icp, "陇ICP备00000000号"),
        (&file.police_record, "公安备案号", &police, "甘公网安备 62059900000000号"),
    ];
    for (value, name, valid, example) in rows {
        let Some(value) = value.as_ref().filter(|v| !valid(&v.value)) else {
            continue;
        };
        problems.push(
            Diagnostic::error(
                Code::Form,
                say!("{name}的格式不对", "{name} does not have its form"),
            )
            .at(source, value.span)
            .hint(say!("例如：{example}", "for example: {example}")),
        );
    }
    if let (Some(code), Some(division)) = (&file.id_code, &file.division_code)
        && code.value.len() == 10
        && digits(&code.value)
        && !code.value.starts_with(&*division.value)
    {
        problems.push(
            Diagnostic::warning(
                Code::Form,
                say!(
                    "网站标识码的前六位与行政区划代码不同",
                    "the site id code does not begin with the division code"
                ),
            )
            .at(source, code.span)
            .with(source, division.span, say!("行政区划代码", "the division code")),
        );
    }
}

/// The eight items that every page's footer must show (政府网站发展指引, 国办发〔2017〕47号).
fn check_footer(source: &Arc<Source>, file: &SiteFile, problems: &mut Vec<Diagnostic>) {
    let rows = [
        (file.id_code.is_some(), "id_code", "网站标识码"),
        (file.organiser.is_some(), "organiser", "主办单位"),
        (file.contact.is_some(), "contact", "联系方式"),
        (file.icp.is_some(), "icp", "ICP备案编号"),
        (file.police_record.is_some(), "police_record", "公安备案号"),
        (file.find_error_url.is_some(), "find_error_url", "找错链接"),
        (file.party_mark_url.is_some(), "party_mark_url", "党政机关标识链接"),
    ];
    let missing: Vec<_> = rows.iter().filter(|(there, ..)| !there).collect();
    if missing.is_empty() {
        return;
    }
    let zh = missing
        .iter()
        .map(|(_, key, alias)| format!("{alias}（{key}）"))
        .collect::<Vec<_>>()
        .join("、");
    let en = missing
        .iter()
        .map(|(_, key, alias)| format!("{key} ({alias})"))
        .collect::<Vec<_>>()
        .join(", ");
    problems.push(
        Diagnostic::error(
            Code::Footer,
            say!("页脚缺少必备项：{zh}", "the footer lacks what it must show: {en}"),
        )
        .in_file(source.path.clone())
        .hint(say!(
            "还在准备时可写“预览: 是”，每页会有醒目标记",
            "while preparing, write `preview: true`; every page then says that it is a preview"
        )),
    );
}
