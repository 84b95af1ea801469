// What the resource types of CodeDeploy share: members by their names in requests, tags, what is gone.

import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceContext } from "../../../service/resource-type.ts";
import { tagList } from "../../../service/tagging.ts";

/** Properties by the names that the API has: they begin with a small letter, at every depth. */
export function encode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(encode);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== "Tags")
      .map(([name, member]) => [name.charAt(0).toLowerCase() + name.slice(1), encode(member)]),
  );
}

/** What the API gives by the names of properties. */
export function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decode);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [name.charAt(0).toUpperCase() + name.slice(1), decode(member)]),
  );
}

function readTags(properties: Properties): Record<string, string> {
  const list = (properties["Tags"] ?? []) as readonly { readonly Key: string; readonly Value: unknown }[];
  return Object.fromEntries(list.map(({ Key, Value }) => [Key, String(Value)]));
}

/** The tags that a new resource gets. */
export function allTags(properties: Properties, context: ResourceContext): { Key: string; Value: string }[] {
  return tagList({ ...context.tags, ...readTags(properties) });
}

/** A resource's own tags, without CloudFormation's. */
export async function liveTags(
  arn: string,
  { aws }: Pick<ResourceContext, "aws">,
): Promise<{ Tags?: readonly object[] }> {
  const { Tags = [] } = await aws.codeDeploy.listTagsForResource({ ResourceArn: arn });
  const own = Tags.filter(({ Key = "" }) => !Key.startsWith("aws:"));
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
  if (TagKeys.length > 0) await context.aws.codeDeploy.untagResource({ ResourceArn: arn, TagKeys });
  if (Object.keys(tags).length > 0) await context.aws.codeDeploy.tagResource({ ResourceArn: arn, Tags: tagList(tags) });
}

/** True if a resource was made by an interrupted run of this very step: its tags tell. */
export async function isOwn(arn: string, context: ResourceContext): Promise<boolean> {
  const { Tags = [] } = await context.aws.codeDeploy.listTagsForResource({ ResourceArn: arn });
  const tags = Object.fromEntries(Tags.map(({ Key = "", Value }) => [Key, Value]));
  return (
    tags["aws:cloudformation:stack-id"] === context.stackId &&
    tags["aws:cloudformation:logical-id"] === context.logicalId
  );
}

/** The answer, or undefined if what it is about does not exist. */
export async function ifThere<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsError && error.code.endsWith("DoesNotExistException")) return undefined;
    throw error;
  }
}
