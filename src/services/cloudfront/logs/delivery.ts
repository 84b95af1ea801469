// Standard logs: a line is kept with each answer, and some minutes later a job writes what has come together as files of the distribution's bucket,
// one for each hour. AWS: "Configure standard logging (legacy)": up to several times an hour, on a best effort.

import { Transform, pipeline } from "node:stream";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { AwsError } from "../../../kernel/errors.ts";
import { parseRegion } from "../../../kernel/ids.ts";
import { monotonicMs } from "../../../kernel/real-time.ts";
import type { YardContext } from "../../../service/context.ts";
import type { JobHandler } from "../../../service/jobs.ts";
import type { WriteTx } from "../../../store/store.ts";
import type { EdgeResponse, ViewerRequest } from "../edge/messages.ts";
import type { DistributionRecord } from "../records.ts";
import { deleteLogLines, listLogLines, loadDistribution, saveLogLine } from "../repo.ts";
import { inRegionOf, LOG_DELIVERY, logBucketOf } from "./bucket.ts";
import { LOG_HEADER, logLine } from "./line.ts";

const DELIVER = "cloudfront/deliver-log";
/** How long lines wait for company. */
const DELAY_MS = 5 * 60_000;
/** LIMIT: lines that one run of the job takes. */
const MOST_LINES = 5000;

interface DeliverPayload {
  readonly distributionId: string;
}

/** The answer, of which a line is kept when its last byte has gone, where the distribution logs. */
export function withLogLine(
  yard: YardContext,
  distribution: DistributionRecord,
  request: ViewerRequest,
  response: EdgeResponse,
  startedMs: number,
): EdgeResponse {
  if (logBucketOf(distribution.config) === undefined) return response;
  const firstByteMs = monotonicMs() - startedMs;
  const keep = (bodyBytes: number): void => {
    const line = logLine({
      request,
      status: response.status,
      headers: response.headers,
      outcome: response.outcome,
      bodyBytes,
      atMs: yard.clock.nowMs(),
      firstByteMs,
      takenMs: monotonicMs() - startedMs,
      domainName: `${distribution.label}.cloudfront.net`,
      includesCookies: distribution.config.Logging?.IncludeCookies === true,
    });
    keepLine(yard, distribution, request.requestId, line);
  };
  const { body } = response;
  if (body instanceof Uint8Array) {
    keep(request.method === "HEAD" ? 0 : body.length);
    return response;
  }
  let bytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  // However it ends: what was sent was sent.
  pipeline(body, counted, () => keep(bytes));
  return { ...response, body: counted };
}

function keepLine(yard: YardContext, { id, account }: DistributionRecord, requestId: string, line: string): void {
  yard.store.write((tx) => {
    const isFirst = listLogLines(tx, account, id, 1).length === 0;
    saveLogLine(tx, account, id, { v: 1, atMs: yard.clock.nowMs(), requestId, line });
    if (isFirst) enqueue(tx, yard, account, id);
  });
}

function enqueue(tx: WriteTx, yard: YardContext, account: DistributionRecord["account"], distributionId: string): void {
  const payload: DeliverPayload = { distributionId };
  const scope = { account, region: parseRegion("us-east-1") };
  yard.jobs.enqueue(tx, { ...scope, kind: DELIVER, payload, dueAtMs: yard.clock.nowMs() + DELAY_MS });
}

/** Writes the lines of each hour as a file. What the bucket refuses is lost, as AWS's best effort says. */
export const deliverLogJob: JobHandler = {
  kind: DELIVER,
  async run(job, yard) {
    const { distributionId } = job.payload as DeliverPayload;
    const { account } = job;
    const { distribution, lines } = yard.store.read((tx) => ({
      distribution: loadDistribution(tx, account, distributionId),
      lines: listLogLines(tx, account, distributionId, MOST_LINES),
    }));
    if (distribution !== undefined)
      for (const [hour, texts] of byHour(lines)) await writeFile(yard, distribution, hour, texts);
    yard.store.write((tx) => {
      deleteLogLines(tx, account, distributionId, lines);
      // Lines that came meanwhile found others there, and wrote no job.
      if (listLogLines(tx, account, distributionId, 1).length > 0) enqueue(tx, yard, account, distributionId);
    });
    return "done";
  },
};

function byHour(lines: readonly { readonly atMs: number; readonly line: string }[]): ReadonlyMap<string, string[]> {
  const hours = new Map<string, string[]>();
  for (const { atMs, line } of lines) {
    const hour = new Date(atMs).toISOString().slice(0, 13).replace("T", "-");
    hours.set(hour, [...(hours.get(hour) ?? []), line]);
  }
  return hours;
}

/** AWS: "File name format": PREFIX ID.YYYY-MM-DD-HH.UNIQUE.gz, where the hour is that of the requests. */
async function writeFile(
  yard: YardContext,
  { id, account, config }: DistributionRecord,
  hour: string,
  lines: readonly string[],
): Promise<void> {
  const Bucket = logBucketOf(config);
  if (Bucket === undefined) return;
  const { Prefix = "", Bucket: domain = "" } = config.Logging ?? {};
  const folder = Prefix === "" || Prefix.endsWith("/") ? Prefix : `${Prefix}/`;
  const Key = `${folder}${id}.${hour}.${yard.random.text(8, "0123456789abcdef")}.gz`;
  const Body = await promisify(gzip)(`${LOG_HEADER}${lines.join("\n")}\n`);
  try {
    await inRegionOf(domain, (region) =>
      yard.as(LOG_DELIVERY, { account, region }).s3.putObject({ Bucket, Key, Body, ContentType: "application/x-gzip" }),
    );
  } catch (error) {
    if (!(error instanceof AwsError) || error.fault === "server") throw error;
    yard.log.write("warn", "cloudfront.log-delivery-failed", {
      distribution: id,
      code: error.code,
      message: error.message,
    });
  }
}
