// What a stack leaves: the account's records before it came and after it has gone, counted in the store itself, so that nothing has to be listed to
// be found.

import type { Key } from "../../src/store/store.ts";
import type { TestAccount, TestYard } from "../../src/testing/harness.ts";
import { outlivesStacks } from "../outliving-rows.ts";

/** The keys of all records of an account, as JSON. */
export function rowsOf(yard: TestYard, account: TestAccount): ReadonlySet<string> {
  return yard.yard.context.store.read((tx) => {
    const keys = new Set<string>();
    for (const { key } of tx.range({ prefix: [] })) if (key[1] === account.account) keys.add(JSON.stringify(key));
    return keys;
  });
}

/** What AWS makes for an account when it first needs it, and leaves there. */
const OF_THE_ACCOUNT = [/"alias\/aws\//, /"AWSLogDeliveryWrite20150319"/, /^\["api-gateway".*"account"\]$/];

/** The records that are there now and were not before, by service and kind; `retained` are the physical ids of what the template wants to stay. */
export function leftBehind(
  before: ReadonlySet<string>,
  after: ReadonlySet<string>,
  retained: readonly string[],
): readonly string[] {
  const kept = new Set(retained.flatMap((physicalId) => [physicalId, ...physicalId.split(/[:/]/)]));
  const counts = new Map<string, number>();
  for (const text of after) {
    if (before.has(text) || OF_THE_ACCOUNT.some((pattern) => pattern.test(text))) continue;
    const [service, , , kind, ...rest] = JSON.parse(text) as Key;
    if (outlivesStacks(String(service), String(kind))) continue;
    if (rest.some((part) => typeof part === "string" && kept.has(part))) continue;
    const what = `${String(service)}: ${String(kind)}`;
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return [...counts].map(([what, count]) => `${what} (${count})`).sort();
}
