use super::{
    address::AddressForm,
    bank::BankForm,
    brand::BrandForm,
    business::ProfileForm,
    contact::ContactForm,
    documents::DocumentsForm,
    errors::FormErrors,
    field::Field,
    form::{AnyForm, Form},
    kind::Pairs,
    social::SocialForm,
    task::Task,
};
use crate::requirement::Requirement;
use serde::{Deserialize, Serialize};

macro_rules! filled {
    ($($arm:ident($form:ident)),*) => {
        /// The form of any task as typed: the contents of a draft.
        #[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Filled {
            Documents(DocumentsForm),
            $($arm($form),)*
        }

        impl Filled {
            pub fn blank(task: Task) -> Self {
                match task {
                    Task::Documents => Self::Documents(DocumentsForm::default()),
                    $(Task::$arm => Self::$arm($form::default()),)*
                }
            }

            pub const fn task(&self) -> Task {
                match self {
                    Self::Documents(_) => Task::Documents,
                    $(Self::$arm(_) => Task::$arm,)*
                }
            }

            /// Returns the fields of a task's form. The documents have none: the checklist names their values.
            pub const fn fields(task: Task) -> &'static [Field] {
                match task {
                    Task::Documents => &[],
                    $(Task::$arm => <$form as Form>::FIELDS,)*
                }
            }

            /// Returns the declared form. `None`: the documents.
            pub fn form(&self) -> Option<&dyn AnyForm> {
                match self {
                    Self::Documents(_) => None,
                    $(Self::$arm(form) => Some(form),)*
                }
            }

            fn form_mut(&mut self) -> Option<&mut dyn AnyForm> {
                match self {
                    Self::Documents(_) => None,
                    $(Self::$arm(form) => Some(form),)*
                }
            }
        }

        $(filled!(@both $arm($form));)*
        filled!(@both Documents(DocumentsForm));
    };
    (@both $arm:ident($form:ident)) => {
        impl From<$form> for Filled {
            fn from(form: $form) -> Self {
                Self::$arm(form)
            }
        }
        impl TryFrom<Filled> for $form {
            type Error = Task;
            /// Returns the form's own task where it is another one.
            fn try_from(filled: Filled) -> Result<Self, Task> {
                match filled {
                    Filled::$arm(form) => Ok(form),
                    other => Err(other.task()),
                }
            }
        }
    };
}
filled!(
    Business(ProfileForm),
    Brand(BrandForm),
    Contact(ContactForm),
    Address(AddressForm),
    Bank(BankForm),
    Social(SocialForm)
);

impl Filled {
    /// Returns the errors, judged anew on every call. Only `Documents` uses the checklist.
    pub fn errors(&self, checklist: &[Requirement]) -> FormErrors {
        match self {
            Self::Documents(form) => form.parse(checklist).err().unwrap_or_default(),
            declared => declared.form().map(AnyForm::errors).unwrap_or_default(),
        }
    }

    pub fn is_blank(&self) -> bool {
        match self {
            Self::Documents(form) => form.is_blank(),
            declared => declared.form().is_none_or(AnyForm::is_blank),
        }
    }

    /// Returns the values as typed, by the name of the field.
    pub fn typed(&self) -> Vec<(String, String)> {
        match self {
            Self::Documents(form) => form.values.clone().into_iter().collect(),
            declared => owned(declared.form().map(AnyForm::typed).unwrap_or_default()),
        }
    }

    /// Returns a form with these values, by the name of the field; all others are empty.
    pub fn of<'a>(task: Task, values: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut filled = Self::blank(task);
        for (field, value) in values {
            filled.put(field.to_owned(), value.to_owned());
        }
        filled
    }

    /// Returns the values as they will be sent, for people, or as typed while one is wrong. Empty values and the values
    /// beside files are left out.
    pub fn shown(&self) -> Vec<(String, String)> {
        let Some(form) = self.form() else { return Vec::new() };
        let mut values = owned(form.shown().unwrap_or_else(|| form.typed()));
        values.retain(|(_, value)| !value.is_empty());
        values
    }

    /// Returns the text typed into one field. `None`: the form has no such field.
    pub fn value_mut(&mut self, field: &str) -> Option<&mut String> {
        match self {
            Self::Documents(form) => form.values.get_mut(field),
            declared => declared.form_mut()?.value_mut(field),
        }
    }

    /// Puts a value into one field; a declared form drops what it has no field for.
    pub(super) fn put(&mut self, field: String, value: String) {
        match self {
            Self::Documents(form) => drop(form.values.insert(field, value)),
            declared => {
                if let Some(typed) = declared.value_mut(&field) {
                    *typed = value;
                }
            }
        }
    }

    /// Tells whether a value is shown by its last four once it is past: numbers of accounts, and what stands beside a
    /// file.
    pub fn is_masked(task: Task, field: &str) -> bool {
        task == Task::Documents || Self::fields(task).iter().any(|known| known.name == field && known.masked)
    }
}

fn owned(pairs: Pairs) -> Vec<(String, String)> {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
