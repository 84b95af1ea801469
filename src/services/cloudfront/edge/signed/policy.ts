// Policies of signed URLs and cookies. AWS: "Create a signed URL using a canned policy" and "... a custom policy". Pure.

import { BlockList, isIPv4 } from "node:net";
import { matchesWildcards } from "../paths.ts";

/** What a policy demands. */
export interface SignedStatement {
  /** With wildcards; undefined where the policy has none, which means any. */
  readonly resource: string | undefined;
  readonly beforeSeconds: number;
  readonly afterSeconds: number | undefined;
  /** A CIDR block. */
  readonly sourceIp: string | undefined;
}

/** The text that is signed for a canned policy: exactly these characters. */
export function cannedPolicy(url: string, expires: string): string {
  return `{"Statement":[{"Resource":"${url}","Condition":{"DateLessThan":{"AWS:EpochTime":${expires}}}}]}`;
}

/** Reads a custom policy; undefined if it is not one. */
export function parsePolicy(text: string): SignedStatement | undefined {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  const statements = memberOf(document, "Statement");
  // AWS: "You can include only one statement in a policy."
  if (!Array.isArray(statements) || statements.length !== 1) return undefined;
  const [statement] = statements as readonly unknown[];
  const resource = memberOf(statement, "Resource");
  const condition = memberOf(statement, "Condition");
  const before = memberOf(memberOf(condition, "DateLessThan"), "AWS:EpochTime");
  const after = memberOf(memberOf(condition, "DateGreaterThan"), "AWS:EpochTime");
  const sourceIp = memberOf(memberOf(condition, "IpAddress"), "AWS:SourceIp");
  // AWS: DateLessThan is required. A condition of another name would be one that nobody checks.
  const isKnown = (value: unknown, names: readonly string[]): boolean =>
    typeof value === "object" && value !== null && Object.keys(value).every((name) => names.includes(name));
  if (!isKnown(statement, ["Resource", "Condition"])) return undefined;
  if (!isKnown(condition, ["DateLessThan", "DateGreaterThan", "IpAddress"])) return undefined;
  if (!isSeconds(before) || (after !== undefined && !isSeconds(after))) return undefined;
  if (memberOf(condition, "DateGreaterThan") !== undefined && after === undefined) return undefined;
  if (memberOf(condition, "IpAddress") !== undefined && typeof sourceIp !== "string") return undefined;
  if (resource !== undefined && typeof resource !== "string") return undefined;
  return {
    resource,
    beforeSeconds: before,
    afterSeconds: after,
    sourceIp: sourceIp as string | undefined,
  };
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function isSeconds(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

/** Whether a request under one of these URLs, now and from there, is what the policy allows. */
export function allows(
  statement: SignedStatement,
  request: { readonly urls: readonly string[]; readonly nowMs: number; readonly sourceIp: string },
): boolean {
  const { resource, beforeSeconds, afterSeconds, sourceIp } = statement;
  const nowSeconds = request.nowMs / 1000;
  if (nowSeconds >= beforeSeconds || (afterSeconds !== undefined && nowSeconds <= afterSeconds)) return false;
  if (sourceIp !== undefined && !isInBlock(request.sourceIp, sourceIp)) return false;
  return resource === undefined || request.urls.some((url) => matchesWildcards(resource, url));
}

/** AWS: "AWS:SourceIp": an IPv4 address or a block of them. */
function isInBlock(address: string, block: string): boolean {
  const plain = address.replace(/^::ffff:/, "");
  const [network = "", bits = "32"] = block.split("/");
  if (!isIPv4(network) || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) return false;
  if (block === "0.0.0.0/0") return true;
  const list = new BlockList();
  list.addSubnet(network, Number(bits), "ipv4");
  return isIPv4(plain) && list.check(plain);
}
