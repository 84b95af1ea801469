// ListEmailIdentities: all identities, in pages.

import type { ListEmailIdentitiesCommandInput, ListEmailIdentitiesCommandOutput } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { statusOf } from "../../identities/identity.ts";
import { identities } from "../../repo.ts";
import { pageOf } from "../shapes.ts";

export const listEmailIdentities = defineOperation<
  Input<ListEmailIdentitiesCommandInput>,
  ListEmailIdentitiesCommandOutput
>("ListEmailIdentities", (input, context) => {
  const nowMs = context.clock.nowMs();
  const { items, next } = context.store.read((tx) =>
    pageOf(
      input,
      (after) => identities.list(tx, context, after === undefined ? {} : { after }),
      ({ name }) => name,
    ),
  );
  return {
    EmailIdentities: items.map((identity) => {
      const status = statusOf(identity, nowMs);
      return {
        IdentityType: identity.type,
        IdentityName: identity.name,
        SendingEnabled: status === "SUCCESS",
        VerificationStatus: status,
      };
    }),
    ...next,
  };
});
