// The fields of a form upload: which there must be, and the PutObject request that they stand for. Pure.
// AWS: "POST Object" (S3 API reference), "HTML form fields".

import type { FormField } from "../../../wire/form-data.ts";
import { readXml, XmlSyntaxError } from "../../../wire/xml-reader.ts";
import type { SignedPolicy } from "../../../service/service.ts";
import { formFieldMissing, malformedXml } from "../errors.ts";

/** A form's fields by their names in lower case; of those that come twice, the first. */
export type Fields = ReadonlyMap<string, string>;

/** By name, with ${filename} replaced everywhere. AWS: without a file name it stays as it is. */
export function fieldsByName(fields: readonly FormField[], fileName: string | undefined): Fields {
  const byName = new Map<string, string>();
  for (const { name, value } of fields) {
    const key = name.toLowerCase();
    if (byName.has(key)) continue;
    const isSigned = key === "policy" || key === "x-amz-signature" || key === "signature";
    byName.set(key, fileName === undefined || isSigned ? value : value.replaceAll("${filename}", baseName(fileName)));
  }
  return byName;
}

/** AWS: of a path, as some browsers send it, the file's own name. */
function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

/** The form's policy and signature; undefined for a form that nobody signed. */
export function signedPolicyOf(fields: Fields): SignedPolicy | undefined {
  const policy = fields.get("policy") ?? "";
  const sessionToken = fields.get("x-amz-security-token");
  const isSigned = (names: readonly (readonly [field: string, name: string])[]): boolean =>
    names.some(([field]) => fields.has(field));
  const requireAll = (names: readonly (readonly [field: string, name: string])[]): string[] =>
    names.map(([field, name]) => {
      const value = fields.get(field);
      if (value === undefined) throw formFieldMissing(name);
      return value;
    });
  if (isSigned(VERSION_4)) {
    const [value = "", , credential = "", date = ""] = requireAll([...VERSION_4, POLICY]);
    return { policy, sessionToken, signature: { version: 4, credential, date, value } };
  }
  if (isSigned(VERSION_2)) {
    const [accessKeyId = "", value = ""] = requireAll([...VERSION_2, POLICY]);
    return { policy, sessionToken, signature: { version: 2, accessKeyId, value } };
  }
  return undefined;
}

const POLICY = ["policy", "Policy"] as const;
const VERSION_4 = [
  ["x-amz-signature", "X-Amz-Signature"],
  ["x-amz-algorithm", "X-Amz-Algorithm"],
  ["x-amz-credential", "X-Amz-Credential"],
  ["x-amz-date", "X-Amz-Date"],
] as const;
const VERSION_2 = [
  ["awsaccesskeyid", "AWSAccessKeyId"],
  ["signature", "Signature"],
] as const;

/** Fields that go by the names of PutObject's headers. */
const PLAIN_HEADERS = new Set([
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-md5",
  "content-type",
  "expires",
]);
/** Fields that belong to the signature. */
const SIGNING = new Set([
  "x-amz-algorithm",
  "x-amz-credential",
  "x-amz-date",
  "x-amz-security-token",
  "x-amz-signature",
]);

/** The headers of the PutObject request that the form stands for. */
export function putHeaders(fields: Fields): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of fields) {
    if (PLAIN_HEADERS.has(name) || (name.startsWith("x-amz-") && !SIGNING.has(name))) headers[name] = value;
  }
  const acl = fields.get("acl");
  if (acl !== undefined) headers["x-amz-acl"] = acl;
  const tagging = fields.get("tagging");
  if (tagging !== undefined) headers["x-amz-tagging"] = taggingHeader(tagging);
  return headers;
}

/** A form has tags as a document, PutObject has them in a header. AWS (recorded): a document of another kind has none. */
function taggingHeader(document: string): string {
  const tags = new URLSearchParams();
  for (const set of parseXml(document).children) {
    for (const { children } of set.name === "TagSet" ? set.children : []) {
      const text = (name: string): string => children.find((child) => child.name === name)?.text ?? "";
      tags.append(text("Key"), text("Value"));
    }
  }
  return tags.toString();
}

function parseXml(document: string) {
  try {
    return readXml(document);
  } catch (error) {
    if (error instanceof XmlSyntaxError) throw malformedXml();
    throw error;
  }
}
