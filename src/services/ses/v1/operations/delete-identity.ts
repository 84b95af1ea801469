// DeleteIdentity: no mail may be sent from it any more.

import type { DeleteIdentityCommandInput, DeleteIdentityCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { identities } from "../../repo.ts";

export const deleteIdentity = defineOperation<Input<DeleteIdentityCommandInput>, DeleteIdentityCommandOutput>(
  "DeleteIdentity",
  (input, context) => {
    context.store.write((tx) => identities.remove(tx, context, input.Identity));
    return {};
  },
);
