// An open page stays right by itself: through a restart, a hidden tab, a laptop's sleep, and a sign-out elsewhere.
import { type Locator, type Page } from "@playwright/test";
import { explicit, Merchant, post } from "./people";
import { expect, test, type World } from "./world";

test.use({ settings: explicit });

test("a restart of the server leaves the open page right, without a reload", { tag: "@script" }, async ({ page, world, server }) => {
  const merchant = await watching(page, world);
  world.expectConsole(page, /Failed to load resource/);
  await server.stop();
  await expect(status(page)).toHaveText("Sedang diverifikasi");
  await server.resume();
  await merchant.decideAll();
  await expect(status(page)).toHaveText("Terverifikasi, layanan sedang diaktifkan");
  await merchant.decideAll();
  await expect(status(page)).toHaveText("Aktif");
  expect(await isTheSamePage(page)).toBe(true);
});

test("a hidden tab listens to nothing and is right once it is shown", { tag: "@script" }, async ({ page, world }) => {
  const merchant = await watching(page, world);
  const closed = page.waitForEvent("requestfailed", isStream);
  await hide(page, true);
  await closed;
  await merchant.decideAll();
  await merchant.until(merchant.business, "verified");
  await expect(status(page)).toHaveText("Sedang diverifikasi");
  await hide(page, false);
  await expect(status(page)).toHaveText("Terverifikasi, layanan sedang diaktifkan");
  await merchant.decideAll();
  await expect(status(page)).toHaveText("Aktif");
  expect(await isTheSamePage(page)).toBe(true);
});

test("a laptop that slept opens its stream anew and asks for the page", { tag: "@script" }, async ({ page, world }) => {
  await page.clock.install();
  const merchant = await watching(page, world);
  // What comes over the dead connection is never heard: nothing tells the page but its own clock.
  const opened = page.waitForRequest(isStream);
  const asked = page.waitForRequest((request) => new URL(request.url()).pathname === merchant.business);
  await page.clock.fastForward("10:00");
  await opened;
  await asked;
  await merchant.decideAll();
  await expect(status(page)).toHaveText("Terverifikasi, layanan sedang diaktifkan");
  expect(await isTheSamePage(page)).toBe(true);
});

test("a network that comes back is used at once", { tag: "@script" }, async ({ page, world, context }) => {
  const merchant = await watching(page, world);
  world.expectConsole(page, /Failed to load resource/);
  await context.setOffline(true);
  await expect.poll(() => page.evaluate(() => navigator.onLine)).toBe(false);
  await context.setOffline(false);
  await merchant.decideAll();
  await expect(status(page)).toHaveText("Terverifikasi, layanan sedang diaktifkan");
  expect(await isTheSamePage(page)).toBe(true);
});

test("signing out in one tab leads the other to sign-in", { tag: "@script" }, async ({ page, world, context }) => {
  await watching(page, world);
  world.expectConsole(page, /Failed to load resource/);
  const other = await context.newPage();
  const answer = await post(other, "/sign-out", {});
  expect(answer.status()).toBe(303);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Masuk");
});

/** A merchant whose open page shows what DOKU verifies, its stream open. */
async function watching(page: Page, world: World): Promise<Merchant & { business: string }> {
  const merchant = await Merchant.signUp(page, world);
  const business = await merchant.inVerification();
  const opened = page.waitForResponse((answer) => isStream(answer.request()));
  await page.goto(business);
  await world.hydrated(page);
  expect((await opened).status()).toBe(200);
  await expect(status(page)).toHaveText("Sedang diverifikasi");
  await page.evaluate(() => document.documentElement.setAttribute("data-same-page", ""));
  return Object.assign(merchant, { business });
}

/** A reload would have taken the mark away. */
function isTheSamePage(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.hasAttribute("data-same-page"));
}

function isStream(request: { url(): string }): boolean {
  return request.url().endsWith("/live");
}

/** Chromium without a window never hides a tab: it is told so. */
function hide(page: Page, hidden: boolean): Promise<void> {
  return page.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
}

function status(page: Page): Locator {
  return page.locator(".status").getByRole("heading", { level: 2 });
}
