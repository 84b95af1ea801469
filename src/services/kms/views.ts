// A key as answers show it: KeyMetadata. Pure but for what it reads.

import type { KeyMetadata } from "@aws-sdk/client-kms";
import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { keyArn, type Key } from "./keys.ts";
import { loadFamily, loadMaterial } from "./repo.ts";
import { algorithmsOf, isSymmetricEncryption } from "./specs.ts";

/** AWS: KeyMetadata in the API reference. */
export function keyMetadata(tx: ReadTx, { scope, arn, record }: Key): KeyMetadata {
  const { keyId, spec, usage, deletion, currentMaterial } = record;
  const material = currentMaterial === undefined ? undefined : loadMaterial(tx, scope, keyId, currentMaterial);
  const validToMs = material?.import?.validToMs;
  const algorithms = [...algorithmsOf(spec, usage)];
  return {
    AWSAccountId: scope.account,
    KeyId: keyId,
    Arn: arn,
    CreationDate: new Date(record.createdAtMs),
    Enabled: record.state === "Enabled",
    Description: record.description,
    KeyUsage: usage,
    KeyState: record.state,
    KeyManager: record.manager,
    Origin: record.origin,
    KeySpec: spec,
    CustomerMasterKeySpec: spec as KeyMetadata["CustomerMasterKeySpec"],
    ...(usage === "ENCRYPT_DECRYPT" ? { EncryptionAlgorithms: algorithms as KeyMetadata["EncryptionAlgorithms"] } : {}),
    ...(usage === "SIGN_VERIFY" ? { SigningAlgorithms: algorithms as KeyMetadata["SigningAlgorithms"] } : {}),
    ...(usage === "GENERATE_VERIFY_MAC" ? { MacAlgorithms: algorithms as KeyMetadata["MacAlgorithms"] } : {}),
    ...(usage === "KEY_AGREEMENT"
      ? { KeyAgreementAlgorithms: algorithms as KeyMetadata["KeyAgreementAlgorithms"] }
      : {}),
    ...(deletion?.atMs === undefined ? {} : { DeletionDate: new Date(deletion.atMs) }),
    ...(record.state === "PendingReplicaDeletion" ? { PendingDeletionWindowInDays: deletion?.windowDays } : {}),
    ...(record.origin === "EXTERNAL" && material?.sealed !== undefined
      ? {
          ExpirationModel: validToMs === undefined ? "KEY_MATERIAL_DOES_NOT_EXPIRE" : "KEY_MATERIAL_EXPIRES",
          ...(validToMs === undefined ? {} : { ValidTo: new Date(validToMs) }),
        }
      : {}),
    ...(isSymmetricEncryption(record) && material !== undefined ? { CurrentKeyMaterialId: material.materialId } : {}),
    MultiRegion: record.isMultiRegion,
    ...(record.isMultiRegion ? multiRegion(tx, scope, keyId) : {}),
  };
}

function multiRegion(tx: ReadTx, scope: Scope, keyId: string): Pick<KeyMetadata, "MultiRegionConfiguration"> {
  const family = loadFamily(tx, scope, keyId);
  if (family === undefined) return {};
  const related = (region: string) => ({
    Arn: keyArn({ account: scope.account, region: region as Scope["region"] }, keyId),
    Region: region,
  });
  return {
    MultiRegionConfiguration: {
      MultiRegionKeyType: family.primaryRegion === scope.region ? "PRIMARY" : "REPLICA",
      PrimaryKey: related(family.primaryRegion),
      ReplicaKeys: family.replicaRegions.map(related),
    },
  };
}
