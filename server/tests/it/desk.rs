//! The sentences at the partner's desk are true, and are about the page on which they stand.

use crate::{
    callback_order::registered,
    hooks::posted_about,
    outbox::refused,
    read_api::make_key,
    receiver::{Receiver, add},
    usual::escape,
    world::{Answer, Person, World, on_both},
};
use app::texts::{Lang, texts};
use domain::Millis;
use reqwest::header;
use server::seed;

const LIST: &str = "GET /file";
const KIND: [(&str, &str); 4] = [
    ("business_type", "PERSONAL"),
    ("legal_entity", "PERSEORANGAN"),
    ("business_line", "RETAIL"),
    ("nationality", "ID"),
];

fn in_language<'w>(person: &Person<'w>, lang: Lang) -> Person<'w> {
    let cookie = format!("{}; lang={}", person.cookie, lang.as_str());
    Person { world: person.world, cookie, email: person.email.clone() }
}

/// Returns the subject of the e-mail that a pack offers, from its link.
fn subject(page: &str) -> &str {
    let link = page.split("href=\"mailto:?subject=").nth(1).unwrap_or_else(|| panic!("no e-mail in {page}"));
    link.split('&').next().unwrap()
}

/// Returns the innermost question around the form that posts to `action`.
fn question<'p>(page: &'p str, action: &str) -> &'p str {
    let form = page.find(&format!("/{action}\"")).unwrap_or_else(|| panic!("no {action} in {page}"));
    let open = page[..form].rfind("<details").unwrap_or_else(|| panic!("{action} is not asked about: {page}"));
    let end = page[open..].find("</details>").map_or(page.len(), |end| open + end);
    assert!(form < end, "{action} is not asked about: {page}");
    &page[open..end]
}

async fn from_elsewhere(world: &World, path: &str, lang: Lang) -> Answer {
    let request = world.http.post(format!("{}{path}", world.base)).header(header::ORIGIN, "https://evil.example");
    let request = request.header(header::ACCEPT, "text/html").header(header::COOKIE, format!("lang={}", lang.as_str()));
    let form = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body("name=x");
    Answer::read(form.send().await.unwrap()).await
}

on_both! {
    no_page_of_the_partner_asks_as_a_form_does(explicit), what_cannot_be_undone_is_asked_about_first,
    the_search_says_beneath_what_it_looks_for, a_form_of_another_site_is_told_what_it_is,
    an_e_mail_to_doku_names_a_promise_where_there_is_one(explicit),
    of_a_case_without_a_number_the_pack_names_the_partner, a_list_that_doku_answered_empty_is_told_as_that(line),
    nobody_is_told_that_doku_was_away_when_it_answered(line)
}

async fn no_page_of_the_partner_asks_as_a_form_does(world: &World) {
    let case = registered(world).await;
    world.callback("no", &case.says("BUSINESS", "REJECTED", Some("Deskripsi usaha tidak jelas."))).await;
    world.run_due().await;
    let id = case.id;
    let admin = world.sign_in(seed::ADMIN).await;
    let mut pages: Vec<String> = ["", "/receipts/1", "/evidence", "/evidence.txt", "/reveal?what=account_number"]
        .map(|path| format!("/review/{id}{path}"))
        .into();
    pages.extend(
        ["/review?search=ratna", "/review/notes", "/review/troubles", "/review/exchanges", "/review/settings"]
            .map(str::to_owned),
    );
    for lang in [Lang::Id, Lang::En] {
        let (reader, forms) = (in_language(&admin, lang), &texts(lang).forms);
        for page in &pages {
            let answer = reader.get(page).await;
            assert_eq!(answer.status, 200, "{page}");
            for asked in [
                forms.business_description,
                forms.website_readiness,
                forms.mobile_app_readiness,
                "Anda jual",
                "you sell",
            ] {
                assert!(!answer.body.contains(asked), "{page} asks {asked}: {}", answer.body);
            }
        }
        let words = match lang {
            Lang::Id => ["Barang atau jasa yang dijual", "Situs web", "Aplikasi ponsel"],
            Lang::En => ["Goods or services sold", "Website", "Mobile app"],
        };
        for page in &pages[..2] {
            let body = reader.get(page).await.body;
            for word in words {
                assert!(body.contains(word), "{page} lacks {word}: {body}");
            }
        }
    }
    // The form itself still asks.
    let draft = case.merchant.start_business().await;
    case.merchant.consent(draft).await;
    assert!(
        case.merchant
            .get(&format!("/businesses/{draft}/business"))
            .await
            .body
            .contains(texts(Lang::Id).forms.business_description)
    );
}

