// Files that are refused say why at once, and nothing else is lost.
import { type Locator, type Page } from "@playwright/test";
import { explicit, Merchant, NIK } from "./people";
import { expect, type Sample, test } from "./world";

test.use({ settings: explicit });

const REFUSED: [string, Sample, RegExp][] = [
  ["a renamed program", { name: "ktp.jpg", mimeType: "image/jpeg", buffer: Buffer.from(`MZ${"\0".repeat(400)}`) }, /Berkas itu bukan JPG/],
  ["an empty file", { name: "kosong.jpg", mimeType: "image/jpeg", buffer: Buffer.alloc(0) }, /Berkas itu kosong/],
  ["a file that is too big", { name: "besar.jpg", mimeType: "image/jpeg", buffer: big(15_000_001) }, /lebih besar dari 15 MB/],
  ["a photo that was cut short", { name: "ktp.jpg", mimeType: "image/jpeg", buffer: Buffer.from("\xff\xd8\xff\xe0", "latin1") }, /rusak atau tidak utuh/],
  ["a locked PDF", { name: "kunci.pdf", mimeType: "application/pdf", buffer: lockedPdf() }, /dilindungi kata sandi/],
];

for (const [what, file, sentence] of REFUSED) {
  test(`${what} is refused with a sentence, and the earlier file stays`, async ({ page, world }) => {
    const merchant = await Merchant.signUp(page, world);
    const business = await merchant.startBusiness();
    await merchant.consent(business);
    await merchant.upload(business, "KTP", world.sample("ktp.jpg", "yang-lama.jpg"));
    await page.goto(`${business}/documents`);
    await world.hydrated(page);
    await choose(page, file);
    if (!world.scripts) await send(page);
    await expect(ktp(page).getByText(sentence)).toBeVisible();
    await expect(ktp(page).getByLabel(/Pilih berkas/)).toHaveAccessibleDescription(sentence);
    await expect(page.getByRole("main").getByText(sentence), "beside that document and nowhere else").toHaveCount(1);
    await expect(ktp(page).getByRole("link", { name: "yang-lama.jpg" })).toBeVisible();
    await choose(page, world.sample("ktp.pdf", "yang-baru.pdf"));
    if (!world.scripts) await send(page);
    await expect(ktp(page).getByRole("link", { name: "yang-baru.pdf" })).toBeVisible();
    await expect(page.getByRole("main").getByText(sentence)).toHaveCount(0);
  });
}

test("sending without a file asks for one", { tag: "@no-script" }, async ({ page, world }) => {
  const merchant = await Merchant.signUp(page, world);
  const business = await merchant.startBusiness();
  await merchant.consent(business);
  await page.goto(`${business}/documents`);
  await send(page);
  await expect(ktp(page).getByText("Pilih berkas dulu, lalu tekan Unggah.")).toBeVisible();
});

test("a chosen photo is sent by itself, and typed words stay", { tag: "@script" }, async ({ page, world }) => {
  const merchant = await Merchant.signUp(page, world);
  const business = await merchant.startBusiness();
  await merchant.consent(business);
  await page.goto(`${business}/documents`);
  await world.hydrated(page);
  await expect(ktp(page).getByRole("button", { name: /Unggah/ })).toHaveCount(0);
  await page.getByLabel("NIK").fill("32732");
  await choose(page, world.sample("ktp.jpg"));
  await page.getByRole("region", { name: "Foto tempat usaha" }).getByLabel(/Pilih berkas/).setInputFiles(world.sample("shop.jpg"));
  await expect(ktp(page).getByRole("link", { name: "ktp.jpg" })).toBeVisible();
  await expect(page.getByRole("link", { name: "shop.jpg" })).toBeVisible();
  await expect(page.getByLabel("NIK")).toHaveValue("32732");
});

