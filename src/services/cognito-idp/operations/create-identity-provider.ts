// CreateIdentityProvider: lets users of another provider into a pool.

import type {
  CreateIdentityProviderCommandInput,
  CreateIdentityProviderCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { duplicateProvider, invalidParameter, limitExceeded, notImplemented } from "../errors.ts";
import { isProviderType, readDetails } from "../federation/details.ts";
import { withEndpoints } from "../federation/endpoints.ts";
import { describeProvider, OWN_USERS, readMapping, requireFreeIdentifiers } from "../federation/providers.ts";
import { listProviders, loadProvider, saveProvider } from "../federation/repo.ts";
import { requirePool } from "../pools.ts";
import type { ProviderRecord } from "../records.ts";

/** LIMIT: AWS: "Quotas in Amazon Cognito": identity providers of a pool. */
const MOST_PROVIDERS = 300;

export const createIdentityProvider = defineOperation<
  Input<CreateIdentityProviderCommandInput>,
  CreateIdentityProviderCommandOutput
>("CreateIdentityProvider", async (input, context) => {
  const { UserPoolId, ProviderName: name, ProviderType: type, IdpIdentifiers: identifiers = [] } = input;
  if (!isProviderType(type)) throw notImplemented(`An identity provider of the type ${type}`);
  // Nobody is asked for a pool that is not the caller's.
  context.store.read((tx) => requirePool(tx, context, UserPoolId));
  const given = readDetails(type, input.ProviderDetails);
  const details = await withEndpoints(context, type, given);
  return context.store.write((tx) => {
    const pool = requirePool(tx, context, UserPoolId);
    if (loadProvider(tx, context, UserPoolId, name) !== undefined)
      throw duplicateProvider(`A provider already exists with the name ${name}.`);
    // AWS: the name of a social provider is that of its type.
    if (type !== "OIDC" && name !== type)
      throw invalidParameter(`ProviderName must be ${type} for the provider type ${type}.`);
    if (name === OWN_USERS || name === "Cognito") throw invalidParameter(`The provider name ${name} is reserved.`);
    if ([...listProviders(tx, context, UserPoolId)].length >= MOST_PROVIDERS)
      throw limitExceeded("Exceeded the number of identity providers for a user pool.");
    requireFreeIdentifiers(tx, context, UserPoolId, name, identifiers);
    const nowMs = context.clock.nowMs();
    const provider: ProviderRecord = {
      v: 1,
      name,
      type,
      details,
      attributeMapping: readMapping(pool, type, input.AttributeMapping ?? {}),
      identifiers,
      createdAtMs: nowMs,
      modifiedAtMs: nowMs,
    };
    saveProvider(tx, context, UserPoolId, provider);
    return { IdentityProvider: describeProvider(UserPoolId, provider) };
  });
});
