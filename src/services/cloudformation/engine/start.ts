// Begins operations on stacks: the stack's new status, the journal's head and the job, in one transaction.

import type { DeletionMode, OnStackFailure, OperationType, StackStatus } from "@aws-sdk/client-cloudformation";
import { formatArn } from "../../../kernel/arns.ts";
import type { Principal } from "../../../iam/principal.ts";
import type { Context } from "../../../service/context.ts";
import type { WriteTx } from "../../../store/store.ts";
import type { DeploymentRecord, Imports, OperationRecord, StackRecord } from "../records.ts";
import { saveDeployment, saveOperation } from "../repo.ts";
import { changeStackStatus, stackSignal } from "./events.ts";
import { OPERATE } from "./run.ts";
import { beginShown } from "./shown-operations.ts";

/** How an operation is to run, beyond what it deploys. */
export interface OperationOptions {
  readonly onFailure: OnStackFailure;
  /** Whom the operation acts for. */
  readonly principal: Principal;
  readonly roleArn?: string | undefined;
  readonly token?: string | undefined;
  readonly skipped?: readonly string[];
  readonly skippedBelow?: OperationRecord["skippedBelow"];
  readonly isForced?: boolean;
  readonly retainsExceptOnCreate?: boolean;
  readonly imports?: Imports | undefined;
  /** Stacks under review that new nested stacks become, by logical id. */
  readonly reviewed?: Readonly<Record<string, string>> | undefined;
  readonly deletionMode?: DeletionMode | undefined;
  /** The change set that is executed. */
  readonly changeSetId?: string;
  /** The stack policy that holds for the operation. */
  readonly policy?: string | undefined;
  /** In which a creation must be complete. */
  readonly timeoutMinutes?: number | undefined;
}

/** A stack's record before its first operation. */
export function newStack(context: Context, stackName: string, options: Partial<StackRecord> = {}): StackRecord {
  return {
    v: 1,
    stackId: formatArn(
      "cloudformation",
      context.region,
      context.account,
      `stack/${stackName}/${context.random.uuid()}`,
    ),
    stackName,
    status: "REVIEW_IN_PROGRESS",
    createdAtMs: context.clock.nowMs(),
    outputs: [],
    disableRollback: false,
    onFailure: "ROLLBACK",
    hasTerminationProtection: false,
    tokens: {},
    ...options,
  };
}

/** Starts a creation, an update or an import that brings the stack to `deployment`. */
export function startDeployment(
  tx: WriteTx,
  context: Context,
  stack: StackRecord,
  kind: "create" | "update" | "import",
  deployment: DeploymentRecord,
  options: OperationOptions,
): StackRecord {
  saveDeployment(tx, context, stack.stackId, deployment);
  const operation = newOperation(context, kind, "forward", options, {
    targetId: deployment.id,
    ...(stack.deploymentId === undefined ? {} : { previousId: stack.deploymentId }),
  });
  const isCreation = kind === "create";
  return start(tx, context, stack, operation, STARTED[kind], {
    // A creation's deployment counts at once: a rolled back stack still shows its template.
    ...(isCreation ? { deploymentId: deployment.id } : { updatedAtMs: context.clock.nowMs() }),
    disableRollback: options.onFailure === "DO_NOTHING",
    notificationArns: deployment.notificationArns ?? [],
    changeSetId: options.changeSetId,
    retainsExceptOnCreate: options.retainsExceptOnCreate ?? false,
    ...(isCreation ? { onFailure: options.onFailure } : {}),
    ...(options.timeoutMinutes === undefined ? {} : { timeoutMinutes: options.timeoutMinutes }),
  });
}

const STARTED = {
  create: "CREATE_IN_PROGRESS",
  update: "UPDATE_IN_PROGRESS",
  import: "IMPORT_IN_PROGRESS",
} as const;

/** Starts the deletion of a stack. */
export function startDeletion(
  tx: WriteTx,
  context: Context,
  stack: StackRecord,
  options: OperationOptions,
): StackRecord {
  const operation = newOperation(context, "delete", "delete", options, {
    ...(stack.deploymentId === undefined ? {} : { targetId: stack.deploymentId }),
  });
  return start(tx, context, stack, operation, "DELETE_IN_PROGRESS", {
    deletionMode: options.deletionMode,
  });
}

/** Takes up a rollback that failed. */
export function continueRestore(
  tx: WriteTx,
  context: Context,
  stack: StackRecord,
  failed: OperationRecord,
  options: Pick<OperationOptions, "principal" | "roleArn" | "token" | "skipped" | "skippedBelow" | "isForced">,
): StackRecord {
  const { skippedBelow: _earlier, ...kept } = failed;
  const operation: OperationRecord = {
    ...kept,
    phase: "restore",
    principal: options.principal,
    ...(options.roleArn === undefined ? {} : { roleArn: options.roleArn }),
    ...(options.token === undefined ? {} : { clientRequestToken: options.token }),
    shownId: context.random.uuid(),
    skipped: options.skipped ?? [],
    ...(options.skippedBelow === undefined ? {} : { skippedBelow: options.skippedBelow }),
    isForced: options.isForced ?? false,
    continuations: (failed.continuations ?? 0) + 1,
  };
  return start(tx, context, stack, operation, "UPDATE_ROLLBACK_IN_PROGRESS", {}, "CONTINUE_ROLLBACK");
}

