// Keeps a deployment from losing data that nobody said may go: looks at each change set before it is executed.

import type { PlannedChange } from "../cloud/stack-views.ts";
import type { Stacks } from "../cloud/stacks.ts";
import { holdsData } from "../release/data-types.ts";

const MARK = "Data would be lost: ";

/** CloudFormation that refuses to delete or replace what holds data, unless it stays in the account. */
export function guardData(stacks: Stacks): Stacks {
  return {
    ...stacks,
    deploy: (input, current, onProgress) => stacks.deploy({ ...input, refuse: refusalOf }, current, onProgress),
  };
}

/** Whether a unit failed because of the guard. */
export function isDataRefusal(reason: string): boolean {
  return reason.startsWith(MARK);
}

function refusalOf(changes: readonly PlannedChange[]): string | undefined {
  const lost = changes.filter(
    ({ action, resourceType, policy }) =>
      (action === "remove" || action === "replace") && holdsData(resourceType) && policy?.endsWith("Retain") !== true,
  );
  if (lost.length === 0) return undefined;
  const what = lost.map(({ action, logicalId, resourceType, properties }) => {
    const cause = action === "replace" && properties.length > 0 ? ` because of ${properties.join(", ")}` : "";
    return `${logicalId} (${resourceType}) is ${action === "remove" ? "deleted" : "replaced"}${cause}`;
  });
  return `${MARK}${what.join("; ")}. Nothing was changed. Give it "DeletionPolicy: Retain" and "UpdateReplacePolicy: Retain", or deploy with --allow-data-loss.`;
}
