//! Keeps the streams of one instance true: it listens to other instances, tells them its own news, and checks the
//! database every 20 s, since messages may get lost. LISTEN and NOTIFY carry ids only.

mod recheck;

pub use recheck::recheck;

use crate::{
    error::Result,
    services::Services,
    store::news::{self, Listener},
    telemetry::{self, or_warn},
};
use domain::Millis;
use secrecy::{ExposeSecret, SecretString};
use std::time::Duration;
use tokio::{
    task::JoinSet,
    time::{Instant, sleep},
};

/// The pause between two checks of rights and of changes.
const ROUND: Duration = Duration::from_secs(20);
/// Each check looks this much further back: transactions take time, and clocks of instances differ.
const OVERLAP: i64 = 30 * Millis::SECOND;
/// The most changes that one round reads; when there are more, every stream is nudged.
const MOST: i64 = 2_000;
/// Pauses before the listener opens again.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// Streams nudged together: all at once would ask for every page at once.
const CROWD: usize = 250;
const BETWEEN_CROWDS: Duration = Duration::from_millis(100);

/// Runs until the returned set is dropped. `url` is PostgreSQL itself, where several instances share one.
pub fn spawn(services: &Services, url: &SecretString) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    tasks.spawn(rights(services.clone()));
    if services.live.others.is_some() {
        tasks.spawn(send_news(services.clone()));
        tasks.spawn(listen(services.clone(), url.clone()));
        tasks.spawn(net(services.clone()));
    }
    tasks
}

async fn rights(services: Services) {
    loop {
        sleep(ROUND).await;
        services.live.forget_empty_rooms();
        telemetry::metrics().run_upkeep();
        // A database that is away ends no stream: the news names nothing, and pages ask for themselves.
        or_warn(recheck(&services).await, "open streams were not checked");
    }
}

async fn send_news(services: Services) {
    let Some(others) = &services.live.others else { return };
    loop {
        others.some.notified().await;
        let told = notify_all(&services, &others.messages()).await;
        or_warn(told, "other instances were not told; they look by themselves");
    }
}

async fn notify_all(services: &Services, messages: &[String]) -> Result<()> {
    let mut db = services.store.read().await?;
    for message in messages {
        news::notify(&mut db, message).await?;
    }
    Ok(())
}

/// Opens the connection anew whenever it breaks.
async fn listen(services: Services, url: SecretString) {
    let mut pause = FIRST_PAUSE;
    loop {
        let began = Instant::now();
        let received = receive(&services, url.expose_secret()).await;
        if or_warn(received, "news between instances are not heard").is_some() {
            tracing::warn!("the connection for news between instances was lost");
        }
        pause = if began.elapsed() > LONGEST_PAUSE { FIRST_PAUSE } else { (pause * 2).min(LONGEST_PAUSE) };
        let jitter = services.jitter(i64::try_from(pause.as_millis()).unwrap_or_default());
        sleep(pause / 2 + Duration::from_millis(jitter.unsigned_abs()) / 2).await;
    }
}

/// Returns when the connection is lost.
async fn receive(services: &Services, url: &str) -> Result<()> {
    let mut listener = Listener::open(url).await?;
    // Messages sent before this moment are not repeated, so all streams are nudged.
    everybody(services).await;
    while let Some(message) = listener.next().await? {
        nudge(services, &message);
    }
    Ok(())
}

fn nudge(services: &Services, message: &str) {
    let Some((instance, ids)) = message.split_once(' ') else { return };
    if services.live.others.as_ref().is_some_and(|others| others.instance != instance) {
        ids.split(',').filter_map(|id| id.parse().ok()).for_each(|id| services.live.tell_here(id));
    }
}

async fn everybody(services: &Services) {
    for some in services.live.watched().chunks(CROWD) {
        some.iter().for_each(|business| services.live.tell_here(*business));
        sleep(BETWEEN_CROWDS).await;
    }
    let mut rooms = services.live.rooms.lock();
    let now = services.now();
    rooms.all.nudge(now);
}

async fn net(services: Services) {
    let mut since = services.now();
    loop {
        sleep(ROUND).await;
        let began = services.now();
        let nudged = nudge_changed(&services, since.plus(-OVERLAP)).await;
        if or_warn(nudged, "what changed elsewhere was not looked for").is_some() {
            since = began;
        }
    }
}

/// Nudges the streams of all businesses that changed since then, whether or not a message about them arrived.
pub async fn nudge_changed(services: &Services, since: Millis) -> Result<()> {
    let changed = news::changed_since(&mut services.store.read().await?, since, MOST).await?;
    if i64::try_from(changed.len()).is_ok_and(|found| found == MOST) {
        everybody(services).await;
    }
    changed.into_iter().for_each(|(business, at)| services.live.tell_if_missed(business, at));
    Ok(())
}
