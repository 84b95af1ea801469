// UpdateSAMLProvider: replaces the metadata document.

import type { UpdateSAMLProviderCommandInput, UpdateSAMLProviderCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { nothingToUpdate } from "../errors.ts";
import { changeSamlProvider, requireMetadata } from "../saml-providers.ts";

export const updateSamlProvider = defineOperation<
  Input<UpdateSAMLProviderCommandInput>,
  UpdateSAMLProviderCommandOutput
>("UpdateSAMLProvider", ({ SAMLProviderArn: arn, SAMLMetadataDocument: document }, context) => {
  changeSamlProvider(context, arn, (provider) => {
    if (document === undefined) throw nothingToUpdate();
    return { ...provider, ...requireMetadata(document, context.clock.nowMs()) };
  });
  return { SAMLProviderArn: arn };
});
