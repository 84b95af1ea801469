// ListRetirableGrants: the account's grants that a principal may retire.

import type { ListRetirableGrantsCommandInput, ListRetirableGrantsCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePrincipal } from "../grant-rules.ts";
import { grantView } from "../grants.ts";
import { afterMarker, takePage } from "../pages.ts";
import type { GrantRecord } from "../records.ts";
import { listAllGrants } from "../repo.ts";

export const listRetirableGrants = defineOperation<
  Input<ListRetirableGrantsCommandInput>,
  ListRetirableGrantsCommandOutput
>("ListRetirableGrants", ({ RetiringPrincipal, Limit = 50, Marker }, context) => {
  if (RetiringPrincipal !== undefined) requirePrincipal(RetiringPrincipal);
  return context.store.read((tx) => {
    // In the order of keys and grants, which is that of the store.
    const placeOf = ({ keyId, grantId }: GrantRecord): string => `${keyId} ${grantId}`;
    const all = [...listAllGrants(tx, context)].filter((grant) => grant.retiringPrincipal === RetiringPrincipal);
    const { items, next } = takePage(afterMarker(all, Marker, placeOf), Limit, placeOf);
    return { Grants: items.map((grant) => grantView(grant, { scope: context })), ...next };
  });
});
