// Counts what functions use, in memory, and writes it into rows of an hour now and then: an invocation pays an addition.

import { realTimer } from "../../../kernel/real-time.ts";
import type { InvocationResult } from "../../../sandbox/sandboxes.ts";
import type { YardContext } from "../../../service/context.ts";
import type { UsageSource } from "../../../service/metering.ts";
import type { Target } from "../functions.ts";
import { functionArn } from "../names.ts";
import { listUsage, loadUsage, saveUsage } from "./repo.ts";
import type { UsageKey, UsageRecord } from "./repo.ts";

const HOUR_MS = 3_600_000;
// LIMIT: what `kill -9` can take away of the count.
const WRITE_AFTER_MS = 1_000;
const MEGABYTE_MS_PER_GB_SECOND = 1_024_000;

export interface Meter {
  /** Counts one invocation. */
  add(target: Target, result: Pick<InvocationResult, "billedDurationMs">, isProvisioned: boolean): void;
  /** Writes what is not written yet, and nothing from then on. */
  stop(): void;
}

type Counts = { -readonly [Name in keyof UsageRecord]: UsageRecord[Name] };

/** A meter for one yard. */
export function createMeter(yard: YardContext): Meter {
  const pending = new Map<string, { readonly row: UsageKey; readonly counts: Counts }>();
  let cancel: (() => void) | undefined;
  let isStopped = false;

  function flush(): void {
    cancel?.();
    cancel = undefined;
    if (pending.size === 0) return;
    const rows = [...pending.values()];
    pending.clear();
    yard.store.write((tx) => {
      for (const { row, counts } of rows) {
        const before = loadUsage(tx, row);
        saveUsage(tx, row, before === undefined ? counts : sum(before, counts));
      }
    });
  }

  return {
    add({ scope, function: { name, tags }, version: { architecture, memoryMb } }, { billedDurationMs }, isProvisioned) {
      const hour = Math.floor(yard.clock.nowMs() / HOUR_MS);
      const id = `${scope.account} ${scope.region} ${name} ${architecture} ${hour}`;
      let entry = pending.get(id);
      if (entry === undefined) {
        const stackName = tags["aws:cloudformation:stack-name"] ?? "";
        const counts: Counts = { v: 1, stackName, requests: 0, megabyteMs: 0, provisionedMegabyteMs: 0 };
        const { account, region } = scope;
        entry = { row: { scope: { account, region }, hour, name, architecture }, counts };
        pending.set(id, entry);
      }
      entry.counts.requests += 1;
      entry.counts[isProvisioned ? "provisionedMegabyteMs" : "megabyteMs"] += billedDurationMs * memoryMb;
      if (!isStopped) cancel ??= realTimer(WRITE_AFTER_MS, flush);
    },
    stop() {
      flush();
      isStopped = true;
    },
  };
}

function sum(before: UsageRecord, counts: UsageRecord): UsageRecord {
  return {
    v: 1,
    // A function that moved belongs to where it is now.
    stackName: counts.stackName,
    requests: before.requests + counts.requests,
    megabyteMs: before.megabyteMs + counts.megabyteMs,
    provisionedMegabyteMs: before.provisionedMegabyteMs + counts.provisionedMegabyteMs,
  };
}

/** Lambda's use, in the measures of AWS's bills ("AWS Lambda Pricing": usage types Request, Lambda-GB-Second, ...). */
export const usage: UsageSource = function* (tx, scope, fromMs, untilMs) {
  for (const { row, record } of listUsage(tx, scope, Math.floor(fromMs / HOUR_MS))) {
    if (row.hour * HOUR_MS >= untilMs) return;
    const suffix = row.architecture === "arm64" ? "-ARM" : "";
    const { provisionedMegabyteMs } = record;
    yield {
      hour: new Date(row.hour * HOUR_MS).toISOString(),
      resource: functionArn(scope, row.name),
      ...(record.stackName === "" ? {} : { stackName: record.stackName }),
      measures: {
        [`Request${suffix}`]: record.requests,
        [`Lambda-GB-Second${suffix}`]: record.megabyteMs / MEGABYTE_MS_PER_GB_SECOND,
        ...(provisionedMegabyteMs === 0
          ? {}
          : {
              [`Lambda-Provisioned-GB-Second${suffix}`]: provisionedMegabyteMs / MEGABYTE_MS_PER_GB_SECOND,
            }),
      },
    };
  }
};
