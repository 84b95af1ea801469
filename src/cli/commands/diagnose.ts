// `stackyard diagnose [N]`: why the last release failed, or release N, as it stands now.

import { diagnose, isHealthy } from "../../delivery/deploy/diagnose.ts";
import type { Diagnosis, UnitDiagnosis } from "../../delivery/deploy/diagnose.ts";
import { openSession } from "../../delivery/deploy/session.ts";
import type { Template } from "../../delivery/system/template.ts";
import { Exit, EXIT } from "../exit-codes.ts";
import { openPlace } from "../release-place.ts";
import type { PlaceOptions } from "../release-place.ts";
import { parseNumber } from "../release-number.ts";
import { sourceLines } from "../source-line.ts";
import { pc, print, printJson } from "../terminal.ts";
import { openSystem } from "../workspace.ts";

/** Runs the command: exit code 1 if something is wrong. */
export async function runDiagnose(number: string | undefined, options: PlaceOptions): Promise<void> {
  const { place, target, environment } = await openPlace(options);
  const session = openSession({ place, target });
  try {
    const found = await diagnose(
      session,
      await templatesOf(options),
      number === undefined ? undefined : parseNumber(number),
    );
    if (options.json === true) printJson(found);
    else show(found, environment.name);
    if (!isHealthy(found)) throw new Exit(EXIT.failed.code);
  } finally {
    session.close();
  }
}

// Places in the sources are an extra: a diagnosis must work while they cannot be read.
async function templatesOf(options: PlaceOptions): Promise<ReadonlyMap<string, Template>> {
  if (options.system !== undefined) return new Map();
  try {
    const system = await openSystem(options.dir, { isKnown: true, json: true });
    return new Map(system.units.map((unit) => [unit.name, unit.template]));
  } catch {
    return new Map();
  }
}

function show(found: Diagnosis, environment: string): void {
  const { release, units, tests } = found;
  if (release === undefined && units.length === 0) print(`Nothing was released into ${environment} yet.`);
  if (release !== undefined)
    print(`Release ${release.number} (${release.kind}) of ${release.startedAt.slice(0, 19)}: ${release.status}`);
  if (release?.failure !== undefined) print(`  ${release.failure}`);
  for (const unit of units) showUnit(unit);
  for (const { name, command, output } of tests) {
    print(pc.red(`Test "${name}" failed: ${command}`));
    for (const line of output.trimEnd().split("\n").slice(-20)) print(`  ${line}`);
  }
  if (isHealthy(found) && release !== undefined) print(pc.green("Nothing is wrong."));
}

function showUnit({ unit, stack, status, failure, logs }: UnitDiagnosis): void {
  const { logicalId, resourceType, reason, position } = failure;
  const subject =
    logicalId === undefined
      ? `stack ${stack ?? ""}`
      : `${logicalId}${resourceType === undefined ? "" : ` (${resourceType})`}`;
  print(pc.red(`${unit} failed at ${subject}`) + (status === undefined ? "" : pc.dim(`  ${status}`)));
  print(`  ${reason}`);
  if (position !== undefined) {
    print(`  at ${position.file}:${position.line}:${position.column}`);
    for (const line of sourceLines(position)) print(pc.dim(`  ${line}`));
  }
  for (const { function: name, at, message } of logs) print(pc.dim(`  ${at.slice(11, 23)} ${name}  ${message}`));
}
