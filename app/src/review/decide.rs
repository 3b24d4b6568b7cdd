use super::data::{CasePage, Decided};
use crate::{
    error::AppError,
    page::{is_kept, site, with_support, words},
    paths,
    site::Undecided,
    texts::{self, Titled, app_error, fill, requirement, task, when},
    ui::{Banner, NoteBox, TextArea},
};
use domain::kyb::State;
use leptos::prelude::*;

/// Draws the choice: approve, or send back with a reason for each item that needs fixing.
pub fn panel(page: &CasePage, refused: Option<&Undecided>) -> AnyView {
    let t = words();
    let r = &t.review;
    if !page.decidable {
        let text = if page.partner_reviews { r.not_decidable } else { r.read_only };
        let kept = refused.map(|refused| kept_words(page, refused));
        return view! { <div class="stack"><p class="muted">{text}</p>{kept}</div> }.into_any();
    }
    let typed = |key: &str| refused.and_then(|refused| refused.reasons.get(key)).cloned().unwrap_or_default();
    let open = refused.is_some_and(|refused| {
        refused.wants_reasons || refused.reasons.values().any(|reason| !reason.trim().is_empty())
    });
    let reasons = items(page).into_iter().map(|(key, name)| {
        let label = fill(r.reason, &[("item", &name)]);
        let hint = page.sent_back.get(&key).map(|last| format!("{}: {last}", r.sent_back_last)).unwrap_or_default();
        view! { <TextArea label name=format!("reasons[{key}]") value=typed(&key) rows=2 optional=true hint/> }
    });
    let reasons = reasons.collect_view();
    let twice = page.may_be_at_doku.then(|| view! { <p>{t.calls.approve_given_up}</p> });
    view! {
        <section class="card card--padded stack decide">
            <h2 class="slot__title">{r.decide}</h2>
            <form method="post" action=paths::case(page.heading.business, "approve")>
                {seen(page)}
                {twice}
                <button class="button button--wide" type="submit">{r.approve}</button>
            </form>
            <details open=open || is_kept("reasons[")>
                <summary class="decide__more">{r.send_back}</summary>
                <form class="stack" method="post" action=paths::case(page.heading.business, "send-back")>
                    <p class="muted">{r.send_back_hint}</p>
                    {seen(page)}
                    {reasons}
                    <button class="button button--fix button--wide" type="submit">{r.send_back}</button>
                </form>
            </details>
        </section>
    }
    .into_any()
}

/// Draws hidden fields with the versions that this page shows.
pub fn seen(page: &CasePage) -> impl IntoView + use<> {
    let shown = page.slots.iter().filter_map(|slot| Some((slot.requirement.slot.clone(), slot.file.as_ref()?.id)));
    let documents = shown.map(|(slot, document)| {
        view! { <input type="hidden" name=format!("documents[{slot}]") value=document.to_string()/> }
    });
    view! {
        <input type="hidden" name="revision" value=page.revision/>
        {documents.collect_view()}
    }
}

/// Draws why the decision does not count, and what changed since its page was shown.
pub fn refusal(page: &CasePage, refused: &Undecided) -> impl IntoView + use<> {
    let t = words();
    let r = &t.review;
    let newer = items(page).into_iter().filter(|(key, _)| refused.changed.contains(key)).map(|(_, name)| name);
    let newer = newer.collect::<Vec<_>>().join(", ");
    let (title, text) = match &refused.error {
        AppError::OutOfDate if !newer.is_empty() => (r.stale_title, fill(r.stale_items, &[("items", &newer)])),
        AppError::OutOfDate if page.decidable => (r.stale_title, r.stale.to_owned()),
        AppError::OutOfDate => (r.stale_title, over(page)),
        AppError::NoReason => (app_error(t, &AppError::NoReason).title, r.no_reason.to_owned()),
        other => {
            let Titled { title, text } = app_error(t, other);
            (title, with_support(text))
        }
    };
    let typed = refused.reasons.values().chain([&refused.reason]).any(|reason| !reason.trim().is_empty());
    let text = if typed { format!("{text} {}", r.stale_kept) } else { text };
    view! { <Banner title text/> }
}

/// Returns the sentence for a case that is decided or ended, with the person where known.
fn over(page: &CasePage) -> String {
    let r = &words().review;
    match &page.decided {
        Some(decided) if page.heading.state != State::Withdrawn => decided_line(r.stale_by, decided),
        _ => r.stale_over.to_owned(),
    }
}

/// Fills in a decision, its person and time.
pub fn decided_line(text: &str, decided: &Decided) -> String {
    let did = texts::decided(words(), decided.what);
    let at = when(site().lang, decided.at);
    fill(text, &[("did", did), ("who", &decided.who), ("when", &at)])
}

/// Draws words that no field takes any more.
fn kept_words(page: &CasePage, refused: &Undecided) -> impl IntoView + use<> {
    let r = &words().review;
    let reason = |key: &str| refused.reasons.get(key).filter(|reason| !reason.trim().is_empty()).cloned();
    let reasons =
        items(page).into_iter().filter_map(|(key, name)| Some((fill(r.reason, &[("item", &name)]), reason(&key)?)));
    let declined = Some(refused.reason.clone()).filter(|reason| !page.declinable && !reason.trim().is_empty());
    let declined = declined.map(|reason| (words().endings.decline_reason.to_owned(), reason));
    reasons.chain(declined).map(|(from, text)| view! { <NoteBox from text=Some(text)/> }).collect_view()
}

/// Returns key and name of everything that can be sent back.
fn items(page: &CasePage) -> Vec<(String, String)> {
    let t = words();
    let files = page.slots.iter().map(|slot| {
        let asked = &slot.requirement;
        (asked.slot.clone(), requirement(t, &asked.code, &asked.name).to_owned())
    });
    let forms = page.sections.iter().map(|section| (section.page.to_string(), task(t, section.page).to_owned()));
    files.chain(forms).collect()
}
