//! Very many applications, written by SQL alone. Nothing in them is sealed: lists show them, but none of them opens.

use domain::Millis;
use server::store::{Conn, Link, Store};
use sqlx::AssertSqlSafe;
use std::ops::Range;

/// What Check Requirements answers weighs.
const CHECKLIST_BYTES: usize = 1_100;
/// Rows per statement.
const STEP: u64 = 100_000;

/// Applications in every state, three of them to an owner.
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
        // Numbers without a common factor, so that nothing goes along with anything else.
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
                checklist, progress, state, state_since, done, total, to_fix, due_at, clock_from, amber_at, trouble, revision,
                doku_business_id, doku_brand_id, created_at, updated_at)
            select {id}, {owner}, name, lower(name) || ' ' || email, 'PERSONAL', 'PERSEORANGAN', 'RETAIL', 'ID', {bytes},
                {checklist}, 'registered', state, since, 5, 8, case when state = 'action_needed' then i % 4 else 0 end,
                case when state in ('in_verification', 'verified') then {now} + ((i * 613) % 1000 - 50) * 172800 end,
                case when state in ('in_verification', 'verified') then since end,
                case when state in ('in_verification', 'verified') then since end,
                case when i % 211 = 0 then 'doku_400' end, 1,
                case when p >= 34 then 'BSN-0104-' || (1700000000000 + i) end,
                case when p >= 34 then 'BRN-0104-' || (1700000000000 + i) end, since, since
            from placed",
            now = now.0, id = words.uuid('b', "i"), owner = words.uuid('a', "(i / 3)"), bytes = words.bytes(60),
            checklist = words.json(CHECKLIST_BYTES),
        );
        run(&mut tx, &rows).await;
        tx.commit().await.unwrap();
    }
}

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

/// What the two databases write differently.
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

    /// `kind`: one hexadecimal digit.
    fn uuid(&self, kind: char, number: &str) -> String {
        match self {
            Self::Lite => format!("cast(printf('{kind}%015d', {number}) as blob)"),
            Self::Pg => format!("cast('{kind}' || lpad(cast({number} as text), 31, '0') as uuid)"),
        }
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
