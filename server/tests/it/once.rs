//! A form that creates is posted more than once: three clicks over a slow line, or a lost answer.

use crate::{
    receiver::Receiver,
    world::{Answer, Person, World, on_both},
};
use futures::future::join_all;
use reqwest::header;
use server::seed;

const NEW: [(&str, &str); 4] = [
    ("business_type", "PERSONAL"),
    ("legal_entity", "PERSEORANGAN"),
    ("business_line", "RETAIL"),
    ("nationality", "ID"),
];

/// Returns the key of the form on the page that posts to `action`.
async fn key(who: &Person<'_>, page: &str, action: &str) -> String {
    let body = who.get(page).await.body;
    let form = body.split("<form").find(|form| form.contains(&format!("action=\"{action}\""))).unwrap().to_owned();
    let field = form.split("name=\"once\"").nth(1).expect("the form carries no key");
    field.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

async fn three_at_once(who: &Person<'_>, path: &str, fields: &[(&str, &str)], key: &str) -> Vec<Answer> {
    let fields: Vec<_> = fields.iter().copied().chain([("once", key)]).collect();
    join_all((0..3).map(|_| who.post(path, &fields))).await
}

fn secret(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.body);
    let code = answer.body.split("<code class=\"secret\">").nth(1).expect("no secret is shown");
    code.split('<').next().unwrap().to_owned()
}

on_both! {
    three_posts_of_one_form_make_one_business, a_key_is_an_accounts_own_and_a_form_of_before_has_none,
    the_second_post_is_no_business_too_many,
    three_posts_of_one_form_make_one_endpoint_or_key_and_tell_its_secret_each_time,
    three_posts_of_one_sign_up_make_one_account_and_open_it, starting_again_twice_finds_the_same_business
}

async fn three_posts_of_one_form_make_one_business(world: &World) {
    let merchant = world.merchant().await;
    let first = key(&merchant, "/businesses/new", "/businesses/new").await;
    assert!(first.len() >= 20, "{first}");
    let answers = three_at_once(&merchant, "/businesses/new", &NEW, &first).await;
    for answer in &answers {
        assert_eq!((answer.status, &answer.location), (303, &answers[0].location), "{}", answer.body);
    }
    assert_eq!(world.count("select count(*) from businesses").await, 1);
    // The answer was lost, and somebody tries again much later.
    world.clock.advance(23 * domain::Millis::HOUR);
    assert_eq!(three_at_once(&merchant, "/businesses/new", &NEW, &first).await[0].location, answers[0].location);
    assert_eq!(world.count("select count(*) from businesses").await, 1);
    let next = key(&merchant, "/businesses/new", "/businesses/new").await;
    assert_ne!(next, first, "another visit is another business");
    assert_ne!(three_at_once(&merchant, "/businesses/new", &NEW, &next).await[0].location, answers[0].location);
    assert_eq!(world.count("select count(*) from businesses").await, 2);
}

async fn a_key_is_an_accounts_own_and_a_form_of_before_has_none(world: &World) {
    let (merchant, stranger) = (world.merchant().await, world.merchant().await);
    let first = key(&merchant, "/businesses/new", "/businesses/new").await;
    let mine = three_at_once(&merchant, "/businesses/new", &NEW, &first).await.remove(0);
    let theirs = three_at_once(&stranger, "/businesses/new", &NEW, &first).await.remove(0);
    assert!(mine.status == 303 && theirs.status == 303 && mine.location != theirs.location);
    for key in ["", "x"] {
        let answers = three_at_once(&stranger, "/businesses/new", &NEW, key).await;
        assert!(answers.iter().all(|answer| answer.status == 303), "a form without a key is taken");
    }
    stranger.start_business().await;
    assert_eq!(world.count("select count(*) from businesses").await, 2 + 6 + 1);
    assert!(world.blobs("select key from once_keys").await.iter().all(|kept| kept.len() == 32), "kept as it is");
}

async fn the_second_post_is_no_business_too_many(world: &World) {
    let merchant = world.merchant().await;
    let first = key(&merchant, "/businesses/new", "/businesses/new").await;
    for _ in 0..19 {
        merchant.start_business().await;
    }
    let answers = three_at_once(&merchant, "/businesses/new", &NEW, &first).await;
    assert!(answers.iter().all(|answer| answer.location == answers[0].location && answer.status == 303));
}

async fn three_posts_of_one_form_make_one_endpoint_or_key_and_tell_its_secret_each_time(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let receiver = Receiver::open().await;
    for (path, field, rows) in [
        ("/review/settings/endpoints", ("url", receiver.url.as_str()), "select count(*) from endpoints"),
        ("/review/settings/keys", ("name", "Kasir"), "select count(*) from api_keys"),
    ] {
        let once = key(&admin, "/review/settings", path).await;
        let answers = three_at_once(&admin, path, &[field], &once).await;
        let secrets: Vec<_> = answers.iter().map(secret).collect();
        assert!(
            secrets.iter().all(|told| *told == secrets[0]),
            "{path}: whoever sees the last answer sees another secret"
        );
        assert_eq!(world.count(rows).await, 1, "{path}");
    }
    assert!(!world.blobs("select made from once_keys").await.iter().any(|made| made.len() < 60), "kept in the open");
}

async fn three_posts_of_one_sign_up_make_one_account_and_open_it(world: &World) {
    let nobody = world.nobody();
    let once = key(&nobody, "/sign-up", "/sign-up").await;
    let fields = [("email", "rini@warung.example"), ("password", "nasi goreng tiap pagi")];
    for answer in three_at_once(&nobody, "/sign-up", &fields, &once).await {
        assert_eq!((answer.status, answer.location.as_str()), (303, "/businesses"), "{}", answer.body);
        assert!(answer.headers.contains_key(header::SET_COOKIE));
    }
    let other = key(&nobody, "/sign-up", "/sign-up").await;
    assert_eq!(three_at_once(&nobody, "/sign-up", &fields, &other).await[0].status, 422, "it is taken");
}

async fn starting_again_twice_finds_the_same_business(world: &World) {
    let merchant = world.merchant().await;
    let old = merchant.start_business().await.to_string();
    merchant.post(&format!("/businesses/{old}/withdraw"), &[]).await;
    let path = format!("/businesses/{old}/start-again");
    let answers = join_all((0..3).map(|_| merchant.post(&path, &[]))).await;
    assert!(
        answers.iter().all(|answer| answer.location == answers[0].location && !answer.location.contains("problem"))
    );
    assert_eq!(world.count("select count(*) from businesses").await, 2);
}
