// Nothing typed is lost, and an error leads to its field.
import { ACCOUNT, explicit, fresh, Merchant, PASSWORD, RATNA } from "./people";
import { expect, test } from "./world";

test.use({ settings: explicit });

test("an error leads to its field, and typed words stay", async ({ page, world }) => {
  const merchant = await Merchant.signUp(page, world);
  const business = await merchant.startBusiness();
  await page.goto(`${business}/bank`);
  await page.getByLabel("Nomor rekening").fill("12ab");
  await page.getByLabel("Nama pemilik rekening").fill(RATNA);
  await page.getByRole("button", { name: "Simpan dan lanjutkan" }).click();
  const errors = page.getByRole("alert");
  await expect(errors).toContainText("Ada yang perlu diperbaiki");
  await expect(page.locator("#error-summary")).toBeFocused();
  await expect(page).toHaveTitle(/^Periksa 2 hal: /);
  await expect(page.getByLabel("Nomor rekening")).toHaveValue("12ab");
  await expect(page.getByLabel("Nomor rekening")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Nomor rekening")).toHaveAccessibleDescription(/Pakai angka saja/);
  await expect(page.getByLabel("Nama pemilik rekening")).toHaveValue(RATNA);
  for (const [link, field] of [["Nomor rekening", "Nomor rekening"], ["Bank", "Bank"]] as const) {
    await errors.getByRole("link", { name: link }).click();
    await expect(page.getByLabel(field, { exact: true })).toBeFocused();
  }
  await page.getByLabel("Bank", { exact: true }).selectOption("BANK BCA");
  await page.getByLabel("Nomor rekening").fill(ACCOUNT);
  await page.getByRole("button", { name: "Simpan dan lanjutkan" }).click();
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Rekening bank");
  await page.goto(`${business}/bank`);
  await expect(page.getByLabel("Nomor rekening")).toHaveValue(ACCOUNT);
});

test("a radio group in error takes the focus too", async ({ page, world }) => {
  const merchant = await Merchant.signUp(page, world);
  await page.goto(`${await merchant.startBusiness()}/business`);
  await page.getByRole("button", { name: "Simpan dan lanjutkan" }).click();
  await page.getByRole("alert").getByRole("link", { name: "Punya situs web?" }).click();
  await expect(page.getByRole("group", { name: "Punya situs web?" }).getByRole("radio").first()).toBeFocused();
});

test("what is typed is kept while it is typed", { tag: "@script" }, async ({ page, world }) => {
  const merchant = await Merchant.signUp(page, world);
  const business = await merchant.startBusiness();
  await page.goto(`${business}/contact`);
  await world.hydrated(page);
  await page.getByLabel("Nama lengkap").pressSequentially("Ratna <script> \u{1F35C} \u0631\u062A\u0646\u0627");
  await page.getByText("Pemilik", { exact: true }).click();
  await expect(page.getByText("Tersimpan", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Nama lengkap")).toHaveValue("Ratna <script> \u{1F35C} \u0631\u062A\u0646\u0627");
  await expect(page.getByRole("radio", { name: "Pemilik" })).toBeChecked();
  await expect(page.getByRole("alert"), "nobody was judged while typing").toHaveCount(0);
});

test("autosave tries again when the network comes back", { tag: "@script" }, async ({ page, world }) => {
  const merchant = await Merchant.signUp(page, world);
  await page.goto(`${await merchant.startBusiness()}/contact`);
  await world.hydrated(page);
  let away = true;
  await page.route("**/businesses/*/contact", (route) => (away && route.request().method() === "POST" ? route.fulfill({ status: 503 }) : route.continue()));
  world.expectConsole(page, /503/);
  await page.getByLabel("Nama lengkap").fill(RATNA);
  await expect(page.getByText("Belum tersimpan, sedang kami coba lagi")).toBeVisible();
  away = false;
  await expect(page.getByText("Tersimpan", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Nama lengkap")).toHaveValue(RATNA);
});

test("English is one click away, and what was typed is still there", async ({ page, world }) => {
  const merchant = await Merchant.signUp(page, world);
  const business = await merchant.startBusiness();
  const steps = [
    ["business", "Nama usaha", "Business name"],
    ["contact", "Nama lengkap", "Full name"],
    ["bank", "Nomor rekening", "Account number"],
  ] as const;
  for (const [task, indonesian, english] of steps) {
    await page.goto(`${business}/${task}`);
    await world.hydrated(page);
    await page.getByLabel(indonesian).fill(ACCOUNT);
    // Without scripts nobody saves for you: the button does, and what is missing is told.
    if (!world.scripts) await page.getByRole("button", { name: "Simpan dan lanjutkan" }).click();
    await page.getByRole("button", { name: "English" }).click();
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    expect(new URL(page.url()).pathname).toBe(`${business}/${task}`);
    await expect(page.getByLabel(english)).toHaveValue(ACCOUNT);
    await page.getByRole("button", { name: "Bahasa Indonesia" }).click();
    await expect(page.locator("html")).toHaveAttribute("lang", "id");
    await expect(page.getByLabel(indonesian)).toHaveValue(ACCOUNT);
  }
});

test("who types and signs out at once loses nothing", { tag: "@script" }, async ({ page, world }) => {
  const merchant = await Merchant.signUp(page, world);
  const business = await merchant.startBusiness();
  await page.goto(`${business}/contact`);
  await world.hydrated(page);
  await page.getByLabel("Nama lengkap").fill(RATNA);
  await page.getByRole("button", { name: "Keluar" }).click();
  await expect(page.getByRole("link", { name: "Daftar", exact: true })).toBeVisible();
  await merchant.signIn();
  await page.goto(`${business}/contact`);
  await expect(page.getByLabel("Nama lengkap")).toHaveValue(RATNA);
});

test("a refused sign-up keeps the address and never the password", async ({ page }) => {
  const { email } = fresh();
  await page.goto("/sign-up");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Kata sandi").fill("singkat");
  await page.getByRole("button", { name: "Buat akun" }).click();
  await expect(page.getByRole("alert").getByRole("link", { name: "Kata sandi" })).toBeVisible();
  await expect(page.getByLabel("E-mail")).toHaveValue(email);
  await expect(page.getByLabel("Kata sandi")).toHaveValue("");
  await page.getByLabel("Kata sandi").fill(PASSWORD);
  await page.getByRole("button", { name: "Buat akun" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Usaha saya");
});
