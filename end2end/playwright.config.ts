// Every journey twice: with scripts and without. `cargo xtask test --browser` builds what these start.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results/files",
  workers: 2,
  retries: 0, // a test that passes only sometimes is wrong
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json", { outputFile: "test-results/report.json" }]],
  use: {
    viewport: { width: 390, height: 844 },
    locale: "id-ID",
    timezoneId: "Asia/Jakarta",
    // Chromium reports a page transition that a test cuts short as an error of the page.
    contextOptions: { reducedMotion: "reduce" },
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: chromium(),
      args: ["--no-sandbox", "--disable-background-networking"],
    },
  },
  projects: [
    { name: "script", use: { javaScriptEnabled: true }, grepInvert: /@no-script/ },
    { name: "no-script", use: { javaScriptEnabled: false }, grepInvert: /@script/ },
  ],
});

/** The browser of the machine; Playwright's own is never downloaded. */
function chromium(): string {
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
  return process.env.CHROMIUM || found || "/usr/bin/chromium";
}
