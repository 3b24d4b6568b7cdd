//! Writes a mail as text and as simple HTML. It never holds a NIK, an account number, a key or a document.

use super::{
    markup::{self, Block, Way},
    news::News,
    unsubscribe,
};
use crate::{
    error::Result,
    mailer::Letter,
    onboarding::{
        case::Case,
        to_fix::{Fix, What},
    },
    services::Services,
    store::{accounts::Account, preferences::Preferences},
};
use app::{
    onboarding::{
        at,
        data::{FacetRow, NoteFrom},
        facet_link, item_link,
    },
    texts::{Lang, Texts, explanation, facet, fill, held_until, item, note_from, state_name, state_title, texts},
};
use domain::{
    application::Page,
    kyb::{Standing, State, Verdict},
    mask, text,
};

/// The most characters of a business's name.
const NAME: usize = 80;

struct Draft<'a> {
    title: String,
    blocks: Vec<Block>,
    is_service: bool,
    services: &'a Services,
    t: &'static Texts,
    lang: Lang,
}

pub fn of_news(services: &Services, case: &Case, news: &News, owner: &Account, wishes: &Preferences) -> Result<Letter> {
    let lang = lang_of(wishes);
    let t = texts(lang);
    let m = &t.mail;
    let name = name_of(t, case);
    let partner = services.settings.partner_name.as_str();
    let values = [("business", name.as_str()), ("partner", partner), ("support", &services.settings.partner_support)];
    let lead = |sentence: &str| Block::Text(fill(sentence, &values));
    let status = || Block::Button(m.see_status.to_owned(), page(services, case));
    let (title, blocks) = match news {
        News::Fix(fixes) => {
            let (title, sentence, button) = match fixes.iter().any(|fix| is_ours(case, fix)) {
                true => {
                    (state_title(t, Standing::In(State::ActionNeeded), fixes.len(), partner), m.fix_lead, m.fix_button)
                }
                false => (fill(t.states.action_stuck, &values), m.stuck_lead, m.see_status),
            };
            let mut blocks = vec![lead(sentence)];
            blocks.extend(fixes.iter().map(|fix| item_block(services, case, t, fix)));
            blocks.push(Block::Button(button.to_owned(), page(services, case)));
            (title, blocks)
        }
        News::Verified => (state_name(t, State::Verified).to_owned(), vec![lead(m.verified_lead), status()]),
        News::Active => (m.active_title.to_owned(), vec![lead(m.active_lead), status()]),
        News::NoProduct => (t.states.no_service.to_owned(), vec![lead(m.no_service_lead), status()]),
        News::Suspended(_) => {
            let mut blocks = vec![lead(m.suspended_lead)];
            blocks.extend(suspended(case).iter().map(|rows| quote(t, partner, rows)));
            blocks.extend(held_until(t, &case.facets).map(|held| Block::Text(held.to_owned())));
            blocks.push(lead(t.states.payouts_refund));
            let brand = case.brand().map(|brand| &brand.doku_id);
            blocks.extend(brand.map(|brand| Block::Text(format!("{}: {brand}", t.states.brand_id))));
            blocks.push(status());
            (m.suspended_title.to_owned(), blocks)
        }
    };
    Draft { title, blocks, is_service: news.is_service(), services, t, lang }.finish(owner)
}

pub fn reminder(services: &Services, case: &Case, owner: &Account, wishes: &Preferences) -> Result<Letter> {
    let lang = lang_of(wishes);
    let t = texts(lang);
    let (done, total) = case.progress_counts();
    let name = name_of(t, case);
    let values = [("business", name.as_str()), ("done", &done.to_string()), ("total", &total.to_string())];
    let blocks = vec![
        Block::Text(fill(t.mail.reminder_lead, &values)),
        Block::Button(t.mail.reminder_button.to_owned(), page(services, case)),
    ];
    Draft { title: t.mail.reminder_title.to_owned(), blocks, is_service: false, services, t, lang }.finish(owner)
}

impl Draft<'_> {
    fn finish(mut self, owner: &Account) -> Result<Letter> {
        let (settings, m) = (&self.services.settings, &self.t.mail);
        let base = &settings.public_url;
        let why = if self.is_service { m.service_footer } else { m.news_footer };
        self.blocks.push(Block::Small(format!("{why} {}", m.never_ask)));
        self.blocks.push(Block::SmallLink(m.preferences.to_owned(), format!("{base}/preferences")));
        let unsubscribe = match self.is_service {
            true => None,
            false => {
                Some(format!("{base}/unsubscribe/{}", unsubscribe::token(self.services.vault.platform(), owner.id)?))
            }
        };
        Ok(Letter {
            to: owner.email.clone(),
            lang: self.lang.as_str().to_owned(),
            subject: format!("{} · {}", self.title, settings.partner_name),
            text: markup::text(&self.title, &self.blocks),
            html: markup::html(self.lang.as_str(), &settings.partner_name, &self.title, &self.blocks),
            unsubscribe,
        })
    }
}

