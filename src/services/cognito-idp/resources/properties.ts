// What the types of user pools share.

import { AwsError } from "../../../kernel/errors.ts";
import type { AwsApis } from "../../../service/apis.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties } from "../../../service/resource-type.ts";

/** The answer, or undefined if what it is about does not exist. */
export async function ifThere<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsError && error.code === "ResourceNotFoundException") return undefined;
    throw error;
  }
}

/** Properties of these names as an API's input: numbers and booleans that a template wrote as text are such again. */
export function inputOf(
  properties: Properties,
  names: readonly string[],
  typed: { readonly numbers?: readonly string[]; readonly booleans?: readonly string[] } = {},
): Record<string, unknown> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = properties[name];
      return value === undefined ? [] : [[name, read(value, name, typed)] as const];
    }),
  );
}

/** The members of `live` that are named, without those that are not there. */
export function shownOf(live: object, names: readonly string[]): Record<string, unknown> {
  const members = live as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    names.flatMap((name) => (members[name] === undefined ? [] : [[name, members[name]] as const])),
  );
}

function read(
  value: unknown,
  name: string,
  typed: { numbers?: readonly string[]; booleans?: readonly string[] },
): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => read(item, "", typed));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, read(member, key, typed)]));
  if (typeof value !== "string") return value;
  if (typed.numbers?.includes(name) === true) return Number(value);
  if (typed.booleans?.includes(name) === true) return value === "true";
  return value;
}

/** All pools of the account in the Region. */
export function everyPool(aws: AwsApis) {
  return everyPage(async (NextToken: string | undefined) => {
    const answer = await aws.cognitoUserPools.listUserPools({ MaxResults: 60, NextToken });
    return { items: answer.UserPools, next: answer.NextToken };
  });
}

/** What each pool has, page by page. */
export async function ofEveryPool<T>(
  aws: AwsApis,
  page: (
    poolId: string,
    token: string | undefined,
  ) => Promise<{ readonly items: readonly T[] | undefined; readonly next: string | undefined }>,
): Promise<T[]> {
  const all: T[] = [];
  for (const { Id = "" } of await everyPool(aws))
    all.push(...(await everyPage((token: string | undefined) => page(Id, token))));
  return all;
}
