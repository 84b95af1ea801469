// UpdateEmailIdentityPolicy: another text of a policy.

import type {
  UpdateEmailIdentityPolicyCommandInput,
  UpdateEmailIdentityPolicyCommandOutput,
} from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { changeIdentity } from "../../identities/identity.ts";
import { requirePolicy } from "../../identities/policies.ts";
import { badRequest, identityNotFound, notFound } from "../errors.ts";

export const updateEmailIdentityPolicy = defineOperation<
  Input<UpdateEmailIdentityPolicyCommandInput>,
  UpdateEmailIdentityPolicyCommandOutput
>("UpdateEmailIdentityPolicy", (input, context) => {
  const { EmailIdentity: name, PolicyName: policyName, Policy: text } = input;
  requirePolicy(text, badRequest);
  context.store.write((tx) =>
    changeIdentity(
      tx,
      context,
      name,
      (identity) => {
        if (identity.policies?.[policyName] === undefined)
          throw notFound(`Policy ${policyName} does not exist for identity ${name}.`);
        return { ...identity, policies: { ...identity.policies, [policyName]: text } };
      },
      identityNotFound,
    ),
  );
  return {};
});
