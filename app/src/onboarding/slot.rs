use super::{
    at,
    data::{FileRow, Item, RowStatus, Slot},
    example::example,
    notes::{lock_line, mended_line, note_box},
    row_tag,
};
use crate::{
    error::AppError,
    islands::UploadProgress,
    page::{query, site, with_support, words},
    paths::{self, Side},
    texts::{
        any_of, file_size, fill, number_name, problem, refusal, refusal_sentence, requirement, requirement_hint, when,
    },
    ui::{Icon, Symbol, UploadField},
};
use domain::{
    application::Page,
    ids::BusinessId,
    requirement::{Refusal, Requirement},
};
use leptos::prelude::*;

/// One file that DOKU asks for: the file we have, the notes on it, and the form to upload one.
#[component]
pub fn SlotCard(
    business: BusinessId,
    card: Slot,
    /** Consent was given and the business may be changed. */
    open: bool,
    /** Single files are locked: each says why. */
    #[prop(optional)]
    say_lock: bool,
    /** Asked for by name above. */
    #[prop(optional)]
    missing: bool,
) -> impl IntoView {
    let t = words();
    let slot = card;
    let lacking = (open && slot.status == RowStatus::Started && !missing).then(|| lacking(&slot));
    let asked = slot.requirement;
    let href = slot.file.as_ref().map(|file| paths::file(Side::Merchant, business, &asked.slot, file.id));
    let (title, upload) = (requirement(t, &asked.code, &asked.name).to_owned(), open && slot.lock.is_none());
    let has_file = slot.file.is_some();
    let wrong = upload && slot.status == RowStatus::Fix;
    let picture = slot.note.as_ref().filter(|_| wrong).and_then(|note| example(&Item::from(&asked), Some(note)));
    let lock = slot.lock.filter(|_| say_lock).map(lock_line);
    view! {
        <section class="card slot" id=format!("slot-{}", asked.slot) aria-labelledby=format!("title-{}", asked.slot)>
            <div class="row row--between">
                <h2 class="slot__title" id=format!("title-{}", asked.slot)>{title.clone()}</h2>
                {row_tag(slot.status)}
            </div>
            {requirement_hint(t, &asked.code).map(|hint| view! { <p class="muted">{hint}</p> })}
            {lacking.map(|lacking| view! { <p class="slot__lacking">{lacking}</p> })}
            {slot.note.map(|note| note_box(note, Some(Page::Documents)))}
            {slot.mended.map(mended_line)}
            {picture}
            {lock}
            {slot.file.zip(href).map(|(file, href)| view! { <div class="file">{thumbnail(&href, &file, &title)}{file_line(href, &file)}</div> })}
            {upload.then(|| upload_form(business, &asked, has_file, missing))}
        </section>
    }
}

/// Says what is still missing: the photo, or the value beside it.
fn lacking(slot: &Slot) -> String {
    let t = words();
    let name = |asked: &Requirement| asked.forms.first().map(|form| number_name(t, &form.code, &form.name).to_owned());
    match slot.file {
        Some(_) => fill(t.documents.value_open, &[("what", &name(&slot.requirement).unwrap_or_default())]),
        None => t.documents.photo_open.to_owned(),
    }
}

/// Says why the last upload to this slot was refused.
fn refused(asked: &Requirement) -> Option<String> {
    let code = query("problem").filter(|_| query("slot").as_deref() == Some(&asked.slot))?;
    if code == AppError::SignedOut.code() {
        return Some(words().documents.file_signed_out.to_owned());
    }
    let by_file = Refusal::read(&code).map(|reason| refusal(site().lang, words(), reason, asked));
    by_file.or_else(|| problem(words(), &code).map(|told| format!("{}. {}", told.title, with_support(told.text))))
}

fn upload_form(business: BusinessId, asked: &Requirement, again: bool, missing: bool) -> impl IntoView + use<> {
    let (t, lang) = (words(), site().lang);
    let size = file_size(lang, asked.max_bytes());
    let hint = fill(t.documents.limits, &[("kinds", &any_of(t, &asked.kinds())), ("size", &size)]);
    let (label, button) =
        if again { (t.documents.choose_other, t.documents.replace) } else { (t.documents.choose, t.documents.upload) };
    let name = requirement(t, &asked.code, &asked.name).to_owned();
    let action = at(business, &format!("documents/{}", asked.slot));
    let too_big = refusal(lang, t, Refusal::TooBig, asked);
    let error = refused(asked).or_else(|| missing.then(|| t.documents.photo_open.to_owned()));
    let (id, accept, max_bytes) = (format!("file-{}", asked.slot), asked.accept(), asked.max_bytes());
    view! {
        <UploadProgress>
            <form class="stack" method="post" enctype="multipart/form-data" data-upload action=action
                data-uploading=t.documents.uploading data-failed=t.documents.upload_failed data-too-big=too_big
                data-missing=refusal_sentence(t, Refusal::Missing) data-uploaded=fill(t.documents.uploaded, &[("what", &name)])>
                <UploadField label id accept max_bytes hint error again/>
                <div class="upload__progress" data-upload-progress hidden>
                    <progress class="meter" max="100" value="0" aria-label=t.documents.uploading></progress>
                    <p class="muted" role="status" data-upload-status></p>
                </div>
                <button class="button upload__send" type="submit" aria-label=format!("{button}: {name}")>{button}</button>
            </form>
        </UploadProgress>
    }
}

/// Draws a picture of the file, or its icon.
pub fn thumbnail(href: &str, file: &FileRow, title: &str) -> AnyView {
    if file.is_image {
        view! { <a class="file__thumb" href=href.to_owned()><img src=href.to_owned() alt=title.to_owned() loading="lazy"/></a> }.into_any()
    } else {
        view! { <span class="file__thumb"><Icon symbol=Symbol::File/></span> }.into_any()
    }
}

/// Draws the name, size and time of a file, and whether DOKU holds it too.
pub fn file_line(href: String, file: &FileRow) -> impl IntoView + use<> {
    let (t, lang) = (words(), site().lang);
    let at = fill(t.documents.file_at, &[("when", &when(lang, file.received_at))]);
    let doku = file.sent.then(|| format!(" · {}", t.documents.at_doku));
    view! {
        <div class="file__about">
            <a href=href><bdi>{file.name.clone()}</bdi></a>
            <p class="muted">{file_size(lang, file.bytes)}" · "{at}{doku}</p>
        </div>
    }
}
