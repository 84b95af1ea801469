// Dynamic references: "{{resolve:ssm:NAME:VERSION}}" in properties, read when the resource is made.

import type { AwsApis } from "../../../service/apis.ts";
import { validationError } from "../errors.ts";
import { isRecord } from "../template/values.ts";

const REFERENCE = /\{\{resolve:([a-z-]+):([^{}]+)\}\}/g;

/** The value with all dynamic references replaced by what they name. */
export async function resolveDynamicReferences(value: unknown, aws: AwsApis): Promise<unknown> {
  const found = new Set<string>();
  collect(value, found);
  if (found.size === 0) return value;
  const resolved = new Map<string, string>();
  await Promise.all([...found].map(async (reference) => resolved.set(reference, await resolve(reference, aws))));
  return replace(value, resolved);
}

function collect(value: unknown, found: Set<string>): void {
  if (typeof value === "string") {
    if (value.includes("{{resolve:")) for (const [reference] of value.matchAll(REFERENCE)) found.add(reference);
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, found);
  } else if (isRecord(value)) {
    for (const member of Object.values(value)) collect(member, found);
  }
}

function replace(value: unknown, resolved: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string") return value.replace(REFERENCE, (reference) => resolved.get(reference) ?? reference);
  if (Array.isArray(value)) return value.map((item) => replace(item, resolved));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, replace(member, resolved)]));
}

async function resolve(reference: string, aws: AwsApis): Promise<string> {
  const [, service = "", name = ""] = new RegExp(REFERENCE.source).exec(reference) ?? [];
  if (service !== "ssm" && service !== "ssm-secure") {
    throw validationError(
      `Template error: dynamic references to the service [${service}] are not supported by this cloud yet.`,
    );
  }
  // AWS: a version stands behind the name, as in GetParameter's selector.
  const { Parameter } = await aws.ssm.getParameter({ Name: name, WithDecryption: service === "ssm-secure" });
  return Parameter?.Value ?? "";
}
