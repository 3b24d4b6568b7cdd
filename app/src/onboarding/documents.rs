use super::{
    at,
    data::{DocumentsPage, Lock, Note, Resubmission, Slot},
    eyebrow,
    fix::{Spot, spot_of},
    form::{save_button, task_form, unchanged_banner},
    notes::{lock_line, note_box},
    overview::{list_of, renewed},
    resubmission::resubmission_bar,
    sections::numbers,
    slot::SlotCard,
};
use crate::{
    fields::Fields,
    page::{has_kept, not_taken, problem_banner, query, site, words},
    texts::{CONSENT_VERSION, fill, number_hint, number_name, requirement},
    ui::{Back, Dock, ErrorSummary, FieldMarks, Page, TextField, field_id},
};
use domain::{
    application,
    forms::{DocumentsForm, Marks},
    ids::BusinessId,
    kyb::FacetKey,
    reason::is_about_nik,
    requirement::Characters,
};
use leptos::prelude::*;

/// Draws the page of consent, then a card for each file, then the values that go with them.
pub fn documents(mut page: DocumentsPage) -> impl IntoView {
    let t = words();
    let business = page.heading.business;
    let open = page.lock.is_none() && page.consent_given;
    let pointed = if page.lock.is_none() { std::mem::take(&mut page.pointed) } else { Vec::new() };
    // The files are all there is to give when there are no values to type, and each is kept by itself.
    let typing = page.slots.iter().any(|slot| slot.values_lock.is_none() && !slot.requirement.forms.is_empty());
    let lost = if typing { None } else { not_taken() };
    let judged = page.judged && page.lock.is_none() && !has_kept();
    let fields = Fields::new(application::Page::Documents, judged, page.errors).pointed_at(pointed);
    mark_field(&fields, &page.slots);
    let complaints = complaints(&fields, &page.slots);
    let errors = complaints.len();
    // Before consent, the page shows no empty slot.
    let (agreed, shown) = (page.consent_given, |slot: &Slot| page.consent_given || slot.file.is_some());
    let about = page.resubmission.as_ref().and_then(nik_note);
    // A lock that all files share is said once.
    let (alike, say_locks) = match page.lock {
        Some(first) if page.slots.iter().all(|slot| slot.lock == Some(first)) => (Some(first), false),
        _ => (None, true),
    };
    let values = agreed.then(|| values_form(business, &page.slots, page.upon, &fields, page.lock, say_locks, about));
    let save = if page.resubmission.is_some() { t.fixes.save } else { t.common.save_and_go_on };
    let dock = (open && typing).then(|| view! { <Dock>{save_button(save)}</Dock> });
    let bar = page.resubmission.as_ref().map(|resubmission| resubmission_bar(resubmission, true));
    let locked = alike.map(lock_line);
    let list_of = page.list_of.filter(|_| open || !agreed).map(list_of);
    let renewed = page.renewed.filter(|_| open || !agreed).and_then(renewed);
    let held_up = page.held_up.then(|| view! { <p class="note">{t.tasks.held_up}</p> });
    // The problem of one file stands beside that file, if it can still be sent there.
    let takes = |slot: &Slot| open && slot.lock.is_none() && query("slot").as_deref() == Some(&slot.requirement.slot);
    let is_beside_its_file = page.slots.iter().any(takes);
    // Open files come first.
    page.slots.sort_by_key(|slot| slot.lock.is_some());
    let slots = page
        .slots
        .into_iter()
        .filter(shown)
        .map(|slot| {
            let missing = open && fields.error(&slot.requirement.slot).is_some();
            view! { <SlotCard business card=slot open say_lock=say_locks missing/> }
        })
        .collect_view();
    let banner = (!is_beside_its_file).then(problem_banner);
    view! {
        <Page title=t.documents.title errors>
            <div class="column">
                {lost}
                {banner}
                {unchanged_banner()}
                <ErrorSummary rows=complaints/>
                <header class="stack stack--tight">
                    <Back href=at(business, "") label=t.common.back_to_tasks/>
                    {eyebrow(&page.heading)}
                    <h1>{t.documents.title}</h1>
                    <p class="muted">{t.documents.lead}</p>
                    {list_of}
                    {renewed}
                    {held_up}
                </header>
                {(!agreed).then(|| consent_form(business))}
                {locked}
                {slots}
                {values}
                {bar}
            </div>
            {dock}
        </Page>
    }
}

/// Returns what is missing or wrong: a file by its name, a value at its field.
fn complaints(fields: &Fields, slots: &[Slot]) -> Vec<(String, String, String)> {
    let t = words();
    let missing = slots.iter().filter(|slot| fields.error(&slot.requirement.slot).is_some()).map(|slot| {
        let asked = &slot.requirement;
        let name = requirement(t, &asked.code, &asked.name);
        (format!("slot-{}", asked.slot), fill(t.documents.not_uploaded, &[("what", name)]), String::new())
    });
    let is_slot = |id: &str| slots.iter().any(|slot| field_id(&fields.name(&slot.requirement.slot)) == id);
    missing.chain(fields.complaints().into_iter().filter(|(id, ..)| !is_slot(id))).collect()
}

