// axe finds nothing on any page in any state, on a phone and on a desk, by day and by night; and nothing sticks out at 360 px.
import { type Page } from "@playwright/test";
import { explicit, Merchant, nextSecond, post, Reviewer, signIn } from "./people";
import { expect, test, type World } from "./world";

test.use({ settings: explicit });
// One after another in one browser: the states of one merchant build upon each other.
test.setTimeout(180_000);

const FORMS = ["business", "brand", "contact", "address", "bank", "social"] as const;
const TABS = ["to_check", "drafts", "fixes", "sending", "at_doku", "late", "troubled", "active", "ended"];

test("the front door", async ({ page, world }) => {
  for (const path of ["/", "/sign-up", "/sign-in", "/nothing-here"]) await isSound(page, world, path);
  await page.goto("/sign-up");
  await page.getByRole("button", { name: "Buat akun" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await looksSound(page, world);
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill("siapa@contoh.example");
  await page.getByLabel("Kata sandi").fill("entah apa katanya");
  await page.getByRole("button", { name: "Masuk" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await looksSound(page, world);
});

test("a merchant who begins", async ({ page, world }) => {
  const merchant = await Merchant.signUp(page, world);
  for (const path of ["/businesses", "/businesses/new", "/review"]) await isSound(page, world, path);
  const business = await merchant.startBusiness();
  for (const part of ["", "/documents", "/check", "/receipt", "/history"]) await isSound(page, world, `${business}${part}`);
  await isSound(page, world, "/businesses");
  await merchant.consent(business);
  await isSound(page, world, `${business}/documents`);
  await merchant.save(business, "documents", { "KTP.NO_KTP": "12" });
  await merchant.upload(business, "KTP", { name: "kosong.jpg", mimeType: "image/jpeg", buffer: Buffer.alloc(0) });
  await isSound(page, world, `${business}/documents?slot=KTP&problem=empty`);
  await isSound(page, world, `${business}/documents?problem=field_locked`);
});

test("every form, blank and with errors", async ({ page, world }) => {
  const merchant = await Merchant.signUp(page, world);
  const business = await merchant.startBusiness();
  for (const task of FORMS) await isSound(page, world, `${business}/${task}`);
  for (const task of FORMS) await merchant.save(business, task, { name: "x", email: "x", phone: "x", instagram: "a b", account_number: "x" });
  for (const task of FORMS) await isSound(page, world, `${business}/${task}`);
});

test("from ready to active", async ({ page, world }) => {
  const merchant = await Merchant.signUp(page, world);
  const business = await merchant.filled();
  for (const part of ["", "/documents", "/check", "/bank"]) await isSound(page, world, `${business}${part}`);
  await merchant.submit(business);
  for (const part of ["", "/documents", "/check", "/bank", "/receipt", "/history"]) await isSound(page, world, `${business}${part}`);
  const reviewer = await Reviewer.signIn(world);
  await isSound(reviewer.page, world, business.replace("/businesses", "/review"));
  await reviewer.approve(business);
  await merchant.until(business, "in_verification");
  await isSound(page, world, business);
  await nextSecond();
  await merchant.decideAll();
  await merchant.until(business, "verified");
  await isSound(page, world, business);
  await merchant.decideAll();
  await merchant.until(business, "active");
  for (const part of ["", "/history"]) await isSound(page, world, `${business}${part}`);
  await isSound(reviewer.page, world, business.replace("/businesses", "/review"));
});

test("what came back", async ({ page, world }) => {
  const merchant = await Merchant.signUp(page, world);
  const business = await merchant.judged("action_needed", {
    KTP: world.sample("ktp.jpg", "sim-blur.jpg"),
    "bank.account_number": "0000000002",
  });
  for (const part of ["", "/documents", "/bank", "/history"]) await isSound(page, world, `${business}${part}`);
  const again = await merchant.submitted();
  const reviewer = await Reviewer.signIn(world);
  await reviewer.sendBack(again, { KTP: "Fotonya miring.", bank: "Nama pemilik rekening berbeda." });
  for (const part of ["", "/documents", "/bank"]) await isSound(page, world, `${again}${part}`);
  await isSound(page, world, "/businesses");
  await isSound(reviewer.page, world, business.replace("/businesses", "/review"));
});

test("what is rarer: on its way, suspended", async ({ page, world }) => {
  const merchant = await Merchant.signUp(page, world);
  const business = await merchant.submitted({ "business.name": `${merchant.name} SIM-SUSPEND` });
  const reviewer = await Reviewer.signIn(world);
  await outage(world, true);
  try {
    await reviewer.approve(business);
    await merchant.until(business, "sending");
    await isSound(page, world, business);
  } finally {
    await outage(world, false);
  }
  await merchant.until(business, "in_verification");
  await nextSecond();
  await merchant.decideAll();
  await merchant.until(business, "suspended");
  for (const part of ["", "/documents"]) await isSound(page, world, `${business}${part}`);
  await isSound(reviewer.page, world, business.replace("/businesses", "/review"));
});

async function outage(world: World, on: boolean): Promise<void> {
  const headers = { "Content-Type": "application/json" };
  await fetch(`${world.server.sandbox}/sim/api/outage`, { method: "POST", headers, body: JSON.stringify({ on }) });
}

test("the queue and its tabs", async ({ page, world }) => {
  const merchant = await Merchant.signUp(await world.somebodyElse(), world);
  await merchant.submitted();
  await merchant.startBusiness();
  await signIn(page, "reviewer@demo.test");
  for (const tab of TABS) await isSound(page, world, `/review?tab=${tab}`);
  await isSound(page, world, "/review?search=tidak-ada");
});

test("the desk of an admin, and what only the simulation has", async ({ page, world }) => {
  const merchant = await Merchant.signUp(await world.somebodyElse(), world);
  const business = await merchant.inVerification();
  const id = business.split("/").pop();
  await signIn(page, "admin@demo.test");
  const desk = ["troubles", "exchanges", "notes", "settings", `${id}`, `${id}/evidence`, `${id}/reveal`];
  for (const part of desk) await isSound(page, world, `/review/${part}`);
  for (const path of ["/states", "/mail"]) await isSound(page, world, path);
  await isSound(merchant.page, world, "/preferences");
});

test("in English too", async ({ page, world }) => {
  const merchant = await Merchant.signUp(page, world);
  const business = await merchant.submitted();
  await post(page, "/language", { lang: "en", next: "/" });
  for (const path of ["/", "/businesses", business, `${business}/documents`, `${business}/check`]) await isSound(page, world, path);
});

async function isSound(page: Page, world: World, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await world.hydrated(page);
  await looksSound(page, world);
}

/** The phone by day and the desk by night; in English the other way round. Without scripts the colours are the same: one look is enough. */
async function looksSound(page: Page, world: World): Promise<void> {
  const english = (await page.locator("html").getAttribute("lang")) === "en";
  await page.emulateMedia({ colorScheme: english ? "dark" : "light" });
  await page.setViewportSize({ width: 390, height: 844 });
  await world.axe(page);
  if (world.scripts) {
    await page.emulateMedia({ colorScheme: english ? "light" : "dark" });
    await page.setViewportSize({ width: 1440, height: 900 });
    await world.axe(page);
  }
  await page.setViewportSize({ width: 360, height: 740 });
  const [wanted, there] = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.scrollingElement ?? document.documentElement;
    return [scrollWidth, clientWidth];
  });
  expect(wanted, `${page.url()} at 360 px`).toBeLessThanOrEqual(there!);
}
