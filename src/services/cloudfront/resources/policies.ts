// AWS::CloudFront::CachePolicy, OriginRequestPolicy and ResponseHeadersPolicy.

import { thingType } from "./things.ts";

/** A cache policy. */
export const cachePolicyType = thingType({
  typeName: "AWS::CloudFront::CachePolicy",
  configName: "CachePolicyConfig",
  createOperation: "CreateCachePolicy",
  timeAttribute: "LastModifiedTime",
  create: async ({ cloudFront }, CachePolicyConfig) => found(await cloudFront.createCachePolicy({ CachePolicyConfig })),
  get: async ({ cloudFront }, Id) => found(await cloudFront.getCachePolicy({ Id })),
  update: async ({ cloudFront }, Id, CachePolicyConfig, IfMatch) =>
    found(await cloudFront.updateCachePolicy({ Id, CachePolicyConfig, IfMatch })),
  delete: ({ cloudFront }, Id, IfMatch) => cloudFront.deleteCachePolicy({ Id, IfMatch }),
  async list({ cloudFront }, Marker) {
    const { CachePolicyList: page } = await cloudFront.listCachePolicies({ Type: "custom", Marker });
    return { items: (page?.Items ?? []).map(({ CachePolicy }) => CachePolicy?.Id ?? ""), next: page?.NextMarker };
  },
});

/** An origin request policy. */
export const originRequestPolicyType = thingType({
  typeName: "AWS::CloudFront::OriginRequestPolicy",
  configName: "OriginRequestPolicyConfig",
  createOperation: "CreateOriginRequestPolicy",
  timeAttribute: "LastModifiedTime",
  create: async ({ cloudFront }, OriginRequestPolicyConfig) =>
    found(await cloudFront.createOriginRequestPolicy({ OriginRequestPolicyConfig })),
  get: async ({ cloudFront }, Id) => found(await cloudFront.getOriginRequestPolicy({ Id })),
  update: async ({ cloudFront }, Id, OriginRequestPolicyConfig, IfMatch) =>
    found(await cloudFront.updateOriginRequestPolicy({ Id, OriginRequestPolicyConfig, IfMatch })),
  delete: ({ cloudFront }, Id, IfMatch) => cloudFront.deleteOriginRequestPolicy({ Id, IfMatch }),
  async list({ cloudFront }, Marker) {
    const { OriginRequestPolicyList: page } = await cloudFront.listOriginRequestPolicies({ Type: "custom", Marker });
    const items = (page?.Items ?? []).map(({ OriginRequestPolicy }) => OriginRequestPolicy?.Id ?? "");
    return { items, next: page?.NextMarker };
  },
});

/** A response headers policy. */
export const responseHeadersPolicyType = thingType({
  typeName: "AWS::CloudFront::ResponseHeadersPolicy",
  configName: "ResponseHeadersPolicyConfig",
  createOperation: "CreateResponseHeadersPolicy",
  timeAttribute: "LastModifiedTime",
  create: async ({ cloudFront }, ResponseHeadersPolicyConfig) =>
    found(await cloudFront.createResponseHeadersPolicy({ ResponseHeadersPolicyConfig })),
  get: async ({ cloudFront }, Id) => found(await cloudFront.getResponseHeadersPolicy({ Id })),
  update: async ({ cloudFront }, Id, ResponseHeadersPolicyConfig, IfMatch) =>
    found(await cloudFront.updateResponseHeadersPolicy({ Id, ResponseHeadersPolicyConfig, IfMatch })),
  delete: ({ cloudFront }, Id, IfMatch) => cloudFront.deleteResponseHeadersPolicy({ Id, IfMatch }),
  async list({ cloudFront }, Marker) {
    const { ResponseHeadersPolicyList: page } = await cloudFront.listResponseHeadersPolicies({
      Type: "custom",
      Marker,
    });
    const items = (page?.Items ?? []).map(({ ResponseHeadersPolicy }) => ResponseHeadersPolicy?.Id ?? "");
    return { items, next: page?.NextMarker };
  },
});

interface Policy {
  readonly Id?: string | undefined;
  readonly LastModifiedTime?: Date | undefined;
  readonly CachePolicyConfig?: object | undefined;
  readonly OriginRequestPolicyConfig?: object | undefined;
  readonly ResponseHeadersPolicyConfig?: object | undefined;
}

function found(answer: {
  readonly ETag?: string | undefined;
  readonly CachePolicy?: Policy | undefined;
  readonly OriginRequestPolicy?: Policy | undefined;
  readonly ResponseHeadersPolicy?: Policy | undefined;
}): { id: string; etag: string; config: object; timeMs: number } {
  const policy = answer.CachePolicy ?? answer.OriginRequestPolicy ?? answer.ResponseHeadersPolicy ?? {};
  const config = policy.CachePolicyConfig ?? policy.OriginRequestPolicyConfig ?? policy.ResponseHeadersPolicyConfig;
  return {
    id: policy.Id ?? "",
    etag: answer.ETag ?? "",
    config: config ?? {},
    timeMs: policy.LastModifiedTime?.getTime() ?? 0,
  };
}
