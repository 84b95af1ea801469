// `stackyard promote FROM TO` and `stackyard can-promote FROM TO`.

import { canPromote, promote } from "../../delivery/release/promote.ts";
import type { PromotionOptions } from "../../delivery/release/promote.ts";
import { requireApproval } from "../approval.ts";
import { targetOf } from "../connection.ts";
import { Exit, EXIT } from "../exit-codes.ts";
import { policyOf } from "../failure-policy.ts";
import { takeInterrupts } from "../interrupt.ts";
import { show, showFirstFailure, urlsOf } from "../progress.ts";
import type { PromoteCommandOptions } from "../release-commands.ts";
import { formatDuration, note, outputMode, pc, print, printJson } from "../terminal.ts";
import { openWorkspace } from "../workspace.ts";
import type { CommonOptions } from "../workspace.ts";

/** Runs `promote`. */
export async function runPromote(from: string, to: string, options: PromoteCommandOptions): Promise<void> {
  const mode = outputMode(options);
  const sides = await openSides(from, to, options);
  await requireApproval(sides.to.environment, options, `Promote ${from} to ${to}?`);
  const interrupt = takeInterrupts("No further unit starts; stacks that are changing come to their end.");
  try {
    const policy = policyOf(options.onFailure);
    const run = promote({
      ...sides,
      isForced: options.force === true,
      tests: options.tests !== false,
      lock: options.breakLock === true ? "break" : "fail",
      signal: interrupt.signal,
      ...(policy === undefined ? {} : { policy }),
    });
    const result = await show(run, mode);
    if (mode === "json") printJson({ type: "result", ...result });
    else {
      for (const { unit, output, url } of urlsOf(result.units, sides.to.target)) print(`${unit}.${output}  ${url}`);
      const count = result.units.filter((each) => each.outcome === "deployed").length;
      if (result.isComplete)
        note(
          `Release ${result.from} of ${from} is in ${to}: ${count} of ${result.units.length} units changed in ${formatDuration(result.durationMs)}.`,
        );
    }
    if (interrupt.signal.aborted) throw new Exit(EXIT.interrupted.code);
    if (result.isComplete) return;
    if (mode !== "json") showFirstFailure(result.units, `stackyard releases show ${result.release} --env ${to}`);
    throw new Exit(EXIT.failed.code);
  } finally {
    interrupt.dispose();
  }
}

/** Runs `can-promote`: exit code 0 for yes, 1 for no. */
export async function runCanPromote(
  from: string,
  to: string,
  options: CommonOptions & { readonly dir?: string },
): Promise<void> {
  const answer = await canPromote(await openSides(from, to, options));
  if (options.json === true) printJson(answer);
  else if (answer.isPossible)
    print(`${pc.green("yes")}: release ${answer.release} of ${from} may go to ${to}: ${answer.units.join(", ")}`);
  else {
    print(`${pc.red("no")}: release ${answer.release ?? "(none)"} of ${from} may not go to ${to}`);
    for (const { code, unit, other, detail } of answer.blockers) {
      const pair = [unit, other].filter((part) => part !== undefined).join(" / ");
      print(`  ${pair === "" ? "" : `${pair}: `}${detail} ${pc.dim(code)}`);
    }
  }
  if (!answer.isPossible) throw new Exit(EXIT.failed.code);
}

async function openSides(
  from: string,
  to: string,
  options: CommonOptions & { readonly dir?: string },
): Promise<Pick<PromotionOptions, "system" | "from" | "to" | "only">> {
  const [there, here] = await Promise.all([
    openWorkspace(options.dir, { ...options, env: from, isKnown: true }),
    openWorkspace(options.dir, { ...options, env: to, json: true, isKnown: true }),
  ]);
  const [fromTarget, toTarget] = await Promise.all([
    targetOf(there.system, there.environment),
    targetOf(here.system, here.environment),
  ]);
  return {
    system: here.system,
    from: { environment: there.environment, target: fromTarget },
    to: { environment: here.environment, target: toTarget },
    only: here.only,
  };
}
