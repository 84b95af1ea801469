// ListOpenIDConnectProviders: the issuers whose tokens the account's roles may trust.

import type { ListOpenIDConnectProvidersCommandOutput } from "@aws-sdk/client-iam";
import { arnOf } from "../../../iam/directory/names.ts";
import { listNamed } from "../../../iam/directory/repo.ts";
import { defineOperation } from "../../../service/service.ts";

export const listOpenIdConnectProviders = defineOperation<object, ListOpenIDConnectProvidersCommandOutput>(
  "ListOpenIDConnectProviders",
  (_input, { store, account }) => {
    const providers = store.read((tx) => [...listNamed(tx, account, "oidc-provider")]);
    return { OpenIDConnectProviderList: providers.map((each) => ({ Arn: arnOf(account, "oidc-provider", each) })) };
  },
);
