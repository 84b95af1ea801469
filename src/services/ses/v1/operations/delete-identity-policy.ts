// DeleteIdentityPolicy: takes a policy away. AWS: one that does not exist is no error.

import type { DeleteIdentityPolicyCommandInput, DeleteIdentityPolicyCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { identities } from "../../repo.ts";

export const deleteIdentityPolicy = defineOperation<
  Input<DeleteIdentityPolicyCommandInput>,
  DeleteIdentityPolicyCommandOutput
>("DeleteIdentityPolicy", (input, context) => {
  context.store.write((tx) => {
    const identity = identities.load(tx, context, input.Identity);
    if (identity === undefined) return;
    const { [input.PolicyName]: _before, ...policies } = identity.policies ?? {};
    identities.save(tx, context, { ...identity, policies });
  });
  return {};
});
