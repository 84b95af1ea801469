// What the types of Step Functions share: properties in and out, and tags.

import type { EncryptionConfiguration } from "@aws-sdk/client-sfn";
import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceContext } from "../../../service/resource-type.ts";

/** A property as text; undefined if it is not given. */
export function textOf(properties: Properties, name: string): string | undefined {
  const value = properties[name];
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A property as an object; undefined if it is not given. */
export function nodeOf(properties: Properties, name: string): Properties | undefined {
  const value = properties[name];
  return typeof value === "object" && value !== null ? (value as Properties) : undefined;
}

/** The answer, or undefined if what it is about does not exist. */
export async function ifThere<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsError && GONE.has(error.code)) return undefined;
    throw error;
  }
}

const GONE: ReadonlySet<string> = new Set(["ActivityDoesNotExist", "ResourceNotFound", "StateMachineDoesNotExist"]);

/** AWS: a name that CloudFormation makes has the logical id first. */
export function generatedName(context: ResourceContext): string {
  const suffix = context.generateName({ maxLength: 255 }).split("-").at(-1) ?? "";
  return `${context.logicalId.slice(0, 80 - suffix.length - 1)}-${suffix}`;
}

/** What a template's author asks for and must not. */
export function invalidRequest(message: string): AwsError {
  return new AwsError({ code: "InvalidRequest", message });
}

/** The tags of a resource that a template gives, with the stack's. */
export function wantedTags(properties: Properties, context: ResourceContext): { key: string; value: string }[] {
  return Object.entries({ ...context.tags, ...ownTags(properties) }).map(([key, value]) => ({ key, value }));
}

function ownTags(properties: Properties): Record<string, string> {
  const list = (properties["Tags"] ?? []) as readonly { readonly Key: string; readonly Value: unknown }[];
  return Object.fromEntries(list.map(({ Key, Value }) => [Key, String(Value)]));
}

/** Brings a resource's tags from what `previous` says to what `properties` say. */
export async function changeTags(
  arn: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const tags = wantedTags(properties, context);
  const kept = new Set(tags.map(({ key }) => key));
  const gone = Object.keys(ownTags(previous)).filter((key) => !kept.has(key));
  if (gone.length > 0) await context.aws.sfn.untagResource({ resourceArn: arn, tagKeys: gone });
  if (tags.length > 0) await context.aws.sfn.tagResource({ resourceArn: arn, tags });
}

/** Live tags in the template's form: those that are not CloudFormation's own. */
export async function liveTags(arn: string, { aws }: ResourceContext): Promise<{ Key: string; Value: string }[]> {
  const { tags = [] } = await aws.sfn.listTagsForResource({ resourceArn: arn });
  return tags
    .filter(({ key = "" }) => !key.startsWith("aws:"))
    .map(({ key = "", value = "" }) => ({ Key: key, Value: value }));
}

/** Whether a resource that is there was made by this very step before: it has this stack's tags. */
export async function isOurs(arn: string, { aws, stackId, logicalId }: ResourceContext): Promise<boolean> {
  const { tags = [] } = await aws.sfn.listTagsForResource({ resourceArn: arn });
  const values = new Map(tags.map(({ key, value }) => [key, value]));
  return (
    values.get("aws:cloudformation:stack-id") === stackId && values.get("aws:cloudformation:logical-id") === logicalId
  );
}

/** What another stack, or nobody's, has the name of. */
export function alreadyExists(what: string, arn: string): AwsError {
  return new AwsError({ code: "AlreadyExists", message: `${what} Already Exists: '${arn}'` });
}

/** EncryptionConfiguration as the API takes it. */
export function encryptionOf(properties: Properties): { encryptionConfiguration?: EncryptionConfiguration } {
  const given = nodeOf(properties, "EncryptionConfiguration");
  if (given === undefined) return {};
  const kmsKeyId = textOf(given, "KmsKeyId");
  const period = textOf(given, "KmsDataKeyReusePeriodSeconds");
  return {
    encryptionConfiguration: {
      type: textOf(given, "Type") as EncryptionConfiguration["type"],
      ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
      ...(period === undefined ? {} : { kmsDataKeyReusePeriodSeconds: Number(period) }),
    },
  };
}

/** AWS: the revision of a state machine that was never updated. */
export const INITIAL_REVISION = "INITIAL";

/** A wait between two looks, of the cloud's clock. */
export const LOOK_AGAIN_MS = 50;
