// The main job in a browser: a shop owner goes from sign-up to *Aktif*.
import { type Locator, type Page } from "@playwright/test";
import { ACCOUNT, decideAll, explicit, fresh, Merchant, nextSecond, NIK, PASSWORD, RATNA, registrationOf, Reviewer } from "./people";
import { expect, type Sample, test, type World } from "./world";

test.use({ settings: explicit });

test("a shop owner goes from sign-up to Aktif", async ({ page, world }) => {
  const { email, name } = fresh();
  await signUp(page, email);
  await startBusiness(page);
  await page.getByRole("link", { name: /^Lanjutkan:/ }).click();
  await page.getByRole("button", { name: "Saya setuju" }).click();
  await upload(page, world, "Foto KTP", world.sample("ktp.jpg"));
  await upload(page, world, "Foto KTP", world.sample("ktp.pdf"));
  await expect(slot(page, "Foto KTP")).not.toContainText("ktp.jpg");
  await upload(page, world, "Swafoto pemilik dengan KTP", world.sample("selfie.jpg"));
  await upload(page, world, "Foto tempat usaha", world.sample("shop.jpg"));
  await everyForm(page, world, name);

  await page.getByRole("link", { name: "Periksa dan kirim" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Periksa dan kirim");
  for (const value of everyValue(name)) await expect(page.getByRole("main")).toContainText(value);
  for (const file of ["ktp.pdf", "selfie.jpg", "shop.jpg"]) await expect(page.getByRole("link", { name: file })).toBeVisible();
  await page.getByRole("button", { name: "Kirim pengajuan" }).click();

  await expect(status(page)).toHaveText("Diperiksa Logipay");
  await expect(page.getByText("masuklah sebagai pemeriksa")).toBeVisible();
  const reviewer = await signInAsThePageSays(page, world);
  await reviewer.getByRole("link", { name }).click();
  await expect(reviewer.getByRole("heading", { level: 1 })).toHaveText(name);
  await reviewer.getByRole("button", { name: "Setujui dan kirim ke DOKU" }).click();
  await expect(reviewer.getByText("Tidak ada yang perlu disetujui atau dikembalikan sekarang.")).toBeVisible();

  await becomes(page, world, "Sedang diverifikasi");
  await nextSecond();
  const { business_id } = await registrationOf(world, name);
  await decideAll(world, business_id);
  await decideAll(world, business_id);
  await becomes(page, world, "Aktif");
  await expect(page.getByText("Usaha Anda dapat menerima pembayaran.")).toBeVisible();
});

test("the open status page changes by itself within two seconds of the callback", { tag: "@script" }, async ({ page, world }) => {
  const merchant = await Merchant.signUp(page, world);
  const business = await merchant.inVerification();
  await page.goto(business);
  await world.hydrated(page);
  await expect(status(page)).toHaveText("Sedang diverifikasi");
  await page.evaluate(noteWhenItChanges);
  for (const state of ["Terverifikasi, layanan sedang diaktifkan", "Aktif"]) {
    await merchant.decideAll();
    await expect(status(page)).toHaveText(state);
    await expect(page.getByRole("status")).toHaveText(`Status berubah: ${state}`);
    const seen = await page.evaluate((state) => window.seen.get(state), state);
    const after = seen! - (await merchant.lastCallback());
    test.info().annotations.push({ type: "from the last callback to the screen", description: `${state}: ${after} ms` });
    expect(after).toBeLessThanOrEqual(2_000);
  }
  expect(await page.evaluate(() => window.seen.size), "a reload would have forgotten").toBeGreaterThanOrEqual(2);
});

test("a rejected KTP is told beside that document and nowhere else", async ({ page, world }) => {
  const note = "Foto KTP buram, NIK tidak terbaca.";
  const merchant = await Merchant.signUp(page, world);
  const business = await merchant.judged("action_needed", { KTP: world.sample("ktp.jpg", "sim-blur.jpg") });
  await page.goto(business);
  await expect(status(page)).toHaveText("Perlu perbaikan (1)");
  const row = page.getByRole("list", { name: "Tugas" }).getByRole("listitem").filter({ hasText: "Foto KTP" });
  await expect(row).toContainText("Perlu diperbaiki");
  await expect(row).toContainText(note);
  await row.getByRole("link").click();
  await expect(slot(page, "Foto KTP").getByText(note)).toBeVisible();
  await expect(page.getByText(note)).toHaveCount(1);
  for (const other of ["Swafoto pemilik dengan KTP", "Foto tempat usaha"]) await expect(slot(page, other)).toContainText("Diterima");
  for (const task of ["business", "brand", "contact", "address", "bank", "social"]) {
    await page.goto(`${business}/${task}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByText(note)).toHaveCount(0);
  }
});

test("what the reviewer sends back is fixed and sent again", async ({ page, world }) => {
  const merchant = await Merchant.signUp(page, world);
  const business = await merchant.submitted();
  const reviewer = await Reviewer.signIn(world);
  await reviewer.page.goto(business.replace("/businesses", "/review"));
  await reviewer.page.getByText("Kembalikan dengan catatan").first().click();
  await reviewer.page.getByLabel("Alasan mengembalikan Rekening bank").fill("Nama pemilik rekening berbeda.");
  await reviewer.page.getByLabel("Alasan mengembalikan Foto KTP").fill("Fotonya miring.");
  await reviewer.page.getByRole("button", { name: "Kembalikan dengan catatan" }).click();
  await expect(reviewer.page.getByText("Tidak ada yang perlu disetujui atau dikembalikan sekarang.")).toBeVisible();

  await page.goto(business);
  await expect(status(page)).toHaveText("Perlu perbaikan (2)");
  await page.getByRole("link", { name: "Perbaiki: Foto KTP" }).click();
  await expect(slot(page, "Foto KTP").getByText("Fotonya miring.")).toBeVisible();
  await upload(page, world, "Foto KTP", world.sample("ktp.jpg", "ktp-lurus.jpg"));
  await page.goto(business);
  await page.getByRole("link", { name: "Perbaiki: Rekening bank" }).click();
  await expect(page.getByText("Nama pemilik rekening berbeda.")).toBeVisible();
  await page.getByLabel("Nomor rekening").fill("4370112234");
  await page.getByRole("button", { name: "Simpan dan lanjutkan" }).click();
  await page.goto(business);
  await page.getByRole("link", { name: "Periksa dan kirim" }).click();
  await page.getByRole("button", { name: "Kirim pengajuan" }).click();
  await expect(status(page)).toHaveText("Diperiksa Logipay");
  await reviewer.approve(business);
  await merchant.until(business, "in_verification");
});

declare global {
  interface Window {
    /** When the title of the status card first said this, in milliseconds since 1970. */
    seen: Map<string, number>;
  }
}

/** Runs in the browser. */
function noteWhenItChanges(): void {
  window.seen = new Map();
  const note = () => {
    const title = document.querySelector(".status h2")?.textContent ?? "";
    if (!window.seen.has(title)) window.seen.set(title, Date.now());
  };
  new MutationObserver(note).observe(document.body, { childList: true, subtree: true, characterData: true });
}

const everyValue = (name: string) => [
  NIK,
  name,
  "Warung makan rumahan dan katering kecil",
  "halo@warungratna.example",
  "Merek Ratna",
  "Eceran",
  "Mikro (UMI)",
  "Kurang dari 100 per bulan",
  RATNA,
  "ratna@warungratna.example",
  "Pemilik",
  "Jalan Terusan Jakarta No 118",
  "40291",
  "Antapani Kidul",
  "Antapani",
  "Bandung",
  "Jawa Barat",
  "BANK BCA",
  ACCOUNT,
];

async function signUp(page: Page, email: string): Promise<void> {
  await page.goto("/");
  await page.getByRole("link", { name: "Daftar" }).click();
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Kata sandi").fill(PASSWORD);
  await page.getByRole("button", { name: "Buat akun" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Usaha saya");
}

async function startBusiness(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Tambah usaha" }).click();
  await expect(page.getByRole("radio", { name: "Perorangan" })).toBeChecked();
  await expect(page.getByText("Eceran")).toBeVisible();
  await page.getByRole("button", { name: "Lanjutkan" }).click();
  await expect(status(page)).toHaveText("Lengkapi data");
}

/** Each form leads to the next open one. */
async function everyForm(page: Page, world: World, name: string): Promise<void> {
  const title = page.getByRole("heading", { level: 1 });
  const next = () => page.getByRole("button", { name: "Simpan dan lanjutkan" }).click();
  const choose = (group: string, radio: string) => page.getByRole("group", { name: group }).getByText(radio, { exact: true }).click();
  const type = (label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text);
  const pick = (label: string, choice: string) => page.getByLabel(label, { exact: true }).selectOption({ label: choice });
  await type("NIK", NIK);
  await next();
  await expect(title).toHaveText("Data usaha");
  await type("Nama usaha", name);
  await type("Apa yang Anda jual?", "Warung makan rumahan dan katering kecil");
  await type("E-mail usaha", "halo@warungratna.example");
  await type("Telepon usaha", "081320445566");
  await choose("Punya situs web?", "Tidak ada");
  await choose("Punya aplikasi ponsel?", "Tidak ada");
  await next();
  await expect(title).toHaveText("Merek dan penjualan");
  await type("Nama merek", "Merek Ratna");
  await type("Deskripsi singkat", "Warung makan rumahan dan katering kecil");
  await choose("Jenis penjualan", "Eceran");
  await choose("Ukuran usaha menurut QRIS", "Mikro (UMI)");
  await choose("Jumlah transaksi", "Kurang dari 100 per bulan");
  await next();
  await expect(title).toHaveText("Data pemilik");
  await type("Nama lengkap", RATNA);
  await type("E-mail pemilik", "ratna@warungratna.example");
  await type("Telepon pemilik", "0813 2044 5566");
  await choose("Jabatan", "Pemilik");
  await next();
  await expect(title).toHaveText("Alamat");
  await type("Jalan dan nomor", "Jalan Terusan Jakarta No 118");
  await type("Kode pos", "40291");
  await type("Kelurahan atau desa", "Antapani Kidul");
  await type("Kecamatan", "Antapani");
  await type("Kota atau kabupaten", "Bandung");
  await pick("Provinsi", "Jawa Barat");
  await next();
  await expect(title).toHaveText("Rekening bank");
  await pick("Bank", "BANK BCA");
  await type("Nomor rekening", ACCOUNT);
  await type("Nama pemilik rekening", RATNA);
  await next();
  await expect(status(page)).toHaveText("Siap dikirim");
  await world.axe(page);
}

function status(page: Page): Locator {
  return page.locator(".status").getByRole("heading", { level: 2 });
}

function slot(page: Page, name: string): Locator {
  return page.getByRole("region", { name });
}

async function upload(page: Page, world: World, name: string, file: Sample): Promise<void> {
  await world.hydrated(page);
  await slot(page, name).getByLabel(/Pilih berkas/).setInputFiles(file);
  if (!world.scripts) await slot(page, name).getByRole("button", { name: `: ${name}` }).click();
  await expect(slot(page, name).getByRole("link", { name: file.name })).toBeVisible();
}

/** With the words that stand on the page, in a browser of their own. */
async function signInAsThePageSays(page: Page, world: World): Promise<Page> {
  const [email, password] = await page.locator("code").allTextContents();
  const reviewer = await world.somebodyElse();
  await reviewer.goto("/sign-in");
  await reviewer.getByLabel("E-mail").fill(email!);
  await reviewer.getByLabel("Kata sandi").fill(password!);
  await reviewer.getByRole("button", { name: "Masuk" }).click();
  await expect(reviewer.getByRole("heading", { level: 1 })).toHaveText("Antrean");
  return reviewer;
}

/** The open page changes by itself; without scripts by its link. */
async function becomes(page: Page, world: World, state: string): Promise<void> {
  if (!world.scripts) {
    await expect(async () => {
      await page.getByRole("link", { name: "Muat ulang" }).click();
      await expect(status(page)).toHaveText(state, { timeout: 100 });
    }).toPass({ timeout: 10_000, intervals: [100] });
  }
  await expect(status(page)).toHaveText(state);
}
