// A plan as a value: what a release would do to an environment, found by doing it on a fork. This is also the documented
// shape of `stackyard plan --json` (docs/plan.md); members are added, never changed or removed, while `v` is 1.

import type { Diagnostic, SourcePosition } from "../../kernel/diagnostics.ts";
import type { ContractChange } from "../contracts/classify.ts";
import type { ReplayedEvent } from "../contracts/replay.ts";
import type { Failure } from "../deploy/events.ts";
import type { WhyReason } from "../graph/why.ts";
import type { Fragment } from "../deploy/keep.ts";

export interface Plan {
  readonly v: 1;
  readonly system: string;
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  /** SHA-256 over what the plan would do and what it was made against, in hexadecimal. */
  readonly hash: string;
  /** True if no reader breaks, no data is lost, nothing fails and no limit is hit. */
  readonly isSafe: boolean;
  /** The units that it is about; undefined for all. */
  readonly only?: readonly string[];
  readonly units: readonly UnitPlan[];
  readonly edges: readonly EdgeVerdict[];
  /** The contracts that change, and for whom that breaks what; undefined in plans of a system without contracts. */
  readonly contracts?: readonly ContractChange[];
  /** What units that change did with events that the environment has, on a fork; undefined if there were none. */
  readonly replay?: readonly ReplayedEvent[];
  /** In the order in which they are executed; one phase of kind "deploy" is the normal case. */
  readonly phases: readonly Phase[];
  readonly access: readonly NewAccess[];
  readonly dataLoss: readonly DataLoss[];
  readonly limits: readonly LimitNotice[];
  readonly diagnostics: readonly Diagnostic[];
  /** Undefined unless tests were asked for. */
  readonly tests?: TestOutcome;
  /** How the real change sets of an environment on AWS differ from the rehearsal; undefined for local environments. */
  readonly comparison?: readonly Difference[];
  readonly cost: { readonly isMeasured: false; readonly reason: string };
  readonly basis: Basis;
  readonly durationMs: number;
}

/** What one unit becomes. */
export interface UnitPlan {
  readonly unit: string;
  readonly stack: string;
  readonly action: "unchanged" | "create" | "update" | "failed" | "blocked" | "forgotten";
  /** Why it is unchanged, or why it is affected. */
  readonly reason: string;
  /** Each change of its sources or inputs that makes it affected. */
  readonly why: readonly WhyReason[];
  readonly failure?: Failure;
  /** Why what goes cannot be moved, or stand beside what comes. */
  readonly obstacle?: string;
  readonly resources: readonly ResourceChange[];
  readonly outputs: readonly OutputChange[];
}

export interface ResourceChange {
  readonly action: "add" | "change" | "replace" | "remove" | "move";
  readonly logicalId: string;
  readonly resourceType: string;
  readonly physicalId: { readonly before?: string; readonly after?: string };
  /** The properties that cause it. */
  readonly properties: readonly PropertyDifference[];
  /** For a move: where the resource is now. */
  readonly from?: { readonly unit: string; readonly logicalId: string };
  /** True if the old resource stays in the account although the stack gives it up. */
  readonly isRetained?: boolean;
  readonly position?: SourcePosition;
}

export interface PropertyDifference {
  /** Such as "Environment.Variables.TOPIC". */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
  /** True if CloudFormation replaces the resource because of this property. */
  readonly isReplacing: boolean;
  /** The parameter or the resource's attribute from which the change comes, as CloudFormation names it. */
  readonly cause?: string;
}

export interface OutputChange {
  readonly name: string;
  readonly before?: string;
  readonly after?: string;
  readonly exportBefore?: string;
  readonly exportAfter?: string;
}

export type Verdict = "PROVED" | "BREAKS" | "UNKNOWN";

/** What is known about one thing that one unit reads of another. */
export interface EdgeVerdict {
  readonly verdict: Verdict;
  /** The reader: a unit, a stack outside the system, or an SSM parameter. */
  readonly from: string;
  readonly fromKind: "unit" | "stack" | "parameter";
  /** The unit that is read. */
  readonly to: string;
  /** Such as `export "PaymentTopicArn"` or `resource "PaymentTopic"`. */
  readonly subject: string;
  readonly before?: string;
  readonly after?: string;
  /** Where it is read. */
  readonly places: readonly Place[];
  /** The evidence, in one sentence. */
  readonly because: string;
  /** What happens to the reader, if it breaks. */
  readonly consequence?: string;
  /** True if it would break in one deployment, and the plan's phases keep what is read until its reader has changed. */
  readonly isKept?: boolean;
}

