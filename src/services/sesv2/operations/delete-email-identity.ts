// DeleteEmailIdentity: no mail may be sent from it any more.

import type { DeleteEmailIdentityCommandInput, DeleteEmailIdentityCommandOutput } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { identityNotFound } from "../errors.ts";
import { removeIdentity } from "../repo.ts";

export const deleteEmailIdentity = defineOperation<
  Input<DeleteEmailIdentityCommandInput>,
  DeleteEmailIdentityCommandOutput
>("DeleteEmailIdentity", (input, context) => {
  const wasThere = context.store.write((tx) => removeIdentity(tx, context, input.EmailIdentity));
  if (!wasThere) throw identityNotFound(input.EmailIdentity);
  return {};
});
