// DOKU rejects three things; the merchant lands on each field, fixes them, sends once, and ends *Aktif*.
import { type Page } from "@playwright/test";
import { explicit, Merchant, nextSecond, NIK, post, RATNA, Reviewer, skip } from "./people";
import { expect, test, type World } from "./world";

test.use({ settings: explicit });
test.setTimeout(120_000);

const REJECTED = { "bank.account_number": "0000000002", "address.street": "SIM-ALAMAT Jalan Sesat No 1" };

async function rejected(page: Page, world: World): Promise<[Merchant, string]> {
  const merchant = await Merchant.signUp(page, world);
  const business = await merchant.judged("action_needed", { ...REJECTED, KTP: world.sample("ktp.jpg", "sim-blur.jpg") });
  // The verdicts come one by one, in any order.
  const told = async (part: string) => (await page.request.get(`${business}${part}`)).text();
  await expect.poll(() => told(""), { intervals: [50] }).toContain("0 dari 3 diperbaiki");
  for (const part of ["/contact", "/documents"]) await expect.poll(() => told(part), { intervals: [50] }).toContain("DOKU sudah menerima");
  return [merchant, business];
}

/** Opens the newest mail to this merchant and follows its link to the field. */
async function mailed(page: Page, world: World, merchant: Merchant, path: string): Promise<void> {
  await skip(world, 60_000);
  const mine = page.getByRole("listitem").filter({ hasText: merchant.email });
  await expect(async () => {
    await page.goto("/mail");
    await expect(mine.first()).toContainText("Perlu perbaikan (3)", { timeout: 100 });
  }).toPass({ timeout: 15_000, intervals: [100] });
  await world.axe(page);
  await mine.first().getByRole("link").click();
  await expect(page.getByRole("main")).toContainText("Foto KTP buram, NIK tidak terbaca.");
  await page.getByRole("main").locator(`a[href*="${path}"]`).first().click();
}

/** What is ready goes out, and DOKU has nothing to say against it. */
async function sentAndAccepted(page: Page, merchant: Merchant, business: string): Promise<void> {
  await page.getByRole("button", { name: "Kirim perbaikan" }).click();
  await merchant.until(business, "in_verification");
  await nextSecond();
  await merchant.decideAll();
  await merchant.decideAll();
  await merchant.until(business, "active");
}

