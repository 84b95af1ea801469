// Runs a query as a job: reads chunk by chunk, so that others have their turns, and keeps the results for a week.
// AWS: StartQuery; "CloudWatch Logs quotas": a query ends after 60 minutes, its results can be had for seven days.

import { boundedWork, PatternBudget, PatternTooSlowError } from "../../../kernel/bounded-pattern.ts";
import { realDelay } from "../../../kernel/real-time.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import type { JobHandler } from "../../../service/jobs.ts";
import type { WriteTx } from "../../../store/store.ts";
import { DAY_MS, EVENT_OVERHEAD_BYTES } from "../limits.ts";
import type { QueryRecord, QueryStatus } from "../records.ts";
import { eventFields } from "./event-fields.ts";
import { parseQuery } from "./parse.ts";
import { createPipeline, type ResultRow } from "./pipeline.ts";
import { loadQuery, removeQuery, saveQuery, saveResults } from "./repo.ts";
import { Row } from "./row.ts";
import { createScan } from "./scan.ts";
import { QueryTooLargeError } from "./stages.ts";

const RUN = "cloudwatch-logs/run-query";
const FORGET = "cloudwatch-logs/forget-query";
const KEPT_MS = 7 * DAY_MS;
const TIMEOUT_MS = 3_600_000;
/** LIMIT: ours: events that are read before others have their turn, and the time that their regular expressions have together. */
const CHUNK = 2_000;
const CHUNK_BUDGET_MS = 1_000;

interface QueryPayload {
  readonly queryId: string;
}

/** Begins a query, with what forgets it. */
export function enqueueQuery(yard: YardContext, tx: WriteTx, { account, region }: Scope, query: QueryRecord): void {
  const payload: QueryPayload = { queryId: query.queryId };
  saveQuery(tx, { account, region }, query);
  yard.jobs.enqueue(tx, { account, region, kind: RUN, payload });
  yard.jobs.enqueue(tx, { account, region, kind: FORGET, payload, dueAtMs: query.createdAtMs + KEPT_MS });
}

export const runQueryJob: JobHandler = {
  kind: RUN,
  async run(job, yard) {
    const { queryId } = job.payload as QueryPayload;
    const query = yard.store.read((tx) => loadQuery(tx, job, queryId));
    // A job that a crash interrupted begins anew.
    if (query?.status === "Running") await run(yard, job, query);
    return "done";
  },
};

export const forgetQueryJob: JobHandler = {
  kind: FORGET,
  async run(job, yard) {
    const { queryId } = job.payload as QueryPayload;
    yard.store.write((tx) => {
      const query = loadQuery(tx, job, queryId);
      if (query !== undefined) removeQuery(tx, job, query);
    });
    return "done";
  },
};

async function run(yard: YardContext, scope: Scope, query: QueryRecord): Promise<void> {
  const { queryId, logGroupNames, createdAtMs } = query;
  const pipeline = createPipeline(parseQuery(query.queryString), { nowMs: createdAtMs }, query.limit);
  const scan = createScan(scope, logGroupNames, query);
  const tally = { scanned: 0, scannedBytes: 0 };
  const end = (status: QueryStatus, rows: readonly ResultRow[]): void =>
    endQuery(yard, scope, queryId, { status, rows, ...tally, matched: pipeline.matched() });
  try {
    for (;;) {
      const nowMs = yard.clock.nowMs();
      if (nowMs - createdAtMs > TIMEOUT_MS) {
        end("Timeout", []);
        return;
      }
      const events = yard.store.read((tx) =>
        loadQuery(tx, scope, queryId)?.status === "Running" ? scan.next(tx, CHUNK, nowMs) : undefined,
      );
      // Somebody has stopped it.
      if (events === undefined) return;
      boundedWork(() => {
        for (const { event, ...place } of events) pipeline.push(new Row(eventFields({ scope, ...place }, event)));
      }, new PatternBudget(CHUNK_BUDGET_MS));
      tally.scanned += events.length;
      for (const { event } of events) tally.scannedBytes += Buffer.byteLength(event.message) + EVENT_OVERHEAD_BYTES;
      if (events.length < CHUNK) break;
      await realDelay(0);
    }
    end("Complete", pipeline.finish());
  } catch (error) {
    const isExpected = error instanceof PatternTooSlowError || error instanceof QueryTooLargeError;
    if (!isExpected) throw error;
    yard.log.write("warn", "cloudwatch-logs/query-failed", { queryId, message: error.message });
    end("Failed", []);
  }
}

interface Ended {
  readonly status: QueryStatus;
  readonly rows: readonly ResultRow[];
  readonly scanned: number;
  readonly scannedBytes: number;
  readonly matched: number;
}

function endQuery(yard: YardContext, scope: Scope, queryId: string, { rows, ...members }: Ended): void {
  yard.store.write((tx) => {
    const query = loadQuery(tx, scope, queryId);
    // RACE: it may have been stopped since.
    if (query?.status !== "Running") return;
    saveResults(tx, scope, queryId, rows);
    const durationMs = yard.clock.nowMs() - query.createdAtMs;
    saveQuery(tx, scope, { ...query, ...members, durationMs, rows: rows.length });
  });
}
