//! `serve`, `watch --publish` and publishing by hand on one content folder while people edit it: nothing grows, and whenever the
//! editing rests, the output, both published folders and the preview show what a clean build gives.
//!
//! `GONGBAO_SOAK=1800 cargo test --test servers soak -- --nocapture` goes on for half an hour. Otherwise it takes a short turn.

use crate::long::{Chance, Taken, until};
use crate::preview::Preview;
use crate::site::{Site, Tree};
use std::fs::{self, File};
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The turn that every run takes.
const SHORT: Duration = Duration::from_secs(6);
/// Nothing takes this long on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(120);
/// Documents that there may be, so that a site which is edited for long is no larger than before.
const PLACES: usize = 24;
/// Rounds between two rests.
const ROUNDS: usize = 15;
const CLOCK: &str = "2026-05-01T09:00";

/// What stands at one place.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Nothing,
    Whole,
    /// What is there stops a build.
    Broken,
}

/// The folder, those at work on it, and what was seen of them.
struct Soak {
    watch: Child,
    preview: Preview,
    states: [State; PLACES],
    chance: Chance,
    edits: usize,
    published: usize,
    samples: Vec<[Taken; 2]>,
}

impl Soak {
    fn start() -> Self {
        let site = Site::empty();
        site.write("content/news/_index.md", "---\nname: 要闻\n---\n");
        settings(&site, 0);
        document(&site, 0, "通水了。");
        let preview = Preview::on(site, &[]);
        let said = File::create(preview.path("watch.log")).expect("ours");
        let watch = preview
            .command(&["--lang", "en", "watch", "--clock", CLOCK, "--publish", "web"])
            .stdout(Stdio::null())
            .stderr(said)
            .spawn()
            .expect("the binary runs");
        let mut states = [State::Nothing; PLACES];
        states[0] = State::Whole;
        let (edits, published, samples) = (0, 0, Vec::new());
        Self { watch, preview, states, chance: Chance::of(2026), edits, published, samples }
    }

    fn edit(&mut self) {
        self.edits += 1;
        // The first document stays: the others lead to it.
        let place = 1 + self.chance.below(PLACES - 1);
        match self.chance.below(12) {
            0 => self.remove(place),
            1 => self.spoil(place),
            2 | 3 => self.mend(),
            4 => settings(&self.preview, self.edits),
            5 | 6 => self.show_a_picture(place),
            _ => self.write(place),
        }
    }

    fn write(&mut self, place: usize) {
        let words = "见[第一篇](0.md)。".repeat(1 + self.chance.below(40));
        document(&self.preview, place, &format!("第{}次改动。{words}", self.edits));
        self.states[place] = State::Whole;
    }

    fn show_a_picture(&mut self, place: usize) {
        let shade = u8::try_from(self.edits % 256).expect("below 256");
        let name = format!("content/news/{place}.png");
        self.preview.write(&name, picture(shade));
        document(&self.preview, place, &format!("如图。\n\n![大坝]({place}.png)"));
        self.states[place] = State::Whole;
    }

    fn remove(&mut self, place: usize) {
        for ending in ["md", "png"] {
            // It may not be there.
            drop(fs::remove_file(self.preview.path(&format!("content/news/{place}.{ending}"))));
        }
        self.states[place] = State::Nothing;
    }

    fn spoil(&mut self, place: usize) {
        match self.chance.below(2) {
            0 => document(&self.preview, place, "见[没有的一篇](none.md)。"),
            _ => drop(self.preview.write(&format!("content/news/{place}.md"), "---\ntitle:\n")),
        }
        self.states[place] = State::Broken;
    }

    fn mend(&mut self) {
        for place in 0..PLACES {
            if self.states[place] == State::Broken {
                self.write(place);
            }
        }
    }

    fn is_whole(&self) -> bool {
        !self.states.contains(&State::Broken)
    }

    /// Some edits, and readers who look at the preview or let a page listen and leave.
    fn round(&mut self) {
        for _ in 0..=self.chance.below(4) {
            self.edit();
        }
        let place = self.chance.below(PLACES);
        for path in ["/yunxi/".to_owned(), format!("/yunxi/news/{place}/")] {
            let status = self.preview.get(&path, "").status;
            assert!(status == 200 || status == 404, "{path}: {status}");
        }
        let host = self.preview.address;
        let mut page = self.preview.open(&format!(
            "GET /.gongbao/events?path=%2Fyunxi%2F&mark=0 HTTP/1.1\r\nHost: {host}\r\n\r\n"
        ));
        assert!(page.read(&mut [0; 16]).is_ok_and(|length| length > 0), "no events");
        sleep(Duration::from_millis(self.chance.below(200) as u64));
    }

