// What CloudFormation tells of stacks, as the rest of the delivery takes it. Pure.

import type { Change, Stack, StackEvent } from "@aws-sdk/client-cloudformation";

/** A stack as it stands. */
export interface StackView {
  readonly stackId: string;
  readonly name: string;
  /** Such as "UPDATE_COMPLETE". */
  readonly status: string;
  readonly statusReason: string | undefined;
  readonly outputs: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** ISO time of the last change. */
  readonly changedAt: string;
  /** Such as "IN_SYNC", as of the last detection. */
  readonly drift: string | undefined;
}

/** One event of a stack or resource. */
export interface StackProgress {
  readonly logicalId: string;
  readonly resourceType: string;
  readonly status: string;
  readonly reason: string | undefined;
  readonly isStackItself: boolean;
}

/** A change of a resource that a change set announces. */
export interface PlannedChange {
  readonly logicalId: string;
  readonly resourceType: string;
  readonly action: "add" | "change" | "replace" | "remove" | "other";
  /** The properties that cause it. */
  readonly properties: readonly string[];
  /** What CloudFormation does with a resource that goes, such as "Retain". */
  readonly policy?: string;
}

export interface StackResource {
  readonly logicalId: string;
  readonly resourceType: string;
  readonly physicalId: string;
  readonly status: string;
}

/** Told of each event of a stack that is being changed. */
export type OnProgress = (progress: StackProgress) => void;

/** The type of stacks as resources. */
export const STACK_TYPE = "AWS::CloudFormation::Stack";

/** A stack as it was described. */
export function viewOf(stack: Stack): StackView {
  return {
    stackId: stack.StackId ?? "",
    name: stack.StackName ?? "",
    status: stack.StackStatus ?? "",
    statusReason: stack.StackStatusReason,
    outputs: Object.fromEntries(
      (stack.Outputs ?? []).map(({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue]),
    ),
    tags: Object.fromEntries((stack.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
    changedAt: (stack.LastUpdatedTime ?? stack.CreationTime)?.toISOString() ?? "",
    drift: stack.DriftInformation?.StackDriftStatus,
  };
}

/** An event. */
export function progressOf(event: StackEvent): StackProgress {
  return {
    logicalId: event.LogicalResourceId ?? "",
    resourceType: event.ResourceType ?? "",
    status: event.ResourceStatus ?? "",
    reason: event.ResourceStatusReason,
    // A nested stack is a resource of the same type; only the stack itself is its own physical id.
    isStackItself: event.PhysicalResourceId === event.StackId,
  };
}

/** A change of a change set. */
export function plannedChangeOf({ ResourceChange: change }: Change): PlannedChange {
  const { LogicalResourceId = "", ResourceType = "", Action, Replacement, PolicyAction, Details = [] } = change ?? {};
  // AWS: "ResourceChange": Replacement is True, False or Conditional, which depends on values that are not known yet.
  const modified = Replacement === "True" ? "replace" : "change";
  const actions = { Add: "add", Modify: modified, Remove: "remove" } as const;
  const names = Details.flatMap(({ Target }) => Target?.Name ?? Target?.Attribute ?? []);
  return {
    logicalId: LogicalResourceId,
    resourceType: ResourceType,
    action: Action === "Add" || Action === "Modify" || Action === "Remove" ? actions[Action] : "other",
    properties: [...new Set(names)],
    ...(PolicyAction === undefined ? {} : { policy: PolicyAction }),
  };
}
