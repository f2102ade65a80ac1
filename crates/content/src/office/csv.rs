//! CSV (RFC 4180) that Excel and WPS open as it is meant: Chinese readable, no cell taken for a formula.

/// A table, its heading row first: UTF-8 with the mark that spreadsheets need, lines ended by CR LF.
pub fn csv<Row, Cell>(rows: impl IntoIterator<Item = Row>) -> Vec<u8>
where
    Row: IntoIterator<Item = Cell>,
    Cell: AsRef<str>,
{
    let mut out = String::from('\u{feff}');
    for row in rows {
        for (index, cell) in row.into_iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            push_cell(&mut out, cell.as_ref());
        }
        out.push_str("\r\n");
    }
    out.into_bytes()
}

fn push_cell(out: &mut String, cell: &str) {
    let quoted = cell.contains([',', '"', '\n', '\r', ';', '\t']);
    if quoted {
        out.push('"');
    }
    if is_formula(cell) {
        out.push('\'');
    }
    for c in cell.chars() {
        match c {
            '"' => out.push_str("\"\""),
            '\n' | '\t' => out.push(c),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    if quoted {
        out.push('"');
    }
}

/// Whether a spreadsheet could run the cell: the signs that OWASP names, the wide ones that Chinese input types
/// among them, also behind what a spreadsheet skips.
fn is_formula(cell: &str) -> bool {
    let skipped = |c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}';
    let seen = cell.trim_start_matches(skipped);
    cell.starts_with(['\t', '\r', '\n'])
        || seen.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) && !is_number(cell)
}

/// A sign, digits, and decimals where there is a point.
fn is_number(cell: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let unsigned = cell.strip_prefix(['+', '-']).unwrap_or(cell);
    match unsigned.split_once('.') {
        Some((whole, decimals)) => digits(whole) && digits(decimals),
        None => digits(unsigned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cells() {
        for (cell, expected) in [
            ("云台镇", "云台镇"),
            ("", ""),
            ("a,b", "\"a,b\""),
            ("说“好”\"好\"", "\"说“好”\"\"好\"\"\""),
            ("一\r\n二", "\"一\n二\""),
            ("=1+1", "'=1+1"),
            ("=HYPERLINK(\"a\",\"b\")", "\"'=HYPERLINK(\"\"a\"\",\"\"b\"\")\""),
            ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "\"'\t=1\""),
            ("\u{1}=1", "'=1"),
            (" =1", "' =1"),
            ("＝1+1", "'＝1+1"),
            ("-5", "-5"),
            ("+5.25", "+5.25"),
            ("-5.", "'-5."),
            ("--5", "'--5"),
            ("66.7", "66.7"),
            ("1-2", "1-2"),
            ("a;=1", "\"a;=1\""),
        ] {
            let mut out = String::new();
            push_cell(&mut out, cell);
            assert_eq!(out, expected, "{cell:?}");
        }
    }

    #[test]
    fn a_table() {
        let bytes = csv([["编号", "任务"], ["1", "规范建设"]]);
        assert_eq!(bytes, "\u{feff}编号,任务\r\n1,规范建设\r\n".as_bytes());
    }

    /// Reads quoted cells as RFC 4180 says.
    fn read(text: &str) -> Vec<Vec<String>> {
        let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
        let (mut chars, mut quoted) = (text.chars().peekable(), false);
        while let Some(c) = chars.next() {
            match c {
                '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
                '"' => quoted = !quoted,
                ',' if !quoted => row.push(std::mem::take(&mut cell)),
                '\r' if !quoted => {}
                '\n' if !quoted => {
                    row.push(std::mem::take(&mut cell));
                    rows.push(std::mem::take(&mut row));
                }
                c => cell.push(c),
            }
        }
        rows
    }

    proptest! {
        #[test]
        fn any_table_reads_back_without_formulas(table in prop::collection::vec(prop::collection::vec(any::<String>(), 1..4), 0..6)) {
            let bytes = csv(&table);
            let text = String::from_utf8(bytes).expect("UTF-8");
            let rows = read(text.strip_prefix('\u{feff}').expect("the mark"));
            prop_assert_eq!(rows.len(), table.len());
            for (read, written) in rows.iter().flatten().zip(table.iter().flatten()) {
                prop_assert!(is_number(read) || !read.starts_with(['=', '+', '-', '@', '\t']));
                let kept: String = written.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
                prop_assert_eq!(read.strip_prefix('\'').unwrap_or(read), kept.strip_prefix('\'').unwrap_or(&kept));
            }
        }
    }
}
