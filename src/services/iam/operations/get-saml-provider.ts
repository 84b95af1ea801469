// GetSAMLProvider: what is kept of an identity provider.

import type { GetSAMLProviderCommandInput, GetSAMLProviderCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireSamlProvider } from "../saml-providers.ts";
import { tagItems } from "../tags.ts";

export const getSamlProvider = defineOperation<Input<GetSAMLProviderCommandInput>, GetSAMLProviderCommandOutput>(
  "GetSAMLProvider",
  (input, { store, account }) => {
    const provider = store.read((tx) => requireSamlProvider(tx, account, input.SAMLProviderArn));
    return {
      SAMLProviderUUID: provider.id,
      SAMLMetadataDocument: provider.metadata,
      CreateDate: new Date(provider.createdAtMs),
      ValidUntil: new Date(provider.validUntilMs),
      Tags: tagItems(provider.tags),
    };
  },
);
