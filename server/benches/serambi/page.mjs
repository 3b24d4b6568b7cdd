// One open page for the bench: prints the time when its islands are awake, then each time its live part changes.
// node page.mjs http://127.0.0.1:3000 session=… /businesses/…
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";

const { chromium } = createRequire(new URL("../../../end2end/package.json", import.meta.url))("@playwright/test");
const [base, cookie, path] = process.argv.slice(2);
const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const folders = (process.env.PATH ?? "").split(delimiter);
const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || found, args: ["--no-sandbox", "--disable-background-networking"] });
process.once("SIGTERM", () => browser.close().finally(() => process.exit()));

const context = await browser.newContext({ reducedMotion: "reduce", viewport: { width: 390, height: 844 } });
const [name, value] = cookie.split("=");
await context.addCookies([{ name, value, url: base }]);
const page = await context.newPage();
await page.exposeFunction("changed", (at) => console.log(at));
const opened = page.waitForResponse((answer) => answer.url().endsWith("/live"));
await page.goto(base + path);
await page.locator("html[data-hydrated]").waitFor({ state: "attached" });
await opened;
await page.evaluate(() => {
  new MutationObserver(() => window.changed(Date.now())).observe(document.getElementById("live"), { childList: true });
});
console.log(Date.now());
