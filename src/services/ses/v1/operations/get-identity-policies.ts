// GetIdentityPolicies: policies of an identity, by their names.

import type { GetIdentityPoliciesCommandInput, GetIdentityPoliciesCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { identities } from "../../repo.ts";

export const getIdentityPolicies = defineOperation<
  Input<GetIdentityPoliciesCommandInput>,
  GetIdentityPoliciesCommandOutput
>("GetIdentityPolicies", (input, context) => {
  const policies = context.store.read((tx) => identities.load(tx, context, input.Identity))?.policies ?? {};
  return {
    Policies: Object.fromEntries(Object.entries(policies).filter(([name]) => input.PolicyNames.includes(name))),
  };
});
