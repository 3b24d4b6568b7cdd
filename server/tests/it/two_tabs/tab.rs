//! A page with a form, as a browser holds it.

use crate::{
    usual::escape,
    world::{Answer, Person},
};
use domain::ids::BusinessId;
use reqwest::header;

/// A form as its page drew it, and what is typed into it.
pub struct Tab<'p> {
    pub person: &'p Person<'p>,
    pub path: String,
    pub task: &'static str,
    pub fields: Vec<(String, String)>,
}

impl<'p> Tab<'p> {
    pub async fn open(person: &'p Person<'p>, id: BusinessId, task: &'static str) -> Self {
        let path = format!("/businesses/{id}/{task}");
        let page = person.get(&path).await;
        assert_eq!(page.status, 200, "{}", page.body);
        Self { person, path, task, fields: fields(&page.body) }
    }

    fn name(&self, list: &str, field: &str) -> String {
        if self.task == "documents" { format!("{list}[values][{field}]") } else { format!("{list}[{field}]") }
    }

    pub fn put(&mut self, name: String, value: &str) {
        self.fields.retain(|(other, _)| *other != name);
        self.fields.push((name, value.to_owned()));
    }

    pub fn types(mut self, field: &str, value: &str) -> Self {
        self.put(self.name("form", field), value);
        self
    }

    fn body(&self) -> String {
        let pair = |(name, value): &(String, String)| format!("{}={}", escape(name), escape(value));
        self.fields.iter().map(pair).collect::<Vec<_>>().join("&")
    }

    pub async fn send(&self, accept: &str, more: &str) -> Answer {
        let request = self.person.plain_request(&self.path).header(header::ACCEPT, accept);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        Answer::read(request.body(self.body() + more).send().await.unwrap()).await
    }

    /// Saves by the button.
    pub async fn saves(&self) -> Answer {
        self.send("text/html", "&judge=true").await
    }

    /// Saves by the script, which continues from the marks in the answer.
    pub async fn saves_itself(&mut self) -> u16 {
        let answer = self.send("application/json", "").await;
        if answer.status == 200 {
            let marks = reqwest::Url::parse(&format!("http://page/?{}", answer.body)).unwrap();
            marks.query_pairs().for_each(|(name, mark)| self.put(name.into_owned(), &mark));
        }
        answer.status
    }

    /// Answers the page's question with the first or the second choice.
    pub fn chooses(&self, asked: &Answer, field: &str, nth: usize) -> Self {
        let (name, mut fields) = (self.name("upon", field), fields(&asked.body));
        let choice = attributes(&asked.body).filter(|input| input("name") == name && input("type") == "radio").nth(nth);
        let choice = choice.unwrap_or_else(|| panic!("no choice: {}", asked.body))("value");
        fields.push((name, choice));
        Self { person: self.person, path: self.path.clone(), task: self.task, fields }
    }
}

/// Reads the attributes of each input, by name.
fn attributes(page: &str) -> impl Iterator<Item = impl Fn(&str) -> String> {
    let inputs = page.split("<input").skip(1).map(|rest| rest.split('>').next().unwrap());
    inputs.map(|input| {
        move |name: &str| {
            let value = input.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
            value
                .unwrap_or_default()
                .replace("&quot;", "\"")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
        }
    })
}

/// Lists what a browser would post of the form's inputs.
pub fn fields(page: &str) -> Vec<(String, String)> {
    let form = page.split("id=\"task-form\"").nth(1).unwrap_or_else(|| panic!("no form: {page}"));
    let form = form.split("</form>").next().unwrap();
    let posted = attributes(form).filter(|input| input("type") != "radio");
    posted.map(|input| (input("name"), input("value"))).collect()
}
