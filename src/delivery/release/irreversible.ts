// What going back cannot bring back, found out before anything is changed: from change sets that are not executed, and
// from the templates of the units that will be deleted.

import type { PlannedChange } from "../cloud/stack-views.ts";
import { isTemplateObject, objectAt, textOf } from "../system/template.ts";
import type { Template } from "../system/template.ts";
import { holdsData } from "./data-types.ts";

/** Something that a rollback does not undo, or does only at a price. */
export interface Irreversible {
  readonly unit: string;
  readonly logicalId?: string;
  readonly resourceType?: string;
  /** `data-loss` needs `--allow-data-loss`; the others are said only. */
  readonly kind: "data-loss" | "snapshot" | "retained" | "unforeseen" | "outside";
  readonly detail: string;
}

/** What the changes of a unit's stack do that no later change can take back. */
export function irreversibleChanges(unit: string, changes: readonly PlannedChange[] | string): readonly Irreversible[] {
  if (typeof changes === "string")
    return [{ unit, kind: "unforeseen", detail: `What changes in it shows only on the way: ${changes}` }];
  return changes.flatMap(({ action, logicalId, resourceType, policy, properties }) => {
    const isReplaced = action === "replace";
    if (action !== "remove" && !isReplaced) return [];
    const why = isReplaced ? ` It is replaced because of ${properties.join(", ") || "its properties"}.` : "";
    return going(unit, logicalId, resourceType, policy, why);
  });
}

/** What is lost with a unit that is deleted as a whole. */
export function irreversibleRemoval(unit: string, template: Template): readonly Irreversible[] {
  return Object.entries(objectAt(template.body, "Resources")).flatMap(([logicalId, resource]) => {
    if (!isTemplateObject(resource)) return [];
    const policy = textOf(resource["DeletionPolicy"]);
    return going(unit, logicalId, textOf(resource["Type"]) ?? "", policy, " The unit did not exist then.");
  });
}

/** What no rollback of any system can take back. */
export function outsideOfStacks(environment: string): Irreversible {
  return {
    unit: environment,
    kind: "outside",
    detail:
      "Messages, mails and calls to other systems that have left since then stay sent, and data that was written stays as it is.",
  };
}

function going(
  unit: string,
  logicalId: string,
  resourceType: string,
  policy: string | undefined,
  why: string,
): readonly Irreversible[] {
  const found = (kind: Irreversible["kind"], detail: string): readonly Irreversible[] => [
    { unit, logicalId, resourceType, kind, detail: detail + why },
  ];
  // AWS: "DeletionPolicy attribute": Retain, RetainExceptOnCreate and Snapshot; "ReplaceAndRetain" and its like are how
  // change sets call what happens to the old resource of a replacement.
  if (policy?.includes("Retain") === true)
    return found("retained", "It stays behind, and no stack owns it any more (its policy is Retain).");
  if (!holdsData(resourceType)) return [];
  if (policy?.includes("Snapshot") === true)
    return found("snapshot", "It goes; a snapshot stays, from which its data can be restored by hand.");
  return found("data-loss", "It is deleted with all data that it holds.");
}
