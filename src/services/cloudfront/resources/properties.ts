// What CloudFront's resource types share.

import { AwsError } from "../../../kernel/errors.ts";
import type { Properties } from "../../../service/resource-type.ts";

/** What the call gives, or undefined if the resource is not there. */
export async function ifThere<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsError && error.status === 404) return undefined;
    throw error;
  }
}

/** Tags of a template's list. */
export function readTags(properties: Properties): Record<string, string> {
  const list = (properties["Tags"] ?? []) as readonly { readonly Key: string; readonly Value: unknown }[];
  return Object.fromEntries(list.map(({ Key, Value }) => [Key, String(Value)]));
}

/** Without the tags that CloudFormation adds. */
export function ownTags<T extends { readonly Key?: string | undefined }>(tags: readonly T[] | undefined): readonly T[] {
  return (tags ?? []).filter(({ Key = "" }) => !Key.startsWith("aws:"));
}
