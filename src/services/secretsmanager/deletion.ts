// The deletion of a secret: a recovery window of the yard's time, then it is gone for ever with all its versions.

import type { YardContext } from "../../service/context.ts";
import type { JobHandler } from "../../service/jobs.ts";
import type { WriteTx } from "../../store/store.ts";
import type { SecretRecord } from "./records.ts";
import { removeSecret } from "./repo.ts";
import { locate, type Located } from "./secrets.ts";

const DAY_MS = 86_400_000;

interface DeletionPayload {
  readonly arn: string;
}

/** The secret as one that is to be deleted, and when that is. */
export function scheduleDeletion(
  yard: YardContext,
  tx: WriteTx,
  { scope, secret }: Located,
  windowDays: number,
): { readonly changed: SecretRecord; readonly atMs: number } {
  const deletedAtMs = yard.clock.nowMs();
  const atMs = deletedAtMs + windowDays * DAY_MS;
  const payload: DeletionPayload = { arn: secret.arn };
  const jobId = yard.jobs.enqueue(tx, { ...scope, kind: "secretsmanager/delete", payload, dueAtMs: atMs });
  return { changed: { ...secret, deletion: { deletedAtMs, jobId } }, atMs };
}

/** Removes a secret for good, with the rotation that its schedule has put down. */
export function remove(yard: YardContext, tx: WriteTx, { scope, secret }: Located): void {
  if (secret.rotation?.next !== undefined) yard.jobs.cancel(tx, secret.rotation.next.jobId);
  removeSecret(tx, scope, secret);
}

/** Ends the recovery window. */
export const deletionJob: JobHandler = {
  kind: "secretsmanager/delete",
  async run(job, yard) {
    const { arn } = job.payload as DeletionPayload;
    yard.store.write((tx) => {
      const located = locate(tx, job, arn);
      if (located?.secret.deletion?.jobId === job.id) remove(yard, tx, located);
    });
    return "done";
  },
};
