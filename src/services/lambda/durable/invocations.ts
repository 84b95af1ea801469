// Invokes the function of a durable execution, as often as there is something for it to do.
// AWS: "Retries for Lambda durable functions", backend retries; the event's shape is that of AWS's official SDKs
// (DurableExecutionInvocationInput), the answer's DurableExecutionInvocationOutput.

import { AwsError } from "../../../kernel/errors.ts";
import type { InvocationResult } from "../../../sandbox/sandboxes.ts";
import type { YardContext } from "../../../service/context.ts";
import type { JobHandler } from "../../../service/jobs.ts";
import type { WriteTx } from "../../../store/store.ts";
import { requireTarget, type Target } from "../functions.ts";
import { runTarget } from "../runner.ts";
import { newToken } from "./checkpoint.ts";
import { operationForEvent } from "./describe.ts";
import { asMembers, parseJson, readFunctionError, readUnknownError } from "./error-object.ts";
import { ExecutionEdit, INVOKE_KIND, type InvokePayload } from "./execution-edit.ts";
import { closeExecution } from "./life-cycle.ts";
import type { ErrorRecord } from "./records.ts";
import { loadOperation } from "./repo.ts";
import { pageOfOperations, shownOperations } from "./state.ts";

// AWS: "exponential backoff [...] until the function succeeds or the execution timeout is reached"; the times are inferred.
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 60_000;
// LIMIT: AWS: "GetDurableExecutionState": 1,000 operations a page.
const MOST_OPERATIONS_AT_ONCE = 1_000;

/** An invocation that has begun. */
interface Begun {
  readonly target: Target;
  readonly payload: Uint8Array;
  readonly traceId?: string;
}

/** How an invocation ended. */
interface Ended {
  readonly startedAtMs: number;
  readonly requestId: string;
  /** Undefined: it never ran. */
  readonly result?: InvocationResult;
  readonly failure?: ErrorRecord;
}

export const invokeJob: JobHandler = {
  kind: INVOKE_KIND,
  async run(job, yard) {
    const payload = job.payload as InvokePayload;
    const begun = yard.store.write((tx) => begin(yard, tx, payload));
    if (begun === undefined) return "done";
    const ended = await run(yard, begun);
    yard.store.write((tx) => finish(yard, tx, payload, ended));
    return "done";
  },
};

/** Marks the invocation as running, with a token of its own. A crash in between begins it again, with another one. */
function begin(yard: YardContext, tx: WriteTx, { number, ...reference }: InvokePayload): Begun | undefined {
  const edit = ExecutionEdit.load(yard, tx, reference);
  if (edit?.record.status !== "RUNNING" || edit.record.invocation?.number !== number) return undefined;
  const target = findTarget(yard, tx, edit);
  if (target === undefined) return undefined;
  const { changed, traceId } = edit.record;
  const updated = changed.flatMap((at) => loadOperation(tx, reference, at)?.id ?? []);
  const token = newToken(yard);
  edit.patch({ invocation: { number, isRunning: true }, token, changed: [], lastCheckpoint: undefined });
  edit.save();
  const { items, nextMarker = "" } = pageOfOperations(shownOperations(tx, reference), {
    limit: MOST_OPERATIONS_AT_ONCE,
  });
  const event = {
    DurableExecutionArn: edit.arn,
    CheckpointToken: token,
    InitialExecutionState: { Operations: items.map(operationForEvent), NextMarker: nextMarker },
    UpdatedOperationIds: updated,
  };
  return { target, payload: Buffer.from(JSON.stringify(event)), ...(traceId === undefined ? {} : { traceId }) };
}

/** The version that the execution began with; without it, the execution has failed. */
function findTarget(yard: YardContext, tx: WriteTx, edit: ExecutionEdit): Target | undefined {
  const { scope, functionName: name } = edit.reference;
  const { version, qualifier } = edit.record;
  try {
    return { ...requireTarget(tx, { scope, name, qualifier: version }), qualifier };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    edit.patch({ invocation: undefined });
    closeExecution(yard, tx, edit, { status: "FAILED", error: { type: error.code, message: error.message } });
    edit.save();
    return undefined;
  }
}

async function run(yard: YardContext, { target, payload, traceId }: Begun): Promise<Ended> {
  const startedAtMs = yard.clock.nowMs();
  const requestId = yard.random.uuid();
  const trace = traceId === undefined ? {} : { traceId };
  try {
    const result = await runTarget(yard, target, { requestId, payload, ...trace });
    return { startedAtMs, requestId, result };
  } catch (error) {
    if (!(error instanceof AwsError))
      yard.log.write("warn", "lambda.durable-not-run", { function: target.function.name, error });
    const { code, message } = error instanceof AwsError ? error : { code: "ServiceException", message: String(error) };
    return { startedAtMs, requestId, failure: { type: code, message } };
  }
}

function finish(yard: YardContext, tx: WriteTx, { number, ...reference }: InvokePayload, ended: Ended): void {
  const edit = ExecutionEdit.load(yard, tx, reference);
  if (edit === undefined || edit.record.invocation?.number !== number) return;
  const { result, startedAtMs, requestId } = ended;
  const failure = result?.functionError === undefined ? ended.failure : readFunctionError(result.payload);
  const endsAtMs = yard.clock.nowMs();
  edit.tell({
    type: "InvocationCompleted",
    details: { startedAtMs, endsAtMs, requestId, ...(failure === undefined ? {} : { error: failure }) },
  });
  edit.patch({ invocation: undefined, token: undefined, lastCheckpoint: undefined });
  if (edit.record.status === "RUNNING") {
    if (failure !== undefined) tryAgain(yard, edit);
    else decide(yard, tx, edit, result?.payload ?? Buffer.of());
  }
  edit.save();
}

function tryAgain(yard: YardContext, edit: ExecutionEdit): void {
  const failures = edit.record.failures + 1;
  edit.patch({ failures });
  edit.wake(yard.clock.nowMs() + Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failures - 1)));
}

/** What the function's answer means. */
function decide(yard: YardContext, tx: WriteTx, edit: ExecutionEdit, payload: Uint8Array): void {
  const { Status, Result, Error: error } = asMembers(parseJson(Buffer.from(payload).toString()));
  edit.patch({ failures: 0 });
  const refuse = (message: string): void =>
    closeExecution(yard, tx, edit, { status: "FAILED", error: { type: "InvalidParameterValueException", message } });
  const hasError = error !== undefined && error !== null;
  const hasResult = Result !== undefined && Result !== null;
  if (Status === "SUCCEEDED") {
    if (hasError) return refuse("Cannot provide an Error for SUCCEEDED status.");
    const result = hasResult ? { result: typeof Result === "string" ? Result : JSON.stringify(Result) } : {};
    return closeExecution(yard, tx, edit, { status: "SUCCEEDED", ...result });
  }
  if (Status === "FAILED") {
    if (hasResult) return refuse("Cannot provide a Result for FAILED status.");
    return closeExecution(yard, tx, edit, { status: "FAILED", error: readUnknownError(error) });
  }
  // AWS: observed: what is none of the three is told so.
  if (Status !== "PENDING") return refuse("Invalid Status in invocation output.");
  if (edit.record.changed.length > 0) return edit.wake();
  // AWS: its testing libraries: nothing would ever wake it.
  if (edit.record.waiting === 0) return refuse("Cannot return PENDING status with no pending operations.");
}
