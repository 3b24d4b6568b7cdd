use super::{
    data::{CasePage, Hidden},
    decide::{self, decided_line},
    endings,
    queue::pace_tag,
    reveal::reveal_link,
    troubles::problem,
    uncertain,
};
use crate::{
    islands::Live,
    onboarding::{
        Products,
        data::{CheckSection, DOKUS_LANG, FacetRow, Note, NoteFrom, Pointed, Slot},
        desk_note, desk_row_tag, desk_tag, event_list, file_line, masked_list, name_of, not_offered_tag, numbers,
        receipt_list, thumbnail,
    },
    page::{problem_banner, refresh_link, site, words},
    paths::{self, Side},
    site::Undecided,
    texts::{
        acts_next, age, desk_title, facet, field_name, fill, kind_label, number_name, requirement, task, turn, verdict,
        when, why,
    },
    ui::{Back, Card, Page, Symbol, Tag, Tone},
};
use domain::{
    Millis,
    codes::BusinessType,
    ids::BusinessId,
    kyb::{Actor, Deadline, FacetKey, State, Verdict},
    method::is_offered,
};
use leptos::prelude::*;

/// Draws one application: its documents beside its data, DOKU's verdicts, and the decision.
pub fn case(page: CasePage) -> impl IntoView {
    let t = words();
    let (business, name) = (page.heading.business, name_of(&page.heading));
    let to_fix = page.to_fix;
    let state = desk_title(t, page.heading.standing(), to_fix);
    let announce = fill(t.common.page_changed, &[("state", &state)]);
    let title = format!("{name} · {}", t.review.area);
    // A page with unsaved words is not redrawn: they would be lost.
    let body = match use_context::<Undecided>() {
        Some(refused) => view! {
            {decide::refusal(&page, &refused)}
            <div class="live stack">{content(page, name, to_fix, Some(&refused))}</div>
        }
        .into_any(),
        None => view! {
            {problem_banner()}
            <Live>
                <div class="live stack" id="live" data-live=format!("/review/{business}/live")
                    data-announce=announce data-busy=t.common.page_changed_wait>
                    {content(page, name, to_fix, None)}
                </div>
            </Live>
        }
        .into_any(),
    };
    view! { <Page title class="wide">{body}</Page> }
}

