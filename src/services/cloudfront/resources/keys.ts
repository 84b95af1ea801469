// AWS::CloudFront::PublicKey and AWS::CloudFront::KeyGroup.

import type { KeyGroup, PublicKey } from "@aws-sdk/client-cloudfront";
import { thingType } from "./things.ts";

/** A public key. */
export const publicKeyType = thingType({
  typeName: "AWS::CloudFront::PublicKey",
  configName: "PublicKeyConfig",
  createOperation: "CreatePublicKey",
  timeAttribute: "CreatedTime",
  create: async ({ cloudFront }, PublicKeyConfig) => keyOf(await cloudFront.createPublicKey({ PublicKeyConfig })),
  get: async ({ cloudFront }, Id) => keyOf(await cloudFront.getPublicKey({ Id })),
  update: async ({ cloudFront }, Id, PublicKeyConfig, IfMatch) =>
    keyOf(await cloudFront.updatePublicKey({ Id, PublicKeyConfig, IfMatch })),
  delete: ({ cloudFront }, Id, IfMatch) => cloudFront.deletePublicKey({ Id, IfMatch }),
  async list({ cloudFront }, Marker) {
    const { PublicKeyList: page } = await cloudFront.listPublicKeys({ Marker });
    return { items: (page?.Items ?? []).map(({ Id }) => Id), next: page?.NextMarker };
  },
});

/** A key group. */
export const keyGroupType = thingType({
  typeName: "AWS::CloudFront::KeyGroup",
  configName: "KeyGroupConfig",
  createOperation: "CreateKeyGroup",
  timeAttribute: "LastModifiedTime",
  create: async ({ cloudFront }, KeyGroupConfig) => groupOf(await cloudFront.createKeyGroup({ KeyGroupConfig })),
  get: async ({ cloudFront }, Id) => groupOf(await cloudFront.getKeyGroup({ Id })),
  update: async ({ cloudFront }, Id, KeyGroupConfig, IfMatch) =>
    groupOf(await cloudFront.updateKeyGroup({ Id, KeyGroupConfig, IfMatch })),
  delete: ({ cloudFront }, Id, IfMatch) => cloudFront.deleteKeyGroup({ Id, IfMatch }),
  async list({ cloudFront }, Marker) {
    const { KeyGroupList: page } = await cloudFront.listKeyGroups({ Marker });
    return { items: (page?.Items ?? []).map(({ KeyGroup }) => KeyGroup?.Id ?? ""), next: page?.NextMarker };
  },
});

interface Found {
  readonly id: string;
  readonly etag: string;
  readonly config: object;
  readonly timeMs: number;
}

function keyOf({ PublicKey: key, ETag = "" }: { PublicKey?: PublicKey | undefined; ETag?: string | undefined }): Found {
  return {
    id: key?.Id ?? "",
    etag: ETag,
    config: key?.PublicKeyConfig ?? {},
    timeMs: key?.CreatedTime?.getTime() ?? 0,
  };
}

function groupOf({
  KeyGroup: group,
  ETag = "",
}: {
  KeyGroup?: KeyGroup | undefined;
  ETag?: string | undefined;
}): Found {
  const timeMs = group?.LastModifiedTime?.getTime() ?? 0;
  return { id: group?.Id ?? "", etag: ETag, config: group?.KeyGroupConfig ?? {}, timeMs };
}
