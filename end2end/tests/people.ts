// Who acts in the tests. A merchant posts the forms that the pages hold, without clicking through them: how a state is reached fast.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type APIResponse, type Page } from "@playwright/test";
import { expect, type Sample, type World } from "./world";

/** Verdicts and callbacks come only when a test says so. */
export const explicit = { SANDBOX_DECIDE: "explicit" };
export const PASSWORD = "nasi goreng tiap pagi";
const DEMO_PASSWORD = "serambi-demo";

export type Fields = Record<string, string>;
export type Task = "documents" | "business" | "brand" | "contact" | "address" | "bank" | "social";

/** What Ratna types, by task and field name: the one sample person, whom the tests in Rust read too. `business.name` is each merchant's own. */
export const USUAL = JSON.parse(readFileSync(resolve("../crates/domain/tests/fixtures/person.json"), "utf8")) as Record<Task, Fields>;
export const NIK = USUAL.documents["KTP.NO_KTP"]!;
export const ACCOUNT = USUAL.bank["account_number"]!;
export const RATNA = USUAL.contact["name"]!;

let count = 0;

/** A name that no other merchant of this run has. */
export function fresh(): { email: string; name: string } {
  count += 1;
  return { email: `ratna${count}@warung.example`, name: `Warung Ratna ${count}` };
}

/** Posts like a form of ours; the answer is not followed. */
export async function post(page: Page, path: string, form: Fields | { file: Sample }): Promise<APIResponse> {
  const headers = { Accept: "text/html", "Sec-Fetch-Site": "same-origin", "X-Forwarded-For": somewhere() };
  const body = isFile(form) ? { multipart: form } : { form };
  return page.request.post(path, { headers, maxRedirects: 0, ...body });
}

function isFile(form: Fields | { file: Sample }): form is { file: Sample } {
  return typeof form["file"] === "object";
}

/** Everybody comes from an address of their own, so that nobody is asked to wait. */
function somewhere(): string {
  count += 1;
  return `10.0.${Math.floor(count / 250)}.${(count % 250) + 1}`;
}

export class Merchant {
  private constructor(
    readonly page: Page,
    private readonly world: World,
    readonly name: string,
    private readonly email: string,
  ) {}

  static async signUp(page: Page, world: World): Promise<Merchant> {
    const { email, name } = fresh();
    const answer = await post(page, "/sign-up", { email, password: PASSWORD });
    expect(answer.status(), await answer.text()).toBe(303);
    return new Merchant(page, world, name, email);
  }

  /** Once more, after signing out. */
  async signIn(): Promise<void> {
    await signIn(this.page, this.email, PASSWORD);
  }

  /** The address of a new business: `/businesses/…`. */
  async startBusiness(): Promise<string> {
    const kind = { business_type: "PERSONAL", legal_entity: "PERSEORANGAN", business_line: "RETAIL", nationality: "ID" };
    const answer = await post(this.page, "/businesses/new", kind);
    expect(answer.status(), await answer.text()).toBe(303);
    return answer.headers()["location"]!;
  }

  async consent(business: string): Promise<void> {
    const version = await this.hidden(`${business}/documents`, "version");
    await this.act("consent", business, { version });
  }

  async upload(business: string, slot: string, file: Sample): Promise<string> {
    const answer = await post(this.page, `${business}/documents/${slot}`, { file });
    expect(answer.status()).toBe(303);
    return answer.headers()["location"]!;
  }

  /** Saves a form and has it judged, or keeps it only. */
  async save(business: string, task: Task, fields: Fields, judge = true): Promise<void> {
    const named = (field: string) => (task === "documents" ? `form[values][${field}]` : `form[${field}]`);
    const form = Object.fromEntries(Object.entries(fields).map(([field, value]) => [named(field), value]));
    await this.act(task, business, judge ? { ...form, judge: "true" } : form);
  }

  /** Every file and form; `change` lays other values over the usual ones by `task.field`, or by slot another file. */
  async filled(change: Record<string, string | Sample> = {}): Promise<string> {
    const business = await this.startBusiness();
    await this.consent(business);
    for (const [slot, file] of Object.entries(this.files())) {
      const other = change[slot];
      await this.upload(business, slot, typeof other === "object" ? other : file);
    }
    for (const [task, usual] of Object.entries(USUAL) as [Task, Fields][]) {
      const own = task === "business" ? { ...usual, name: this.name } : usual;
      const laid = Object.entries(own).map(([field, value]) => [field, change[`${task}.${field}`] ?? value]);
      await this.save(business, task, Object.fromEntries(laid));
    }
    return business;
  }

  async submit(business: string): Promise<void> {
    const page = await (await this.page.request.get(`${business}/check`)).text();
    await this.act("submit", business, { shown: /name="shown" value="([^"]*)"/.exec(page)?.[1] ?? "" });
  }

  async submitted(change: Record<string, string | Sample> = {}): Promise<string> {
    const business = await this.filled(change);
    await this.submit(business);
    return business;
  }

  /** Submitted, approved, and held by DOKU, which has said nothing yet. */
  async inVerification(change: Record<string, string | Sample> = {}): Promise<string> {
    const business = await this.submitted(change);
    const reviewer = await Reviewer.signIn(this.world);
    await reviewer.approve(business);
    await this.until(business, "in_verification");
    await nextSecond();
    return business;
  }

  /** DOKU has said everything it has to say. */
  async judged(state: string, change: Record<string, string | Sample> = {}): Promise<string> {
    const business = await this.inVerification(change);
    await this.decideAll();
    await this.decideAll(); // the services follow the brand
    await this.until(business, state);
    return business;
  }

