// ListIdentityProviders: the providers of a pool, in pages.

import type {
  ListIdentityProvidersCommandInput,
  ListIdentityProvidersCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parsePageToken, takePage } from "../../../service/pages.ts";
import { invalidParameter } from "../errors.ts";
import { listProviders } from "../federation/repo.ts";
import { requirePool } from "../pools.ts";

export const listIdentityProviders = defineOperation<
  Input<ListIdentityProvidersCommandInput>,
  ListIdentityProvidersCommandOutput
>("ListIdentityProviders", ({ UserPoolId, MaxResults: limit = 60, NextToken }, context) => {
  const after = parsePageToken(NextToken, () => invalidParameter("Invalid pagination token."));
  const providers = context.store.read((tx) => {
    requirePool(tx, context, UserPoolId);
    return [...listProviders(tx, context, UserPoolId)];
  });
  const from = after === undefined ? 0 : providers.findIndex(({ name }) => name === after) + 1;
  const page = takePage(providers.slice(from), limit, ({ name }) => name);
  const Providers = page.items.map(({ name, type, createdAtMs, modifiedAtMs }) => ({
    ProviderName: name,
    ProviderType: type,
    CreationDate: new Date(createdAtMs),
    LastModifiedDate: new Date(modifiedAtMs),
  }));
  return { Providers, ...page.next };
});
