// AWS::CloudFront::Function.

import { AwsError } from "../../../kernel/errors.ts";
import type { AwsApis } from "../../../service/apis.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { ifThere } from "./properties.ts";

/** A function. Ref is its ARN. */
export const functionType: ResourceType = {
  typeName: "AWS::CloudFront::Function",
  properties: ["AutoPublish", "FunctionCode", "FunctionConfig", "Name"],
  notSupported: ["FunctionConfig.KeyValueStoreAssociations"],

  async create(properties, { aws }) {
    const Name = String(properties["Name"]);
    const wanted = wantedOf(properties);
    try {
      await aws.cloudFront.createFunction({ Name, ...wanted });
    } catch (error) {
      // The very same is what an interrupted run of this step left: there is nothing else to know it by.
      const isThere = error instanceof AwsError && error.code === "FunctionAlreadyExists";
      const code = isThere ? (await aws.cloudFront.getFunction({ Name })).FunctionCode : undefined;
      if (code === undefined || !Buffer.from(code).equals(wanted.FunctionCode)) throw error;
    }
    return publish(aws, Name, properties);
  },

  async read(physicalId, { aws }) {
    const Name = nameOf(physicalId);
    const found = await ifThere(() => aws.cloudFront.describeFunction({ Name }));
    if (found === undefined) return undefined;
    const { FunctionCode = new Uint8Array() } = await aws.cloudFront.getFunction({ Name });
    const { Comment, Runtime } = found.FunctionSummary?.FunctionConfig ?? {};
    return { Name, FunctionCode: Buffer.from(FunctionCode).toString("utf8"), FunctionConfig: { Comment, Runtime } };
  },

  async list({ aws }) {
    const all = await everyPage(async (Marker: string | undefined) => {
      const { FunctionList: page } = await aws.cloudFront.listFunctions({ Stage: "DEVELOPMENT", Marker });
      return { items: page?.Items, next: page?.NextMarker };
    });
    return all.map(({ FunctionMetadata }) => ({ FunctionARN: FunctionMetadata?.FunctionARN ?? "" }));
  },

  async update(physicalId, properties, _previous, { aws }) {
    const Name = nameOf(physicalId);
    const { ETag: IfMatch } = await aws.cloudFront.describeFunction({ Name });
    await aws.cloudFront.updateFunction({ Name, IfMatch, ...wantedOf(properties) });
    return publish(aws, Name, properties);
  },

  async delete(physicalId, _properties, { aws }) {
    const Name = nameOf(physicalId);
    const found = await ifThere(() => aws.cloudFront.describeFunction({ Name }));
    if (found !== undefined) await ifThere(() => aws.cloudFront.deleteFunction({ Name, IfMatch: found.ETag }));
  },
};

function wantedOf(properties: Properties): {
  readonly FunctionConfig: { Comment: string; Runtime: "cloudfront-js-1.0" | "cloudfront-js-2.0" };
  readonly FunctionCode: Buffer;
} {
  const { Comment, Runtime } = properties["FunctionConfig"] as { Comment: string; Runtime: "cloudfront-js-2.0" };
  return { FunctionConfig: { Comment, Runtime }, FunctionCode: Buffer.from(String(properties["FunctionCode"])) };
}

/** AWS: AutoPublish makes each version live at once; without it a function stays in development. */
async function publish({ cloudFront }: AwsApis, Name: string, properties: Properties): Promise<ResourceState> {
  const { FunctionSummary, ETag } = await cloudFront.describeFunction({ Name });
  const isPublished = properties["AutoPublish"] === true || properties["AutoPublish"] === "true";
  if (isPublished) await cloudFront.publishFunction({ Name, IfMatch: ETag });
  const arn = FunctionSummary?.FunctionMetadata?.FunctionARN ?? "";
  const Stage = isPublished ? "LIVE" : "DEVELOPMENT";
  return { physicalId: arn, attributes: { FunctionARN: arn, "FunctionMetadata.FunctionARN": arn, Stage } };
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
