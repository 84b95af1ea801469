// What KMS's resource types share: properties in and out, and tags.

import { AwsError } from "../../../kernel/errors.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext } from "../../../service/resource-type.ts";

type Tags = Readonly<Record<string, string>>;

/** The answer, or undefined if what it is about does not exist. */
export async function ifThere<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsError && error.code === "NotFoundException") return undefined;
    throw error;
  }
}

/** True for true, also where a template wrote it as text. */
export function isTrue(value: unknown): boolean {
  return String(value) === "true";
}

/** A property as text; documents as JSON. */
export function textOf(properties: Properties, name: string): string | undefined {
  const value = properties[name];
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Without what is undefined. */
export function defined<T extends object>(values: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

export function readTags(properties: Properties): Tags {
  const list = (properties["Tags"] ?? []) as readonly { readonly Key: string; readonly Value: unknown }[];
  return Object.fromEntries(list.map(({ Key, Value }) => [Key, String(Value)]));
}

/** A key's tags as KMS has them. */
export async function tagsOf(KeyId: string, { aws }: Pick<ResourceContext, "aws">): Promise<Tags> {
  const list = await everyPage(async (Marker: string | undefined) => {
    const answer = await aws.kms.listResourceTags({ KeyId, Marker });
    return { items: answer.Tags, next: answer.NextMarker };
  });
  return Object.fromEntries(list.map(({ TagKey, TagValue }) => [TagKey, TagValue]));
}

/** Without CloudFormation's own, in the template's form. */
export function ownTags(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags)
    .filter(([key]) => !key.startsWith("aws:"))
    .map(([Key, Value]) => ({ Key, Value }));
}

/** Takes away what the template no longer says. */
export async function removeTags(
  KeyId: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const wanted = { ...context.tags, ...readTags(properties) };
  const gone = Object.keys(readTags(previous)).filter((key) => !(key in wanted));
  if (gone.length > 0) await context.aws.kms.untagResource({ KeyId, TagKeys: gone });
}

/** The stack's tags and the template's. */
export async function addTags(KeyId: string, properties: Properties, context: ResourceContext): Promise<void> {
  const Tags = Object.entries({ ...context.tags, ...readTags(properties) }).map(([TagKey, TagValue]) => ({
    TagKey,
    TagValue,
  }));
  if (Tags.length > 0) await context.aws.kms.tagResource({ KeyId, Tags });
}
