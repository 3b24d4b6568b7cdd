//! Very many applications, written by SQL alone. Nothing in them is sealed: lists show them, but none of them opens.

use domain::Millis;
use server::store::{Conn, Link, Store};
use sqlx::AssertSqlSafe;
use std::ops::Range;

/// The size of an answer of Check Requirements.
const CHECKLIST_BYTES: usize = 1_100;
/// Rows per statement.
const STEP: u64 = 100_000;

/// Writes applications in every state, three of them to an owner.
pub async fn businesses(store: &Store, numbers: Range<u64>, now: Millis) {
    for (from, to) in steps(numbers) {
        let mut tx = store.begin().await.unwrap();
        let words = Words::of(&tx);
        let owners = format!(
            "with recursive n (i) as (select cast({} as bigint) union all select i + 1 from n where i < {})
            insert into accounts (id, email, password_hash, role, created_at)
            select {}, 'pemilik' || i || '@warung.example', '-', 'merchant', {now} from n where true on conflict do nothing",
            from / 3, (to - 1) / 3, words.uuid('a', "i"), now = now.0
        );
        run(&mut tx, &owners).await;
        // The numbers have no common factor, so that no two columns go together.
        let state = "case when p < 25 then 'draft' when p < 30 then 'ready' when p < 33 then 'partner_check' when p < 34 then 'sending'
            when p < 42 then 'in_verification' when p < 48 then 'action_needed' when p < 50 then 'verified' when p < 85 then 'active'
            when p < 86 then 'suspended' when p < 95 then 'declined' else 'withdrawn' end";
        let kind = "case i % 10 when 0 then 'Toko' when 1 then 'Toko' when 2 then 'Kedai' when 3 then 'Bengkel' when 4 then 'CV'
            when 5 then 'PT' when 6 then 'Apotek' else 'Warung' end";
        let place = "substr('MelatiAnggrekKenangaCempakaMawar', cast(1 + (i % 7) * 4 as int), cast(4 + i % 5 as int))";
        let rows = format!(
            "with recursive n (i) as (select cast({from} as bigint) union all select i + 1 from n where i < {to} - 1),
            told as (select i, (i * 7919) % 100 as p, i % 50021 as rest, {now} - (i * 104729 % 31536000) * 1000 as since,
                {kind} || ' ' || {place} || ' ' || i as name, 'pemilik' || (i / 3) || '@warung.example' as email from n),
            placed as (select told.*, {state} as state from told)
            insert into businesses (id, owner_id, name, search, business_type, legal_entity, business_line, nationality, data_key,
                checklist, progress, state, state_since, done, total, to_fix, due_at, clock_from, amber_at, bank_from, bank_amber_at,
                bank_due_at, trouble, revision,
                doku_business_id, created_at, updated_at, reference)
            select {id}, {owner}, name, lower(name) || ' ' || email, 'PERSONAL', 'PERSEORANGAN', 'RETAIL', 'ID', {bytes},
                {checklist}, 'registered', state, since, 5, 8, case when state = 'action_needed' then i % 4 else 0 end,
                case when state in ('in_verification', 'verified') then {now} + ((i * 613) % 1000 - 50) * 172800 end,
                case when state in ('in_verification', 'verified') then since end,
                case when state in ('in_verification', 'verified') then since end,
                case when state = 'in_verification' and i % 3 = 0 then since end,
                case when state = 'in_verification' and i % 3 = 0 then since end,
                case when state = 'in_verification' and i % 3 = 0 then {now} + ((i * 613) % 1000 - 150) * 172800 end,
                case when i % 211 = 0 then 'doku_400' end, 1,
                case when p >= 34 then 'BSN-0104-' || (1700000000000 + i) end,
                since, since,
                case when i % 3 = 0 then 'TOKO-' || i end
            from placed",
            now = now.0, id = words.uuid('b', "i"), owner = words.uuid('a', "(i / 3)"), bytes = words.bytes(60),
            checklist = words.json(CHECKLIST_BYTES),
        );
        run(&mut tx, &rows).await;
        let brands = format!(
            "with recursive n (i) as (select cast({from} as bigint) union all select i + 1 from n where i < {to} - 1)
            insert into brands (business_id, nth, doku_id, next_read_at)
            select {id}, 0, 'BRN-0104-' || (1700000000000 + i),
                case when (i * 7919) % 100 < 85 then {now} + 32000000000 + i end
            from n where (i * 7919) % 100 >= 34",
            now = now.0,
            id = words.uuid('b', "i"),
        );
        run(&mut tx, &brands).await;
        tx.commit().await.unwrap();
    }
}

