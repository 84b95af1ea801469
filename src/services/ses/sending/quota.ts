// How much an account may send, and what it has sent.
//
// AWS: "Service quotas in Amazon SES": in the sandbox 200 messages in 24 hours and one a second. LIMIT: with production access
// AWS gives each account its own: 50,000 and 14 at first, more by what it sends. 200 a second lets tests of whole systems pass.

import type { Scope, YardContext } from "../../../service/context.ts";
import type { ReadTx, WriteTx } from "../../../store/store.ts";
import type { Faults } from "../faults.ts";
import type { StatisticsRecord } from "../records.ts";
import { countInSecond, loadAccount, sentInSecond, statistics } from "../repo.ts";

export interface Quota {
  readonly perDay: number;
  readonly perSecond: number;
}

const SANDBOX: Quota = { perDay: 200, perSecond: 1 };
const PRODUCTION: Quota = { perDay: 50_000, perSecond: 200 };

const POINT_MS = 15 * 60_000;
const DAY_MS = 24 * 3_600_000;
/** AWS: GetSendStatistics: data points of the last two weeks. */
const KEPT_MS = 14 * DAY_MS;

export function quotaOf(tx: ReadTx, scope: Scope): Quota {
  return loadAccount(tx, scope).isInProduction ? PRODUCTION : SANDBOX;
}

/** Recipients of the last 24 hours, the simulator's not counted. */
export function sentInDay(tx: ReadTx, scope: Scope, nowMs: number): number {
  let sent = 0;
  for (const point of statistics.list(tx, scope, { after: pointOf(nowMs - DAY_MS) })) sent += point.attempts;
  return sent;
}

/**
 * Counts mails to so many recipients, or throws what the quota says.
 * AWS: "Errors related to the sending quotas": both are per recipient. The burst of one second is as large as one message may be.
 */
export function countSending(
  tx: WriteTx,
  yard: Pick<YardContext, "clock">,
  scope: Scope,
  recipients: number,
  faults: Faults,
): void {
  const nowMs = yard.clock.nowMs();
  const { perDay, perSecond } = quotaOf(tx, scope);
  const inSecond = sentInSecond(tx, scope, nowMs);
  // AWS: "Managing your SES sending limits": short bursts over the rate are let pass. A message is not torn apart.
  if (inSecond >= perSecond) throw faults.tooFast();
  if (sentInDay(tx, scope, nowMs) + recipients > perDay) throw faults.tooMuch();
  countInSecond(tx, scope, nowMs, recipients);
}

/** Adds to the point of 15 minutes that it is now, and forgets points that nobody can ask for any more. */
export function addStatistics(
  tx: WriteTx,
  scope: Scope,
  nowMs: number,
  added: Partial<Pick<StatisticsRecord, "attempts" | "bounces" | "complaints" | "rejects">>,
): void {
  const startMs = pointOf(nowMs);
  const point = statistics.load(tx, scope, startMs);
  if (point === undefined)
    for (const { startMs: oldMs } of [...statistics.list(tx, scope)]) {
      if (oldMs > nowMs - KEPT_MS) break;
      statistics.remove(tx, scope, oldMs);
    }
  statistics.save(tx, scope, {
    v: 1,
    startMs,
    attempts: (point?.attempts ?? 0) + (added.attempts ?? 0),
    bounces: (point?.bounces ?? 0) + (added.bounces ?? 0),
    complaints: (point?.complaints ?? 0) + (added.complaints ?? 0),
    rejects: (point?.rejects ?? 0) + (added.rejects ?? 0),
  });
}

const pointOf = (nowMs: number): number => nowMs - (nowMs % POINT_MS);
