// What follows a request: a stream becomes ACTIVE or goes, and its encryption is switched. Jobs of one stream run in order.

import type { Scope, YardContext } from "../../service/context.ts";
import type { JobHandler } from "../../service/jobs.ts";
import type { WriteTx } from "../../store/store.ts";
import { findStream } from "./buffers.ts";
import { retireGrant } from "./encryption.ts";
import type { DeliveryStreamRecord, EncryptionRecord } from "./records.ts";
import { removeStream, saveStream, sweepLeftovers } from "./repo.ts";
import { refreshSource } from "./source-poller.ts";

const TRANSITION = "firehose/transition";
const SWEEP = "firehose/sweep";
const SWEPT_AT_ONCE = 1_000;

interface Transition {
  readonly name: string;
  readonly id: string;
  /** The grant of a key that is not used any more. */
  readonly retired?: Pick<EncryptionRecord, "grantId" | "keyArn">;
}

/** Lets the stream go on from the state that it is in, after this transaction. */
export function enqueueTransition(
  { jobs }: Pick<YardContext, "jobs">,
  tx: WriteTx,
  { account, region }: Scope,
  { name, id }: DeliveryStreamRecord,
  retired?: Transition["retired"],
): void {
  const payload: Transition = { name, id, ...(retired === undefined ? {} : { retired }) };
  jobs.enqueue(tx, { account, region, kind: TRANSITION, payload, lane: `firehose/${id}` });
}

export const transitionJob: JobHandler = {
  kind: TRANSITION,
  run: async (job, yard) => {
    const { name, id, retired } = job.payload as Transition;
    const scope = { account: job.account, region: job.region };
    const next = yard.store.write((tx) => {
      const stream = findStream(tx, scope, name, id);
      if (stream === undefined) return undefined;
      if (stream.status === "DELETING") {
        removeStream(tx, scope, stream);
        yard.jobs.enqueue(tx, { ...scope, kind: SWEEP, payload: { streamId: id } });
        return stream;
      }
      const changed: DeliveryStreamRecord = {
        ...stream,
        status: stream.status === "CREATING" ? "ACTIVE" : stream.status,
        encryption: settled(stream.encryption),
      };
      saveStream(tx, scope, changed);
      return changed;
    });
    if (next === undefined) return "done";
    refreshSource(yard, scope, next);
    if (retired !== undefined) await retireGrant(yard, scope, next, retired);
    if (next.status === "DELETING") await retireGrant(yard, scope, next, next.encryption);
    return "done";
  },
};

function settled(encryption: EncryptionRecord): EncryptionRecord {
  if (encryption.status === "ENABLING") return { ...encryption, status: "ENABLED" };
  return encryption.status === "DISABLING" ? { status: "DISABLED", changedAtMs: encryption.changedAtMs } : encryption;
}

/** Removes what a stream that is gone left behind. AWS: DeleteDeliveryStream: "Deletes a Firehose stream and its data." */
export const sweepJob: JobHandler = {
  kind: SWEEP,
  run: (job, yard) => {
    const { streamId } = job.payload as { streamId: string };
    const scope = { account: job.account, region: job.region };
    const isMore = yard.store.write((tx) => sweepLeftovers(tx, scope, streamId, SWEPT_AT_ONCE));
    return Promise.resolve(isMore ? { retryAtMs: yard.clock.nowMs() } : "done");
  },
};
