use super::{
    Consent, SaveDocuments,
    api::{DocumentsPage, Slot},
    at, eyebrow,
    form::{Fields, save_button, task_form},
    onboarding,
    slot::SlotCard,
};
use crate::{
    page::{business_id, load, problem_banner, query, site, viewer, words},
    texts::{CONSENT_VERSION, fill, value_name},
    ui::{Back, Dock, ErrorSummary, Page, TextField},
};
use domain::{
    forms::{DocumentsForm, Task},
    ids::BusinessId,
    requirement::Characters,
};
use leptos::{prelude::*, server_fn::ServerFn};

/// Consent first, then a card for each file, then the values that go with them.
#[component]
pub fn Documents() -> impl IntoView {
    let ask = (business_id(), viewer(), onboarding());
    load(
        async move {
            let (business, viewer, onboarding) = ask;
            onboarding?.documents(viewer?, business?).await
        },
        |page| show(page).into_any(),
    )
}

fn show(page: DocumentsPage) -> impl IntoView {
    let t = words();
    let business = page.heading.business;
    let fields = Fields::new(Task::Documents, page.judged && page.editable, page.errors);
    let values = values_form(business, &page.slots, &fields, page.editable);
    let dock = (page.editable && page.consent_given).then(|| view! { <Dock>{save_button()}</Dock> });
    let open = page.editable && page.consent_given;
    let slots = page.slots.into_iter().map(|slot| view! { <SlotCard business card=slot open/> }).collect_view();
    // A problem with one file stands beside that file.
    let banner = query("slot").is_none().then(problem_banner);
    view! {
        <Page title=t.documents.title>
            <div class="column">
                {banner}
                <ErrorSummary rows=fields.complaints()/>
                <header class="stack stack--tight">
                    <Back href=at(business, "") label=t.common.back_to_tasks/>
                    {eyebrow(&page.heading)}
                    <h1>{t.documents.title}</h1>
                    <p class="muted">{t.documents.lead}</p>
                </header>
                {(!page.consent_given).then(|| consent_form(business))}
                {slots}
                {values}
            </div>
            {dock}
        </Page>
    }
}

fn consent_form(business: BusinessId) -> impl IntoView {
    let (t, site) = (words(), site());
    let say = |sentence| fill(sentence, &[("partner", &site.partner_name), ("support", &site.partner_support)]);
    view! {
        <form class="card card--padded stack consent" method="post" action=Consent::PATH>
            <h2>{t.documents.consent_title}</h2>
            <p>{say(t.documents.consent_1)}</p>
            <p>{say(t.documents.consent_2)}</p>
            <p>{say(t.documents.consent_3)}</p>
            <input type="hidden" name="business" value=business.to_string()/>
            <input type="hidden" name="version" value=CONSENT_VERSION/>
            <button class="button button--wide" type="submit">{t.documents.consent_button}</button>
            <p class="muted">{t.documents.consent_first}</p>
        </form>
    }
}

/// The values of all files in one form, since they are one draft.
fn values_form(business: BusinessId, slots: &[Slot], fields: &Fields, editable: bool) -> impl IntoView + use<> {
    let t = words();
    let inputs: Vec<AnyView> = slots.iter().flat_map(|slot| value_fields(slot, fields)).collect();
    (!inputs.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h2 class="section-title">{t.documents.values_title}</h2>
                {task_form(business, SaveDocuments::PATH, editable, None, inputs.into_any())}
            </section>
        }
    })
}

fn value_fields(slot: &Slot, fields: &Fields) -> Vec<AnyView> {
    let typed = |key: &str| {
        slot.values.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let field = |form: &domain::requirement::FormRequirement| {
        let key = DocumentsForm::key(&slot.requirement.slot, &form.code);
        let (label, hint) = value_name(fields.t, &form.code, &form.name, &form.caption);
        let inputmode = if form.allowed == Characters::Digits { "numeric" } else { "text" };
        view! {
            <TextField label name=fields.name(&key) value=typed(&key) error=fields.error(&key) hint inputmode/>
        }
        .into_any()
    };
    slot.requirement.forms.iter().map(field).collect()
}
