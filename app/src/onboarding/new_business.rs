use crate::{
    account::complaints,
    context::redisplay,
    page::{once_field, problem_banner, words},
    ui::{Back, Choice, Dock, Page, RadioGroup, SelectField},
};
use leptos::prelude::*;

/// Draws the form of what Check Requirements asks before it answers with the checklist.
pub fn new_business() -> impl IntoView {
    let t = words();
    let b = &t.businesses;
    let again = redisplay();
    let values = again.values.clone();
    let value = move |name: &str, usual: &str| values.get(name).cloned().unwrap_or_else(|| usual.to_owned());
    let kinds = vec![
        Choice { hint: Some(b.personal_hint.into()), ..Choice::new("PERSONAL", b.personal) },
        Choice { hint: Some(b.corporate_hint.into()), disabled: true, ..Choice::new("CORPORATE", b.corporate) },
    ];
    let labels = [
        ("business_type", b.kind),
        ("legal_entity", b.legal_entity),
        ("business_line", b.line),
        ("nationality", b.nationality),
    ];
    view! {
        <Page title=b.add>
            <div class="column">
                {problem_banner()}
                {complaints(&again, &labels)}
                <header class="stack stack--tight">
                    <Back href="/businesses" label=t.common.businesses/>
                    <h1>{b.add}</h1>
                    <p class="muted">{b.new_lead}</p>
                </header>
                <form class="card card--padded stack" method="post" action="/businesses/new" id="task-form">
                    {once_field()}
                    <RadioGroup legend=b.kind name="business_type" value=value("business_type", "PERSONAL") choices=kinds
                        error=again.error("business_type")/>
                    <SelectField label=b.legal_entity name="legal_entity" value=value("legal_entity", "PERSEORANGAN")
                        choices=vec![Choice::new("PERSEORANGAN", b.perseorangan)] error=again.error("legal_entity")/>
                    <SelectField label=b.line name="business_line" value=value("business_line", "RETAIL")
                        choices=vec![Choice::new("RETAIL", b.retail)] error=again.error("business_line")/>
                    <SelectField label=b.nationality name="nationality" value=value("nationality", "ID")
                        choices=vec![Choice::new("ID", b.indonesian)] error=again.error("nationality")/>
                </form>
            </div>
            <Dock><button class="button button--wide" type="submit" form="task-form">{b.new_button}</button></Dock>
        </Page>
    }
}
