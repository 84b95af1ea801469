// What the resource types of Kinesis have in common: answers about what may be gone, and tags.

import type { Tag } from "@aws-sdk/client-kinesis";
import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceContext } from "../../../service/resource-type.ts";

/** So often is asked whether something is there by now. */
export const POLL_MS = 50;

/** The answer, or undefined if what was asked about is not there. */
export async function ifThere<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (isAwsError(error, "ResourceNotFoundException")) return undefined;
    throw error;
  }
}

/** True for an AWS error with this code. */
export function isAwsError(error: unknown, code: string): boolean {
  return error instanceof AwsError && error.code === code;
}

/** A resource's own tags. */
export function readTags(properties: Properties): Record<string, string> {
  const tags = Array.isArray(properties["Tags"]) ? properties["Tags"] : [];
  return Object.fromEntries(tags.map(({ Key, Value }: { Key: string; Value: unknown }) => [Key, String(Value)]));
}

/** The live tags of a resource in the template's form, without CloudFormation's; undefined if it has none. */
export async function liveTags(
  { aws }: ResourceContext,
  ResourceARN: string,
): Promise<{ Tags?: { Key: string | undefined; Value: string | undefined }[] }> {
  const { Tags = [] } = await aws.kinesis.listTagsForResource({ ResourceARN });
  const own = Tags.filter(({ Key }) => !Key.startsWith("aws:"));
  return own.length === 0 ? {} : { Tags: own.map(({ Key, Value }) => ({ Key, Value })) };
}

/** Brings a resource's tags from `previous` to `properties`. */
export async function changeTags(
  context: ResourceContext,
  ResourceARN: string,
  properties: Properties,
  previous: Properties,
): Promise<void> {
  const Tags = { ...context.tags, ...readTags(properties) };
  const TagKeys = Object.keys(readTags(previous)).filter((key) => !(key in Tags));
  if (TagKeys.length > 0) await context.aws.kinesis.untagResource({ ResourceARN, TagKeys });
  if (Object.keys(Tags).length > 0) await context.aws.kinesis.tagResource({ ResourceARN, Tags });
}

/** True if the resource, once it can be asked, carries this stack's tags for this logical id. */
export async function isOurs(context: ResourceContext, ResourceARN: string): Promise<boolean> {
  const Tags = await settledTags(context, ResourceARN);
  const tags = new Map(Tags.map(({ Key, Value }) => [Key, Value]));
  return (
    tags.get("aws:cloudformation:stack-id") === context.stackId &&
    tags.get("aws:cloudformation:logical-id") === context.logicalId
  );
}

/** The tags of a resource; waits while it is made. None of one that has gone. */
async function settledTags(context: ResourceContext, ResourceARN: string): Promise<readonly Tag[]> {
  for (;;) {
    try {
      return (await ifThere(() => context.aws.kinesis.listTagsForResource({ ResourceARN })))?.Tags ?? [];
    } catch (error) {
      if (!isAwsError(error, "ResourceInUseException")) throw error;
    }
    await context.wait(POLL_MS);
  }
}
