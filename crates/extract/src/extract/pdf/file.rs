//! A PDF as a set of objects. They are found where they stand and not where the file says that they stand: a damaged list
//! of places hides nothing, and of an object that was changed the last form counts.

use super::Unreadable;
use super::crypt::Key;
use super::filter::{Unpacked, unpack};
use super::object::{Dictionary, Lexer, Object};
use std::cell::Cell;
use std::collections::BTreeMap;

/// References that lead to references.
const HOPS: usize = 16;
/// Objects of one file.
const OBJECTS: usize = 2_000_000;
/// What may be read and unpacked of one file, over and over, in bytes.
const WORK: usize = 512 * 1024 * 1024;
/// What it costs to look for an object, however small.
const LOOK: usize = 200;
/// What one stream may unpack to.
pub(super) const STREAM: usize = 64 * 1024 * 1024;

/// Where an object stands.
#[derive(Clone, Copy)]
enum Place {
    /// In the file, from this byte on.
    File { at: usize, generation: u16 },
    /// In one of the streams of objects, from this byte on.
    Packed { stream: usize, at: usize },
}

/// An object, with where its stream is where it has one.
#[derive(Clone, Default)]
pub(super) struct Found {
    pub(super) object: Object,
    stream: Option<(usize, usize)>,
    number: u32,
    generation: u16,
    /// What lies in a stream of objects was opened with that.
    is_open: bool,
}

/// A file.
pub(super) struct File<'b> {
    bytes: &'b [u8],
    places: BTreeMap<u32, Place>,
    /// Streams of objects, unpacked.
    packed: Vec<Vec<u8>>,
    key: Option<Key>,
    trailer: Dictionary,
    work: Cell<usize>,
}

