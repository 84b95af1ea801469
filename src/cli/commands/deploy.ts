// `stackyard deploy [DIR]`: deploys what changed.

import { createClock } from "../../kernel/clock.ts";
import { secureRandom } from "../../kernel/random.ts";
import { openStacks } from "../../delivery/cloud/stacks.ts";
import { deploy } from "../../delivery/deploy/deploy.ts";
import type { DeployResult, Run } from "../../delivery/deploy/events.ts";
import type { ApplyOptions } from "../../delivery/plan/apply-plan.ts";
import { guardData, isDataRefusal } from "../../delivery/plan/data-guard.ts";
import { requireApproval, requireDeployable } from "../approval.ts";
import { openBuilder } from "../builder.ts";
import { targetOf } from "../connection.ts";
import { Exit, EXIT } from "../exit-codes.ts";
import { policyOf } from "../failure-policy.ts";
import { takeInterrupts } from "../interrupt.ts";
import { show, showFirstFailure, showWhatBecameOfIt, urlsOf } from "../progress.ts";
import type { ReleaseOptions } from "../release-commands.ts";
import { formatDuration, note, outputMode, print, printJson } from "../terminal.ts";
import { openWorkspace, rememberSystem } from "../workspace.ts";
import type { CommonOptions } from "../workspace.ts";

/** The command's own options. */
export interface DeployCommandOptions extends CommonOptions {
  /** A file of `plan --out`. */
  readonly plan?: string;
  readonly allowDataLoss?: boolean;
  readonly why?: boolean;
  /** The environment, as `env`. */
  readonly to?: string;
  /** Into an environment that takes promotions only. */
  readonly force?: boolean;
}

/** Runs the command. */
export async function runDeploy(
  directory: string | undefined,
  options: DeployCommandOptions & ReleaseOptions,
): Promise<void> {
  const mode = outputMode(options);
  const { system, environment, only } = await openWorkspace(directory, options);
  if (mode !== "json") note(`System ${system.name}, environment ${environment.name}`);
  // Nothing that was selected has changed: not even a server is needed.
  if (only?.length === 0 && options.plan === undefined) {
    if (mode === "json") printJson({ type: "result", isComplete: true, units: [], durationMs: 0 });
    else note("Nothing to deploy.");
    return;
  }
  const policy = policyOf(options.onFailure);
  requireDeployable(environment, options);
  await requireApproval(environment, options, `Deploy to environment ${environment.name}?`);
  const target = await targetOf(system, environment);
  rememberSystem(system);
  const interrupt = takeInterrupts("No further unit starts; stacks that are changing come to their end.");
  const builder = openBuilder(system);
  const opened = openStacks(target, createClock({ mode: "wall" }), secureRandom());
  const stacks = options.allowDataLoss === true ? opened : guardData(opened);
  try {
    const common = { system, environment, target, builder, signal: interrupt.signal };
    const run =
      options.plan === undefined
        ? deploy({
            ...common,
            stacks,
            explains: options.why === true,
            tests: options.tests !== false,
            lock: options.breakLock === true ? "break" : "fail",
            ...(only === undefined ? {} : { only }),
            ...(policy === undefined ? {} : { policy }),
          })
        : await applyFrom(options.plan, { ...common, allowsDataLoss: options.allowDataLoss === true });
    const result = await show(run, mode);
    if (mode === "json") printJson({ type: "result", ...result });
    else {
      for (const { unit, output, url } of urlsOf(result.units, target)) print(`${unit}.${output}  ${url}`);
      const count = result.units.filter((each) => each.outcome === "deployed").length;
      if (result.isComplete)
        note(
          `${result.release === undefined ? "" : `Release ${result.release}: `}${count} of ${result.units.length} units changed in ${formatDuration(result.durationMs)}.`,
        );
    }
    if (interrupt.signal.aborted) throw new Exit(EXIT.interrupted.code);
    if (!result.isComplete) {
      if (mode !== "json") {
        showFirstFailure(result.units, `stackyard deploy --env ${environment.name}`);
        showWhatBecameOfIt(result);
      }
      const isRefused = result.units.some((each) => each.outcome === "failed" && isDataRefusal(each.failure.reason));
      throw new Exit(isRefused ? EXIT.dataLoss.code : EXIT.failed.code);
    }
  } finally {
    stacks.destroy();
    await builder.dispose();
    interrupt.dispose();
  }
}

async function applyFrom(file: string, options: Omit<ApplyOptions, "plan">): Promise<Run<DeployResult>> {
  const { loadPlan } = await import("../../delivery/plan/saved-plan.ts");
  const { applyPlan } = await import("../../delivery/plan/apply-plan.ts");
  return applyPlan({ ...options, plan: await loadPlan(file) });
}
