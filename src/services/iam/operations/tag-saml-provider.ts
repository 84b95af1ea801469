// TagSAMLProvider: sets tags of a provider.

import type { TagSAMLProviderCommandInput, TagSAMLProviderCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeSamlProvider } from "../saml-providers.ts";
import { withTags } from "../tags.ts";

export const tagSamlProvider = defineOperation<Input<TagSAMLProviderCommandInput>, TagSAMLProviderCommandOutput>(
  "TagSAMLProvider",
  (input, context) => {
    changeSamlProvider(context, input.SAMLProviderArn, (provider) => ({
      ...provider,
      tags: withTags(provider.tags, input.Tags),
    }));
    return {};
  },
);
