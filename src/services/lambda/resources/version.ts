// AWS::Lambda::Version: publishes what a function holds. It never changes.

import type { ResourceType } from "../../../service/resource-type.ts";
import { everyPart, given, ifThere, text } from "./properties.ts";

/** A version. Ref is its ARN. */
export const versionType: ResourceType = {
  typeName: "AWS::Lambda::Version",
  properties: ["CodeSha256", "Description", "FunctionName"],

  // Repeatable by itself: a function that has not changed keeps its newest version.
  async create(properties, context) {
    const published = await context.aws.lambda.publishVersion(
      given({
        FunctionName: text(properties["FunctionName"]) ?? "",
        CodeSha256: text(properties["CodeSha256"]),
        Description: text(properties["Description"]),
      }),
    );
    const arn = String(published.FunctionArn);
    return { physicalId: arn, attributes: { FunctionArn: arn, Version: published.Version } };
  },

  async read(physicalId, context) {
    const found = await ifThere(() => context.aws.lambda.getFunctionConfiguration({ FunctionName: physicalId }));
    if (found === undefined) return undefined;
    return given({
      FunctionName: found.FunctionName,
      CodeSha256: found.CodeSha256,
      Description: found.Description === "" ? undefined : found.Description,
    });
  },

  attributesOf: (arn) => ({ FunctionArn: arn, Version: arn.slice(arn.lastIndexOf(":") + 1) }),

  async list(context) {
    const versions = await everyPart(
      context,
      (input) => context.aws.lambda.listVersionsByFunction(input),
      ({ Versions }) => Versions,
    );
    const published = versions.filter(({ Version }) => Version !== "$LATEST");
    return published.map(({ FunctionArn = "" }) => ({ FunctionArn }));
  },

  async delete(physicalId, _properties, context) {
    await ifThere(() => context.aws.lambda.deleteFunction({ FunctionName: physicalId }));
  },
};
