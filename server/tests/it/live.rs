//! Streams: their listeners, their ends, and news between instances on one database.

use crate::world::{Database, Person, World, kind, on_both};
use domain::{Millis, ids::BusinessId};
use reqwest::{Response, header};
use server::{across, services::Services, store::businesses};
use std::time::Duration;
use tokio::{
    sync::watch,
    time::{sleep, timeout},
};

/// The time is longer than anything here takes, and shorter than a beat.
const PATIENCE: Duration = Duration::from_secs(10);

/// An open stream, read as a browser reads it.
struct Stream(Response);

impl Stream {
    async fn open(who: &Person<'_>, path: &str) -> Self {
        let request = who.world.http.get(format!("{}{path}", who.world.base)).header(header::COOKIE, &who.cookie);
        let answer = request.header(header::ACCEPT, "text/event-stream").send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/event-stream");
        assert_eq!(answer.headers().get(header::CONTENT_ENCODING), None, "compressed events are held back");
        Self(answer)
    }

    /// Returns the next news; `None` when the server ended the stream.
    async fn next(&mut self) -> Option<String> {
        let bytes = timeout(PATIENCE, self.0.chunk()).await.expect("news within ten seconds").unwrap();
        bytes.map(|bytes| String::from_utf8(bytes.to_vec()).unwrap())
    }

    async fn is_silent(&mut self) -> bool {
        timeout(Duration::from_millis(300), self.0.chunk()).await.is_err()
    }
}