fn lang_of(wishes: &Preferences) -> Lang {
    wishes.language.as_deref().and_then(Lang::read).unwrap_or_default()
}

fn name_of(t: &Texts, case: &Case) -> String {
    let name = no_link(&case.business.name);
    if name.is_empty() { t.common.nameless.to_owned() } else { name }
}

/// Returns a name that no mail program turns into a link and that turns no words around: anybody can sign up with
/// somebody else's address and type any name.
fn no_link(name: &str) -> String {
    let clean = text::line(name);
    let clean = clean.replace("//", " ");
    let mut letters = clean.trim().chars().take(NAME).peekable();
    let mut told = String::new();
    while let Some(letter) = letters.next() {
        told.push(letter);
        let joins = matches!(letter, '.' | '@' | ':');
        if joins && letters.peek().is_some_and(|next| next.is_alphanumeric()) {
            told.push(' ');
        }
    }
    told
}

/// Returns the suspended parts for which DOKU gave a note, grouped by note.
fn suspended(case: &Case) -> Vec<Vec<&FacetRow>> {
    let told = |row: &&FacetRow| row.key.is_kyb() && row.verdict == Verdict::Suspended && row.note.is_some();
    let mut by_note: Vec<Vec<&FacetRow>> = Vec::new();
    for row in case.facets.iter().filter(told) {
        match by_note.iter_mut().find(|rows| rows.iter().all(|other| other.note == row.note)) {
            Some(rows) => rows.push(row),
            None => by_note.push(vec![row]),
        }
    }
    by_note
}

fn quote(t: &Texts, partner: &str, rows: &[&FacetRow]) -> Block {
    let note = rows.iter().find_map(|row| row.note.as_deref()).map(mask::ends);
    let name = rows.iter().map(|row| facet(t, &row.key)).collect::<Vec<_>>().join(", ");
    let (from, lang) = (note_from(t, NoteFrom::Doku, partner), NoteFrom::Doku.lang());
    Block::Item { name, way: Way::Nowhere, from, note, lang, meaning: None }
}

fn page(services: &Services, case: &Case) -> String {
    format!("{}{}", services.settings.public_url, at(case.business.id, ""))
}

fn item_block(services: &Services, case: &Case, t: &Texts, fix: &Fix) -> Block {
    let name = match &fix.what {
        What::Facet(key) => facet(t, key),
        What::Item(returned) => item(t, returned).to_owned(),
    };
    let partner = services.settings.partner_name.as_str();
    let from = note_from(t, fix.note.from, partner);
    let note = fix.note.text.as_deref().map(mask::ends);
    let (lang, meaning) = (fix.note.from.lang(), meaning_of(t, fix, partner));
    Block::Item { name, way: way_of(services, case, t, fix), from, note, lang, meaning }
}

/// Tells whether a page of ours corrects it; anything else is for the partner to fix.
fn is_ours(case: &Case, fix: &Fix) -> bool {
    match &fix.what {
        What::Facet(key) => case.wanted.contains(key),
        What::Item(_) => true,
    }
}

/// Returns the way to the very field, which gets the focus, or whom to ask.
fn way_of(services: &Services, case: &Case, t: &Texts, fix: &Fix) -> Way {
    let settings = &services.settings;
    if !is_ours(case, fix) {
        let values = [("partner", settings.partner_name.as_str()), ("support", settings.partner_support.as_str())];
        return Way::Ask(fill(t.mail.fix_elsewhere, &values));
    }
    let link = match &fix.what {
        What::Facet(key) => facet_link(case.business.id, key, Some(&fix.note), &case.items()),
        What::Item(item) => item_link(case.business.id, item),
    };
    Way::Link(format!("{}{link}", settings.public_url))
}

/// Returns what pages say beneath the same note.
fn meaning_of(t: &Texts, fix: &Fix, partner: &str) -> Option<String> {
    let of = match &fix.what {
        What::Facet(key) => Page::of_facet(key),
        What::Item(item) => Some(item.page()),
    };
    explanation(t, &fix.note, of, partner)
}

#[cfg(test)]
mod tests {
    use super::no_link;

    #[test]
    fn a_name_is_no_link() {
        assert_eq!(no_link("Menang! https://evil.example/win\u{202e}"), "Menang! https: evil. example/win");
        assert_eq!(no_link("ketik www.evil.example a@b.id"), "ketik www. evil. example a@ b. id");
        assert_eq!(no_link(" CV. Maju Jaya "), "CV. Maju Jaya");
        assert_eq!(no_link("\u{200b}"), "");
    }
}
