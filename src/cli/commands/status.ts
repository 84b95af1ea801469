// `stackyard status`: the units of an environment as the cloud has them.

import { createClock } from "../../kernel/clock.ts";
import { secureRandom } from "../../kernel/random.ts";
import { HEALTHY, openStacks } from "../../delivery/cloud/stacks.ts";
import { stackNameOf } from "../../delivery/system/system.ts";
import { targetOf } from "../connection.ts";
import { pc, print, printJson } from "../terminal.ts";
import { openKnownWorkspace } from "../workspace.ts";
import type { CommonOptions } from "../workspace.ts";

/** Runs the command. */
export async function runStatus(directory: string | undefined, options: CommonOptions): Promise<void> {
  const { system, environment, only } = await openKnownWorkspace(directory, options);
  const target = await targetOf(system, environment);
  const stacks = openStacks(target, createClock({ mode: "wall" }), secureRandom());
  const units = await Promise.all(
    system.units
      .filter((unit) => only === undefined || only.includes(unit.name))
      .map(async ({ name, tier }) => {
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
  if (options.json === true) {
    const { account, region, endpoint } = target;
    printJson({ system: system.name, environment: environment.name, account, region, endpoint, units });
    return;
  }
  print(`${system.name} in ${environment.name}: account ${target.account}, ${target.region}`);
  const width = Math.max(...units.map((each) => each.unit.length));
  for (const { unit, status, changedAt, outputs } of units) {
    const colour = HEALTHY.has(status) ? pc.green : status === "NOT_DEPLOYED" ? pc.dim : pc.red;
    print(`${unit.padEnd(width)}  ${colour(status)}${changedAt === undefined ? "" : pc.dim(`  ${changedAt}`)}`);
    for (const [name, value] of Object.entries(outputs)) print(pc.dim(`${" ".repeat(width)}  ${name} = ${value}`));
  }
}
