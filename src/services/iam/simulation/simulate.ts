// The policy simulator: the evaluator asked about calls that nobody makes. AWS: SimulatePrincipalPolicy, SimulateCustomPolicy, EvaluationResult and
// ResourceSpecificResult (IAM API reference): one result for each action, with the results on each resource in it.

import type {
  ContextEntry,
  EvaluationResult,
  PolicyEvaluationDecisionType,
  ResourceSpecificResult,
} from "@aws-sdk/client-iam";
import type { AuthorizationInput, NamedPolicy, TraceEntry } from "../../../iam/authorization.ts";
import { circumstancesOf, evaluate } from "../../../iam/evaluate.ts";
import { compilePattern } from "../../../iam/patterns.ts";
import type { Principal } from "../../../iam/principal.ts";
import { arnPattern, findAction } from "../../../iam/service-authorization.ts";
import { parseArn } from "../../../kernel/arns.ts";
import { invalidInput } from "../errors.ts";
import { contextKeysOf } from "./context-keys.ts";
import { contextOf, ownerOf, requireActions, requireSound } from "./input.ts";
import { statementPlaces, type StatementPlace } from "./statement-places.ts";

/** Members that both operations have. */
export interface SimulationInput {
  readonly ActionNames: readonly string[];
  readonly ResourceArns?: readonly string[] | undefined;
  readonly ResourcePolicy?: string | undefined;
  readonly ResourceOwner?: string | undefined;
  readonly ContextEntries?: readonly ContextEntry[] | undefined;
}

/** Whom a simulation is about, with the policies on their side. */
export interface Simulated {
  readonly principal: Principal & { readonly account: string };
  readonly identity: readonly NamedPolicy[];
  readonly boundary: NamedPolicy | undefined;
  readonly serviceControl: readonly (readonly NamedPolicy[])[];
}

/** AWS: recorded answers say "IAM Policy" and "Resource Policy", which the API's own list of values does not have. */
interface MatchedStatement extends Partial<StatementPlace> {
  readonly SourcePolicyId: string;
  readonly SourcePolicyType: "IAM Policy" | "Resource Policy";
}

type Result<T> = Omit<T, "MatchedStatements"> & { readonly MatchedStatements: readonly MatchedStatement[] };
/** What was found for one action on all resources. */
export type ActionResult = Omit<Result<EvaluationResult>, "ResourceSpecificResults"> & {
  readonly ResourceSpecificResults?: readonly Result<ResourceSpecificResult>[];
};

const RESOURCE_POLICY = "ResourcePolicy";

/** One result for each action, in the order asked. */
export function simulate(input: SimulationInput, simulated: Simulated): readonly ActionResult[] {
  requireActions(input.ActionNames);
  const { ResourceArns: resources = ["*"], ResourcePolicy: resourcePolicy } = input;
  if (resourcePolicy !== undefined) requireSound(resourcePolicy, "resource");
  // AWS: "Simulation of resource-based policies isn't supported for IAM roles."
  if (resourcePolicy !== undefined && simulated.principal.kind !== "user") {
    throw invalidInput("Simulation of resource-based policies isn't supported for IAM roles.");
  }
  const owner = ownerOf(input.ResourceOwner);
  const { principal, identity, boundary, serviceControl } = simulated;
  const ask = (action: string, resource: string): AuthorizationInput => ({
    principal,
    request: { action, resource },
    // AWS: ResourceOwner is for resources that do not name their owner, and defaults to the caller's account.
    resourceAccount: parseArn(resource)?.account || (owner ?? principal.account),
    policies: {
      identity,
      session: [],
      serviceControl,
      ...(boundary === undefined ? {} : { boundary }),
      ...(resourcePolicy === undefined ? {} : { resource: { name: RESOURCE_POLICY, document: resourcePolicy } }),
    },
    globalConditions: contextOf(input.ContextEntries),
  });
  const documents = [
    ...identity.map(({ document }) => document),
    ...(resourcePolicy === undefined ? [] : [resourcePolicy]),
  ];
  const keys = contextKeysOf(documents);
  const places = placesIn([
    ...identity,
    ...(resourcePolicy === undefined ? [] : [{ name: RESOURCE_POLICY, document: resourcePolicy }]),
  ]);
  return input.ActionNames.map((action) => {
    const views = resources.map((resource) => viewOf(ask(action, resource), keys, places));
    return summaryOf(action, resources, views);
  });
}

/** What one question came to. */
interface View {
  readonly resource: string;
  readonly decision: PolicyEvaluationDecisionType;
  readonly matched: readonly MatchedStatement[];
  readonly missing: readonly string[];
  /** Of calls across accounts: what each side says. Undefined where a service control policy ends the evaluation. */
  readonly details: Record<string, PolicyEvaluationDecisionType> | undefined;
  readonly allowedByBoundary: boolean | undefined;
  readonly allowedByOrganizations: boolean | undefined;
}

type Places = ReadonlyMap<string, ReadonlyMap<string | number, StatementPlace>>;

function placesIn(policies: readonly NamedPolicy[]): Places {
  return new Map(policies.map(({ name, document }) => [name, statementPlaces(document)]));
}

