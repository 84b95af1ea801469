// RetireGrant: ends a grant, by whom it lets do so.

import type { RetireGrantCommandInput, RetireGrantCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { dryRun, grantNotFound, validation } from "../errors.ts";
import { requireGrantId } from "../grant-rules.ts";
import { parseGrantToken } from "../grants.ts";
import { requireKey } from "../keys.ts";
import { loadGrant, removeGrant } from "../repo.ts";

export const retireGrant = defineOperation<Input<RetireGrantCommandInput>, RetireGrantCommandOutput>(
  "RetireGrant",
  ({ GrantToken, KeyId, GrantId, DryRun }, context) => {
    const hasIds = KeyId !== undefined && GrantId !== undefined;
    if ((GrantToken !== undefined) === hasIds)
      throw validation("You must specify either a grant token, or both a key ARN and a grant ID.");
    const token = GrantToken === undefined ? undefined : parseGrantToken(context, GrantToken);
    const grantId = token?.grantId ?? GrantId ?? "";
    requireGrantId(grantId);
    context.store.write((tx) => {
      const key = requireKey(context, token?.arn ?? KeyId ?? "", "RetireGrant", { isById: true }, tx);
      const grant = loadGrant(tx, key.scope, key.record.keyId, grantId);
      if (grant === undefined) throw grantNotFound(grantId, key.arn);
      if (DryRun === true) throw dryRun();
      removeGrant(tx, key.scope, grant);
    });
    return {};
  },
);
