// What the store keeps of stacks. Plain data; every stored record carries its format's version.

import type {
  BeaconStackOperationStatus,
  ChangeSetStatus,
  DeletionMode,
  ExecutionStatus,
  OnStackFailure,
  OperationType,
  PropertyDifference,
  Replacement,
  ResourceDriftIgnoredAttribute,
  ResourceStatus,
  StackDriftDetectionStatus,
  StackDriftStatus,
  StackStatus,
  StackRefactorExecutionStatus,
  StackRefactorStatus,
} from "@aws-sdk/client-cloudformation";
import type { Principal } from "../../iam/principal.ts";
import type { DeploymentConfig } from "./deployment-config.ts";
import type { DeletionPolicy } from "./template/template.ts";
import type { Requirement } from "./schema/replacement.ts";
import type { ParameterTexts } from "./template/parameters.ts";

type Values = Readonly<Record<string, unknown>>;

export interface StackRecord {
  readonly v: 1;
  readonly stackId: string;
  readonly stackName: string;
  /** A second name. */
  readonly aliasName?: string;
  readonly status: StackStatus;
  readonly statusReason?: string;
  readonly createdAtMs: number;
  readonly updatedAtMs?: number;
  readonly deletedAtMs?: number;
  /** What stands, or stood before it was deleted; none while a stack is under review. */
  readonly deploymentId?: string;
  /** The change set that made what stands, or stood. */
  readonly changeSetId?: string | undefined;
  /** As the last request that makes resources said it. */
  readonly retainsExceptOnCreate?: boolean;
  /** As the last deletion was asked for. */
  readonly deletionMode?: DeletionMode | undefined;
  readonly outputs: readonly OutputRecord[];
  readonly disableRollback: boolean;
  /** True behind a creation that failed and was left as it was: there is no state to go back to. */
  readonly isNeverStable?: boolean;
  readonly onFailure: OnStackFailure;
  readonly hasTerminationProtection: boolean;
  /** Topics that are told of its events. */
  readonly notificationArns?: readonly string[];
  /** In which its creation had to be complete. */
  readonly timeoutMinutes?: number;
  /** Which resources updates may touch, as it was given. */
  readonly policy?: string;
  /** The role that this stack's operations use until another is given. */
  readonly roleArn?: string;
  /** Client request tokens of the operations so far, so that a repeated request is answered once. */
  readonly tokens: Readonly<Record<string, string>>;
}

export interface OutputRecord {
  readonly name: string;
  readonly value: string;
  readonly description?: string;
  readonly exportName?: string;
}

/** One version of a stack's template with all that is needed to evaluate it. Never changed once written. */
export interface DeploymentRecord {
  readonly v: 1;
  readonly id: string;
  /** As the client sent it. */
  readonly templateText: string;
  /** Where transforms made the template of the text. */
  readonly isTransformed?: true;
  /** After the transforms, in long form. */
  readonly template: Values;
  /** Parameter texts as given or by default; of SSM parameter types the parameters' names. */
  readonly parameters: ParameterTexts;
  /** The values behind SSM parameter types. */
  readonly resolved: ParameterTexts;
  readonly tags: Readonly<Record<string, string>>;
  /** Topics that are told of the stack's events. */
  readonly notificationArns?: readonly string[];
  readonly capabilities: readonly string[];
  /** As the request had it. */
  readonly deploymentConfig?: DeploymentConfig;
  /** Why its transforms failed, or what they made cannot be deployed: then `template` is as it was before them. */
  readonly failure?: string;
  /** Why resources cannot be made, by logical id, where the request did without AWS's validation before the deployment. */
  readonly invalid?: Readonly<Record<string, string>>;
  /** What makes a creation or an update of the stack turn back although all of it succeeds. */
  readonly rollback?: RollbackRecord;
}

/** Alarms that must not go off while a stack changes, and for how long they are watched afterwards. */
export interface RollbackRecord {
  readonly triggers: readonly { readonly arn: string; readonly typeName: string }[];
  readonly monitoringMinutes: number;
}

