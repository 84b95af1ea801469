// CreateSAMLProvider: lets roles trust the responses of an identity provider.

import type { CreateSAMLProviderCommandInput, CreateSAMLProviderCommandOutput } from "@aws-sdk/client-iam";
import { arnOf } from "../../../iam/directory/names.ts";
import type { SamlProviderRecord } from "../../../iam/directory/records.ts";
import { changeIam, isNameTaken, listNamed, saveNamed } from "../../../iam/directory/repo.ts";
import { ALPHABET } from "../../../kernel/ids.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { quotaExceeded, samlProviderExists } from "../errors.ts";
import { MOST_SAML_PROVIDERS, requireMetadata } from "../saml-providers.ts";
import { tagItems, withTags } from "../tags.ts";

export const createSamlProvider = defineOperation<
  Input<CreateSAMLProviderCommandInput>,
  CreateSAMLProviderCommandOutput
>("CreateSAMLProvider", (input, { account, store, clock, random }) => {
  const nowMs = clock.nowMs();
  const provider: SamlProviderRecord = {
    v: 1,
    name: input.Name,
    path: "/",
    // AWS: privateKeyIdType, of which SAMLProviderUUID is one: 22 to 64 capital letters and digits.
    id: `SAMLP${random.text(17, ALPHABET.base32)}`,
    createdAtMs: nowMs,
    ...requireMetadata(input.SAMLMetadataDocument, nowMs),
    tags: withTags({}, input.Tags ?? []),
  };
  changeIam<void>(store, (tx) => {
    if (isNameTaken(tx, account, "saml-provider", provider.name)) throw samlProviderExists(provider.name);
    if ([...listNamed(tx, account, "saml-provider")].length >= MOST_SAML_PROVIDERS)
      throw quotaExceeded("SAMLProvidersPerAccount", MOST_SAML_PROVIDERS);
    saveNamed(tx, account, "saml-provider", provider);
  });
  return { SAMLProviderArn: arnOf(account, "saml-provider", provider), Tags: tagItems(provider.tags) };
});
