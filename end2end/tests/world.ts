// What every browser test stands on: a server of its own, and what must hold on every page.
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, extname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import AxeBuilder from "@axe-core/playwright";
import { type BrowserContext, type BrowserContextOptions, test as base, expect, type Page } from "@playwright/test";

export { expect };

/** Playwright runs in `end2end`. */
const root = resolve("..");

/** `SERAMBI_…` settings of a spec that differ from the usual, for instance `{ REVIEW: "automatic" }`. */
export type Settings = Record<string, string>;

/** A running `serambi serve` with its own empty database, files and sandbox; demo accounts included. */
export interface Server {
  url: string;
  /** The sandbox DOKU; its control panel is `/sim`, for programs `/sim/api`. */
  sandbox: string;
  /** Where it keeps everything. */
  folder: string;
  /** What it has logged so far. */
  log(): string;
  /** Ends it politely; `resume` starts it again on the same ports, with what it had. */
  stop(): Promise<void>;
  resume(): Promise<void>;
}

/** A file for `setInputFiles`. */
export interface Sample {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

export class World {
  private watched: { page: Page; problems: string[] }[] = [];
  private expected = new Map<Page, RegExp>();
  private opened: BrowserContext[] = [];

  constructor(
    readonly server: Server,
    readonly scripts: boolean,
    private readonly open: (options?: BrowserContextOptions) => Promise<BrowserContext>,
  ) {}

  get baseURL(): string {
    return this.server.url;
  }

  /** A page of somebody else, with cookies of their own: the reviewer beside the merchant. */
  async somebodyElse(): Promise<Page> {
    const context = await this.open();
    this.opened.push(context);
    this.watch(context);
    return context.newPage();
  }

  /** Fails on any violation that axe finds on this page as it stands now. */
  async axe(page: Page): Promise<void> {
    const { violations } = this.scripts ? await audited(page) : await this.axeOnCopy(page);
    const told = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(" | ")}`);
    expect(told, `axe on ${page.url()}`).toEqual([]);
  }

  /** Resolves once the islands of this page are awake; at once where scripts are off. */
  async hydrated(page: Page): Promise<void> {
    if (this.scripts) await page.locator("html[data-hydrated]").waitFor({ state: "attached" });
  }

  /** This page will log errors like this one, since the test itself breaks its network. */
  expectConsole(page: Page, error: RegExp): void {
    this.expected.set(page, error);
  }

  /** Fails if this page has logged an error so far. At the end of a test every page is asked by itself. */
  noConsoleErrors(page: Page): void {
    const expected = this.expected.get(page);
    const all = this.watched.filter((one) => one.page === page).flatMap((one) => one.problems);
    const problems = all.filter((problem) => !expected?.test(problem));
    expect(problems, `console of ${page.url()}`).toEqual([]);
  }

  /** A sample of `fixtures` under a name of its own: `world.sample("ktp.jpg", "sim-blur.jpg")`. */
  sample(file: "ktp.jpg" | "selfie.jpg" | "shop.jpg" | "ktp.pdf", name: string = file): Sample {
    const mimeType = extname(file) === ".pdf" ? "application/pdf" : "image/jpeg";
    return { name, mimeType, buffer: readFileSync(resolve("fixtures", file)) };
  }

  watch(context: BrowserContext): void {
    context.on("page", (page) => this.listen(page));
  }

  async done(): Promise<void> {
    for (const { page } of this.watched) this.noConsoleErrors(page);
    for (const context of this.opened) await context.close();
  }

  /** axe itself needs scripts: it reads a copy, with the same address and cookies, in a browser that has them. */
  private async axeOnCopy(page: Page): Promise<Awaited<ReturnType<AxeBuilder["analyze"]>>> {
    const html = await page.content();
    // What people without scripts see: the inside of <noscript>, and nothing that a script would have done.
    // A page that waits for DOKU asks for itself again there, which axe would call a fault: it has a link for the same, and no form.
    const still = html.replace(/<meta http-equiv="refresh"[^>]*>/gi, "");
    const body = still.replace(/<script\b.*?<\/script>/gis, "").replace(/<\/?noscript\b[^>]*>/gi, "");
    const context = await this.open({ javaScriptEnabled: true, storageState: await page.context().storageState() });
    try {
      const copy = await context.newPage();
      await copy.route(page.url(), (route) => route.fulfill({ body, contentType: "text/html; charset=utf-8" }));
      await copy.goto(page.url());
      return await audited(copy);
    } finally {
      await context.close();
    }
  }

  private listen(page: Page): void {
    const problems: string[] = [];
    const refused = new Set<string>();
    this.watched.push({ page, problems });
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("response", (response) => {
      // A refused form is a page, not a fault; Chromium logs it as an error all the same.
      const is4xx = response.status() >= 400 && response.status() < 500;
      if (is4xx && response.request().isNavigationRequest()) refused.add(response.url());
    });
    page.on("console", (message) => {
      if (message.type() === "error" && !refused.has(message.location().url)) problems.push(message.text());
    });
  }
}

/** WCAG 2.2 AA, and what axe calls best practice. */
/**
 * Every rule on the page as it stands. The bar with the one action floats above a list that scrolls, so a row half beneath it
 * looks like a small target: the size of targets is judged once more with the bar at its place in the page, and counts there.
 */
async function audited(page: Page): Promise<Awaited<ReturnType<AxeBuilder["analyze"]>>> {
  const size = "target-size";
  const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await new AxeBuilder({ page }).withTags(rules).analyze();
  if (!found.violations.some(({ id }) => id === size)) return found;
  const float = (position: string) =>
    page.evaluate((to) => document.querySelectorAll<HTMLElement>(".dock").forEach((dock) => (dock.style.position = to)), position);
  await float("static");
  const sizes = await new AxeBuilder({ page }).withRules([size]).analyze();
  await float("");
  return { ...found, violations: [...found.violations.filter(({ id }) => id !== size), ...sizes.violations] };
}

export const test = base.extend<{ world: World }, { settings: Settings; server: Server }>({
  settings: [{}, { option: true, scope: "worker" }],
  server: [
    async ({ settings }, use) => {
      const folder = mkdtempSync(join(tmpdir(), "serambi-browser-"));
      const server = await start(folder, settings);
      await use(server);
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: "worker", timeout: 60_000 },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  // Automatic: nobody forgets to ask for the console.
  world: [
    async ({ server, browser, context, javaScriptEnabled }, use) => {
      const world = new World(server, javaScriptEnabled !== false, (options) =>
        browser.newContext({ reducedMotion: "reduce", ...options }));
      world.watch(context);
      await use(world);
      await world.done();
    },
    { auto: true },
  ],
});

async function start(folder: string, settings: Settings): Promise<Server> {
  const [port, sandbox] = await freePorts();
  const url = `http://127.0.0.1:${port}`;
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? "",
    SERAMBI_LISTEN: `127.0.0.1:${port}`,
    SERAMBI_PUBLIC_URL: url,
    SERAMBI_SANDBOX: `127.0.0.1:${sandbox}`,
    // The database is empty: each test brings its own applications.
    SERAMBI_SANDBOX_DEMO: "people",
    SERAMBI_DATABASE_URL: `sqlite://${folder}/serambi.db`,
    SERAMBI_FILES: `file://${folder}/files`,
    // Who acts by a helper comes from an address of their own: see `people.ts`.
    SERAMBI_TRUSTED_PROXIES: "1",
  };
  for (const [name, value] of Object.entries(settings)) env[`SERAMBI_${name}`] = value;
  const logFile = join(folder, "log");
  let running = await launch(url, env, logFile);
  return {
    url,
    sandbox: `http://127.0.0.1:${sandbox}`,
    folder,
    log: () => readFileSync(logFile, "utf8"),
    stop: () => stop(running),
    resume: async () => {
      running = await launch(url, env, logFile);
    },
  };
}

