//! The parts of the file around the text.

use super::footer::footer;
use super::namespaces::NAMESPACES;
use super::numbering::numbering;
use super::styles::{fonts, styles};
use super::{Relation, Writer};
use crate::markup::escaped;
use crate::office::{CARRIED_TYPES, Carried, PROLOGUE};

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A4; 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm, 22 lines, the page's number 7 mm below
/// (GB/T 9704—2012 §5, §7.5).
const SECTION: &str = "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId5\"/><w:footerReference w:type=\"even\" r:id=\"rId6\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\" w:header=\"851\" w:footer=\"1304\" w:gutter=\"0\"/><w:cols w:space=\"425\"/><w:docGrid w:type=\"lines\" w:linePitch=\"579\"/></w:sectPr>";

type Part = (String, Vec<u8>);

impl Writer<'_> {
    /// All parts, in the order in which they stand in the file.
    pub(super) fn parts(&self, carried: Option<&Carried>) -> Vec<Part> {
        let data = if carried.is_some() { CARRIED_TYPES } else { "" };
        let part = |name: &str, text: String| (name.to_owned(), text.into_bytes());
        let mut parts = vec![
            part("[Content_Types].xml", format!("{PROLOGUE}{TYPES}{data}</Types>\n")),
            part(
                "_rels/.rels",
                format!(
                    "{PROLOGUE}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{RELATIONS}/officeDocument\" Target=\"word/document.xml\"/><Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>\n"
                ),
            ),
            part("docProps/core.xml", self.properties()),
            part(
                "word/document.xml",
                format!(
                    "{PROLOGUE}<w:document {NAMESPACES}><w:body>{}{SECTION}</w:body></w:document>\n",
                    self.body
                ),
            ),
            part("word/_rels/document.xml.rels", self.document_relations(carried.is_some())),
            part("word/styles.xml", styles(self.mark)),
            part("word/numbering.xml", numbering(&self.lists)),
            part(
                "word/settings.xml",
                format!("{PROLOGUE}<w:settings {NAMESPACES}>{SETTINGS}</w:settings>\n"),
            ),
            part("word/fontTable.xml", fonts()),
            part("word/footer1.xml", footer("right")),
            part("word/footer2.xml", footer("left")),
            part(
                "word/footnotes.xml",
                format!(
                    "{PROLOGUE}<w:footnotes {NAMESPACES}>{SEPARATORS}{}</w:footnotes>\n",
                    self.notes
                ),
            ),
            part(
                "word/_rels/footnotes.xml.rels",
                format!(
                    "{PROLOGUE}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{}</Relationships>\n",
                    relations(&self.note_relations)
                ),
            ),
        ];
        let media =
            self.media.iter().map(|(name, bytes)| (format!("word/media/{name}"), bytes.clone()));
        parts.extend(media);
        parts.extend(carried.map(Carried::parts).unwrap_or_default());
        parts
    }

    fn document_relations(&self, carried: bool) -> String {
        let own: String = [
            ("styles", "styles.xml"),
            ("numbering", "numbering.xml"),
            ("settings", "settings.xml"),
            ("fontTable", "fontTable.xml"),
            ("footer", "footer1.xml"),
            ("footer", "footer2.xml"),
            ("footnotes", "footnotes.xml"),
            ("customXml", "../customXml/item1.xml"),
        ]
        .iter()
        .zip(1..)
        .filter(|((kind, _), _)| carried || *kind != "customXml")
        .map(|((kind, target), id)| {
            format!(
                "<Relationship Id=\"rId{id}\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/>"
            )
        })
        .collect();
        format!(
            "{PROLOGUE}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{own}{}</Relationships>\n",
            relations(&self.relations)
        )
    }

    /// The clock would make other bytes every time: the document's own day stands for it.
    fn properties(&self) -> String {
        let document = self.export.document;
        let title = escaped(&document.common.title.value);
        let at = document.published().strftime("%Y-%m-%dT%H:%M:%S+08:00");
        format!(
            "{PROLOGUE}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{title}</dc:title><dcterms:created xsi:type=\"dcterms:W3CDTF\">{at}</dcterms:created></cp:coreProperties>\n"
        )
    }
}

fn relations(relations: &[Relation]) -> String {
    let each = relations.iter().zip(10..).map(|(relation, id)| match relation {
        Relation::Link(address) => format!("<Relationship Id=\"rId{id}\" Type=\"{RELATIONS}/hyperlink\" Target=\"{}\" TargetMode=\"External\"/>", escaped(address)),
        Relation::Picture(name) => format!("<Relationship Id=\"rId{id}\" Type=\"{RELATIONS}/image\" Target=\"media/{name}\"/>"),
    });
    each.collect()
}

const TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/><Default Extension=\"jpg\" ContentType=\"image/jpeg\"/><Default Extension=\"gif\" ContentType=\"image/gif\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/><Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/><Override PartName=\"/word/numbering.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml\"/><Override PartName=\"/word/settings.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml\"/><Override PartName=\"/word/fontTable.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml\"/><Override PartName=\"/word/footer1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml\"/><Override PartName=\"/word/footer2.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml\"/><Override PartName=\"/word/footnotes.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml\"/><Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>";

const SETTINGS: &str = "<w:zoom w:percent=\"100\"/><w:evenAndOddHeaders/><w:drawingGridVerticalSpacing w:val=\"579\"/><w:characterSpacingControl w:val=\"compressPunctuation\"/><w:footnotePr><w:footnote w:id=\"-1\"/><w:footnote w:id=\"0\"/></w:footnotePr><w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat><w:themeFontLang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/>";

const SEPARATORS: &str = "<w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:type=\"continuationSeparator\" w:id=\"0\"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>";
