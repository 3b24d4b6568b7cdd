use super::{
    calls::{Bulk, GiveUp, Retry, Trouble, TroublesPage},
    exchanges,
    uncertain::{update_mended, ways_out},
};
use crate::{
    onboarding::{desk_tag, name_of},
    page::{is_kept, problem_banner, query, reason_error, refresh_link, site, wants_reason, words},
    paths::{self, TROUBLES, escape},
    texts::{Texts, call_kind, fill, number, when},
    ui::{Back, Banner, Page, Symbol, Tag, TextArea, Tone, or_blank, pager},
};
use domain::outbox::{Answer, Kind, Problem};
use leptos::prelude::*;

/// Draws calls that are not tried again by themselves: each waits for a person of the partner.
pub fn troubles(page: TroublesPage) -> impl IntoView {
    let (t, later) = (words(), query("after").is_some());
    let next = page.rows.last().filter(|_| page.more);
    let next = next.map(|row| format!("{TROUBLES}?after={}", escape(&row.cursor)));
    let first = later.then(|| TROUBLES.to_owned());
    let trouble = skew(t, &page);
    let rest = fill(t.calls.troubled, &[("n", &number(site().lang, page.troubled))]);
    let many = (page.rows.len() > 1).then(|| many(t));
    let rows = or_blank(page.rows.is_empty(), None, t.calls.no_troubles, || {
        page.rows.into_iter().map(|row| card(t, row)).collect_view()
    });
    view! {
        <Page title=t.calls.troubles class="wide">
            {problem_banner()}
            <header class="stack stack--tight">
                <Back href="/review?tab=troubled" label=t.review.queue/>
                <h1>{t.calls.troubles}</h1>
                <p class="muted">{t.calls.troubles_about}" "<a href="/review/exchanges">{t.calls.exchanges}</a>{refresh_link()}</p>
                <p><a href="/review?tab=troubled">{rest}</a></p>
            </header>
            {trouble}
            {rows}
            {many}
            <div class="row">{pager(first, next)}</div>
        </Page>
    }
}

/// Warns of a clock difference that will soon stop every call to DOKU.
fn skew(t: &'static Texts, page: &TroublesPage) -> impl IntoView + use<> {
    page.skew_minutes.map(|minutes| {
        let text = if minutes > 0 { t.calls.clock_slow } else { t.calls.clock_fast };
        let text = fill(text, &[("n", &minutes.abs().to_string())]);
        view! { <Banner title=t.calls.clock text=format!("{text} {}", t.calls.clock_text) standing=true/> }
    })
}

/// The id of the form that the ticks of all cards belong to.
const MANY: &str = "many";

/// Draws the actions for all that are ticked.
fn many(t: &'static Texts) -> impl IntoView {
    view! {
        <form class="card card--padded stack" method="post" action=paths::CALLS id=MANY>
            <h2 class="slot__title">{t.calls.many}</h2>
            <p class="muted">{t.calls.many_about}</p>
            <TextArea label=t.calls.many_reason name="reason" value="" rows=2 hint=t.calls.many_reason_hint error=reason_error("many")/>
            <div class="row">
                <button class="button" type="submit" name="way" value=Bulk::Retry.into_str()>{t.calls.many_retry}</button>
                <button class="button button--quiet" type="submit" name="way" value=Bulk::Anew.into_str()>{t.calls.many_anew}</button>
            </div>
        </form>
    }
}

fn tick(t: &'static Texts, row: &Trouble) -> impl IntoView + use<> {
    let call = row.call.to_string();
    view! {
        <label class="row tick">
            <input type="checkbox" name=format!("calls[of-{call}]") value=call form=MANY/>
            {t.calls.tick}
        </label>
    }
}

fn card(t: &'static Texts, row: Trouble) -> impl IntoView {
    let since = fill(t.clocks.since, &[("when", &when(site().lang, row.since))]);
    let attempts = fill(t.calls.attempts, &[("n", &row.attempts.to_string())]);
    let actions = actions(t, &row);
    let ways_out = row.uncertain.then(|| ways_out(row.call));
    let mended = (row.kind == Kind::Update).then(|| update_mended(row.call, None));
    let tick = tick(t, &row);
    let exchanges = (!row.exchanges.is_empty()).then(|| {
        view! {
            <details>
                <summary class="decide__more">{t.calls.last_exchanges}</summary>
                {exchanges::table(row.exchanges)}
            </details>
        }
    });
    view! {
        <section class="card card--padded stack" id=row.call.to_string()>
            <div class="stack stack--tight">
                <div class="row">
                    <h2 class="slot__title"><a href=format!("/review/{}", row.heading.business)><bdi>{name_of(&row.heading)}</bdi></a></h2>
                    {desk_tag(row.heading.standing(), row.to_fix)}
                    <Tag tone=Tone::Fix symbol=Symbol::Alert word=call_kind(t, row.kind)/>
                </div>
                <p>{row.problem.map(|it| problem(t, it))}</p>
                <p class="muted">{since}" · "{attempts}" · "{t.calls.request_id}" "<span class="id">{row.request_id}</span></p>
            </div>
            {actions}
            {ways_out}
            {mended}
            {tick}
            {exchanges}
        </section>
    }
}

