// CreateOpenIDConnectProvider: lets roles trust the tokens of an issuer.

import type {
  CreateOpenIDConnectProviderCommandInput,
  CreateOpenIDConnectProviderCommandOutput,
} from "@aws-sdk/client-iam";
import { arnOf } from "../../../iam/directory/names.ts";
import type { OidcProviderRecord } from "../../../iam/directory/records.ts";
import { changeIam, isNameTaken, listNamed, saveNamed } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { oidcProviderExists, quotaExceeded } from "../errors.ts";
import { MOST_PROVIDERS, parseIssuer, requireClientIds, requireThumbprints } from "../oidc-providers.ts";
import { tagItems, withTags } from "../tags.ts";

export const createOpenIdConnectProvider = defineOperation<
  Input<CreateOpenIDConnectProviderCommandInput>,
  CreateOpenIDConnectProviderCommandOutput
>("CreateOpenIDConnectProvider", (input, context) => {
  const { account, store, clock } = context;
  const provider: OidcProviderRecord = {
    v: 1,
    ...parseIssuer(input.Url),
    path: "/",
    createdAtMs: clock.nowMs(),
    clientIds: requireClientIds(input.ClientIDList ?? []),
    thumbprints: requireThumbprints(input.ThumbprintList ?? []),
    tags: withTags({}, input.Tags ?? []),
  };
  changeIam<void>(store, (tx) => {
    if (isNameTaken(tx, account, "oidc-provider", provider.name)) throw oidcProviderExists(input.Url);
    if ([...listNamed(tx, account, "oidc-provider")].length >= MOST_PROVIDERS)
      throw quotaExceeded("OpenIdConnectProvidersPerAccount", MOST_PROVIDERS);
    saveNamed(tx, account, "oidc-provider", provider);
  });
  return { OpenIDConnectProviderArn: arnOf(account, "oidc-provider", provider), Tags: tagItems(provider.tags) };
});
