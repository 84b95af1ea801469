// The engine's question and answer. The evaluator (evaluate.ts) is pure: policies come in as values.

import type { Claimant } from "./principal.ts";

/** What a call needs: one action on one resource. An operation may need several. */
export interface AccessRequest {
  /** Such as "sqs:SendMessage". */
  readonly action: string;
  /** The ARN, or "*" where the action has no resource. */
  readonly resource: string;
  /** The service's own condition keys, such as "dynamodb:LeadingKeys". Global keys are added by the caller of the engine. */
  readonly conditions?: ConditionValues;
}

export type ConditionValue = string | number | boolean | readonly string[] | undefined;
export type ConditionValues = Readonly<Record<string, ConditionValue>>;

/** All policies that bear on a call, as JSON texts (the engine parses and caches them by text). */
export interface PolicySet {
  /** Identity policies with the names that a denial reports. */
  readonly identity: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy;
  readonly session: readonly NamedPolicy[];
  readonly resource?: NamedPolicy;
  /** Service control policies, outermost first; every level must allow. */
  readonly serviceControl: readonly (readonly NamedPolicy[])[];
  /** Resource control policies of the resource's organization, which only deny. Undefined where none bind the call. */
  readonly resourceControl?: readonly NamedPolicy[];
}

export interface NamedPolicy {
  /** ARN or name. */
  readonly name: string;
  readonly document: string;
}

export interface Decision {
  readonly isAllowed: boolean;
  readonly reason: DecisionReason;
  /** The statements that matched, in the order they were considered, for `why-denied`. */
  readonly trace: readonly TraceEntry[];
}

export type DecisionReason =
  | "allowed"
  | "explicit-deny"
  | "no-identity-policy-allows"
  | "no-resource-policy-allows"
  | "no-boundary-allows"
  | "no-session-policy-allows"
  | "no-service-control-policy-allows";

export interface TraceEntry {
  readonly policy: string;
  readonly policyType: "identity" | "boundary" | "session" | "resource" | "service-control" | "resource-control";
  readonly statement: string | number;
  readonly effect: "Allow" | "Deny";
}

export interface AuthorizationInput {
  readonly principal: Claimant;
  readonly request: AccessRequest;
  /** The account that owns the resource: another account's principal needs both sides to allow. */
  readonly resourceAccount: string;
  readonly policies: PolicySet;
  /** Global condition keys: aws:SourceIp, aws:CurrentTime, aws:PrincipalArn, aws:RequestedRegion, ... */
  readonly globalConditions: ConditionValues;
}
