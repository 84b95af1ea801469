// A headless browser for tests: Chromium as the system's packages bring it, or what `CHROMIUM` names.

import { existsSync } from "node:fs";
import type { Browser } from "playwright-core";

const EXECUTABLE =
  process.env["CHROMIUM"] ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => existsSync(path));

/** Whether there is one; tests say so by name where there is none. */
export const hasBrowser = EXECUTABLE !== undefined && existsSync(EXECUTABLE);

/** Starts one with an empty profile, which asks nothing of the world outside. */
export async function startBrowser(): Promise<Browser> {
  const { chromium } = await import("playwright-core");
  return chromium.launch({
    ...(EXECUTABLE === undefined ? {} : { executablePath: EXECUTABLE }),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--autoplay-policy=no-user-gesture-required",
    ],
  });
}
