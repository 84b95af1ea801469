// Who uses what: the cache behaviours and origins of distributions that name a policy, a key group, an access control or a function.

import type { CacheBehavior, DefaultCacheBehavior, DistributionConfig } from "@aws-sdk/client-cloudfront";
import type { ReadTx } from "../../../store/store.ts";
import type { DistributionRecord } from "../records.ts";
import { listDistributions } from "../repo.ts";
import { itemsOf } from "./quantities.ts";

/** The default behaviour and those with path patterns, the latter first, in their order of precedence. */
export function behavioursOf(config: DistributionConfig): readonly (CacheBehavior | DefaultCacheBehavior)[] {
  const { DefaultCacheBehavior: last } = config;
  return [...itemsOf(config.CacheBehaviors), ...(last === undefined ? [] : [last])];
}

/** Whether a configuration uses the thing of an id (or, of functions, of an ARN), by the kind of thing. */
export const USES = {
  "cache-policy": (config: DistributionConfig, id: string) =>
    behavioursOf(config).some(({ CachePolicyId }) => CachePolicyId === id),
  "origin-request-policy": (config: DistributionConfig, id: string) =>
    behavioursOf(config).some(({ OriginRequestPolicyId }) => OriginRequestPolicyId === id),
  "response-headers-policy": (config: DistributionConfig, id: string) =>
    behavioursOf(config).some(({ ResponseHeadersPolicyId }) => ResponseHeadersPolicyId === id),
  "key-group": (config: DistributionConfig, id: string) =>
    behavioursOf(config).some(({ TrustedKeyGroups }) => itemsOf(TrustedKeyGroups).includes(id)),
  "origin-access-control": (config: DistributionConfig, id: string) =>
    itemsOf(config.Origins).some(({ OriginAccessControlId }) => OriginAccessControlId === id),
  "origin-access-identity": (config: DistributionConfig, id: string) =>
    itemsOf(config.Origins).some(
      ({ S3OriginConfig }) => S3OriginConfig?.OriginAccessIdentity === `origin-access-identity/cloudfront/${id}`,
    ),
  function: (config: DistributionConfig, arn: string) =>
    behavioursOf(config).some(({ FunctionAssociations }) =>
      itemsOf(FunctionAssociations).some(({ FunctionARN }) => FunctionARN === arn),
    ),
} as const;

/** The account's distributions that use something. */
export function distributionsUsing(
  tx: ReadTx,
  account: string,
  kind: keyof typeof USES,
  id: string,
): readonly DistributionRecord[] {
  return listDistributions(tx, account).filter(({ config }) => USES[kind](config, id));
}
