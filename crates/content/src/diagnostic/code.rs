//! The names of all problems, in one table.

use std::fmt;

macro_rules! codes {
    ($($variant:ident $name:literal,)*) => {
        /// What kind of problem it is. Its name is stable: settings, reports and other programs know it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = concat!("`", $name, "`.")] $variant,)*
        }

        impl Code {
            #[cfg(test)]
            const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Such as `unknown-key`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

// In the order of the names, so that codes are sorted as their names are.
codes! {
    AbolishedUnmarked "abolished-unmarked",
    Alias "alias",
    AmbiguousPerson "ambiguous-person",
    AttachmentUnread "attachment-unread",
    BankCard "bank-card",
    BaseUrl "base-url",
    Bind "bind",
    BrokenPicture "broken-picture",
    CalendarMissing "calendar-missing",
    CellError "cell-error",
    CellUncounted "cell-uncounted",
    ChangedMeanwhile "changed-meanwhile",
    ColourContrast "colour-contrast",
    ColumnBlank "column-blank",
    ColumnDue "column-due",
    ColumnStale "column-stale",
    ColumnsVeto "columns-veto",
    Comments "comments",
    Damaged "damaged",
    DanglingHeading "dangling-heading",
    DanglingLink "dangling-link",
    DanglingReference "dangling-reference",
    DataChanged "data-changed",
    DeadLink "dead-link",
    DisclosureLate "disclosure-late",
    DocNumber "doc-number",
    DoubledCharacter "doubled-character",
    Drawing "drawing",
    DuplicateDocNumber "duplicate-doc-number",
    DuplicateId "duplicate-id",
    DuplicateIndex "duplicate-index",
    DuplicateKey "duplicate-key",
    DuplicatePerson "duplicate-person",
    DuplicateUnit "duplicate-unit",
    Embedded "embedded",
    EmptyBlock "empty-block",
    EmptyFile "empty-file",
    EmptyValue "empty-value",
    External "external",
    FileName "file-name",
    FixedRule "fixed-rule",
    Footer "footer",
    FooterItem "footer-item",
    Form "form",
    Formula "formula",
    Frames "frames",
    FrontMatter "front-matter",
    HeadingOrder "heading-order",
    HiddenRow "hidden-row",
    HiddenSheet "hidden-sheet",
    HiddenTarget "hidden-target",
    HiddenText "hidden-text",
    HomeAddress "home-address",
    HomeStale "home-stale",
    IdentityNumber "identity-number",
    ImageAlt "image-alt",
    ImportBlank "import-blank",
    ImportByteSlip "import-byte-slip",
    ImportCaption "import-caption",
    ImportCell "import-cell",
    ImportConvert "import-convert",
    ImportEmpty "import-empty",
    ImportExists "import-exists",
    ImportKind "import-kind",
    ImportLink "import-link",
    ImportLostCharacter "import-lost-character",
    ImportLostCharacters "import-lost-characters",
    ImportMembers "import-members",
    ImportMislabelled "import-mislabelled",
    ImportMixedEncodings "import-mixed-encodings",
    ImportNameCharacter "import-name-character",
    ImportNothing "import-nothing",
    ImportOldFormat "import-old-format",
    ImportPinyin "import-pinyin",
    ImportProgress "import-progress",
    ImportQuestionMarks "import-question-marks",
    ImportQuotes "import-quotes",
    ImportRole "import-role",
    ImportUnknownFormat "import-unknown-format",
    IndexPattern "index-pattern",
    IndicatorCount "indicator-count",
    InvisibleCharacter "invisible-character",
    Io "io",
    LeavingNotice "leaving-notice",
    LevelNumber "level-number",
    LevelOrder "level-order",
    LostPhoto "lost-photo",
    Macros "macros",
    MetaMissing "meta-missing",
    MetaValue "meta-value",
    Mislabelled "mislabelled",
    MissingFile "missing-file",
    MissingKey "missing-key",
    MobileNumber "mobile-number",
    NestedTable "nested-table",
    NoColumn "no-column",
    NoContent "no-content",
    NoDocument "no-document",
    NoLeader "no-leader",
    NoTable "no-table",
    NoText "no-text",
    NotEmpty "not-empty",
    NotFetched "not-fetched",
    NotUtf8 "not-utf8",
    NoticeLate "notice-late",
    NumberGap "number-gap",
    NumberStyle "number-style",
    Output "output",
    Outside "outside",
    OutsidePicture "outside-picture",
    OutsideRequest "outside-request",
    PageLanguage "page-language",
    PageWeight "page-weight",
    PassportNumber "passport-number",
    Password "password",
    Percent "percent",
    PhaseGap "phase-gap",
    PictureLeftOut "picture-left-out",
    Pictures "pictures",
    Poll "poll",
    Port "port",
    PreferredWord "preferred-word",
    PrivateList "private-list",
    Publish "publish",
    PublishCheck "publish-check",
    PublishCredentials "publish-credentials",
    PublishDeletes "publish-deletes",
    PublishLock "publish-lock",
    Punctuation "punctuation",
    PunctuationHabit "punctuation-habit",
    ReplacementUnnamed "replacement-unnamed",
    ReportDue "report-due",
    Review "review",
    ReviewKey "review-key",
    ReviewLog "review-log",
    ReviewMissing "review-missing",
    ReviewPolicy "review-policy",
    ReviewVoid "review-void",
    Revisions "revisions",
    RosterIncomplete "roster-incomplete",
    SameAddress "same-address",
    Scheme "scheme",
    Shortcode "shortcode",
    SignedAfterPublished "signed-after-published",
    SiteWord "site-word",
    Slug "slug",
    SourceMissing "source-missing",
    StrictPrivate "strict-private",
    SuspectLink "suspect-link",
    TableHead "table-head",
    Tampered "tampered",
    Target "target",
    TaskDue "task-due",
    TaskUnit "task-unit",
    Template "template",
    TextBox "text-box",
    Theme "theme",
    Threads "threads",
    TimeOrder "time-order",
    TitleHeading "title-heading",
    Toml "toml",
    TooDeep "too-deep",
    TooLarge "too-large",
    Traditional "traditional",
    TwiceInGroup "twice-in-group",
    TwoLeaders "two-leaders",
    TwoPosts "two-posts",
    UnknownBlock "unknown-block",
    UnknownInPlan "unknown-in-plan",
    UnknownKey "unknown-key",
    UnknownRule "unknown-rule",
    UnknownUnit "unknown-unit",
    UnknownValue "unknown-value",
    Weekday "weekday",
    WrongKind "wrong-kind",
    WrongName "wrong-name",
    WrongType "wrong-type",
    WrongWord "wrong-word",
    Yaml "yaml",
    YamlAnchor "yaml-anchor",
    YamlDepth "yaml-depth",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_names_in_their_order() {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(Code::ALL.iter().all(|code| code.name().chars().all(plain)));
        assert!(Code::ALL.is_sorted_by(|a, b| a.name() < b.name()));
    }
}
