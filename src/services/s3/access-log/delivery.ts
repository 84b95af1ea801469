// Server access logs: a line is kept with each answer, and some minutes later a job writes what has come together as an
// object of the target bucket, as the log delivery service, so that the target's policy or list decides.
// AWS: "Logging requests with server access logging" (user guide). AWS delivers within a few hours, on a best effort.

import { AwsError } from "../../../kernel/errors.ts";
import { parseAccountId, parseRegion } from "../../../kernel/ids.ts";
import type { YardContext } from "../../../service/context.ts";
import type { JobHandler } from "../../../service/jobs.ts";
import type { AnsweredRequest } from "../../../service/service.ts";
import { bucketInUrl } from "../../../wire/route.ts";
import { bucketArn } from "../bucket-name.ts";
import type { BucketRecord, LoggingRecord } from "../records.ts";
import { deleteLogLines, listLogLines, loadBucket, saveLogLine } from "../repo.ts";
import { accessLogLine } from "./line.ts";

const DELIVER = "s3/deliver-log";
/** How long lines wait for company. */
const DELAY_MS = 5 * 60_000;
/** LIMIT: lines of one object. */
const MAX_LINES = 5000;

interface DeliverPayload {
  readonly bucketName: string;
}

/** Keeps the line of a request whose bucket has a log. */
export function logRequest(request: AnsweredRequest, yard: YardContext): void {
  const { bucket: bucketName, path } = bucketInUrl(request);
  if (bucketName === undefined) return;
  const bucket = yard.store.read((tx) => loadBucket(tx, bucketName));
  if (bucket?.logging === undefined) return;
  const key = path === "/" || path === "" ? undefined : path.slice(1);
  const line = accessLogLine(bucket, key, request);
  yard.store.write((tx) => {
    const isFirst = listLogLines(tx, bucketName, 1).length === 0;
    saveLogLine(tx, bucketName, { atMs: request.atMs, requestId: request.requestId, line });
    if (isFirst) enqueue(tx, yard, bucket);
  });
}

function enqueue(tx: Parameters<YardContext["jobs"]["enqueue"]>[0], yard: YardContext, bucket: BucketRecord): void {
  const scope = { account: parseAccountId(bucket.account), region: parseRegion(bucket.region) };
  const payload: DeliverPayload = { bucketName: bucket.bucketName };
  yard.jobs.enqueue(tx, { ...scope, kind: DELIVER, payload, dueAtMs: yard.clock.nowMs() + DELAY_MS });
}

/** Writes one object of lines. What the target refuses is lost, as AWS's best effort says. */
export const deliverLogJob: JobHandler = {
  kind: DELIVER,
  async run(job, yard) {
    const { bucketName } = job.payload as DeliverPayload;
    const { bucket, lines } = yard.store.read((tx) => ({
      bucket: loadBucket(tx, bucketName),
      lines: listLogLines(tx, bucketName, MAX_LINES),
    }));
    const [first] = lines;
    if (bucket?.logging !== undefined && first !== undefined) {
      const { logging, account, region } = bucket;
      const scope = { account: parseAccountId(account), region: parseRegion(region) };
      const principal = {
        kind: "service",
        service: "logging.s3.amazonaws.com",
        sourceArn: bucketArn(bucketName),
        sourceAccount: scope.account,
      } as const;
      const nowMs = yard.clock.nowMs();
      const unique = yard.random.text(16, "0123456789ABCDEF");
      try {
        await yard.as(principal, scope).s3.putObject({
          Bucket: logging.targetBucket,
          Key: logKey(bucket, logging, first.atMs, nowMs, unique),
          Body: Buffer.from(lines.map(({ line }) => `${line}\n`).join("")),
          ContentType: "text/plain",
        });
      } catch (error) {
        if (!(error instanceof AwsError) || error.fault === "server") throw error;
        yard.log.write("warn", "s3/log-delivery-failed", { bucketName, code: error.code, message: error.message });
      }
    }
    yard.store.write((tx) => {
      deleteLogLines(tx, bucketName, lines);
      // Lines that came meanwhile found others there, and wrote no job.
      if (bucket !== undefined && listLogLines(tx, bucketName, 1).length > 0) enqueue(tx, yard, bucket);
    });
    return "done";
  },
};

/** AWS: "Target object key format": simple, or partitioned by the requests' day or the delivery's. */
function logKey(
  bucket: BucketRecord,
  { prefix, partitionedBy }: LoggingRecord,
  eventMs: number,
  deliveryMs: number,
  unique: string,
): string {
  const stamp = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replaceAll(/[T:]/g, "-");
  if (partitionedBy === undefined) return `${prefix}${stamp(deliveryMs)}-${unique}`;
  const [day = ""] = new Date(partitionedBy === "EventTime" ? eventMs : deliveryMs).toISOString().split("T");
  // AWS: of the requests' day, the time says nothing.
  const name = partitionedBy === "EventTime" ? `${day}-00-00-00` : stamp(deliveryMs);
  const { account, region, bucketName } = bucket;
  return `${prefix}${account}/${region}/${bucketName}/${day.replaceAll("-", "/")}/${name}-${unique}`;
}
