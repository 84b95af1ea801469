// What the policies of a role grant beside what it did, and the statements that would grant just that. Pure.

import type { NamedPolicy } from "./authorization.ts";
import { compileStatement } from "./compile.ts";
import type { Access } from "./directory/accesses.ts";
import { PolicyError, readPolicy, type PolicyStatement } from "./policy.ts";

/** One pattern of actions that a statement allows. */
export interface GrantedAction {
  readonly pattern: string;
  /** The actions that it let through. */
  readonly used: readonly string[];
}

/** A statement that allows something. */
export interface Grant {
  readonly policy: string;
  /** Its Sid, or its position. */
  readonly statement: string | number;
  readonly actions: readonly GrantedAction[];
  /** As written. */
  readonly resources: readonly string[];
}

/** The statements of policies that allow, each with what of it was used. Conditions are taken to hold: they let through what was done. */
export function reviewGrants(policies: readonly NamedPolicy[], accesses: readonly Access[]): readonly Grant[] {
  return policies.flatMap(({ name, document }) =>
    statementsOf(document).flatMap((statement, index): Grant[] => {
      if (statement.effect !== "Allow") return [];
      const patterns = statement.action ?? (statement.notAction ?? []).map((action) => `not ${action}`);
      const actions =
        statement.action === undefined
          ? [{ pattern: patterns.join(", "), used: usedBy(statement, accesses) }]
          : statement.action.map((action) => ({
              pattern: action,
              used: usedBy({ ...statement, action: [action] }, accesses),
            }));
      return [
        {
          policy: name,
          statement: statement.sid === undefined || statement.sid === "" ? index : statement.sid,
          actions,
          resources: statement.resource ?? (statement.notResource ?? []).map((resource) => `not ${resource}`),
        },
      ];
    }),
  );
}

function statementsOf(document: string): readonly PolicyStatement[] {
  try {
    return readPolicy(document).statements.flatMap((statement) => ("unreadable" in statement ? [] : [statement]));
  } catch (error) {
    // What cannot be read grants nothing.
    if (error instanceof PolicyError) return [];
    throw error;
  }
}

function usedBy(statement: PolicyStatement, accesses: readonly Access[]): readonly string[] {
  const { condition: _, ...unconditional } = statement;
  const compiled = compileStatement(unconditional, 0, false);
  const used = accesses.filter(({ action, resource }) =>
    compiled.appliesTo(
      action.toLowerCase(),
      resource,
      () => undefined,
      () => undefined,
    ),
  );
  return [...new Set(used.map(({ action }) => action))];
}

/** A statement of a policy, ready to be written down. */
export interface SuggestedStatement {
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/** The least that allows what was done: actions on the same resources in one statement. */
export function suggestStatements(accesses: readonly Access[]): readonly SuggestedStatement[] {
  const byAction = new Map<string, string[]>();
  for (const { action, resource } of accesses) byAction.set(action, [...(byAction.get(action) ?? []), resource]);
  const byResources = new Map<string, SuggestedStatement>();
  for (const [action, resources] of [...byAction].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const Resource = generalised(resources);
    const key = Resource.join(" ");
    const known = byResources.get(key);
    byResources.set(key, { Effect: "Allow", Action: [...(known?.Action ?? []), action], Resource });
  }
  return [...byResources.values()];
}

/**
 * Things that are made and go while a system runs (objects, log streams) are named by what they are in: their longest common folder. Which
 * ones were touched says nothing of which will be.
 */
function generalised(arns: readonly string[]): readonly string[] {
  const byContainer = new Map<string, string[]>();
  const plain = new Set<string>();
  for (const arn of arns) {
    const container = containerOf(arn);
    if (container === undefined) plain.add(arn);
    else byContainer.set(container, [...(byContainer.get(container) ?? []), arn.slice(container.length)]);
  }
  for (const [container, names] of byContainer) plain.add(`${container}${commonFolder(container, names)}*`);
  return [...plain].sort();
}

/** Up to the name within: "arn:aws:s3:::bucket/", "arn:aws:logs:...:log-group:/aws/lambda/f:log-stream:"; undefined for what stands by itself. */
function containerOf(arn: string): string | undefined {
  return /^arn:aws:s3:::[^/]+\//.exec(arn)?.[0] ?? /^arn:aws:logs:.*:log-stream:/.exec(arn)?.[0];
}

function commonFolder(container: string, names: readonly string[]): string {
  // A log stream's folder is the day.
  if (container.startsWith("arn:aws:logs:")) return "";
  const folders = names.map((name) => name.split("/").slice(0, -1));
  const [first = []] = folders;
  const length = first.findIndex((part, index) => folders.some((folder) => folder[index] !== part));
  const common = length < 0 ? first : first.slice(0, length);
  return common.map((part) => `${part}/`).join("");
}
