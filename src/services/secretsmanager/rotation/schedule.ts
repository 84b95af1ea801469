// Rotations by the clock.

import type { Scope, YardContext } from "../../../service/context.ts";
import type { JobHandler } from "../../../service/jobs.ts";
import type { WriteTx } from "../../../store/store.ts";
import type { RotationRecord } from "../records.ts";
import { saveSecret } from "../repo.ts";
import { locate } from "../secrets.ts";
import { nextRotationMs } from "./rules.ts";
import { startRotation, unfinishedVersion } from "./start.ts";

const SCHEDULE = "secretsmanager/schedule";

interface SchedulePayload {
  readonly arn: string;
}

/** The rotation with its next time put down, in place of the one that was. */
export function reschedule(
  yard: YardContext,
  tx: WriteTx,
  scope: Scope,
  arn: string,
  { next, ...rotation }: RotationRecord,
): RotationRecord {
  if (next !== undefined) yard.jobs.cancel(tx, next.jobId);
  const atMs = rotation.isEnabled ? nextRotationMs(rotation.rules, yard.clock.nowMs()) : undefined;
  if (atMs === undefined) return rotation;
  const payload: SchedulePayload = { arn };
  const { account, region } = scope;
  const jobId = yard.jobs.enqueue(tx, { account, region, kind: SCHEDULE, payload, dueAtMs: atMs });
  return { ...rotation, next: { atMs, jobId } };
}

/** Begins the rotation that is due, and puts the next one down. */
export const scheduleJob: JobHandler = {
  kind: SCHEDULE,
  async run(job, yard) {
    const { arn } = job.payload as SchedulePayload;
    yard.store.write((tx) => {
      const located = locate(tx, job, arn);
      const { rotation, deletion } = located?.secret ?? {};
      if (located === undefined || rotation?.next?.jobId !== job.id) return;
      const versionId = unfinishedVersion(located.secret) ?? yard.random.uuid();
      // AWS: a secret that waits for its deletion is not rotated.
      const secret =
        deletion === undefined ? startRotation(yard, tx, located, { versionId, isTest: false }) : located.secret;
      const { next: _, ...rest } = rotation;
      saveSecret(tx, located.scope, { ...secret, rotation: reschedule(yard, tx, located.scope, arn, rest) });
    });
    return "done";
  },
};
