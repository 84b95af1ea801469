// One run of one operation on a stack: what all its phases share.

import type { AwsApis } from "../../../service/apis.ts";
import type { Context, Scope, YardContext } from "../../../service/context.ts";
import type { ResourceContext } from "../../../service/resource-type.ts";
import { invariant } from "../../../kernel/errors.ts";
import type { ReadTx, WriteTx } from "../../../store/store.ts";
import type { DeploymentRecord, Incarnation, OperationRecord, StackRecord } from "../records.ts";
import { findStack, loadDeployment, loadOperation } from "../repo.ts";
import type { FindResourceType } from "../template/validate.ts";
import { physicalName } from "./names.ts";

export interface Work {
  readonly yard: YardContext;
  readonly scope: Scope;
  readonly findType: FindResourceType;
  readonly stackId: string;
  readonly stackName: string;
  /** The operation as it was when the run began; phase and cancellation are read anew. */
  readonly operation: OperationRecord;
  /** Other services, called as whoever the operation acts for. */
  readonly aws: AwsApis;
  readonly stackTags: Readonly<Record<string, string>>;
  /** Aborts when the forward phase is to stop: what waits for somebody else waits no longer. */
  readonly stop: AbortController;
  /** The stack's tags before the operation. */
  readonly previousTags: Readonly<Record<string, string>>;
}

/** The stack's record, which is there as long as its operation is. */
export function requireStack(tx: ReadTx, work: Pick<Work, "scope" | "stackId">): StackRecord {
  const stack = findStack(tx, work.scope, work.stackId);
  invariant(stack !== undefined, `The stack ${work.stackId} has an operation but no record.`);
  return stack;
}

/** The operation's record as it is now. */
export function requireOperation(tx: ReadTx, work: Pick<Work, "scope" | "stackId">): OperationRecord {
  const operation = loadOperation(tx, work.scope, work.stackId);
  invariant(operation !== undefined, `The stack ${work.stackId} has lost its operation.`);
  return operation;
}

/** A deployment by its id. */
export function requireDeployment(
  tx: ReadTx,
  work: Pick<Work, "scope" | "stackId">,
  id: string | undefined,
): DeploymentRecord {
  const deployment = id === undefined ? undefined : loadDeployment(tx, work.scope, work.stackId, id);
  invariant(deployment !== undefined, `The stack ${work.stackId} has no deployment ${String(id)}.`);
  return deployment;
}

/** For reading a resource outside of operations: nothing can be made with it. */
export function probeContext(
  context: Pick<Context, "account" | "region" | "aws" | "clock" | "random" | "origin">,
  stack: { readonly stackId: string; readonly stackName: string },
  logicalId: string,
): ResourceContext {
  const { account, region, aws, clock, random, origin } = context;
  const { stackId, stackName } = stack;
  const refuse = (): never => {
    invariant(false, "A resource that is only read gets no name.");
  };
  return {
    account,
    region,
    aws,
    clock,
    random,
    origin,
    stackId,
    stackName,
    logicalId,
    tags: {},
    clientToken: "",
    generateName: refuse,
    identify: refuse,
    wait: (durationMs) => clock.wait(durationMs),
  };
}

/** One step of the journal: one transaction. */
export function journal<T>(work: Work, write: (tx: WriteTx) => T extends PromiseLike<unknown> ? never : T): T {
  return work.yard.store.write<T>(write);
}

/** Tells what is asked in one attempt from what is asked in another: a rollback that goes on asks anew, since the answer before is why it had stopped. */
export function attemptOf({ id, continuations = 0 }: OperationRecord): string {
  return `${id}/${continuations}`;
}

/** What a resource type gets beside its properties. `identify` is called when the physical id becomes known early. */
export function resourceContext(
  work: Pick<Work, "yard" | "scope" | "stackId" | "stackName" | "aws" | "stackTags"> &
    Partial<Pick<Work, "operation" | "stop">>,
  logicalId: string,
  incarnation: Pick<Incarnation, "token" | "stackTags" | "physicalId">,
  identify: (physicalId: string) => void,
): ResourceContext {
  const { yard, scope, stackId, stackName } = work;
  const { physicalId } = incarnation;
  const skipped = physicalId === undefined ? undefined : work.operation?.skippedBelow?.[physicalId];
  const reviewedStackId = work.operation?.reviewed?.[logicalId];
  return {
    ...scope,
    aws: work.aws,
    clock: yard.clock,
    random: yard.random,
    origin: yard.origin,
    stackId,
    stackName,
    logicalId,
    tags: {
      ...(incarnation.stackTags ?? work.stackTags),
      "aws:cloudformation:stack-name": stackName,
      "aws:cloudformation:stack-id": stackId,
      "aws:cloudformation:logical-id": logicalId,
    },
    clientToken: incarnation.token,
    ...(work.stop === undefined ? {} : { stopped: work.stop.signal }),
    ...(reviewedStackId === undefined ? {} : { reviewedStackId }),
    ...(skipped === undefined ? {} : { skipped }),
    isForced: work.operation?.isForced === true,
    ...(work.operation === undefined ? {} : { attempt: attemptOf(work.operation) }),
    keepsFailures: work.operation?.onFailure === "DO_NOTHING",
    generateName: (options) => physicalName(stackName, logicalId, incarnation.token, options),
    identify,
    wait: (durationMs) => yard.clock.wait(durationMs),
  };
}
