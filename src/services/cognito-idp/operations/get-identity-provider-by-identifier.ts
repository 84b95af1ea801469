// GetIdentityProviderByIdentifier: the provider that has an identifier.

import type {
  GetIdentityProviderByIdentifierCommandInput,
  GetIdentityProviderByIdentifierCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { resourceNotFound } from "../errors.ts";
import { describeProvider, findByIdentifier } from "../federation/providers.ts";
import { requirePool } from "../pools.ts";

export const getIdentityProviderByIdentifier = defineOperation<
  Input<GetIdentityProviderByIdentifierCommandInput>,
  GetIdentityProviderByIdentifierCommandOutput
>("GetIdentityProviderByIdentifier", ({ UserPoolId, IdpIdentifier }, context) => {
  const provider = context.store.read((tx) => {
    requirePool(tx, context, UserPoolId);
    return findByIdentifier(tx, context, UserPoolId, IdpIdentifier);
  });
  if (provider === undefined) throw resourceNotFound(`Identity provider ${IdpIdentifier} does not exist.`);
  return { IdentityProvider: describeProvider(UserPoolId, provider) };
});
