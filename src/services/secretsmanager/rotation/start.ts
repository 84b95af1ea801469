// The start of a rotation: a version that is pending, and the job that has the function fill it.

import type { YardContext } from "../../../service/context.ts";
import type { WriteTx } from "../../../store/store.ts";
import type { SecretRecord } from "../records.ts";
import { removeValue } from "../repo.ts";
import type { Located } from "../secrets.ts";
import { add, attach, CURRENT, PENDING, versionWith } from "../versions.ts";

/** What the job knows. */
export interface RotationPayload {
  readonly arn: string;
  /** The version that is being made. */
  readonly versionId: string;
  /** Only the step testSecret, on a version that goes away again. AWS: RotateSecret, RotateImmediately. */
  readonly isTest: boolean;
}

export const ROTATE = "secretsmanager/rotate";

/** The version of a rotation that has not come to its end. */
export function unfinishedVersion({ versions }: SecretRecord): string | undefined {
  const pending = versionWith(versions, PENDING);
  return pending !== undefined && versions[pending]?.stages.includes(CURRENT) === true ? undefined : pending;
}

/** Begins a rotation, or begins again with a version that was not finished; gives the secret as it is then. */
export function startRotation(
  yard: YardContext,
  tx: WriteTx,
  { scope, secret }: Located,
  { versionId, isTest }: Pick<RotationPayload, "versionId" | "isTest">,
): SecretRecord {
  const nowMs = yard.clock.nowMs();
  const entry = secret.versions[versionId] ?? { stages: [], createdAtMs: nowMs };
  const { versions, forgotten } = add(secret.versions, versionId, entry, nowMs);
  for (const id of forgotten) removeValue(tx, scope, secret.arn, id);
  const payload: RotationPayload = { arn: secret.arn, versionId, isTest };
  // One after the other: two rotations of a secret at once would take each other's labels.
  yard.jobs.enqueue(tx, { ...scope, kind: ROTATE, payload, lane: `${ROTATE} ${secret.arn}` });
  return { ...secret, versions: attach(versions, versionId, [PENDING]) };
}
