// DeleteEmailIdentityPolicy: takes a policy away.

import type {
  DeleteEmailIdentityPolicyCommandInput,
  DeleteEmailIdentityPolicyCommandOutput,
} from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { changeIdentity } from "../../identities/identity.ts";
import { identityNotFound, notFound } from "../errors.ts";

export const deleteEmailIdentityPolicy = defineOperation<
  Input<DeleteEmailIdentityPolicyCommandInput>,
  DeleteEmailIdentityPolicyCommandOutput
>("DeleteEmailIdentityPolicy", (input, context) => {
  const { EmailIdentity: name, PolicyName: policyName } = input;
  context.store.write((tx) =>
    changeIdentity(
      tx,
      context,
      name,
      (identity) => {
        const { [policyName]: before, ...policies } = identity.policies ?? {};
        if (before === undefined) throw notFound(`Policy ${policyName} does not exist for identity ${name}.`);
        return { ...identity, policies };
      },
      identityNotFound,
    ),
  );
  return {};
});
