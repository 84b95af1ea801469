// ListOpenIDConnectProviders: the issuers whose tokens the account's roles may trust.

import type {
  ListOpenIDConnectProvidersCommandInput,
  ListOpenIDConnectProvidersCommandOutput,
} from "@aws-sdk/client-iam";
import { arnOf } from "../../../iam/directory/names.ts";
import { listNamed } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";

export const listOpenIdConnectProviders = defineOperation<
  Input<ListOpenIDConnectProvidersCommandInput>,
  ListOpenIDConnectProvidersCommandOutput
>("ListOpenIDConnectProviders", (_input, { store, account }) => {
  const providers = store.read((tx) => [...listNamed(tx, account, "oidc-provider")]);
  return { OpenIDConnectProviderList: providers.map((each) => ({ Arn: arnOf(account, "oidc-provider", each) })) };
});
