// DescribeUserPoolDomain: whose hosted pages are under a prefix.

import type {
  DescribeUserPoolDomainCommandInput,
  DescribeUserPoolDomainCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { loadDomain } from "../repo.ts";

export const describeUserPoolDomain = defineOperation<
  Input<DescribeUserPoolDomainCommandInput>,
  DescribeUserPoolDomainCommandOutput
>("DescribeUserPoolDomain", ({ Domain }, context) => {
  const found = context.store.read((tx) => loadDomain(tx, Domain));
  // AWS: of another's domain and of none nothing is said.
  if (found === undefined || found.account !== context.account || found.region !== context.region)
    return { DomainDescription: {} };
  return {
    DomainDescription: {
      UserPoolId: found.poolId,
      AWSAccountId: found.account,
      Domain,
      Status: "ACTIVE",
      Version: "1",
    },
  };
});