/** Resolves once it answers. */
async function launch(url: string, env: Record<string, string>, logFile: string): Promise<ChildProcess> {
  const sink = openSync(logFile, "a");
  const server = spawn(join(root, "target/debug/serambi"), ["serve"], { cwd: dirname(logFile), env, stdio: ["ignore", sink, sink] });
  closeSync(sink);
  let failed: Error | undefined;
  server.once("error", (error) => (failed = error));
  // A worker that dies takes its server along.
  process.once("exit", () => server.kill("SIGKILL"));
  const patience = Date.now() + 45_000;
  while (!(await ready(url))) {
    if (failed) throw failed;
    if (server.exitCode !== null || Date.now() > patience) {
      await stop(server);
      throw new Error(`serambi does not start:\n${readFileSync(logFile, "utf8")}`);
    }
    await sleep(50);
  }
  return server;
}

async function ready(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).status === 200;
  } catch {
    return false;
  }
}

/** Politely first; a server that does not end within five seconds is ended. */
async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) return;
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  server.kill("SIGTERM");
  await Promise.race([ended, sleep(5_000, undefined, { ref: false })]);
  server.kill("SIGKILL");
  await ended;
}

/** Two free ports; both are held until both are known, so that they differ. */
async function freePorts(): Promise<[number, number]> {
  const held = [createServer(), createServer()];
  const ports: number[] = [];
  for (const holder of held) {
    await new Promise<void>((resolve) => holder.listen(0, "127.0.0.1", resolve));
    const address = holder.address();
    if (address === null || typeof address === "string") throw new Error("a TCP port has a number");
    ports.push(address.port);
  }
  for (const holder of held) await new Promise((resolve) => holder.close(resolve));
  return [ports[0]!, ports[1]!];
}
