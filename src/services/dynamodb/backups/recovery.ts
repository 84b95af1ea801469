// Point-in-time recovery: switching it on and off, and how the API describes it.

import type { ContinuousBackupsDescription } from "@aws-sdk/client-dynamodb";
import type { WriteTx } from "../../../store/store.ts";
import type { YardContext } from "../../../service/context.ts";
import type { TableRecord } from "../records.ts";
import { saveTable } from "../repo.ts";
import type { TableReference } from "../tables/names.ts";
import { earliestMs } from "./journal.ts";
import { PRUNE_JOURNAL, type PruneJournal } from "./snapshots.ts";

const HOUR_MS = 60 * 60 * 1000;

/**
 * AWS: API Reference, ContinuousBackupsDescription: continuous backups are ENABLED on all tables at creation; what is
 * switched on and off is point-in-time recovery.
 * DEVIATION: on AWS the latest moment is "typically 5 minutes before the current time"; here it is the current time.
 */
export function describeRecovery({ recovery }: TableRecord, nowMs: number): ContinuousBackupsDescription {
  return {
    ContinuousBackupsStatus: "ENABLED",
    PointInTimeRecoveryDescription:
      recovery === undefined
        ? { PointInTimeRecoveryStatus: "DISABLED" }
        : {
            PointInTimeRecoveryStatus: "ENABLED",
            RecoveryPeriodInDays: recovery.periodDays,
            EarliestRestorableDateTime: new Date(earliestMs(recovery, nowMs)),
            LatestRestorableDateTime: new Date(nowMs),
          },
  };
}

/** Switches recovery on with a window of so many days, or off (undefined). Returns the table as it is then. */
export function setRecovery(
  tx: WriteTx,
  yard: Pick<YardContext, "store" | "jobs" | "clock">,
  reference: TableReference,
  table: TableRecord,
  periodDays: number | undefined,
): TableRecord {
  const { account, region, tableName } = reference;
  const nowMs = yard.clock.nowMs();
  const { recovery, ...rest } = table;
  const sinceMs = recovery?.sinceMs ?? nowMs;
  const changed: TableRecord = periodDays === undefined ? rest : { ...rest, recovery: { sinceMs, periodDays } };
  saveTable(tx, yard.store, reference, changed);
  const prune = (payload: PruneJournal, dueAtMs: number): void =>
    void yard.jobs.enqueue(tx, { kind: PRUNE_JOURNAL, account, region, payload, dueAtMs });
  const name = { tableName, tableId: table.tableId };
  if (recovery === undefined && periodDays !== undefined) prune({ ...name, sinceMs }, nowMs + HOUR_MS);
  // Off, or a shorter window: what is not needed any more goes at once.
  if (recovery !== undefined && (periodDays ?? 0) < recovery.periodDays) prune(name, nowMs);
  return changed;
}
