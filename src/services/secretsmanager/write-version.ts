// A new version of a secret: sealed first, then listed and labelled in one transaction.

import type { Context } from "../../service/context.ts";
import { tokenInUse } from "./errors.ts";
import type { SecretRecord } from "./records.ts";
import { loadValue, removeValue, saveSecret, saveValue } from "./repo.ts";
import { findLiveSecret, type Located } from "./secrets.ts";
import { isSameValue, keyOf, openValue, sealValue, type SecretValue } from "./values.ts";
import { add, attach } from "./versions.ts";

export interface NewVersion {
  /** The version's id; AWS: the SDKs make one up. */
  readonly token: string | undefined;
  readonly value: SecretValue;
  readonly stages: readonly string[];
  /** What changes of the secret besides. */
  readonly change?: (secret: SecretRecord) => SecretRecord;
}

export interface Written {
  readonly secret: SecretRecord;
  readonly versionId: string;
}

/**
 * Writes a version. One that is there with the same value stays as it is; throws ResourceExistsException for one with
 * another value. AWS: PutSecretValue, ClientRequestToken.
 */
export async function writeVersion(context: Context, secretId: string, version: NewVersion): Promise<Written> {
  const versionId = version.token ?? context.random.uuid();
  for (;;) {
    const located = context.store.read((tx) => findLiveSecret(tx, context, secretId));
    const known = context.store.read((tx) => loadValue(tx, located.scope, located.secret.arn, versionId));
    if (known !== undefined) {
      const { arn } = located.secret;
      const isSame = isSameValue(version.value, await openValue(context, { arn, versionId }, known));
      if (!isSame) throw tokenInUse(versionId, arn);
      return { secret: located.secret, versionId };
    }
    const written = await writeNew(context, located, versionId, version);
    if (written !== undefined) return { secret: written, versionId };
  }
}

/** Undefined if somebody else wrote this version or moved the secret to another key meanwhile. */
async function writeNew(
  context: Context,
  located: Located,
  versionId: string,
  { value, stages, change }: NewVersion,
): Promise<SecretRecord | undefined> {
  const { arn } = located.secret;
  const keyId = keyOf({ ...located, secret: change?.(located.secret) ?? located.secret }, context);
  const record = await sealValue(context, { arn, versionId, keyId }, value);
  return context.store.write((tx) => {
    const { scope, secret } = findLiveSecret(tx, context, arn);
    const isMoved = secret.kmsKeyId !== located.secret.kmsKeyId;
    if (isMoved || loadValue(tx, scope, arn, versionId) !== undefined) return undefined;
    const nowMs = context.clock.nowMs();
    const pending = secret.versions[versionId];
    const entry = { stages: [], createdAtMs: nowMs, ...pending, kmsKeyId: keyId };
    const { versions, forgotten } = add(secret.versions, versionId, entry, nowMs);
    for (const id of forgotten) removeValue(tx, scope, arn, id);
    const changed: SecretRecord = {
      ...(change?.(secret) ?? secret),
      changedAtMs: nowMs,
      versions: attach(versions, versionId, stages),
    };
    saveSecret(tx, scope, changed);
    saveValue(tx, scope, arn, versionId, record);
    return changed;
  });
}
