// What becomes of a batch of records that came in: the processors work on it, and what they give waits in the buffers of the
// destination, each record in that of its partition keys; what failed waits in those of errors.
// AWS: "Transform source data", "Dynamic partitioning in Amazon Data Firehose".

import { createHash } from "node:crypto";
import type { Scope, YardContext } from "../../service/context.ts";
import type { WriteTx } from "../../store/store.ts";
import { append } from "./buffers.ts";
import { sealer } from "./encryption.ts";
import { type Failure, formatFailure, type Item } from "./items.ts";
import { giveUp, transform } from "./lambda-transform.ts";
import { extractKeys } from "./metadata.ts";
import { partitionKeysIn, partitionName } from "./prefix.ts";
import type { Processing } from "./processors.ts";
import type { DeliveryStreamRecord } from "./records.ts";
import { openBuffers } from "./repo.ts";
import {
  DELIVERY,
  errorBuffer,
  errorDestinationOf,
  hintsOf,
  isPartition,
  isPartitioned,
  partitionBuffer,
} from "./routes.ts";
import { unpack } from "./simple-processors.ts";

/** LIMIT: AWS: "Amazon Data Firehose Quota": 500 active partitions of a stream. */
const MOST_PARTITIONS = 500;

/** One try to process a batch. */
export interface Try {
  readonly stream: DeliveryStreamRecord;
  readonly processing: Processing;
  /** Of the batch: the same for each try. */
  readonly invocationId: string;
  readonly number: number;
}

/** What came of it: "again" where a function could not be invoked and there are retries left. */
type Processed =
  | { readonly kind: "again"; readonly code: string; readonly message: string }
  | {
      readonly kind: "done";
      readonly failures: readonly Failure[];
      /** Puts all that came of the batch into the buffers. */
      readonly put: (tx: WriteTx) => void;
    };

export async function processBatch(
  yard: YardContext,
  scope: Scope,
  attempt: Try,
  records: readonly Item[],
): Promise<Processed> {
  const { stream, processing } = attempt;
  const failures: Failure[] = [];
  let items: Item[] = [];
  for (const record of records) {
    const unpacked = unpack(record, processing);
    if ("code" in unpacked) failures.push({ item: record, ...unpacked, attempts: 1, endedAtMs: yard.clock.nowMs() });
    else items.push(...unpacked);
  }
  if (processing.lambda !== undefined && items.length > 0) {
    const lambdaTry = { ...attempt, lambda: processing.lambda, roleArn: stream.destination.settings.RoleARN };
    const transformed = await transform(yard, scope, lambdaTry, items);
    if (transformed.kind === "again") {
      if (attempt.number <= processing.lambda.retries) return transformed;
      failures.push(...giveUp(yard, lambdaTry, items, transformed));
      items = [];
    } else {
      failures.push(...transformed.failures);
      items = [...transformed.items];
    }
  }
  const partitioned = isPartitioned(stream)
    ? items.map((item) => requireKeys(yard, stream, withMetadata(item, processing.metadataQuery)))
    : items;
  const ready = partitioned.flatMap((each) => ("item" in each ? [] : [withDelimiter(each, processing.delimiter)]));
  for (const each of partitioned) if ("item" in each) failures.push(each);
  const seal = await sealer(yard, scope, stream);
  return {
    kind: "done",
    failures,
    put: (tx) => {
      const late = putItems(yard, tx, { scope, stream }, ready, seal);
      const lines = [...failures, ...late].map((failure) => ({
        v: 1 as const,
        data: Buffer.from(formatFailure(failure)),
        arrivedAtMs: failure.item.arrivedAtMs,
      }));
      const buffer = errorBuffer("processing-failed");
      if (errorDestinationOf(stream) !== undefined)
        append(yard, tx, { scope, stream, buffer, hints: hintsOf(stream, buffer) }, lines.map(seal));
    },
  };
}

function withDelimiter(item: Item, delimiter: string | undefined): Item {
  return delimiter === undefined ? item : { ...item, data: Buffer.concat([item.data, Buffer.from(delimiter)]) };
}

/** The item with the keys that the query finds in it; what it finds none in is missed by requireKeys. */
function withMetadata(item: Item, query: string | undefined): Item {
  if (query === undefined) return item;
  const found = extractKeys(query, item.data);
  return "problem" in found
    ? { ...item, problem: found.problem }
    : { ...item, partitionKeys: { ...item.partitionKeys, ...found.keys } };
}

/** The item with the partition keys that the prefix takes, or why it has them not. */
function requireKeys(yard: YardContext, stream: DeliveryStreamRecord, item: Item): Failure | Item {
  const { destination } = stream;
  const prefix = destination.kind === "s3" ? (destination.settings.Prefix ?? "") : "";
  const names = (["Lambda", "Query"] as const).flatMap((namespace) =>
    partitionKeysIn(prefix, namespace).map((key) => partitionName(namespace, key)),
  );
  const missing = names.filter((name) => (item.partitionKeys[name] ?? "") === "");
  if (missing.length === 0) {
    const partitionKeys = Object.fromEntries(names.map((name) => [name, item.partitionKeys[name] ?? ""]));
    return { ...item, partitionKeys };
  }
  return {
    item,
    code: "DynamicPartitioning.MetadataExtractionFailed",
    message:
      item.problem ??
      `Partition keys are missing: ${missing.map((name) => name.slice(name.indexOf(":") + 1)).join(", ")}.`,
    attempts: 1,
    endedAtMs: yard.clock.nowMs(),
  };
}

type Seal = Awaited<ReturnType<typeof sealer>>;

/** Puts items into the buffers of their partitions; gives those for which there is no partition left. */
function putItems(
  yard: YardContext,
  tx: WriteTx,
  { scope, stream }: { readonly scope: Scope; readonly stream: DeliveryStreamRecord },
  items: readonly Item[],
  seal: Seal,
): readonly Failure[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const buffer = isPartitioned(stream) ? partitionBuffer(hashOf(item.partitionKeys)) : DELIVERY;
    const group = groups.get(buffer);
    if (group === undefined) groups.set(buffer, [item]);
    else group.push(item);
  }
  const open = new Set(isPartitioned(stream) ? openBuffers(tx, scope, stream.id).filter(isPartition) : []);
  const failures: Failure[] = [];
  for (const [buffer, group] of groups) {
    if (isPartition(buffer) && !open.has(buffer) && open.size >= MOST_PARTITIONS) {
      failures.push(...group.map((item) => tooManyPartitions(yard, item)));
      continue;
    }
    open.add(buffer);
    const [{ partitionKeys } = { partitionKeys: {} }] = group;
    const target = { scope, stream, buffer, hints: hintsOf(stream, buffer), partitionKeys };
    append(
      yard,
      tx,
      target,
      group.map(({ data, arrivedAtMs }) => seal({ v: 1, data, arrivedAtMs })),
    );
  }
  return failures;
}

/** AWS: "Dynamic partitioning": what exceeds the active partitions goes to the bucket's error prefix. */
function tooManyPartitions(yard: YardContext, item: Item): Failure {
  return {
    item,
    code: "DynamicPartitioning.ActivePartitionsLimitExceeded",
    message: `The limit of ${MOST_PARTITIONS} active partitions is exceeded.`,
    attempts: 1,
    endedAtMs: yard.clock.nowMs(),
  };
}

/** A name of a combination of keys that has no limit to its letters. */
function hashOf(keys: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(keys).sort(([left], [right]) => (left < right ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(sorted)).digest("hex");
}
