// The decision: may this principal do this, given all policies that bear on it? Pure, and microseconds when warm.
// AWS: "Policy evaluation logic", "How AWS enforcement code logic evaluates requests to allow or deny access", and
// "Cross-account policy evaluation logic".

import type {
  AuthorizationInput,
  ConditionValue,
  Decision,
  DecisionReason,
  NamedPolicy,
  TraceEntry,
} from "./authorization.ts";
import { compilePolicy } from "./compile.ts";
import type { LookUp } from "./conditions.ts";
import type { ResolveVariable } from "./patterns.ts";
import type { PolicyStatement } from "./policy.ts";
import type { Claimant } from "./principal.ts";
import { accountOf, grantOf, isSpared, principalConditions, type Grant } from "./principals.ts";

/** What one layer of policies says. */
interface Verdict {
  readonly isAllowed: boolean;
  readonly isDenied: boolean;
}

const STRENGTH: Readonly<Record<Grant, number>> = { none: 0, account: 1, role: 2, direct: 3 };

/** Decides a request. An explicit deny in any policy wins; all else follows the documented union and intersections. */
export function evaluate(input: AuthorizationInput): Decision {
  const { principal, policies } = input;
  const trace: TraceEntry[] = [];
  const question = ask(input);
  const decide = (reason: DecisionReason): Decision => ({ isAllowed: reason === "allowed", reason, trace });

  // Everything is read before anything is decided: an explicit deny counts wherever it stands.
  const control = policies.serviceControl.map((level) => question.read(level, "service-control", trace));
  const restraints = policies.resourceControl?.filter((policy) => question.isDeniedBy(policy, trace)).length ?? 0;
  const resource = question.readResource(policies.resource, trace);
  const identity = question.read(policies.identity, "identity", trace);
  const boundary = policies.boundary && question.read([policies.boundary], "boundary", trace);
  const session = question.read(policies.session, "session", trace);
  if (
    restraints > 0 ||
    resource.isDenied ||
    identity.isDenied ||
    session.isDenied ||
    boundary?.isDenied === true ||
    control.some((level) => level.isDenied)
  ) {
    return decide("explicit-deny");
  }
  if (control.some((level) => !level.isAllowed)) return decide("no-service-control-policy-allows");

  const account = accountOf(principal);
  // Services, canonical users and anonymous callers have no policies of their own: the resource alone decides.
  if (account === undefined) return decide(resource.grant === "none" ? "no-resource-policy-allows" : "allowed");

  const isSameAccount = account === input.resourceAccount;
  const isRoot = principal.kind === "root";
  const needsResourcePolicy = !isSameAccount || resourcePolicyDecides(input);
  if (isSameAccount && resource.grant === "direct") return decide("allowed");
  const isGrantedToRole = isSameAccount && resource.grant === "role";
  if (!isGrantedToRole && !isRoot && !identity.isAllowed) return decide("no-identity-policy-allows");
  if (needsResourcePolicy && resource.grant === "none") return decide("no-resource-policy-allows");
  if (boundary !== undefined && !boundary.isAllowed) return decide("no-boundary-allows");
  // AWS: "Session policies": a federated user without one can do nothing of its own.
  const hasSessionPolicies = policies.session.length > 0 || principal.kind === "federated-user";
  if (hasSessionPolicies && !session.isAllowed) return decide("no-session-policy-allows");
  return decide("allowed");
}

/**
 * True where policies on the principal's side are not enough even within the account: a role's trust policy and a KMS
 * key's policy must allow, by naming the principal or by delegating to the account.
 */
function resourcePolicyDecides({ request: { action, resource }, policies }: AuthorizationInput): boolean {
  if (/^sts:/i.test(action) && /^arn:[^:]+:iam::[^:]*:role\//.test(resource)) return true;
  return policies.resource !== undefined && /^arn:[^:]+:kms:[^:]*:[^:]*:key\//.test(resource);
}

/** What the conditions of policies see of a request. */
export function circumstancesOf(input: AuthorizationInput): {
  readonly lookUp: LookUp;
  readonly resolve: ResolveVariable;
} {
  const lookUp = lookUpIn(input);
  return {
    lookUp,
    resolve(key) {
      const value = lookUp(key);
      if (value === undefined) return undefined;
      if (typeof value !== "object") return String(value);
      return value.length === 1 ? value[0] : undefined;
    },
  };
}

interface Question {
  read(policies: readonly NamedPolicy[], policyType: TraceEntry["policyType"], trace: TraceEntry[]): Verdict;
  readResource(policy: NamedPolicy | undefined, trace: TraceEntry[]): { grant: Grant; isDenied: boolean };
  /** Whether a resource control policy stands against it. */
  isDeniedBy(policy: NamedPolicy, trace: TraceEntry[]): boolean;
}

function ask(input: AuthorizationInput): Question {
  const { principal, request } = input;
  const action = request.action.toLowerCase();
  const { resource } = request;
  const { lookUp, resolve } = circumstancesOf(input);

  function read(policies: readonly NamedPolicy[], policyType: TraceEntry["policyType"], trace: TraceEntry[]): Verdict {
    let isAllowed = false;
    let isDenied = false;
    for (const { name, document } of policies) {
      for (const statement of compilePolicy(document, "identity")) {
        if (!statement.appliesTo(action, resource, lookUp, resolve)) continue;
        trace.push({ policy: name, policyType, statement: statement.label, effect: statement.effect });
        if (statement.effect === "Deny") isDenied = true;
        else isAllowed = true;
      }
    }
    return { isAllowed, isDenied };
  }

  function readResource(
    policy: NamedPolicy | undefined,
    trace: TraceEntry[],
    policyType: TraceEntry["policyType"] = "resource",
  ): { grant: Grant; isDenied: boolean } {
    let grant: Grant = "none";
    let isDenied = false;
    if (policy === undefined) return { grant, isDenied };
    for (const statement of compilePolicy(policy.document, "resource")) {
      const named = namedIn(statement, principal);
      if (named === "none" || !statement.appliesTo(action, resource, lookUp, resolve)) continue;
      trace.push({ policy: policy.name, policyType, statement: statement.label, effect: statement.effect });
      if (statement.effect === "Deny") isDenied = true;
      else if (STRENGTH[named] > STRENGTH[grant]) grant = named;
    }
    return { grant, isDenied };
  }

  function isDeniedBy(policy: NamedPolicy, trace: TraceEntry[]): boolean {
    return readResource(policy, trace, "resource-control").isDenied;
  }

  return { read, readResource, isDeniedBy };
}

/** How strongly a statement on the resource's side is about the principal. */
export function namedIn(
  { principal: element, notPrincipal }: Pick<PolicyStatement, "principal" | "notPrincipal">,
  principal: Claimant,
): Grant {
  if (notPrincipal === undefined) return grantOf(element ?? "*", principal);
  return isSpared(notPrincipal, principal) ? "none" : "direct";
}

/** Condition keys of the request, of its circumstances and of its principal. Names do not mind their case. */
function lookUpIn({ principal, request, globalConditions, resourceAccount }: AuthorizationInput): LookUp {
  let folded: Map<string, ConditionValue> | undefined;
  return (key) => {
    const direct = request.conditions?.[key] ?? globalConditions[key];
    if (direct !== undefined) return direct;
    if (folded === undefined) {
      folded = new Map([["aws:resourceaccount", resourceAccount]]);
      for (const source of [principalConditions(principal), globalConditions, request.conditions ?? {}]) {
        for (const name in source) if (source[name] !== undefined) folded.set(name.toLowerCase(), source[name]);
      }
    }
    return folded.get(key.toLowerCase());
  };
}
