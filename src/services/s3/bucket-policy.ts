// Bucket policies beyond what IAM's evaluator does: which documents S3 takes, and which of them are public. Pure.

import { malformedPolicy } from "./errors.ts";

/** LIMIT: 20 KB a policy. AWS: "Bucket policies for Amazon S3". */
const MAX_POLICY_BYTES = 20 * 1024;

interface Statement {
  readonly Effect?: unknown;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Condition?: unknown;
}

/** Throws MalformedPolicy with S3's words unless the text is a policy for this bucket. */
export function checkBucketPolicy(text: string, bucketName: string): void {
  if (Buffer.byteLength(text) > MAX_POLICY_BYTES)
    throw malformedPolicy("Policy exceeds the maximum allowed document size.");
  const statements = parseStatements(text);
  for (const statement of statements) {
    if (statement.Effect !== "Allow" && statement.Effect !== "Deny")
      throw malformedPolicy(
        statement.Effect === undefined
          ? "Missing required field Effect"
          : `Invalid effect: ${JSON.stringify(statement.Effect)}`,
      );
    if (statement.Principal === undefined && statement.NotPrincipal === undefined)
      throw malformedPolicy("Missing required field Principal");
    if (!isPrincipal(statement.Principal ?? statement.NotPrincipal))
      throw malformedPolicy("Invalid principal in policy");
    const actions = texts(statement.Action ?? statement.NotAction);
    if (actions.length === 0) throw malformedPolicy("Missing required field Action");
    if (actions.some((action) => action !== "*" && !/^s3:[\w*?]+$/i.test(action)))
      throw malformedPolicy("Policy has invalid action");
    const resources = texts(statement.Resource ?? statement.NotResource);
    if (resources.length === 0) throw malformedPolicy("Missing required field Resource");
    if (resources.some((resource) => !isOfBucket(resource, bucketName)))
      throw malformedPolicy("Policy has invalid resource");
    if (statement.Condition !== undefined && !isRecord(statement.Condition))
      throw malformedPolicy("Policy has invalid condition");
  }
}

function parseStatements(text: string): readonly Statement[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    document = undefined;
  }
  if (!isRecord(document)) throw malformedPolicy("Policies must be valid JSON and the first byte must be '{'");
  if (document["Version"] !== undefined && document["Version"] !== "2012-10-17" && document["Version"] !== "2008-10-17")
    throw malformedPolicy("The policy must contain a valid version string");
  const { Statement: given } = document;
  const statements = Array.isArray(given) ? given : [given];
  if (given === undefined || statements.length === 0 || !statements.every(isRecord))
    throw malformedPolicy("Missing required field Statement");
  return statements;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function texts(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === "string");
}

function isPrincipal(principal: unknown): boolean {
  if (principal === "*") return true;
  if (!isRecord(principal) || Object.keys(principal).length === 0) return false;
  return Object.entries(principal).every(([kind, value]) => {
    const names = texts(value);
    if (names.length === 0) return false;
    if (kind === "AWS")
      return names.every(
        (name) =>
          name === "*" ||
          /^\d{12}$/.test(name) ||
          /^arn:aws:(iam|sts)::(\d{12}|cloudfront):.+$/.test(name) ||
          /^A[A-Z0-9]{15,}$/.test(name),
      );
    return kind === "Service" || kind === "Federated" || kind === "CanonicalUser";
  });
}

/** The bucket itself or something in it; wildcards may stand in the key only. */
function isOfBucket(resource: string, bucketName: string): boolean {
  return resource === `arn:aws:s3:::${bucketName}` || resource.startsWith(`arn:aws:s3:::${bucketName}/`);
}

/**
 * AWS: a policy is public unless each Allow gives access to fixed values only: of principals, or of one of the condition
 * keys below without wildcards ("Blocking public access: the meaning of public", S3 user guide).
 */
export function isPublicPolicy(text: string): boolean {
  return parseStatements(text).some(
    (statement) => statement.Effect === "Allow" && !hasFixedPrincipal(statement) && !hasFixedCondition(statement),
  );
}

function hasFixedPrincipal({ Principal: principal }: Statement): boolean {
  if (!isRecord(principal)) return false;
  return Object.values(principal).every((value) => texts(value).every((name) => !/[*?]/.test(name)));
}

const FIXING_KEYS = new Set([
  "aws:sourceip",
  "aws:sourcearn",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:sourceowner",
  "aws:sourceaccount",
  "aws:userid",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:principalaccount",
  "aws:principalarn",
  "s3:x-amz-server-side-encryption-aws-kms-key-id",
  "s3:dataaccesspointarn",
  "s3:dataaccesspointaccount",
]);

function hasFixedCondition({ Condition: condition }: Statement): boolean {
  if (!isRecord(condition)) return false;
  return Object.entries(condition).some(
    ([operator, tests]) =>
      /^(ForAnyValue:)?(String|Arn)(Equals|Like|EqualsIgnoreCase)$|^IpAddress$/.test(operator) &&
      isRecord(tests) &&
      Object.entries(tests).some(([key, value]) => FIXING_KEYS.has(key.toLowerCase()) && areFixed(key, texts(value))),
  );
}

function areFixed(key: string, values: readonly string[]): boolean {
  if (values.length === 0) return false;
  // AWS: address ranges wider than /8 (IPv4) or /32 (IPv6) are public.
  if (key.toLowerCase() === "aws:sourceip")
    return values.every((value) => {
      const [address = "", length] = value.split("/");
      return length === undefined || Number(length) >= (address.includes(":") ? 32 : 8);
    });
  return values.every((value) => !/[*?]|\$\{/.test(value));
}
