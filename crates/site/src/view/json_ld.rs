//! What a page is, told to search engines: schema.org as JSON-LD, ready for a `<script>` element.

use super::event::{Event, EventStatus};
use crate::record::Moment;
use crate::site::url::encode_address;
use crate::view::time::day_or_time;
use serde_json::{Map, Value, json};

/// The site and the office behind it. What is empty is left out.
#[derive(Clone, Copy, Debug, Hash)]
pub struct Organisation<'a> {
    /// The site's name.
    pub site: &'a str,
    /// The home page.
    pub url: &'a str,
    /// What the site publishes.
    pub description: &'a str,
    /// `zh-CN`.
    pub language: &'a str,
    /// 主办单位.
    pub name: &'a str,
    /// The office line.
    pub telephone: &'a str,
    /// The office mailbox.
    pub email: &'a str,
    /// Where the office is.
    pub address: &'a str,
    /// The postcode.
    pub postcode: &'a str,
}

/// Whether a text reports news or states something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ArticleType {
    /// A report.
    News,
    /// A plan, a roster, a policy.
    Text,
}

/// A document with a text. What is empty is left out.
#[derive(Clone, Copy, Debug, Hash)]
pub struct Article<'a> {
    /// News, or another text.
    pub r#type: ArticleType,
    /// Its page.
    pub url: &'a str,
    /// Its title.
    pub title: &'a str,
    /// `zh-CN`.
    pub language: &'a str,
    /// When it was published.
    pub published: Moment,
    /// When it last changed, where that is known.
    pub modified: Option<Moment>,
    /// The whole address of its picture.
    pub image: &'a str,
    /// Who wrote it.
    pub author: &'a str,
    /// 发文机关, else 主办单位.
    pub publisher: &'a str,
    /// Its column's name.
    pub section: &'a str,
    /// Its keywords.
    pub keywords: &'a [&'a str],
}

/// `WebSite` and `GovernmentOrganization`, for the home page.
pub fn home(of: &Organisation<'_>) -> String {
    let url = encode_address(of.url);
    let organisation_id = format!("{url}#organisation");
    let mut address = Object::of("PostalAddress");
    address.text("streetAddress", of.address);
    address.text("postalCode", of.postcode);
    address.text("addressCountry", "CN");
    let mut organisation = Object::of("GovernmentOrganization");
    organisation.text("@id", &organisation_id);
    organisation.text("name", of.name);
    organisation.text("url", &url);
    organisation.text("telephone", of.telephone);
    organisation.text("email", of.email);
    if !of.address.is_empty() {
        organisation.value("address", address);
    }
    let mut site = Object::of("WebSite");
    site.text("@id", &format!("{url}#website"));
    site.text("name", of.site);
    site.text("url", &url);
    site.text("description", of.description);
    site.text("inLanguage", of.language);
    site.value("publisher", json!({ "@id": organisation_id }));
    let graph = [Value::from(site), Value::from(organisation)];
    script(&json!({ "@context": CONTEXT, "@graph": graph }))
}

/// `NewsArticle` or `Article`. Its summary stands in the page's head already, where search engines read it.
pub fn article(of: &Article<'_>) -> String {
    let url = encode_address(of.url);
    let mut article = Object::page(match of.r#type {
        ArticleType::News => "NewsArticle",
        ArticleType::Text => "Article",
    });
    article.text("headline", of.title);
    article.text("url", &url);
    article.text("inLanguage", of.language);
    article.text("datePublished", &day_or_time(of.published));
    article.text("dateModified", &of.modified.map_or_else(String::new, day_or_time));
    article.text("image", &encode_address(of.image));
    article.named("author", "Person", of.author);
    article.named("publisher", "GovernmentOrganization", of.publisher);
    article.text("articleSection", of.section);
    if !of.keywords.is_empty() {
        article.value("keywords", of.keywords);
    }
    article.script()
}

/// `Event`, for the notice of a meeting.
pub fn event(of: &Event<'_>) -> String {
    let mut event = Object::page("Event");
    event.text("name", of.name);
    event.text("url", &encode_address(of.url));
    event.text("description", of.description);
    event.text("startDate", &day_or_time(of.start));
    event.text("endDate", &of.end.map_or_else(String::new, day_or_time));
    event.text(
        "eventStatus",
        match of.status {
            EventStatus::Scheduled => "https://schema.org/EventScheduled",
            EventStatus::Cancelled => "https://schema.org/EventCancelled",
        },
    );
    event.text("eventAttendanceMode", "https://schema.org/OfflineEventAttendanceMode");
    event.named("location", "Place", of.place);
    event.named("organizer", "GovernmentOrganization", of.organiser);
    event.script()
}

/// `BreadcrumbList`: names and whole addresses, the home page first; the last is the page itself, whose address search
/// engines take from the page.
pub fn breadcrumbs(crumbs: &[(&str, String)]) -> String {
    let items: Vec<Value> = (1..)
        .zip(crumbs)
        .map(|(position, (name, url))| {
            let mut item = Object::of("ListItem");
            item.value("position", position);
            item.text("name", name);
            if position < crumbs.len() {
                item.text("item", &encode_address(url));
            }
            item.into()
        })
        .collect();
    let mut list = Object::page("BreadcrumbList");
    list.value("itemListElement", items);
    list.script()
}

const CONTEXT: &str = "https://schema.org";

/// A node of the graph; keys keep the order in which they are set.
struct Object(Map<String, Value>);

