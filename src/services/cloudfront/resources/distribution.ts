// AWS::CloudFront::Distribution.

import type {
  CacheBehavior,
  DefaultCacheBehavior,
  Distribution,
  DistributionConfig,
  Origin,
} from "@aws-sdk/client-cloudfront";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { tagList } from "../../../service/tagging.ts";
import { ifThere, ownTags, readTags } from "./properties.ts";
import { configShape, toApi, toTemplate } from "./template-form.ts";

/** A distribution. Ref is its id. */
export const distributionType: ResourceType = {
  typeName: "AWS::CloudFront::Distribution",
  properties: ["DistributionConfig", "Tags"],
  keptNotEnforced: {
    "DistributionConfig.HttpVersion": "lets viewers speak HTTP/2 and HTTP/3",
    "DistributionConfig.IPV6Enabled": "answers over IPv6, too",
    "DistributionConfig.Origins.OriginShield": "asks the origin from one place only",
    "DistributionConfig.PriceClass": "limits the places from which it answers",
    "DistributionConfig.ViewerCertificate.MinimumProtocolVersion":
      "sets the oldest version of TLS that viewers may speak",
    "DistributionConfig.Origins.ConnectionAttempts": "tries that often to connect to the origin",
    "DistributionConfig.Origins.CustomOriginConfig.IpAddressType": "reaches the origin over IPv6, too",
    "DistributionConfig.Origins.CustomOriginConfig.OriginKeepaliveTimeout":
      "keeps idle connections to the origin open for that long",
    "DistributionConfig.Origins.CustomOriginConfig.OriginSSLProtocols":
      "sets which versions of TLS it speaks with the origin",
    "DistributionConfig.ViewerCertificate.SslSupportMethod":
      "decides whether viewers that do not name the host are served",
  },
  notSupported: [
    "DistributionConfig.AnycastIpListId",
    "DistributionConfig.CacheTagConfig",
    "DistributionConfig.CNAMEs",
    "DistributionConfig.ConnectionFunctionAssociation",
    "DistributionConfig.ContinuousDeploymentPolicyId",
    "DistributionConfig.CustomOrigin",
    "DistributionConfig.CacheBehaviors.FieldLevelEncryptionId",
    "DistributionConfig.CacheBehaviors.GrpcConfig",
    "DistributionConfig.CacheBehaviors.LambdaFunctionAssociations",
    "DistributionConfig.CacheBehaviors.RealtimeLogConfigArn",
    "DistributionConfig.CacheBehaviors.SmoothStreaming",
    "DistributionConfig.CacheBehaviors.TrustedSigners",
    "DistributionConfig.DefaultCacheBehavior.FieldLevelEncryptionId",
    "DistributionConfig.DefaultCacheBehavior.GrpcConfig",
    "DistributionConfig.DefaultCacheBehavior.LambdaFunctionAssociations",
    "DistributionConfig.DefaultCacheBehavior.RealtimeLogConfigArn",
    "DistributionConfig.DefaultCacheBehavior.SmoothStreaming",
    "DistributionConfig.DefaultCacheBehavior.TrustedSigners",
    "DistributionConfig.Origins.CustomOriginConfig.OriginMtlsConfig",
    "DistributionConfig.Origins.ResponseCompletionTimeout",
    "DistributionConfig.Origins.VpcOriginConfig",
    "DistributionConfig.S3Origin",
    "DistributionConfig.Staging",
    "DistributionConfig.TenantConfig",
    "DistributionConfig.ViewerCertificate.IamCertificateId",
    "DistributionConfig.ViewerMtlsConfig",
    "DistributionConfig.WebACLId",
  ],

  async create(properties, context) {
    // A repetition with the same token and configuration gives the distribution that is there.
    const DistributionConfig = configOf(properties, context.clientToken);
    const Tags = { Items: tagList({ ...context.tags, ...readTags(properties) }) };
    const { Distribution: made } = await context.aws.cloudFront.createDistributionWithTags({
      DistributionConfigWithTags: { DistributionConfig, Tags },
    });
    return state(made);
  },

  async read(physicalId, { aws }) {
    const found = await ifThere(() => aws.cloudFront.getDistribution({ Id: physicalId }));
    const { DistributionConfig, ARN } = found?.Distribution ?? {};
    if (DistributionConfig === undefined) return undefined;
    const { Tags } = await aws.cloudFront.listTagsForResource({ Resource: ARN });
    const own = ownTags(Tags?.Items);
    return { DistributionConfig: templateOf(DistributionConfig), ...(own.length > 0 && { Tags: own }) };
  },

  async list({ aws }) {
    const all = await everyPage(async (Marker: string | undefined) => {
      const { DistributionList: page } = await aws.cloudFront.listDistributions({ Marker });
      return { items: page?.Items, next: page?.NextMarker };
    });
    return all.map(({ Id }) => ({ Id }));
  },

  async update(physicalId, properties, previous, { aws, tags }) {
    const { Distribution: before, ETag } = await aws.cloudFront.getDistribution({ Id: physicalId });
    const reference = before?.DistributionConfig?.CallerReference ?? "";
    const { Distribution: after } = await aws.cloudFront.updateDistribution({
      Id: physicalId,
      IfMatch: ETag,
      DistributionConfig: configOf(properties, reference),
    });
    const Resource = after?.ARN;
    const wanted = { ...tags, ...readTags(properties) };
    const gone = Object.keys(readTags(previous)).filter((key) => !Object.hasOwn(wanted, key));
    if (gone.length > 0) await aws.cloudFront.untagResource({ Resource, TagKeys: { Items: gone } });
    await aws.cloudFront.tagResource({ Resource, Tags: { Items: tagList(wanted) } });
    return state(after);
  },

  async delete(physicalId, _properties, context) {
    await ifThere(() => remove(physicalId, context));
  },
};

