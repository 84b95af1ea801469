// UpdateOpenIDConnectProviderThumbprint: replaces all thumbprints.

import type {
  UpdateOpenIDConnectProviderThumbprintCommandInput,
  UpdateOpenIDConnectProviderThumbprintCommandOutput,
} from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeProvider, requireThumbprints } from "../oidc-providers.ts";

export const updateOpenIdConnectProviderThumbprint = defineOperation<
  Input<UpdateOpenIDConnectProviderThumbprintCommandInput>,
  UpdateOpenIDConnectProviderThumbprintCommandOutput
>("UpdateOpenIDConnectProviderThumbprint", (input, context) => {
  changeProvider(context, input.OpenIDConnectProviderArn, (provider) => ({
    ...provider,
    thumbprints: requireThumbprints(input.ThumbprintList),
  }));
  return {};
});
