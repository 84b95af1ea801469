// What the types of Secrets Manager share: properties in and out.

import type { SecretListEntry } from "@aws-sdk/client-secrets-manager";
import { AwsError } from "../../../kernel/errors.ts";
import type { AwsApis } from "../../../service/apis.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties } from "../../../service/resource-type.ts";

/** The answer, or undefined if the secret is not there or waits for its deletion. */
export async function ifThere<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const isMarked = error.code === "InvalidRequestException" && error.message.includes("marked for deletion");
    if (error.code === "ResourceNotFoundException" || isMarked) return undefined;
    throw error;
  }
}

/** A property as text; documents as JSON. */
export function textOf(properties: Properties, name: string): string | undefined {
  const value = properties[name];
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** True or false, also where a template wrote it as text; undefined if it did not. */
export function booleanOf(properties: Properties, name: string): boolean | undefined {
  const value = properties[name];
  return value === undefined ? undefined : value === true || value === "true";
}

/** A number, also where a template wrote it as text. */
export function numberOf(properties: Properties, name: string): number | undefined {
  const value = properties[name];
  return value === undefined ? undefined : Number(value);
}

/** All secrets of the account in the Region that are not waiting for their deletion. */
export function everySecret(aws: AwsApis): Promise<SecretListEntry[]> {
  return everyPage(async (NextToken: string | undefined) => {
    const answer = await aws.secretsManager.listSecrets({ NextToken });
    return { items: answer.SecretList, next: answer.NextToken };
  });
}
