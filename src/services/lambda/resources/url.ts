// AWS::Lambda::Url: the address of a function or an alias.

import type { CreateFunctionUrlConfigCommandInput, FunctionUrlAuthType, InvokeMode } from "@aws-sdk/client-lambda";
import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { everyPart, flag, given, ifThere, member, number, text, texts } from "./properties.ts";

/** An address. Ref is the function's ARN. */
export const urlType: ResourceType = {
  typeName: "AWS::Lambda::Url",
  properties: ["AuthType", "Cors", "InvokeMode", "Qualifier", "TargetFunctionArn"],

  async create(properties, context) {
    try {
      return state(await context.aws.lambda.createFunctionUrlConfig(readUrl(properties)));
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== "ResourceConflictException") throw error;
      // LIMIT: a URL has no tags that would tell whose it is: one with these very settings may be an interrupted run's.
      const { FunctionName, Qualifier } = readUrl(properties);
      const { FunctionArn } = await context.aws.lambda.getFunctionUrlConfig(given({ FunctionName, Qualifier }));
      const live = await urlType.read(FunctionArn, context);
      if (live?.["AuthType"] !== properties["AuthType"]) throw error;
      return apply(properties, context);
    }
  },

  async read(physicalId, context, known = {}) {
    const found = await ifThere(() => context.aws.lambda.getFunctionUrlConfig({ FunctionName: physicalId }));
    if (found === undefined) return undefined;
    const qualifier = physicalId.split(":")[7];
    // SAM's URLs have an alias's ARN where others have the function's and a qualifier.
    const isQualified = known["TargetFunctionArn"] === physicalId && known["Qualifier"] === undefined;
    return given({
      AuthType: found.AuthType,
      Cors: found.Cors,
      InvokeMode: found.InvokeMode,
      Qualifier: isQualified ? undefined : qualifier,
      TargetFunctionArn: isQualified ? physicalId : physicalId.split(":").slice(0, 7).join(":"),
    });
  },

  async list(context) {
    const urls = await everyPart(
      context,
      (input) => context.aws.lambda.listFunctionUrlConfigs(input),
      ({ FunctionUrlConfigs }) => FunctionUrlConfigs,
    );
    return urls.map(({ FunctionArn }) => ({ FunctionArn }));
  },

  update: (_physicalId, properties, _previous, context) => apply(properties, context),

  async delete(physicalId, _properties, context) {
    await ifThere(() => context.aws.lambda.deleteFunctionUrlConfig({ FunctionName: physicalId }));
  },
};

/** What the template does not say any more goes back to its default. */
async function apply(properties: Properties, context: ResourceContext): Promise<ResourceState> {
  return state(
    await context.aws.lambda.updateFunctionUrlConfig({ Cors: {}, InvokeMode: "BUFFERED", ...readUrl(properties) }),
  );
}

function state(found: { FunctionArn?: string | undefined; FunctionUrl?: string | undefined }): ResourceState {
  const { FunctionArn = "", FunctionUrl } = found;
  return { physicalId: FunctionArn, attributes: { FunctionArn, FunctionUrl } };
}

function readUrl(properties: Properties): CreateFunctionUrlConfigCommandInput {
  const cors = properties["Cors"];
  return given({
    FunctionName: text(properties["TargetFunctionArn"]) ?? "",
    Qualifier: text(properties["Qualifier"]),
    AuthType: text(properties["AuthType"]) as FunctionUrlAuthType,
    InvokeMode: text(properties["InvokeMode"]) as InvokeMode | undefined,
    Cors:
      cors === undefined
        ? undefined
        : given({
            AllowCredentials: flag(member(cors, "AllowCredentials")),
            AllowHeaders: texts(member(cors, "AllowHeaders")) as string[] | undefined,
            AllowMethods: texts(member(cors, "AllowMethods")) as string[] | undefined,
            AllowOrigins: texts(member(cors, "AllowOrigins")) as string[] | undefined,
            ExposeHeaders: texts(member(cors, "ExposeHeaders")) as string[] | undefined,
            MaxAge: number(member(cors, "MaxAge")),
          }),
  });
}