function viewOf(question: AuthorizationInput, keys: readonly string[], places: Places): View {
  const { isAllowed, reason, trace } = evaluate(question);
  const { lookUp } = circumstancesOf(question);
  const { boundary, serviceControl } = question.policies;
  const decision = isAllowed ? "allowed" : reason === "explicit-deny" ? "explicitDeny" : "implicitDeny";
  const allowedByOrganizations = serviceControl.length === 0 ? undefined : isAllowedByOrganizations(question);
  const isWithin = question.resourceAccount === accountOf(question);
  return {
    resource: question.request.resource,
    decision,
    matched: matchedBy(trace, decision, places),
    missing: keys.filter((key) => lookUp(key) === undefined),
    details:
      allowedByOrganizations === false
        ? undefined
        : isWithin
          ? {}
          : { "IAM Policy": verdictOf(trace, "identity"), "Resource Policy": verdictOf(trace, "resource") },
    allowedByBoundary: boundary && verdictOf(trace, "boundary") === "allowed",
    allowedByOrganizations,
  };
}

function accountOf({ principal }: AuthorizationInput): string | undefined {
  return "account" in principal ? principal.account : undefined;
}

/** AWS: only statements that contributed to the decision, of identity and resource policies; a denial shows those that deny. */
function matchedBy(
  trace: readonly TraceEntry[],
  decision: PolicyEvaluationDecisionType,
  places: Places,
): readonly MatchedStatement[] {
  const effect = decision === "allowed" ? "Allow" : decision === "explicitDeny" ? "Deny" : undefined;
  return trace
    .filter((entry) => entry.effect === effect && (entry.policyType === "identity" || entry.policyType === "resource"))
    .map(({ policy, policyType, statement }) => ({
      SourcePolicyId: policy,
      SourcePolicyType: policyType === "resource" ? "Resource Policy" : "IAM Policy",
      ...places.get(policy)?.get(statement),
    }));
}

function verdictOf(trace: readonly TraceEntry[], type: TraceEntry["policyType"]): PolicyEvaluationDecisionType {
  const own = trace.filter(({ policyType }) => policyType === type);
  if (own.some(({ effect }) => effect === "Deny")) return "explicitDeny";
  return own.length > 0 ? "allowed" : "implicitDeny";
}

/** Whether the service control policies, asked alone, let the call through. */
function isAllowedByOrganizations(question: AuthorizationInput): boolean {
  const { serviceControl } = question.policies;
  const { reason } = evaluate({ ...question, policies: { identity: [], session: [], serviceControl } });
  return reason !== "explicit-deny" && reason !== "no-service-control-policy-allows";
}

const STRICTNESS: Readonly<Record<PolicyEvaluationDecisionType, number>> = {
  allowed: 0,
  implicitDeny: 1,
  explicitDeny: 2,
};

function strictest(decisions: readonly PolicyEvaluationDecisionType[]): PolicyEvaluationDecisionType {
  return decisions.reduce((one, other) => (STRICTNESS[other] > STRICTNESS[one] ? other : one), "allowed");
}

/** AWS: the members beside ResourceSpecificResults are about all resources together; the strictest decision stands for them. */
function summaryOf(action: string, resources: readonly string[], views: readonly View[]): ActionResult {
  const isEverything = resources.length === 1 && resources[0] === "*";
  const decision = strictest(views.map((view) => view.decision));
  const details = mergedDetails(views);
  const boundaries = views.flatMap(({ allowedByBoundary }) => allowedByBoundary ?? []);
  const organizations = views.flatMap(({ allowedByOrganizations }) => allowedByOrganizations ?? []);
  return {
    EvalActionName: action,
    EvalResourceName: isEverything ? "*" : arnTemplate(action, resources),
    EvalDecision: decision,
    MatchedStatements: distinct(views.filter((view) => view.decision === decision).flatMap(({ matched }) => matched)),
    MissingContextValues: [...new Set(views.flatMap(({ missing }) => missing))],
    ...(organizations.length === 0
      ? {}
      : { OrganizationsDecisionDetail: { AllowedByOrganizations: organizations.every(Boolean) } }),
    ...(boundaries.length === 0
      ? {}
      : { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: boundaries.every(Boolean) } }),
    ...(isEverything || details === undefined ? {} : { EvalDecisionDetails: details }),
    ...(isEverything ? {} : { ResourceSpecificResults: views.map(specificResult) }),
  };
}

function specificResult(view: View): Result<ResourceSpecificResult> {
  return {
    EvalResourceName: view.resource,
    EvalResourceDecision: view.decision,
    MatchedStatements: view.matched,
    MissingContextValues: [...view.missing],
    // AWS: "returned only for cross-account simulations".
    ...(view.details === undefined || Object.keys(view.details).length === 0
      ? {}
      : { EvalDecisionDetails: view.details }),
    ...(view.allowedByBoundary === undefined
      ? {}
      : { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: view.allowedByBoundary } }),
  };
}

/** AWS: "the most restrictive decision per policy type across all requested resources". */
function mergedDetails(views: readonly View[]): Record<string, PolicyEvaluationDecisionType> | undefined {
  const all = views.map(({ details }) => details).filter((details) => details !== undefined);
  if (all.length === 0) return undefined;
  const names = new Set(all.flatMap((details) => Object.keys(details)));
  return Object.fromEntries([...names].map((name) => [name, strictest(all.flatMap((details) => details[name] ?? []))]));
}

function distinct(statements: readonly MatchedStatement[]): readonly MatchedStatement[] {
  return [...new Map(statements.map((statement) => [JSON.stringify(statement), statement])).values()];
}

/** AWS: the ARN template of the simulated resource type, "*" for an action that has none. */
function arnTemplate(actionName: string, resources: readonly string[]): string {
  const action = findAction(actionName);
  const types = (action?.resourceTypes ?? []).flatMap(({ name }) => action?.service.resourceTypes.get(name) ?? []);
  const ofResources = types.find((type) => {
    const pattern = compilePattern(arnPattern(type), { hasVariables: false });
    return resources.some((resource) => pattern.matches(resource, () => undefined));
  });
  return (ofResources ?? types[0])?.arn ?? "*";
}
