// RemoveClientIDFromOpenIDConnectProvider: tokens for a client are taken no more. One that is not there is no error.

import type {
  RemoveClientIDFromOpenIDConnectProviderCommandInput,
  RemoveClientIDFromOpenIDConnectProviderCommandOutput,
} from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeProvider } from "../oidc-providers.ts";

export const removeClientIdFromOpenIdConnectProvider = defineOperation<
  Input<RemoveClientIDFromOpenIDConnectProviderCommandInput>,
  RemoveClientIDFromOpenIDConnectProviderCommandOutput
>("RemoveClientIDFromOpenIDConnectProvider", (input, context) => {
  changeProvider(context, input.OpenIDConnectProviderArn, (provider) => ({
    ...provider,
    clientIds: provider.clientIds.filter((id) => id !== input.ClientID),
  }));
  return {};
});
