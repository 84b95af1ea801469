// RevokeGrant: takes a grant back.

import type { RevokeGrantCommandInput, RevokeGrantCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { dryRun, grantNotFound } from "../errors.ts";
import { requireGrantId } from "../grant-rules.ts";
import { requireKey } from "../keys.ts";
import { loadGrant, removeGrant } from "../repo.ts";

export const revokeGrant = defineOperation<Input<RevokeGrantCommandInput>, RevokeGrantCommandOutput>(
  "RevokeGrant",
  ({ KeyId, GrantId, DryRun }, context) => {
    requireGrantId(GrantId);
    context.store.write((tx) => {
      const key = requireKey(context, KeyId, "RevokeGrant", { isById: true }, tx);
      const grant = loadGrant(tx, key.scope, key.record.keyId, GrantId);
      if (grant === undefined) throw grantNotFound(GrantId, key.arn);
      if (DryRun === true) throw dryRun();
      removeGrant(tx, key.scope, grant);
    });
    return {};
  },
);
