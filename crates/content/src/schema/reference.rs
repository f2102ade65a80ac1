//! The field reference: the key tables as Markdown for the manual.

use super::{SchemaTopic, records};
use crate::diagnostic::Language;
use crate::document::Common;
use crate::record::{Definition, Key, Need, Record, Said, Shape};
use crate::scaffold::example;

/// Everything that staff may write.
pub fn reference(language: Language) -> String {
    let mut page = Page::new(language);
    page.push(&format!("# {}\n\n", TITLE.in_language(language)));
    page.push(&format!("{}\n\n", INTRODUCTION.in_language(language)));
    page.table("##", Common::DEFINITION, COMMON);
    page.records(Common::DEFINITION, "###");
    for target in SchemaTopic::ALL {
        page.target(target);
    }
    page.text
}

/// One kind of document, or one file of the site.
pub fn of(target: SchemaTopic, language: Language) -> String {
    let mut page = Page::new(language);
    page.target(target);
    if matches!(target, SchemaTopic::Document(_)) {
        page.table("##", Common::DEFINITION, COMMON);
        page.records(Common::DEFINITION, "###");
    }
    page.text
}

const TITLE: Said = Said { zh: "字段说明", en: "Field reference" };

const INTRODUCTION: Said = Said {
    zh: "本页由 `gongbao schema --markdown` 生成，与程序里的定义一致。\n\n\
         每个键有中文名和英文名，写哪一个都可以，但一个文件里不能两个都写；选项的词也是如此。\
         标“必填”的必须写，其余可以不写。写“可多项”的，只有一项时不必写成列表。",
    en: "This page is made by `gongbao schema --markdown` from the definitions in the program.\n\n\
         Every key has an English and a Chinese name: write either, but not both in one place. \
         The same holds for the words of a choice. Keys marked as required must be written, the others may be left out. \
         Where several values are possible, a single one needs no list.",
};

const COMMON: Said =
    Said { zh: "每篇文档都可以写的键。", en: "The keys that every document may have." };

/// Where the keys of a target are written.
fn place(target: SchemaTopic) -> Said {
    match target {
        SchemaTopic::Document(_) => Said {
            zh: "这一类文档自己的键，写在文件开头的两行 `---` 之间，与通用的键放在一起。",
            en: "The keys of this kind, written between the `---` lines at the top of the file, beside the common ones.",
        },
        SchemaTopic::Column => Said {
            zh: "栏目文件夹里的 `_index.md`。",
            en: "`_index.md` in the column's folder.",
        },
        SchemaTopic::Home => {
            Said { zh: "`content` 里的 `_index.md`。", en: "`_index.md` in `content`." }
        }
        SchemaTopic::Site => Said { zh: "`content/site.yaml`。", en: "`content/site.yaml`." },
        SchemaTopic::Units => Said {
            zh: "`content/units.yaml`，每个单位一项。",
            en: "`content/units.yaml`, one item for every unit.",
        },
        SchemaTopic::People => Said {
            zh: "`content/people.yaml`，每个人一项。",
            en: "`content/people.yaml`, one item for every person.",
        },
    }
}

struct Page {
    language: Language,
    text: String,
    /// The records that have been explained.
    told: Vec<&'static str>,
}

