//! What may happen to the county between two builds.

use crate::county::{CLOCKS, FILES, Piece};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fmt;

/// Something that has one of several values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A part of a file, by their numbers; part 0 is the name.
    Piece(usize, usize),
    /// The build's time.
    Clock,
    /// Whether drafts are built too.
    Drafts,
}

/// One event.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edit {
    /// A place gets its value of this number.
    Set(Place, usize),
    /// The same, and the file then bears the time that it bore before, as if copied from elsewhere.
    SetBackdated(Place, usize),
    /// A file is saved as it is.
    Touch(usize),
    /// Somebody meddles with the output folder.
    Meddle(Meddling, usize),
    /// So much time passes that file times tell everything.
    Rest,
}

/// What may be done to an output folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meddling {
    /// A file gets longer.
    Change,
    /// A file is removed.
    Remove,
    /// A file is added.
    Add,
    /// A file becomes a folder.
    Replace,
    /// The builder's own notes are lost.
    Forget,
    /// They are cut off in the middle.
    Cut,
}

impl Place {
    pub(crate) fn back(self) -> Edit {
        Edit::Set(self, 0)
    }

    fn values(self) -> usize {
        match self {
            Self::Piece(..) => self.piece().map_or(0, |piece| piece.good.len() + piece.bad.len()),
            Self::Clock => CLOCKS.len(),
            Self::Drafts => 2,
        }
    }

    fn piece(self) -> Option<&'static Piece> {
        match self {
            Self::Piece(file, 0) => Some(&FILES[file].names),
            Self::Piece(file, piece) => Some(&FILES[file].pieces[piece - 1]),
            Self::Clock | Self::Drafts => None,
        }
    }

    fn is_good(self, value: usize) -> bool {
        self.piece().is_none_or(|piece| value < piece.good.len())
    }
}

fn text(piece: &Piece, value: usize) -> &'static str {
    match piece.good.get(value) {
        Some(text) => text,
        None => piece.bad[value - piece.good.len()],
    }
}

/// Every place that may change.
fn places() -> Vec<Place> {
    let pieces = FILES.iter().enumerate();
    let pieces = pieces.flat_map(|(file, known)| {
        (0..=known.pieces.len()).map(move |piece| Place::Piece(file, piece))
    });
    let all = pieces.chain([Place::Clock, Place::Drafts]);
    all.filter(|place| place.values() > 1).collect()
}

/// Every place with every other value of it.
pub(crate) fn all() -> Vec<(Place, Vec<Edit>)> {
    let each =
        |place: Place| (place, (1..place.values()).map(|value| Edit::Set(place, value)).collect());
    places().into_iter().map(each).collect()
}

/// What happens between two builds: mostly one thing, mostly harmless.
pub(crate) fn moment() -> impl Strategy<Value = Vec<Edit>> {
    let place = prop::sample::select(places());
    let set = (place, any::<prop::sample::Index>(), 0..10_u8, 0..6_u8).prop_map(
        |(place, value, risk, dated)| {
            let good = place.piece().map_or(place.values(), |piece| piece.good.len());
            let value = value.index(if risk == 0 { place.values() } else { good });
            match dated {
                0 => Edit::SetBackdated(place, value),
                _ => Edit::Set(place, value),
            }
        },
    );
    let clock = (0..CLOCKS.len()).prop_map(|value| Edit::Set(Place::Clock, value));
    let drafts = (0..2_usize).prop_map(|value| Edit::Set(Place::Drafts, value));
    let touch = (0..FILES.len()).prop_map(Edit::Touch);
    let meddling = prop::sample::select(vec![
        Meddling::Change,
        Meddling::Remove,
        Meddling::Add,
        Meddling::Replace,
        Meddling::Forget,
        Meddling::Cut,
    ]);
    let meddle = (meddling, 0..200_usize).prop_map(|(what, which)| Edit::Meddle(what, which));
    let one = prop_oneof![
        60 => set,
        6 => clock,
        2 => drafts,
        4 => touch,
        6 => meddle,
        1 => Just(Edit::Rest),
    ];
    prop_oneof![
        4 => prop::collection::vec(one.clone(), 1),
        1 => prop::collection::vec(one, 2..5),
    ]
}

impl Edit {
    /// Whether the site, as at the beginning but for this, can be built.
    pub(crate) fn is_good(self) -> bool {
        match self {
            Self::Set(place, value) | Self::SetBackdated(place, value) => place.is_good(value),
            Self::Touch(_) | Self::Meddle(..) | Self::Rest => true,
        }
    }
}

impl fmt::Display for Edit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Set(place, value) => write!(out, "{place} {:?}", Shown(place, value)),
            Self::SetBackdated(place, value) => {
                write!(out, "{place} {:?}, backdated", Shown(place, value))
            }
            Self::Touch(file) => write!(out, "{} is saved as it is", FILES[file].names.good[0]),
            Self::Meddle(what, which) => write!(out, "output file {which}: {what:?}"),
            Self::Rest => write!(out, "rest"),
        }
    }
}

impl fmt::Debug for Edit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{self}")
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Piece(file, 0) => write!(out, "{:?} is called", FILES[file].names.good),
            Self::Piece(file, piece) => {
                let before = FILES[file].pieces[piece - 1].good[0];
                write!(out, "{:?}: {before:?} becomes", FILES[file].names.good)
            }
            Self::Clock => write!(out, "the clock shows"),
            Self::Drafts => write!(out, "drafts are built:"),
        }
    }
}

/// A place's value, as text.
struct Shown(Place, usize);

impl fmt::Debug for Shown {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(place, value) = *self;
        match place.piece() {
            Some(piece) => write!(out, "{:?}", text(piece, value)),
            None if place == Place::Clock => write!(out, "{}", CLOCKS[value]),
            None => write!(out, "{}", value == 1),
        }
    }
}

/// The county as it is now.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct County {
    /// By file: the value of its name and of each of its pieces.
    values: Vec<Vec<usize>>,
    clock: usize,
    pub(crate) drafts: bool,
}

impl County {
    pub(crate) fn at_first() -> Self {
        Self {
            values: FILES.iter().map(|file| vec![0; file.pieces.len() + 1]).collect(),
            clock: 0,
            drafts: false,
        }
    }

    pub(crate) fn set(&mut self, place: Place, value: usize) {
        match place {
            Place::Piece(file, piece) => self.values[file][piece] = value,
            Place::Clock => self.clock = value,
            Place::Drafts => self.drafts = value == 1,
        }
    }

    pub(crate) fn clock(&self) -> &'static str {
        CLOCKS[self.clock]
    }

    /// A file's name; `None` where there is no such file.
    pub(crate) fn name(&self, file: usize) -> Option<&'static str> {
        let name = text(&FILES[file].names, self.values[file][0]);
        (!name.is_empty()).then_some(name)
    }

    /// Every file by its name.
    pub(crate) fn files(&self) -> BTreeMap<&'static str, String> {
        let each = (0..FILES.len()).filter_map(|file| {
            let values = self.values[file].iter().skip(1);
            let texts = FILES[file].pieces.iter().zip(values);
            let texts = texts.map(|(piece, value)| text(piece, *value));
            Some((self.name(file)?, texts.collect()))
        });
        each.collect()
    }
}
