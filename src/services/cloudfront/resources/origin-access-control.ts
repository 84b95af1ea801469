// AWS::CloudFront::OriginAccessControl.

import type { OriginAccessControl } from "@aws-sdk/client-cloudfront";
import { thingType } from "./things.ts";

/** An origin access control. */
export const originAccessControlType = thingType({
  typeName: "AWS::CloudFront::OriginAccessControl",
  configName: "OriginAccessControlConfig",
  createOperation: "CreateOriginAccessControl",
  create: async ({ cloudFront }, OriginAccessControlConfig) =>
    found(await cloudFront.createOriginAccessControl({ OriginAccessControlConfig })),
  get: async ({ cloudFront }, Id) => found(await cloudFront.getOriginAccessControl({ Id })),
  update: async ({ cloudFront }, Id, OriginAccessControlConfig, IfMatch) =>
    found(await cloudFront.updateOriginAccessControl({ Id, OriginAccessControlConfig, IfMatch })),
  delete: ({ cloudFront }, Id, IfMatch) => cloudFront.deleteOriginAccessControl({ Id, IfMatch }),
  async list({ cloudFront }, Marker) {
    const { OriginAccessControlList: page } = await cloudFront.listOriginAccessControls({ Marker });
    return { items: (page?.Items ?? []).map(({ Id }) => Id), next: page?.NextMarker };
  },
});

function found({
  OriginAccessControl: control,
  ETag = "",
}: {
  OriginAccessControl?: OriginAccessControl | undefined;
  ETag?: string | undefined;
}): { id: string; etag: string; config: object; timeMs: number } {
  return { id: control?.Id ?? "", etag: ETag, config: control?.OriginAccessControlConfig ?? {}, timeMs: 0 };
}
