// Units of tier `shared`, seen from the environments that read from them: `up` makes what is missing on this machine, and nobody
// destroys what others still read.

import { openStacks } from "../delivery/cloud/stacks.ts";
import { deploy } from "../delivery/deploy/deploy.ts";
import { environmentOf } from "../delivery/environments/record.ts";
import { missingUnits, readersOf } from "../delivery/environments/shared-tier.ts";
import { sharedHomeOf, stackNameOf } from "../delivery/system/system.ts";
import type { Environment, System } from "../delivery/system/system.ts";
import { createClock } from "../kernel/clock.ts";
import { OperatorError } from "../kernel/errors.ts";
import { secureRandom } from "../kernel/random.ts";
import { openBuilder } from "./builder.ts";
import { targetOf } from "./connection.ts";
import { madeAtWill } from "./environments.ts";
import { Exit, EXIT } from "./exit-codes.ts";
import { show, showFirstFailure } from "./progress.ts";
import { note, printJson } from "./terminal.ts";
import type { OutputMode } from "./terminal.ts";
import { workspaceIn } from "./workspace.ts";

/**
 * Deploys the shared units that are not there yet, where both environments are of this machine: `up` shall need nothing before it. Units that are
 * there stay as they are, whatever their sources say, since other environments read from them.
 */
export async function bringUpShared(
  whole: System,
  environment: Environment,
  mode: OutputMode,
  signal: AbortSignal,
): Promise<void> {
  const home = sharedHomeOf(whole, environment);
  // A fork has what its parent had, and nobody makes anything on AWS without having said so.
  if (home?.target !== "local" || environment.target !== "local" || environment.fork !== undefined) return;
  const { system, environment: there } = await workspaceIn(whole, { environment: home }, {});
  const target = await targetOf(system, there);
  const stacks = openStacks(target, createClock({ mode: "wall" }), secureRandom());
  const builder = openBuilder(system);
  try {
    const only = missingUnits(system, there, await stacks.list());
    if (only.length === 0) return;
    if (mode !== "json") note(`First what all environments share, in environment ${home.name}: ${only.join(", ")}`);
    const run = deploy({ system, environment: there, target, stacks, builder, lock: "wait", signal, only });
    const result = await show(run, mode);
    if (mode === "json") printJson({ type: "shared", environment: home.name, ...result });
    if (result.isComplete || signal.aborted) return;
    if (mode !== "json") showFirstFailure(result.units, "stackyard up");
    throw new Exit(EXIT.failed.code);
  } finally {
    stacks.destroy();
    await builder.dispose();
  }
}

/**
 * Throws ERR_SHARED_IN_USE while another environment of the same kind of cloud has a unit that reads from those which are to go: across accounts
 * no cloud would refuse it. `units` are the names of those that are to go.
 */
export async function requireUnread(whole: System, home: Environment, units: ReadonlySet<string>): Promise<void> {
  const readers: string[] = [];
  const ways: string[] = [];
  const made = (await madeAtWill(whole)).flatMap((record) => {
    const base = whole.environments.find(({ name }) => name === record.from);
    // Forks have a copy of what is shared.
    return base === undefined || record.kind === "fork" ? [] : [environmentOf(whole, record, base)];
  });
  const known = { ...whole, environments: [...whole.environments, ...made] };
  for (const environment of known.environments) {
    if (environment.name === home.name || environment.target !== home.target) continue;
    const wanted = readersOf(known, environment, units);
    if (wanted.length === 0) continue;
    const target = await targetOf(whole, environment);
    const stacks = openStacks(target, createClock({ mode: "wall" }), secureRandom());
    const names = new Set((await stacks.list()).map(({ name }) => name));
    stacks.destroy();
    const standing = wanted.filter(({ name }) => names.has(stackNameOf(known, environment.name, name)));
    if (standing.length === 0) continue;
    readers.push(`${environment.name} (${standing.map(({ name }) => name).join(", ")})`);
    const isMade = made.includes(environment);
    ways.push(isMade ? `stackyard env destroy ${environment.name}` : `stackyard destroy --env ${environment.name}`);
  }
  if (readers.length === 0) return;
  throw new OperatorError({
    code: "ERR_SHARED_IN_USE",
    message: `Units of environment "${home.name}" are read by environment ${readers.join(", and by environment ")}.`,
    hints: [...ways, "To destroy it all the same: --force"],
  });
}
