// Looks whether one resource is still as its stack made it.

import type { AwsApis } from "../../../service/apis.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import { AwsError } from "../../../kernel/errors.ts";
import { isCustomType } from "../engine/custom-resource.ts";
import { resourceContext } from "../engine/work.ts";
import type { Incarnation, LiveResource, ResourceDriftRecord, ResourceRecord, StackRecord } from "../records.ts";
import { loadResources } from "../repo.ts";
import { schemaOf } from "../schema/resource-schema.ts";
import { isRecord, memberOf } from "../template/values.ts";
import type { FindResourceType } from "../template/validate.ts";
import { deploymentOf } from "../stacks.ts";
import { withoutAttachments } from "./attachments.ts";
import { compareLive, describeDifference } from "./compare.ts";
import type { Comparison } from "./compare.ts";
import { comparisonRules, UNSUPPORTED_TYPES } from "./registry.ts";
import { maskDifference, maskSecrets } from "./secrets.ts";

type Values = Readonly<Record<string, unknown>>;

/** What a check needs of its surroundings. `aws` is whoever asked: AWS reads resources with the caller's permissions. */
export interface Checker {
  readonly yard: YardContext;
  readonly scope: Scope;
  readonly aws: AwsApis;
  readonly findType: FindResourceType;
  readonly stack: StackRecord;
  readonly stackTags: Readonly<Record<string, string>>;
  /** All that the stack has, as it was when the check began. */
  readonly incarnations: readonly Incarnation[];
}

/** Reads once what the checks of all the stack's resources need. */
export function openChecker(options: Omit<Checker, "stackTags" | "incarnations">): Checker {
  const { yard, scope, stack } = options;
  return yard.store.read((tx) => ({
    ...options,
    stackTags: deploymentOf(tx, scope, stack)?.tags ?? {},
    incarnations: [...loadResources(tx, scope, stack.stackId).values()].map(({ current }) => current),
  }));
}

/** True if drift of this resource can be detected: it is there, and its type can be read. */
export function isCheckable(record: ResourceRecord, findType: FindResourceType): boolean {
  const { typeName, physicalId } = record.current;
  // AWS: "Drift detection reports skipped resources as NOT_CHECKED" (API Reference, "ContinueUpdateRollback").
  if (record.isSkipped === true) return false;
  if (physicalId === undefined || record.status === "DELETE_COMPLETE" || record.status === "DELETE_SKIPPED")
    return false;
  return !UNSUPPORTED_TYPES.has(typeName) && !isCustomType(typeName) && findType(typeName) !== undefined;
}

/** How a resource is now: gone, or what is live of the properties that its template sets. */
type Look = { readonly kind: "gone" } | { readonly kind: "there"; readonly comparison: Comparison };

/** Reads the resource and compares it. A read that fails gives UNKNOWN, with the reason. */
export async function checkResource(
  checker: Checker,
  record: ResourceRecord,
  detectionId?: string,
): Promise<ResourceDriftRecord> {
  const { current, logicalId } = record;
  const { typeName, physicalId = "", properties } = current;
  const found = {
    v: 1,
    logicalId,
    physicalId,
    typeName,
    differences: [],
    checkedAtMs: checker.yard.clock.nowMs(),
    operationId: record.operationId,
    ...(detectionId === undefined ? {} : { detectionId }),
  } as const;
  let seen: Look;
  try {
    seen = await look(checker, record);
  } catch (error) {
    return { ...found, status: "UNKNOWN", statusReason: reasonOf(checker, record, error) };
  }
  if (seen.kind === "gone") return { ...found, status: "DELETED" };

  const { comparison } = seen;
  const shown = current.shownProperties ?? properties;
  return {
    ...found,
    status: comparison.differences.length === 0 ? "IN_SYNC" : "MODIFIED",
    differences: comparison.differences.map((one) => describeDifference(maskDifference(one, properties, shown))),
    expected: JSON.stringify(maskSecrets(comparison.expected, properties, shown)),
    actual: JSON.stringify(maskSecrets(comparison.actual, properties, shown)),
  };
}

/**
 * What is live of a resource that has drifted: the properties that its template sets as they are now, or that it is gone.
 * Undefined while it is as its stack made it.
 */
export async function readDrifted(checker: Checker, record: ResourceRecord): Promise<LiveResource | undefined> {
  const seen = await look(checker, record);
  if (seen.kind === "gone") return { kind: "gone" };
  const { differences, actual } = seen.comparison;
  if (differences.length === 0) return undefined;
  // What no read gives back is taken to be as it was made; what the template sets and nobody has any more is not there.
  const properties: Record<string, unknown> = { ...record.current.properties };
  for (const name of new Set(differences.map(({ path }) => String(path[0])))) {
    if (Object.hasOwn(actual, name)) properties[name] = actual[name];
    else delete properties[name];
  }
  return { kind: "there", properties };
}

async function look(
  { yard, scope, stack, findType, aws, stackTags, incarnations }: Checker,
  { current, logicalId }: ResourceRecord,
): Promise<Look> {
  const { typeName, physicalId = "", properties } = current;
  const { stackId, stackName } = stack;
  const context = resourceContext(
    { yard, scope, stackId, stackName, aws, stackTags },
    logicalId,
    current,
    () => undefined,
  );
  const type = findType(typeName);
  const live = await type?.read(physicalId, context, properties);
  if (live === undefined) return { kind: "gone" };
  const schema = schemaOf(type, typeName);
  const own = withoutStackTags(
    withoutAttachments(current, live, incarnations),
    properties,
    stackTags,
    schema?.tagProperty,
  );
  return { kind: "there", comparison: compareLive(properties, own, schema, comparisonRules(typeName, schema)) };
}

/** The live properties without the tags that the resource has from its stack. AWS: those are no drift of the resource. */
function withoutStackTags(
  live: Values,
  expected: Values,
  stackTags: Readonly<Record<string, string>>,
  property: string | undefined,
): Values {
  const tags = property === undefined ? undefined : live[property];
  if (property === undefined || tags === undefined) return live;
  const wanted = expected[property];
  const isOwn = (key: string): boolean =>
    Array.isArray(wanted)
      ? wanted.some((tag: unknown) => isRecord(tag) && tag["Key"] === key)
      : isRecord(wanted) && memberOf(wanted, key) !== undefined;
  const isKept = (key: string): boolean => !Object.hasOwn(stackTags, key) || isOwn(key);
  if (Array.isArray(tags)) {
    const kept = tags.filter((tag: unknown) => isRecord(tag) && isKept(String(tag["Key"])));
    return { ...live, [property]: kept };
  }
  if (!isRecord(tags)) return live;
  return { ...live, [property]: Object.fromEntries(Object.entries(tags).filter(([key]) => isKept(key))) };
}

function reasonOf({ yard, stack }: Checker, { logicalId, current }: ResourceRecord, error: unknown): string {
  if (error instanceof AwsError) return error.message;
  yard.log.write("error", "cloudformation.drift-read-failed", {
    stackId: stack.stackId,
    logicalId,
    typeName: current.typeName,
    error,
  });
  // AWS: recorded for a read that failed for reasons of its own.
  return "Internal Failure";
}
