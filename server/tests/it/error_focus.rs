//! Errors reach eye and ear: the title begins with them, and the focus is on them.

use crate::world::{Answer, World, on_both};

fn title(page: &Answer) -> String {
    page.body.split("<title>").nth(1).unwrap().split("</title>").next().unwrap().to_owned()
}

/// Returns the tag that has the focus once the page is there.
fn focused(page: &Answer) -> Vec<String> {
    let tags = page.body.split('<').filter_map(|part| part.split('>').next());
    tags.filter(|tag| tag.contains(" autofocus")).map(str::to_owned).collect()
}

on_both! {
    after_a_refused_form_the_focus_is_on_the_summary_and_the_title_begins_with_it, a_form_without_a_draft_tells_it_too
}

async fn after_a_refused_form_the_focus_is_on_the_summary_and_the_title_begins_with_it(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    let contact = format!("/businesses/{id}/contact");
    let plain = merchant.get(&contact).await;
    assert!(!title(&plain).starts_with("Periksa") && focused(&plain).is_empty());
    let answer = merchant.save(id, "contact", &[("name", "Ratna Sari"), ("phone", "12"), ("email", "x")]).await;
    assert_eq!((answer.status, answer.location), (303, format!("{contact}#error-summary")));
    let page = merchant.get(&contact).await;
    let wrong = page.body.matches("aria-invalid=\"true\"").count();
    // A missing choice is marked at its group.
    assert!(wrong == 2 && title(&page).starts_with("Periksa 3 hal: "), "{wrong}: {}", title(&page));
    let focus = focused(&page);
    assert!(
        focus.len() == 1 && focus[0].contains("id=\"error-summary\"") && focus[0].contains("tabindex=\"-1\""),
        "{focus:?}"
    );
    merchant.consent(id).await;
    let answer = merchant.save(id, "documents", &[("KTP.NO_KTP", "")]).await;
    assert_eq!(answer.location, format!("/businesses/{id}/documents#error-summary"));
    assert!(title(&merchant.get(&format!("/businesses/{id}/documents")).await).starts_with("Periksa "));
    assert!(
        focused(&merchant.get(&format!("/businesses/{id}/documents?fix=KTP")).await)
            .iter()
            .all(|tag| !tag.contains("error-summary")),
        "it takes the focus from what was asked for"
    );
}

async fn a_form_without_a_draft_tells_it_too(world: &World) {
    let merchant = world.merchant().await;
    let nobody = world.nobody();
    for (who, path, fields, begins) in [
        (&nobody, "/sign-up", vec![("email", "x"), ("password", "kurang")], "Periksa 2 hal: "),
        (&merchant, "/businesses/new", vec![("business_type", "")], "Periksa 4 hal: "),
    ] {
        let page = who.post(path, &fields).await;
        assert!(page.status == 422 && title(&page).starts_with(begins), "{path}: {}", title(&page));
        assert!(focused(&page).iter().any(|tag| tag.contains("error-summary")), "{path}");
    }
    let page = nobody.post("/sign-in", &[("email", "x@y.example"), ("password", "z")]).await;
    assert!(title(&page).starts_with("Ada yang perlu diperbaiki: "), "{}", title(&page));
    assert!(focused(&page).iter().any(|tag| tag.contains("class=\"banner\"")));
    let page = merchant.get("/businesses/new?problem=no_room").await;
    assert!(!title(&page).starts_with("Usaha") && focused(&page).len() == 1, "{}", title(&page));
}
