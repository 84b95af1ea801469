// Finds deployed functions by the names that people use: UNIT/FUNCTION, the logical id, or the physical name.

import { createClock } from "../kernel/clock.ts";
import { OperatorError } from "../kernel/errors.ts";
import { secureRandom } from "../kernel/random.ts";
import { openStacks } from "../delivery/cloud/stacks.ts";
import type { StackResource } from "../delivery/cloud/stack-views.ts";
import { stackNameOf } from "../delivery/system/system.ts";
import type { Target } from "../delivery/cloud/target.ts";
import type { KnownWorkspace } from "./workspace.ts";

export interface DeployedFunction {
  readonly unit: string;
  readonly logicalId: string;
  readonly functionName: string;
}

/** The functions that `name` means; all of the system if it is not given. Throws ERR_NO_FUNCTION for none. */
export async function findFunctions(
  { system, environment, only }: Pick<KnownWorkspace, "environment" | "only" | "system">,
  target: Target,
  name: string | undefined,
): Promise<readonly DeployedFunction[]> {
  const stacks = openStacks(target, createClock({ mode: "wall" }), secureRandom());
  const units = system.units.filter((unit) => only === undefined || only.includes(unit.name));
  const all = await Promise.all(
    units.map(async ({ name: unit }) => {
      const stack = await stacks.describe(stackNameOf(system, environment.name, unit));
      if (stack === undefined) return [];
      return (await stacks.resources(stack.name))
        .filter((each) => isLivingFunction(each))
        .map(({ logicalId, physicalId }) => ({ unit, logicalId, functionName: physicalId }));
    }),
  );
  stacks.destroy();
  const functions = all.flat();
  const found = name === undefined ? functions : functions.filter((each) => isMeant(each, name));
  if (found.length > 0) return found;
  const known = functions.map((each) => `${each.unit}/${each.logicalId}`).join(", ");
  throw new OperatorError({
    code: "ERR_NO_FUNCTION",
    message: `${name === undefined ? "The system has no function" : `"${name}" is neither a unit nor a function`} in environment "${environment.name}". It has ${known === "" ? "none" : known}.`,
    hints: ["stackyard status", "stackyard deploy"],
  });
}

// After a rollback the list still has what is gone, and what never was.
function isLivingFunction(resource: StackResource): boolean {
  const isGone = resource.physicalId === "" || resource.status === "DELETE_COMPLETE";
  return resource.resourceType === "AWS::Lambda::Function" && !isGone;
}

function isMeant(each: DeployedFunction, name: string): boolean {
  return [each.unit, each.logicalId, each.functionName, `${each.unit}/${each.logicalId}`].includes(name);
}
