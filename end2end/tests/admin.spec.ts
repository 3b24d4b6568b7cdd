// The partner's side, who may see what, and the keyboard.
import { type Locator, type Page } from "@playwright/test";
import { ACCOUNT, explicit, fresh, Merchant, NIK, PASSWORD, Reviewer, signIn } from "./people";
import { expect, test } from "./world";

test.use({ settings: explicit });

test("the queue sorts applications by what they wait for, and finds them", async ({ page, world }) => {
  const merchant = await Merchant.signUp(page, world);
  await merchant.submitted();
  const another = await Merchant.signUp(await world.somebodyElse(), world);
  await another.inVerification();
  const reviewer = (await Reviewer.signIn(world)).page;
  await reviewer.goto("/review");
  const tabs = reviewer.getByRole("navigation", { name: "Tab antrean" });
  await expect(tabs.getByRole("link", { name: "Perlu diperiksa" })).toHaveAttribute("aria-current", "page");
  await expect(row(reviewer, merchant.name)).toContainText("Perlu diperiksa");
  await expect(row(reviewer, another.name)).toHaveCount(0);
  await tabs.getByRole("link", { name: "Di DOKU" }).click();
  await expect(tabs.getByRole("link", { name: "Di DOKU" })).toHaveAttribute("aria-current", "page");
  await expect(row(reviewer, another.name)).toContainText("Sedang diverifikasi DOKU");
  await expect(row(reviewer, merchant.name)).toHaveCount(0);

  await reviewer.getByLabel("Cari pengajuan").fill("tidak ada yang begini");
  await reviewer.getByRole("button", { name: "Cari" }).click();
  await expect(reviewer.getByText("Tidak ada yang cocok dengan “tidak ada yang begini”.")).toBeVisible();
  await reviewer.getByRole("link", { name: "Hapus pencarian" }).click();
  await reviewer.getByLabel("Cari pengajuan").fill(another.name);
  await reviewer.getByRole("button", { name: "Cari" }).click();
  await expect(row(reviewer, another.name)).toBeVisible();
});

test("a case shows documents beside data, and numbers only by their last four", async ({ page, world }) => {
  const merchant = await Merchant.signUp(page, world);
  const business = await merchant.submitted();
  const reviewer = (await Reviewer.signIn(world)).page;
  await reviewer.goto("/review");
  await reviewer.getByRole("link", { name: merchant.name }).click();
  expect(new URL(reviewer.url()).pathname).toBe(business.replace("/businesses", "/review"));
  const picture = reviewer.getByRole("img", { name: "Foto KTP" });
  await picture.scrollIntoViewIfNeeded();
  await expect(picture).toHaveJSProperty("complete", true);
  await expect(picture).not.toHaveJSProperty("naturalWidth", 0);
  await expect(reviewer.getByText("Jalan Terusan Jakarta No 118")).toBeVisible();
  await expect(reviewer.getByText(/0004$/).first()).toBeVisible();
  await expect(reviewer.getByText(/2233$/).first()).toBeVisible();
  const html = await reviewer.content();
  for (const secret of [NIK, ACCOUNT]) expect(html).not.toContain(secret);
});

test("everybody gets their own place, and nothing of anybody else's", async ({ page, world }) => {
  const merchant = await Merchant.signUp(page, world);
  const business = await merchant.startBusiness();
  const title = page.getByRole("heading", { level: 1 });
  await page.goto("/review");
  await expect(title).toHaveText("Halaman ini bukan untuk akun Anda");
  await page.goto("/businesses/00000000-0000-7000-8000-000000000000");
  await expect(title).toHaveText("Halaman tidak ditemukan");

  const stranger = await Merchant.signUp(await world.somebodyElse(), world);
  for (const part of ["", "/documents", "/bank", "/check", "/receipt", "/history"]) {
    await stranger.page.goto(`${business}${part}`);
    await expect(stranger.page.getByRole("heading", { level: 1 })).toHaveText("Halaman tidak ditemukan");
  }
  const reviewer = (await Reviewer.signIn(world)).page;
  await reviewer.goto("/businesses/new");
  await expect(reviewer.getByRole("heading", { level: 1 })).toHaveText("Halaman ini bukan untuk akun Anda");
});

