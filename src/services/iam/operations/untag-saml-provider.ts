// UntagSAMLProvider: takes tags from a provider.

import type { UntagSAMLProviderCommandInput, UntagSAMLProviderCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeSamlProvider } from "../saml-providers.ts";
import { withoutTags } from "../tags.ts";

export const untagSamlProvider = defineOperation<Input<UntagSAMLProviderCommandInput>, UntagSAMLProviderCommandOutput>(
  "UntagSAMLProvider",
  (input, context) => {
    changeSamlProvider(context, input.SAMLProviderArn, (provider) => ({
      ...provider,
      tags: withoutTags(provider.tags, input.TagKeys),
    }));
    return {};
  },
);
