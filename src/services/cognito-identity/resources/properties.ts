// What the types of identity pools share.

import { AwsError } from "../../../kernel/errors.ts";
import type { AwsApis } from "../../../service/apis.ts";
import { everyPage } from "../../../service/pages.ts";
import type { ResourceContext } from "../../../service/resource-type.ts";

/** The answer, or undefined if what it is about does not exist. */
export async function ifThere<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsError && error.code === "ResourceNotFoundException") return undefined;
    throw error;
  }
}

/** A boolean, which templates may write as text. */
export function isTrue(value: unknown): boolean {
  return value === true || value === "true";
}

/** All pools of the account in the Region. */
export function everyPool(aws: AwsApis) {
  return everyPage(async (NextToken: string | undefined) => {
    const answer = await aws.cognitoIdentity.listIdentityPools({ MaxResults: 60, NextToken });
    return { items: answer.IdentityPools, next: answer.NextToken };
  });
}

/** The template's list of tags with the stack's. */
export function tagsOf(list: unknown, { tags }: ResourceContext): Record<string, string> {
  const own = (Array.isArray(list) ? list : []) as readonly { readonly Key?: unknown; readonly Value?: unknown }[];
  return { ...tags, ...Object.fromEntries(own.map(({ Key, Value }) => [String(Key), String(Value)])) };
}

/** Live tags as the template has them: without CloudFormation's own. */
export function templateTags(tags: Readonly<Record<string, string>> = {}): { Key: string; Value: string }[] {
  return Object.entries(tags).flatMap(([Key, Value]) => (Key.startsWith("aws:") ? [] : [{ Key, Value }]));
}