test("a picture that takes another's place is the one that shows", async ({ page, world }) => {
  const merchant = await Merchant.signUp(page, world);
  const business = await merchant.startBusiness();
  await merchant.consent(business);
  await page.goto(`${business}/documents`);
  await world.hydrated(page);
  const picture = ktp(page).getByRole("img", { name: "Foto KTP" });
  const sources: string[] = [];
  for (const file of [world.sample("ktp.jpg", "satu.jpg"), world.sample("selfie.jpg", "dua.jpg")]) {
    await choose(page, file);
    if (!world.scripts) await send(page);
    await expect(ktp(page).getByRole("link", { name: file.name })).toBeVisible();
    await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth > 0)).toBe(true);
    const source = (await picture.getAttribute("src"))!;
    expect(sources).not.toContain(source);
    sources.push(source);
    const shown = await page.request.get(source);
    expect((await shown.body()).equals(file.buffer)).toBe(true);
  }
});

test("saving without a photo names the photo", async ({ page, world }) => {
  const merchant = await Merchant.signUp(page, world);
  const business = await merchant.startBusiness();
  await page.goto(`${business}/documents`);
  await expect(page.getByLabel("NIK"), "before consent there is nothing to fill in").toHaveCount(0);
  await merchant.consent(business);
  await page.goto(`${business}/documents`);
  await world.hydrated(page);
  await page.getByLabel("NIK").fill(NIK);
  await page.getByRole("button", { name: "Simpan dan lanjutkan" }).click();
  const errors = page.getByRole("alert");
  for (const photo of ["Foto KTP", "Swafoto pemilik dengan KTP", "Foto tempat usaha"])
    await expect(errors.getByRole("link", { name: `${photo} belum diunggah` })).toBeVisible();
  await expect(page.getByLabel("NIK")).toHaveValue(NIK);
  await expect(page).toHaveURL(new RegExp(`${business}/documents#error-summary$`));
});

test("the progress of an upload is seen, and a lost connection loses nothing", { tag: "@script" }, async ({ page, world }) => {
  const merchant = await Merchant.signUp(page, world);
  const business = await merchant.startBusiness();
  await merchant.consent(business);
  await page.goto(`${business}/documents`);
  await world.hydrated(page);
  let answer: "lost" | "given" = "lost";
  let release = (): void => {};
  await page.route("**/documents/KTP", async (route) => {
    await new Promise<void>((resolve) => (release = resolve));
    await (answer === "lost" ? route.abort() : route.continue());
  });
  world.expectConsole(page, /ERR_FAILED/);
  await choose(page, world.sample("ktp.jpg"));
  await expect(ktp(page).getByRole("progressbar", { name: "Mengunggah" })).toBeVisible();
  await expect(ktp(page).getByRole("status")).toHaveText(/Mengunggah \d+ %/);
  release();
  await expect(ktp(page).getByText("Berkas belum terkirim.")).toBeVisible();
  await expect(ktp(page).getByRole("progressbar")).toBeHidden();
  answer = "given";
  await send(page);
  await expect(ktp(page).getByRole("progressbar", { name: "Mengunggah" })).toBeVisible();
  release();
  await expect(ktp(page).getByRole("link", { name: "ktp.jpg" })).toBeVisible();
});

function ktp(page: Page): Locator {
  return page.getByRole("region", { name: "Foto KTP" });
}

async function choose(page: Page, file: Sample): Promise<void> {
  await ktp(page).getByLabel(/Pilih berkas/).setInputFiles(file);
}

async function send(page: Page): Promise<void> {
  await ktp(page).getByRole("button", { name: ": Foto KTP" }).click();
}

function big(bytes: number): Buffer {
  const photo = Buffer.alloc(bytes, 7);
  photo.write("\xff\xd8\xff\xe0\x00\x10JFIF\x00", "latin1");
  return photo;
}

function lockedPdf(): Buffer {
  return Buffer.from("%PDF-1.7\n1 0 obj << >> endobj\ntrailer << /Root 1 0 R /Encrypt 9 0 R >>\n%%EOF");
}
