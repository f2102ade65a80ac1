//! A file name from a title: pinyin for Han characters, Latin words and digits as they are.

use pinyin::ToPinyin;

/// Syllables and words of a name, at most.
const LIMIT: usize = 8;

/// Letters of one Latin word, at most.
const WORD_LIMIT: usize = 24;

/// What follows 长 where it speaks of length.
const LENGTH: [char; 7] = ['期', '效', '远', '久', '江', '城', '沙'];

/// Words of which the most common reading of a character is not the right one, the readings that stand
/// alone at the end. Place names of two characters outrank single ones: the longest match is taken.
const READINGS: &[(&str, &str)] = &[
    // 地名
    ("重庆", "chong qing"),
    ("厦门", "xia men"),
    ("单县", "shan xian"),
    ("乐清", "yue qing"),
    ("乐亭", "lao ting"),
    ("六安", "lu an"),
    ("六合", "lu he"),
    ("蚌埠", "beng bu"),
    ("番禺", "pan yu"),
    ("大埔", "da bu"),
    ("浚县", "xun xian"),
    ("涡阳", "guo yang"),
    ("枞阳", "zong yang"),
    ("铅山", "yan shan"),
    ("蔚县", "yu xian"),
    ("洪洞", "hong tong"),
    ("长子县", "zhang zi xian"),
    ("尉犁", "yu li"),
    ("中牟", "zhong mu"),
    ("牟平", "mu ping"),
    ("荥经", "ying jing"),
    ("犍为", "qian wei"),
    ("筠连", "jun lian"),
    ("会稽", "kuai ji"),
    ("吴堡", "wu bu"),
    ("东阿", "dong e"),
    ("大城县", "dai cheng xian"),
    // 长
    ("县长", "xian zhang"),
    ("市长", "shi zhang"),
    ("省长", "sheng zhang"),
    ("州长", "zhou zhang"),
    ("区长", "qu zhang"),
    ("镇长", "zhen zhang"),
    ("乡长", "xiang zhang"),
    ("村长", "cun zhang"),
    ("部长", "bu zhang"),
    ("组长", "zu zhang"),
    ("局长", "ju zhang"),
    ("院长", "yuan zhang"),
    ("校长", "xiao zhang"),
    ("所长", "suo zhang"),
    ("站长", "zhan zhang"),
    ("科长", "ke zhang"),
    ("处长", "chu zhang"),
    ("厅长", "ting zhang"),
    ("会长", "hui zhang"),
    ("社长", "she zhang"),
    ("队长", "dui zhang"),
    ("园长", "yuan zhang"),
    ("行长", "hang zhang"),
    ("秘书长", "mi shu zhang"),
    ("检察长", "jian cha zhang"),
    ("河长", "he zhang"),
    ("湖长", "hu zhang"),
    ("林长", "lin zhang"),
    ("田长", "tian zhang"),
    ("链长", "lian zhang"),
    ("路长", "lu zhang"),
    ("家长", "jia zhang"),
    ("首长", "shou zhang"),
    ("长官", "zhang guan"),
    ("成长", "cheng zhang"),
    ("增长", "zeng zhang"),
    ("生长", "sheng zhang"),
    ("长", "chang"),
    // 行
    ("银行", "yin hang"),
    ("农商行", "nong shang hang"),
    ("行业", "hang ye"),
    ("行情", "hang qing"),
    ("排行", "pai hang"),
    // 会
    ("会计", "kuai ji"),
    ("会计划", "hui ji hua"),
    ("财会", "cai kuai"),
    // 重
    ("重新", "chong xin"),
    ("重复", "chong fu"),
    ("重阳", "chong yang"),
    ("重建", "chong jian"),
    ("重申", "chong shen"),
    ("重组", "chong zu"),
    ("重塑", "chong su"),
    ("重启", "chong qi"),
    ("重修", "chong xiu"),
    ("多重", "duo chong"),
    ("双重", "shuang chong"),
    // 调
    ("调研", "diao yan"),
    ("调查", "diao cha"),
    ("调度", "diao du"),
    ("调动", "diao dong"),
    ("调任", "diao ren"),
    ("调拨", "diao bo"),
    ("调运", "diao yun"),
    ("调配", "diao pei"),
    ("调取", "diao qu"),
    ("抽调", "chou diao"),
    ("选调", "xuan diao"),
    ("征调", "zheng diao"),
    ("强调", "qiang diao"),
    ("基调", "ji diao"),
    ("南水北调", "nan shui bei diao"),
    ("调", "tiao"),
    // 乐
    ("音乐", "yin yue"),
    ("乐曲", "yue qu"),
    ("乐团", "yue tuan"),
    ("乐器", "yue qi"),
    ("声乐", "sheng yue"),
    // 朝
    ("朝气", "zhao qi"),
    ("今朝", "jin zhao"),
    // 其他
    ("还田", "huan tian"),
    ("归还", "gui huan"),
    ("退还", "tui huan"),
    ("偿还", "chang huan"),
    ("还款", "huan kuan"),
    ("率先", "shuai xian"),
    ("率领", "shuai ling"),
    ("表率", "biao shuai"),
    ("党参", "dang shen"),
    ("出差", "chu chai"),
    ("差旅", "chai lv"),
    ("校对", "jiao dui"),
    ("校准", "jiao zhun"),
    ("三校", "san jiao"),
    ("传记", "zhuan ji"),
    ("收藏", "shou cang"),
    ("储藏", "chu cang"),
    ("冷藏", "leng cang"),
    ("矿藏", "kuang cang"),
    ("便宜", "pian yi"),
    ("投降", "tou xiang"),
    ("反省", "fan xing"),
    ("奇数", "ji shu"),
    ("给水", "ji shui"),
    ("供给", "gong ji"),
    ("给予", "ji yu"),
    ("自给", "zi ji"),
    ("补给", "bu ji"),
    ("参差", "cen ci"),
    ("提防", "di fang"),
    ("薄弱", "bo ruo"),
    ("单薄", "dan bo"),
    ("屏除", "bing chu"),
    ("包扎", "bao za"),
    ("大夫", "dai fu"),
    ("倔强", "jue jiang"),
    ("着力", "zhuo li"),
    ("着眼", "zhuo yan"),
    ("着手", "zhuo shou"),
    ("着重", "zhuo zhong"),
    ("执着", "zhi zhuo"),
    ("沉着", "chen zhuo"),
    ("都", "du"),
    ("藏", "zang"),
    ("率", "lv"),
];

