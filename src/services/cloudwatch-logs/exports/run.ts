// Runs an export as a job: stream by stream, in compressed files, as CloudWatch Logs itself: the bucket's policy decides.
// AWS: "Exporting log data to Amazon S3" (CloudWatch Logs user guide).

import { gzipSync } from "node:zlib";
import { AwsError } from "../../../kernel/errors.ts";
import { realDelay } from "../../../kernel/real-time.ts";
import type { AwsApis } from "../../../service/apis.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import type { JobHandler } from "../../../service/jobs.ts";
import type { ReadTx, WriteTx } from "../../../store/store.ts";
import { invalidParameter } from "../errors.ts";
import { firstVisibleMs, logGroupArn, requireGroup } from "../log-group.ts";
import type { ExportTaskRecord, LogStreamRecord } from "../records.ts";
import { listStreamEvents, listStreams, type Position } from "../repo.ts";
import { loadTask, saveTask } from "./repo.ts";

const RUN = "cloudwatch-logs/export";
/** LIMIT: ours: events that are read at once, and the bytes of a file before it is compressed. */
const CHUNK = 5_000;
const FILE_BYTES = 16_777_216;

/** Begins a task. */
export function enqueueExport(
  yard: YardContext,
  tx: WriteTx,
  { account, region }: Scope,
  task: ExportTaskRecord,
): void {
  saveTask(tx, { account, region }, task);
  yard.jobs.enqueue(tx, { account, region, kind: RUN, payload: { taskId: task.taskId } });
}

/** Throws InvalidParameterException unless the bucket lets CloudWatch Logs write. AWS: the sentences are recorded in public reports. */
export async function tryBucket(yard: YardContext, scope: Scope, task: ExportTaskRecord): Promise<void> {
  const { bucket, prefix } = task;
  const { s3 } = asLogs(yard, scope, task);
  await attempt("GetBucketAcl", () => s3.getBucketAcl({ Bucket: bucket }));
  // AWS: observed: a file with this name and text is left there.
  await attempt("PutObject", () =>
    put(s3, bucket, `${prefix}/aws-logs-write-test`, Buffer.from("Permission Check Successful")),
  );
}

async function attempt(operation: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof AwsError) || error.fault === "server") throw error;
    throw invalidParameter(
      `${operation} call on the given bucket failed. Please check if CloudWatch Logs has been granted permission to perform this operation.`,
    );
  }
}

export const exportJob: JobHandler = {
  kind: RUN,
  async run(job, yard) {
    const { taskId } = job.payload as { readonly taskId: string };
    const task = yard.store.read((tx) => loadTask(tx, job, taskId));
    if (task?.status !== "RUNNING") return "done";
    try {
      await run(yard, job, task);
      end(yard, job, taskId, "COMPLETED", "Completed successfully");
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      end(yard, job, taskId, "FAILED", error.message);
    }
    return "done";
  },
};

async function run(yard: YardContext, scope: Scope, task: ExportTaskRecord): Promise<void> {
  const { s3 } = asLogs(yard, scope, task);
  const streams = yard.store.read((tx) => {
    const { groupId } = requireGroup(tx, scope, task.logGroupName);
    return [...listStreams(tx, scope, groupId, task.logStreamNamePrefix)];
  });
  for (const stream of streams) {
    // AWS: observed: a folder a stream, without slashes of its own; a crash has the same files written again.
    const folder = `${task.prefix}/${task.taskId}/${stream.logStreamName.replaceAll("/", "-")}`;
    let files = 0;
    for await (const text of textsOf(yard, scope, task, stream)) {
      await put(s3, task.bucket, `${folder}/${String(files).padStart(6, "0")}.gz`, gzipSync(text));
      files += 1;
    }
  }
}

/** The lines of a stream in parts of a file's size. Ends early where somebody has cancelled the task. */
async function* textsOf(
  yard: YardContext,
  scope: Scope,
  { taskId, logGroupName, fromMs, toMs }: ExportTaskRecord,
  { streamId }: LogStreamRecord,
): AsyncGenerator<string> {
  let after: Position | undefined;
  let text = "";
  for (;;) {
    const events = yard.store.read((tx: ReadTx) => {
      if (loadTask(tx, scope, taskId)?.status !== "RUNNING") return [];
      const group = requireGroup(tx, scope, logGroupName);
      const range = { fromMs: firstVisibleMs(group, fromMs, yard.clock.nowMs()), beforeMs: toMs + 1, after };
      const page = [];
      for (const event of listStreamEvents(tx, scope, group.groupId, streamId, range)) {
        if (page.length === CHUNK) break;
        page.push(event);
      }
      return page;
    });
    // AWS: observed: each line begins with its event's time.
    for (const { timestampMs, message } of events) text += `${new Date(timestampMs).toISOString()} ${message}\n`;
    after = events.at(-1) ?? after;
    const isEnd = events.length < CHUNK;
    if (text.length >= FILE_BYTES || (isEnd && text !== "")) {
      yield text;
      text = "";
    }
    if (isEnd) return;
    await realDelay(0);
  }
}

/** AWS: the bucket's policy names the service with its region, and may ask for the account and the log groups. */
function asLogs(yard: YardContext, scope: Scope, { logGroupName }: ExportTaskRecord): Pick<AwsApis, "s3"> {
  const sourceArn = `${logGroupArn(scope, logGroupName)}:*`;
  const service = `logs.${scope.region}.amazonaws.com`;
  return yard.as({ kind: "service", service, sourceArn, sourceAccount: scope.account }, scope);
}

/** AWS: the policy of the guide lets objects in that the bucket's owner controls. */
function put(s3: AwsApis["s3"], Bucket: string, Key: string, Body: Uint8Array): Promise<unknown> {
  return s3.putObject({ Bucket, Key, Body, ACL: "bucket-owner-full-control" });
}

function end(yard: YardContext, scope: Scope, taskId: string, status: "COMPLETED" | "FAILED", message: string): void {
  yard.store.write((tx) => {
    const task = loadTask(tx, scope, taskId);
    // RACE: it may have been cancelled since.
    if (task?.status !== "RUNNING") return;
    saveTask(tx, scope, { ...task, status, message, completedAtMs: yard.clock.nowMs() });
  });
}
