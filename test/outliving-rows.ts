// Which rows of the store outlive the resources that they are of, and why: what tests that count what is left behind do not count.

type Outliving = readonly [service: string, kinds: RegExp, why: string];

/** What tells of what was done: who does it twice leaves more of it. */
const MEMORY: readonly Outliving[] = [
  ["cloudformation", /./, "AWS: a deleted stack, its events and its drift are told of for 90 days"],
  ["cloudtrail", /^(?:event|pruned)$/, "AWS: the trail of calls is kept for 90 days"],
  ["iam", /^access$/, "AWS: who used which service last is kept for 400 days"],
  ["cloudwatch", /^(?:metric|point|metric-id|tick)$/, "AWS: what was measured is kept for 15 months"],
  ["cloudwatch", /^(?:history|history-number)$/, "AWS: an alarm's history is kept for 30 days"],
  ["route53", /^change$/, "AWS: GetChange tells of changes that were made"],
  ["kms", /^use$/, "AWS: when a key was used last"],
  ["dynamodb", /^stream$/, "AWS: a table's stream can be read for 24 hours more"],
];

/** Resources that AWS keeps for a while, too. */
const KEPT: readonly Outliving[] = [
  ["kms", /^(?:key|material)$/, "AWS: a key waits for its deletion for 7 days at least; keys of AWS stay"],
  ["ec2", /^natgateway$/, "AWS: a deleted NAT gateway is told of for about an hour"],
  ["lambda", /^code-bytes$/, "a sum over the account"],
  ["lambda", /^layer$/, "AWS: numbers of a layer's versions are never given twice"],
];

/** What a system that runs adds by itself. */
const OF_A_RUNNING_SYSTEM: readonly Outliving[] = [
  ["cloudwatch-logs", /./, "what functions print"],
  ["iam", /^(?:access-key|access-key-use|keys-of)$/, "each fork has keys of its own"],
  ["jobs", /./, "what is due, and when it was tried"],
  ["lambda", /^(?:download|usage)$/, "links to code that expire, and what invocations cost"],
  ["sqs", /^content$/, "how much queues hold"],
];

const has = (list: readonly Outliving[], service: string, kind: string): boolean =>
  list.some(([name, kinds]) => name === service && kinds.test(kind));

/** True for rows that may stay when everything that a stack made is gone. */
export function outlivesStacks(service: string, kind: string): boolean {
  return has(MEMORY, service, kind) || has(KEPT, service, kind);
}

/** True for rows of which a system that runs, and whose steps are repeated, may have more or fewer than another one like it. */
export function tellsOfThePast(service: string, kind: string): boolean {
  return has(MEMORY, service, kind) || has(OF_A_RUNNING_SYSTEM, service, kind);
}