async fn what_cannot_be_undone_is_asked_about_first(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let receiver = Receiver::open().await;
    add(&admin, &receiver.url).await;
    make_key(&admin, "Sistem gudang").await;
    let key = make_key(&admin, "Sistem toko").await;
    let ask = world
        .http
        .get(format!("{}/api/v1/businesses", world.base))
        .header(header::AUTHORIZATION, format!("Bearer {key}"));
    assert_eq!(ask.send().await.unwrap().status(), 200);
    let endpoint = posted_about(&admin.get("/review/settings").await.body, "endpoints");
    assert_eq!(admin.post(&format!("/review/settings/endpoints/{endpoint}/secrets"), &[]).await.status, 200);
    for lang in [Lang::Id, Lang::En] {
        let page = in_language(&admin, lang).get("/review/settings").await.body;
        let (_, own) = page.split_once("Sistem toko").unwrap();
        let revoke = question(own, "revoke");
        for told in ["Sistem toko", "23 Nov"] {
            assert!(revoke.contains(told), "the question does not tell {told}: {revoke}");
        }
        let never = if lang == Lang::Id { "Belum pernah dipakai" } else { "Never used" };
        let (_, other) = page.split_once("Sistem gudang").unwrap();
        assert!(question(other, "revoke").contains(never), "{other}");
        for action in ["remove", "end-old-secret"] {
            assert!(question(&page, action).contains("<p"), "{action} says nothing");
        }
        assert!(question(&page, "remove").contains(&receiver.url), "the question does not say which");
        assert!(question(&page, "switch").contains("<p"), "what is left out while it is off does not follow by itself");
    }
}

async fn the_search_says_beneath_what_it_looks_for(world: &World) {
    let reviewer = world.reviewer().await;
    for lang in [Lang::Id, Lang::En] {
        let page = in_language(&reviewer, lang).get("/review").await.body;
        let input =
            page.split("<input").find(|tag| tag.contains("type=\"search\"")).unwrap().split('>').next().unwrap();
        let of = |name: &str| input.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
        let placeholder = of("placeholder").unwrap_or_default();
        assert!(placeholder.chars().count() <= 20, "cut off on a phone: {placeholder}");
        let hint = of("aria-describedby").unwrap_or_else(|| panic!("nothing says what is found: {input}"));
        let hint = page.split(&format!("id=\"{hint}\"")).nth(1).unwrap().split('<').next().unwrap();
        assert!(hint.contains("BSN-") && hint.contains("SRB-") && hint.contains("e-mail"), "{hint}");
    }
}

async fn a_form_of_another_site_is_told_what_it_is(world: &World) {
    for path in ["/sign-in", "/businesses/new", "/review/settings/keys", "/review/settings/keys/x/revoke"] {
        for (lang, told, of_accounts) in [
            (Lang::Id, "Buka lagi halamannya", "bukan untuk akun Anda"),
            (Lang::En, "open the page again", "not for your account"),
        ] {
            let answer = from_elsewhere(world, path, lang).await;
            assert_eq!(answer.status, 403, "{path}");
            assert!(answer.body.contains(told) && !answer.body.contains(of_accounts), "{path}: {}", answer.body);
            assert!(!answer.body.contains("evil.example"));
        }
    }
    // A script gets the code.
    let request = world.http.post(format!("{}/language", world.base)).header("Sec-Fetch-Site", "cross-site");
    let answer = request.body("").send().await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.text().await.unwrap().as_str()), (403, "other_site"));
}