/** The operation that runs on a stack, or the last that ran: the journal's head. */
export interface OperationRecord {
  readonly v: 1;
  readonly id: string;
  readonly kind: "create" | "update" | "delete" | "import";
  readonly phase: OperationPhase;
  /** Who asked: resources are made with these rights, unless there is a role. */
  readonly principal: Principal;
  readonly roleArn?: string;
  readonly clientRequestToken?: string;
  readonly targetId?: string;
  readonly previousId?: string;
  /** What becomes of a failure: as in StackRecord, but for this operation. */
  readonly onFailure: OnStackFailure;
  /** As which the API shows what runs now: a way back has an id of its own. The operation's own id, if left out. */
  readonly shownId?: string;
  /** Resources which a deletion leaves alone, or which a continued rollback skips. */
  readonly skipped: readonly string[];
  /** What a continued rollback skips in nested stacks, by the ids of those right below: as the request for each of them names it. */
  readonly skippedBelow?: Readonly<Record<string, readonly string[]>>;
  /** True if a deletion, or a continued rollback, passes over what fails. */
  readonly isForced: boolean;
  /** How often a rollback that failed was taken up again. */
  readonly continuations?: number;
  /** True when the operation was called off: no further step begins. */
  readonly isCancelled: boolean;
  /** Retain new resources' policies do not count while they are rolled back. */
  readonly retainsExceptOnCreate: boolean;
  /** The stack policy that holds for this update. */
  readonly policy?: string;
  /** Which of the new resources are not made but taken over. */
  readonly imports?: Imports;
  /** Stacks under review that new nested stacks become, by logical id. */
  readonly reviewed?: Readonly<Record<string, string>>;
  /** By when a creation must be complete. */
  readonly timeoutAtMs?: number;
  /** Until when rollback triggers are watched after all resources stand; known from then on. */
  readonly monitoredUntilMs?: number;
}

/** Existing resources to be taken over, by the logical ids that they get. */
export type Imports = Readonly<Record<string, ImportedResource>>;

export interface ImportedResource {
  readonly typeName: string;
  /** The values of the type's primary identifier, by name. */
  readonly identifier: Readonly<Record<string, string>>;
  readonly physicalId: string;
}

/**
 * forward: create and update · cleanup: delete what the update left over · rollback: delete what a failed creation
 * made · restore: bring back what a failed update changed · restore-cleanup: delete what the failed update made ·
 * delete · done
 */
export type OperationPhase = "forward" | "cleanup" | "rollback" | "restore" | "restore-cleanup" | "delete" | "done";

/** One physical resource with the properties that it was given last. */
export interface Incarnation {
  readonly typeName: string;
  /** Drawn before the creation: names and client tokens come from it, so that a repeated creation finds its own. */
  readonly token: string;
  readonly physicalId?: string;
  readonly attributes: Values;
  readonly properties: Values;
  /** What events show instead, where the properties have secrets in them. */
  readonly shownProperties?: Values;
  /** The stack's tags as they were last put on it; undefined in records of before they were noted. */
  readonly stackTags?: Readonly<Record<string, string>>;
  /** Logical ids that it needed when it was made: deletions run the other way round. */
  readonly dependsOn: readonly string[];
  readonly deletionPolicy: DeletionPolicy;
  readonly updateReplacePolicy: DeletionPolicy;
  /** Evaluated. */
  readonly updatePolicy?: Values;
  /** Evaluated: what its creation waits for. */
  readonly creationPolicy?: Values;
  /** Names of the exports that its properties import. */
  readonly imports: readonly string[];
}

/** A logical resource: what is there now, and, while an operation runs, what was there before. */
export interface ResourceRecord {
  readonly v: 1;
  readonly logicalId: string;
  readonly status: ResourceStatus;
  readonly statusReason?: string;
  readonly updatedAtMs: number;
  /** The operation that touched it last. */
  readonly operationId: string;
  readonly current: Incarnation;
  /** What this operation found, kept until it ends; undefined if it made the resource. */
  readonly before?: Incarnation;
  /** What the stack's last stable state had, kept behind failures that left all as it was; "none" where it did not have the resource. */
  readonly stable?: Incarnation | "none";
  /** True where a continued rollback left it out: it may not be what the template says, and its drift is not checked. */
  readonly isSkipped?: true;
  readonly metadata?: unknown;
}

