//! What ids of units and people mean, for readers who have no `units.yaml` and `people.yaml`.

use crate::read::Content;
use crate::record::{PersonName, UnitName};
use std::collections::BTreeMap;

/// Names by ids.
#[derive(Default)]
pub(super) struct Names<'c> {
    units: BTreeMap<&'c str, &'c str>,
    people: BTreeMap<&'c str, &'c str>,
}

impl<'c> Names<'c> {
    /// Those of a site.
    pub(super) fn of(content: &'c Content) -> Self {
        let units = content.units.iter().flat_map(|registry| &registry.entries);
        let people = content.people.iter().flat_map(|registry| &registry.entries);
        let unit = |unit: &'c crate::document::registry::UnitEntry| {
            let short = unit.short.first().unwrap_or(&unit.name);
            (&*unit.id.value, &*short.value)
        };
        Self {
            units: units.map(unit).collect(),
            people: people.map(|person| (&*person.id.value, &*person.name.text)).collect(),
        }
    }

    /// A unit as people call it.
    pub(super) fn unit(&self, name: &UnitName) -> String {
        self.units.get(&*name.text).copied().unwrap_or(&name.text).to_owned()
    }

    /// Units in a row.
    pub(super) fn units(&self, names: &[UnitName]) -> String {
        let names: Vec<String> = names.iter().map(|name| self.unit(name)).collect();
        names.join("、")
    }

    /// A person's name.
    pub(super) fn person(&self, name: &PersonName) -> String {
        self.people.get(&*name.text).copied().unwrap_or(&name.text).to_owned()
    }
}
