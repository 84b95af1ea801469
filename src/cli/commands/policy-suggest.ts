// `stackyard policy suggest UNIT`: for each role of a unit the least that allows what it really did, beside what its policies grant.

import { nameResource } from "../../delivery/access/name-resources.ts";
import type { NamedResource, OwnedResource } from "../../delivery/access/name-resources.ts";
import { createControlClient } from "../../delivery/cloud/control-client.ts";
import type { RoleReview } from "../../delivery/cloud/control-client.ts";
import { openStacks } from "../../delivery/cloud/stacks.ts";
import type { Target } from "../../delivery/cloud/target.ts";
import { stackNameOf } from "../../delivery/system/system.ts";
import { createClock } from "../../kernel/clock.ts";
import { OperatorError } from "../../kernel/errors.ts";
import { secureRandom } from "../../kernel/random.ts";
import { stringify } from "yaml";
import { connectionOf, requireServer, stateFolder, targetOf } from "../connection.ts";
import { pc, print, printJson } from "../terminal.ts";
import { openKnownWorkspace } from "../workspace.ts";
import type { CommonOptions, KnownWorkspace } from "../workspace.ts";

export interface SuggestOptions extends CommonOptions {
  readonly dir?: string;
}

/** A role of the unit, with what was found. */
interface ReviewedRole {
  readonly logicalId: string;
  readonly roleName: string;
  readonly review: RoleReview;
  readonly statements: readonly Statement[];
}

interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly NamedResource[];
}

/** Runs the command. */
export async function runPolicySuggest(unit: string, options: SuggestOptions): Promise<void> {
  const workspace = await openKnownWorkspace(options.dir, { ...options, isKnown: true });
  const { system, environment } = workspace;
  if (system.units.every(({ name }) => name !== unit))
    throw new OperatorError({
      code: "ERR_UNKNOWN_UNIT",
      message: `The system "${system.name}" has no unit "${unit}".`,
      hints: system.units.map(({ name }) => `stackyard policy suggest ${name}`),
    });
  if (environment.target !== "local")
    throw new OperatorError({
      code: "ERR_NOT_LOCAL",
      message: `Environment "${environment.name}" is on AWS, where IAM Access Analyzer derives policies from CloudTrail.`,
      hints: [`stackyard policy suggest ${unit} --env dev`],
    });
  const target = await targetOf(system, environment);
  const resources = await resourcesOf(workspace, target);
  const roles = await reviewRoles(unit, target, resources);
  if (options.json === true) printJson({ unit, environment: environment.name, roles: roles.map(shapeOf) });
  else if (roles.length === 0) print(`${unit} has no roles in ${environment.name}.`);
  else for (const role of roles) printRole(role);
}

async function resourcesOf({ system, environment }: KnownWorkspace, target: Target): Promise<readonly OwnedResource[]> {
  const stacks = openStacks(target, createClock({ mode: "wall" }), secureRandom());
  try {
    const all = await Promise.all(
      system.units.map(async ({ name }) => {
        const stack = stackNameOf(system, environment.name, name);
        const view = await stacks.describe(stack);
        return view === undefined ? [] : (await stacks.resources(stack)).map((each) => ({ ...each, unit: name }));
      }),
    );
    return all.flat();
  } finally {
    stacks.destroy();
  }
}

async function reviewRoles(
  unit: string,
  { account, endpoint }: Target,
  resources: readonly OwnedResource[],
): Promise<readonly ReviewedRole[]> {
  const { credentials, origin } = connectionOf(requireServer(stateFolder()));
  const control = createControlClient({ origin: endpoint ?? origin, credentials });
  const roles = resources.filter((each) => each.unit === unit && each.resourceType === "AWS::IAM::Role");
  return Promise.all(
    roles.map(async ({ logicalId, physicalId: roleName }) => {
      const review = await control.reviewAccess(account, roleName);
      const statements = review.suggested.map(({ Action, Resource }) => ({
        actions: Action,
        resources: Resource.map((arn) => nameResource(arn, unit, resources)),
      }));
      return { logicalId, roleName, review, statements };
    }),
  );
}

function shapeOf({ logicalId, roleName, review, statements }: ReviewedRole): object {
  const { accesses, grants } = review;
  const suggested = statements.map(({ actions, resources }) => ({
    Effect: "Allow",
    Action: actions,
    Resource: resources.map(({ value }) => value),
  }));
  return { logicalId, roleName, accesses, grants, suggested };
}

function printRole({ logicalId, roleName, review, statements }: ReviewedRole): void {
  print(`${pc.bold(logicalId)}  ${pc.dim(roleName)}`);
  if (statements.length === 0) print("  It did nothing yet. Use the system, or run its tests, and ask again.");
  else {
    print(`  What it did (${countOf(review)} calls), and no more:`);
    for (const statement of statements) for (const line of linesOf(statement)) print(`    ${line}`);
  }
  const unused = review.grants.flatMap(({ policy, statement, actions, resources }) => {
    const idle = actions.filter(({ used }) => used.length === 0).map(({ pattern }) => pattern);
    return idle.length === 0 ? [] : [{ policy, statement, idle, resources, isWhole: idle.length === actions.length }];
  });
  if (unused.length > 0) print("  Granted, and not used:");
  for (const { policy, statement, idle, resources, isWhole } of unused) {
    const name = typeof statement === "number" ? `statement ${statement + 1}` : statement;
    print(
      `    ${pc.yellow(idle.join(", "))}${isWhole ? ` on ${resources.join(", ")}` : ""}  ${pc.dim(`${name} of ${policy}`)}`,
    );
  }
  for (const line of widePatterns(review)) print(`    ${line}`);
}

/** Patterns that let through less than they could. */
function widePatterns({ grants }: RoleReview): readonly string[] {
  return grants.flatMap(({ actions, statement, policy }) =>
    actions
      .filter(({ pattern, used }) => pattern.includes("*") && used.length > 0)
      .map(({ pattern, used }) => {
        const name = typeof statement === "number" ? `statement ${statement + 1}` : statement;
        return `${pc.yellow(pattern)} but for ${used.join(", ")}  ${pc.dim(`${name} of ${policy}`)}`;
      }),
  );
}

function countOf({ accesses }: RoleReview): number {
  return accesses.reduce((sum, { count }) => sum + count, 0);
}

/** A statement in YAML, with the short forms of functions. */
function linesOf({ actions, resources }: Statement): readonly string[] {
  return [
    "- Effect: Allow",
    ...listLines(
      "Action",
      actions.map((text) => stringify(text).trimEnd()),
    ),
    ...listLines(
      "Resource",
      resources.map(({ value, owner }) => `${shortForm(value)}${owner === undefined ? "" : pc.dim(`  # ${owner}`)}`),
    ),
  ];
}

function listLines(name: string, items: readonly string[]): readonly string[] {
  const [only, ...others] = items;
  if (only !== undefined && others.length === 0) return [`  ${name}: ${only}`];
  return [`  ${name}:`, ...items.map((item) => `    - ${item}`)];
}

function shortForm(value: NamedResource["value"]): string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return stringify(value).trimEnd();
  const { Ref: ref, "Fn::GetAtt": attribute, "Fn::Sub": text } = value;
  if (typeof ref === "string") return `!Ref ${ref}`;
  if (Array.isArray(attribute)) return `!GetAtt ${attribute.filter((part) => typeof part === "string").join(".")}`;
  return `!Sub ${stringify(text).trimEnd()}`;
}