test("three things are fixed and sent once", async ({ page, world }) => {
  const [merchant, business] = await rejected(page, world);
  await page.goto(business);
  await expect(page.getByText("0 dari 3 diperbaiki")).toBeVisible();
  await world.axe(page);

  await expect(page.getByRole("link", { name: "Perbaiki 3 hal" })).toHaveAttribute("href", /documents\?fix=/);
  await mailed(page, world, merchant, "/documents?fix=");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Dokumen");
  const ktp = page.locator("#slot-KTP");
  await expect(ktp.getByLabel("Pilih berkas pengganti")).toBeFocused();
  await expect(ktp).toContainText("Foto KTP buram, NIK tidak terbaca.");
  await expect(ktp.getByRole("group", { name: "Contoh" })).toContainText("Salah: buram");
  await expect(page.locator("#slot-OWNER_LIVENESS")).toContainText("DOKU sudah menerima bagian ini");
  await expect(page.locator("#slot-OWNER_LIVENESS input[type=file]")).toHaveCount(0);
  await world.axe(page);
  await world.hydrated(page);
  await ktp.locator("input[type=file]").setInputFiles(world.sample("ktp.jpg", "ktp-baru.jpg"));
  if (!world.scripts) await ktp.getByRole("button", { name: "Ganti berkas: Foto KTP" }).click();
  await expect(ktp).toContainText("ktp-baru.jpg");
  await expect(page.getByText("1 dari 3 diperbaiki")).toBeVisible();

  await page.goto(`${business}/check`);
  await expect(page.getByRole("button", { name: "Kirim perbaikan" })).toBeDisabled();
  await world.axe(page);
  await page.locator("#not-ready").getByRole("link", { name: "Alamat" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Alamat");
  const street = page.getByLabel("Jalan dan nomor");
  await expect(street).toBeFocused();
  await expect(page.getByRole("main")).toContainText("Alamat tidak ditemukan");
  await expect(page.getByRole("main")).toContainText("Periksa jalan, nomor, kelurahan, dan kode pos");
  await world.axe(page);
  await page.getByRole("button", { name: "Simpan perbaikan" }).click();
  await expect(page.getByRole("alert")).toContainText("Belum ada yang berubah");
  await street.fill("Jalan Terusan Jakarta No 118");
  await page.getByRole("button", { name: "Simpan perbaikan" }).click();

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Rekening bank");
  await expect(page.getByLabel("Nama pemilik rekening")).toBeFocused();
  await expect(page.getByText("2 dari 3 diperbaiki")).toBeVisible();
  await world.axe(page);
  await page.getByLabel("Nomor rekening").fill("4370112244");
  await page.getByRole("button", { name: "Simpan perbaikan" }).click();

  await expect(page.getByRole("main")).toContainText("3 dari 3 diperbaiki");
  await expect(page.getByRole("deletion").filter({ hasText: "···· 0002" })).toBeVisible();
  await expect(page.getByRole("insertion").filter({ hasText: "4370112244" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText("sim-blur.jpg");
  await world.axe(page);
  await sentAndAccepted(page, merchant, business);
  await page.goto(business);
  await expect(page.locator("[data-state]")).toHaveAttribute("data-state", "active");
});

test("what was accepted refuses edits by address and by hand", async ({ page, world }) => {
  const [, business] = await rejected(page, world);
  await page.goto(`${business}/contact`);
  await expect(page.getByText("DOKU sudah menerima bagian ini, jadi tidak dapat diubah lagi.")).toBeVisible();
  await expect(page.getByLabel("Nama lengkap")).toBeDisabled();
  await expect(page.getByRole("button", { name: /Simpan/ })).toHaveCount(0);
  await world.axe(page);
  const fields = { "form[name]": "Orang Lain", judge: "true" };
  const headers = { Accept: "application/json", "Sec-Fetch-Site": "same-origin" };
  const answer = await page.request.post(`${business}/contact`, { form: fields, headers });
  expect([answer.status(), await answer.text()]).toEqual([409, "field_locked"]);
  const form = await post(page, `${business}/contact`, fields);
  await page.goto(form.headers()["location"]!);
  await expect(page.getByRole("alert")).toContainText("Bagian ini terkunci");
  await expect(page.getByLabel("Nama lengkap")).toHaveValue(RATNA);
});

test("an unknown note is told its meaning by the partner", async ({ page, world }) => {
  const merchant = await Merchant.signUp(page, world);
  const name = `${merchant.name} SIM-ALL-REJECT`;
  const business = await merchant.submitted({ "business.name": name });
  const reviewer = await Reviewer.signIn(world);
  await reviewer.approve(business);
  await merchant.until(business, "in_verification");
  await nextSecond();
  await merchant.decideAll();
  // The verdicts come one by one, in any order.
  const told = async () => (await page.request.get(`${business}/address`)).text();
  await expect.poll(told, { intervals: [50] }).toContain("Baca catatan DOKU di atas");
  await page.goto(`${business}/address`);
  const desk = reviewer.page;
  await desk.goto("/review/notes");
  const row = desk.getByRole("listitem").filter({ hasText: "SIM-ALL-REJECT" });
  await world.axe(desk);
  await row.getByLabel("Artinya").selectOption("address_mismatch");
  await row.getByRole("button", { name: "Simpan" }).click();
  await expect(desk.getByRole("listitem").filter({ hasText: "sudah diberi arti" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("main")).toContainText("Alamatnya tidak dikenali");
});

test("a wrong NIK is put right beside the accepted photo", async ({ page, world }) => {
  const merchant = await Merchant.signUp(page, world);
  const business = await merchant.judged("action_needed", { "documents.KTP.NO_KTP": "9900000101900002" });
  const told = async () => (await page.request.get(`${business}/documents`)).text();
  await expect.poll(told, { intervals: [50] }).toContain("DOKU sudah menerima");
  await page.goto(`${business}/contact`);
  await expect(page.getByRole("main")).toContainText("NIK dan nama harus sama persis seperti di KTP.");
  await world.axe(page);
  await page.getByRole("link", { name: "Perbaiki NIK" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Dokumen");
  await expect(page.getByLabel("NIK", { exact: true })).toBeFocused();
  await expect(page.locator("#slot-KTP input[type=file]")).toHaveCount(0);
  await world.axe(page);
  await page.getByLabel("NIK", { exact: true }).fill(NIK);
  await page.getByRole("button", { name: "Simpan perbaikan" }).click();
  await expect(page.getByRole("deletion").filter({ hasText: "···· 0002" })).toBeVisible();
  await world.axe(page);
  await sentAndAccepted(page, merchant, business);
});

test("what is right goes out once more as it is", async ({ page, world }) => {
  const merchant = await Merchant.signUp(page, world);
  const business = await merchant.judged("action_needed", { "address.street": "SIM-ALAMAT Jalan Benar No 1" });
  await page.goto(`${business}/address`);
  await world.hydrated(page);
  await page.getByRole("button", { name: "Simpan perbaikan" }).click();
  await expect(page.getByRole("alert")).toContainText("Belum ada yang berubah");
  await world.axe(page);
  await page.getByRole("button", { name: "Kirim apa adanya" }).click();
  await expect(page.getByRole("main")).toContainText("Dikirim lagi apa adanya");
  await world.axe(page);
  await page.getByRole("button", { name: "Kirim perbaikan" }).click();
  await merchant.until(business, "in_verification");
});
