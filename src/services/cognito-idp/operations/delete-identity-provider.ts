// DeleteIdentityProvider: takes a provider from a pool. Its users stay, and cannot sign in.

import type {
  DeleteIdentityProviderCommandInput,
  DeleteIdentityProviderCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireProvider } from "../federation/providers.ts";
import { removeProvider } from "../federation/repo.ts";
import { listClients, saveClient } from "../repo.ts";

export const deleteIdentityProvider = defineOperation<
  Input<DeleteIdentityProviderCommandInput>,
  DeleteIdentityProviderCommandOutput
>("DeleteIdentityProvider", ({ UserPoolId, ProviderName }, context) => {
  context.store.write((tx) => {
    requireProvider(tx, context, UserPoolId, ProviderName);
    removeProvider(tx, context, UserPoolId, ProviderName);
    // AWS: clients that offered it do so no longer.
    for (const client of [...listClients(tx, context, UserPoolId)]) {
      const { SupportedIdentityProviders: offered } = client.settings;
      if (offered?.includes(ProviderName) !== true) continue;
      const SupportedIdentityProviders = offered.filter((name) => name !== ProviderName);
      saveClient(tx, context, { ...client, settings: { ...client.settings, SupportedIdentityProviders } });
    }
  });
  return {};
});
