// Cross-origin rules of a bucket: which are taken, which rule is about a request, and what browsers are told. Pure.
// AWS: "Using cross-origin resource sharing (CORS)" and "Elements of a CORS configuration" (S3 user guide).

import type { CORSRule } from "@aws-sdk/client-s3";
import { corsForbidden, corsInsufficient, invalidRequest, malformedXml } from "./errors.ts";
import type { CorsRuleRecord } from "./records.ts";

/** LIMIT: rules of one bucket. */
const MAX_RULES = 100;
const METHODS: readonly string[] = ["GET", "PUT", "POST", "DELETE", "HEAD"];

/** Reads rules; throws S3's refusals. */
export function parseCors(rules: readonly CORSRule[]): readonly CorsRuleRecord[] {
  if (rules.length === 0) throw malformedXml();
  if (rules.length > MAX_RULES)
    throw invalidRequest("The number of CORS rules should not exceed allowed limit of 100 rules.");
  return rules.map(parseRule);
}

function parseRule(rule: CORSRule): CorsRuleRecord {
  const { ID: id, AllowedMethods: methods = [], AllowedOrigins: origins = [], AllowedHeaders: headers = [] } = rule;
  const { ExposeHeaders: exposed = [], MaxAgeSeconds: maxAgeSeconds } = rule;
  if (methods.length === 0 || origins.length === 0 || (id?.length ?? 0) > 255) throw malformedXml();
  for (const method of methods) {
    if (!METHODS.includes(method))
      throw invalidRequest(`Found unsupported HTTP method in CORS config. Unsupported method is ${method}`);
  }
  checkWildcards("AllowedOrigin", origins);
  checkWildcards("AllowedHeader", headers);
  for (const name of exposed) {
    if (name.includes("*"))
      throw invalidRequest(
        `ExposeHeader "${name}" contains wildcard. We currently do not support wildcard for ExposeHeader.`,
      );
  }
  return {
    ...(id === undefined ? {} : { id }),
    methods,
    origins,
    ...(headers.length === 0 ? {} : { headers }),
    ...(exposed.length === 0 ? {} : { exposed }),
    ...(maxAgeSeconds === undefined ? {} : { maxAgeSeconds }),
  };
}

function checkWildcards(member: string, values: readonly string[]): void {
  const bad = values.find((value) => value.split("*").length > 2);
  if (bad !== undefined) throw invalidRequest(`${member} "${bad}" can not have more than one wildcard.`);
}

/** The rules as GetBucketCors shows them. */
export function formatCors(rules: readonly CorsRuleRecord[]): CORSRule[] {
  return rules.map(({ id, methods, origins, headers, exposed, maxAgeSeconds }) => ({
    ...(id === undefined ? {} : { ID: id }),
    AllowedHeaders: headers === undefined ? undefined : [...headers],
    AllowedMethods: [...methods],
    AllowedOrigins: [...origins],
    ExposeHeaders: exposed === undefined ? undefined : [...exposed],
    ...(maxAgeSeconds === undefined ? {} : { MaxAgeSeconds: maxAgeSeconds }),
  }));
}

type Headers = Readonly<Record<string, string | undefined>>;

/** The headers of the answer to a preflight; throws S3's refusals. `what` is "BUCKET" or "OBJECT". */
export function preflightHeaders(
  rules: readonly CorsRuleRecord[] | undefined,
  headers: Headers,
  what: string,
): Record<string, string> {
  const { origin, "access-control-request-method": method } = headers;
  if (origin === undefined) throw corsInsufficient("Insufficient information. Origin request header needed.");
  if (method === undefined || !METHODS.includes(method))
    throw corsInsufficient(`Invalid Access-Control-Request-Method: ${method ?? "null"}`);
  if (rules === undefined) throw corsForbidden("CORS is not enabled for this bucket.", method, what);
  const asked = (headers["access-control-request-headers"] ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "");
  const rule = rules.find(
    (each) => isAbout(each, origin, method) && asked.every((name) => matches(lowerCased(each.headers), name)),
  );
  if (rule === undefined)
    throw corsForbidden(
      "This CORS request is not allowed. This is usually because the evalution of Origin, request method / " +
        "Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
      method,
      what,
    );
  return {
    ...allowed(rule, origin),
    ...(asked.length === 0 ? {} : { "access-control-allow-headers": asked.join(", ") }),
  };
}

/** The headers of the answer to a request that a page of another origin made; none where no rule is about it. */
export function actualHeaders(
  rules: readonly CorsRuleRecord[] | undefined,
  origin: string,
  method: string,
): Record<string, string> {
  const rule = rules?.find((each) => isAbout(each, origin, method));
  return rule === undefined ? {} : allowed(rule, origin);
}

function isAbout(rule: CorsRuleRecord, origin: string, method: string): boolean {
  return rule.methods.includes(method) && matches(rule.origins, origin);
}

function lowerCased(names: readonly string[] = []): readonly string[] {
  return names.map((name) => name.toLowerCase());
}

function matches(patterns: readonly string[], text: string): boolean {
  return patterns.some((pattern) => {
    const [front = "", back] = pattern.split("*");
    if (back === undefined) return text === front;
    return text.length >= front.length + back.length && text.startsWith(front) && text.endsWith(back);
  });
}

function allowed(rule: CorsRuleRecord, origin: string): Record<string, string> {
  // AWS: the very origin, and credentials, unless the rule is for all of them.
  const isForAll = rule.origins.includes("*");
  return {
    "access-control-allow-origin": isForAll ? "*" : origin,
    "access-control-allow-methods": rule.methods.join(", "),
    ...(rule.exposed === undefined ? {} : { "access-control-expose-headers": rule.exposed.join(", ") }),
    ...(rule.maxAgeSeconds === undefined ? {} : { "access-control-max-age": String(rule.maxAgeSeconds) }),
    ...(isForAll ? {} : { "access-control-allow-credentials": "true" }),
    vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
  };
}
