// ListIdentities: the names of all identities, in pages.

import type { ListIdentitiesCommandInput, ListIdentitiesCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { identities } from "../../repo.ts";
import { pageOf } from "../shapes.ts";

export const listIdentities = defineOperation<Input<ListIdentitiesCommandInput>, ListIdentitiesCommandOutput>(
  "ListIdentities",
  (input, context) => {
    const wanted =
      input.IdentityType === undefined ? undefined : input.IdentityType === "Domain" ? "DOMAIN" : "EMAIL_ADDRESS";
    const { items, next } = context.store.read((tx) =>
      pageOf(
        { size: input.MaxItems, token: input.NextToken, most: 1_000 },
        function* (after) {
          for (const identity of identities.list(tx, context, after === undefined ? {} : { after }))
            if (wanted === undefined || identity.type === wanted) yield identity;
        },
        ({ name }) => name,
      ),
    );
    return { Identities: items.map(({ name }) => name), ...next };
  },
);
