// Calls of other functions that a durable execution waits for, made as the calling function's role.
// AWS: "Invoking durable Lambda functions", "Chained invocations".

import { AwsError } from "../../../kernel/errors.ts";
import type { YardContext } from "../../../service/context.ts";
import type { JobHandler, JobOutcome } from "../../../service/jobs.ts";
import type { WriteTx } from "../../../store/store.ts";
import { recursiveInvocation } from "../errors.ts";
import { requireTarget } from "../functions.ts";
import { parseFunctionName } from "../names.ts";
import { isLoop } from "../recursion.ts";
import { loadFunction } from "../repo.ts";
import { withRole } from "../roles.ts";
import { readFunctionError } from "./error-object.ts";
import { CHAINED_KIND, ExecutionEdit } from "./execution-edit.ts";
import { endOperation } from "./life-cycle.ts";
import { parseExecutionArn } from "./names.ts";
import type { EventDetails, OperationRecord, OperationReference } from "./records.ts";
import { loadEvent, loadExecution, loadOperation, saveEvent } from "./repo.ts";
import { type Ending, isWaiting } from "./transitions.ts";

const LONGEST_BACKOFF_MS = 60_000;

/** A call that is to be made. */
interface Call {
  readonly functionName: string;
  readonly payload: Uint8Array;
  /** The calling function's. */
  readonly role: string;
}

export const chainedJob: JobHandler = {
  kind: CHAINED_KIND,
  async run(job, yard): Promise<JobOutcome> {
    const reference = job.payload as OperationReference;
    const call = findCall(yard, reference);
    if (call === undefined) return "done";
    try {
      await make(yard, reference, call, job.id);
    } catch (error) {
      if (!(error instanceof AwsError) || error.fault !== "client") throw error;
      if (error.code === "TooManyRequestsException")
        return { retryAtMs: yard.clock.nowMs() + Math.min(LONGEST_BACKOFF_MS, 1_000 * 2 ** (job.attempt - 1)) };
      end(yard, reference, { status: "FAILED", error: { type: error.code, message: error.message } });
    }
    return "done";
  },
};

function findCall(yard: YardContext, reference: OperationReference): Call | undefined {
  return yard.store.read((tx) => {
    const record = loadExecution(tx, reference);
    const operation = loadOperation(tx, reference, reference.operation);
    if (record?.status !== "RUNNING" || operation?.functionName === undefined || !isWaiting(operation))
      return undefined;
    const { scope, functionName: name } = reference;
    try {
      const { role } = requireTarget(tx, { scope, name, qualifier: record.version }).version;
      return { functionName: operation.functionName, payload: Buffer.from(operation.input ?? "{}"), role };
    } catch (error) {
      // The caller is gone: its next invocation will tell.
      if (error instanceof AwsError) return undefined;
      throw error;
    }
  });
}

async function make(yard: YardContext, reference: OperationReference, call: Call, jobId: string): Promise<void> {
  const { scope, functionName: caller } = reference;
  const { functionName: FunctionName, payload: Payload, role } = call;
  const callee = parseFunctionName(FunctionName, scope);
  // AWS: "Cross-account chained invocations are not supported"; the wording is inferred.
  if (callee.scope.account !== scope.account)
    throw new AwsError({
      code: "InvalidParameterValueException",
      message: "Cross-account chained invocations are not supported.",
    });
  const isDurable = yard.store.read((tx) => {
    try {
      return requireTarget(tx, callee).version.durable !== undefined;
    } catch (error) {
      // The invocation will say so.
      if (error instanceof AwsError) return false;
      throw error;
    }
  });
  if (isDurable) {
    requireNoLoop(yard, reference, callee.name);
    // Named by the job, so that a call that is repeated after a crash finds the execution that it began.
    const { DurableExecutionArn: arn = "" } = await withRole(yard, scope, role, caller, (aws) =>
      aws.lambda.invoke({ FunctionName, InvocationType: "Event", DurableExecutionName: jobId, Payload }),
    );
    yard.store.write((tx) => link(yard, tx, reference, arn));
    return;
  }
  const answer = await withRole(yard, scope, role, caller, (aws) => aws.lambda.invoke({ FunctionName, Payload }));
  const result = Buffer.from(answer.Payload ?? Buffer.of());
  yard.store.write((tx) => amend(tx, reference, { executedVersion: answer.ExecutedVersion ?? "" }));
  end(
    yard,
    reference,
    answer.FunctionError === undefined
      ? { status: "SUCCEEDED", result: result.toString() }
      : { status: "FAILED", error: readFunctionError(result) },
  );
}

/**
 * Throws RecursiveInvocationException where the chain of executions went through the function too often. Calls inside the process
 * carry no trace, which tells of other loops: here the executions tell who called whom.
 */
function requireNoLoop(yard: YardContext, reference: OperationReference, callee: string): void {
  const { scope } = reference;
  const isEndless = yard.store.read((tx) => {
    if (loadFunction(tx, scope, callee)?.allowsLoops === true) return false;
    let count = 0;
    let caller: Pick<OperationReference, "functionName" | "id"> | undefined = reference;
    while (caller !== undefined && !isLoop(count)) {
      if (caller.functionName === callee) count += 1;
      caller = loadExecution(tx, { scope, functionName: caller.functionName, id: caller.id })?.parent;
    }
    return isLoop(count);
  });
  if (isEndless) throw recursiveInvocation();
}

/** The called execution answers when it ends; one that has ended already answers now. */
function link(yard: YardContext, tx: WriteTx, reference: OperationReference, arn: string): void {
  const child = parseExecutionArn(arn);
  const edit = child && ExecutionEdit.load(yard, tx, child);
  const { scope, functionName, id, operation } = reference;
  if (child === undefined || edit === undefined) return;
  amend(tx, reference, { executionArn: arn, executedVersion: edit.record.version });
  const { status } = edit.record;
  if (status === "RUNNING") {
    edit.patch({ parent: { functionName, id, operation } });
    edit.save();
    return;
  }
  const first = loadOperation(tx, child, 0);
  endOperation(yard, tx, { scope, functionName, id }, operation, endingOf(status, first));
}

function endingOf(status: Ending["status"], first: OperationRecord | undefined): Ending {
  if (status === "SUCCEEDED") return { status, ...(first?.result === undefined ? {} : { result: first.result }) };
  return { status, error: first?.error ?? {} };
}

function end(yard: YardContext, reference: OperationReference, ending: Ending): void {
  yard.store.write((tx) => endOperation(yard, tx, reference, reference.operation, ending));
}

/** The event of the call tells what became known only with it. */
function amend(tx: WriteTx, reference: OperationReference, details: EventDetails): void {
  const number = loadOperation(tx, reference, reference.operation)?.startedEvent;
  const event = number === undefined ? undefined : loadEvent(tx, reference, number);
  if (event !== undefined) saveEvent(tx, reference, { ...event, details: { ...event.details, ...details } });
}
