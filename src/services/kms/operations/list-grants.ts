// ListGrants: a key's grants.

import type { ListGrantsCommandInput, ListGrantsCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireGrantId } from "../grant-rules.ts";
import { grantView } from "../grants.ts";
import { requireKey } from "../keys.ts";
import { parseMarker, takePage } from "../pages.ts";
import type { GrantRecord } from "../records.ts";
import { listGrants as storedGrants } from "../repo.ts";

export const listGrants = defineOperation<Input<ListGrantsCommandInput>, ListGrantsCommandOutput>(
  "ListGrants",
  ({ KeyId, GrantId, GranteePrincipal, GranteeServicePrincipal, Limit = 50, Marker }, context) => {
    const after = parseMarker(Marker);
    if (GrantId !== undefined) requireGrantId(GrantId);
    return context.store.read((tx) => {
      const key = requireKey(context, KeyId, "ListGrants", { isById: true }, tx);
      const isWanted = (grant: GrantRecord): boolean =>
        (GrantId === undefined || grant.grantId === GrantId) &&
        [GranteePrincipal, GranteeServicePrincipal].every(
          (name) => name === undefined || grant.granteePrincipal === name,
        );
      const found = chosen(storedGrants(tx, key.scope, key.record.keyId, after), isWanted);
      const { items, next } = takePage(found, Limit, ({ grantId }) => grantId);
      return { Grants: items.map((grant) => grantView(grant, key)), ...next };
    });
  },
);

function* chosen(grants: Iterable<GrantRecord>, isWanted: (grant: GrantRecord) => boolean): Generator<GrantRecord> {
  for (const grant of grants) if (isWanted(grant)) yield grant;
}