/// The name, or `None` where the title has nothing to name a file after.
///
/// What comes before 关于 (the issuer, which many titles share) is left out, and so is 的.
pub fn slug(title: &str) -> Option<String> {
    let subject = title.split_once("关于").map_or("", |(_, rest)| rest);
    let parts = match syllables(subject) {
        parts if parts.is_empty() => syllables(title),
        parts => parts,
    };
    match parts.is_empty() {
        true => None,
        false => Some(parts.join("-")),
    }
}

fn syllables(title: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut rest = title;
    while let Some(first) = rest.chars().next() {
        if parts.len() >= LIMIT {
            break;
        }
        let length = match reading(rest) {
            Some((word, sounds)) => {
                parts.extend(sounds.split(' ').map(str::to_owned));
                word.len()
            }
            None if first.is_ascii_alphanumeric() => {
                let end = rest.find(|c: char| !c.is_ascii_alphanumeric());
                let word = &rest[..end.unwrap_or(rest.len())];
                let short = &word[..word.len().min(WORD_LIMIT)];
                parts.push(short.to_ascii_lowercase());
                word.len()
            }
            None if first == '的' => first.len_utf8(),
            None => {
                parts.extend(first.to_pinyin().map(|p| p.plain().replace('ü', "v")));
                first.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    parts.truncate(LIMIT);
    parts
}

/// The longest word at the start that has its own readings.
fn reading(text: &str) -> Option<&'static (&'static str, &'static str)> {
    let begins = |word: &str| match text.strip_prefix(word) {
        // 全县长期 is not about a 县长.
        Some(rest) => word == "长" || !word.ends_with('长') || !rest.starts_with(LENGTH),
        None => false,
    };
    READINGS.iter().filter(|(word, _)| begins(word)).max_by_key(|(word, _)| word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_names() {
        for (title, expected) in [
            ("动员大会", "dong-yuan-da-hui"),
            ("重庆市长江大桥", "chong-qing-shi-chang-jiang-da-qiao"),
            ("重点工作重新部署", "zhong-dian-gong-zuo-chong-xin-bu-shu"),
            ("县长调研厦门银行", "xian-zhang-diao-yan-xia-men-yin-hang"),
            ("行业会计会议", "hang-ye-kuai-ji-hui-yi"),
            ("领导小组组长调整", "ling-dao-xiao-zu-zu-zhang-tiao-zheng"),
            ("长期成长长效长城", "chang-qi-cheng-zhang-chang-xiao-chang-cheng"),
            ("单县朝阳重阳音乐会", "shan-xian-chao-yang-chong-yang-yin-yue"),
            ("乡村振兴绿色发展", "xiang-cun-zhen-xing-lv-se-fa-zhan"),
            ("2026年GDP增长5.2%", "2026-nian-gdp-zeng-zhang-5-2"),
            ("云溪县人民政府关于召开动员大会的通知", "zhao-kai-dong-yuan-da-hui-tong-zhi"),
            ("全县长期坚持", "quan-xian-chang-qi-jian-chi"),
            ("大会计划", "da-hui-ji-hua"),
            ("关于", "guan-yu"),
            ("../../etc/passwd", "etc-passwd"),
            ("C:\\Windows\\con", "c-windows-con"),
            ("A — B: “C”", "a-b-c"),
            ("🎉会议🎉", "hui-yi"),
        ] {
            assert_eq!(slug(title).as_deref(), Some(expected), "{title}");
        }
        for title in ["🎉🎉", "……", "Привет", ""] {
            assert_eq!(slug(title), None, "{title}");
        }
    }

    #[test]
    fn names_are_short_and_plain() {
        for title in ["长".repeat(10_000), "a".repeat(10_000), "a ".repeat(10_000)] {
            let slug = slug(&title).expect("a name");
            assert!(slug.len() < 80, "{slug}");
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(slug.chars().all(plain));
        }
    }

    #[test]
    fn every_reading_fits_its_word() {
        for (word, sounds) in READINGS {
            assert_eq!(word.chars().count(), sounds.split(' ').count(), "{word}");
            let plain = sounds.bytes().all(|b| b.is_ascii_lowercase() || b == b' ');
            assert!(plain, "{word}");
            let twice = READINGS.iter().filter(|(w, _)| w == word).count();
            assert_eq!(twice, 1, "{word}");
        }
    }

    #[test]
    fn every_reading_is_needed() {
        let single = |c: char| {
            let own = READINGS.iter().find(|(word, _)| word.chars().eq([c]));
            let other = || c.to_pinyin().map_or("", |p| p.plain());
            own.map_or_else(other, |(_, sounds)| sounds).replace('ü', "v")
        };
        let needless = READINGS.iter().filter(|(word, sounds)| {
            let mut letters = word.chars();
            match (letters.next(), letters.next()) {
                (Some(c), None) => c.to_pinyin().is_some_and(|p| p.plain() == *sounds),
                _ => word.chars().map(single).eq(sounds.split(' ')),
            }
        });
        let needless: Vec<&str> = needless.map(|(word, _)| *word).collect();
        assert_eq!(needless, ["会计划"], "these are read so without the table");
    }
}
