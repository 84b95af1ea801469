// What became of each resource and output of a stack: the state before against the state after the rehearsal, with the
// properties that caused it. Pure.

import type { ResourceChange as ChangeSetEntry } from "@aws-sdk/client-cloudformation";
import type { Template, TemplateObject } from "../system/template.ts";
import { objectAt } from "../system/template.ts";
import type { OutputChange, PropertyDifference, ResourceChange } from "./plan.ts";
import type { ResourceDetail, StackDetail } from "./read-stacks.ts";
import { sourcePlace } from "./source-places.ts";

/** Both states of a stack, the change sets that were executed in between, and the source. */
export interface StackPair {
  readonly before: StackDetail | undefined;
  readonly after: StackDetail | undefined;
  readonly changeSet: readonly ChangeSetEntry[];
  readonly source: Template | undefined;
}

/** Lists the resources that differ: removed and replaced ones first, since they are what people look for. */
export function compareResources({ before, after, changeSet, source }: StackPair): readonly ResourceChange[] {
  const old = new Map((before?.resources ?? []).map((each) => [each.logicalId, each]));
  const now = new Map((after?.resources ?? []).map((each) => [each.logicalId, each]));
  const entries = new Map(changeSet.map((each) => [each.LogicalResourceId ?? "", each]));
  const changes: ResourceChange[] = [];

  for (const [logicalId, resource] of now) {
    const previous = old.get(logicalId);
    if (previous === undefined) changes.push(added(resource, source));
    else {
      const change = changed(previous, resource, { entry: entries.get(logicalId), before, after, source });
      if (change !== undefined) changes.push(change);
    }
  }
  for (const [logicalId, resource] of old) {
    if (now.has(logicalId) || after === undefined) continue;
    changes.push({
      action: "remove",
      logicalId,
      resourceType: resource.resourceType,
      physicalId: { before: resource.physicalId },
      properties: [],
      ...(keeps(before?.template, logicalId, "DeletionPolicy") ? { isRetained: true } : {}),
    });
  }
  return changes.sort((a, b) => RANK[a.action] - RANK[b.action]);
}

const RANK: Readonly<Record<ResourceChange["action"], number>> = { remove: 0, replace: 1, move: 2, change: 3, add: 4 };

/** Lists the outputs whose value or export differs. */
export function compareOutputs({ before, after }: Pick<StackPair, "before" | "after">): readonly OutputChange[] {
  if (after === undefined) return [];
  const old = new Map((before?.outputs ?? []).map((each) => [each.name, each]));
  const now = new Map(after.outputs.map((each) => [each.name, each]));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((name): OutputChange[] => {
    const [was, is] = [old.get(name), now.get(name)];
    if (was?.value === is?.value && was?.exportName === is?.exportName) return [];
    return [
      {
        name,
        ...(was === undefined ? {} : { before: was.value }),
        ...(is === undefined ? {} : { after: is.value }),
        ...(was?.exportName === undefined ? {} : { exportBefore: was.exportName }),
        ...(is?.exportName === undefined ? {} : { exportAfter: is.exportName }),
      },
    ];
  });
}

function added(resource: ResourceDetail, source: Template | undefined): ResourceChange {
  const { logicalId, resourceType, physicalId } = resource;
  return {
    action: "add",
    logicalId,
    resourceType,
    physicalId: { after: physicalId },
    properties: [],
    ...position(source, logicalId),
  };
}

function changed(
  was: ResourceDetail,
  is: ResourceDetail,
  context: {
    entry: ChangeSetEntry | undefined;
    before: StackDetail | undefined;
    after: StackDetail | undefined;
    source: Template | undefined;
  },
): ResourceChange | undefined {
  const { entry, before, after, source } = context;
  const isReplaced = was.physicalId !== is.physicalId || was.resourceType !== is.resourceType;
  const properties =
    was.properties === undefined || is.properties === undefined
      ? namedOnly(entry)
      : differences(was.properties, is.properties).map((each) => explain(each, entry));
  const attributes = ["DeletionPolicy", "UpdateReplacePolicy", "Metadata"].flatMap((name): PropertyDifference[] => {
    const isChanged = entry?.Details?.some((detail) => detail.Target?.Attribute === name) === true;
    if (!isChanged) return [];
    const value = (detail: StackDetail | undefined): unknown =>
      objectAt(detail?.template ?? {}, "Resources", is.logicalId)[name];
    return [{ path: name, before: value(before), after: value(after), isReplacing: false }];
  });
  const all = [...properties, ...attributes];
  if (!isReplaced && all.length === 0) return undefined;
  const first = all.find((each) => each.isReplacing) ?? all[0];
  return {
    action: isReplaced ? "replace" : "change",
    logicalId: is.logicalId,
    resourceType: is.resourceType,
    physicalId: { before: was.physicalId, after: is.physicalId },
    properties: all,
    ...(isReplaced && keeps(after?.template, is.logicalId, "UpdateReplacePolicy") ? { isRetained: true } : {}),
    ...position(source, is.logicalId, first?.path.split(".")),
  };
}

// AWS: "DescribeChangeSet", ResourceTargetDefinition: Name is the property on the highest level.
function explain(difference: Difference, entry: ChangeSetEntry | undefined): PropertyDifference {
  const name = difference.path[0];
  const details = (entry?.Details ?? []).filter(({ Target }) => Target?.Name === name);
  const isReplacing = details.some(
    ({ Target }) => Target?.RequiresRecreation === "Always" || Target?.RequiresRecreation === "Conditionally",
  );
  const cause = details.find(({ CausingEntity }) => CausingEntity !== undefined)?.CausingEntity;
  return {
    path: difference.path.join("."),
    ...(difference.before === undefined ? {} : { before: difference.before }),
    ...(difference.after === undefined ? {} : { after: difference.after }),
    isReplacing,
    ...(cause === undefined ? {} : { cause }),
  };
}

function namedOnly(entry: ChangeSetEntry | undefined): readonly PropertyDifference[] {
  return (entry?.Details ?? []).flatMap(({ Target, CausingEntity }): PropertyDifference[] => {
    if (Target?.Attribute !== "Properties" && Target?.Attribute !== "Tags") return [];
    return [
      {
        path: Target.Name ?? Target.Attribute,
        isReplacing: Target.RequiresRecreation === "Always",
        ...(CausingEntity === undefined ? {} : { cause: CausingEntity }),
      },
    ];
  });
}

interface Difference {
  readonly path: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

/** The smallest parts in which two values differ. Lists of different length differ as a whole. */
export function differences(before: unknown, after: unknown, path: readonly string[] = []): readonly Difference[] {
  if (isEqual(before, after)) return [];
  if (isObject(before) && isObject(after))
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) =>
      differences(before[name], after[name], [...path, name]),
    );
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length)
    return before.flatMap((item, index) => differences(item, after[index], [...path, String(index)]));
  return [{ path, before, after }];
}

function isEqual(left: unknown, right: unknown): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function keeps(template: TemplateObject | undefined, logicalId: string, policy: string): boolean {
  const value = template === undefined ? undefined : objectAt(template, "Resources", logicalId)[policy];
  return value === "Retain" || value === "RetainExceptOnCreate";
}

function position(
  source: Template | undefined,
  logicalId: string,
  path: readonly string[] = [],
): Pick<ResourceChange, "position"> {
  const found = source === undefined ? undefined : sourcePlace(source, logicalId, path);
  return found === undefined ? {} : { position: found };
}
