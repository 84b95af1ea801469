// ResourcePolicy of a SAM REST API: lists of accounts, addresses and VPCs as statements of x-amazon-apigateway-policy.

import { canonicalJson, isRecord } from "../../template/values.ts";
import type { Values } from "../draft.ts";
import { contentsOf, pathsOf } from "./document.ts";

const POLICY = "x-amazon-apigateway-policy";

/** Adds what the lists say of a path's methods. */
export function addResourcePolicy(document: Values, policy: Values, path: string, stage: unknown): void {
  const resources = methodResources(document, path, stage);
  const list = (name: string): unknown[] => {
    const value = policy[name];
    return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
  };
  for (const [name, Effect] of [
    ["AwsAccountWhitelist", "Allow"],
    ["AwsAccountBlacklist", "Deny"],
  ] as const)
    if (list(name).length > 0)
      append(
        document,
        [{ Effect, Action: "execute-api:Invoke", Resource: resources, Principal: { AWS: list(name) } }],
        false,
      );
  for (const [name, condition] of [
    ["IpRangeWhitelist", "NotIpAddress"],
    ["IpRangeBlacklist", "IpAddress"],
  ] as const)
    if (list(name).length > 0) allowBut(document, resources, { [condition]: { "aws:SourceIp": list(name) } });
  for (const [kind, condition] of [
    ["Blacklist", "StringEquals"],
    ["Whitelist", "StringNotEquals"],
  ] as const) {
    const given = list(`SourceVpc${kind}`).map(String);
    const vpcs = [...given.filter((id) => id.startsWith("vpc-")), ...list(`IntrinsicVpc${kind}`)];
    const endpoints = [...given.filter((id) => id.startsWith("vpce-")), ...list(`IntrinsicVpce${kind}`)];
    if (vpcs.length === 0 && endpoints.length === 0) continue;
    allowBut(document, resources, {
      [condition]: {
        ...(vpcs.length === 0 ? {} : { "aws:SourceVpc": vpcs }),
        ...(endpoints.length === 0 ? {} : { "aws:SourceVpce": endpoints }),
      },
    });
  }
  document[POLICY] ??= {};
}

/** Adds the author's own statements. */
export function addCustomStatements(document: Values, statements: unknown): void {
  if (statements === undefined) return;
  const policy = policyOf(document);
  if (policy["Statement"] === undefined) document[POLICY] = { ...policy, Version: "2012-10-17", Statement: statements };
  else append(document, Array.isArray(statements) ? statements : [statements], true);
}

function policyOf(document: Values): Values {
  return isRecord(document[POLICY]) ? document[POLICY] : {};
}

function allowBut(document: Values, Resource: readonly unknown[], Condition: Values): void {
  const statement = { Action: "execute-api:Invoke", Resource, Principal: "*" };
  append(
    document,
    [
      { Effect: "Allow", ...statement },
      { Effect: "Deny", ...statement, Condition },
    ],
    true,
  );
}

/** AWS: the first statement about accounts stands alone, without a list around it. */
function append(document: Values, statements: readonly unknown[], isOnce: boolean): void {
  const policy = policyOf(document);
  const present = policy["Statement"];
  const before: unknown[] = present === undefined ? [] : Array.isArray(present) ? present : [present];
  const known = new Set(before.map((statement) => canonicalJson(statement)));
  const added = statements.filter((statement) => !isOnce || !known.has(canonicalJson(statement)));
  const isAlone = present === undefined && !isOnce;
  document[POLICY] = { ...policy, Version: "2012-10-17", Statement: isAlone ? added[0] : [...before, ...added] };
}

function methodResources(document: Values, path: string, stage: unknown): Values[] {
  const pattern = path.replace(/\{[\w.-]+\+?\}/g, "*");
  const methods = contentsOf(pathsOf(document)[path]).flatMap((item) => Object.keys(item));
  return methods.map((name) => {
    const method = name === "x-amazon-apigateway-any-method" || name.toLowerCase() === "any" ? "*" : name.toUpperCase();
    return { "Fn::Sub": [`execute-api:/\${__Stage__}/${method}${pattern}`, { __Stage__: stage }] };
  });
}
