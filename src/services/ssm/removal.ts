// Removing a parameter with all that hangs on it.

import type { Scope, YardContext } from "../../service/context.ts";
import type { WriteTx } from "../../store/store.ts";
import { tellChange } from "./events.ts";
import { loadParameter, removeParameter } from "./repo.ts";

/** Removes a parameter with its versions and the jobs of its policies; false if there is none. */
export function remove(yard: YardContext, tx: WriteTx, scope: Scope, name: string): boolean {
  const parameter = loadParameter(tx, scope, name);
  if (parameter === undefined) return false;
  for (const id of parameter.policyJobs ?? []) yard.jobs.cancel(tx, id);
  removeParameter(tx, scope, name);
  tellChange(yard, tx, scope, "Delete", parameter);
  return true;
}
