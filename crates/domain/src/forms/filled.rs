use super::*;
use crate::requirement::Requirement;

/// One task's form as typed, whichever it is: what a draft holds.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Filled {
    Documents(DocumentsForm),
    Business(ProfileForm),
    Brand(BrandForm),
    Contact(ContactForm),
    Address(AddressForm),
    Bank(BankForm),
    Social(SocialForm),
}

impl Filled {
    pub fn blank(task: Task) -> Self {
        match task {
            Task::Documents => Self::Documents(DocumentsForm::default()),
            Task::Business => Self::Business(ProfileForm::default()),
            Task::Brand => Self::Brand(BrandForm::default()),
            Task::Contact => Self::Contact(ContactForm::default()),
            Task::Address => Self::Address(AddressForm::default()),
            Task::Bank => Self::Bank(BankForm::default()),
            Task::Social => Self::Social(SocialForm::default()),
        }
    }

    pub const fn task(&self) -> Task {
        match self {
            Self::Documents(_) => Task::Documents,
            Self::Business(_) => Task::Business,
            Self::Brand(_) => Task::Brand,
            Self::Contact(_) => Task::Contact,
            Self::Address(_) => Task::Address,
            Self::Bank(_) => Task::Bank,
            Self::Social(_) => Task::Social,
        }
    }

    /// Judged again whenever it is shown; only `Documents` asks the checklist.
    pub fn errors(&self, checklist: &[Requirement]) -> FormErrors {
        fn of<T>(outcome: Result<T, FormErrors>) -> FormErrors {
            outcome.err().unwrap_or_default()
        }
        match self {
            Self::Documents(form) => of(form.parse(checklist)),
            Self::Business(form) => of(form.parse()),
            Self::Brand(form) => of(form.parse()),
            Self::Contact(form) => of(form.parse()),
            Self::Address(form) => of(form.parse()),
            Self::Bank(form) => of(form.parse()),
            Self::Social(form) => of(form.parse()),
        }
    }

    pub fn is_blank(&self) -> bool {
        match self {
            Self::Documents(form) => form.is_blank(),
            Self::Business(form) => form.is_blank(),
            Self::Brand(form) => form.is_blank(),
            Self::Contact(form) => form.is_blank(),
            Self::Address(form) => form.is_blank(),
            Self::Bank(form) => form.is_blank(),
            Self::Social(form) => form.is_blank(),
        }
    }
}

macro_rules! filled {
    ($($arm:ident($form:ident)),*) => { $(
        impl From<$form> for Filled { fn from(form: $form) -> Self { Self::$arm(form) } }
        impl TryFrom<Filled> for $form {
            type Error = Task;
            /// The task that it is instead.
            fn try_from(filled: Filled) -> Result<Self, Task> {
                match filled { Filled::$arm(form) => Ok(form), other => Err(other.task()) }
            }
        }
    )* };
}
filled!(
    Documents(DocumentsForm),
    Business(ProfileForm),
    Brand(BrandForm),
    Contact(ContactForm),
    Address(AddressForm),
    Bank(BankForm),
    Social(SocialForm)
);
