//! The status of each row.

use super::{
    Application, FacetRow, Item, Note, NoteFrom, Page, RowStatus,
    application::{Version, is_optional},
};
use crate::{
    Millis,
    forms::DocumentsForm,
    kyb::{FacetKey, Progress, State, Verdict},
    reason::is_about_nik,
    requirement::{Listed, Subject},
    text,
};

impl<F: Version> Application<F> {
    /// Returns the status of what is typed and uploaded, regardless of what happened to it afterwards.
    pub fn filled(&self, item: &Item) -> RowStatus {
        match item {
            Item::File(Listed { slot, .. }) => {
                let is_here = |name: &str| DocumentsForm::is_beside(slot, name);
                let wrong = self.errors(Page::Documents).0.iter().any(|(name, _)| is_here(name));
                let typed = self.numbers().values.iter().any(|(name, value)| is_here(name) && !text::is_blank(value));
                match (self.documents.contains_key(slot), wrong) {
                    (true, false) => RowStatus::Done,
                    (false, _) if !typed => RowStatus::Todo,
                    _ => RowStatus::Started,
                }
            }
            Item::Form(page) if self.form(*page).is_blank() => {
                if is_optional(item) {
                    RowStatus::Optional
                } else {
                    RowStatus::Todo
                }
            }
            Item::Form(page) if self.errors(*page).is_empty() => RowStatus::Done,
            Item::Form(_) => RowStatus::Started,
        }
    }

    /// Returns the status by progress and verdict, for lists, which lack the state. Pages ask `row_status`.
    pub fn status(&self, item: &Item) -> RowStatus {
        if self.came_back(item) {
            return RowStatus::Fix;
        }
        match self.standing.progress {
            Progress::Editing => self.filled(item),
            Progress::PartnerCheck => RowStatus::WithPartner,
            Progress::Sending if !self.standing.is_registered => RowStatus::Sending,
            Progress::Sending if self.is_corrected(item) => RowStatus::Sending,
            Progress::Registered if self.is_corrected(item) => RowStatus::Fixed,
            Progress::Sending | Progress::Registered => match self.verdict_of(item) {
                Some(Verdict::Accepted) => RowStatus::Accepted,
                Some(Verdict::Rejected | Verdict::Suspended) => RowStatus::Fix,
                Some(Verdict::Pending | Verdict::NotSent) | None => RowStatus::InReview,
            },
        }
    }

    /// Returns the status for a page: once the application has ended or is suspended, nothing is to be fixed.
    pub fn row_status(&self, item: &Item) -> RowStatus {
        let status = self.status(item);
        if !matches!(self.standing.state, State::Suspended | State::Declined | State::Withdrawn) {
            return status;
        }
        match (status, self.verdict_of(item)) {
            (RowStatus::Fix | RowStatus::Fixed, Some(Verdict::Rejected)) => RowStatus::Refused,
            (RowStatus::Fix, Some(Verdict::Suspended)) => RowStatus::Suspended,
            // The partner sent it back, or had not yet decided when it ended.
            (RowStatus::Fix | RowStatus::Fixed | RowStatus::WithPartner, _) => self.filled(item),
            (status, _) => status,
        }
    }
}

impl<F> Application<F> {
    pub fn came_back(&self, item: &Item) -> bool {
        self.returned.contains_key(item.key().as_ref())
    }

    /// Returns the gravest verdict among the facets that an item answers for.
    pub fn verdict_of(&self, item: &Item) -> Option<Verdict> {
        let grave = |verdict: &Verdict| match verdict {
            Verdict::Rejected => 4,
            Verdict::Suspended => 3,
            Verdict::Pending => 2,
            Verdict::NotSent => 1,
            Verdict::Accepted => 0,
        };
        let told = self.facets.iter().filter(|row| self.is_about(item, &row.key)).map(|row| row.verdict);
        told.max_by_key(grave).or_else(|| self.verdict_beside(item))
    }

    /// Returns `Accepted` for a file without a verdict of its own, once what it belongs to is accepted.
    fn verdict_beside(&self, item: &Item) -> Option<Verdict> {
        let Item::File(file) = item else { return None };
        let owner = match self.requirement(&file.slot)?.subject {
            Subject::Contact => return None,
            subject => subject.facet(),
        };
        self.facet(&owner).map(|row| row.verdict).filter(|it| *it == Verdict::Accepted)
    }

    pub(super) fn facet(&self, key: &FacetKey) -> Option<&FacetRow> {
        self.facets.iter().find(|row| row.key == *key)
    }

    /// Tells whether an item answers for a facet; a note about the NIK is not about the selfie.
    pub fn is_about(&self, item: &Item, facet: &FacetKey) -> bool {
        let by_nik = |row: &FacetRow| row.note.as_deref().is_some_and(|note| is_about_nik(note, row.reason));
        let is_selfie = matches!((item, facet), (Item::File(_), FacetKey::Contact(_)));
        item.answers_for(facet) && !(is_selfie && self.facet(facet).is_some_and(by_nik))
    }

    /// Counts the rejected facets that a page of ours corrects, and the items that came back besides.
    pub fn to_fix(&self) -> usize {
        let told = |item: &Item| self.verdict_of(item) == Some(Verdict::Rejected);
        let beside = self.items().into_iter().filter(|item| self.came_back(item) && !told(item)).count();
        self.wanted.len() + beside
    }

    /// Returns the revision of a facet last sent from here; 0: never.
    pub fn revision_of(&self, facet: &FacetKey) -> i64 {
        self.revisions.get(facet).copied().unwrap_or_default()
    }

    /// Returns when this item was mended in DOKU's dashboard, so that DOKU's values differ from ours.
    pub fn mended_at(&self, item: &Item) -> Option<Millis> {
        self.mended.iter().filter(|(facet, _)| item.answers_for(facet)).map(|(_, at)| *at).max()
    }

    pub fn note(&self, item: &Item) -> Option<Note> {
        self.returned.get(item.key().as_ref()).cloned().or_else(|| {
            let refused = |row: &&FacetRow| row.verdict == Verdict::Rejected && self.is_about(item, &row.key);
            self.facets.iter().find(refused).map(|row| Note {
                from: NoteFrom::Doku,
                text: row.note.clone(),
                reason: row.reason,
                at: row.at,
            })
        })
    }
}
