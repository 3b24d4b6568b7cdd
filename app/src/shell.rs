use crate::{page::Refresh, site::Site};
use leptos::{config::LeptosOptions, hydration::HydrationScripts, prelude::*};
use leptos_meta::{MetaTags, provide_meta_context};

/// Draws the HTML document around a page. The page is drawn first, since it sets parts of the document.
pub fn shell<V: IntoView + 'static>(options: LeptosOptions, page: impl FnOnce() -> V) -> impl IntoView {
    let lang = use_context::<Site>().map(|site| site.lang).unwrap_or_default();
    let style = format!("/{}/{}.css", options.site_pkg_dir, options.output_name);
    let refresh = Refresh::default();
    provide_meta_context();
    provide_context(refresh.clone());
    let page = page().into_view();
    let refresh = refresh.is_asked().then(|| view! { <noscript><meta http-equiv="refresh" content="60"/></noscript> });
    view! {
        <!DOCTYPE html>
        <html lang=lang.as_str()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)"/>
                <meta name="theme-color" content="#181f1c" media="(prefers-color-scheme: dark)"/>
                <link rel="icon" type="image/svg+xml" href="/favicon.svg"/>
                <link rel="stylesheet" href=style/>
                <HydrationScripts options islands=true/>
                <MetaTags/>
                {refresh}
            </head>
            <body>{page}</body>
        </html>
    }
}
