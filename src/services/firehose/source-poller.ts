// Streams whose source is a stream of Kinesis: a poller for each that is ACTIVE, started with the yard and with the stream.
// AWS: "Configure source settings for Amazon Kinesis Data Streams": Firehose starts reading from the LATEST position.

import { realDelay } from "../../kernel/real-time.ts";
import type { AwsApis } from "../../service/apis.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import type { Poller } from "../../service/event-sources/host.ts";
import { kinesisSource } from "../../service/event-sources/kinesis-source.ts";
import type { SourceRecord } from "../../service/event-sources/shard-source.ts";
import type { StreamHost } from "../../service/event-sources/stream-host.ts";
import { startStreamPoller } from "../../service/event-sources/stream-poller.ts";
import { forgetServiceRole } from "../../service/role-sessions.ts";
import type { Store } from "../../store/store.ts";
import { deaggregate } from "./kpl.ts";
import type { DeliveryStreamRecord, SourceRecord as StreamSource, WaitingRecord } from "./records.ts";
import { findStream } from "./buffers.ts";
import { sealer } from "./encryption.ts";
import { takeIn } from "./intake.ts";
import { listAllStreams, loadCheckpoint, saveCheckpoint } from "./repo.ts";
import { asRole, roleRequest } from "./roles.ts";

interface Manager {
  readonly yard: YardContext;
  readonly running: Map<string, { readonly poller: Poller; readonly abort: AbortController }>;
}

// What a poller has in hand is not lost: it is still before the checkpoint.
const STOP_GRACE_MS = 1_000;
// AWS: "Firehose ... calls GetRecords": how many records it asks for is not said. This many are taken in by a transaction.
const BATCH_SIZE = 1_000;

const managers = new WeakMap<Store, Manager>();

/** Starts the pollers of all streams that have a source. Returns how to stop them. */
export function startSources(yard: YardContext): () => Promise<void> {
  // A rehearsal does not work off what its parent's sources have.
  if (yard.isQuiet) return () => Promise.resolve();
  const manager: Manager = { yard, running: new Map() };
  managers.set(yard.store, manager);
  for (const { scope, stream } of yard.store.read((tx) => [...listAllStreams(tx)])) begin(manager, scope, stream);
  return async () => {
    managers.delete(yard.store);
    const pollers = [...manager.running.values()];
    for (const { abort } of pollers) abort.abort();
    await Promise.race([Promise.all(pollers.map(({ poller }) => poller.stop())), realDelay(STOP_GRACE_MS)]);
  };
}

/** Call after a stream's state changed. */
export function refreshSource(yard: Pick<YardContext, "store">, scope: Scope, stream: DeliveryStreamRecord): void {
  const manager = managers.get(yard.store);
  if (manager === undefined || stream.source.kind !== "kinesis") return;
  const isRunning = manager.running.has(stream.id);
  if (stream.status === "ACTIVE" && isRunning) return;
  manager.running.get(stream.id)?.abort.abort();
  manager.running.delete(stream.id);
  begin(manager, scope, stream);
}

function begin({ yard, running }: Manager, scope: Scope, stream: DeliveryStreamRecord): void {
  if (stream.status !== "ACTIVE" || stream.source.kind !== "kinesis") return;
  const abort = new AbortController();
  const host = createHost({ yard, scope, stream, source: stream.source, abort: abort.signal });
  running.set(stream.id, { poller: startStreamPoller(host), abort });
}

function createHost({
  yard,
  scope,
  stream,
  source,
  abort,
}: {
  readonly yard: YardContext;
  readonly scope: Scope;
  readonly stream: DeliveryStreamRecord;
  readonly source: Extract<StreamSource, { kind: "kinesis" }>;
  readonly abort: AbortSignal;
}): StreamHost {
  const noteProblem = (error: unknown): void => {
    if (!abort.aborted) yard.log.write("warn", "firehose.source-failed", { stream: stream.name, error });
  };
  const asSource = { streamName: stream.name, roleArn: source.roleArn };
  return {
    yard,
    abort,
    sourceArn: source.streamArn,
    accepts: () => true,
    async connect(): Promise<AwsApis | undefined> {
      try {
        return await asRole(yard, scope, asSource, (aws) => Promise.resolve(aws));
      } catch (error) {
        noteProblem(error);
        return undefined;
      }
    },
    renew: () => forgetServiceRole(yard, roleRequest(scope, stream.name, source.roleArn)),
    noteProblem,
    source: kinesisSource(yard, source.streamArn, source.roleArn),
    settings: {
      batchSize: BATCH_SIZE,
      windowSeconds: 0,
      startingAtMs: source.startingAtMs,
      lanes: 1,
      bisects: false,
      retryAttempts: -1,
      recordAgeSeconds: -1,
      tumblingSeconds: 0,
    },
    checkpoint: (shardId) => yard.store.read((tx) => loadCheckpoint(tx, scope, stream.id, shardId)),
    advance(shardId, checkpoint) {
      if (abort.aborted) return;
      yard.store.write((tx) => saveCheckpoint(tx, scope, stream.id, shardId, checkpoint));
    },
    async deliver({ shardId, records }) {
      const current = yard.store.read((tx) => findStream(tx, scope, stream.name, stream.id));
      if (current === undefined) return "throttled";
      try {
        const seal = await sealer(yard, scope, current);
        await takeIn(yard, scope, current, records.flatMap((record) => waiting(shardId, record)).map(seal));
        return { done: records.length };
      } catch (error) {
        noteProblem(error);
        return { done: 0, failure: error };
      }
    },
    discard: () => Promise.resolve(),
    noteSuccess: () => undefined,
    noteFailure: () => undefined,
  };
}

/** A record of the stream, or the records that the Kinesis Producer Library put into it. */
function waiting(shardId: string, { sequenceNumber, arrivedAtMs, key, event }: SourceRecord): readonly WaitingRecord[] {
  const { data } = event["kinesis"] as { data: string };
  const kinesis = { sequenceNumber, partitionKey: key, shardId };
  return deaggregate(Buffer.from(data, "base64")).map((each) => ({ v: 1, data: each, arrivedAtMs, kinesis }));
}