  /** Resolves with the answer of the sandbox: the callbacks are on their way. */
  async decideAll(): Promise<void> {
    const { business_id } = await this.registration();
    await decideAll(this.world, business_id);
  }

  /** When the sandbox sent the last callback about my business, in milliseconds since 1970. */
  async lastCallback(): Promise<number> {
    const { business_id } = await this.registration();
    const all = (await (await fetch(`${this.world.server.sandbox}/sim/api/callbacks`)).json()) as Callback[];
    const mine = all.filter((callback) => callback.body.business.id === business_id);
    return Math.max(...mine.flatMap((callback) => callback.attempts.map((attempt) => attempt.at)));
  }

  async until(business: string, state: string): Promise<void> {
    await expect.poll(() => this.state(business), { message: state, intervals: [50] }).toBe(state);
  }

  private async registration(): Promise<Registration> {
    return registrationOf(this.world, this.name);
  }

  private async state(business: string): Promise<string | undefined> {
    return /data-state="(\w+)"/.exec(await (await this.page.request.get(business)).text())?.[1];
  }

  /** The versions that the page of this application names in the form of such a decision. */
  private async shown(id: string, what: string): Promise<Fields> {
    const page = await (await this.page.request.get(`/review/${id}`)).text();
    const form = page.split(`action="/review/${id}/${what}"`)[1]?.split("</form>")[0] ?? "";
    const hidden = form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
    return Object.fromEntries([...hidden].map(([, name, value]) => [name!, value!]));
  }

  private async act(what: string, business: string, fields: Fields): Promise<void> {
    const answer = await post(this.page, `${business}/${what}`, fields);
    expect([302, 303], await answer.text()).toContain(answer.status());
    expect(answer.headers()["location"]).not.toContain("problem");
  }

  private files(): Record<string, Sample> {
    const sample = this.world.sample;
    return { KTP: sample("ktp.jpg"), OWNER_LIVENESS: sample("selfie.jpg"), PHOTO_PROOF: sample("shop.jpg") };
  }

  /** The value of a hidden field as the page holds it. */
  private async hidden(path: string, name: string): Promise<string> {
    const page = await (await this.page.request.get(path)).text();
    return new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? "";
  }
}

interface Registration {
  name: string;
  business_id: string;
}

interface Callback {
  body: { business: { id: string } };
  attempts: { at: number }[];
}

/** As the sandbox holds it; a magic word may stand behind the name. */
export async function registrationOf(world: World, name: string): Promise<Registration> {
  const all = (await (await fetch(`${world.server.sandbox}/sim/api/registrations`)).json()) as Registration[];
  const found = all.find((registration) => `${registration.name} `.startsWith(`${name} `));
  if (!found) throw new Error(`the sandbox holds no registration of ${name}`);
  return found;
}

/** DOKU tells times in whole seconds, and a read-back outranks a callback of its own second: verdicts fall later. */
export async function nextSecond(): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  await expect.poll(() => Math.floor(Date.now() / 1000), { intervals: [20] }).toBeGreaterThan(now);
}

/** What is in review is judged; once that is done, the services are. */
export async function decideAll(world: World, registration: string): Promise<void> {
  const answer = await fetch(`${world.server.sandbox}/sim/api/registrations/${registration}/decide-all`, { method: "POST" });
  if (!answer.ok) throw new Error(`the sandbox does not decide: ${answer.status}`);
}

export class Reviewer {
  private constructor(readonly page: Page) {}

  static async signIn(world: World): Promise<Reviewer> {
    const page = await world.somebodyElse();
    await signIn(page, "reviewer@demo.test");
    return new Reviewer(page);
  }

  async approve(business: string): Promise<void> {
    await this.act("approve", business, {});
  }

  /** Reasons by item: `KTP`, `bank`. */
  async sendBack(business: string, reasons: Fields): Promise<void> {
    const named = Object.entries(reasons).map(([item, reason]) => [`reasons[${item}]`, reason]);
    await this.act("send-back", business, Object.fromEntries(named));
  }

  /** The versions that the page of this application names in the form of such a decision. */
  private async shown(id: string, what: string): Promise<Fields> {
    const page = await (await this.page.request.get(`/review/${id}`)).text();
    const form = page.split(`action="/review/${id}/${what}"`)[1]?.split("</form>")[0] ?? "";
    const hidden = form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
    return Object.fromEntries([...hidden].map(([, name, value]) => [name!, value!]));
  }

  private async act(what: string, business: string, fields: Fields): Promise<void> {
    const id = business.split("/").pop()!;
    const shown = await this.shown(id, what);
    const answer = await post(this.page, `/review/${id}/${what}`, { ...shown, ...fields });
    expect([302, 303], await answer.text()).toContain(answer.status());
    expect(answer.headers()["location"]).not.toContain("problem");
  }
}

/** Without the form; one of the demo people unless a password is given. */
export async function signIn(page: Page, email: string, password = DEMO_PASSWORD): Promise<void> {
  const answer = await post(page, "/sign-in", { email, password });
  expect(answer.status(), await answer.text()).toBe(303);
}

/** The sandbox's clock, and ours with it, goes on: what waits for its time falls due. */
export async function skip(world: World, millis: number): Promise<void> {
  const answer = await fetch(`${world.server.sandbox}/sim/api/clock/advance`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ millis }),
  });
  expect(answer.ok).toBe(true);
}
