// Which resources with data a release deletes or replaces. Pure.

import { holdsData } from "../release/data-types.ts";
import type { DataLoss, ResourceChange } from "./plan.ts";

/** The resources with data that a unit's changes delete; those which stay in the account are not among them. */
export function findDataLoss(unit: string, changes: readonly ResourceChange[]): readonly DataLoss[] {
  return changes.flatMap((change): DataLoss[] => {
    const { action, logicalId, resourceType, physicalId, properties, position } = change;
    if (action !== "remove" && action !== "replace") return [];
    if (change.isRetained === true || !holdsData(resourceType)) return [];
    const causes = properties.filter((each) => each.isReplacing).map((each) => each.path);
    const because =
      action === "remove"
        ? "The template no longer has it."
        : causes.length === 0
          ? "It is replaced."
          : `It is replaced because of ${causes.join(", ")}.`;
    return [
      {
        unit,
        logicalId,
        resourceType,
        physicalId: physicalId.before ?? "",
        action,
        because,
        ...(position === undefined ? {} : { position }),
      },
    ];
  });
}
