// Dynamic references: "{{resolve:ssm:NAME:VERSION}}" and "{{resolve:secretsmanager:ID:SecretString:KEY:STAGE:VERSION}}" in properties,
// read when the resource is made. AWS: "Get values stored in other services using dynamic references".

import type { AwsApis } from "../../../service/apis.ts";
import { validationError } from "../errors.ts";
import { secureFaultMessage, secureFaults } from "../template/secure-references.ts";
import { isRecord } from "../template/values.ts";

const REFERENCE = /\{\{resolve:([a-z-]+):([^{}]+)\}\}/g;

/** A value with all dynamic references replaced by what they name; properties of a type have to allow the secure ones. */
export async function resolveDynamicReferences(value: unknown, aws: AwsApis, typeName?: string): Promise<unknown> {
  const faults = typeName !== undefined && isRecord(value) ? secureFaults(typeName, value) : [];
  if (faults.length > 0) throw validationError(secureFaultMessage(faults));
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
  if (service === "secretsmanager") return resolveSecret(name, aws);
  if (service !== "ssm" && service !== "ssm-secure")
    throw validationError(`Template error: [${service}] is no service of dynamic references.`);
  // AWS: a version stands behind the name, as in GetParameter's selector.
  const { Parameter } = await aws.ssm.getParameter({ Name: name, WithDecryption: service === "ssm-secure" });
  // What is stored is a ciphertext. AWS: "ssm" is for String and StringList; the wording is inferred.
  if (service === "ssm" && Parameter?.Type === "SecureString")
    throw validationError(
      `Template error: the parameter ${name} is a SecureString, which takes {{resolve:ssm-secure}}.`,
    );
  return Parameter?.Value ?? "";
}

async function resolveSecret(reference: string, aws: AwsApis): Promise<string> {
  const { secretId, jsonKey, stage, versionId } = parseSecretReference(reference);
  const { SecretString: text } = await aws.secretsManager.getSecretValue({
    SecretId: secretId,
    ...(stage !== "" && { VersionStage: stage }),
    ...(versionId !== "" && { VersionId: versionId }),
  });
  if (text === undefined) throw validationError(`Template error: the secret ${secretId} has no SecretString.`);
  if (jsonKey === "") return text;
  const value = memberOf(text, jsonKey);
  if (value === undefined)
    throw validationError(`Could not find a value associated with JSONKey in SecretString: ${jsonKey}`);
  return value;
}

/** The parts of a reference; an ARN as the id has six colons of its own. */
function parseSecretReference(reference: string) {
  const parts = reference.split(":");
  const idParts = reference.startsWith("arn:") ? 7 : 1;
  const secretId = parts.slice(0, idParts).join(":");
  const [kind = "SecretString", jsonKey = "", stage = "", versionId = ""] = parts.slice(idParts);
  // AWS: "Currently, the only supported value is SecretString."
  if (kind !== "" && kind !== "SecretString")
    throw validationError(
      `Template error: a dynamic reference to a secret must ask for SecretString, not for ${kind}.`,
    );
  if (stage !== "" && versionId !== "")
    throw validationError(
      "Template error: a dynamic reference to a secret has a version stage or a version id, not both.",
    );
  return { secretId, jsonKey, stage, versionId };
}

function memberOf(text: string, name: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value) || !Object.hasOwn(value, name)) return undefined;
    const member = value[name];
    return typeof member === "string" ? member : JSON.stringify(member);
  } catch {
    return undefined;
  }
}
