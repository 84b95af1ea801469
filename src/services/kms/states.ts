// Which operations a key's state lets through. AWS: "Key states of AWS KMS keys" in the developer guide, its table.

import type { AwsError } from "../../kernel/errors.ts";
import { disabled, notPendingDeletion, pendingDeletion, pendingImport, pendingReplicaDeletion } from "./errors.ts";
import type { KeyRecord, KeyState } from "./records.ts";

type State = KeyState;

/** What is refused of an operation, by the key's state. Operations that are not here work in every state. */
const REFUSED: Readonly<Record<string, readonly State[]>> = {
  ...refuse(
    ["Disabled", "PendingImport", "PendingDeletion", "PendingReplicaDeletion"],
    [
      "CreateGrant",
      "Decrypt",
      "DeriveSharedSecret",
      "Encrypt",
      "GenerateDataKey",
      "GenerateDataKeyPair",
      "GenerateDataKeyPairWithoutPlaintext",
      "GenerateDataKeyWithoutPlaintext",
      "GenerateMac",
      "GetPublicKey",
      "ReEncrypt",
      "ReplicateKey",
      "Sign",
      "Verify",
      "VerifyMac",
    ],
  ),
  ...refuse(["PendingImport", "PendingDeletion", "PendingReplicaDeletion"], ["DisableKey", "EnableKey"]),
  ...refuse(
    ["Disabled", "PendingDeletion", "PendingReplicaDeletion"],
    ["DisableKeyRotation", "EnableKeyRotation", "RotateKeyOnDemand"],
  ),
  ...refuse(
    ["PendingDeletion", "PendingReplicaDeletion"],
    [
      "CreateAlias",
      "GetParametersForImport",
      "ImportKeyMaterial",
      "ScheduleKeyDeletion",
      "TagResource",
      "UntagResource",
      "UpdateAlias",
      "UpdateKeyDescription",
      "UpdatePrimaryRegion",
    ],
  ),
};

function refuse(states: readonly State[], operations: readonly string[]): Record<string, readonly State[]> {
  return Object.fromEntries(operations.map((operation) => [operation, states]));
}

/** Throws the state's error if the operation is not for a key in this state. */
export function requireState(key: { readonly arn: string; readonly record: KeyRecord }, operation: string): void {
  const { state } = key.record;
  if (operation === "CancelKeyDeletion") {
    if (!isDeleting(key.record)) throw notPendingDeletion(key.arn);
    return;
  }
  if (REFUSED[operation]?.includes(state) === true) throw stateError(key.arn, state);
}

/** True for a key that is to be deleted, now or after its replicas. */
export function isDeleting({ state }: KeyRecord): boolean {
  return state === "PendingDeletion" || state === "PendingReplicaDeletion";
}

function stateError(arn: string, state: State): AwsError {
  if (state === "Disabled") return disabled(arn);
  if (state === "PendingImport") return pendingImport(arn);
  return state === "PendingDeletion" ? pendingDeletion(arn) : pendingReplicaDeletion(arn);
}