/** Takes an operation back that failed and was left as it was; a stack that never stood is deleted. */
export function rollBackFailure(
  tx: WriteTx,
  context: Context,
  stack: StackRecord,
  failed: OperationRecord,
  options: Pick<OperationOptions, "principal" | "roleArn" | "token" | "retainsExceptOnCreate">,
): StackRecord {
  const { clientRequestToken: _earlier, ...kept } = failed;
  const operation: OperationRecord = {
    ...kept,
    // What stands was all made by the creation, whatever came behind it.
    kind: stack.isNeverStable === true ? "create" : failed.kind,
    phase: stack.isNeverStable === true ? "delete" : "restore",
    principal: options.principal,
    ...(options.roleArn === undefined ? {} : { roleArn: options.roleArn }),
    ...(options.token === undefined ? {} : { clientRequestToken: options.token }),
    isCancelled: false,
    shownId: context.random.uuid(),
    retainsExceptOnCreate: options.retainsExceptOnCreate ?? false,
    continuations: (failed.continuations ?? 0) + 1,
  };
  const status = stack.isNeverStable === true ? "DELETE_IN_PROGRESS" : "UPDATE_ROLLBACK_IN_PROGRESS";
  return start(tx, context, stack, operation, status, {}, "ROLLBACK");
}

function newOperation(
  context: Context,
  kind: OperationRecord["kind"],
  phase: OperationRecord["phase"],
  options: OperationOptions,
  deployments: Pick<OperationRecord, "targetId" | "previousId">,
): OperationRecord {
  return {
    v: 1,
    id: context.random.uuid(),
    kind,
    phase,
    principal: options.principal,
    ...(options.roleArn === undefined ? {} : { roleArn: options.roleArn }),
    ...(options.token === undefined ? {} : { clientRequestToken: options.token }),
    ...deployments,
    onFailure: options.onFailure,
    skipped: options.skipped ?? [],
    isForced: options.isForced ?? false,
    isCancelled: false,
    retainsExceptOnCreate: options.retainsExceptOnCreate ?? false,
    ...(options.imports === undefined ? {} : { imports: options.imports }),
    ...(options.reviewed === undefined ? {} : { reviewed: options.reviewed }),
    ...(options.policy === undefined ? {} : { policy: options.policy }),
    ...(options.timeoutMinutes === undefined
      ? {}
      : { timeoutAtMs: context.clock.nowMs() + options.timeoutMinutes * 60_000 }),
  };
}

const SHOWN: Readonly<Record<OperationRecord["kind"], OperationType>> = {
  create: "CREATE_STACK",
  update: "UPDATE_STACK",
  // AWS: the model has no type of its own for imports.
  import: "UPDATE_STACK",
  delete: "DELETE_STACK",
};

// LIMIT: how many operations back a repeated request is recognised.
const TOKENS_KEPT = 20;

/** Whose tokens are told apart from those of the operation that they take up. */
const REQUESTS: Partial<Readonly<Record<OperationType, "continue" | "rollback">>> = {
  CONTINUE_ROLLBACK: "continue",
  ROLLBACK: "rollback",
};

/** The tokens with one more. */
export function rememberToken(tokens: StackRecord["tokens"], token: string, kind: string): StackRecord["tokens"] {
  const latest = Object.entries(tokens).filter(([other]) => other !== token);
  return Object.fromEntries([...latest.slice(1 - TOKENS_KEPT), [token, kind]]);
}

function start(
  tx: WriteTx,
  context: Context,
  stack: StackRecord,
  operation: OperationRecord,
  status: StackStatus,
  change: Partial<Omit<StackRecord, "status" | "statusReason">>,
  shownAs: OperationType = SHOWN[operation.kind],
): StackRecord {
  const { account, region } = context;
  const scope = { account, region };
  const token = operation.clientRequestToken;
  saveOperation(tx, scope, stack.stackId, operation);
  beginShown(tx, context, scope, stack.stackId, { id: operation.shownId ?? operation.id, type: shownAs });
  const changed = changeStackStatus(tx, context, scope, stack, {
    ...change,
    ...(operation.roleArn === undefined ? {} : { roleArn: operation.roleArn }),
    ...(token === undefined ? {} : { tokens: rememberToken(stack.tokens, token, REQUESTS[shownAs] ?? operation.kind) }),
    status,
    reason: "User Initiated",
    token,
  });
  context.jobs.enqueue(tx, {
    ...scope,
    kind: OPERATE,
    payload: { stackId: stack.stackId, operationId: operation.id },
    lane: stackSignal(stack.stackId),
  });
  return changed;
}
