// What the resource types of the schema registry have in common: what may be gone, and tags.

import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceContext } from "../../../service/resource-type.ts";

/** The answer; undefined where what was asked about is not there. */
export async function ifThere<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (isError(error, "NotFoundException")) return undefined;
    throw error;
  }
}

export function isError(error: unknown, code: string): boolean {
  return error instanceof AwsError && error.code === code;
}

/** A text of the template, if it is one. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** A resource's own tags. */
export function tagsOf(properties: Properties): Record<string, string> {
  const tags = (properties["Tags"] ?? []) as readonly { Key: string; Value: boolean | number | string }[];
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, String(Value)]));
}

/** Live tags in the template's form, without CloudFormation's. */
export function readTags(tags: Readonly<Record<string, string>> | undefined): { Tags?: object[] } {
  const own = Object.entries(tags ?? {}).filter(([key]) => !key.startsWith("aws:"));
  return own.length === 0 ? {} : { Tags: own.map(([Key, Value]) => ({ Key, Value })) };
}

/** Brings tags from `previous` to `properties`. */
export async function changeTags(
  context: ResourceContext,
  ResourceArn: string,
  properties: Properties,
  previous: Properties,
): Promise<void> {
  const Tags = { ...context.tags, ...tagsOf(properties) };
  const TagKeys = Object.keys(tagsOf(previous)).filter((key) => !(key in Tags));
  if (TagKeys.length > 0) await context.aws.schemas.untagResource({ ResourceArn, TagKeys });
  await context.aws.schemas.tagResource({ ResourceArn, Tags });
}

/** Whether tags say that this stack made the resource. */
export function isOurs(context: ResourceContext, tags: Readonly<Record<string, string>> | undefined): boolean {
  return tags?.["aws:cloudformation:stack-id"] === context.stackId;
}
