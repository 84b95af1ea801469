// PutIdentityPolicy: lets others send as this identity.

import type { PutIdentityPolicyCommandInput, PutIdentityPolicyCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { changeIdentity } from "../../identities/identity.ts";
import { MOST_POLICIES, requirePolicy } from "../../identities/policies.ts";
import { identityMissing, invalidPolicy, limitExceeded } from "../errors.ts";

export const putIdentityPolicy = defineOperation<Input<PutIdentityPolicyCommandInput>, PutIdentityPolicyCommandOutput>(
  "PutIdentityPolicy",
  (input, context) => {
    const { Identity: name, PolicyName: policyName, Policy: text } = input;
    requirePolicy(text, invalidPolicy);
    context.store.write((tx) =>
      changeIdentity(
        tx,
        context,
        name,
        (identity) => {
          const policies = { ...identity.policies, [policyName]: text };
          if (Object.keys(policies).length > MOST_POLICIES)
            throw limitExceeded(`Identity ${name} has ${MOST_POLICIES} policies.`);
          return { ...identity, policies };
        },
        identityMissing,
      ),
    );
    return {};
  },
);
