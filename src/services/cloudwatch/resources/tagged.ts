// What the resource types of CloudWatch share: tags, names that are free, numbers that templates write as text.

import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceContext } from "../../../service/resource-type.ts";
import { tagList } from "../../../service/tagging.ts";

/** The tags that a template gives. */
function readTags(properties: Properties): Record<string, string> {
  const list = (properties["Tags"] ?? []) as readonly { readonly Key: string; readonly Value: unknown }[];
  return Object.fromEntries(list.map(({ Key, Value }) => [Key, String(Value)]));
}

/** The tags that a new resource gets. */
export function allTags(properties: Properties, context: ResourceContext): { Key: string; Value: string }[] {
  return tagList({ ...context.tags, ...readTags(properties) });
}

/** A resource's own tags, without CloudFormation's. */
export async function liveTags(arn: string, { aws }: Pick<ResourceContext, "aws">): Promise<{ Tags?: object[] }> {
  const { Tags = [] } = await aws.cloudWatch.listTagsForResource({ ResourceARN: arn });
  const own = Tags.filter(({ Key }) => !Key.startsWith("aws:"));
  return own.length === 0 ? {} : { Tags: own };
}

/** Brings a resource's tags from one template to another. */
export async function updateTags(
  arn: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const tags = { ...context.tags, ...readTags(properties) };
  const TagKeys = Object.keys(readTags(previous)).filter((key) => !(key in tags));
  if (TagKeys.length > 0) await context.aws.cloudWatch.untagResource({ ResourceARN: arn, TagKeys });
  if (Object.keys(tags).length > 0) await context.aws.cloudWatch.tagResource({ ResourceARN: arn, Tags: tagList(tags) });
}

/**
 * Throws if there is a resource of this name already. The Put operations take an existing one over; CloudFormation must not,
 * unless an interrupted run of this very step made it: its tags tell.
 */
export async function requireFree(
  typeName: string,
  name: string,
  arn: string,
  context: ResourceContext,
): Promise<void> {
  const found = await ifThere(() => context.aws.cloudWatch.listTagsForResource({ ResourceARN: arn }));
  if (found === undefined) return;
  const tags = Object.fromEntries((found.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
  const isOurs =
    tags["aws:cloudformation:stack-id"] === context.stackId &&
    tags["aws:cloudformation:logical-id"] === context.logicalId;
  if (isOurs) return;
  throw new AwsError({
    code: "AlreadyExists",
    message: `Resource of type '${typeName}' with identifier '${name}' already exists.`,
  });
}

/** The answer, or undefined if what it is about does not exist. */
export async function ifThere<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsError && error.status === 404) return undefined;
    throw error;
  }
}

const NUMBERS: ReadonlySet<string> = new Set([
  "ActionsSuppressorExtensionPeriod",
  "ActionsSuppressorWaitPeriod",
  "DatapointsToAlarm",
  "EvaluationPeriods",
  "Period",
  "Threshold",
]);
const BOOLEANS: ReadonlySet<string> = new Set(["ActionsEnabled", "ReturnData"]);

/** Properties as the API takes them, at every depth. */
export function encode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(encode);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, encodeMember(name, member)] as const);
  return Object.fromEntries(members);
}

function encodeMember(name: string, value: unknown): unknown {
  if (typeof value === "string" && NUMBERS.has(name)) return Number(value);
  if (typeof value === "string" && BOOLEANS.has(name)) return value === "true";
  return encode(value);
}

/** Members that are there and not empty. */
export function present(members: Properties): Properties {
  return Object.fromEntries(
    Object.entries(members).filter(
      ([, value]) => value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0),
    ),
  );
}
