// A system whose units read from borrowed ones: asks the lending environments for what their stacks have.

import { fillBorrowed } from "../delivery/environments/borrow.ts";
import { openStacks } from "../delivery/cloud/stacks.ts";
import { stackNameOf } from "../delivery/system/system.ts";
import type { Environment, System } from "../delivery/system/system.ts";
import { createClock } from "../kernel/clock.ts";
import { secureRandom } from "../kernel/random.ts";
import { targetOf } from "./connection.ts";

/** Fills in what the units read from borrowed ones. */
export async function borrowUnits(
  system: System,
  environment: Environment,
): Promise<{ system: System; environment: Environment }> {
  const borrowed = system.borrowed ?? [];
  const lenders = new Map(borrowed.map((each) => [each.environment.name, each.environment]));
  const lent = new Map<string, Readonly<Record<string, string>>>();
  for (const lender of lenders.values()) {
    const stacks = openStacks(await targetOf(system, lender), createClock({ mode: "wall" }), secureRandom());
    try {
      const byName = new Map((await stacks.list()).map((stack) => [stack.name, stack]));
      for (const each of borrowed) {
        if (each.environment.name !== lender.name) continue;
        const stack = byName.get(stackNameOf(system, lender.name, each.unit.name));
        lent.set(each.unit.name, stack?.outputs ?? {});
      }
    } finally {
      stacks.destroy();
    }
  }
  return fillBorrowed(system, environment, lent);
}
