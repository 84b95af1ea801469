// Asks somebody to say yes, where the environment wants that.

import { createInterface } from "node:readline/promises";
import type { Environment } from "../delivery/system/system.ts";
import { OperatorError } from "../kernel/errors.ts";
import { outputMode } from "./terminal.ts";

/** Throws ERR_NOT_APPROVED unless nobody need be asked, `--yes` was given, or the person says yes. */
export async function requireApproval(
  environment: Pick<Environment, "name" | "approval">,
  options: { readonly yes?: boolean; readonly json?: boolean },
  question: string,
): Promise<void> {
  if (environment.approval !== "ask" || options.yes === true) return;
  if (outputMode(options) === "live" && process.stdin.isTTY) {
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    const answer = await terminal.question(`${question} [y/N] `);
    terminal.close();
    if (/^y(es)?$/i.test(answer.trim())) return;
  }
  throw new OperatorError({
    code: "ERR_NOT_APPROVED",
    message: `Environment "${environment.name}" wants somebody to say yes to a release, and nobody did.`,
    hints: ["Run it on a terminal and answer, or add --yes"],
  });
}
