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
 * A document in the longer forms that IAM takes: a list of statements, principals by their kind, accounts as ARNs. AWS: "IAM JSON
 * policy elements reference": an account's id stands for its root, "*" for everybody. That one value needs no list is left
 * to the comparison, which so keeps the paths of the document.
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
  if (principal === "*") return { AWS: "*" };
  if (!isRecord(principal)) return principal;
  const expand = (one: unknown): unknown => (isAccount(one) ? rootOf(String(one)) : one);
  return mapValues(principal, (value) => (Array.isArray(value) ? value.map(expand) : expand(value)));
}

function expandOperator(operands: unknown): unknown {
  const expand = (value: unknown): unknown => (Array.isArray(value) ? value.map(String) : String(value));
  return isRecord(operands) ? mapValues(operands, expand) : operands;
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
