// What a change set tells of one modified resource: each value that changes, where it is, and what makes it change.

import type { DeploymentRecord, PlannedDetail, ResourceRecord } from "../records.ts";
import type { PropertyChange } from "../schema/replacement.ts";
import type { PropertyType, ResourceSchema } from "../schema/resource-schema.ts";
import { UNKNOWN } from "../template/evaluate.ts";
import { referencesIn } from "../template/references.ts";
import { isRecord, isSame, memberOf } from "../template/values.ts";
import type { Target } from "./desired.ts";
import type { Desired } from "./steps.ts";

type Values = Readonly<Record<string, unknown>>;

/** What is planned for the resources that come before: their new selves have other ids, perhaps, or other attributes. */
export type Fates = ReadonlyMap<string, "added" | "replaced" | "perhaps replaced" | "changed" | "imported">;

/** AWS: stands in change sets for a value that is known only after a resource was made. */
const KNOWN_AFTER_APPLY = "{{changeSet:KNOWN_AFTER_APPLY}}";

/** The details of the properties that change. */
export function propertyDetails(options: {
  readonly changes: readonly PropertyChange[];
  readonly record: ResourceRecord;
  readonly desired: Desired;
  readonly target: Target;
  readonly previous: DeploymentRecord | undefined;
  readonly deployment: DeploymentRecord;
  readonly fates: Fates;
  readonly schema: ResourceSchema | undefined;
}): PlannedDetail[] {
  const { changes, record, desired, schema } = options;
  const { current } = record;
  return changes.flatMap((change) => {
    const { name, requiresRecreation } = change;
    const isTags = schema?.tagProperty === name;
    const base = {
      attribute: isTags ? ("Tags" as const) : ("Properties" as const),
      ...(isTags ? {} : { name }),
      requiresRecreation,
    };
    const before = current.properties[name];
    const after = desired.properties[name];
    const path = `/Properties/${pointer(name)}`;
    const type = schema === undefined ? undefined : memberOf(schema.properties, name)?.type;
    // What is shown may be masked; where it is comes from the true values.
    const shown = [
      memberOf(current.shownProperties ?? current.properties, name),
      memberOf(desired.shownProperties ?? desired.properties, name),
    ] as const;
    const leaves = isTags
      ? [leafOf(path, before, after, shown)]
      : leavesOf(before, after, type, schema, path, shown, 0);
    return causesOf(options, name).flatMap((cause) => leaves.map((leaf) => ({ ...base, ...cause, ...leaf })));
  });
}

/** The details of what is changed beside properties. */
export function attributeDetails(record: ResourceRecord, desired: Desired): PlannedDetail[] {
  const details: PlannedDetail[] = [];
  const add = (attribute: PlannedDetail["attribute"], before: unknown, after: unknown): void => {
    if (isSame(before, after)) return;
    const base = { attribute, requiresRecreation: "Never", source: "DirectModification", isDynamic: false } as const;
    details.push({ ...base, ...leafOf(`/${attribute}`, before, after, [before, after]) });
  };
  add("Metadata", record.metadata, desired.metadata);
  add("DeletionPolicy", record.current.deletionPolicy, desired.deletionPolicy);
  add("UpdateReplacePolicy", record.current.updateReplacePolicy, desired.updateReplacePolicy);
  return details;
}

/** A resource as a change set shows it before or after the change: its declaration with all that is known. */
export function contextOf(
  properties: Values,
  declared: { readonly metadata?: unknown; readonly source?: unknown } | undefined,
): string {
  const source = isRecord(declared?.source) ? declared.source : {};
  return JSON.stringify({
    Properties: texts(properties),
    ...(declared?.metadata === undefined ? {} : { Metadata: declared.metadata }),
    ...(source["UpdateReplacePolicy"] === undefined ? {} : { UpdateReplacePolicy: source["UpdateReplacePolicy"] }),
    ...(source["DeletionPolicy"] === undefined ? {} : { DeletionPolicy: source["DeletionPolicy"] }),
  });
}

/** Notes of each value that had drifted what the stack had left there. */
export function withPrevious(details: readonly PlannedDetail[], left: ResourceRecord): PlannedDetail[] {
  const { current } = left;
  const properties = current.shownProperties ?? current.properties;
  return details.map((detail) => {
    if (detail.path?.startsWith("/Properties/") !== true) return detail;
    const value = valueAt(properties, detail.path.slice("/Properties/".length));
    const previous = value === undefined ? "" : textOf(value);
    return previous === (detail.before ?? "") ? detail : { ...detail, previous };
  });
}

/** What is at a JSON pointer without its first slash. */
function valueAt(value: unknown, path: string): unknown {
  return path.split("/").reduce<unknown>((inside, part) => {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (Array.isArray(inside)) return (inside as unknown[])[Number(name)];
    return isRecord(inside) ? memberOf(inside, name) : undefined;
  }, value);
}