impl Object {
    fn of(r#type: &str) -> Self {
        let mut object = Self(Map::new());
        object.text("@type", r#type);
        object
    }

    /// The node that a page is about.
    fn page(r#type: &str) -> Self {
        let mut object = Self(Map::new());
        object.text("@context", CONTEXT);
        object.text("@type", r#type);
        object
    }

    fn value(&mut self, key: &str, value: impl Into<Value>) {
        self.0.insert(key.into(), value.into());
    }

    /// Sets a key whose text is not empty.
    fn text(&mut self, key: &str, text: &str) {
        if !text.is_empty() {
            self.value(key, text);
        }
    }

    /// Sets a node that is known by its name alone.
    fn named(&mut self, key: &str, r#type: &str, name: &str) {
        if !name.is_empty() {
            let mut node = Self::of(r#type);
            node.text("name", name);
            self.value(key, node);
        }
    }

    fn script(self) -> String {
        script(&self.into())
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        Self::Object(object.0)
    }
}

/// JSON that neither ends nor opens anything in HTML: these characters stand only in its strings.
fn script(value: &Value) -> String {
    let json = value.to_string();
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            '\u{2028}' => safe.push_str("\\u2028"),
            '\u{2029}' => safe.push_str("\\u2029"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn moment(text: &str) -> Moment {
        Moment::parse(text).expect("a moment")
    }

    fn read(json: &str) -> Value {
        serde_json::from_str(json).expect("JSON")
    }

    fn sample<'a>(title: &'a str, keywords: &'a [&'a str]) -> Article<'a> {
        Article {
            r#type: ArticleType::News,
            url: "https://www.example.gov.cn/yunxi/会议/a/",
            title,
            language: "zh-CN",
            published: moment("2026-04-01 16:19"),
            modified: None,
            image: "",
            author: "李晓禾",
            publisher: "云溪县人民政府",
            section: "会议",
            keywords,
        }
    }

    #[test]
    fn a_home_page() {
        let json = home(&Organisation {
            site: "云溪县信息公开",
            url: "https://www.example.gov.cn/yunxi/",
            description: "",
            language: "zh-CN",
            name: "云溪县人民政府",
            telephone: "0938-0000000",
            email: "",
            address: "云溪县人民路1号",
            postcode: "741200",
        });
        assert_eq!(
            read(&json),
            json!({
                "@context": "https://schema.org",
                "@graph": [
                    {
                        "@type": "WebSite",
                        "@id": "https://www.example.gov.cn/yunxi/#website",
                        "name": "云溪县信息公开",
                        "url": "https://www.example.gov.cn/yunxi/",
                        "inLanguage": "zh-CN",
                        "publisher": {"@id": "https://www.example.gov.cn/yunxi/#organisation"},
                    },
                    {
                        "@type": "GovernmentOrganization",
                        "@id": "https://www.example.gov.cn/yunxi/#organisation",
                        "name": "云溪县人民政府",
                        "url": "https://www.example.gov.cn/yunxi/",
                        "telephone": "0938-0000000",
                        "address": {
                            "@type": "PostalAddress",
                            "streetAddress": "云溪县人民路1号",
                            "postalCode": "741200",
                            "addressCountry": "CN",
                        },
                    },
                ],
            })
        );
    }

    #[test]
    fn an_article() {
        assert_eq!(
            article(&sample("召开动员大会", &["会议"])),
            "{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\",\"headline\":\"召开动员大会\",\
             \"url\":\"https://www.example.gov.cn/yunxi/%E4%BC%9A%E8%AE%AE/a/\",\
             \"inLanguage\":\"zh-CN\",\"datePublished\":\"2026-04-01T16:19:00+08:00\",\
             \"author\":{\"@type\":\"Person\",\"name\":\"李晓禾\"},\
             \"publisher\":{\"@type\":\"GovernmentOrganization\",\"name\":\"云溪县人民政府\"},\
             \"articleSection\":\"会议\",\"keywords\":[\"会议\"]}"
        );
    }

    #[test]
    fn a_meeting() {
        let json = event(&Event {
            url: "https://www.example.gov.cn/yunxi/meetings/a/",
            name: "动员大会",
            start: moment("2026-03-31 09:00"),
            end: Some(moment("2026-03-31")),
            place: "县委礼堂",
            description: "",
            organiser: "县政府办公室",
            status: EventStatus::Cancelled,
            stamp: date(2026, 3, 25).at(0, 0, 0, 0),
        });
        assert_eq!(
            read(&json),
            json!({
                "@context": "https://schema.org",
                "@type": "Event",
                "name": "动员大会",
                "url": "https://www.example.gov.cn/yunxi/meetings/a/",
                "startDate": "2026-03-31T09:00:00+08:00",
                "endDate": "2026-03-31",
                "eventStatus": "https://schema.org/EventCancelled",
                "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
                "location": {"@type": "Place", "name": "县委礼堂"},
                "organizer": {"@type": "GovernmentOrganization", "name": "县政府办公室"},
            })
        );
    }

    #[test]
    fn the_way_to_a_page() {
        let json = breadcrumbs(&[
            ("首页", "https://a/".to_owned()),
            ("会议", "https://a/会议/".to_owned()),
        ]);
        assert_eq!(
            read(&json)["itemListElement"],
            json!([
                {"@type": "ListItem", "position": 1, "name": "首页", "item": "https://a/"},
                {"@type": "ListItem", "position": 2, "name": "会议"},
            ])
        );
    }

    #[test]
    fn no_title_leaves_the_script() {
        let title = "</script><!--<script>&amp;\u{2028}\u{2029}]]>";
        let json = article(&sample(title, &[]));
        assert!(!json.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{json}");
        assert_eq!(read(&json)["headline"], title);
    }

    proptest! {
        #[test]
        fn any_title_reads_back(title in any::<String>()) {
            let json = article(&sample(&title, &[&title]));
            prop_assert!(!json.contains(['<', '>', '&']));
            prop_assert_eq!(&read(&json)["keywords"][0], &title);
        }
    }
}