    /// Publishes by hand: what is whole goes out, what is not is refused.
    fn publish(&mut self) {
        let args = ["--lang", "en", "publish", "hand", "--yes", "--clock", CLOCK];
        self.preview.run(&args).must_end(i32::from(!self.is_whole()));
        self.published += 1;
    }

    /// Lets everybody come to rest on a site that is whole, and holds what they show to a clean build.
    fn rest(&mut self) {
        self.mend();
        document(&self.preview, 0, &format!("歇在第{}次改动。", self.edits));
        let clean = Site::empty();
        let output = clean.path("public");
        let output = output.to_str().expect("UTF-8");
        self.preview
            .run(&["--lang", "en", "build", "--clock", CLOCK, "--output", output])
            .must_end(0);
        let wanted = clean.public();
        self.wait_for("public", &wanted);
        self.wait_for("web/current", &wanted);
        self.publish();
        assert!(pages(&self.preview.path("hand/current")) == Some(wanted), "published by hand");
        self.preview.wait_for("/yunxi/news/0/", &format!("歇在第{}次改动。", self.edits));
        let processes = [self.preview.id(), self.watch.id()];
        let taken = processes.map(Taken::by);
        println!("{} edits: {taken:?}", self.edits);
        self.samples.push(taken);
    }

    #[track_caller]
    fn wait_for(&mut self, folder: &str, wanted: &Tree) {
        let start = Instant::now();
        while pages(&self.preview.path(folder)).as_ref() != Some(wanted) {
            let ended = self.watch.try_wait().expect("a child");
            let said = self.preview.text("watch.log");
            assert!(ended.is_none(), "watch ended: {ended:?}\n{said}");
            assert!(start.elapsed() < PATIENCE, "{folder} never came; watch said:\n{said}");
            sleep(Duration::from_millis(50));
        }
    }

    /// What one of the two processes took, from rest to rest.
    #[track_caller]
    fn must_not_grow(&self, what: &str, slack: usize, of: impl Fn(&Taken) -> usize) {
        for (process, name) in ["serve", "watch"].into_iter().enumerate() {
            let taken: Vec<usize> = self.samples.iter().map(|both| of(&both[process])).collect();
            let (early, late) = taken.split_at(taken.len() / 2);
            println!("{name}, {what}: {taken:?}");
            let (most, least) = (early.iter().max(), late.iter().min());
            assert!(least <= most.map(|most| most + slack).as_ref(), "{name}: {what} grow");
        }
    }
}

impl Drop for Soak {
    fn drop(&mut self) {
        // It may have ended by itself, and then the test has failed already.
        drop(self.watch.kill());
        drop(self.watch.wait());
    }
}

fn settings(site: &Site, version: usize) {
    let targets = ["web", "hand"].map(|name| {
        let path = site.path(name);
        format!(
            "  - {{name: {name}, type: directory, path: '{}', check: off, quiet: 1, max_deletes: 100}}\n",
            path.display()
        )
    });
    let head = "base_url: https://www.example.gov.cn/yunxi/\npreview: true\npublish:\n";
    let text = format!("name: 云溪县第{version}版\n{head}{}", targets.concat());
    site.write("content/site.yaml", text);
}

fn document(site: &Site, place: usize, text: &str) {
    let text = format!("---\ntitle: 第{place}篇\ndate: 2026-04-{:02}\n---\n{text}\n", place + 1);
    site.write(&format!("content/news/{place}.md"), text);
}

/// A picture that is wide enough to be made in several widths.
fn picture(shade: u8) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let image = image::RgbImage::from_pixel(600, 40, image::Rgb([shade, 90, 120]));
    image.write_to(&mut bytes, image::ImageFormat::Png).expect("memory");
    bytes.into_inner()
}

/// A folder without what is compressed; `None` while it is not there.
fn pages(root: &Path) -> Option<Tree> {
    root.exists().then(|| crate::publish::pages(root))
}

#[test]
fn a_soak() {
    let until = until("GONGBAO_SOAK", SHORT);
    let mut soak = Soak::start();
    soak.rest();
    while Instant::now() < until || soak.samples.len() < 3 {
        for _ in 0..ROUNDS {
            soak.round();
        }
        soak.publish();
        soak.rest();
    }
    for log in ["preview.log", "watch.log"] {
        let said = soak.preview.text(log);
        assert!(!said.contains("panicked"), "{log}:\n{said}");
    }
    println!(
        "{} edits, {} rests, {} releases by hand",
        soak.edits,
        soak.samples.len(),
        soak.published
    );
    soak.must_not_grow("descriptors", 4, |taken| taken.descriptors);
    soak.must_not_grow("threads", 4, |taken| taken.threads);
    soak.must_not_grow("kilobytes", 32 << 10, |taken| taken.kilobytes);
}
