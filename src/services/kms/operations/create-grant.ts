// CreateGrant: lets a principal use the key, besides what policies say.

import type { CreateGrantCommandInput, CreateGrantCommandOutput } from "@aws-sdk/client-kms";
import { accountOf } from "../../../iam/principals.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { dryRun, limitExceeded } from "../errors.ts";
import { grantToken, requireGrantTokens } from "../grants.ts";
import { readPrincipals, requireGrant } from "../grant-rules.ts";
import { requireKey } from "../keys.ts";
import type { GrantRecord } from "../records.ts";
import { listGrants, saveGrant } from "../repo.ts";

// LIMIT: AWS: "Resource quotas": grants per KMS key.
const MOST_GRANTS = 50_000;

export const createGrant = defineOperation<Input<CreateGrantCommandInput>, CreateGrantCommandOutput>(
  "CreateGrant",
  (input, context) => {
    requireGrantTokens(context, input.GrantTokens);
    const { Name, Constraints } = input;
    const { grantee, retiring } = readPrincipals(input);
    return context.store.write((tx) => {
      const key = requireKey(context, input.KeyId, "CreateGrant", { isById: true }, tx);
      requireGrant(key, input);
      if (input.DryRun === true) throw dryRun();
      const grant: GrantRecord = {
        v: 1,
        grantId: context.random.hex(64),
        keyId: key.record.keyId,
        ...(Name === undefined ? {} : { name: Name }),
        granteePrincipal: grantee,
        ...(retiring === undefined ? {} : { retiringPrincipal: retiring }),
        operations: [...input.Operations],
        ...(Constraints === undefined ? {} : { constraints: Constraints }),
        issuingAccount: accountOf(context.principal) ?? context.account,
        createdAtMs: context.clock.nowMs(),
      };
      const grants = [...listGrants(tx, key.scope, key.record.keyId)];
      // AWS: "you can use the same name ... when all parameters are the same, KMS gives the grant that is there".
      const same = Name === undefined ? undefined : grants.find((other) => isSame(other, grant));
      if (same === undefined && grants.length >= MOST_GRANTS) throw limitExceeded("Too many grants.");
      if (same === undefined) saveGrant(tx, key.scope, grant);
      const { grantId } = same ?? grant;
      return { GrantId: grantId, GrantToken: grantToken(context, key, grantId) };
    });
  },
);

function isSame(left: GrantRecord, right: GrantRecord): boolean {
  const essence = ({ grantId: _id, createdAtMs: _at, ...rest }: GrantRecord): string =>
    JSON.stringify(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)));
  return essence(left) === essence(right);
}
