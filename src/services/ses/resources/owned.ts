// What SES's resource types share: repeatable creations, and answers for what is not there.

import { AwsError } from "../../../kernel/errors.ts";
import type { Properties } from "../../../service/resource-type.ts";

const ABSENT = /NotFound|DoesNotExist/;
const PRESENT = /AlreadyExists/;

/** What the call gives; undefined where there is no such thing. */
export async function ifThere<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsError && ABSENT.test(error.code)) return undefined;
    throw error;
  }
}

/**
 * Makes something. Where it is there already, it counts if `isOurs` says that an interrupted run of this very step left it, and is an
 * error otherwise.
 */
export async function make(create: () => Promise<unknown>, isOurs: () => Promise<boolean>): Promise<void> {
  try {
    await create();
  } catch (error) {
    if (!(error instanceof AwsError) || !PRESENT.test(error.code) || !(await isOurs())) throw error;
  }
}

type TagList = readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[];

/** Whether tags are those of this very resource of a stack. */
export function areOurs(
  tags: TagList | undefined,
  stack: { readonly stackId: string; readonly logicalId: string },
): boolean {
  const found = new Map((tags ?? []).map(({ Key, Value }) => [Key, Value]));
  return (
    found.get("aws:cloudformation:stack-id") === stack.stackId &&
    found.get("aws:cloudformation:logical-id") === stack.logicalId
  );
}

/** The resource's own tags over the stack's, as the API takes them. */
export function allTags(
  properties: Properties,
  stackTags: Readonly<Record<string, string>>,
): { Key: string; Value: string }[] {
  const own = (properties["Tags"] ?? []) as readonly { readonly Key: string; readonly Value: unknown }[];
  const tags = { ...stackTags, ...Object.fromEntries(own.map(({ Key, Value }) => [Key, String(Value)])) };
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** Tags as templates have them: without CloudFormation's. */
export function ownTags(tags: TagList | undefined): { Key: string; Value: string }[] {
  return (tags ?? []).flatMap(({ Key = "", Value = "" }) => (Key.startsWith("aws:") ? [] : [{ Key, Value }]));
}

/** Brings a resource's tags from what they are to what they are to be. */
export async function changeTags(
  aws: {
    readonly tagResource: (input: { ResourceArn: string; Tags: { Key: string; Value: string }[] }) => Promise<unknown>;
    readonly untagResource: (input: { ResourceArn: string; TagKeys: string[] }) => Promise<unknown>;
  },
  arn: string,
  wanted: { Key: string; Value: string }[],
  previous: { Key: string; Value: string }[],
): Promise<void> {
  const kept = new Set(wanted.map(({ Key }) => Key));
  const gone = previous.map(({ Key }) => Key).filter((key) => !kept.has(key));
  if (gone.length > 0) await aws.untagResource({ ResourceArn: arn, TagKeys: gone });
  if (wanted.length > 0) await aws.tagResource({ ResourceArn: arn, Tags: wanted });
}

export type Settings = Readonly<Record<string, unknown>>;

/** A property that is an object; empty where it is left out. */
export const settingsOf = (properties: Properties, name: string): Settings => (properties[name] ?? {}) as Settings;

/** Templates may write booleans and numbers as texts. */
export const flag = (value: unknown, fallback: boolean): boolean =>
  value === undefined ? fallback : text(value) === "true";

/** A property as a text: templates may write numbers where a text is meant. */
export function text(value: unknown): string {
  return String(value);
}
