// Turns policy texts into statements that can be held against a request quickly, and keeps them by their text.

import { compileConditions, type ConditionTest, type LookUp } from "./conditions.ts";
import { compilePattern, type Pattern, type ResolveVariable } from "./patterns.ts";
import { PolicyError, readPolicy, type PolicyStatement, type PrincipalElement } from "./policy.ts";

export interface CompiledStatement {
  /** The Sid, or the position where there is none. */
  readonly label: string | number;
  readonly effect: "Allow" | "Deny";
  readonly principal?: PrincipalElement;
  readonly notPrincipal?: PrincipalElement;
  /** True if the statement is about this action (in lower case), this resource and these circumstances. */
  appliesTo(action: string, resource: string, lookUp: LookUp, resolve: ResolveVariable): boolean;
}

/** LIMIT: policies are at most a few kilobytes each; 4,096 of them, oldest out first, are a few ten megabytes at worst. */
const CACHE_LIMIT = 4096;
const cache = { identity: new Map(), resource: new Map() } satisfies Record<
  string,
  Map<string, readonly CompiledStatement[]>
>;

/**
 * The statements of a stored policy; a role's trust policy is on the resource's side. An Allow that cannot be
 * read allows nothing and a Deny that cannot be read denies everything: what was stored has been checked, and if it is
 * broken all the same, nobody may pass because of it.
 */
export function compilePolicy(text: string, side: "identity" | "resource"): readonly CompiledStatement[] {
  const known: Map<string, readonly CompiledStatement[]> = cache[side];
  const cached = known.get(text);
  if (cached !== undefined) return cached;
  const compiled = compile(text, side);
  if (known.size >= CACHE_LIMIT) {
    const [oldest] = known.keys();
    if (oldest !== undefined) known.delete(oldest);
  }
  known.set(text, compiled);
  return compiled;
}

function compile(text: string, side: "identity" | "resource"): readonly CompiledStatement[] {
  try {
    const { version, statements } = readPolicy(text);
    const hasVariables = version === "2012-10-17";
    return statements.flatMap((statement, index) => {
      if (!("unreadable" in statement)) return [compileStatement(statement, index, hasVariables)];
      return statement.unreadable === "Deny" ? [denyEverything(index, side)] : [];
    });
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return [denyEverything("unreadable policy", side)];
  }
}

function denyEverything(label: string | number, side: "identity" | "resource"): CompiledStatement {
  return { label, effect: "Deny", ...(side === "resource" ? { principal: "*" } : {}), appliesTo: () => true };
}

/** One statement, ready to be held against requests. */
export function compileStatement(statement: PolicyStatement, index: number, hasVariables: boolean): CompiledStatement {
  const { sid, effect, principal, notPrincipal, action, notAction, resource, notResource } = statement;
  const actions = compileActions(action ?? notAction ?? []);
  const isNotAction = action === undefined;
  const resources = (resource ?? notResource)?.map((pattern) => compilePattern(pattern, { hasVariables }));
  const isNotResource = resource === undefined && notResource !== undefined;
  const conditions: readonly ConditionTest[] = compileConditions(statement.condition, hasVariables);
  return {
    label: sid === undefined || sid === "" ? index : sid,
    effect,
    ...(principal === undefined ? {} : { principal }),
    ...(notPrincipal === undefined ? {} : { notPrincipal }),
    appliesTo(actionName, resourceArn, lookUp, resolve) {
      if (actions(actionName) === isNotAction) return false;
      if (resources !== undefined && matchesAny(resources, resourceArn, resolve) === isNotResource) return false;
      for (const test of conditions) if (!test(lookUp, resolve)) return false;
      return true;
    },
  };
}

/** Most statements list plain names: one set look-up; patterns are tried only where there are some. */
function compileActions(names: readonly string[]): (action: string) => boolean {
  const lower = names.map((name) => name.toLowerCase());
  if (lower.includes("*")) return () => true;
  const plain = new Set(lower.filter((name) => !/[*?]/.test(name)));
  const patterns = lower
    .filter((name) => /[*?]/.test(name))
    .map((name) => compilePattern(name, { hasVariables: false }));
  return (action) => plain.has(action) || (patterns.length > 0 && matchesAny(patterns, action, noVariables));
}

const noVariables: ResolveVariable = () => undefined;

function matchesAny(patterns: readonly Pattern[], text: string, resolve: ResolveVariable): boolean {
  for (const pattern of patterns) if (pattern.matches(text, resolve)) return true;
  return false;
}
