// The policy simulator: the evaluator asked about calls that nobody makes. AWS: SimulatePrincipalPolicy and
// SimulateCustomPolicy (IAM API reference).

import type { ContextEntry, EvaluationResult, PolicySourceType } from "@aws-sdk/client-iam";
import type { AuthorizationInput, ConditionValue, Decision, NamedPolicy, TraceEntry } from "../../iam/authorization.ts";
import { evaluate } from "../../iam/evaluate.ts";
import type { Principal } from "../../iam/principal.ts";
import { parseArn } from "../../kernel/arns.ts";
import { AwsError } from "../../kernel/errors.ts";
import { requireDocument } from "./documents.ts";
import { invalidInput } from "./errors.ts";

/** Members that both operations have. */
export interface SimulationInput {
  readonly ActionNames: readonly string[];
  readonly ResourceArns?: readonly string[] | undefined;
  readonly ResourcePolicy?: string | undefined;
  readonly ResourceOwner?: string | undefined;
  readonly ContextEntries?: readonly ContextEntry[] | undefined;
  readonly PermissionsBoundaryPolicyInputList?: readonly string[] | undefined;
  readonly MaxItems?: number | undefined;
  readonly Marker?: string | undefined;
}

export interface Simulated {
  readonly principal: Principal & { readonly account: string };
  readonly identity: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy | undefined;
}

/** One result for each action on each resource, in the order asked. */
export function simulate(input: SimulationInput, { principal, identity, boundary }: Simulated): EvaluationResult[] {
  const { ActionNames: actions, ResourceArns: resources = ["*"], ResourcePolicy: resourcePolicy } = input;
  if (resourcePolicy !== undefined) requireSound(resourcePolicy, "resource");
  const [limit] = namedDocuments("PermissionsBoundaryPolicyInputList", input.PermissionsBoundaryPolicyInputList ?? []);
  const globalConditions = Object.fromEntries((input.ContextEntries ?? []).map(contextValue));
  const owner = input.ResourceOwner === undefined ? undefined : parseArn(input.ResourceOwner)?.account;
  return actions.flatMap((action) =>
    resources.map((resource) => {
      const question: AuthorizationInput = {
        principal,
        request: { action, resource },
        resourceAccount: owner ?? (parseArn(resource)?.account || principal.account),
        policies: {
          identity,
          session: [],
          serviceControl: [],
          ...(limit === undefined && boundary === undefined ? {} : { boundary: limit ?? boundary }),
          ...(resourcePolicy === undefined ? {} : { resource: { name: "ResourcePolicy", document: resourcePolicy } }),
        },
        globalConditions,
      };
      return resultOf(question, evaluate(question));
    }),
  );
}

/** Documents of an input list, checked, with AWS's names: "PolicyInputList.1". */
export function namedDocuments(list: string, documents: readonly string[]): NamedPolicy[] {
  return documents.map((document, index) => {
    requireSound(document, "identity");
    return { name: `${list}.${index + 1}`, document };
  });
}

/** AWS: SimulateCustomPolicy: a document that is none is InvalidInput; the simulator knows no MalformedPolicyDocument. */
function requireSound(document: string, kind: Parameters<typeof requireDocument>[1]): void {
  try {
    requireDocument(document, kind);
  } catch (error) {
    if (error instanceof AwsError && error.code === "MalformedPolicyDocument") throw invalidInput(error.message);
    throw error;
  }
}

function resultOf({ request, policies }: AuthorizationInput, { isAllowed, reason, trace }: Decision): EvaluationResult {
  return {
    EvalActionName: request.action,
    EvalResourceName: request.resource,
    EvalDecision: isAllowed ? "allowed" : reason === "explicit-deny" ? "explicitDeny" : "implicitDeny",
    // DEVIATION: AWS also says at which line and column each statement stands.
    MatchedStatements: trace.map((entry) => ({ SourcePolicyId: entry.policy, SourcePolicyType: sourceType(entry) })),
    MissingContextValues: [],
    ...(policies.boundary === undefined
      ? {}
      : { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: reason !== "no-boundary-allows" } }),
  };
}

function sourceType({ policyType, policy }: TraceEntry): PolicySourceType {
  if (policyType === "resource") return "resource";
  if (policy.startsWith("arn:aws:iam::aws:")) return "aws-managed";
  return policy.startsWith("arn:") ? "user-managed" : "none";
}

function contextValue({ ContextKeyName: key, ContextKeyValues: values = [] }: ContextEntry): [string, ConditionValue] {
  if (key === undefined) throw invalidInput("A context entry needs a ContextKeyName.");
  const [first] = values;
  return [key, values.length === 1 && first !== undefined ? first : values];
}
