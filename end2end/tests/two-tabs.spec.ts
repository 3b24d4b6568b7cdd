// The same form in two tabs: what one of them changed stays, and what both changed is asked.
import { type Page } from "@playwright/test";
import { explicit, Merchant, RATNA } from "./people";
import { expect, test, type World } from "./world";

test.use({ settings: explicit });

/** The contact form in a second tab of the same browser. */
async function secondTab(page: Page, world: World, path: string): Promise<Page> {
  const other = await page.context().newPage();
  for (const tab of [page, other]) {
    await tab.goto(path);
    await world.hydrated(tab);
  }
  return other;
}

/** Kept by itself, or by the button where nothing saves by itself. */
async function keep(tab: Page, world: World, path: string): Promise<void> {
  if (world.scripts) {
    await expect(tab.getByText("Tersimpan", { exact: true })).toBeVisible();
  } else {
    await tab.getByRole("button", { name: "Simpan dan lanjutkan" }).click();
    await tab.goto(path);
  }
}

test("what two tabs typed into different fields stands", async ({ page, world }) => {
  const merchant = await Merchant.signUp(page, world);
  const path = `${await merchant.startBusiness()}/contact`;
  const other = await secondTab(page, world, path);
  await other.getByLabel("Nama lengkap").fill(RATNA);
  await other.getByLabel("Telepon pemilik").fill("0812 2222 2222");
  await keep(other, world, path);
  await page.getByLabel("E-mail pemilik").fill("ratna@warung.example");
  await keep(page, world, path);
  await page.goto(path);
  await expect(page.getByLabel("Nama lengkap")).toHaveValue(RATNA);
  await expect(page.getByLabel("Telepon pemilik")).toHaveValue("0812 2222 2222");
  await expect(page.getByLabel("E-mail pemilik")).toHaveValue("ratna@warung.example");
});

for (const [choice, kept] of [["Isian Anda di sini", "0813 3333 3333"], ["Tersimpan dari tab", "0812 2222 2222"]] as const) {
  test(`a field that both changed is asked: ${choice}`, async ({ page, world }) => {
    const merchant = await Merchant.signUp(page, world);
    const path = `${await merchant.startBusiness()}/contact`;
    const other = await secondTab(page, world, path);
    await other.getByLabel("Telepon pemilik").fill("0812 2222 2222");
    await keep(other, world, path);
    if (world.scripts) world.expectConsole(page, /412/);
    await page.getByLabel("Nama lengkap").fill(RATNA);
    await page.getByLabel("Telepon pemilik").fill("0813 3333 3333");
    if (world.scripts) await expect(page.getByText("Belum tersimpan: isian ini juga diubah")).toBeVisible();
    await page.getByRole("button", { name: "Simpan dan lanjutkan" }).click();
    await expect(page).toHaveTitle(/^Periksa 1 hal: /);
    await expect(page.locator("#error-summary")).toBeFocused();
    await world.axe(page);
    const asked = page.getByRole("group", { name: "Mana yang dipakai?" });
    await expect(asked).toContainText("0812 2222 2222");
    await expect(asked).toContainText("0813 3333 3333");
    await page.getByRole("alert").getByRole("link", { name: "Telepon pemilik" }).click();
    await expect(asked.getByRole("radio").first()).toBeFocused();
    await asked.getByRole("radio", { name: choice }).check();
    await page.getByRole("button", { name: "Simpan dan lanjutkan" }).click();
    await page.goto(path);
    await expect(page.getByLabel("Telepon pemilik", { exact: true })).toHaveValue(kept);
    await expect(page.getByLabel("Nama lengkap")).toHaveValue(RATNA);
  });
}

test("a tab never clashes with its own words on their way", { tag: "@script" }, async ({ page, world }) => {
  const merchant = await Merchant.signUp(page, world);
  const path = `${await merchant.startBusiness()}/contact`;
  await page.goto(path);
  await world.hydrated(page);
  await page.getByLabel("Nama lengkap").fill("Ratna");
  await expect(page.getByText("Tersimpan", { exact: true })).toBeVisible();
  // Its answer comes late: it arrived, and the page does not know yet.
  await page.route("**/businesses/*/contact", async (route) => {
    if (route.request().method() !== "POST" || route.request().isNavigationRequest()) return route.continue();
    const answer = await route.fetch();
    await new Promise((later) => setTimeout(later, 3_000));
    await route.fulfill({ response: answer }).catch(() => undefined);
  });
  const arrived = page.waitForRequest((request) => request.method() === "POST");
  await page.getByLabel("Nama lengkap").fill("Ratna S");
  await arrived;
  await page.waitForTimeout(500);
  await page.getByLabel("Nama lengkap").fill(RATNA);
  await page.getByRole("button", { name: "Simpan dan lanjutkan" }).click();
  await expect(page).toHaveTitle(/^Periksa \d hal: /);
  await expect(page.getByRole("group", { name: "Mana yang dipakai?" })).toHaveCount(0);
  await expect(page.getByLabel("Nama lengkap")).toHaveValue(RATNA);
});
