// AddClientIDToOpenIDConnectProvider: tokens for one more client are taken. One that is there is no error.

import type {
  AddClientIDToOpenIDConnectProviderCommandInput,
  AddClientIDToOpenIDConnectProviderCommandOutput,
} from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeProvider, requireClientIds } from "../oidc-providers.ts";

export const addClientIdToOpenIdConnectProvider = defineOperation<
  Input<AddClientIDToOpenIDConnectProviderCommandInput>,
  AddClientIDToOpenIDConnectProviderCommandOutput
>("AddClientIDToOpenIDConnectProvider", (input, context) => {
  changeProvider(context, input.OpenIDConnectProviderArn, (provider) => ({
    ...provider,
    clientIds: requireClientIds([...provider.clientIds, input.ClientID]),
  }));
  return {};
});
