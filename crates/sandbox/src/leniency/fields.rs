//! Every field that DOKU's pages or samples show, and what stands in it. Source: CONTRACT §5.1; the parts for CORPORATE and
//! the ids in updates are inferred (§5.5, §7.2).

pub enum Kind {
    Text,
    /// DOKU's table says integer, its sample shows text.
    TextOrNumber,
    Flag,
    Readiness,
    Area,
    Code(&'static [&'static str]),
    Texts,
    One(&'static [Field]),
    List(&'static [Field]),
    /// Another name of the banks.
    Alias,
}

pub type Field = (&'static str, Kind);

const FILE: &[Field] = &[("id", Kind::Text)];
const FORM: &[Field] = &[("code", Kind::Text), ("value", Kind::Text)];
const DOCUMENT: &[Field] =
    &[("code", Kind::Text), ("category", Kind::Code(&["DOCUMENT"])), ("id", Kind::Text), ("forms", Kind::List(FORM))];
const SOCIAL: &[Field] = &[("code", Kind::Code(&["INSTAGRAM", "FACEBOOK"])), ("accounts", Kind::Texts)];
const ADDRESS: &[Field] =
    &[("id", Kind::Text), ("area", Kind::Area), ("country", Kind::Text), ("name", Kind::Text), ("primary", Kind::Flag)];
const BANK_PAPER: &[Field] = &[
    ("code", Kind::Text),
    ("category", Kind::Code(&["BANK_ACCOUNT", "DOCUMENT"])),
    ("id", Kind::Text),
    ("forms", Kind::List(FORM)),
];
pub const BANK: &[Field] = &[
    ("id", Kind::Text),
    ("account_name", Kind::Text),
    ("account_number", Kind::Text),
    ("bank_id", Kind::Text),
    ("bank_name", Kind::Text),
    ("country", Kind::Text),
    ("currency", Kind::Text),
    ("swift_code", Kind::Text),
    ("documents", Kind::List(BANK_PAPER)),
];
const CONTACT: &[Field] = &[
    ("id", Kind::Text),
    ("name", Kind::Text),
    ("email", Kind::Text),
    ("nationality", Kind::Text),
    ("phone_calling_code", Kind::TextOrNumber),
    ("phone_number", Kind::TextOrNumber),
    ("position", Kind::Code(&["OWNER"])),
    ("primary", Kind::Flag),
    ("documents", Kind::List(DOCUMENT)),
    ("owner_liveness", Kind::One(FILE)),
];
const LINES: &[&str] = &[
    "AGRICULTURE",
    "CAPITAL_MARKET",
    "CHARITY",
    "COMMUNICATION",
    "DIGITAL_AND_GAME",
    "EDUCATION",
    "EVENT_ORGANIZER",
    "FINANCIAL_SERVICE",
    "FOOD_AND_BEVERAGE",
    "GAS_STATION",
    "HOSPITALITY",
    "INSURANCE",
    "LOGISTICS",
    "MANUFACTURE",
    "MARKETPLACE",
    "MINING",
    "ONLINE_STORE",
    "RETAIL",
];
const BRAND: &[Field] = &[
    ("id", Kind::Text),
    ("name", Kind::Text),
    ("description", Kind::Text),
    ("category", Kind::Code(&["RETAIL", "NON_RETAIL"])),
    ("business_line", Kind::Code(LINES)),
    ("transaction_frequency", Kind::Code(&["UMI"])),
    ("transaction_quantity", Kind::Code(&["UP_TO_100"])),
    ("social_media", Kind::List(SOCIAL)),
    ("photo_proofs", Kind::List(FILE)),
    ("logo", Kind::One(FILE)),
];
const BUSINESS: &[Field] = &[
    ("id", Kind::Text),
    ("type", Kind::Text),
    ("callback_url", Kind::Text),
    ("legal_entity", Kind::Text),
    ("name", Kind::Text),
    ("description", Kind::Text),
    ("email", Kind::Text),
    ("phone_calling_code", Kind::TextOrNumber),
    ("calling_code", Kind::TextOrNumber),
    ("phone_number", Kind::TextOrNumber),
    ("website_readiness", Kind::Readiness),
    ("mobile_app_readiness", Kind::Readiness),
    ("brands", Kind::List(BRAND)),
    ("addresses", Kind::List(ADDRESS)),
    ("banks", Kind::List(BANK)),
    ("bank_accounts", Kind::Alias),
    ("bank_account", Kind::One(BANK)),
    ("contacts", Kind::List(CONTACT)),
    ("documents", Kind::List(DOCUMENT)),
    ("service_agreement", Kind::One(FILE)),
];
pub const BODY: &[Field] =
    &[("business", Kind::One(BUSINESS)), ("partner", Kind::One(&[("invited_user", Kind::Texts)]))];
