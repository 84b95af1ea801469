// DescribeIdentityProvider: what is known of a provider.

import type {
  DescribeIdentityProviderCommandInput,
  DescribeIdentityProviderCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeProvider, requireProvider } from "../federation/providers.ts";

export const describeIdentityProvider = defineOperation<
  Input<DescribeIdentityProviderCommandInput>,
  DescribeIdentityProviderCommandOutput
>("DescribeIdentityProvider", ({ UserPoolId, ProviderName }, context) => {
  const provider = context.store.read((tx) => requireProvider(tx, context, UserPoolId, ProviderName));
  return { IdentityProvider: describeProvider(UserPoolId, provider) };
});