test("who is signed out signs in and is where they wanted to be", async ({ page, world }) => {
  await page.goto("/review?tab=at_doku");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Masuk");
  await page.getByLabel("E-mail").fill("reviewer@demo.test");
  await page.getByLabel("Kata sandi").fill("bukan yang ini sama sekali");
  await page.getByRole("button", { name: "Masuk" }).click();
  await expect(page.getByRole("alert")).toContainText("E-mail atau kata sandi tidak cocok.");
  await expect(page.getByLabel("E-mail")).toHaveValue("reviewer@demo.test");
  await page.getByLabel("Kata sandi").fill("serambi-demo");
  await page.getByRole("button", { name: "Masuk" }).click();
  await expect(page.getByRole("link", { name: "Di DOKU" })).toHaveAttribute("aria-current", "page");
  await world.hydrated(page);
  await page.getByRole("button", { name: "Keluar" }).click();
  await page.goto("/review");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Masuk");
});

test("an open queue shows a new application by itself", { tag: "@script" }, async ({ page, world }) => {
  await signIn(page, "reviewer@demo.test");
  await page.goto("/review");
  await world.hydrated(page);
  const merchant = await Merchant.signUp(await world.somebodyElse(), world);
  await merchant.submitted();
  await expect(row(page, merchant.name)).toBeVisible();
});

test("the keyboard alone goes from sign-up to a new business", async ({ page, world }) => {
  const { email } = fresh();
  await page.goto("/");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Langsung ke isi" })).toBeFocused();
  await expect(page.getByRole("link", { name: "Langsung ke isi" })).toBeInViewport({ ratio: 1 });
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  await press(page, page.getByRole("link", { name: "Daftar" }), "Enter");
  await tabTo(page, page.getByLabel("E-mail"));
  await page.keyboard.type(email);
  await tabTo(page, page.getByLabel("Kata sandi"));
  await page.keyboard.type(PASSWORD);
  await press(page, page.getByRole("button", { name: "Buat akun" }), "Space");
  await press(page, page.getByRole("link", { name: "Tambah usaha" }), "Enter");
  await tabTo(page, page.getByRole("radio", { name: "Perorangan" }));
  await press(page, page.getByRole("button", { name: "Lanjutkan" }), "Enter");
  await expect(page.getByRole("heading", { name: "Lengkapi data" })).toBeVisible();
  await world.hydrated(page);
  await press(page, page.getByRole("link", { name: /Data usaha/ }), "Enter");
  await tabTo(page, page.getByLabel("Nama usaha"));
  await page.keyboard.type("Warung Papan Ketik");
  await tabTo(page, page.getByRole("radio", { name: "Ya, sudah ada" }).first());
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("group", { name: "Punya situs web?" }).getByRole("radio").nth(1)).toBeChecked();
  await press(page, page.getByRole("button", { name: "Simpan dan lanjutkan" }), "Enter");
  await expect(page.getByLabel("Nama usaha")).toHaveValue("Warung Papan Ketik");
});

function row(page: Page, name: string): Locator {
  return page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
}

/** Goes on with Tab until `target` has the focus, which must be seen wherever it comes by. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    const focused = page.locator(":focus");
    if ((await focused.count()) > 0) expect(await focused.evaluate(looksFocused), `focus on ${await focused.evaluate((element) => element.outerHTML)}`).toBe(true);
    if (await target.evaluate((element) => element === document.activeElement)) {
      await expect(target).toBeInViewport();
      return;
    }
  }
  throw new Error(`Tab never reaches ${target}`);
}

async function press(page: Page, target: Locator, key: "Enter" | "Space"): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

/** Runs in the browser: a ring around it or around the box that it fills. */
function looksFocused(element: Element): boolean {
  const ring = (of: Element | null) => {
    if (!of) return false;
    const style = getComputedStyle(of);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  };
  return ring(element) || ring(element.parentElement);
}