/// Writes `businesses` with all that belongs to them: what a case page, a status page and the jobs read.
pub async fn everything(store: &Store, numbers: Range<u64>, now: Millis) {
    businesses(store, numbers.clone(), now).await;
    endpoint(store).await;
    for (from, to) in steps(numbers) {
        for (table, each, columns, values) in BELONGING {
            let mut tx = store.begin().await.unwrap();
            let words = Words::of(&tx);
            if let Words::Pg = words {
                // The references are right, so they are not checked.
                run(&mut tx, "set local session_replication_role = replica").await;
            }
            let rows =
                format!(
                "with recursive n (j) as (select cast({} as bigint) union all select j + 1 from n where j < {} - 1),
                line (j, i, k, at) as (select j, j / {each}, j % {each}, {} - (j * 104729 % 31536000) * 1000 from n)
                insert into {table} ({columns}) select {} from line",
                from * each, to * each, now.0, words.summary(values)
            );
            run(&mut tx, &rows).await;
            tx.commit().await.unwrap();
        }
    }
}

async fn endpoint(store: &Store) {
    let mut tx = store.begin().await.unwrap();
    let words = Words::of(&tx);
    let row = format!(
        "insert into endpoints (id, url, secret, off_since, off_why, created_at)
        values ({}, 'https://partner.example/hook', {}, 0, 'by_hand', 0) on conflict do nothing",
        words.uuid('e', "0"),
        words.bytes(60)
    );
    run(&mut tx, &row).await;
    tx.commit().await.unwrap();
}

/// Table, rows for each business, columns and values: `i` numbers the business, `j` the row, `k` the row of its
/// business. `{own}`, `{business}` and `{owner}` are ids, `{sealed}` is bytes.
const BELONGING: &[(&str, u64, &str, &str)] = &[
    (
        "documents",
        3,
        "id, business_id, slot, code, category, name, media_type, size_bytes, stored_as, received_at, replaced_at",
        "{own}, {business}, 'SLOT' || k, 'SLOT' || k, 'DOCUMENT', {sealed}, 'image/jpeg', 9000, '-', at, case when k = 2 then at + 1 end",
    ),
    ("drafts", 3, "business_id, part, body, saved_at", "{business}, 'task' || k, {sealed}, at"),
    ("facets", 3, "business_id, facet, verdict, revision, sent_at", "{business}, 'facet' || k, 'pending', 1, at"),
    ("sends", 3, "business_id, facet, revision, sent_at", "{business}, 'facet' || k, 1, at"),
    (
        "observations",
        2,
        "fact_id, facet, business_id, reported, at, source, outcome",
        "{own}, 'facet' || k, {business}, 'pending', at, 'callback', 'pending'",
    ),
    ("submissions", 1, "id, business_id, revision, body, submitted_at", "{own}, {business}, 1, {sealed}, at"),
    (
        "decisions",
        1,
        "id, business_id, account_id, revision, approved, items, decided_at",
        "{own}, {business}, {owner}, 1, true, 0, at",
    ),
    ("returned_items", 1, "business_id, item, reason, origin, returned_at, settled_at", "{business}, 'KTP', {sealed}, 'partner', at, at"),
    ("updates", 1, "id, business_id, revision, body, submitted_at, taken_at", "{own}, {business}, 2, {sealed}, at, at"),
    (
        "callbacks",
        2,
        "id, client_id, request_id, received_at, sent_at, headers, body, status, problem, business_id",
        "{own}, 'BRN-0001', 'request-' || j, at, at, {sealed}, {sealed}, case j % 400 when 0 then 'orphan' when 1 then 'flagged'
            else 'projected' end, case j % 400 when 1 then 'unknown_type' end, case when j % 400 > 0 then {business} end",
    ),
    ("readbacks", 1, "id, business_id, read_at, body", "{own}, {business}, at, {sealed}"),
    ("doku_entities", 2, "business_id, doku_id, facet", "{business}, 'ADR-' || j, 'facet' || k"),
    (
        "outbox",
        3,
        "id, business_id, kind, lane, subject, request_id, payload, status, due_at, attempts, problem, created_at, done_at",
        "{own}, {business}, case k when 0 then 'upload' when 1 then 'register' else 'mail' end, case when k < 2 then 'doku' else 'mail' end,
            {own}, 'call-' || j, {sealed}, case j % 300 when 0 then 'needs_person' when 1 then 'waiting' else 'done' end, at + 32000000000, 1,
            case j % 300 when 0 then 'doku_400' end, at, case j % 300 when 1 then null else at end",
    ),
    ("exchanges", 1, "id, method, path, status, took_ms, request_id, at", "{own}, 'POST', '/file', 200, 40, 'call-' || j, at"),
    ("audit", 1, "id, account_id, business_id, action, at", "{own}, {owner}, {business}, 'approve', at"),
    ("notices", 1, "business_id, told_at, remind_at", "{business}, at, case when i % 20 = 0 then at + 32000000000 end"),
    ("mails", 1, "id, business_id, account_id, message, created_at, sent_at", "{own}, {business}, {owner}, {sealed}, at, at"),
    ("events", 2, "id, business_id, body, at", "{own}, {business}, {sealed}, at"),
    (
        "deliveries",
        2,
        "id, endpoint_id, event_id, status, attempts, answer, tried_at, created_at",
        "{own}, {endpoint}, {own}, 'delivered', 1, '200', at, at",
    ),
];

