// The units that all environments share: what of them an environment needs and does not have yet, and who reads from them.

import { HEALTHY } from "../cloud/stacks.ts";
import type { StackView } from "../cloud/stack-views.ts";
import { buildGraph } from "../graph/graph.ts";
import { stackNameOf, systemIn } from "../system/system.ts";
import type { Environment, System, Unit } from "../system/system.ts";

// What went back to what it was has all that it had.
const READABLE: ReadonlySet<string> = new Set([...HEALTHY, "UPDATE_ROLLBACK_COMPLETE"]);

/** The units of an environment whose stacks are not there, or in no state to read from. */
export function missingUnits(
  system: System,
  environment: Environment,
  stacks: readonly Pick<StackView, "name" | "status">[],
): readonly string[] {
  const standing = new Set(stacks.filter(({ status }) => READABLE.has(status)).map(({ name }) => name));
  return system.units
    .map(({ name }) => name)
    .filter((unit) => !standing.has(stackNameOf(system, environment.name, unit)));
}

/** The units of an environment that read from borrowed units of these names. `whole` is the system with all of its units. */
export function readersOf(whole: System, environment: Environment, lent: ReadonlySet<string>): readonly Unit[] {
  const system = systemIn(whole, environment);
  const { evaluated } = buildGraph(system, environment, environment.region ?? "us-east-1");
  return system.units.filter((unit) => (evaluated.units.get(unit.name)?.uses ?? []).some(({ to }) => lent.has(to)));
}