/** A physical resource that no longer belongs to a logical one and waits to be deleted in a cleanup. */
export interface RetiredRecord {
  readonly v: 1;
  readonly logicalId: string;
  readonly incarnation: Incarnation;
  readonly policy: DeletionPolicy;
}

/** How a drifted resource was found: gone, or with these properties where its template sets others. */
export type LiveResource = { readonly kind: "gone" } | { readonly kind: "there"; readonly properties: Values };

/** What a drift detection found of one resource. */
export interface ResourceDriftRecord {
  readonly v: 1;
  readonly logicalId: string;
  readonly physicalId?: string;
  readonly typeName: string;
  readonly status: "IN_SYNC" | "MODIFIED" | "DELETED" | "UNKNOWN";
  readonly statusReason?: string;
  /** JSON, secrets masked; not there for deleted resources. */
  readonly expected?: string;
  readonly actual?: string;
  readonly differences: readonly PropertyDifference[];
  readonly checkedAtMs: number;
  /** The operation that had touched the resource last: a later one makes the result void. */
  readonly operationId: string;
  /** The detection of the whole stack that found it; none for a check of the one resource. */
  readonly detectionId?: string;
}

/** A stack's drift as the last detection left it. */
export interface StackDriftRecord {
  readonly v: 1;
  readonly status: StackDriftStatus;
  readonly checkedAtMs?: number;
  /** Detections that are kept, oldest first. */
  readonly detectionIds: readonly string[];
}

/** One detection of a whole stack, running or done. */
export interface DriftDetectionRecord {
  readonly v: 1;
  readonly id: string;
  readonly stackId: string;
  readonly status: StackDriftDetectionStatus;
  readonly statusReason?: string;
  readonly stackDriftStatus?: StackDriftStatus;
  readonly driftedCount?: number;
  readonly startedAtMs: number;
  /** The only resources to be checked; all, if left out. */
  readonly logicalIds?: readonly string[];
  /** Who asked: resources are read with these rights. */
  readonly principal: Principal;
}

export interface EventRecord {
  readonly v: 1;
  readonly id: string;
  readonly atMs: number;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly typeName: string;
  /** A stack's own event may have statuses that resources do not have. */
  readonly status: ResourceStatus | StackStatus;
  readonly statusReason?: string;
  /** JSON. */
  readonly properties?: string;
  readonly clientRequestToken?: string;
  /** As which the API shows the operation that it belongs to. */
  readonly operationId?: string;
}

/** An operation on a stack as the API shows it, running or done. */
export interface ShownOperationRecord {
  readonly v: 1;
  readonly id: string;
  readonly type: OperationType;
  readonly status: BeaconStackOperationStatus;
  readonly startedAtMs: number;
  readonly endedAtMs?: number;
}

export interface ExportRecord {
  readonly v: 1;
  readonly name: string;
  readonly value: string;
  readonly stackId: string;
  readonly stackName: string;
}

export interface ChangeSetRecord {
  readonly v: 1;
  readonly changeSetId: string;
  readonly name: string;
  readonly stackId: string;
  readonly stackName: string;
  readonly type: "CREATE" | "UPDATE" | "IMPORT";
  readonly imports?: Imports;
  readonly importsExisting?: boolean;
  readonly status: ChangeSetStatus;
  readonly statusReason?: string;
  readonly executionStatus: ExecutionStatus;
  readonly description?: string;
  readonly createdAtMs: number;
  /** Undefined where the template could not be processed. */
  readonly deployment?: DeploymentRecord;
  /** The stack's deployment when the changes were found: a later one makes the change set obsolete. */
  readonly basisId?: string;
  readonly changes: readonly PlannedChange[];
  /** Of a drift-aware change set: the resources that had drifted when it was made, by logical id. */
  readonly drifted?: Readonly<Record<string, LiveResource>>;
  readonly roleArn?: string;
  readonly onStackFailure?: OnStackFailure;
  readonly clientToken?: string;
  /** As which the API shows its creation. */
  readonly operationId?: string;
  /** True if nested stacks have change sets with it. */
  readonly includesNested?: boolean;
  /** Of a nested stack's: the one above, and the one at the top, which alone can be executed. */
  readonly parentChangeSetId?: string;
  readonly rootChangeSetId?: string;
}

