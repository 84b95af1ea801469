// `stackyard status`: the units of an environment as the cloud has them, and those that it shares with others.

import { createClock } from "../../kernel/clock.ts";
import { secureRandom } from "../../kernel/random.ts";
import { HEALTHY, openStacks } from "../../delivery/cloud/stacks.ts";
import { sharedHomeOf, stackNameOf } from "../../delivery/system/system.ts";
import type { Environment, SystemOutline, UnitOutline } from "../../delivery/system/system.ts";
import type { Target } from "../../delivery/cloud/target.ts";
import { targetOf } from "../connection.ts";
import { pc, print, printJson } from "../terminal.ts";
import { openKnownWorkspace } from "../workspace.ts";
import type { CommonOptions } from "../workspace.ts";

/** A unit in the cloud; also its JSON. */
interface UnitStatus {
  readonly unit: string;
  readonly tier: UnitOutline["tier"];
  readonly stack: string;
  readonly status: string;
  readonly changedAt: string | undefined;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Runs the command. */
export async function runStatus(directory: string | undefined, options: CommonOptions): Promise<void> {
  const { system, environment, only, shared } = await openKnownWorkspace(directory, options);
  const target = await targetOf(system, environment);
  const selected = system.units.filter((unit) => only === undefined || only.includes(unit.name));
  const units = await statusOf(system, environment, target, selected);
  const home = sharedHomeOf(system, environment);
  // On AWS they may be in an account that who only looks here has no credentials for.
  const isReachable = home?.target === "local" && only === undefined;
  const borrowed = isReachable ? await statusOf(system, home, await targetOf(system, home), shared) : [];
  if (options.json === true) {
    const { account, region, endpoint } = target;
    printJson({
      system: system.name,
      environment: environment.name,
      account,
      region,
      endpoint,
      units,
      ...(home !== undefined && isReachable ? { shared: { environment: home.name, units: borrowed } } : {}),
    });
    return;
  }
  print(`${system.name} in ${environment.name}: account ${target.account}, ${target.region}`);
  const width = Math.max(...[...units, ...borrowed].map((each) => each.unit.length));
  for (const each of units) show(each, width);
  if (borrowed.length > 0) print(`Shared with other environments, in ${home?.name ?? ""}:`);
  for (const each of borrowed) show(each, width);
}

async function statusOf(
  system: SystemOutline,
  environment: Environment,
  target: Target,
  units: readonly UnitOutline[],
): Promise<readonly UnitStatus[]> {
  const stacks = openStacks(target, createClock({ mode: "wall" }), secureRandom());
  const found = await Promise.all(
    units.map(async ({ name, tier }): Promise<UnitStatus> => {
      const stack = stackNameOf(system, environment.name, name);
      const view = await stacks.describe(stack);
      return {
        unit: name,
        tier,
        stack,
        status: view?.status ?? "NOT_DEPLOYED",
        changedAt: view?.changedAt,
        outputs: view?.outputs ?? {},
      };
    }),
  );
  stacks.destroy();
  return found;
}

function show({ unit, status, changedAt, outputs }: UnitStatus, width: number): void {
  const colour = HEALTHY.has(status) ? pc.green : status === "NOT_DEPLOYED" ? pc.dim : pc.red;
  print(`${unit.padEnd(width)}  ${colour(status)}${changedAt === undefined ? "" : pc.dim(`  ${changedAt}`)}`);
  for (const [name, value] of Object.entries(outputs)) print(pc.dim(`${" ".repeat(width)}  ${name} = ${value}`));
}
