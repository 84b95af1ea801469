// AWS::Lambda::Alias.

import type { AliasRoutingConfiguration } from "@aws-sdk/client-lambda";
import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { deployAlias } from "./alias-deployment.ts";
import { everyPart, ifThere, member, text } from "./properties.ts";
import { applyProvisionedConcurrency, readProvisionedConcurrency } from "./provisioned-concurrency.ts";

/** An alias. Ref is its ARN. */
export const aliasType: ResourceType = {
  typeName: "AWS::Lambda::Alias",
  properties: [
    "Description",
    "FunctionName",
    "FunctionVersion",
    "Name",
    "ProvisionedConcurrencyConfig",
    "RoutingConfig",
  ],

  async create(properties, context) {
    try {
      const { AliasArn: arn } = await context.aws.lambda.createAlias(readAlias(properties));
      context.identify(String(arn));
      await provision(properties, context);
      return state(String(arn));
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== "ResourceConflictException") throw error;
      // The alias of this name may be of an interrupted run; if it points there already, it is.
      const found = await context.aws.lambda.getAlias(nameOf(properties));
      if (found.FunctionVersion !== text(properties["FunctionVersion"])) throw error;
      return apply(properties, context);
    }
  },

  async read(physicalId, context) {
    const [functionName, name] = splitArn(physicalId);
    const found = await ifThere(() => context.aws.lambda.getAlias({ FunctionName: functionName, Name: name }));
    if (found === undefined) return undefined;
    const provisioned = await readProvisionedConcurrency(functionName, name, context);
    const weights = Object.entries(found.RoutingConfig?.AdditionalVersionWeights ?? {});
    return {
      FunctionName: functionName,
      Name: name,
      FunctionVersion: found.FunctionVersion,
      ...(provisioned === undefined ? {} : { ProvisionedConcurrencyConfig: provisioned }),
      ...(found.Description === "" ? {} : { Description: found.Description }),
      ...(weights.length === 0
        ? {}
        : {
            RoutingConfig: {
              AdditionalVersionWeights: weights.map(([FunctionVersion, FunctionWeight]) => ({
                FunctionVersion,
                FunctionWeight,
              })),
            },
          }),
    };
  },

  async list(context) {
    const aliases = await everyPart(
      context,
      (input) => context.aws.lambda.listAliases(input),
      ({ Aliases }) => Aliases,
    );
    return aliases.map(({ AliasArn = "" }) => ({ AliasArn }));
  },

  async update(_physicalId, properties, _previous, context) {
    const deployment = context.updatePolicy?.["CodeDeployLambdaAliasUpdate"];
    if (deployment !== undefined) await deployAlias(properties, deployment, context);
    return apply(properties, context);
  },

  async delete(physicalId, _properties, context) {
    const [functionName, name] = splitArn(physicalId);
    await ifThere(() => context.aws.lambda.deleteAlias({ FunctionName: functionName, Name: name }));
  },
};

async function apply(properties: Properties, context: ResourceContext): Promise<ResourceState> {
  const { AliasArn: arn } = await context.aws.lambda.updateAlias(readAlias(properties));
  await provision(properties, context);
  return state(String(arn));
}

function provision(properties: Properties, context: ResourceContext): Promise<void> {
  const { FunctionName, Name } = nameOf(properties);
  return applyProvisionedConcurrency(FunctionName, Name, properties, context);
}

function state(arn: string): ResourceState {
  return { physicalId: arn, attributes: { AliasArn: arn } };
}

function nameOf(properties: Properties): { FunctionName: string; Name: string } {
  return { FunctionName: text(properties["FunctionName"]) ?? "", Name: text(properties["Name"]) ?? "" };
}

function readAlias(properties: Properties): ReturnType<typeof nameOf> & {
  FunctionVersion: string;
  Description: string;
  RoutingConfig: AliasRoutingConfiguration;
} {
  const weights = member(properties["RoutingConfig"], "AdditionalVersionWeights");
  const list: readonly unknown[] = Array.isArray(weights) ? weights : [];
  return {
    ...nameOf(properties),
    FunctionVersion: text(properties["FunctionVersion"]) ?? "",
    Description: text(properties["Description"]) ?? "",
    RoutingConfig: {
      AdditionalVersionWeights: Object.fromEntries(
        list.map((each) => [String(member(each, "FunctionVersion")), Number(member(each, "FunctionWeight"))]),
      ),
    },
  };
}

/** arn:aws:lambda:REGION:ACCOUNT:function:NAME:ALIAS */
function splitArn(arn: string): readonly [functionName: string, alias: string] {
  const parts = arn.split(":");
  return [parts[6] ?? "", parts[7] ?? ""];
}