impl Page {
    fn new(language: Language) -> Self {
        Self { language, text: String::new(), told: Vec::new() }
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn target(&mut self, target: SchemaTopic) {
        let definition = target.definition();
        self.table("##", definition, place(target));
        self.records(definition, "###");
    }

    /// The tables of the records that a definition uses, where they have not been explained before.
    fn records(&mut self, definition: &'static Definition, level: &str) {
        for record in records(definition.keys) {
            if self.told.contains(&record.name) {
                continue;
            }
            self.told.push(record.name);
            let words = short(record, self.language);
            self.heading(level, record);
            self.push(&words);
            self.keys(record.keys);
        }
    }

    fn table(&mut self, level: &str, definition: &'static Definition, words: Said) {
        self.heading(level, definition);
        self.push(&format!("{}\n\n", words.in_language(self.language)));
        self.keys(definition.keys);
    }

    fn heading(&mut self, level: &str, definition: &Definition) {
        self.push(&format!("{level} {}\n\n", heading(definition)));
    }

    fn keys(&mut self, keys: &'static [Key]) {
        if keys.is_empty() {
            let none = Said { zh: "没有自己的键。", en: "It has no keys of its own." };
            self.push(&format!("{}\n\n", none.in_language(self.language)));
            return;
        }
        self.push(match self.language {
            Language::Chinese => "| 键 | 英文键 | 必填 | 写什么 | 说明 | 例子 |\n",
            Language::English => "| Key | Chinese key | Required | Value | Meaning | Example |\n",
        });
        self.push("| --- | --- | --- | --- | --- | --- |\n");
        for key in keys {
            let row = row(key, self.language);
            self.push(&row);
        }
        self.push("\n");
    }
}

fn heading(definition: &Definition) -> String {
    format!("{} {}", definition.name, definition.alias)
}

/// The name that renderers give to a heading of two words.
fn anchor(definition: &Definition) -> String {
    format!("#{}-{}", definition.name, definition.alias)
}

fn row(key: &'static Key, language: Language) -> String {
    let (first, second, yes) = match language {
        Language::Chinese => (key.alias, key.name, "是"),
        Language::English => (key.name, key.alias, "yes"),
    };
    let required = match key.need {
        Need::Required => yes,
        Need::Optional => "",
    };
    let cells = [
        format!("`{first}`"),
        format!("`{second}`"),
        required.to_owned(),
        shape(key.shape, language),
        key.help.in_language(language).to_owned(),
        format!("`{}`", example::yaml(key, language)),
    ];
    let cells = cells.map(|cell| cell.replace('|', "\\|"));
    format!("| {} |\n", cells.join(" | "))
}

/// What a value may be, in words.
fn shape(shape: &'static Shape, language: Language) -> String {
    let (zh, en) = match shape {
        Shape::Text => ("文字", "text"),
        Shape::Keyword => ("词", "a word"),
        Shape::Unit => ("单位的名称或编号", "a unit's name or id"),
        Shape::Person => ("姓名或编号", "a person's name or id"),
        Shape::Reference => ("文档的路径", "a document's path"),
        Shape::File => ("文件名", "a file's name"),
        Shape::WebAddress => ("网址", "a web address"),
        Shape::DocNumber => ("发文字号", "a document number"),
        Shape::Date => ("日期", "a date"),
        Shape::Moment => ("日期，可带时间", "a date, with or without the time"),
        Shape::Number => ("数字", "a number"),
        Shape::Count => ("整数", "a whole number"),
        Shape::Amount => ("金额（元）", "an amount in yuan"),
        Shape::Flag => ("是、否", "`true`, `false`"),
        Shape::Choice(variants) | Shape::Words(variants) => {
            let word = |v: &crate::record::Variant| match language {
                Language::Chinese => v.alias.to_owned(),
                Language::English => format!("`{}`", v.name),
            };
            let words: Vec<String> = variants.iter().map(word).collect();
            let open = matches!(shape, Shape::Words(_));
            return match language {
                Language::Chinese if open => format!("{}，或别的称呼", words.join("、")),
                Language::Chinese => words.join("、"),
                Language::English if open => format!("{}, or another word", words.join(", ")),
                Language::English => words.join(", "),
            };
        }
        Shape::Record(definition) => {
            let words = match language {
                Language::Chinese => definition.alias.to_owned(),
                Language::English => definition.name.replace('_', " "),
            };
            return format!("[{words}]({})", anchor(definition));
        }
        Shape::List(inner) => {
            let one = self::shape(inner, language);
            return match language {
                Language::Chinese => format!("{one}；可多项"),
                Language::English => format!("{one}; several"),
            };
        }
        Shape::Table(inner) => {
            let one = self::shape(inner, language);
            return match language {
                Language::Chinese => format!("“名称: 值”，值是{one}"),
                Language::English => format!("`name: value` pairs, each value {one}"),
            };
        }
    };
    Said { zh, en }.in_language(language).to_owned()
}

/// The sentence about the bare value that may stand for a record; empty where none may.
fn short(definition: &Definition, language: Language) -> String {
    let key = definition.keys.iter().find(|k| Some(k.name) == definition.short);
    match (key, language) {
        (None, _) => String::new(),
        (Some(key), Language::Chinese) => {
            format!("只有“{}”时，可以直接写它的值。\n\n", key.alias)
        }
        (Some(key), Language::English) => {
            format!("Where there is only `{}`, its value may stand alone.\n\n", key.name)
        }
    }
}
