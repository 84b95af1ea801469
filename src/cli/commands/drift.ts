// `stackyard drift [DIR]`: what is live against what was deployed; `--accept` and `--revert` end the difference.

import { acceptDrift } from "../../delivery/drift/accept.ts";
import type { Acceptance } from "../../delivery/drift/accept.ts";
import { detectDrift } from "../../delivery/drift/detect.ts";
import { isDrift } from "../../delivery/drift/report.ts";
import type { DriftReport, ResourceDrift, UnitDrift } from "../../delivery/drift/report.ts";
import { revertDrift } from "../../delivery/drift/revert.ts";
import type { Reversion } from "../../delivery/drift/revert.ts";
import { OperatorError } from "../../kernel/errors.ts";
import { targetOf } from "../connection.ts";
import { Exit, EXIT } from "../exit-codes.ts";
import { takeInterrupts } from "../interrupt.ts";
import { formatDuration, note, outputMode, pc, print, printJson } from "../terminal.ts";
import { openWorkspace } from "../workspace.ts";
import type { CommonOptions } from "../workspace.ts";

/** What the command takes. */
export interface DriftOptions extends CommonOptions {
  /** Write the live values into the templates. */
  readonly accept?: boolean;
  /** Bring the stacks back to their templates. */
  readonly revert?: boolean;
  /** Revert, too, what the configuration leaves to something else. */
  readonly withOwned?: boolean;
  readonly breakLock?: boolean;
}

/** Runs the command: exit code 1 if there is drift that nobody accepted or reverted. */
export async function runDrift(directory: string | undefined, options: DriftOptions): Promise<void> {
  if (options.accept === true && options.revert === true)
    throw new OperatorError({
      code: "ERR_USAGE",
      message: "Drift is accepted or reverted, not both.",
      hints: ["stackyard drift --revert"],
    });
  const mode = outputMode(options);
  const { system, environment, only } = await openWorkspace(directory, { ...options, isKnown: true });
  const target = await targetOf(system, environment);
  const report = await detectDrift({ system, environment, target, ...(only === undefined ? {} : { only }) });
  if (mode !== "json") printReport(report);

  if (options.accept === true) {
    const accepted = await acceptDrift(system, report.units);
    const refused = accepted.filter((each) => each.refusal !== undefined);
    if (mode === "json") printJson({ ...report, accepted });
    else printAccepted(accepted, environment.name);
    if (refused.length > 0) throw new Exit(EXIT.failed.code);
    return;
  }
  if (options.revert === true) {
    const interrupt = takeInterrupts("No further stack is reverted; the one that is changing comes to its end.");
    try {
      const reversions = await revertDrift({
        system,
        environment,
        target,
        units: report.units,
        withOwned: options.withOwned === true,
        breaksLock: options.breakLock === true,
        signal: interrupt.signal,
        onProgress: (unit, { logicalId, status }) => {
          if (mode !== "json" && !status.endsWith("_IN_PROGRESS")) note(`${unit}: ${status} ${logicalId}`);
        },
      });
      if (mode === "json") printJson({ ...report, reversions });
      else printReversions(reversions);
      if (interrupt.signal.aborted) throw new Exit(EXIT.interrupted.code);
      if (reversions.some(({ outcome }) => outcome === "failed" || outcome === "refused"))
        throw new Exit(EXIT.failed.code);
    } finally {
      interrupt.dispose();
    }
    return;
  }
  if (mode === "json") printJson(report);
  if (!report.isInSync) throw new Exit(EXIT.failed.code);
}

function printReport({ units, durationMs }: DriftReport): void {
  for (const unit of units) printUnit(unit);
  const drifted = units.flatMap((unit) => unit.drifted.filter(isDrift)).length;
  const same = units.reduce((sum, unit) => sum + unit.same, 0);
  const notChecked = units.reduce((sum, unit) => sum + unit.notChecked.length, 0);
  print(`${same} same, ${drifted} drifted, ${notChecked} not checked (${formatDuration(durationMs)}).`);
}

function printUnit({ unit, notLookedAt, drifted, same, notChecked }: UnitDrift): void {
  if (notLookedAt !== undefined) {
    print(`${unit}: ${pc.dim(`not looked at: ${notLookedAt}`)}`);
    return;
  }
  const isSame = !drifted.some(isDrift);
  const counts = `${same} same${notChecked.length === 0 ? "" : `, ${notChecked.length} not checked`}`;
  print(`${unit}: ${isSame ? pc.green("same") : pc.red("drifted")} ${pc.dim(`(${counts})`)}`);
  for (const resource of drifted) printResource(resource);
}

function printResource(resource: ResourceDrift): void {
  const { logicalId, resourceType, state, properties, changedBy, reason } = resource;
  const colour = isDrift(resource) ? pc.red : pc.dim;
  print(`  ${colour(state)} ${logicalId} ${pc.dim(resourceType)}${reason === undefined ? "" : ` ${reason}`}`);
  for (const { path, kind, expected, actual, ownedBy, position } of properties) {
    const values = kind === "added" ? `+ ${actual}` : kind === "removed" ? `- ${expected}` : `${expected} -> ${actual}`;
    const place = position === undefined ? "" : pc.dim(`  ${position.file}:${position.line}`);
    print(`    ${path} ${values}${ownedBy === undefined ? "" : pc.dim(` (left to ${ownedBy})`)}${place}`);
  }
  if (changedBy !== undefined) {
    const { who, at, event, sourceIp } = changedBy;
    print(pc.dim(`    ${event} by ${who}${sourceIp === undefined ? "" : ` from ${sourceIp}`}, ${at}`));
  }
}

function printAccepted(accepted: readonly Acceptance[], environment: string): void {
  for (const { file, logicalId, path, refusal } of accepted)
    print(
      refusal === undefined
        ? `${pc.green("✔")} ${file}: ${logicalId}${path}`
        : `${pc.red("✖")} ${file}: ${logicalId}${path}: ${refusal}`,
    );
  if (accepted.some(({ refusal }) => refusal === undefined))
    note(`Look at the templates, then deploy them: stackyard deploy --env ${environment}`);
}

function printReversions(reversions: readonly Reversion[]): void {
  for (const { unit, outcome, reason } of reversions) {
    const isGood = outcome === "reverted" || outcome === "unchanged";
    print(`${isGood ? pc.green("✔") : pc.red("✖")} ${unit}: ${outcome}${reason === undefined ? "" : `: ${reason}`}`);
  }
}
