// CreateEmailIdentityPolicy: lets others send as this identity.

import type {
  CreateEmailIdentityPolicyCommandInput,
  CreateEmailIdentityPolicyCommandOutput,
} from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { changeIdentity } from "../../identities/identity.ts";
import { MOST_POLICIES, requirePolicy } from "../../identities/policies.ts";
import { alreadyExists, badRequest, identityNotFound, limitExceeded } from "../errors.ts";

export const createEmailIdentityPolicy = defineOperation<
  Input<CreateEmailIdentityPolicyCommandInput>,
  CreateEmailIdentityPolicyCommandOutput
>("CreateEmailIdentityPolicy", (input, context) => {
  const { EmailIdentity: name, PolicyName: policyName, Policy: text } = input;
  requirePolicy(text, badRequest);
  context.store.write((tx) =>
    changeIdentity(
      tx,
      context,
      name,
      (identity) => {
        const policies = identity.policies ?? {};
        if (policies[policyName] !== undefined)
          throw alreadyExists(`Policy ${policyName} already exists for identity ${name}.`);
        if (Object.keys(policies).length >= MOST_POLICIES)
          throw limitExceeded(`Identity ${name} has ${MOST_POLICIES} policies.`);
        return { ...identity, policies: { ...policies, [policyName]: text } };
      },
      identityNotFound,
    ),
  );
  return {};
});