type Cause = Pick<PlannedDetail, "source" | "isDynamic" | "causingEntity">;

const DIRECT: Cause = { source: "DirectModification", isDynamic: false };

/**
 * Who makes a property change: its text, or what the text refers to. AWS: "Example change sets": each parameter or resource is a
 * detail of its own with a static evaluation, and one of a direct modification with a dynamic evaluation stands beside them.
 */
function causesOf(
  {
    record,
    target,
    previous,
    deployment,
    fates,
  }: {
    readonly record: ResourceRecord;
    readonly target: Target;
    readonly previous: DeploymentRecord | undefined;
    readonly deployment: DeploymentRecord;
    readonly fates: Fates;
  },
  name: string,
): Cause[] {
  const { template } = target;
  const written = template.resources.get(record.logicalId)?.properties[name];
  const resources = previous?.template["Resources"];
  const declaration = isRecord(resources) ? resources[record.logicalId] : undefined;
  const properties = isRecord(declaration) ? declaration["Properties"] : undefined;
  if (!isSame(written, isRecord(properties) ? properties[name] : undefined)) return [DIRECT];
  const causes = new Map<string, Cause>();
  for (const reference of referencesIn(written, target.scope.conditions)) {
    const { kind } = reference;
    const owner = reference.name;
    const fate = fates.get(owner);
    if (template.parameters.has(owner)) {
      const isChanged =
        previous?.parameters[owner] !== deployment.parameters[owner] ||
        previous?.resolved[owner] !== deployment.resolved[owner];
      if (isChanged) causes.set(owner, { source: "ParameterReference", causingEntity: owner, isDynamic: false });
    } else if (fate !== undefined && kind === "ref") {
      const isDynamic = fate !== "replaced" && fate !== "added";
      causes.set(owner, { source: "ResourceReference", causingEntity: owner, isDynamic });
    } else if (fate !== undefined && kind === "attribute") {
      const entity = `${owner}.${reference.attribute ?? ""}`;
      causes.set(entity, { source: "ResourceAttribute", causingEntity: entity, isDynamic: true });
    }
  }
  return causes.size === 0 ? [DIRECT] : [{ ...DIRECT, isDynamic: true }, ...causes.values()];
}

type Leaf = Pick<PlannedDetail, "path" | "before" | "after" | "changeType">;
type Pair = readonly [before: unknown, after: unknown];

/** The deepest values that differ, as far down as the schema tells what they are. */
function leavesOf(
  before: unknown,
  after: unknown,
  type: PropertyType | undefined,
  schema: ResourceSchema | undefined,
  path: string,
  shown: Pair,
  depth: number,
): Leaf[] {
  if (isSame(before, after)) return [];
  // LIMIT: definitions that hold themselves.
  const deeper = depth < 10 && typeof type === "object";
  if (deeper && "list" in type && Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, index) =>
      leavesOf(before[index], after[index], type.list, schema, `${path}/${index}`, at(shown, index), depth + 1),
    ).flat();
  }
  if (deeper && ("map" in type || "ref" in type) && isRecord(before) && isRecord(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names.flatMap((name) => {
      const inner = "map" in type ? type.map : schema?.definitions[type.ref]?.[name]?.type;
      const [left, right] = [memberOf(before, name), memberOf(after, name)];
      return leavesOf(left, right, inner, schema, `${path}/${pointer(name)}`, at(shown, name), depth + 1);
    });
  }
  return [leafOf(path, before, after, shown)];
}

function leafOf(path: string, before: unknown, after: unknown, [shownBefore, shownAfter]: Pair): Leaf {
  return {
    path,
    changeType: before === undefined ? "Add" : after === undefined ? "Remove" : "Modify",
    ...(before === undefined ? {} : { before: textOf(shownBefore ?? before) }),
    ...(after === undefined ? {} : { after: textOf(shownAfter ?? after) }),
  };
}

function at([before, after]: Pair, member: string | number): Pair {
  const inside = (value: unknown): unknown => {
    if (Array.isArray(value)) return (value as unknown[])[Number(member)];
    return isRecord(value) ? memberOf(value, String(member)) : undefined;
  };
  return [inside(before), inside(after)];
}

/** AWS: values are texts, and objects JSON. */
function textOf(value: unknown): string {
  const known = texts(value);
  return typeof known === "string" ? known : JSON.stringify(known);
}

/** AWS: numbers and booleans are shown as the texts that they were in the template. */
function texts(value: unknown): unknown {
  if (value === UNKNOWN) return KNOWN_AFTER_APPLY;
  if (Array.isArray(value)) return value.map((item) => texts(item));
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, texts(inner)]));
  return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
}

/** RFC 6901. */
function pointer(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
