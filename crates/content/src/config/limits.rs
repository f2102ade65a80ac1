//! How much of a thing is made where the site does not say it: one table, which the developers' manual shows.
//!
//! What a decoder refuses stands with the decoder, and the browser's half of the search has its own in `search.js`.

/// Declares the limits, and the list of them.
macro_rules! limits {
    ($(#[doc = $words:literal] $name:ident: $type:ty = $value:expr;)*) => {
        $(#[doc = $words] pub const $name: $type = $value;)*

        /// Every limit as a row of the manual's table.
        pub fn rows() -> Vec<String> {
            vec![$(format!("| `{}` | {:?} |{} |", stringify!($name), $name, $words),)*]
        }
    };
}

limits! {
    /// documents on a page of a list, where `page_size` in `site.yaml` says nothing
    PAGE_SIZE: usize = 20;
    /// as many at most, whatever it says
    LARGEST_PAGE: usize = 500;
    /// numbers of pages to each side of the current one, on the way through a list
    PAGES_BESIDE: usize = 2;
    /// documents that a feed tells
    FEED: usize = 20;
    /// documents in a part of the home page, where its `_index.md` says nothing
    HOME_SECTION: usize = 6;
    /// as many at most, whatever it says
    LARGEST_HOME_SECTION: usize = 50;
    /// meetings ahead and plans under way on the home page: more would push the news off the screen
    HOME_AHEAD: usize = 5;
    /// documents of one sort on a unit's or person's page, which says how many more there are
    SHOWN: usize = 20;
    /// tasks, posts and parts there: open and overdue tasks come first, then the newest
    ROWS: usize = 60;
    /// headings that a text needs for a table of contents: for fewer it would only repeat them
    CONTENTS_FROM: usize = 3;
    /// indicators in one heat map: more make it unreadable
    MATRIX_COLUMNS: usize = 40;
    /// documents whose texts share a file of the search index
    SEARCH_GROUP: usize = 4;
    /// documents for each file of pairs of the search index: what one holds does not grow with the site
    SEARCH_SHARD: usize = 20;
    /// files of pairs that a segment of the search index may have
    MOST_SHARDS: usize = 1024;
    /// widths in which pictures are published: for a list, for a phone or half a page, for a page
    PICTURE_WIDTHS: [u32; 3] = [480, 960, 1600];
    /// pixels that a picture must be wider than: below them it gains nothing from other widths
    SMALL_PICTURE: u32 = 480;
}
