// AWS::Lambda::EventInvokeConfig: how asynchronous invocations are retried and reported.

import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { everyPart, given, ifThere, member, number, text } from "./properties.ts";

/** The settings of one qualifier. Ref is FUNCTION|QUALIFIER. */
export const eventInvokeConfigType: ResourceType = {
  typeName: "AWS::Lambda::EventInvokeConfig",
  properties: ["DestinationConfig", "FunctionName", "MaximumEventAgeInSeconds", "MaximumRetryAttempts", "Qualifier"],

  create: (properties, context) => put(properties, context),
  update: (_physicalId, properties, _previous, context) => put(properties, context),

  async read(physicalId, context) {
    const found = await ifThere(() => context.aws.lambda.getFunctionEventInvokeConfig(splitId(physicalId)));
    if (found === undefined) return undefined;
    const { OnFailure, OnSuccess } = found.DestinationConfig ?? {};
    const destinations = given({
      OnFailure: OnFailure?.Destination === undefined ? undefined : OnFailure,
      OnSuccess: OnSuccess?.Destination === undefined ? undefined : OnSuccess,
    });
    return given({
      ...splitId(physicalId),
      DestinationConfig: Object.keys(destinations).length === 0 ? undefined : destinations,
      MaximumEventAgeInSeconds: found.MaximumEventAgeInSeconds,
      MaximumRetryAttempts: found.MaximumRetryAttempts,
    });
  },

  async list(context) {
    const configurations = await everyPart(
      context,
      (input) => context.aws.lambda.listFunctionEventInvokeConfigs(input),
      ({ FunctionEventInvokeConfigs }) => FunctionEventInvokeConfigs,
    );
    return configurations.map(({ FunctionArn = "" }) => {
      // arn:aws:lambda:REGION:ACCOUNT:function:NAME:QUALIFIER
      const [FunctionName = "", Qualifier = "$LATEST"] = FunctionArn.split(":").slice(6);
      return { FunctionName, Qualifier };
    });
  },

  async delete(physicalId, _properties, context) {
    await ifThere(() => context.aws.lambda.deleteFunctionEventInvokeConfig(splitId(physicalId)));
  },
};

async function put(properties: Properties, context: ResourceContext): Promise<ResourceState> {
  const FunctionName = text(properties["FunctionName"]) ?? "";
  const Qualifier = text(properties["Qualifier"]) ?? "$LATEST";
  const destination = (name: string): { Destination: string } | undefined => {
    const arn = text(member(member(properties["DestinationConfig"], name), "Destination"));
    return arn === undefined ? undefined : { Destination: arn };
  };
  await context.aws.lambda.putFunctionEventInvokeConfig(
    given({
      FunctionName,
      Qualifier,
      MaximumEventAgeInSeconds: number(properties["MaximumEventAgeInSeconds"]),
      MaximumRetryAttempts: number(properties["MaximumRetryAttempts"]),
      DestinationConfig: given({ OnFailure: destination("OnFailure"), OnSuccess: destination("OnSuccess") }),
    }),
  );
  return { physicalId: `${FunctionName}|${Qualifier}`, attributes: {} };
}

function splitId(physicalId: string): { FunctionName: string; Qualifier: string } {
  const at = physicalId.lastIndexOf("|");
  return { FunctionName: physicalId.slice(0, at), Qualifier: physicalId.slice(at + 1) };
}
