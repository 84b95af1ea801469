// ListIdentityPolicies: the names of an identity's policies.

import type { ListIdentityPoliciesCommandInput, ListIdentityPoliciesCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { identities } from "../../repo.ts";

export const listIdentityPolicies = defineOperation<
  Input<ListIdentityPoliciesCommandInput>,
  ListIdentityPoliciesCommandOutput
>("ListIdentityPolicies", (input, context) => {
  const policies = context.store.read((tx) => identities.load(tx, context, input.Identity))?.policies ?? {};
  return { PolicyNames: Object.keys(policies) };
});
