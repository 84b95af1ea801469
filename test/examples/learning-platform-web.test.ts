// Goal: a person can use the learning platform in a browser. Method: headless Chromium on the deployed example: Ada signs up, confirms
// by the mail in the inbox, buys a course, watches a video to its end, and sees her progress; Eve, who paid nothing, is refused.

import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasBrowser, startBrowser } from "../real/browser.ts";
import { commandLine } from "../real/command-line.ts";
import { copyPlatform, platformOutputs } from "../real/learning-platform.ts";
import { until } from "../real/until.ts";

if (!hasBrowser)
  test("Chromium is not installed: the web application is not tried", () => expect(hasBrowser).toBe(false));

const PASSWORD = "Learning-is-4-everyone";
/** Where pictures for the documentation go; none are taken if it is not given. */
const PICTURES = process.env["PICTURES"];

describe.runIf(hasBrowser)("the learning platform in a browser", () => {
  const cli = commandLine();
  const directory = copyPlatform(cli);
  /** What the pages complained about. */
  const complaints: string[] = [];
  let browser: Browser;
  let webUrl = "";

  beforeAll(async () => {
    await cli.serve();
    await cli.json(["deploy", directory, "--env", "shared"]);
    await cli.json(["deploy", directory]);
    const { WebUrl = "", WebDomainName = "" } = await platformOutputs(cli, directory);
    // By the name that the environment has in the platform's domain.
    webUrl = WebUrl.replace(/[^/:]+(?=:\d+$)/, WebDomainName);
    const [variables = {}] = await cli.json<Record<string, string>>(["env", directory]);
    const units = await platformOutputs(cli, directory);
    const env = { ...cli.environment, ...variables, STACKYARD_OUTPUTS: JSON.stringify({ all: units }) };
    await promisify(execFile)(process.execPath, [join(directory, "fill.mjs")], { env });
    browser = await startBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await cli.dispose();
  });

  /** Somebody's own browser, at the catalogue. */
  async function visit(): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1100, height: 760 } });
    const page = await context.newPage();
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(webUrl);
    await page.getByRole("heading", { name: "Courses", level: 1 }).waitFor();
    return page;
  }

  /** The code in the last mail to somebody. */
  function codeFor(email: string): Promise<string> {
    return until(async () => {
      const [mails = []] = await cli.json<readonly object[]>(["inbox", directory]);
      const mail = mails.map((each) => JSON.stringify(each)).findLast((text) => text.includes(email));
      return mail === undefined ? undefined : /\b\d{6}\b/.exec(mail)?.[0];
    });
  }

  async function signUp(page: Page, name: string, email: string): Promise<void> {
    await page.getByRole("link", { name: "Sign up" }).click();
    await page.getByLabel("Name").fill(name);
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Sign up" }).click();
    await page.getByRole("heading", { name: "Confirm your address" }).waitFor();
    await page.getByLabel("Code").fill(await codeFor(email));
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.getByRole("link", { name: "My courses" }).waitFor();
  }

  async function picture(page: Page, name: string): Promise<void> {
    if (PICTURES === undefined) return;
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }

  test("Ada signs up, buys a course, watches, and sees her progress", async () => {
    const page = await visit();
    await signUp(page, "Ada", "ada@example.com");
    await page.getByRole("link", { name: "Compilers by hand" }).waitFor();
    await picture(page, "courses");
    await page.getByRole("link", { name: "Compilers by hand" }).click();

    const pay = page.getByRole("button", { name: "Pay" });
    await page.getByLabel("Card number").fill("4000 0000 0000 0002");
    await pay.click();
    await page.getByText("The card was declined.").waitFor();
    await page.getByLabel("Card number").fill("4242 4242 4242 4242");
    await pay.click();
    await page.getByText("0 of 2 finished").waitFor();

    await page.getByRole("button", { name: "Why we learn" }).click();
    await page.frameLocator("iframe").getByText("A map is not the land.").waitFor();
    await page.getByRole("button", { name: "I have read it" }).click();
    await page.getByText("1 of 2 finished").waitFor();
    await page.getByRole("button", { name: "One step and the next" }).click();
    const video = page.locator("video");
    await video.waitFor();
    expect(await video.evaluate((element) => element.getAttribute("src"))).toMatch(/Signature=/);
    await page.waitForFunction("document.querySelector('video').currentTime > 1.5");
    await picture(page, "lesson");
    // Watched to its end, by itself.
    await page.getByText("2 of 2 finished").waitFor();

    // What it shows is kept, and not only on this page.
    await page.getByRole("link", { name: "My courses" }).click();
    await page.getByRole("progressbar", { name: "2 of 2 finished" }).waitFor();
    await page.reload();
    await page.getByRole("progressbar", { name: "2 of 2 finished" }).waitFor();
    const mails = await until(async () => {
      const { stdout } = await cli.run(["inbox", directory, "--json"]);
      return stdout.includes("You are enrolled") ? stdout : undefined;
    });
    expect(mails).toContain("ada@example.com");

    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("link", { name: "Sign in" }).click();
    await page.getByLabel("E-mail").fill("ada@example.com");
    await page.getByLabel("Password").fill("something else");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("Incorrect username or password.").waitFor();
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("progressbar", { name: "2 of 2 finished" }).waitFor();
  });

  test("Eve, who did not pay, is offered the course and refused its materials", async () => {
    const page = await visit();
    await signUp(page, "Eve", "eve@example.com");
    await page.getByRole("link", { name: "Compilers by hand" }).click();
    await page.getByRole("button", { name: "Pay" }).waitFor();
    expect(await page.getByText("finished").count()).toBe(0);
    // What the page does not offer she asks for herself, with her own token.
    const refused = await page.evaluate(`(async () => {
      const { apiUrl } = await (await fetch("config.json")).json();
      const { idToken } = JSON.parse(sessionStorage.getItem("learning.session"));
      const path = "/courses/compilers/materials/02-one-step-and-the-next.webm";
      const answer = await fetch(apiUrl + path, { headers: { authorization: idToken } });
      return { status: answer.status, body: await answer.json() };
    })()`);
    expect(refused).toEqual({ status: 403, body: { message: "Only who is enrolled in the course can read it." } });
  });

  test("the pages are used by keyboard, and nothing in them failed", async () => {
    const page = await visit();
    // The first stop leads past the navigation, to where the content begins.
    await page.keyboard.press("Tab");
    await page.getByRole("link", { name: "To the content" }).waitFor();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Analytical engines");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Analytical engines", level: 1 }).waitFor();
    expect(await page.title()).toBe("Analytical engines · Learning");
    expect(complaints).toEqual([]);
  });
});
