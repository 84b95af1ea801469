// DeleteEmailIdentity: no mail may be sent from it any more.

import type { DeleteEmailIdentityCommandInput, DeleteEmailIdentityCommandOutput } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { identities } from "../../repo.ts";
import { identityNotFound } from "../errors.ts";

export const deleteEmailIdentity = defineOperation<
  Input<DeleteEmailIdentityCommandInput>,
  DeleteEmailIdentityCommandOutput
>("DeleteEmailIdentity", (input, context) => {
  const isThere = context.store.write((tx) => identities.remove(tx, context, input.EmailIdentity));
  if (!isThere) throw identityNotFound(input.EmailIdentity);
  return {};
});
