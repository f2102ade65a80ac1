//! Paragraphs and their measures.

/// One character of the text, and one line of it, in twentieths of a point: 156 mm hold 28, 225 mm hold 22.
pub(super) const CHARACTER: i32 = 316;
pub(super) const LINE: i32 = 579;

/// What a paragraph says beside its style.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Paragraph<'p> {
    pub(super) style: &'p str,
    /// The list, and the level in it.
    pub(super) list: Option<(usize, usize)>,
    /// `center`, `right`; empty for the style's own.
    pub(super) align: &'p str,
    /// Indents from the left and the right, in characters.
    pub(super) left: Option<f32>,
    pub(super) right: Option<f32>,
    /// Of the first line, in characters; negative where the others hang.
    pub(super) first: Option<f32>,
    /// Space before, in twentieths of a point.
    pub(super) before: Option<i32>,
    /// A place on the page that the text flows around.
    pub(super) frame: &'p str,
    /// A rule below, as the red line is.
    pub(super) border: &'p str,
    pub(super) page_break: bool,
    pub(super) keep_next: bool,
}

impl Paragraph<'_> {
    /// In a style.
    pub(super) fn styled(style: &str) -> Paragraph<'_> {
        Paragraph { style, ..Paragraph::default() }
    }

    /// The paragraph around its runs; properties in the order that the schema wants.
    pub(super) fn around(&self, runs: &str) -> String {
        let mut properties = String::new();
        if !self.style.is_empty() {
            properties.push_str(&format!("<w:pStyle w:val=\"{}\"/>", self.style));
        }
        properties.push_str(if self.keep_next { "<w:keepNext/>" } else { "" });
        properties.push_str(if self.page_break { "<w:pageBreakBefore/>" } else { "" });
        properties.push_str(self.frame);
        if let Some((list, level)) = self.list {
            properties.push_str(&format!(
                "<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{}\"/></w:numPr>",
                list + 1
            ));
        }
        properties.push_str(self.border);
        if let Some(before) = self.before {
            properties.push_str(&format!("<w:spacing w:before=\"{before}\"/>"));
        }
        properties.push_str(&self.indents());
        if !self.align.is_empty() {
            properties.push_str(&format!("<w:jc w:val=\"{}\"/>", self.align));
        }
        match properties.is_empty() {
            true => format!("<w:p>{runs}</w:p>"),
            false => format!("<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"),
        }
    }

    /// Word counts indents in hundredths of a character, others in points: both are said.
    fn indents(&self) -> String {
        let both = |name: &str, characters: Option<f32>| {
            let characters = characters?;
            let hundredths = (characters * 100.0).round() as i32;
            let points = (characters * CHARACTER as f32).round() as i32;
            Some(format!(" w:{name}Chars=\"{hundredths}\" w:{name}=\"{points}\""))
        };
        let first = match self.first {
            Some(first) if first < 0.0 => both("hanging", Some(-first)),
            first => both("firstLine", first),
        };
        let all: Vec<String> = [both("left", self.left), both("right", self.right), first]
            .into_iter()
            .flatten()
            .collect();
        match all.is_empty() {
            true => String::new(),
            false => format!("<w:ind{}/>", all.concat()),
        }
    }
}
