// Why a request was denied: each statement that was considered with what of it did not fit, and the smallest statements that would
// have allowed it. Pure. The statements are judged by the evaluator itself, one element at a time, so that both never disagree.

import type {
  AuthorizationInput,
  ConditionValue,
  DecisionReason,
  NamedPolicy,
  PolicySet,
  TraceEntry,
} from "./authorization.ts";
import { compileStatement } from "./compile.ts";
import { circumstancesOf, evaluate, namedIn } from "./evaluate.ts";
import { PolicyError, readPolicy, type PolicyStatement } from "./policy.ts";
import type { Claimant } from "./principal.ts";
import { displayName } from "./principals.ts";

export interface Explanation {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly reason: DecisionReason;
  /** The layers of policies, in the order in which they are asked. */
  readonly layers: readonly LayerView[];
  /** What, all together, would have allowed the request; empty where only a statement that denies stands against it. */
  readonly suggestions: readonly Suggestion[];
}

/** What one layer of policies says. */
export interface LayerView {
  readonly layer: TraceEntry["policyType"];
  readonly says: "allow" | "deny" | "nothing";
  /** How many policies it has, and how many statements in them are about other actions. */
  readonly policies: number;
  readonly others: number;
  /** The statements about the action. */
  readonly statements: readonly StatementView[];
}

/** A statement about the action, and which of its other elements are about the request. */
export interface StatementView {
  readonly policy: string;
  /** Its Sid, or its position. */
  readonly statement: string | number;
  readonly effect: "Allow" | "Deny";
  readonly applies: boolean;
  readonly isPrincipal: boolean;
  readonly isResource: boolean;
  /** As written: what it is about, where that is not the request's. */
  readonly resources: readonly string[];
  readonly conditions: readonly ConditionView[];
}

/** One key of a statement's Condition. */
export interface ConditionView {
  readonly operator: string;
  readonly key: string;
  readonly wanted: readonly string[];
  /** What the request has; undefined for nothing. */
  readonly found: ConditionValue;
  readonly holds: boolean;
}

/** A statement to add, and to which policy. */
export interface Suggestion {
  readonly to: string;
  readonly statement: object;
}

/** Explains a denial; `input` is what was decided on. */
export function explain(input: AuthorizationInput): Explanation {
  const { principal, request, policies } = input;
  const layers: LayerView[] = [
    ...policies.serviceControl.map((level) => viewOf(input, "service-control", level)),
    ...(policies.resourceControl === undefined ? [] : [restraintView(input, policies.resourceControl)]),
    ...(policies.identity.length > 0 || "account" in principal ? [viewOf(input, "identity", policies.identity)] : []),
    ...(policies.boundary === undefined ? [] : [viewOf(input, "boundary", [policies.boundary])]),
    ...(policies.session.length === 0 ? [] : [viewOf(input, "session", policies.session)]),
    ...(policies.resource === undefined ? [] : [viewOf(input, "resource", [policies.resource])]),
  ];
  return {
    principal: displayName(principal),
    action: request.action,
    resource: request.resource,
    reason: evaluate(input).reason,
    layers,
    suggestions: suggest(input),
  };
}

/** Beside what customers attach there is always AWS's RCPFullAWSAccess, which allows whatever they do not deny. */
function restraintView(input: AuthorizationInput, policies: readonly NamedPolicy[]): LayerView {
  const view = viewOf(input, "resource-control", policies);
  return view.says === "nothing" ? { ...view, says: "allow" } : view;
}

function viewOf(
  input: AuthorizationInput,
  layer: TraceEntry["policyType"],
  policies: readonly NamedPolicy[],
): LayerView {
  const judged = policies.flatMap((policy) =>
    statementsOf(policy).map((each) => judge(input, layer, policy.name, each)),
  );
  const statements = judged.filter((each) => each !== undefined);
  const applying = statements.filter(({ applies }) => applies);
  return {
    layer,
    says: applying.some(({ effect }) => effect === "Deny") ? "deny" : applying.length > 0 ? "allow" : "nothing",
    policies: policies.length,
    others: judged.length - statements.length,
    statements,
  };
}

interface ReadStatement {
  readonly statement: PolicyStatement;
  readonly index: number;
  readonly hasVariables: boolean;
}

/** What cannot be read is left out; the evaluator lets it deny. */
function statementsOf({ document }: NamedPolicy): readonly ReadStatement[] {
  try {
    const { version, statements } = readPolicy(document);
    return statements.flatMap((statement, index) =>
      "unreadable" in statement ? [] : [{ statement, index, hasVariables: version === "2012-10-17" }],
    );
  } catch (error) {
    if (error instanceof PolicyError) return [];
    throw error;
  }
}

const ANY = ["*"];