fn consent_form(business: BusinessId) -> impl IntoView {
    let (t, site) = (words(), site());
    let say = |sentence| fill(sentence, &[("partner", &site.partner_name), ("support", &site.partner_support)]);
    view! {
        <form class="card card--padded stack consent" method="post" action=at(business, "consent")>
            <h2>{t.documents.consent_title}</h2>
            <p>{say(t.documents.consent_1)}</p>
            <p>{say(t.documents.consent_2)}</p>
            <p>{say(t.documents.consent_3)}</p>
            <input type="hidden" name="version" value=CONSENT_VERSION/>
            <button class="button button--wide" type="submit">{t.documents.consent_button}</button>
            <p class="muted">{t.documents.consent_first}</p>
        </form>
    }
}

/// Gives the focus to the file or value that `?fix=` names.
fn mark_field(fields: &Fields, slots: &[Slot]) {
    let open = |slot: &&Slot| slot.lock.is_none() || slot.values_lock.is_none();
    let asked: Vec<_> = slots.iter().filter(open).map(|slot| &slot.requirement).collect();
    let reason = |name: &str| slots.iter().find(|slot| slot.requirement.slot == name)?.note.as_ref()?.reason;
    let spot = query("fix").and_then(|fix| spot_of(&asked, &fix, reason));
    let focus = spot.map(|spot| match spot {
        Spot::File(slot) => format!("file-{slot}"),
        Spot::Value(key) => field_id(&fields.name(&key)),
    });
    let pointed = fields.first_pointed().filter(|_| query("fix").is_some_and(|fix| fix.parse::<FacetKey>().is_ok()));
    provide_context(FieldMarks { focus: pointed.or(focus), locked: Vec::new() });
}

/// Returns DOKU's note on the contact where it means the number beside their paper.
fn nik_note(resubmission: &Resubmission) -> Option<Note> {
    let fix = resubmission.fixes.iter().find(|fix| fix.facet == FacetKey::CONTACT)?;
    fix.note.clone().filter(|note| is_about_nik(note.text.as_deref().unwrap_or_default(), note.reason))
}

/// Draws the values of all files in one form, since they are one draft. Locked values are only shown.
fn values_form(
    business: BusinessId,
    slots: &[Slot],
    upon: Marks,
    fields: &Fields,
    lock: Option<Lock>,
    say_locks: bool,
    about: Option<Note>,
) -> impl IntoView + use<> {
    let t = words();
    let is_open = |slot: &&Slot| slot.values_lock.is_none();
    let inputs: Vec<AnyView> = slots.iter().filter(is_open).flat_map(|slot| value_fields(slot, fields)).collect();
    let closed: Vec<AnyView> =
        slots.iter().filter(|slot| !is_open(slot)).filter_map(|slot| value_list(slot, say_locks)).collect();
    let form = (!inputs.is_empty())
        .then(|| task_form(business, application::Page::Documents, upon, lock, None, inputs.into_any()));
    let about = about.filter(|_| form.is_some()).map(|note| note_box(note, Some(application::Page::Contact(0))));
    let title = (form.is_some() || !closed.is_empty()).then_some(t.documents.values_title);
    title.map(
        |title| view! { <section class="stack"><h2 class="section-title">{title}</h2>{about}{form}{closed}</section> },
    )
}

fn value_list(slot: &Slot, say_lock: bool) -> Option<AnyView> {
    let t = words();
    let list = numbers(&slot.requirement, &slot.values);
    if slot.requirement.forms.is_empty() {
        return None;
    }
    let name = requirement(t, &slot.requirement.code, &slot.requirement.name).to_owned();
    let lock = slot.values_lock.filter(|_| say_lock).map(lock_line);
    Some(
        view! { <div class="card card--padded stack stack--tight locked"><h3>{name}</h3>{lock}{list}</div> }.into_any(),
    )
}

fn value_fields(slot: &Slot, fields: &Fields) -> Vec<AnyView> {
    let typed = |key: &str| {
        slot.values.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let field = |form: &domain::requirement::FormRequirement| {
        let key = DocumentsForm::key(&slot.requirement.slot, &form.code);
        let label = number_name(fields.t, &form.code, &form.name);
        let hint = number_hint(fields.t, &form.code, &form.caption);
        let inputmode = if form.allowed == Characters::Digits { "numeric" } else { "text" };
        view! {
            <TextField label name=fields.name(&key) value=typed(&key) error=fields.error(&key) hint inputmode/>
        }
        .into_any()
    };
    slot.requirement.forms.iter().map(field).collect()
}
