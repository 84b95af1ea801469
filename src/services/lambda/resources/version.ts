// AWS::Lambda::Version: publishes what a function holds. It never changes.

import type { UpdateRuntimeOn } from "@aws-sdk/client-lambda";
import type { ResourceType } from "../../../service/resource-type.ts";
import { everyPart, given, ifThere, member, text } from "./properties.ts";
import { applyProvisionedConcurrency, readProvisionedConcurrency } from "./provisioned-concurrency.ts";

/** A version. Ref is its ARN. */
export const versionType: ResourceType = {
  typeName: "AWS::Lambda::Version",
  properties: ["CodeSha256", "Description", "FunctionName", "ProvisionedConcurrencyConfig", "RuntimePolicy"],
  keptNotEnforced: { RuntimePolicy: "decides when the version gets a runtime's new version" },

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
    context.identify(arn);
    const policy = properties["RuntimePolicy"];
    if (policy !== undefined)
      await context.aws.lambda.putRuntimeManagementConfig(
        given({
          FunctionName: arn,
          UpdateRuntimeOn: text(member(policy, "UpdateRuntimeOn")) as UpdateRuntimeOn,
          RuntimeVersionArn: text(member(policy, "RuntimeVersionArn")),
        }),
      );
    if (properties["ProvisionedConcurrencyConfig"] !== undefined)
      await applyProvisionedConcurrency(String(published.FunctionName), String(published.Version), properties, context);
    return { physicalId: arn, attributes: { FunctionArn: arn, Version: published.Version } };
  },

  async read(physicalId, context) {
    const found = await ifThere(() => context.aws.lambda.getFunctionConfiguration({ FunctionName: physicalId }));
    if (found === undefined) return undefined;
    const [name = "", version = ""] = [found.FunctionName, found.Version];
    const { UpdateRuntimeOn: on } = await context.aws.lambda.getRuntimeManagementConfig({ FunctionName: physicalId });
    return given({
      FunctionName: found.FunctionName,
      ProvisionedConcurrencyConfig: await readProvisionedConcurrency(name, version, context),
      RuntimePolicy: on === "Auto" ? undefined : { UpdateRuntimeOn: on },
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