/** Undefined for a statement about other actions. */
function judge(
  input: AuthorizationInput,
  layer: TraceEntry["policyType"],
  policy: string,
  { statement, index, hasVariables }: ReadStatement,
): StatementView | undefined {
  const { principal, request } = input;
  const { lookUp, resolve } = circumstancesOf(input);
  const { effect, sid, action, notAction, resource, notResource, condition = {} } = statement;
  const fits = (part: Omit<PolicyStatement, "effect">): boolean =>
    compileStatement({ effect, ...part }, index, hasVariables).appliesTo(
      request.action.toLowerCase(),
      request.resource,
      lookUp,
      resolve,
    );
  if (!fits(action === undefined ? { notAction: notAction ?? [] } : { action })) return undefined;
  const isResource = fits({
    action: ANY,
    ...(resource === undefined ? {} : { resource }),
    ...(notResource === undefined ? {} : { notResource }),
  });
  const isPrincipal = layer !== "resource" || namedIn(statement, principal) !== "none";
  const conditions = Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, wanted]): ConditionView => ({
      operator,
      key,
      wanted,
      found: lookUp(key),
      holds: fits({ action: ANY, condition: { [operator]: { [key]: wanted } } }),
    })),
  );
  return {
    policy,
    statement: sid === undefined || sid === "" ? index : sid,
    effect,
    applies: isPrincipal && isResource && conditions.every(({ holds }) => holds),
    isPrincipal,
    isResource,
    resources: resource ?? notResource?.map((each) => `not ${each}`) ?? [],
    conditions,
  };
}

const ADDED = "added";
/** Organizations nest five deep (AWS: quotas), and there are four more layers. */
const MOST_SUGGESTIONS = 10;

/** Adds what is missing, layer by layer, until the evaluator allows the request: that is the proof that it would. */
function suggest(input: AuthorizationInput): readonly Suggestion[] {
  const suggestions: Suggestion[] = [];
  let { policies } = input;
  for (let added = 0; added < MOST_SUGGESTIONS; added += 1) {
    const { reason } = evaluate({ ...input, policies });
    if (reason === "allowed") return suggestions;
    if (reason === "explicit-deny") return [];
    const next = lacking(reason, { ...input, policies });
    suggestions.push({ to: next.to, statement: next.statement });
    policies = next.policies;
  }
  return [];
}

function lacking(
  reason: Exclude<DecisionReason, "allowed" | "explicit-deny">,
  input: AuthorizationInput,
): Suggestion & { readonly policies: PolicySet } {
  const { principal, request, policies } = input;
  const own = { Effect: "Allow", Action: request.action, Resource: request.resource };
  const policy = (statement: object): NamedPolicy => ({
    name: ADDED,
    document: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
  });
  switch (reason) {
    case "no-identity-policy-allows":
      return {
        to: `a policy of ${holderOf(principal)}`,
        statement: own,
        policies: { ...policies, identity: [...policies.identity, policy(own)] },
      };
    case "no-resource-policy-allows": {
      const isTrust = request.action.startsWith("sts:");
      const { Resource, ...rest } = { ...own, ...principalElement(principal) };
      // A trust policy is about its role alone.
      const statement = isTrust ? rest : { ...rest, Resource };
      return {
        to: isTrust ? `the trust policy of ${request.resource}` : `the policy of ${request.resource}`,
        statement,
        policies: { ...policies, resource: joined(policies.resource, statement, policy(statement)) },
      };
    }
    case "no-boundary-allows":
      return {
        to: `the permissions boundary ${policies.boundary?.name ?? ""}`,
        statement: own,
        policies: { ...policies, boundary: joined(policies.boundary, own, policy(own)) },
      };
    case "no-session-policy-allows":
      return {
        to: "the policy that the session was made with",
        statement: own,
        policies: { ...policies, session: [...policies.session, policy(own)] },
      };
    case "no-service-control-policy-allows":
      break;
  }
  return {
    to: "the service control policies of each level of the organization",
    statement: own,
    policies: { ...policies, serviceControl: policies.serviceControl.map((level) => [...level, policy(own)]) },
  };
}

/** A policy with one more statement; on its own where it cannot be read. */
function joined(policy: NamedPolicy | undefined, statement: object, alone: NamedPolicy): NamedPolicy {
  if (policy === undefined) return alone;
  try {
    const document = JSON.parse(policy.document) as { Statement?: unknown };
    const present: unknown[] = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
    return { ...policy, document: JSON.stringify({ ...document, Statement: [...present, statement] }) };
  } catch {
    return alone;
  }
}

/** Who has the policies of a principal. */
function holderOf(principal: Claimant): string {
  if (principal.kind === "assumed-role") return `the role ${principal.roleName}`;
  if (principal.kind === "user") return `the user ${principal.userName}`;
  return displayName(principal);
}

/** How a policy of a resource names the principal, as narrowly as it can. */
function principalElement(principal: Claimant): object {
  switch (principal.kind) {
    case "anonymous":
      return { Principal: "*" };
    case "service":
      return {
        Principal: { Service: principal.service },
        ...(principal.sourceArn === undefined
          ? {}
          : { Condition: { ArnEquals: { "aws:SourceArn": principal.sourceArn } } }),
      };
    case "canonical-user":
      return { Principal: { AWS: principal.arn } };
    case "web-identity":
      return { Principal: { Federated: principal.provider } };
    case "assumed-role":
      return { Principal: { AWS: principal.roleArn } };
    default:
      return { Principal: { AWS: principal.arn } };
  }
}
