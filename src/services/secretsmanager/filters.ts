// The filters of ListSecrets and BatchGetSecretValue. Pure. AWS: Filter; "Find secrets in AWS Secrets Manager".

import type { Filter } from "@aws-sdk/client-secrets-manager";
import type { Scope } from "../../service/context.ts";
import type { SecretRecord } from "./records.ts";

/** Whether a secret meets all filters; of a filter's values one is enough. */
export function compileFilters(
  filters: readonly Filter[] | undefined,
  { region }: Scope,
): (secret: SecretRecord) => boolean {
  const tests = (filters ?? []).map(({ Key = "all", Values = [] }) => {
    const values = Values.map((value) => valueTest(Key, value, region));
    return (secret: SecretRecord) => values.some((test) => test(secret));
  });
  return (secret) => tests.every((test) => test(secret));
}

/** A value that begins with an exclamation mark asks for secrets that do not have it. */
function valueTest(key: string, value: string, region: string): (secret: SecretRecord) => boolean {
  const wanted = value.replace(/^!/, "");
  const isNegated = value.startsWith("!");
  return (secret) => has(secret, key, wanted, region) !== isNegated;
}

function has(secret: SecretRecord, key: string, wanted: string, region: string): boolean {
  const texts = textsOf(secret, key, region);
  if (key !== "all") {
    // AWS: prefixes; all but descriptions with their case.
    const fold = (text: string): string => (key === "description" ? text.toLowerCase() : text);
    return texts.some((text) => fold(text).startsWith(fold(wanted)));
  }
  // AWS: "all: breaks the filter value string into words and then searches all attributes for matches. Not case-sensitive."
  const words = wanted.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return words.filter((word) => word !== "").some((word) => texts.some((text) => text.toLowerCase().includes(word)));
}

function textsOf(secret: SecretRecord, key: string, region: string): readonly string[] {
  switch (key) {
    case "name":
      return [secret.name];
    case "description":
      return secret.description === undefined ? [] : [secret.description];
    case "tag-key":
      return Object.keys(secret.tags);
    case "tag-value":
      return Object.values(secret.tags);
    case "primary-region":
      return [region];
    case "owning-service":
      return [];
    default:
      return [secret.name, secret.description ?? "", ...Object.entries(secret.tags).flat()];
  }
}
