// TagOpenIDConnectProvider: sets tags of a provider.

import type { TagOpenIDConnectProviderCommandInput, TagOpenIDConnectProviderCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeProvider } from "../oidc-providers.ts";
import { withTags } from "../tags.ts";

export const tagOpenIdConnectProvider = defineOperation<
  Input<TagOpenIDConnectProviderCommandInput>,
  TagOpenIDConnectProviderCommandOutput
>("TagOpenIDConnectProvider", (input, context) => {
  changeProvider(context, input.OpenIDConnectProviderArn, (provider) => ({
    ...provider,
    tags: withTags(provider.tags, input.Tags),
  }));
  return {};
});