impl<'b> File<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Unreadable> {
        let mut file = Self {
            bytes,
            places: BTreeMap::new(),
            packed: Vec::new(),
            key: None,
            trailer: Dictionary::default(),
            work: Cell::new(WORK),
        };
        let streams = file.look()?;
        file.unlock()?;
        for found in streams {
            file.unpack_objects(&found)?;
        }
        Ok(file)
    }

    /// Finds all objects; those that are streams of objects come back, in their order.
    fn look(&mut self) -> Result<Vec<Found>, Unreadable> {
        let (mut at, mut streams) = (0, Vec::new());
        while let Some(word) = self.next_word(at) {
            at = match self.bytes[word..].starts_with(b"trailer") {
                true => {
                    let mut lexer = Lexer::new(self.bytes, word + 7);
                    self.trailer(lexer.next());
                    lexer.at.max(word + 7)
                }
                false => self.object(word, &mut streams)?,
            };
        }
        Ok(streams)
    }

    /// Where `obj` or `trailer` stands next.
    fn next_word(&self, from: usize) -> Option<usize> {
        let starts = |at: &usize| {
            let rest = &self.bytes[*at..];
            rest.starts_with(b"obj") || rest.starts_with(b"trailer")
        };
        (from..self.bytes.len()).find(starts)
    }

    fn trailer(&mut self, object: Option<Object>) {
        if let Some(Object::Dictionary(trailer)) = object
            && trailer.get("Root") != &Object::Null
        {
            self.trailer = trailer;
        }
    }

    /// Takes the object whose `obj` stands here; where to look on.
    fn object(&mut self, word: usize, streams: &mut Vec<Found>) -> Result<usize, Unreadable> {
        let after = word + 3;
        let Some((number, generation)) = numbers_before(&self.bytes[..word]) else {
            return Ok(after);
        };
        if self.places.len() >= OBJECTS {
            return Err(Unreadable::TooLarge);
        }
        self.still()?;
        let found = self.at(after, number, generation);
        let end = found.stream.map_or(after, |(start, length)| start + length);
        self.places.insert(number, Place::File { at: after, generation });
        if let Object::Dictionary(dictionary) = &found.object {
            match dictionary.get("Type").name() {
                "ObjStm" => streams.push(found),
                "XRef" => {
                    let object = found.object;
                    self.trailer(Some(object));
                }
                _ => {}
            }
        }
        Ok(end)
    }

    /// The object from a byte of the file on.
    fn at(&self, at: usize, number: u32, generation: u16) -> Found {
        let mut lexer = Lexer::new(self.bytes, at);
        let object = lexer.next().unwrap_or_default();
        let end = lexer.at;
        self.spend(end - at);
        let is_stream = matches!(object, Object::Dictionary(_))
            && lexer.next().is_some_and(|word| word.is_word("stream"));
        let stream = is_stream.then(|| self.stream_at(lexer.at, &object));
        Found { object, stream, number, generation, is_open: false }
    }

    /// Where the bytes of a stream begin, and how many they are: what the file says, where that is right.
    fn stream_at(&self, word: usize, object: &Object) -> (usize, usize) {
        let rest = &self.bytes[word..];
        let breaks = match rest {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => 0,
        };
        let start = word + breaks;
        let rest = &self.bytes[start..];
        let said = match object {
            Object::Dictionary(dictionary) => dictionary.get("Length").count(),
            _ => None,
        };
        let is_end = |length: &usize| {
            let after = rest.get(*length..).unwrap_or_default();
            after.trim_ascii_start().starts_with(b"endstream")
        };
        if let Some(length) = said.filter(is_end) {
            return (start, length);
        }
        let found = rest.windows(9).position(|nine| nine == b"endstream");
        let length = found.unwrap_or(rest.len());
        self.spend(length);
        (start, length)
    }

    /// Opens the lock that asks for no password.
    fn unlock(&mut self) -> Result<(), Unreadable> {
        let lock = self.resolve(self.trailer.get("Encrypt"));
        let Object::Dictionary(lock) = lock.object else {
            return Ok(());
        };
        let id = self.resolve(self.trailer.get("ID")).object;
        let id = id.array().first().and_then(Object::string).unwrap_or_default();
        self.key = Some(Key::without_password(&lock, id).ok_or(Unreadable::Encrypted)?);
        Ok(())
    }

    /// A stream of objects (§7.5.7): pairs of numbers and places, then the objects.
    fn unpack_objects(&mut self, found: &Found) -> Result<(), Unreadable> {
        let Object::Dictionary(dictionary) = &found.object else {
            return Ok(());
        };
        let (Some(count), Some(first)) =
            (dictionary.get("N").count(), dictionary.get("First").count())
        else {
            return Ok(());
        };
        let Some(bytes) = self.bytes_of(found) else {
            return Ok(());
        };
        self.still()?;
        let stream = self.packed.len();
        let mut lexer = Lexer::new(&bytes, 0);
        for _ in 0..count.min(bytes.len()) {
            let (Some(number), Some(place)) = (lexer.next(), lexer.next()) else {
                break;
            };
            let (Some(number), Some(place)) = (number.count(), place.count()) else {
                break;
            };
            if self.places.len() >= OBJECTS {
                return Err(Unreadable::TooLarge);
            }
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            let is_older = match self.places.get(&number) {
                Some(Place::File { at, .. }) => found.stream.is_some_and(|(start, _)| start < *at),
                _ => false,
            };
            if !is_older {
                self.places
                    .insert(number, Place::Packed { stream, at: first.saturating_add(place) });
            }
        }
        self.packed.push(bytes);
        Ok(())
    }

    fn spend(&self, bytes: usize) {
        self.work.set(self.work.get().saturating_sub(bytes + LOOK));
    }

    /// Whether there is still time for more.
    pub(super) fn still(&self) -> Result<(), Unreadable> {
        match self.work.get() {
            0 => Err(Unreadable::TooLarge),
            _ => Ok(()),
        }
    }

    /// The numbers of all objects.
    pub(super) fn numbers(&self) -> Vec<u32> {
        self.places.keys().copied().collect()
    }

    pub(super) fn by_number(&self, number: u32) -> Found {
        if self.still().is_err() {
            return Found::default();
        }
        match self.places.get(&number) {
            Some(Place::File { at, generation }) => self.at(*at, number, *generation),
            Some(Place::Packed { stream, at }) => {
                let bytes = &self.packed[*stream];
                let mut lexer = Lexer::new(bytes, *at);
                let from = lexer.at;
                let object = lexer.next().unwrap_or_default();
                self.spend(lexer.at - from);
                Found { object, stream: None, number, generation: 0, is_open: true }
            }
            None => Found::default(),
        }
    }

    /// What an object is, wherever it stands.
    pub(super) fn resolve(&self, object: &Object) -> Found {
        let mut found = Found { object: object.clone(), is_open: true, ..Found::default() };
        for _ in 0..HOPS {
            match found.object {
                Object::Reference(number) => found = self.by_number(number),
                _ => return found,
            }
        }
        Found::default()
    }

    pub(super) fn object_of(&self, object: &Object) -> Object {
        match object {
            Object::Reference(_) => self.resolve(object).object,
            object => object.clone(),
        }
    }

    pub(super) fn dictionary(&self, object: &Object) -> Dictionary {
        match self.object_of(object) {
            Object::Dictionary(dictionary) => dictionary,
            _ => Dictionary::default(),
        }
    }

    /// The objects of a list, or the one that stands in the place of a list.
    pub(super) fn list(&self, object: &Object) -> Vec<Object> {
        match self.object_of(object) {
            Object::Array(items) => items.iter().map(|item| self.object_of(item)).collect(),
            Object::Null => Vec::new(),
            one => vec![one],
        }
    }

    pub(super) fn root(&self) -> Dictionary {
        let root = self.dictionary(self.trailer.get("Root"));
        match root.get("Pages") {
            Object::Null => self.any_root(),
            _ => root,
        }
    }

    /// A file that was cut off has lost the place of its root.
    fn any_root(&self) -> Dictionary {
        let dictionaries = self.numbers().into_iter().rev().filter_map(|number| {
            match self.by_number(number).object {
                Object::Dictionary(dictionary) => Some(dictionary),
                _ => None,
            }
        });
        let mut roots = dictionaries
            .filter(|d| d.get("Type").name() == "Catalog" && d.get("Pages") != &Object::Null);
        roots.next().unwrap_or_default()
    }

    /// The bytes of a stream; none where it is no stream, or cannot be unpacked.
    pub(super) fn bytes_of(&self, found: &Found) -> Option<Vec<u8>> {
        let (Object::Dictionary(dictionary), Some((start, length))) = (&found.object, found.stream)
        else {
            return None;
        };
        self.still().ok()?;
        let end = start.saturating_add(length).min(self.bytes.len());
        let locked = self.bytes.get(start..end)?;
        let bytes = match &self.key {
            Some(key) if dictionary.get("Type").name() != "XRef" => {
                key.open(locked, found.number, found.generation)
            }
            _ => locked.to_vec(),
        };
        let name = |long: &str, short: &str| match dictionary.get(long) {
            Object::Null => self.list(dictionary.get(short)),
            object => self.list(object),
        };
        let filters = name("Filter", "F");
        let parameters = match self.object_of(dictionary.get("DecodeParms")) {
            Object::Array(items) => items.iter().map(|item| self.object_of(item)).collect(),
            object => vec![object],
        };
        match unpack(&bytes, &filters, &parameters, STREAM) {
            Unpacked::Bytes(bytes) => {
                self.spend(bytes.len().max(locked.len()));
                Some(bytes)
            }
            Unpacked::Picture | Unpacked::Unknown => {
                self.spend(locked.len());
                None
            }
        }
    }

    /// A string of an object, opened where the file is locked.
    pub(super) fn opened(&self, string: &[u8], found: &Found) -> Vec<u8> {
        match &self.key {
            Some(key) if !found.is_open => key.open(string, found.number, found.generation),
            _ => string.to_vec(),
        }
    }
}

/// `12 0 ` at the end of what stands before `obj`.
fn numbers_before(bytes: &[u8]) -> Option<(u32, u16)> {
    let near = &bytes[bytes.len().saturating_sub(24)..];
    let (rest, generation) = number_at_end(near)?;
    let (_, number) = number_at_end(rest)?;
    Some((u32::try_from(number).ok()?, u16::try_from(generation).ok()?))
}

fn number_at_end(bytes: &[u8]) -> Option<(&[u8], u64)> {
    let bytes = bytes.trim_ascii_end();
    let digits = bytes.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let (rest, digits) = bytes.split_at(bytes.len() - digits);
    Some((rest, std::str::from_utf8(digits).ok()?.parse().ok()?))
}
