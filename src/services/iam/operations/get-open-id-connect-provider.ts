// GetOpenIDConnectProvider: what is kept of an issuer.

import type { GetOpenIDConnectProviderCommandInput, GetOpenIDConnectProviderCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireProvider } from "../oidc-providers.ts";
import { tagItems } from "../tags.ts";

export const getOpenIdConnectProvider = defineOperation<
  Input<GetOpenIDConnectProviderCommandInput>,
  GetOpenIDConnectProviderCommandOutput
>("GetOpenIDConnectProvider", (input, { store, account }) => {
  const provider = store.read((tx) => requireProvider(tx, account, input.OpenIDConnectProviderArn));
  return {
    // AWS: the answer has the address without its scheme.
    Url: provider.name,
    ClientIDList: [...provider.clientIds],
    ThumbprintList: [...provider.thumbprints],
    CreateDate: new Date(provider.createdAtMs),
    Tags: tagItems(provider.tags),
  };
});
