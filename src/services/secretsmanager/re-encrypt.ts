// Another KMS key for a secret: its labelled versions are encrypted anew. AWS: UpdateSecret, KmsKeyId.

import type { Context } from "../../service/context.ts";
import type { ValueRecord } from "./records.ts";
import { loadValue, saveSecret, saveValue } from "./repo.ts";
import { findLiveSecret } from "./secrets.ts";
import { keyOf, openValue, sealValue } from "./values.ts";
import { CURRENT, PENDING, PREVIOUS, versionWith } from "./versions.ts";

/** Moves a secret to the key `kmsKeyId`; undefined means that of AWS. Needs kms:Decrypt on the old key. */
export async function reEncrypt(context: Context, secretId: string, kmsKeyId: string | undefined): Promise<void> {
  const located = context.store.read((tx) => findLiveSecret(tx, context, secretId));
  const { kmsKeyId: _, ...rest } = located.secret;
  const moved = { ...rest, ...(kmsKeyId !== undefined && { kmsKeyId }) };
  if (moved.kmsKeyId === located.secret.kmsKeyId) return;
  const { arn, versions } = located.secret;
  const keyId = keyOf({ ...located, secret: moved }, context);
  const fresh = new Map<string, ValueRecord>();
  for (const versionId of new Set([CURRENT, PENDING, PREVIOUS].map((stage) => versionWith(versions, stage)))) {
    if (versionId === undefined) continue;
    const record = context.store.read((tx) => loadValue(tx, located.scope, arn, versionId));
    if (record === undefined) continue;
    const value = await openValue(context, { arn, versionId }, record);
    fresh.set(versionId, await sealValue(context, { arn, versionId, keyId }, value));
  }
  const isDone = context.store.write((tx) => {
    const { scope, secret } = findLiveSecret(tx, context, arn);
    // Somebody wrote a version meanwhile, under the old key.
    if (secret.versions !== versions && JSON.stringify(secret.versions) !== JSON.stringify(versions)) return false;
    const entries = Object.entries(secret.versions).map(([id, version]) => [
      id,
      fresh.has(id) ? { ...version, kmsKeyId: keyId } : version,
    ]);
    saveSecret(tx, scope, { ...moved, versions: Object.fromEntries(entries) as typeof versions });
    for (const [id, record] of fresh) saveValue(tx, scope, arn, id, record);
    return true;
  });
  if (!isDone) await reEncrypt(context, secretId, kmsKeyId);
}
