// UntagOpenIDConnectProvider: takes tags from a provider.

import type {
  UntagOpenIDConnectProviderCommandInput,
  UntagOpenIDConnectProviderCommandOutput,
} from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeProvider } from "../oidc-providers.ts";
import { withoutTags } from "../tags.ts";

export const untagOpenIdConnectProvider = defineOperation<
  Input<UntagOpenIDConnectProviderCommandInput>,
  UntagOpenIDConnectProviderCommandOutput
>("UntagOpenIDConnectProvider", (input, context) => {
  changeProvider(context, input.OpenIDConnectProviderArn, (provider) => ({
    ...provider,
    tags: withoutTags(provider.tags, input.TagKeys),
  }));
  return {};
});