async fn an_e_mail_to_doku_names_a_promise_where_there_is_one(world: &World) {
    let case = registered(world).await;
    let at = format!("/review/{}/evidence", case.id);
    let number = case.business.replace('-', "%2D");
    let admin = world.sign_in(seed::ADMIN).await;
    for (lang, promise) in [(Lang::Id, escape("dijanjikan")), (Lang::En, escape("promised"))] {
        let page = in_language(&admin, lang).get(&at).await.body;
        let subject = subject(&page);
        assert!(subject.contains(&promise) && subject.contains(&number), "{subject}");
    }
    world.callback("no", &case.says("BUSINESS_BANK", "REJECTED", Some("Nama pemilik rekening berbeda."))).await;
    world.run_due().await;
    assert_eq!(world.case(case.id).await.business.deadline(), None);
    for (lang, promise) in [(Lang::Id, escape("dijanjikan")), (Lang::En, escape("promised"))] {
        let page = in_language(&admin, lang).get(&at).await.body;
        let subject = subject(&page);
        assert!(!subject.contains(&promise) && subject.ends_with(&number), "{subject}");
    }
}

async fn of_a_case_without_a_number_the_pack_names_the_partner(world: &World) {
    let id = world.merchant().await.submitted(&[]).await;
    let page = world.reviewer().await.get(&format!("/review/{id}/evidence")).await.body;
    assert!(subject(&page).ends_with("BRN%2D0001%2D1700000000000"), "{}", subject(&page));
}

async fn a_list_that_doku_answered_empty_is_told_as_that(world: &World) {
    let merchant = world.merchant().await;
    world.line().next(LIST, 1_000, refused(200, "{}"));
    for (lang, told, silence) in
        [(Lang::Id, "tanpa satu pun syarat", "tidak menjawab"), (Lang::En, "without any requirements", "not answer")]
    {
        let answer = in_language(&merchant, lang).post("/businesses/new", &KIND).await;
        assert_eq!(answer.status, 422, "{}", answer.body);
        assert!(answer.body.contains(told) && !answer.body.contains(silence), "{}", answer.body);
        assert!(answer.body.contains("value=\"RETAIL\""), "what was chosen stands there: {}", answer.body);
    }
    assert_eq!(world.count("select count(*) from businesses").await, 0);
}

async fn nobody_is_told_that_doku_was_away_when_it_answered(world: &World) {
    let merchant = world.merchant().await;
    merchant.start_business().await;
    world.clock.advance(Millis::HOUR);
    world.line().next(LIST, 1_000, refused(200, "{}"));
    let id = merchant.start_business().await;
    merchant.consent(id).await;
    let (indonesian, english) = (in_language(&merchant, Lang::Id), in_language(&merchant, Lang::En));
    let pages = [format!("/businesses/{id}"), format!("/businesses/{id}/documents")];
    for page in &pages {
        let (body, english) = (indonesian.get(page).await.body, english.get(page).await.body);
        assert!(body.contains("daftar DOKU per") && !body.contains("tidak menjawab"), "{page}: {body}");
        assert!(!english.contains("did not answer"), "{page}: {english}");
    }
    let mut list = world.case(id).await.business.checklist.unwrap().0;
    list["business"]["contact"].as_object_mut().unwrap().remove("owner_liveness");
    world.line().mend();
    world.line().next(LIST, 1, refused(200, &list.to_string()));
    world.advance(2 * Millis::MINUTE).await;
    for page in &pages {
        let (body, english) = (indonesian.get(page).await.body, english.get(page).await.body);
        assert!(
            body.contains("berbeda dari daftar saat Anda mulai") && !body.contains("menjawab lagi"),
            "{page}: {body}"
        );
        assert!(
            english.contains("differs from the one you started with") && !english.contains("answering again"),
            "{page}: {english}"
        );
    }
}