/** One resource's part in a plan. */
export interface PlannedChange {
  readonly action: "Add" | "Modify" | "Remove" | "Import" | "SyncWithActual";
  readonly logicalId: string;
  readonly typeName: string;
  readonly physicalId?: string;
  readonly replacement?: Replacement;
  /** Of a nested stack that has a change set with this one. */
  readonly changeSetId?: string;
  readonly policyAction?:
    | "Delete"
    | "Retain"
    | "Snapshot"
    | "ReplaceAndDelete"
    | "ReplaceAndRetain"
    | "ReplaceAndSnapshot";
  /** What a drift-aware change set does not compare of it. */
  readonly ignored?: readonly ResourceDriftIgnoredAttribute[];
  /** The resource before and after the change, as JSON. */
  readonly before?: string;
  readonly after?: string;
  /** Of a drifted resource: as its stack had left it. */
  readonly previous?: string;
  readonly details: readonly PlannedDetail[];
}

export interface PlannedDetail {
  readonly attribute: "Properties" | "Metadata" | "Tags" | "DeletionPolicy" | "UpdateReplacePolicy";
  readonly name?: string;
  readonly requiresRecreation: Requirement;
  readonly source:
    | "DirectModification"
    | "ParameterReference"
    | "ResourceReference"
    | "ResourceAttribute"
    | "Automatic";
  readonly causingEntity?: string;
  readonly isDynamic: boolean;
  /** A JSON pointer into the declaration, with the values there as texts; undefined in records of before they were noted. */
  readonly path?: string;
  readonly changeType?: "Add" | "Modify" | "Remove";
  readonly before?: string;
  readonly after?: string;
  /** Of a drifted value: what its stack had left there; "" where there was none. */
  readonly previous?: string;
}

/** A request that was sent to a custom resource's provider. */
export interface CustomRequestRecord {
  readonly v: 1;
  readonly requestId: string;
  /** Without an answer by then, the resource fails. */
  readonly dueAtMs: number;
  readonly response?: CustomResponse;
}

export interface CustomResponse {
  readonly status: "SUCCESS" | "FAILED";
  readonly reason?: string;
  readonly physicalId?: string;
  readonly data?: Values;
}

/** Resources that change their stacks or their logical ids, all at once. */
export interface StackRefactorRecord {
  readonly v: 1;
  readonly id: string;
  readonly description?: string;
  readonly createdAtMs: number;
  readonly status: StackRefactorStatus;
  readonly statusReason?: string;
  readonly executionStatus: StackRefactorExecutionStatus;
  readonly executionStatusReason?: string;
  readonly stacks: readonly RefactoredStack[];
  readonly moves: readonly ResourceMove[];
  /** Whom the execution acts for, once there is one. */
  readonly principal?: Principal;
  /** Whom it acts for instead in stacks that have a role of their own. */
  readonly principals?: Readonly<Record<string, Principal>>;
}

export interface RefactoredStack {
  /** What the API shows: an ARN, or, where the refactor could not be created, the name of a stack that is not there. */
  readonly stackId: string;
  readonly stackName: string;
  readonly isNew: boolean;
  /** What it stood on when the refactor was created: anything else makes the refactor obsolete. */
  readonly basisId?: string;
}

export interface ResourceMove {
  readonly source: ResourceLocation;
  readonly destination: ResourceLocation;
  readonly typeName: string;
  readonly physicalId: string;
  readonly isManual: boolean;
}

export interface ResourceLocation {
  readonly stackId: string;
  readonly logicalId: string;
}

/** How far a move has come. Its tags are put on at "started"; the stacks' records change when all moves are "tagged". */
export type MoveState = "started" | "tagged" | "returned";
