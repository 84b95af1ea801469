// UpdatePrimaryRegion: a replica becomes the primary key, and the primary key a replica.

import type { UpdatePrimaryRegionCommandInput, UpdatePrimaryRegionCommandOutput } from "@aws-sdk/client-kms";
import { parseRegion } from "../../../kernel/ids.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { keyNotFound, unsupported } from "../errors.ts";
import { keyArn, updateCustomerKey } from "../keys.ts";
import { loadFamily, loadKey, saveFamily, saveKey } from "../repo.ts";
import { requirePrimary } from "../rotation-rules.ts";
import { moveRotation } from "../rotation.ts";
import { requireState } from "../states.ts";

export const updatePrimaryRegion = defineOperation<
  Input<UpdatePrimaryRegionCommandInput>,
  UpdatePrimaryRegionCommandOutput
>("UpdatePrimaryRegion", ({ KeyId, PrimaryRegion }, context) => {
  updateCustomerKey(context, KeyId, "UpdatePrimaryRegion", (key, tx) => {
    const { scope, arn } = key;
    const { rotation, ...record } = key.record;
    const family = loadFamily(tx, scope, record.keyId);
    if (family === undefined) throw unsupported(`${arn} is not a multi-Region key.`);
    requirePrimary(tx, key);
    const home = { account: scope.account, region: parseRegion(PrimaryRegion) };
    const replica = loadKey(tx, home, record.keyId);
    const replicaArn = keyArn(home, record.keyId);
    if (replica === undefined || home.region === scope.region) throw keyNotFound(replicaArn);
    requireState({ arn: replicaArn, record: replica }, "UpdatePrimaryRegion");
    const others = family.replicaRegions.filter((region) => region !== home.region);
    saveFamily(tx, scope, record.keyId, {
      ...family,
      primaryRegion: home.region,
      replicaRegions: [...others, scope.region],
    });
    saveKey(tx, home, {
      ...replica,
      ...(rotation === undefined ? {} : { rotation: moveRotation(context, tx, home, record.keyId, rotation) }),
    });
    return record;
  });
  return {};
});