/** A place at which a value is read. */
export interface Place {
  readonly kind: "import" | "parameter" | "property" | "code" | "ssm" | "output" | "contract";
  /** Such as "PaymentSubscription.TopicArn" or "ActivateEnrolment: src/activate-enrolment.ts". */
  readonly what: string;
  readonly position?: SourcePosition;
}

export type Phase =
  | {
      readonly kind: "deploy";
      readonly title: string;
      /** The units whose stacks change, as the rehearsal found. */
      readonly units: readonly string[];
      /** What stays beyond the sources, because it is still read. */
      readonly kept: readonly KeptPart[];
    }
  | {
      readonly kind: "move";
      readonly title: string;
      readonly moves: readonly Move[];
      /** Exports that go along. */
      readonly exports: readonly MovedExport[];
    };

/** Parts of a deployed template that a phase adds to the unit's new template. */
export interface KeptPart {
  readonly unit: string;
  /** Names below "Outputs" of the deployed template. */
  readonly outputs: readonly string[];
  /** Logical ids below "Resources" of the deployed template. */
  readonly resources: readonly string[];
  /** The parts themselves, and what they need that the sources no longer have. */
  readonly fragment: Fragment;
  readonly because: string;
  /** Readers that this release does not change: while they read, it is not dropped. */
  readonly waitsFor: readonly string[];
}

/** A resource that goes to another stack, or to another logical id, with what it holds. */
export interface Move {
  readonly resourceType: string;
  readonly physicalId: string;
  readonly from: { readonly unit: string; readonly logicalId: string };
  readonly to: { readonly unit: string; readonly logicalId: string };
}

/** An export that goes to another stack together with the resource that it is about. */
export interface MovedExport {
  readonly exportName: string;
  readonly value: string;
  readonly from: { readonly unit: string; readonly output: string };
  readonly to: { readonly unit: string; readonly output: string };
}

/** Access that policies grant after the release and did not before. */
export interface NewAccess {
  readonly unit: string;
  /** The resource that holds the policy. */
  readonly logicalId: string;
  /** Who gets it: a role's or user's logical name, or a principal of a resource policy. */
  readonly principal: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly isConditional: boolean;
  /** Why people should look: "public", "wildcard-action", "wildcard-resource". */
  readonly flags: readonly AccessFlag[];
  readonly position?: SourcePosition;
}

export type AccessFlag = "public" | "wildcard-action" | "wildcard-resource";

/** A resource with data in it that the release deletes or replaces. */
export interface DataLoss {
  readonly unit: string;
  readonly logicalId: string;
  readonly resourceType: string;
  readonly physicalId: string;
  readonly action: "remove" | "replace";
  /** The properties that replace it, or why it goes. */
  readonly because: string;
  readonly position?: SourcePosition;
}

/** A limit of AWS that the release reaches or comes near to. */
export interface LimitNotice {
  readonly severity: "error" | "warning";
  readonly unit: string;
  readonly logicalId?: string;
  readonly limit: string;
  readonly value: number;
  readonly most: number;
  readonly detail: string;
}

export interface TestOutcome {
  readonly isPassed: boolean;
  readonly tests: readonly {
    readonly name: string;
    readonly isPassed: boolean;
    readonly durationMs: number;
    readonly output: string;
  }[];
}

/** One point in which AWS would do something else than the rehearsal did. */
export interface Difference {
  readonly unit: string;
  readonly logicalId?: string;
  readonly rehearsed: string;
  readonly real: string;
}

/** The state of the environment against which the plan was made, and the artifacts that it deploys. */
export interface Basis {
  readonly stacks: Readonly<Record<string, { readonly stackId: string; readonly changedAt: string }>>;
  /** The newest release; undefined if there is no record of one. */
  readonly release?: number;
  /** By unit, a hash over template, artifacts and what the environment binds its parameters to. */
  readonly sources: Readonly<Record<string, string>>;
}
