// GetEmailIdentityPolicies: all policies of an identity.

import type {
  GetEmailIdentityPoliciesCommandInput,
  GetEmailIdentityPoliciesCommandOutput,
} from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { identities } from "../../repo.ts";
import { identityNotFound } from "../errors.ts";

export const getEmailIdentityPolicies = defineOperation<
  Input<GetEmailIdentityPoliciesCommandInput>,
  GetEmailIdentityPoliciesCommandOutput
>("GetEmailIdentityPolicies", (input, context) => {
  const identity = context.store.read((tx) => identities.load(tx, context, input.EmailIdentity));
  if (identity === undefined) throw identityNotFound(input.EmailIdentity);
  return { Policies: { ...identity.policies } };
});
