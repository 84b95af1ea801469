// A distribution's configuration as CloudFront keeps and shows it: all that the caller left out, with the values that AWS gives it. Pure.
// AWS: "DistributionConfig", "CacheBehavior", "Origin" (API reference).

import type {
  AllowedMethods,
  CacheBehavior,
  CustomErrorResponse,
  CustomOriginConfig,
  DefaultCacheBehavior,
  DistributionConfig,
  Origin,
  ViewerCertificate,
} from "@aws-sdk/client-cloudfront";
import { itemsOf, listOf } from "./quantities.ts";

/** The whole configuration. */
export function completeConfig(config: DistributionConfig): DistributionConfig {
  const { Logging, Restrictions, DefaultCacheBehavior: last } = config;
  return {
    ...config,
    Aliases: listOf(itemsOf(config.Aliases)),
    DefaultRootObject: config.DefaultRootObject ?? "",
    Origins: listOf(itemsOf(config.Origins).map(completeOrigin)) as NonNullable<DistributionConfig["Origins"]>,
    OriginGroups: listOf(itemsOf(config.OriginGroups)),
    DefaultCacheBehavior: last === undefined ? last : completeBehaviour(last),
    CacheBehaviors: listOf(itemsOf(config.CacheBehaviors).map((each): CacheBehavior => completeBehaviour(each))),
    CustomErrorResponses: listOf(itemsOf(config.CustomErrorResponses).map(completeErrorResponse)),
    Comment: config.Comment ?? "",
    // AWS: LoggingConfig: where it is not enabled, what else is given is deleted.
    Logging:
      Logging?.Enabled === true
        ? {
            Enabled: true,
            IncludeCookies: Logging.IncludeCookies ?? false,
            Bucket: Logging.Bucket ?? "",
            Prefix: Logging.Prefix ?? "",
          }
        : { Enabled: false, IncludeCookies: false, Bucket: "", Prefix: "" },
    PriceClass: config.PriceClass ?? "PriceClass_All",
    ViewerCertificate: completeCertificate(config.ViewerCertificate),
    Restrictions: Restrictions ?? { GeoRestriction: { RestrictionType: "none", Quantity: 0 } },
    WebACLId: config.WebACLId ?? "",
    HttpVersion: config.HttpVersion ?? "http2",
    IsIPV6Enabled: config.IsIPV6Enabled ?? true,
    ContinuousDeploymentPolicyId: config.ContinuousDeploymentPolicyId ?? "",
    Staging: config.Staging ?? false,
  };
}

function completeBehaviour<B extends CacheBehavior | DefaultCacheBehavior>(behaviour: B): B {
  const isLegacy = behaviour.ForwardedValues !== undefined;
  const { ForwardedValues: forwarded } = behaviour;
  return {
    ...behaviour,
    TrustedSigners: behaviour.TrustedSigners ?? { Enabled: false, Quantity: 0 },
    TrustedKeyGroups: behaviour.TrustedKeyGroups ?? { Enabled: false, Quantity: 0 },
    AllowedMethods: completeMethods(behaviour.AllowedMethods),
    SmoothStreaming: behaviour.SmoothStreaming ?? false,
    Compress: behaviour.Compress ?? false,
    LambdaFunctionAssociations: listOf(itemsOf(behaviour.LambdaFunctionAssociations)),
    FunctionAssociations: listOf(itemsOf(behaviour.FunctionAssociations)),
    FieldLevelEncryptionId: behaviour.FieldLevelEncryptionId ?? "",
    GrpcConfig: behaviour.GrpcConfig ?? { Enabled: false },
    ...(forwarded !== undefined && {
      ForwardedValues: {
        ...forwarded,
        Headers: listOf(itemsOf(forwarded.Headers)),
        QueryStringCacheKeys: listOf(itemsOf(forwarded.QueryStringCacheKeys)),
      },
    }),
    // AWS: with the legacy settings: DefaultTTL 24 hours, MaxTTL 365 days.
    ...(isLegacy && {
      MinTTL: behaviour.MinTTL ?? 0,
      DefaultTTL: behaviour.DefaultTTL ?? Math.max(86_400, behaviour.MinTTL ?? 0),
      MaxTTL: behaviour.MaxTTL ?? Math.max(31_536_000, behaviour.MinTTL ?? 0, behaviour.DefaultTTL ?? 0),
    }),
  };
}

const READ = { Quantity: 2, Items: ["HEAD", "GET"] as ("HEAD" | "GET")[] };

function completeMethods(methods: AllowedMethods | undefined): AllowedMethods {
  return methods === undefined
    ? { ...READ, CachedMethods: READ }
    : { ...methods, CachedMethods: methods.CachedMethods ?? READ };
}

function completeOrigin(origin: Origin): Origin {
  const { S3OriginConfig: s3, CustomOriginConfig: custom } = origin;
  return {
    ...origin,
    OriginPath: origin.OriginPath ?? "",
    CustomHeaders: listOf(itemsOf(origin.CustomHeaders)),
    ...(s3 !== undefined && {
      S3OriginConfig: {
        OriginAccessIdentity: s3.OriginAccessIdentity ?? "",
        OriginReadTimeout: s3.OriginReadTimeout ?? 30,
      },
    }),
    ...(custom !== undefined && { CustomOriginConfig: completeCustomOrigin(custom) }),
    ConnectionAttempts: origin.ConnectionAttempts ?? 3,
    ConnectionTimeout: origin.ConnectionTimeout ?? 10,
    OriginShield: origin.OriginShield ?? { Enabled: false },
    OriginAccessControlId: origin.OriginAccessControlId ?? "",
  };
}

function completeCustomOrigin(custom: CustomOriginConfig): CustomOriginConfig {
  return {
    ...custom,
    HTTPPort: custom.HTTPPort ?? 80,
    HTTPSPort: custom.HTTPSPort ?? 443,
    OriginSslProtocols: custom.OriginSslProtocols ?? { Quantity: 3, Items: ["TLSv1", "TLSv1.1", "TLSv1.2"] },
    OriginReadTimeout: custom.OriginReadTimeout ?? 30,
    OriginKeepaliveTimeout: custom.OriginKeepaliveTimeout ?? 5,
  };
}

function completeErrorResponse(response: CustomErrorResponse): CustomErrorResponse {
  return {
    ...response,
    ResponsePagePath: response.ResponsePagePath ?? "",
    ResponseCode: response.ResponseCode ?? "",
    // AWS: "Control how long CloudFront caches errors": 10 seconds.
    ErrorCachingMinTTL: response.ErrorCachingMinTTL ?? 10,
  };
}

/** AWS: "ViewerCertificate": Certificate and CertificateSource are the old names of the same things. */
function completeCertificate(given: ViewerCertificate | undefined): ViewerCertificate {
  const arn = given?.ACMCertificateArn;
  const id = given?.IAMCertificateId;
  if (arn === undefined && id === undefined)
    return {
      CloudFrontDefaultCertificate: true,
      SSLSupportMethod: "vip",
      MinimumProtocolVersion: "TLSv1",
      CertificateSource: "cloudfront",
    };
  return {
    ...given,
    CloudFrontDefaultCertificate: false,
    MinimumProtocolVersion: given?.MinimumProtocolVersion ?? "TLSv1",
    Certificate: arn ?? id,
    CertificateSource: arn === undefined ? "iam" : "acm",
  };
}
