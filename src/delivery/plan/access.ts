// New access: what the policies of a stack allow after the release and did not before, for each principal. Pure.

import type { Template } from "../system/template.ts";
import type { AccessFlag, NewAccess } from "./plan.ts";
import type { ResourceDetail, StackDetail } from "./read-stacks.ts";
import { sourcePlace } from "./source-places.ts";

/** One thing that a policy allows to one principal. */
interface Grant {
  readonly logicalId: string;
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** The conditions as text; "" if there are none. */
  readonly condition: string;
}

/** Lists new access, each principal and set of resources once, the widest first. */
export function findNewAccess(
  unit: string,
  before: StackDetail | undefined,
  after: StackDetail | undefined,
  source: Template | undefined,
): readonly NewAccess[] {
  const had = new Set((before?.resources ?? []).flatMap(grantsOf).map(identityOf));
  // A policy of a replaced resource names another resource of the same logical id: not new, only elsewhere.
  const renamed = new Map(
    (before?.resources ?? []).flatMap((was): [string, string][] => {
      const is = after?.resources.find((each) => each.logicalId === was.logicalId);
      return is === undefined || is.physicalId === was.physicalId ? [] : [[is.physicalId, was.physicalId]];
    }),
  );
  const added = (after?.resources ?? [])
    .flatMap(grantsOf)
    .filter((grant) => !had.has(identityOf(grant)) && !had.has(identityOf(withOldNames(grant, renamed))));
  const groups = new Map<string, Grant[]>();
  for (const grant of added) {
    const key = JSON.stringify([grant.logicalId, grant.principal, grant.condition, grant.action]);
    groups.set(key, [...(groups.get(key) ?? []), grant]);
  }
  // Actions that are granted on the same resources belong on one line.
  const merged = new Map<string, { grants: readonly Grant[]; actions: string[] }>();
  for (const grants of groups.values()) {
    const [first] = grants;
    if (first === undefined) continue;
    const resources = grants.map((each) => each.resource).sort();
    const key = JSON.stringify([first.logicalId, first.principal, first.condition, resources]);
    const entry = merged.get(key) ?? { grants, actions: [] };
    entry.actions.push(first.action);
    merged.set(key, entry);
  }
  return [...merged.values()]
    .map(({ grants, actions }): NewAccess => {
      const [first = NOTHING] = grants;
      const resources = [...new Set(grants.map((each) => each.resource))];
      const place = source === undefined ? undefined : sourcePlace(source, first.logicalId);
      return {
        unit,
        logicalId: first.logicalId,
        principal: first.principal,
        actions,
        resources,
        isConditional: first.condition !== "",
        flags: flagsOf(first, actions, resources),
        ...(place === undefined ? {} : { position: place }),
      };
    })
    .sort((a, b) => b.flags.length - a.flags.length);
}

const NOTHING: Grant = { logicalId: "", principal: "", action: "", resource: "", condition: "" };

// "s3:GetObject*" is a prefix of one action's name; "s3:*" and "*" are everything that a service, or all, can do.
function flagsOf(grant: Grant, actions: readonly string[], resources: readonly string[]): readonly AccessFlag[] {
  const flags: AccessFlag[] = [];
  if (grant.principal === "*" && grant.condition === "") flags.push("public");
  if (actions.some((action) => action === "*" || action.endsWith(":*"))) flags.push("wildcard-action");
  if (resources.includes("*")) flags.push("wildcard-resource");
  return flags;
}

function identityOf({ principal, action, resource, condition }: Grant): string {
  return JSON.stringify([principal, action, resource, condition]);
}

function withOldNames(grant: Grant, renamed: ReadonlyMap<string, string>): Grant {
  let { principal, resource } = grant;
  for (const [now, was] of renamed) {
    principal = principal.replaceAll(now, was);
    resource = resource.replaceAll(now, was);
  }
  return { ...grant, principal, resource };
}

