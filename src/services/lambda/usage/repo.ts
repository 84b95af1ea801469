// The only file that knows the keys of usage: ["lambda", account, region, "usage", hour, function, architecture].

import type { Scope } from "../../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../../store/store.ts";

/** What one function used in one hour, on one architecture. */
export interface UsageRecord {
  readonly v: 1;
  /** "" outside of stacks. */
  readonly stackName: string;
  readonly requests: number;
  /** Billed milliseconds times megabytes. */
  readonly megabyteMs: number;
  /** The same, of sandboxes that were kept ready. */
  readonly provisionedMegabyteMs: number;
}

/** Which row. */
export interface UsageKey {
  readonly scope: Scope;
  /** Hours since 1970. */
  readonly hour: number;
  readonly name: string;
  readonly architecture: string;
}

const key = ({ scope, hour, name, architecture }: UsageKey): Key => [
  "lambda",
  scope.account,
  scope.region,
  "usage",
  hour,
  name,
  architecture,
];

export function loadUsage(tx: ReadTx, row: UsageKey): UsageRecord | undefined {
  return tx.get<UsageRecord>(key(row));
}

export function saveUsage(tx: WriteTx, row: UsageKey, record: UsageRecord): void {
  tx.put(key(row), record);
}

export function* listUsage(
  tx: ReadTx,
  scope: Scope,
  fromHour: number,
): Generator<{ readonly row: UsageKey; readonly record: UsageRecord }> {
  const prefix: Key = ["lambda", scope.account, scope.region, "usage"];
  for (const { key: at, value } of tx.range<UsageRecord>({ prefix, after: [...prefix, fromHour - 1, "\uffff"] })) {
    const [, , , , hour, name, architecture] = at;
    yield {
      row: { scope, hour: Number(hour), name: String(name), architecture: String(architecture) },
      record: value,
    };
  }
}
