// What an environment asks for before it is changed: that somebody says yes, that releases come by promotion, that nobody
// destroys it by accident.

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

/** Throws ERR_PROMOTE_INSTEAD if releases come to the environment from another one, unless `--force` was given. */
export function requireDeployable(
  environment: Pick<Environment, "name" | "promotesFrom">,
  options: { readonly force?: boolean },
): void {
  const { name, promotesFrom } = environment;
  if (promotesFrom === undefined || options.force === true) return;
  throw new OperatorError({
    code: "ERR_PROMOTE_INSTEAD",
    message: `Environment "${name}" takes releases from "${promotesFrom}" only, so that what arrives was tried there.`,
    hints: [`stackyard promote ${promotesFrom} ${name}`, "To deploy the sources all the same: --force"],
  });
}

/** Throws ERR_PROTECTED if the environment must not be destroyed, unless `--allow-data-loss` was given. */
export function requireUnprotected(
  environment: Pick<Environment, "name" | "isProtected">,
  options: { readonly allowDataLoss?: boolean },
): void {
  if (environment.isProtected !== true || options.allowDataLoss === true) return;
  throw new OperatorError({
    code: "ERR_PROTECTED",
    message: `Environment "${environment.name}" is protected: destroying it deletes its data.`,
    hints: [`stackyard destroy --env ${environment.name} --allow-data-loss`],
  });
}
