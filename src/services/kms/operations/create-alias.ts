// CreateAlias: another name for a key.

import type { CreateAliasCommandInput, CreateAliasCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireAliasName, requireOwn, requireRoomForAlias } from "../aliases.ts";
import { aliasExists } from "../errors.ts";
import { aliasArn, requireKey } from "../keys.ts";
import { loadAlias, saveAlias } from "../repo.ts";

export const createAlias = defineOperation<Input<CreateAliasCommandInput>, CreateAliasCommandOutput>(
  "CreateAlias",
  ({ AliasName: name, TargetKeyId }, context) => {
    requireAliasName(name);
    const nowMs = context.clock.nowMs();
    context.store.write((tx) => {
      const key = requireKey(context, TargetKeyId, "CreateAlias", { isById: true }, tx);
      requireOwn(key, context);
      if (loadAlias(tx, context, name) !== undefined) throw aliasExists(aliasArn(context, name));
      requireRoomForAlias(tx, context, key.record.keyId);
      saveAlias(tx, context, { v: 1, name, keyId: key.record.keyId, createdAtMs: nowMs, updatedAtMs: nowMs });
    });
    return {};
  },
);
