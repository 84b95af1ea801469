// Which keys rotate. AWS: "Rotate AWS KMS keys", EnableKeyRotation, RotateKeyOnDemand.

import type { ReadTx } from "../../store/store.ts";
import { unsupported } from "./errors.ts";
import type { Key } from "./keys.ts";
import { loadFamily } from "./repo.ts";
import { isSymmetricEncryption } from "./specs.ts";

/** Throws for keys that have no rotation at all. */
export function requireRotatable({ record, arn }: Key): void {
  if (!isSymmetricEncryption(record))
    throw unsupported(`${arn} is not a symmetric encryption key, and cannot be rotated.`);
}

/** Throws for keys that do not rotate by themselves: those of others' material, and replicas, which follow their primary. */
export function requireAutomatic(tx: ReadTx, key: Key): void {
  requireRotatable(key);
  if (key.record.origin === "EXTERNAL")
    throw unsupported(`${key.arn} origin is EXTERNAL which is not valid for this operation.`);
  requirePrimary(tx, key);
}

/** Throws for replicas of multi-Region keys. */
export function requirePrimary(tx: ReadTx, { record, scope, arn }: Key): void {
  const family = record.isMultiRegion ? loadFamily(tx, scope, record.keyId) : undefined;
  if (family !== undefined && family.primaryRegion !== scope.region)
    throw unsupported(`${arn} is a multi-Region replica key. This operation is only valid for the primary key.`);
}
