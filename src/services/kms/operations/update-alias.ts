// UpdateAlias: gives a name to another key.

import type { UpdateAliasCommandInput, UpdateAliasCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireAlias, requireAliasName, requireOwn, requireRoomForAlias, requireSameKind } from "../aliases.ts";
import { requireKey } from "../keys.ts";
import { loadKey, saveAlias } from "../repo.ts";

export const updateAlias = defineOperation<Input<UpdateAliasCommandInput>, UpdateAliasCommandOutput>(
  "UpdateAlias",
  ({ AliasName: name, TargetKeyId }, context) => {
    requireAliasName(name);
    context.store.write((tx) => {
      const alias = requireAlias(tx, context, name);
      const key = requireKey(context, TargetKeyId, "UpdateAlias", { isById: true }, tx);
      requireOwn(key, context);
      requireSameKind(key, loadKey(tx, context, alias.keyId));
      if (key.record.keyId !== alias.keyId) requireRoomForAlias(tx, context, key.record.keyId);
      const changed = { ...alias, keyId: key.record.keyId, updatedAtMs: context.clock.nowMs() };
      saveAlias(tx, context, changed, alias);
    });
    return {};
  },
);
