// Reads template properties of IAM's resource types, whose values may be text where the API wants another form.

import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceContext } from "../../../service/resource-type.ts";
import type { TagItem } from "../tags.ts";

/** A property that is text, or undefined. */
export function textOf(properties: Properties, name: string): string | undefined {
  const value = properties[name];
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
}

/** A property that is a number, which templates may write as text. */
export function numberOf(properties: Properties, name: string): number | undefined {
  const text = textOf(properties, name);
  return text === undefined ? undefined : Number(text);
}

/** A property that is a list of texts; empty if it is not there. */
export function textsOf(properties: Properties, name: string): readonly string[] {
  const value = properties[name];
  return Array.isArray(value) ? value.map(String) : [];
}

/** A policy document as text: templates write it as an object or as JSON. */
export function documentOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Inline policies by name. */
export function inlinePoliciesOf(properties: Properties): ReadonlyMap<string, string> {
  const value = properties["Policies"];
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return new Map(
    list.flatMap((item) => {
      if (typeof item !== "object" || item === null) return [];
      const { PolicyName: name, PolicyDocument: document } = item as Record<string, unknown>;
      return [[String(name), documentOf(document)] as const];
    }),
  );
}

/** The template's tags with the stack's. */
export function tagsOf(properties: Properties, context: ResourceContext): TagItem[] {
  return Object.entries({ ...context.tags, ...ownTags(properties) }).map(([Key, Value]) => ({ Key, Value }));
}

/** Keys that an update has to take away. */
export function goneTags(properties: Properties, previous: Properties, context: ResourceContext): string[] {
  const wanted = { ...context.tags, ...ownTags(properties) };
  return Object.keys(ownTags(previous)).filter((key) => !(key in wanted));
}

/** Live tags as the template has them: without CloudFormation's own. */
export function templateTags(
  tags: readonly { Key?: string | undefined; Value?: string | undefined }[] = [],
): TagItem[] {
  return tags.flatMap(({ Key = "", Value = "" }) => (Key.startsWith("aws:") ? [] : [{ Key, Value }]));
}

function ownTags(properties: Properties): Record<string, string> {
  const value = properties["Tags"];
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return Object.fromEntries(
    list.flatMap((item) => {
      if (typeof item !== "object" || item === null) return [];
      const { Key: key, Value: tag } = item as Record<string, unknown>;
      return [[String(key), String(tag)]];
    }),
  );
}

/** The answer, or undefined where IAM says NoSuchEntity. */
export async function ifThere<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsError && error.code === "NoSuchEntity") return undefined;
    throw error;
  }
}

/** Throws unless what is there was made by an interrupted run of this very step: its tags tell. */
export function requireOurs(
  typeName: string,
  name: string,
  tags: readonly { Key?: string | undefined; Value?: string | undefined }[] = [],
  context: ResourceContext,
): void {
  const valueOf = (key: string): string | undefined => tags.find((tag) => tag.Key === key)?.Value;
  const isOurs =
    valueOf("aws:cloudformation:stack-id") === context.stackId &&
    valueOf("aws:cloudformation:logical-id") === context.logicalId;
  if (!isOurs) throw alreadyExists(typeName, name);
}

/** What CloudFormation says of a name that is taken. */
export function alreadyExists(typeName: string, name: string): AwsError {
  return new AwsError({
    code: "AlreadyExists",
    message: `Resource of type '${typeName}' with identifier '${name}' already exists.`,
  });
}