fn steps(numbers: Range<u64>) -> impl Iterator<Item = (u64, u64)> {
    let end = numbers.end;
    numbers.step_by(usize::try_from(STEP).unwrap()).map(move |from| (from, end.min(from + STEP)))
}

async fn run(db: &mut Conn, sql: &str) {
    let sql = AssertSqlSafe(sql.to_owned());
    match &mut db.link {
        Link::Lite(held) => drop(sqlx::query(sql).execute(&mut **held).await.unwrap()),
        Link::Pg(held) => drop(sqlx::query(sql).execute(&mut **held).await.unwrap()),
    }
}

/// The words in which the two databases differ.
enum Words {
    Lite,
    Pg,
}

impl Words {
    const fn of(db: &Conn) -> Self {
        match db.link {
            Link::Lite(_) => Self::Lite,
            Link::Pg(_) => Self::Pg,
        }
    }

    /// Returns an id; `kind` is one hexadecimal digit.
    fn uuid(&self, kind: char, number: &str) -> String {
        match self {
            Self::Lite => format!("cast(printf('{kind}%015d', {number}) as blob)"),
            Self::Pg => format!("cast('{kind}' || lpad(cast({number} as text), 31, '0') as uuid)"),
        }
    }

    /// Returns the values of a row, with its ids filled in.
    fn summary(&self, values: &str) -> String {
        let ids = [
            ("{own}", self.uuid('c', "j")),
            ("{business}", self.uuid('b', "i")),
            ("{owner}", self.uuid('a', "(i / 3)")),
            ("{endpoint}", self.uuid('e', "0")),
            ("{sealed}", self.bytes(200)),
        ];
        ids.iter().fold(values.to_owned(), |told, (name, words)| told.replace(name, words))
    }

    fn bytes(&self, many: usize) -> String {
        match self {
            Self::Lite => format!("zeroblob({many})"),
            Self::Pg => format!("cast(repeat('x', {many}) as bytea)"),
        }
    }

    fn json(&self, bytes: usize) -> String {
        let text = format!("'{{\"files\": \"{}\"}}'", "x".repeat(bytes));
        match self {
            Self::Lite => text,
            Self::Pg => format!("cast({text} as jsonb)"),
        }
    }
}
