// What the resource types of REST APIs share: properties in and out, patches that bring one state to another, and tags.

import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import { AwsError } from "../../../kernel/errors.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext } from "../../../service/resource-type.ts";

const LOGICAL_ID_TAG = "aws:cloudformation:logical-id";
const STACK_ID_TAG = "aws:cloudformation:stack-id";

export function textOf(properties: Properties, name: string): string | undefined {
  const value = properties[name];
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A property that the schema requires. */
export function requiredText(properties: Properties, name: string): string {
  return textOf(properties, name) ?? "";
}

export function flagOf(properties: Properties, name: string): boolean | undefined {
  const text = textOf(properties, name);
  return text === undefined ? undefined : text === "true";
}

export function numberOf(properties: Properties, name: string): number | undefined {
  const text = textOf(properties, name);
  return text === undefined ? undefined : Number(text);
}

/** A map of texts. */
export function textsOf(properties: Properties, name: string): Record<string, string> | undefined {
  const value = properties[name];
  if (value === undefined || value === null) return undefined;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, typeof item === "string" ? item : JSON.stringify(item)]),
  );
}

/** A map of flags. */
export function flagsOf(properties: Properties, name: string): Record<string, boolean> | undefined {
  const texts = textsOf(properties, name);
  return texts === undefined
    ? undefined
    : Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, text === "true"]));
}

export function listOf(properties: Properties, name: string): string[] | undefined {
  const value = properties[name];
  return Array.isArray(value) ? value.map(String) : undefined;
}

/** A nested object; undefined where there is none. */
export function nodeOf(properties: Properties, name: string): Properties | undefined {
  const value = properties[name];
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Properties) : undefined;
}

/** A list of objects. */
export function nodesOf(properties: Properties, name: string): readonly Properties[] {
  const value = properties[name];
  return Array.isArray(value) ? (value as readonly Properties[]) : [];
}

/** What the call gives, or undefined where there is no such thing. */
export async function ifThere<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsError && error.code === "NotFoundException") return undefined;
    throw error;
  }
}

/** Without what is undefined. */
export function defined(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** The object with its own members' names beginning in capitals, as templates have them. */
export function capitalized(values: object | undefined): Record<string, unknown> | undefined {
  if (values === undefined) return undefined;
  return defined(
    Object.fromEntries(
      Object.entries(values).map(([key, value]) => [`${key.charAt(0).toUpperCase()}${key.slice(1)}`, value]),
    ),
  );
}

/** Replacements of the members that differ; `paths` has each property's path. What is gone is replaced by nothing. */
export function replacements(
  properties: Properties,
  previous: Properties,
  paths: Readonly<Record<string, string>>,
): PatchOperation[] {
  return Object.entries(paths).flatMap(([name, path]) => {
    const value = textOf(properties, name);
    return value === textOf(previous, name) ? [] : [{ op: "replace", path, value: value ?? "" } as const];
  });
}

/** Additions to a list and removals from it, each by its value. */
export function listChanges(
  wanted: readonly string[] | undefined,
  present: readonly string[] | undefined,
  path: string,
): PatchOperation[] {
  return [
    ...(present ?? [])
      .filter((item) => wanted?.includes(item) !== true)
      .map((value) => ({ op: "remove", path, value }) as const),
    ...(wanted ?? [])
      .filter((item) => present?.includes(item) !== true)
      .map((value) => ({ op: "add", path, value }) as const),
  ];
}

/** A path's part: slashes and tildes escaped. */
export function escapePointer(text: string): string {
  return text.replaceAll("~", "~0").replaceAll("/", "~1");
}

// ---- tags ----

/** Templates have lists of keys and values, the API maps. */
export function tagsOf(properties: Properties, context: Pick<ResourceContext, "tags">): Record<string, string> {
  return { ...context.tags, ...ownTagsOf(properties) };
}

function ownTagsOf(properties: Properties): Record<string, string> {
  return Object.fromEntries(
    nodesOf(properties, "Tags").map((tag) => [requiredText(tag, "Key"), requiredText(tag, "Value")]),
  );
}

/** In the template's form, without CloudFormation's own. */
export function shownTags(tags: Readonly<Record<string, string>> | undefined): { Key: string; Value: string }[] {
  return Object.entries(tags ?? {})
    .filter(([key]) => !key.startsWith("aws:"))
    .map(([Key, Value]) => ({ Key, Value }));
}

/** True for what this very resource of this stack made. */
export function isOwn(tags: Readonly<Record<string, string>> | undefined, context: ResourceContext): boolean {
  return tags?.[STACK_ID_TAG] === context.stackId && tags[LOGICAL_ID_TAG] === context.logicalId;
}

/** Brings the tags of what `path` names to these. */
export async function changeTags(
  path: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const resourceArn = `arn:aws:apigateway:${context.region}::/${path}`;
  const tags = tagsOf(properties, context);
  const tagKeys = Object.keys(ownTagsOf(previous)).filter((key) => tags[key] === undefined);
  if (tagKeys.length > 0) await context.aws.apiGateway.untagResource({ resourceArn, tagKeys });
  if (Object.keys(tags).length > 0) await context.aws.apiGateway.tagResource({ resourceArn, tags });
}

// ---- lists ----

interface AnswerPage<T> {
  readonly items?: T[] | undefined;
  readonly position?: string | undefined;
}

/** All items of a list of the API. */
export function everyItem<T>(
  page: (of: { position: string | undefined; limit: number }) => Promise<AnswerPage<T>>,
): Promise<T[]> {
  return everyPage(async (position: string | undefined) => {
    const answer = await page({ position, limit: 500 });
    return { items: answer.items, next: answer.position };
  });
}

type Aws = Pick<ResourceContext, "aws">;

/** The ids of all APIs. */
export async function everyApiId({ aws }: Aws): Promise<string[]> {
  return (await everyItem((of) => aws.apiGateway.getRestApis(of))).flatMap(({ id }) => id ?? []);
}

/** What every API has of one kind. */
export async function everyPart<T>(
  context: Aws,
  page: (of: { restApiId: string; position: string | undefined; limit: number }) => Promise<AnswerPage<T>>,
): Promise<{ readonly restApiId: string; readonly part: T }[]> {
  const found: { restApiId: string; part: T }[] = [];
  for (const restApiId of await everyApiId(context)) {
    const parts = await everyItem((of) => page({ ...of, restApiId }));
    found.push(...parts.map((part) => ({ restApiId, part })));
  }
  return found;
}

/**
 * The API that has a part: the one that the properties name, or, in an import whose identifier does not name it and whose template has it from
 * another import, the only one that has it.
 */
export async function apiOfPart(
  context: Aws,
  known: Properties | undefined,
  find: (restApiId: string) => Promise<unknown>,
): Promise<string | undefined> {
  const named = known === undefined ? undefined : textOf(known, "RestApiId");
  if (named !== undefined) return named;
  const found: string[] = [];
  for (const restApiId of await everyApiId(context))
    if ((await ifThere(() => find(restApiId))) !== undefined) found.push(restApiId);
  return found.length === 1 ? found[0] : undefined;
}
