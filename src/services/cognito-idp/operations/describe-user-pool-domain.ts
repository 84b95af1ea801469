// DescribeUserPoolDomain: whose hosted pages are under a prefix.

import type {
  DescribeUserPoolDomainCommandInput,
  DescribeUserPoolDomainCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeDomain } from "../domains.ts";
import { requirePool } from "../pools.ts";
import { loadDomain } from "../repo.ts";

export const describeUserPoolDomain = defineOperation<
  Input<DescribeUserPoolDomainCommandInput>,
  DescribeUserPoolDomainCommandOutput
>("DescribeUserPoolDomain", ({ Domain }, context) => {
  const found = context.store.read((tx) => {
    const home = loadDomain(tx, Domain);
    // AWS: of another's domain and of none nothing is said.
    const isOwn = home?.account === context.account && home.region === context.region;
    return isOwn ? requirePool(tx, context, home.poolId) : undefined;
  });
  return { DomainDescription: found === undefined ? {} : describeDomain(context, found, Domain) };
});