fn content(page: CasePage, name: String, to_fix: usize, refused: Option<&Undecided>) -> impl IntoView + use<> {
    let t = words();
    let decision = decide::panel(&page, refused);
    let endings = endings::panel(&page, refused);
    let take_back = uncertain::take_back(&page);
    let mended = uncertain::part_mended(&page);
    let summary = summary(&page, name, to_fix);
    let credential = page.has_shared_key.then(|| credential(page.heading.business));
    let (why, acts) = reason_and_actor(&page, to_fix);
    let about = about(&page);
    // A note that is shown at a form is not repeated at a file that belongs to it.
    let told: Vec<Note> = page.sections.iter().filter_map(|section| section.note.clone()).collect();
    let business = page.heading.business;
    let is_submitted = |slot: &Slot| !page.unsubmitted.contains(&slot.requirement.slot);
    let files = page.slots.into_iter().map(|slot| (is_submitted(&slot), slot));
    let files = files.map(|(submitted, slot)| document(business, slot, submitted, &told)).collect_view();
    view! {
        {summary}
        <div class="split">
            <Card title=t.review.why>
                <p>{why}</p>
                {about.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
                <p class="muted">{format!("{}: {}", t.review.col_turn, turn(t, acts))}</p>
            </Card>
            {decision}
            {take_back}
            {mended}
            {endings}
        </div>
        <div class="split">
            <div class="stack">
                <h2 class="section-title">{t.documents.title}</h2>
                {files}
                {credential}
            </div>
            <div class="stack">
                <h2 class="section-title">{t.review.data}</h2>
                <Products products=page.products of=page.heading.business_type.clone() now=page.now/>
                {page.sections.into_iter().map(|section| data(business, section)).collect_view()}
                {verdicts(page.facets, page.pointed, &page.heading.business_type, page.now)}
                {receipt_list(page.receipts, &format!("/review/{business}"))}
                <Card title=t.history.title>
                    {event_list(page.history)}
                </Card>
            </div>
        </div>
    }
}

/// Returns the reason of the state, and who acts next.
fn reason_and_actor(page: &CasePage, to_fix: usize) -> (&'static str, Actor) {
    let (t, state) = (words(), page.heading.state);
    match state {
        State::Sending if page.trouble.is_some() => (t.calls.why_needs_person, Actor::Partner),
        State::PartnerCheck if page.may_be_at_doku => (t.calls.why_given_up, Actor::Partner),
        _ => (why(t, page.heading.standing(), to_fix), acts_next(page.heading.standing(), to_fix)),
    }
}

/// Returns the affected parts, the person who decided, and DOKU's delay.
fn about(page: &CasePage) -> Vec<String> {
    let (t, lang) = (words(), site().lang);
    let r = &t.review;
    let judged = |wanted: Verdict, text: &'static str| {
        let parts = page.facets.iter().filter(|row| row.verdict == wanted);
        let parts = parts.map(|row| facet(t, &row.key)).collect::<Vec<_>>().join(", ");
        (!parts.is_empty()).then(|| fill(text, &[("parts", &parts)]))
    };
    let returned = page.slots.iter().filter(|slot| is_returned(slot.note.as_ref()));
    let returned = returned.map(|slot| requirement(t, &slot.requirement.code, &slot.requirement.name).to_owned());
    let forms = page.sections.iter().filter(|section| is_returned(section.note.as_ref()));
    let returned = returned.chain(forms.map(|section| task(t, section.page).to_owned())).collect::<Vec<_>>().join(", ");
    let late = page.deadline.filter(|deadline| deadline.due <= page.now).map(|deadline| {
        let age = age(t, page.now.since(deadline.due));
        fill(r.why_late, &[("when", &when(lang, deadline.due)), ("age", &age)])
    });
    let decided = page.decided.as_ref().map(|decided| decided_line(r.decided_last, decided));
    [
        judged(Verdict::Rejected, r.why_rejected_parts),
        judged(Verdict::Suspended, r.why_suspended_parts),
        (!returned.is_empty()).then(|| fill(r.why_returned_parts, &[("parts", &returned)])),
        late,
        decided,
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn is_returned(note: Option<&Note>) -> bool {
    note.is_some_and(|note| note.from == NoteFrom::Partner)
}

/// Draws the values of one form; the account number is shown only after a reason was given.
fn data(business: BusinessId, section: CheckSection) -> impl IntoView {
    let typed = section.values.iter().any(|(name, value)| name == "account_number" && !value.is_empty());
    let reveal = typed.then(|| reveal_link(business, &Hidden::AccountNumber));
    view! {
        <section class="card card--padded stack stack--tight">
            <div class="row row--between"><h3>{task(words(), section.page)}</h3>{desk_row_tag(section.status)}</div>
            {section.note.clone().map(desk_note)}
            {masked_list(section)}
            {reveal}
        </section>
    }
}

/// Draws the brand's credential for the partner's payment calls; admins alone.
fn credential(business: BusinessId) -> impl IntoView {
    let t = words();
    view! {
        <section class="card card--padded stack stack--tight">
            <h3>{t.reveal.credential}</h3>
            <p class="muted">{t.reveal.shared_key_about}</p>
            {reveal_link(business, &Hidden::SharedKey)}
        </section>
    }
}

/// Draws the merchant and the state of the application.
fn summary(page: &CasePage, name: String, to_fix: usize) -> impl IntoView + use<> {
    let t = words();
    let heading = &page.heading;
    let kind = kind_label(t, &heading.business_type, &heading.legal_entity, &page.business_line);
    let doku = heading.doku_id.clone().map(|id| view! { " · "<span class="id">{id}</span> });
    let reference = page.reference.clone().map(|reference| {
        view! { " · "{t.review.reference}": "<bdi class="id">{reference}</bdi> }
    });
    let due = page.deadline.map(|deadline| view! { " · "{clock(deadline, page.now)} });
    let evidence = page.registered.then(|| {
        view! { " · "<a href=format!("/review/{}/evidence", heading.business)>{t.pack.title}</a> }
    });
    let held = page.trouble.map(|_| view! { <Tag tone=Tone::Fix symbol=Symbol::Alert word=t.review.trouble/> });
    let trouble = page.trouble.map(|trouble| {
        view! { <p>{problem(t, trouble)}" "<a href="/review/troubles">{t.calls.open_troubles}</a></p> }
    });
    view! {
        <header class="stack stack--tight">
            <Back href="/review" label=t.review.queue/>
            <p class="muted">{kind}{doku}{reference}</p>
            <div class="row"><h1><bdi>{name}</bdi></h1>{desk_tag(heading.standing(), to_fix)}{held}</div>
            <p class="muted">{t.review.merchant}": "<bdi>{page.email.clone()}</bdi>{due}{evidence}{refresh_link()}</p>
            {trouble}
        </header>
    }
}

/// Draws DOKU's promise, and how near its end is.
fn clock(deadline: Deadline, now: Millis) -> impl IntoView {
    let due = fill(words().tasks.due, &[("when", &when(site().lang, deadline.due))]);
    view! { {due}" "{pace_tag(deadline, now)} }
}

/// Draws one file. One that was not `submitted` is not shown by itself.
fn document(business: BusinessId, slot: Slot, submitted: bool, told: &[Note]) -> impl IntoView + use<> {
    let t = words();
    let asked = slot.requirement;
    let title = requirement(t, &asked.code, &asked.name).to_owned();
    let note = slot.note.clone().filter(|note| !told.contains(note));
    let values = slot.file.is_some().then(|| numbers(&asked, &slot.values));
    let reveal = slot.values.iter().filter(|(_, value)| !value.is_empty());
    let reveal = reveal.map(|(name, _)| reveal_link(business, &Hidden::Number(name.clone()))).collect_view();
    let file = match &slot.file {
        Some(_) if !submitted => {
            let link = reveal_link(business, &Hidden::File(asked.slot.clone()));
            view! { <p class="muted">{t.reveal.unsubmitted}</p>{link} }.into_any()
        }
        Some(file) => {
            let href = paths::file(Side::Partner, business, &asked.slot, file.id);
            view! { <div class="doc">{thumbnail(&href, file, &title)}{file_line(href, file)}</div> }.into_any()
        }
        None => view! { <p class="muted">{t.check.no_file}</p> }.into_any(),
    };
    view! {
        <section class="card card--padded stack stack--tight">
            <div class="row row--between"><h3>{title}</h3>{desk_row_tag(slot.status)}</div>
            {note.map(desk_note)}
            {file}
            {values}
            {reveal}
        </section>
    }
}

/// Draws the line about the field that a note points at, by its name on the merchant's page.
fn pointed_line(at: &Pointed) -> impl IntoView + use<> {
    let t = words();
    // A field with a dot is a number beside a file.
    let field = match at.field.split_once('.') {
        Some((_, code)) => number_name(t, code, code),
        None => field_name(t, at.page, &at.field),
    };
    view! { <span class="muted">{fill(t.fixes.pointed_at, &[("field", field)])}</span> }
}

fn verdicts(facets: Vec<FacetRow>, pointed: Vec<Pointed>, of: &BusinessType, now: Millis) -> impl IntoView + use<> {
    let (t, lang) = (words(), site().lang);
    let waits = |verdict| matches!(verdict, Verdict::Pending | Verdict::NotSent);
    let row = |row: FacetRow| {
        let (tone, symbol) = match row.verdict {
            Verdict::NotSent => (Tone::Still, Symbol::Pencil),
            Verdict::Pending => (Tone::Wait, Symbol::Clock),
            Verdict::Accepted => (Tone::Good, Symbol::Check),
            Verdict::Rejected => (Tone::Fix, Symbol::Alert),
            Verdict::Suspended => (Tone::Fix, Symbol::Pause),
        };
        let never = matches!(&row.key, FacetKey::Product(_, code) if waits(row.verdict) && !is_offered(of, code));
        let tag = match never {
            true => not_offered_tag(of).into_any(),
            false => view! { <Tag tone symbol word=verdict(t, row.verdict)/> }.into_any(),
        };
        let places = pointed.iter().filter(|at| at.facet == row.key).map(pointed_line).collect_view();
        view! {
            <li class="events__row">
                <div class="row row--between"><span>{facet(t, &row.key)}</span>{tag}</div>
                {row.note.map(|note| view! { <q class="events__note" dir="auto" lang=DOKUS_LANG>{note}</q> })}
                {places}
                {row.at.map(|at| view! { <span class="muted">{when(lang, at)}</span> })}
                {row.deadline.map(|deadline| view! { <span class="muted">{clock(deadline, now)}</span> })}
            </li>
        }
    };
    let none = facets.is_empty().then(|| view! { <p class="muted">{t.review.no_verdicts}</p> });
    let rows = facets.into_iter().map(row).collect_view();
    view! { <Card title=t.review.verdicts>{none}<ul class="events">{rows}</ul></Card> }
}
