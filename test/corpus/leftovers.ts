// What a stack leaves: the account's records before it came and after it has gone, counted in the store itself, so that nothing has to be listed to
// be found.

import type { Key } from "../../src/store/store.ts";
import type { TestAccount, TestYard } from "../../src/testing/harness.ts";

/** The keys of all records of an account, as JSON. */
export function rowsOf(yard: TestYard, account: TestAccount): ReadonlySet<string> {
  return yard.yard.context.store.read((tx) => {
    const keys = new Set<string>();
    for (const { key } of tx.range({ prefix: [] })) if (key[1] === account.account) keys.add(JSON.stringify(key));
    return keys;
  });
}

/**
 * Records that outlive a stack, because they are memory and not resources, or because AWS keeps them too: each is a service, the kinds of its
 * records, and why.
 */
const OUTLIVING: readonly (readonly [service: string, kinds: RegExp, why: string])[] = [
  ["cloudformation", /./, "AWS: a deleted stack, its events and its drift are told of for 90 days"],
  ["cloudtrail", /^event$/, "AWS: the trail of calls is kept for 90 days"],
  ["iam", /^access$/, "AWS: who used which service last is kept for 400 days"],
  ["cloudwatch", /^(?:metric|point|metric-id|tick)$/, "AWS: what was measured is kept for 15 months"],
  ["route53", /^change$/, "AWS: GetChange tells of changes that were made"],
  ["kms", /^(?:key|material)$/, "AWS: a key waits for its deletion for 7 days at least; keys of AWS stay"],
  ["kms", /^(?:use)$/, "AWS: when a key was used last"],
  ["dynamodb", /^stream$/, "AWS: a table's stream can be read for 24 hours more"],
  ["ec2", /^natgateway$/, "AWS: a deleted NAT gateway is told of for about an hour"],
  ["lambda", /^code-bytes$/, "a sum over the account"],
  ["lambda", /^layer$/, "AWS: numbers of a layer's versions are never given twice"],
];

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
    if (OUTLIVING.some(([name, kinds]) => name === service && kinds.test(String(kind)))) continue;
    if (rest.some((part) => typeof part === "string" && kept.has(part))) continue;
    const what = `${String(service)}: ${String(kind)}`;
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return [...counts].map(([what, count]) => `${what} (${count})`).sort();
}