pub fn problem(t: &Texts, problem: Problem) -> String {
    match problem {
        Problem::NoAnswer => t.calls.no_answer.to_owned(),
        Problem::GivenUp => t.calls.given_up.to_owned(),
        Problem::Internal | Problem::Broke(_) => t.calls.internal.to_owned(),
        Problem::Doku(Answer::Status(status)) => fill(t.calls.refused, &[("status", &status.to_string())]),
        Problem::NotMade => fill(t.calls.mail_problem, &[("code", "not_made")]),
        Problem::Smtp(answer) => fill(t.calls.mail_problem, &[("code", &answer.to_string())]),
        Problem::Webhook(answer) => fill(t.calls.webhook_problem, &[("code", &answer.to_string())]),
        // While it waits, or no HTTP status.
        Problem::Refused(_) | Problem::DokuAsked(_) | Problem::Doku(_) => {
            fill(t.calls.other_problem, &[("code", &problem.to_string())])
        }
    }
}

/// Draws retry and give up, each with what it means for this call.
fn actions(t: &'static Texts, row: &Trouble) -> impl IntoView + use<> {
    let call = row.call.to_string();
    let name = format!("reasons[of-{call}]");
    let is_part = matches!(row.kind, Kind::Upload | Kind::Update);
    let (label, meaning) = match row.retry {
        Retry::Same => (t.calls.retry, t.calls.retry_same),
        Retry::New if is_part => (t.calls.retry, t.calls.retry_twice),
        Retry::New => (t.calls.retry, t.calls.retry_new),
        Retry::Look => (t.calls.look, t.calls.retry_look),
    };
    let left = match row.give_up {
        GiveUp::Merchant if is_part => t.calls.give_up_part,
        GiveUp::Merchant => t.calls.give_up_merchant,
        GiveUp::Partner => t.calls.give_up_partner,
        GiveUp::Nothing => t.calls.give_up_nothing,
    };
    view! {
        <div class="split">
            <form class="stack stack--tight" method="post" action=paths::call(row.call, "retry")>
                <p class="muted">{meaning}</p>
                <div><button class="button" type="submit">{label}</button></div>
            </form>
            <details open=is_kept(&name) || wants_reason(&name)>
                <summary class="decide__more">{t.calls.give_up}</summary>
                <form class="stack stack--tight" method="post" action=paths::call(row.call, "give-up")>
                    <TextArea label=t.calls.reason name=name.clone() value="" rows=2 hint=left error=reason_error(&name)/>
                    <div><button class="button button--fix" type="submit">{t.calls.give_up}</button></div>
                </form>
            </details>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::{Lang, texts};
    use domain::kyb::{Standing, State};
    use std::collections::HashSet;

    #[test]
    fn each_kind_of_problem_has_a_sentence_of_its_own_without_its_code() {
        let codes = ["no_answer", "given_up", "internal", "doku_422", "smtp_550", "webhook_timeout"];
        let sentence = |t, code: &str| problem(t, code.parse().unwrap());
        for lang in [Lang::Id, Lang::En] {
            let t = texts(lang);
            let sentences: HashSet<String> = codes.iter().map(|code| sentence(t, code)).collect();
            assert_eq!(sentences.len(), codes.len());
            assert!(codes.iter().all(|code| !sentence(t, code).contains(code)), "{sentences:?}");
            assert!(sentence(t, "doku_no_answer").contains("doku_no_answer"), "without a status the code is quoted");
        }
    }

    #[test]
    fn no_sentence_claims_a_cause_that_its_state_does_not_know() {
        for (lang, unknown_causes) in [
            (Lang::Id, ["DOKU tidak menjawab selama", "DOKU belum menjawab", "nomor permintaan yang sama", "Jam DOKU"]),
            (Lang::En, ["DOKU gave no answer", "DOKU has not answered", "same request", "clock is paused"]),
        ] {
            let t = texts(lang);
            let why = |state| crate::texts::why(t, Standing::In(state), 1);
            let sentences = [t.calls.no_answer, why(State::Sending), why(State::ActionNeeded)];
            let claimed = |cause: &str| sentences.iter().any(|text| text.contains(cause));
            assert!(!unknown_causes.iter().any(|cause| claimed(cause)), "{sentences:?}");
        }
    }
}
