// Decides what a change of a resource means. The one who decides is not the one who acts: plan and run both ask here.

import type { ResourceType } from "../../../service/resource-type.ts";
import { compareProperties, isReplacement } from "../schema/replacement.ts";
import type { PropertyChange } from "../schema/replacement.ts";
import { schemaOf } from "../schema/resource-schema.ts";
import type { Incarnation } from "../records.ts";
import { isSame } from "../template/values.ts";
import { isTaggable } from "./stack-tags.ts";

export interface Decision {
  readonly kind: "keep" | "update" | "replace";
  /** Set where the change cannot be made: the old resource has the name that the new one is to get, or its type takes no updates. */
  readonly obstacle?: string;
  readonly changes: readonly PropertyChange[];
  /** True where the stack's tags have to be put on it anew. */
  readonly isRetagged: boolean;
}

/** The type of stacks within stacks. */
export const NESTED_STACK = "AWS::CloudFormation::Stack";

const WAIT_CONDITION = "AWS::CloudFormation::WaitCondition";

type Tags = Readonly<Record<string, string>>;

/** What brings an existing resource to its new properties. */
export function decide(
  existing: Pick<Incarnation, "typeName" | "properties">,
  properties: Readonly<Record<string, unknown>>,
  type: ResourceType | undefined,
  tags: { readonly before: Tags; readonly after: Tags },
): Decision {
  const changes = compareProperties(existing.properties, properties, schemaOf(type, existing.typeName));
  // AWS: "Resource tag": stack-level tags are propagated to the resources that support tags, also when they alone change.
  const isRetagged = type !== undefined && isTaggable(type) && !isSame(tags.before, tags.after);
  // AWS: an update of the parent always goes into its nested stacks: the template behind the URL may be another.
  if (changes.length === 0 && existing.typeName === NESTED_STACK) return { kind: "update", changes, isRetagged };
  if (changes.length === 0) return { kind: isRetagged ? "update" : "keep", changes, isRetagged };
  if (existing.typeName === WAIT_CONDITION) {
    // AWS: "AWS::CloudFormation::WaitCondition": updates are not supported; the wording is that of other such types.
    const obstacle = `Update to resource type ${WAIT_CONDITION} is not supported.`;
    return { kind: "update", changes, isRetagged, obstacle };
  }
  const mustReplace =
    isReplacement(changes) ||
    type?.update === undefined ||
    type.isReplacement?.(properties, existing.properties) === true;
  if (!mustReplace) return { kind: "update", changes, isRetagged };
  const name = customName(type, existing, properties);
  // AWS: this sentence (Troubleshooting guide, "custom-named resource").
  const obstacle = `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${name} and update the stack again.`;
  return { kind: "replace", changes, isRetagged, ...(name === undefined ? {} : { obstacle }) };
}

type Values = Readonly<Record<string, unknown>>;

/** The name that the template gives a resource of this type, if it stays the same. */
function customName(
  type: ResourceType | undefined,
  { typeName, properties: before }: Pick<Incarnation, "typeName" | "properties">,
  after: Values,
): string | undefined {
  const schema = schemaOf(type, typeName);
  const last = typeName.slice(typeName.lastIndexOf(":") + 1);
  const property = [`${last}Name`, "Name"].find((name) => schema?.properties[name]?.replaces === "yes");
  const value = property === undefined ? undefined : after[property];
  return property !== undefined && typeof value === "string" && before[property] === value ? value : undefined;
}
