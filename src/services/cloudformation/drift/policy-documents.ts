// When two policy documents mean the same although they are written differently.

import { isRecord } from "../template/values.ts";

/** True for a value that is a policy document, by the member that has it. */
export function isPolicyDocument(
  member: string | number | undefined,
  value: unknown,
): value is Record<string, unknown> {
  return typeof member === "string" && member.endsWith("PolicyDocument") && isRecord(value);
}

/**
 * A document in the longest form that IAM takes: lists where it takes one value too, accounts as ARNs. AWS: "IAM JSON policy
 * elements reference": a single value needs no list, and an account's id stands for its root.
 */
export function expandPolicy(document: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { Statement: statements, ...others } = document;
  return {
    ...others,
    ...(statements === undefined
      ? {}
      : { Statement: listOf(statements).map((one) => (isRecord(one) ? expandStatement(one) : one)) }),
  };
}

function expandStatement(statement: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(statement).map(([name, value]) => {
      switch (name) {
        case "Action":
        case "NotAction":
        case "NotResource":
        case "Resource":
          return [name, listOf(value)];
        case "NotPrincipal":
        case "Principal":
          return [name, expandPrincipal(value)];
        case "Condition":
          return [name, isRecord(value) ? mapValues(value, expandOperator) : value];
        default:
          return [name, value];
      }
    }),
  );
}

function expandPrincipal(principal: unknown): unknown {
  if (principal === "*") return { AWS: ["*"] };
  if (!isRecord(principal)) return principal;
  return mapValues(principal, (value) => listOf(value).map((one) => (isAccount(one) ? rootOf(String(one)) : one)));
}

function expandOperator(operands: unknown): unknown {
  return isRecord(operands) ? mapValues(operands, (value) => listOf(value).map(String)) : operands;
}

function isAccount(value: unknown): boolean {
  return /^\d{12}$/.test(String(value));
}

function rootOf(account: string): string {
  return `arn:aws:iam::${account}:root`;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

function mapValues(record: Readonly<Record<string, unknown>>, change: (value: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
