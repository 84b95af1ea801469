// UpdateIdentityProvider: changes what is known of a provider; what the request does not give stays.

import type {
  UpdateIdentityProviderCommandInput,
  UpdateIdentityProviderCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { readDetails } from "../federation/details.ts";
import { withEndpoints } from "../federation/endpoints.ts";
import { describeProvider, readMapping, requireFreeIdentifiers, requireProvider } from "../federation/providers.ts";
import { saveProvider } from "../federation/repo.ts";
import { requirePool } from "../pools.ts";

export const updateIdentityProvider = defineOperation<
  Input<UpdateIdentityProviderCommandInput>,
  UpdateIdentityProviderCommandOutput
>("UpdateIdentityProvider", async (input, context) => {
  const { UserPoolId, ProviderName: name, ProviderDetails, AttributeMapping, IdpIdentifiers } = input;
  const { type } = context.store.read((tx) => requireProvider(tx, context, UserPoolId, name));
  const given = ProviderDetails === undefined ? undefined : readDetails(type, ProviderDetails);
  const details = given === undefined ? undefined : await withEndpoints(context, type, given);
  return context.store.write((tx) => {
    const pool = requirePool(tx, context, UserPoolId);
    const present = requireProvider(tx, context, UserPoolId, name);
    const changed = {
      ...present,
      details: details ?? present.details,
      attributeMapping:
        AttributeMapping === undefined ? present.attributeMapping : readMapping(pool, type, AttributeMapping),
      identifiers: IdpIdentifiers ?? present.identifiers,
      modifiedAtMs: context.clock.nowMs(),
    };
    requireFreeIdentifiers(tx, context, UserPoolId, name, changed.identifiers);
    saveProvider(tx, context, UserPoolId, changed);
    return { IdentityProvider: describeProvider(UserPoolId, changed) };
  });
});