/** AWS: a distribution has to be disabled, and that to be deployed, before it can be deleted; CloudFormation does both. */
async function remove(Id: string, { aws, wait }: ResourceContext): Promise<void> {
  const { DistributionConfig, ETag } = await aws.cloudFront.getDistributionConfig({ Id });
  if (DistributionConfig?.Enabled === true)
    await aws.cloudFront.updateDistribution({
      Id,
      IfMatch: ETag,
      DistributionConfig: { ...DistributionConfig, Enabled: false },
    });
  let found = await aws.cloudFront.getDistribution({ Id });
  while (found.Distribution?.Status !== "Deployed") {
    await wait(20);
    found = await aws.cloudFront.getDistribution({ Id });
  }
  await aws.cloudFront.deleteDistribution({ Id, IfMatch: found.ETag });
}

function state(distribution: Distribution | undefined): ResourceState {
  const { Id = "", DomainName = "" } = distribution ?? {};
  return { physicalId: Id, attributes: { Id, DomainName } };
}

const shape = (): ReturnType<typeof configShape> => configShape("CreateDistribution", "DistributionConfig");

/** What a template may leave out and the API asks for. */
function configOf(properties: Properties, CallerReference: string): DistributionConfig {
  const config = toApi(shape(), properties["DistributionConfig"]) as Partial<DistributionConfig>;
  const { Comment = "", Enabled, DefaultCacheBehavior: last, CacheBehaviors, Origins, Logging } = config;
  return {
    ...config,
    CallerReference,
    Comment,
    Enabled,
    Origins: Origins && { ...Origins, Items: (Origins.Items ?? []).map(originOf) },
    DefaultCacheBehavior: last && behaviourOf(last),
    ...(CacheBehaviors !== undefined && {
      CacheBehaviors: {
        ...CacheBehaviors,
        Items: (CacheBehaviors.Items ?? []).map((each): CacheBehavior => behaviourOf(each)),
      },
    }),
    // AWS: a template that has Logging enables it.
    ...(Logging !== undefined && { Logging: { ...Logging, Enabled: true } }),
  };
}

function behaviourOf<B extends CacheBehavior | DefaultCacheBehavior>(behaviour: B): B {
  const { ForwardedValues: values } = behaviour;
  if (values === undefined) return behaviour;
  return { ...behaviour, ForwardedValues: { ...values, Cookies: values.Cookies ?? { Forward: "none" } } };
}

function originOf(origin: Origin): Origin {
  const { S3OriginConfig: s3, CustomOriginConfig: custom } = origin;
  return {
    ...origin,
    ...(s3 !== undefined && { S3OriginConfig: { ...s3, OriginAccessIdentity: s3.OriginAccessIdentity ?? "" } }),
    ...(custom !== undefined && {
      CustomOriginConfig: { ...custom, HTTPPort: custom.HTTPPort ?? 80, HTTPSPort: custom.HTTPSPort ?? 443 },
    }),
  };
}

/** Settings that stand for "none" in the API are left out of templates. */
function templateOf({ Logging, ...config }: DistributionConfig): unknown {
  const { Enabled, ...target } = Logging ?? {};
  return toTemplate(shape(), Enabled === true ? { ...config, Logging: target } : config);
}
