// Debugging a function: asked for through the control API, by who may do everything on this machine anyway.

import type { Inspection, InspectionSettings } from "../../sandbox/sandboxes.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import { requireTarget } from "./functions.ts";
import { parseFunctionName } from "./names.ts";
import { ownerOf, specOf } from "./runner.ts";

/**
 * Lets a debugger come to a function of this yard, by its name. Throws ResourceNotFoundException, and an error in a sentence
 * for a runtime without a debugger; a port that is taken rejects with EADDRINUSE.
 */
export function inspectFunction(
  yard: YardContext,
  scope: Scope,
  name: string,
  settings: InspectionSettings,
): Promise<Inspection> {
  // As it is when a debugger comes: the function may have changed meanwhile.
  const spec = (): ReturnType<typeof specOf> =>
    specOf(
      yard,
      yard.store.read((tx) => requireTarget(tx, parseFunctionName(name, scope))),
    );
  return yard.sandboxes.inspect(ownerOf(yard), spec, settings);
}
