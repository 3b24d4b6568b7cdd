//! The data that is kept, and for how long.

use crate::world::{Person, World, jpeg, on_both};
use app::paths::Side;
use domain::{Millis, ids::BusinessId, kyb::State};
use reqwest::header;
use server::{retention, services::Services};
use std::{
    collections::BTreeSet,
    fs::{self, File},
    os::unix::fs::PermissionsExt,
    path::PathBuf,
    time::Duration,
};
use tokio::sync::watch;

const HOUR: Duration = Duration::from_secs(3_600);

fn folder(world: &World) -> PathBuf {
    world.folder.path().join("files")
}

fn on_disk(world: &World) -> BTreeSet<String> {
    fs::read_dir(folder(world)).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
}

/// Makes a file as old as if nobody had written to it for so long.
fn age(world: &World, name: &str, by: Duration) {
    let file = File::options().write(true).open(folder(world).join(name)).unwrap();
    file.set_modified(file.metadata().unwrap().modified().unwrap() - by).unwrap();
}

/// Writes a file that no row names.
fn lose(world: &World, name: &str, written_ago: Duration) -> String {
    fs::write(folder(world).join(name), "half a photo").unwrap();
    age(world, name, written_ago);
    name.to_owned()
}

/// Runs the jobs as `serve` does, until `done` or the end of patience, and a moment longer. Returns whether it is done.
async fn work_until(instances: &[&Services], done: impl AsyncFn() -> bool) -> bool {
    let (_stop, stopped) = watch::channel(false);
    let workers: Vec<_> = instances.iter().map(|services| server::jobs::spawn(services, &stopped)).collect();
    let mut is_done = false;
    for _ in 0..400 {
        is_done = done().await;
        if is_done {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    for mut one in workers {
        one.shutdown().await;
    }
    is_done
}

/// Waits for a round of the jobs: it removes a file that no row names.
async fn a_round(world: &World) {
    let lost = lose(world, &"0".repeat(32), 2 * HOUR);
    assert!(work_until(&[&world.services], async || !on_disk(world).contains(&lost)).await, "no round went by");
}

async fn withdraw(merchant: &Person<'_>, id: BusinessId) {
    let answer = merchant.post(&format!("/businesses/{id}/withdraw"), &[]).await;
    assert_eq!(answer.location, format!("/businesses/{id}"));
}

/// Returns a draft with every form and file, withdrawn.
async fn withdrawn<'w>(world: &'w World) -> (Person<'w>, BusinessId) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.fill(id, &[]).await;
    world.run_due().await;
    withdraw(&merchant, id).await;
    (merchant, id)
}

on_both! {
    a_file_that_no_row_names_goes_after_an_hour_and_nothing_else_does, several_instances_sweep_many_files_at_once,
    sealed_files_are_closed_to_everybody_else_on_this_machine, the_papers_of_a_withdrawn_draft_go_after_thirty_days,
    who_withdraws_reads_before_and_after_when_the_papers_go, what_was_started_again_in_time_keeps_its_copies,
    what_was_submitted_is_kept_although_it_was_withdrawn,
    a_file_that_lay_open_is_closed_by_the_sweep_and_each_removal_is_counted,
    the_files_of_another_database_are_left_alone, the_day_that_was_told_stays_whatever_the_setting_says_later
}

async fn a_file_that_no_row_names_goes_after_an_hour_and_nothing_else_does(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.consent(id).await;
    merchant.upload(id, "KTP", "ktp.jpg", jpeg(900)).await;
    let named = on_disk(world);
    assert_eq!(named.len(), 1);
    named.iter().for_each(|name| age(world, name, 2 * HOUR));
    let lost = lose(world, &"a".repeat(32), HOUR + Duration::from_secs(60));
    let under_way = lose(world, &"b".repeat(32), HOUR - Duration::from_secs(60));
    let others = ["catatan.txt".to_owned(), "c".repeat(31), "g".repeat(32)].map(|name| lose(world, &name, 2 * HOUR));
    fs::create_dir(folder(world).join("d".repeat(32))).unwrap();
    // The sandbox's clock is not the file system's.
    world.clock.advance(5 * Millis::HOUR);
    assert!(work_until(&[&world.services], async || !on_disk(world).contains(&lost)).await, "it is still there");
    let kept = named.iter().cloned().chain(others).chain([under_way, "d".repeat(32)]).collect();
    assert_eq!(on_disk(world), kept);
    assert_eq!(merchant.get(&world.file(Side::Merchant, id, "KTP").await).await.status, 200);
}

async fn several_instances_sweep_many_files_at_once(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.consent(id).await;
    merchant.upload(id, "KTP", "ktp.jpg", jpeg(900)).await;
    let named = on_disk(world);
    for n in 0..1_200 {
        lose(world, &format!("{n:032x}"), 2 * HOUR);
    }
    let (second, _) = world.another(|_| {}).await;
    assert!(work_until(&[&world.services, &second], async || on_disk(world).len() < 500).await, "they are still there");
    // The next round takes what one round leaves.
    assert!(
        work_until(&[&world.services, &second], async || on_disk(world) == named).await,
        "{}",
        on_disk(world).len()
    );
}

async fn sealed_files_are_closed_to_everybody_else_on_this_machine(world: &World) {
    let (merchant, id) = withdrawn(world).await;
    merchant.post(&format!("/businesses/{id}/start-again"), &[]).await;
    assert_eq!(on_disk(world).len(), 6, "three, and the copies of them");
    for name in on_disk(world) {
        let mode = fs::metadata(folder(world).join(&name)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{name}: {mode:o}");
    }
}

async fn the_papers_of_a_withdrawn_draft_go_after_thirty_days(world: &World) {
    let (merchant, id) = withdrawn(world).await;
    let (kept, file) = (on_disk(world), world.file(Side::Merchant, id, "KTP").await);
    assert_eq!(kept.len(), 3);
    world.clock.advance(30 * Millis::DAY - Millis::MINUTE);
    a_round(world).await;
    assert_eq!((on_disk(world), world.case(id).await.drafts.len()), (kept, 7));
    world.clock.advance(Millis::MINUTE);
    assert!(work_until(&[&world.services], async || on_disk(world).is_empty()).await, "they are still there");
    assert_eq!(world.count("select count(*) from documents").await, 0);
    assert_eq!(world.count("select count(*) from drafts").await, 0);
    assert_eq!(
        world.count("select count(*) from businesses where name <> '' or search like '%warung ratna%'").await,
        0
    );
    assert_eq!(
        world.count("select count(*) from audit where action = 'purge_withdrawn' and business_id is not null").await,
        1
    );
    assert_eq!(world.case(id).await.business.state, State::Withdrawn);
    // The session ended long ago.
    let merchant = world.sign_in_as(&merchant).await;
    let page = merchant.get(&format!("/businesses/{id}")).await.body;
    assert!(
        page.contains("Isian dan berkas Anda di sini sudah dihapus pada ") && !page.contains("Salin dan mulai lagi"),
        "{page}"
    );
    assert!(merchant.get(&format!("/businesses/{id}/history")).await.body.contains("Isian dan berkas dihapus"));
    let again = merchant.post(&format!("/businesses/{id}/start-again"), &[]).await;
    assert!(again.location.contains("problem=out_of_date"), "{}", again.location);
    for page in ["", "/documents", "/business", "/check", "/receipt", "/history"] {
        assert_eq!(merchant.get(&format!("/businesses/{id}{page}")).await.status, 200, "{page}");
    }
    assert_eq!(merchant.get(&file).await.status, 404);
    assert_eq!(world.reviewer().await.get(&format!("/review/{id}")).await.status, 200);
    // A second round deletes nothing more.
    work_until(&[&world.services], async || true).await;
    assert_eq!(world.count("select count(*) from audit where action = 'purge_withdrawn'").await, 1);
}

async fn who_withdraws_reads_before_and_after_when_the_papers_go(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    let until = "dihapus setelah Rabu 23 Desember, 10.00 WIB";
    let page = format!("/businesses/{id}");
    let before = merchant.get(&page).await.body;
    assert!(before.contains(until) && !before.contains("kapan saja dengan data yang sama"), "{before}");
    assert!(!before.contains("tetap ada di DOKU"), "DOKU has nothing");
    merchant.fill(id, &[]).await;
    world.run_due().await;
    assert!(merchant.get(&page).await.body.contains("Berkas yang sudah diterima DOKU tetap ada di DOKU"));
    withdraw(&merchant, id).await;
    let card = merchant.get(&page).await.body;
    let card = card.split("data-state=\"withdrawn\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(card.contains(until) && card.contains("tetap ada di DOKU"), "{card}");
    // A submitted application is kept, and says so as before.
    let other = merchant.submitted(&[]).await;
    let page = merchant.get(&format!("/businesses/{other}")).await.body;
    assert!(page.contains("kapan saja dengan data yang sama") && !page.contains("dihapus setelah"));
}

async fn what_was_started_again_in_time_keeps_its_copies(world: &World) {
    let (merchant, id) = withdrawn(world).await;
    world.clock.advance(Millis::DAY);
    let merchant = world.sign_in_as(&merchant).await;
    let answer = merchant.post(&format!("/businesses/{id}/start-again"), &[]).await;
    let new: BusinessId = answer.location.trim_start_matches("/businesses/").parse().unwrap();
    world.clock.advance(30 * Millis::DAY);
    assert!(work_until(&[&world.services], async || on_disk(world).len() == 3).await, "{}", on_disk(world).len());
    let (old, copy) = (world.case(id).await, world.case(new).await);
    assert_eq!((old.documents.len(), old.drafts.len(), copy.documents.len(), copy.drafts.len()), (0, 0, 3, 7));
    let merchant = world.sign_in_as(&merchant).await;
    assert_eq!(merchant.get(&world.file(Side::Merchant, new, "KTP").await).await.status, 200);
    let page = merchant.get(&format!("/businesses/{id}")).await.body;
    assert!(page.contains("Pengajuan ini sudah dilanjutkan sebagai pengajuan baru."), "{page}");
}

async fn what_was_submitted_is_kept_although_it_was_withdrawn(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    withdraw(&merchant, id).await;
    let kept = on_disk(world);
    world.clock.advance(40 * Millis::DAY);
    a_round(world).await;
    assert_eq!((on_disk(world), world.case(id).await.documents.len()), (kept, 3));
}

async fn a_file_that_lay_open_is_closed_by_the_sweep_and_each_removal_is_counted(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.consent(id).await;
    merchant.upload(id, "KTP", "ktp.jpg", jpeg(900)).await;
    let name = on_disk(world).pop_first().unwrap();
    let file = folder(world).join(name);
    fs::set_permissions(&file, PermissionsExt::from_mode(0o644)).unwrap();
    lose(world, &"e".repeat(32), 2 * HOUR);
    assert_eq!(retention::sweep::run(&world.services).await.unwrap(), 1);
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(world.nobody().get("/metrics").await.body.contains("\nfiles_swept_total "));
}

async fn the_files_of_another_database_are_left_alone(world: &World) {
    for n in 0..99 {
        lose(world, &format!("{n:032x}"), 2 * HOUR);
    }
    assert_eq!(retention::sweep::run(&world.services).await.unwrap(), 99, "a few begun uploads and nothing else yet");
    for n in 0..100 {
        lose(world, &format!("{n:032x}"), 2 * HOUR);
    }
    assert_eq!(retention::sweep::run(&world.services).await.unwrap(), 0);
    assert_eq!(on_disk(world).len(), 100);
}

async fn the_day_that_was_told_stays_whatever_the_setting_says_later(world: &World) {
    let (merchant, id) = withdrawn(world).await;
    let (week, base) = world.another(|config| config.retention_days = 7).await;
    let page = world.http.get(format!("{base}/businesses/{id}")).header(header::COOKIE, &merchant.cookie);
    assert!(page.send().await.unwrap().text().await.unwrap().contains("Rabu 23 Desember, 10.00 WIB"));
    world.clock.advance(8 * Millis::DAY);
    server::retention::run(&week).await.unwrap();
    assert_eq!(on_disk(world).len(), 3);
    // A business without a date of deletion gets one now: its days begin.
    world.run("update businesses set purge_at = null").await;
    server::retention::run(&week).await.unwrap();
    assert_eq!(on_disk(world).len(), 3);
    world.clock.advance(7 * Millis::DAY);
    server::retention::run(&week).await.unwrap();
    assert_eq!(on_disk(world).len(), 0);
}
