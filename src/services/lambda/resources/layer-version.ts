// AWS::Lambda::LayerVersion: one version of a layer. It never changes.

import type { PublishLayerVersionCommandInput } from "@aws-sdk/client-lambda";
import type { ResourceType } from "../../../service/resource-type.ts";
import { everyItem, given, ifThere, member, text, texts } from "./properties.ts";

/** A version of a layer. Ref is its ARN. */
export const layerVersionType: ResourceType = {
  typeName: "AWS::Lambda::LayerVersion",
  properties: ["CompatibleArchitectures", "CompatibleRuntimes", "Content", "Description", "LayerName", "LicenseInfo"],

  async create(properties, context) {
    const content = properties["Content"];
    const published = await context.aws.lambda.publishLayerVersion(
      given({
        // AWS: observed: a layer without a name is called as its resource in the template.
        LayerName: text(properties["LayerName"]) ?? context.logicalId,
        Content: given({
          S3Bucket: text(member(content, "S3Bucket")),
          S3Key: text(member(content, "S3Key")),
          S3ObjectVersion: text(member(content, "S3ObjectVersion")),
        }),
        Description: text(properties["Description"]),
        LicenseInfo: text(properties["LicenseInfo"]),
        CompatibleArchitectures: texts(properties["CompatibleArchitectures"]),
        CompatibleRuntimes: texts(properties["CompatibleRuntimes"]),
      }) as PublishLayerVersionCommandInput,
    );
    const arn = String(published.LayerVersionArn);
    return { physicalId: arn, attributes: { LayerVersionArn: arn } };
  },

  async read(physicalId, context) {
    const found = await ifThere(() => context.aws.lambda.getLayerVersionByArn({ Arn: physicalId }));
    if (found === undefined) return undefined;
    return given({
      CompatibleArchitectures: found.CompatibleArchitectures,
      CompatibleRuntimes: found.CompatibleRuntimes,
      Description: found.Description === "" ? undefined : found.Description,
      LayerName: String(found.LayerArn).slice(String(found.LayerArn).lastIndexOf(":") + 1),
      LicenseInfo: found.LicenseInfo,
    });
  },

  attributesOf: (arn) => ({ LayerVersionArn: arn }),

  async list({ aws }) {
    const layers = await everyItem(
      (input) => aws.lambda.listLayers(input),
      ({ Layers }) => Layers,
    );
    const found: { LayerVersionArn: string }[] = [];
    for (const { LayerName } of layers)
      for (const { LayerVersionArn = "" } of await everyItem(
        (input) => aws.lambda.listLayerVersions({ LayerName, ...input }),
        ({ LayerVersions }) => LayerVersions,
      ))
        found.push({ LayerVersionArn });
    return found;
  },

  async delete(physicalId, _properties, context) {
    const { layer, version } = splitLayerVersion(physicalId);
    await context.aws.lambda.deleteLayerVersion({ LayerName: layer, VersionNumber: version });
  },
};

/** The layer's ARN and the number in the ARN of a version. */
export function splitLayerVersion(arn: string): { readonly layer: string; readonly version: number } {
  const end = arn.lastIndexOf(":");
  return { layer: arn.slice(0, end), version: Number(arn.slice(end + 1)) };
}