// Every property of every type that holds a policy, and to whom the policy gives something.
function grantsOf(resource: ResourceDetail): readonly Grant[] {
  const { logicalId, resourceType, physicalId, properties = {} } = resource;
  const document = properties["PolicyDocument"];
  switch (resourceType) {
    case "AWS::IAM::Role":
      return [
        ...statementsOf(logicalId, properties["AssumeRolePolicyDocument"], undefined, `role ${logicalId}`),
        ...inlineOf(logicalId, properties, `role ${logicalId}`),
      ];
    case "AWS::IAM::User":
    case "AWS::IAM::Group":
      return inlineOf(logicalId, properties, `${resourceType === "AWS::IAM::User" ? "user" : "group"} ${logicalId}`);
    case "AWS::IAM::Policy":
    case "AWS::IAM::ManagedPolicy": {
      const holders = ["Roles", "Users", "Groups"].flatMap((name) => textsOf(properties[name]));
      const all = holders.length === 0 ? [`whoever has policy ${logicalId}`] : holders;
      return all.flatMap((holder) => statementsOf(logicalId, document, holder));
    }
    case "AWS::IAM::RolePolicy":
    case "AWS::IAM::UserPolicy":
    case "AWS::IAM::GroupPolicy": {
      const holder = properties["RoleName"] ?? properties["UserName"] ?? properties["GroupName"];
      return statementsOf(logicalId, document, String(holder));
    }
    case "AWS::Lambda::Permission": {
      const { Principal, Action, FunctionName, SourceArn, SourceAccount, PrincipalOrgID, FunctionUrlAuthType } =
        properties;
      const conditions = [SourceArn, SourceAccount, PrincipalOrgID, FunctionUrlAuthType].filter(
        (each) => each !== undefined,
      );
      return [
        {
          logicalId,
          principal: String(Principal),
          action: String(Action),
          resource: String(FunctionName),
          condition: conditions.length === 0 ? "" : JSON.stringify(conditions),
        },
      ];
    }
    default: {
      const policy = document ?? properties["KeyPolicy"] ?? properties["ResourcePolicy"] ?? properties["Policy"];
      return isObject(policy) && policy["Statement"] !== undefined
        ? statementsOf(logicalId, policy, undefined, physicalId)
        : [];
    }
  }
}

function inlineOf(logicalId: string, properties: Readonly<Record<string, unknown>>, holder: string): readonly Grant[] {
  const inline = listOf(properties["Policies"]).flatMap((policy) =>
    isObject(policy) ? statementsOf(logicalId, policy["PolicyDocument"], holder) : [],
  );
  const managed = textsOf(properties["ManagedPolicyArns"]).map((arn) => ({
    logicalId,
    principal: holder,
    action: `all of ${arn}`,
    // What a managed policy allows stands elsewhere; AdministratorAccess is the one that everybody must notice.
    resource: arn.endsWith("/AdministratorAccess") ? "*" : arn,
    condition: "",
  }));
  return [...inline, ...managed];
}

function statementsOf(logicalId: string, document: unknown, holder: string | undefined, self = ""): readonly Grant[] {
  if (!isObject(document)) return [];
  return listOf(document["Statement"]).flatMap((statement): Grant[] => {
    if (!isObject(statement) || statement["Effect"] !== "Allow") return [];
    const principals = holder === undefined ? principalsOf(statement) : [holder];
    const actions = [
      ...textsOf(statement["Action"]),
      ...textsOf(statement["NotAction"]).map((action) => `all but ${action}`),
    ];
    const named = [
      ...textsOf(statement["Resource"]),
      ...textsOf(statement["NotResource"]).map((resource) => `all but ${resource}`),
    ];
    const resources = named.length === 0 ? [self] : named;
    const condition = statement["Condition"] === undefined ? "" : JSON.stringify(statement["Condition"]);
    return principals.flatMap((principal) =>
      actions.flatMap((action) => resources.map((resource) => ({ logicalId, principal, action, resource, condition }))),
    );
  });
}

function principalsOf(statement: Readonly<Record<string, unknown>>): readonly string[] {
  const principal = statement["Principal"];
  const excluded = statement["NotPrincipal"];
  if (excluded !== undefined) return [`all but ${JSON.stringify(excluded)}`];
  if (!isObject(principal)) return textsOf(principal);
  return Object.values(principal).flatMap(textsOf);
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter((each) => typeof each === "string");
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
