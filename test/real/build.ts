// Builds dist/ once before the slow tests: they start the command line as people do.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Vitest's global set-up. */
export default function setup(): void {
  execFileSync(process.execPath, [fileURLToPath(new URL("../../scripts/build.mjs", import.meta.url))]);
}
