//! A county's site of any size, made up: what the benches build, and what other generators can be compared on.
//!
//! The same size and seed give the same bytes, and the site has no problem for `gongbao check` to find.
//! Documents stand in four columns (meetings, plans, rosters, news) over twelve years; a plan and its roster,
//! a notice and its report refer to each other, and every text links to others.

mod county;
mod meeting;
mod news;
mod plan;
mod prose;
mod random;
mod roster;
mod schedule;
mod words;

use county::County;
use random::Random;
use rayon::prelude::*;
use schedule::{Job, Schedule};
use std::fs;
use std::io;
use std::path::Path;

/// How large, and which one.
pub(crate) struct Corpus {
    /// Documents, column and home pages aside.
    pub(crate) documents: usize,
    /// Another seed gives other words in the same places.
    pub(crate) seed: u64,
}

impl Corpus {
    /// Writes `folder/content/`, which must not be there yet: what an older corpus left would be part of the site.
    ///
    /// # Errors
    /// What the file system refuses.
    pub(crate) fn write(&self, folder: &Path) -> io::Result<()> {
        let content = folder.join("content");
        fs::create_dir_all(folder)?;
        fs::create_dir(&content)?;
        let county = County::new(self.seed);
        let schedule = Schedule::new(self.documents);
        for (name, text) in county.files(&schedule) {
            let path = content.join(name);
            path.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::write(path, text)?;
        }
        schedule.jobs().into_par_iter().try_for_each(|job| {
            let (path, text) = self.document(&county, &schedule, job);
            fs::write(content.join(path), text)
        })
    }

    /// A document's file and text; its words depend on the seed and its own place alone.
    fn document(&self, county: &County, schedule: &Schedule, job: Job) -> (String, String) {
        let (path, text) = match job {
            Job::Meeting(at) => {
                let random = Random::of(self.seed, "meetings", at);
                let path = schedule.meeting(at);
                (path, meeting::text(county, schedule, at, random))
            }
            Job::Plan(at) => {
                let random = Random::of(self.seed, "plans", at);
                let path = schedule.plan(at);
                (path, plan::text(county, schedule, at, random))
            }
            Job::Roster(at) => {
                let random = Random::of(self.seed, "rosters", at);
                let path = schedule.roster(at);
                (path, roster::text(county, schedule, at, random))
            }
            Job::News(at) => {
                let random = Random::of(self.seed, "news", at);
                let path = schedule.news(at);
                (path, news::text(county, schedule, at, random))
            }
        };
        (format!("{path}.md"), text)
    }
}
