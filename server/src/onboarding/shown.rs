//! One form's values as they will be sent; what does not parse yet is shown as typed.

use domain::{
    codes::SocialMedia,
    forms::{Filled, Form},
    text,
};

pub fn of(form: &Filled) -> Vec<(String, String)> {
    let pairs = accepted(form).unwrap_or_else(|| typed(form));
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).filter(|(_, value)| !value.is_empty()).collect()
}

/// `···· 2233`; shorter numbers show nothing.
pub fn last_four(number: &str) -> String {
    let digits: Vec<char> = number.chars().filter(char::is_ascii_alphanumeric).collect();
    if digits.len() < 8 {
        "····".to_owned()
    } else {
        format!("···· {}", digits[digits.len() - 4..].iter().collect::<String>())
    }
}

type Pairs = Vec<(&'static str, String)>;

fn accepted(form: &Filled) -> Option<Pairs> {
    Some(match form {
        Filled::Documents(_) => Vec::new(),
        Filled::Business(form) => {
            let p = form.parse().ok()?;
            vec![
                ("name", p.name),
                ("description", p.description),
                ("email", p.email.as_str().to_owned()),
                ("phone", p.phone.to_string()),
                ("website_readiness", p.website_readiness.to_string()),
                ("mobile_app_readiness", p.mobile_app_readiness.to_string()),
            ]
        }
        Filled::Brand(_) => return None,
        Filled::Contact(form) => {
            let c = form.parse().ok()?;
            vec![
                ("name", c.name),
                ("email", c.email.as_str().to_owned()),
                ("phone", c.phone.to_string()),
                ("position", c.position.to_string()),
            ]
        }
        Filled::Address(form) => {
            let a = form.parse().ok()?;
            vec![("street", a.street), ("area", a.area.to_string())]
        }
        Filled::Bank(form) => {
            let a = form.parse().ok()?;
            vec![
                ("bank", a.bank.bank_name.to_owned()),
                ("account_number", a.account_number),
                ("account_name", a.account_name),
            ]
        }
        Filled::Social(form) => {
            let social = form.parse().ok()?;
            social.accounts.into_iter().map(|(code, link)| (social_field(&code), link)).collect()
        }
    })
}

fn typed(form: &Filled) -> Pairs {
    match form {
        Filled::Documents(_) => Vec::new(),
        Filled::Business(form) => vec![
            ("name", form.name.clone()),
            ("description", form.description.clone()),
            ("email", form.email.clone()),
            ("phone", form.phone.clone()),
            ("website_readiness", form.website_readiness.clone()),
            ("mobile_app_readiness", form.mobile_app_readiness.clone()),
        ],
        Filled::Brand(form) => vec![
            ("name", text::line(&form.name)),
            ("description", text::lines(&form.description)),
            ("category", form.category.clone()),
            ("transaction_frequency", form.transaction_frequency.clone()),
            ("transaction_quantity", form.transaction_quantity.clone()),
        ],
        Filled::Contact(form) => vec![
            ("name", form.name.clone()),
            ("email", form.email.clone()),
            ("phone", form.phone.clone()),
            ("position", form.position.clone()),
        ],
        Filled::Address(form) => vec![
            ("street", form.street.clone()),
            ("postal_code", form.postal_code.clone()),
            ("village", form.village.clone()),
            ("district", form.district.clone()),
            ("city", form.city.clone()),
            ("province", form.province.clone()),
        ],
        Filled::Bank(form) => vec![
            ("bank", form.bank.clone()),
            ("account_number", form.account_number.clone()),
            ("account_name", form.account_name.clone()),
        ],
        Filled::Social(form) => vec![("instagram", form.instagram.clone()), ("facebook", form.facebook.clone())],
    }
}

fn social_field(code: &SocialMedia) -> &'static str {
    match code {
        SocialMedia::Facebook => "facebook",
        _ => "instagram",
    }
}
