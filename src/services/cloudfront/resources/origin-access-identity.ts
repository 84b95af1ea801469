// AWS::CloudFront::CloudFrontOriginAccessIdentity.

import type { CloudFrontOriginAccessIdentity } from "@aws-sdk/client-cloudfront";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { ifThere } from "./properties.ts";

/** An origin access identity. Ref is its id. */
export const originAccessIdentityType: ResourceType = {
  typeName: "AWS::CloudFront::CloudFrontOriginAccessIdentity",
  properties: ["CloudFrontOriginAccessIdentityConfig"],

  async create(properties, { aws, clientToken }) {
    const config = { CallerReference: clientToken, Comment: commentOf(properties) };
    const made = await aws.cloudFront.createCloudFrontOriginAccessIdentity({
      CloudFrontOriginAccessIdentityConfig: config,
    });
    return stateOf(made.CloudFrontOriginAccessIdentity);
  },

  async read(physicalId, { aws }) {
    const found = await ifThere(() => aws.cloudFront.getCloudFrontOriginAccessIdentityConfig({ Id: physicalId }));
    const { Comment } = found?.CloudFrontOriginAccessIdentityConfig ?? {};
    return found && { CloudFrontOriginAccessIdentityConfig: { Comment } };
  },

  async list({ aws }) {
    const all = await everyPage(async (Marker: string | undefined) => {
      const { CloudFrontOriginAccessIdentityList: page } = await aws.cloudFront.listCloudFrontOriginAccessIdentities({
        Marker,
      });
      return { items: page?.Items, next: page?.NextMarker };
    });
    return all.map(({ Id }) => ({ Id }));
  },

  async update(physicalId, properties, _previous, { aws }) {
    const before = await aws.cloudFront.getCloudFrontOriginAccessIdentityConfig({ Id: physicalId });
    const after = await aws.cloudFront.updateCloudFrontOriginAccessIdentity({
      Id: physicalId,
      IfMatch: before.ETag,
      CloudFrontOriginAccessIdentityConfig: {
        CallerReference: before.CloudFrontOriginAccessIdentityConfig?.CallerReference,
        Comment: commentOf(properties),
      },
    });
    return stateOf(after.CloudFrontOriginAccessIdentity);
  },

  async delete(physicalId, _properties, { aws }) {
    const found = await ifThere(() => aws.cloudFront.getCloudFrontOriginAccessIdentity({ Id: physicalId }));
    if (found === undefined) return;
    await ifThere(() => aws.cloudFront.deleteCloudFrontOriginAccessIdentity({ Id: physicalId, IfMatch: found.ETag }));
  },
};

function stateOf(identity: CloudFrontOriginAccessIdentity | undefined): ResourceState {
  const { Id = "", S3CanonicalUserId = "" } = identity ?? {};
  return { physicalId: Id, attributes: { Id, S3CanonicalUserId } };
}

function commentOf(properties: Properties): string {
  const config = properties["CloudFrontOriginAccessIdentityConfig"];
  return typeof config === "object" && config !== null && "Comment" in config ? String(config.Comment) : "";
}
