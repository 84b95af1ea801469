// Reading a template's properties: values may come as texts where the API wants numbers or booleans. And the tags.

import { AwsError } from "../../../kernel/errors.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext } from "../../../service/resource-type.ts";

export function text(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}

export function number(value: unknown): number | undefined {
  return value === undefined || value === null || value === "" ? undefined : Number(value);
}

export function flag(value: unknown): boolean | undefined {
  return value === undefined || value === null ? undefined : value === true || value === "true";
}

/** The object's member; undefined where there is no object. */
export function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

export function texts(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.map(String) : undefined;
}

/** A template's list of tags as a map. */
export function readTags(properties: Properties): Record<string, string> {
  const list = Array.isArray(properties["Tags"]) ? (properties["Tags"] as readonly unknown[]) : [];
  return Object.fromEntries(list.map((tag) => [String(member(tag, "Key")), String(member(tag, "Value"))]));
}

/** The tags as a template writes them, without CloudFormation's own. */
export function writeTags(tags: Readonly<Record<string, string>> = {}): readonly { Key: string; Value: string }[] {
  return Object.entries(tags)
    .filter(([key]) => !key.startsWith("aws:"))
    .map(([Key, Value]) => ({ Key, Value }));
}

/** The answer, or undefined if the resource does not exist. */
export async function ifThere<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsError && error.code === "ResourceNotFoundException") return undefined;
    throw error;
  }
}

type Aws = Pick<ResourceContext, "aws">;

/** All items of one of Lambda's lists. */
export function everyItem<T, A extends { NextMarker?: string | undefined }>(
  page: (input: { Marker: string | undefined }) => Promise<A>,
  itemsOf: (answer: A) => readonly T[] | undefined,
): Promise<T[]> {
  return everyPage(async (Marker: string | undefined) => {
    const answer = await page({ Marker });
    return { items: itemsOf(answer), next: answer.NextMarker };
  });
}

/** The names of all functions. */
export async function everyFunction({ aws }: Aws): Promise<string[]> {
  const functions = await everyItem(
    (input) => aws.lambda.listFunctions(input),
    ({ Functions }) => Functions,
  );
  return functions.flatMap(({ FunctionName }) => FunctionName ?? []);
}

/** What every function has of one kind. */
export async function everyPart<T, A extends { NextMarker?: string | undefined }>(
  context: Aws,
  page: (input: { FunctionName: string; Marker: string | undefined }) => Promise<A>,
  itemsOf: (answer: A) => readonly T[] | undefined,
): Promise<T[]> {
  const parts: T[] = [];
  for (const FunctionName of await everyFunction(context))
    parts.push(...(await everyItem((input) => page({ ...input, FunctionName }), itemsOf)));
  return parts;
}

/** The object without its undefined members. */
export function given<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;
}