/// Waits until the server has counted the streams that opened and ended.
async fn until_open(world: &World, streams: usize) {
    let settled = async {
        while world.services.live.subscriptions.streams() != streams {
            sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(PATIENCE, settled).await.expect("so many streams within ten seconds");
}

const CHANGED: &str = "event: changed\ndata: 1\n\n";

async fn live_path(who: &Person<'_>) -> (BusinessId, String) {
    let id = who.start_business().await;
    (id, format!("/businesses/{id}/live"))
}

on_both! {
    a_stream_says_that_something_changed_and_never_what, signing_out_ends_the_streams_of_that_session_and_no_other,
    who_lost_a_role_or_whose_session_ran_out_hears_nothing_more, one_page_is_watched_in_so_many_tabs_and_no_more,
    a_stopping_server_ends_every_stream_and_opens_no_other
}

async fn a_stream_says_that_something_changed_and_never_what(world: &World) {
    let owner = world.merchant().await;
    let (id, path) = live_path(&owner).await;
    let (other, _) = live_path(&owner).await;
    let mut mine = Stream::open(&owner, &path).await;
    let reviewer = world.reviewer().await;
    let mut queue = Stream::open(&reviewer, "/review/live").await;
    let mut case = Stream::open(&reviewer, &format!("/review/{id}/live")).await;
    assert_eq!(world.services.live.subscriptions.streams(), 3);
    owner.fill(id, &[]).await;
    for stream in [&mut mine, &mut queue, &mut case] {
        assert!(stream.next().await.unwrap().starts_with(CHANGED));
    }
    while !mine.is_silent().await {}
    world.services.live.changed(other);
    assert!(mine.is_silent().await);
    assert!(queue.next().await.unwrap().ends_with(CHANGED));
}

async fn signing_out_ends_the_streams_of_that_session_and_no_other(world: &World) {
    let owner = world.merchant().await;
    let (id, path) = live_path(&owner).await;
    let elsewhere = world.sign_in_as(&owner).await;
    let (mut here, mut second, mut there) =
        (Stream::open(&owner, &path).await, Stream::open(&owner, &path).await, Stream::open(&elsewhere, &path).await);
    assert_eq!(owner.post("/sign-out", &[]).await.status, 303);
    assert_eq!((here.next().await, second.next().await), (None, None));
    world.services.live.changed(id);
    assert_eq!(there.next().await.as_deref(), Some(CHANGED));
    across::recheck(&world.services).await.unwrap();
    assert!(there.is_silent().await);
}

async fn who_lost_a_role_or_whose_session_ran_out_hears_nothing_more(world: &World) {
    let (reviewer, owner) = (world.reviewer().await, world.merchant().await);
    let (_, path) = live_path(&owner).await;
    let mut queue = Stream::open(&reviewer, "/review/live").await;
    let mut mine = Stream::open(&owner, &path).await;
    world.run("update accounts set role = 'admin' where email = 'reviewer@demo.test'").await;
    across::recheck(&world.services).await.unwrap();
    assert_eq!(queue.next().await, None);
    assert!(mine.is_silent().await);
    world.clock.advance(8 * Millis::DAY);
    across::recheck(&world.services).await.unwrap();
    assert_eq!(mine.next().await, None);
    assert_eq!(world.services.live.subscriptions.streams(), 0);
}

async fn one_page_is_watched_in_so_many_tabs_and_no_more(world: &World) {
    let owner = world.merchant().await;
    let ((_, path), (_, other)) = (live_path(&owner).await, live_path(&owner).await);
    let mut tabs = Vec::new();
    for _ in 0..16 {
        tabs.push(Stream::open(&owner, &path).await);
    }
    let refused = owner.get(&path).await;
    assert_eq!((refused.status, refused.body.as_str()), (429, "too_many"));
    // Another page has room, and so has another browser.
    let elsewhere = world.sign_in_as(&owner).await;
    let _open = (Stream::open(&owner, &other).await, Stream::open(&elsewhere, &path).await);
    assert_eq!(world.services.live.subscriptions.streams(), 18);
    drop(tabs.pop());
    until_open(world, 17).await;
    tabs.push(Stream::open(&owner, &path).await);
    // Rooms without anybody are forgotten, the others are not.
    drop(tabs);
    until_open(world, 2).await;
    across::recheck(&world.services).await.unwrap();
    assert_eq!(world.services.live.subscriptions.streams(), 2);
}

async fn a_stopping_server_ends_every_stream_and_opens_no_other(world: &World) {
    let owner = world.merchant().await;
    let (_, path) = live_path(&owner).await;
    let mut open = Stream::open(&owner, &path).await;
    world.services.live.close();
    assert_eq!(open.next().await, None);
    assert_eq!(Stream::open(&owner, &path).await.next().await, None);
}

/// Opens a second instance on the same PostgreSQL.
async fn beside(world: &World) -> Services {
    Services::open(&world.config, world.clock.clone(), world.chance.clone(), Some(world.sandbox.address()))
        .await
        .unwrap()
}

/// Waits for one more piece of news; returns the version.
async fn next(news: &mut watch::Receiver<u64>) -> u64 {
    timeout(PATIENCE, news.changed()).await.expect("news within ten seconds").unwrap();
    *news.borrow_and_update()
}

async fn is_silent(news: &mut watch::Receiver<u64>) -> bool {
    timeout(Duration::from_millis(500), news.changed()).await.is_err()
}

/// Waits until both instances listen: each then tells all its rooms to look.
async fn settled(rooms: &mut [&mut watch::Receiver<u64>]) {
    for room in rooms {
        next(room).await;
        while !is_silent(room).await {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn instances_on_one_postgres_hear_of_each_other_and_not_of_themselves() {
    let world = World::new(Database::Postgres, kind!()).await;
    let (one, two) = (&world.services, beside(&world).await);
    let owner = world.merchant().await;
    let (id, another) = (owner.start_business().await, owner.start_business().await);
    let (mut here, mut there, mut queue) = (one.live.watch(id), two.live.watch(id), two.live.watch_all());
    let mut elsewhere = two.live.watch(another);
    let running = [across::spawn(one, world.config.direct_url()), across::spawn(&two, world.config.direct_url())];
    settled(&mut [&mut here, &mut there, &mut queue, &mut elsewhere]).await;

    let before = (*here.borrow(), *there.borrow(), *queue.borrow());
    one.live.changed(id);
    assert_eq!(next(&mut there).await, before.1 + 1);
    assert_eq!(next(&mut queue).await, before.2 + 1);
    assert_eq!(next(&mut here).await, before.0 + 1);
    assert!(is_silent(&mut here).await, "it heard its own news once more");
    assert!(is_silent(&mut elsewhere).await, "news of another business");

    // There are more changes than one message holds.
    for _ in 0..450 {
        one.live.changed(BusinessId::new(one.id().unwrap()));
    }
    one.live.changed(another);
    next(&mut elsewhere).await;
    drop(running);
    two.store.close().await;
    world.done().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_connection_is_opened_again_and_everybody_looks() {
    let world = World::new(Database::Postgres, kind!()).await;
    let (one, two) = (&world.services, beside(&world).await);
    let id = world.merchant().await.start_business().await;
    let mut there = two.live.watch(id);
    let running = [across::spawn(one, world.config.direct_url()), across::spawn(&two, world.config.direct_url())];
    settled(&mut [&mut there]).await;
    let killed = "select count(pg_terminate_backend(pid)) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and query like 'LISTEN%'";
    assert_eq!(world.count(killed).await, 2);
    next(&mut there).await;
    while !is_silent(&mut there).await {}
    one.live.changed(id);
    next(&mut there).await;
    drop(running);
    two.store.close().await;
    world.done().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_told_is_found_by_looking_once() {
    let world = World::new(Database::Postgres, kind!()).await;
    let (one, two) = (&world.services, beside(&world).await);
    let owner = world.merchant().await;
    let (id, another) = (owner.start_business().await, owner.start_business().await);
    let start = one.now();
    let (mut there, mut quiet, mut queue) = (two.live.watch(id), two.live.watch(another), two.live.watch_all());
    world.clock.advance(Millis::SECOND);
    // Nothing carries news here: neither instance listens.
    let mut tx = one.store.begin().await.unwrap();
    businesses::set_consent(&mut tx, id, "1", one.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!there.has_changed().unwrap());
    across::nudge_changed(&two, start).await.unwrap();
    assert!(there.has_changed().unwrap() && queue.has_changed().unwrap() && !quiet.has_changed().unwrap());
    for news in [&mut there, &mut quiet, &mut queue] {
        news.mark_unchanged();
    }
    across::nudge_changed(&two, start).await.unwrap();
    assert!(!there.has_changed().unwrap() && !queue.has_changed().unwrap(), "told twice");
    two.store.close().await;
    world.done().await;
}
