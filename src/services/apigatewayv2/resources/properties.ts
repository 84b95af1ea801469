// Reading properties as a template has them.

import { AwsError } from "../../../kernel/errors.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext } from "../../../service/resource-type.ts";

export function textOf(properties: Properties, name: string): string | undefined {
  const value = properties[name];
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

export function booleanOf(properties: Properties, name: string): boolean | undefined {
  const text = textOf(properties, name);
  return text === undefined ? undefined : text === "true";
}

export function numberOf(properties: Properties, name: string): number | undefined {
  const text = textOf(properties, name);
  return text === undefined ? undefined : Number(text);
}

/** A list of texts; undefined where there is none. */
export function listOf(properties: Properties, name: string): string[] | undefined {
  const value = properties[name];
  return Array.isArray(value) ? value.map(String) : undefined;
}

/** Properties below a property; undefined where there are none. */
export function nodeOf(properties: Properties, name: string): Properties | undefined {
  const value = properties[name];
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Properties) : undefined;
}

/** Without what is undefined. */
export function defined(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}

/** Tags and stage variables: maps of text. */
export function textsOf(properties: Properties, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(properties[name] ?? {}).map(([key, value]) => [key, String(value)]));
}

/** What the call gives, or undefined if the resource is not there. */
export async function ifThere<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsError && error.code === "NotFoundException") return undefined;
    throw error;
  }
}

/** Brings the tags of `arn` from the previous properties' to these. */
export async function changeTags(
  arn: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const wanted = { ...context.tags, ...textsOf(properties, "Tags") };
  const gone = Object.keys(textsOf(previous, "Tags")).filter((name) => wanted[name] === undefined);
  if (gone.length > 0) await context.aws.apiGatewayV2.untagResource({ ResourceArn: arn, TagKeys: gone });
  await context.aws.apiGatewayV2.tagResource({ ResourceArn: arn, Tags: wanted });
}

type Aws = Pick<ResourceContext, "aws">;

/** The ids of all APIs. */
export async function everyApi({ aws }: Aws): Promise<string[]> {
  const apis = await everyPage(async (NextToken: string | undefined) => {
    const answer = await aws.apiGatewayV2.getApis({ NextToken });
    return { items: answer.Items, next: answer.NextToken };
  });
  return apis.flatMap(({ ApiId }) => ApiId ?? []);
}

/** What every API has of one kind: `page` gives a page of it. */
export async function everyPart<T>(
  context: Aws,
  page: (of: { ApiId: string; NextToken: string | undefined }) => Promise<{
    Items?: T[] | undefined;
    NextToken?: string | undefined;
  }>,
): Promise<{ readonly ApiId: string; readonly part: T }[]> {
  const parts: { ApiId: string; part: T }[] = [];
  for (const ApiId of await everyApi(context)) {
    const found = await everyPage(async (NextToken: string | undefined) => {
      const answer = await page({ ApiId, NextToken });
      return { items: answer.Items, next: answer.NextToken };
    });
    parts.push(...found.map((part) => ({ ApiId, part })));
  }
  return parts;
}

/** Without the tags that CloudFormation adds. */
export function ownTags(tags: Readonly<Record<string, string>> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(tags ?? {}).filter(([name]) => !name.startsWith("aws:")));
}
