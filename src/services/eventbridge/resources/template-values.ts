// What the resource types share: reading templates' values, tags, and resources that may have gone.

import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceContext } from "../../../service/resource-type.ts";
import { type Tags, tagList } from "../../../service/tagging.ts";

/** A property as text; JSON values as their text. */
export function text(properties: Properties, name: string): string | undefined {
  const value = properties[name];
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The property under its own name if it is given: for spreading into an input. */
export function optional<Name extends string>(properties: Properties, name: Name): { readonly [Key in Name]?: string } {
  const value = text(properties, name);
  return (value === undefined ? {} : { [name]: value }) as { readonly [Key in Name]?: string };
}

/** A number, also where a template writes it as text. */
export function optionalNumber<Name extends string>(
  properties: Properties,
  name: Name,
): { readonly [Key in Name]?: number } {
  const value = properties[name];
  return (value === undefined || value === null ? {} : { [name]: Number(value) }) as {
    readonly [Key in Name]?: number;
  };
}

/** Live JSON text as the template has it: text where it has text that means the same, else the value. */
export function asWritten(live: string, known: unknown): unknown {
  const value: unknown = JSON.parse(live);
  if (typeof known !== "string") return value;
  try {
    return JSON.stringify(JSON.parse(known)) === JSON.stringify(value) ? known : live;
  } catch {
    return live;
  }
}

/** The answer, or undefined if what it is about does not exist. */
export async function ifThere<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsError && error.code === "ResourceNotFoundException") return undefined;
    throw error;
  }
}

/** Runs a creation, unless what is there under the name is what an interrupted run of this very step left. */
export async function createOnce(create: () => Promise<unknown>, isOurs: () => Promise<boolean>): Promise<void> {
  try {
    await create();
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "ResourceAlreadyExistsException" || !(await isOurs()))
      throw error;
  }
}

/** The error for a name that belongs to somebody else. */
export function taken(typeName: string, identifier: string): AwsError {
  return new AwsError({
    code: "AlreadyExists",
    message: `Resource of type '${typeName}' with identifier '${identifier}' already exists.`,
  });
}

/** The tags that a resource gets: the stack's, and its own over them. */
export function tagsOf(properties: Properties, context: ResourceContext): { Key: string; Value: string }[] {
  return tagList({ ...context.tags, ...ownTags(properties) });
}

/** Whether an ARN's resource was made by this stack for this logical id. */
export async function hasStackTags(arn: string, context: ResourceContext): Promise<boolean> {
  const tags = new Map((await liveTags(arn, context)).map(({ Key, Value }) => [Key, Value]));
  return (
    tags.get("aws:cloudformation:stack-id") === context.stackId &&
    tags.get("aws:cloudformation:logical-id") === context.logicalId
  );
}

/** The tags that people gave. */
export async function shownTags(arn: string, context: ResourceContext): Promise<{ Key: string; Value: string }[]> {
  return (await liveTags(arn, context)).filter(({ Key }) => !Key.startsWith("aws:"));
}

async function liveTags(arn: string, { aws }: ResourceContext): Promise<{ Key: string; Value: string }[]> {
  const { Tags = [] } = await aws.eventBridge.listTagsForResource({ ResourceARN: arn });
  return Tags.map(({ Key, Value }) => ({ Key, Value }));
}

/** Brings a resource's tags from the previous to the wanted ones. */
export async function updateTags(
  arn: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const wanted = tagsOf(properties, context);
  const TagKeys = Object.keys(ownTags(previous)).filter((key) => wanted.every(({ Key }) => Key !== key));
  if (TagKeys.length > 0) await context.aws.eventBridge.untagResource({ ResourceARN: arn, TagKeys });
  if (wanted.length > 0) await context.aws.eventBridge.tagResource({ ResourceARN: arn, Tags: wanted });
}

function ownTags(properties: Properties): Tags {
  const list = (properties["Tags"] ?? []) as readonly { readonly Key: string; readonly Value: unknown }[];
  return Object.fromEntries(list.map(({ Key, Value }) => [Key, String(Value)]));
}
