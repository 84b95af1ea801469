// AWS::ApiGatewayV2::Stage.

import type { CreateStageCommandInput } from "@aws-sdk/client-apigatewayv2";
import type { Properties, ResourceType } from "../../../service/resource-type.ts";
import { booleanOf, changeTags, everyPart, ifThere, ownTags, textOf, textsOf } from "./properties.ts";

/** A name under which an API is served. Ref is that name. */
export const stage: ResourceType = {
  typeName: "AWS::ApiGatewayV2::Stage",
  properties: [
    "ApiId",
    "AutoDeploy",
    "DefaultRouteSettings",
    "DeploymentId",
    "Description",
    "RouteSettings",
    "StageName",
    "StageVariables",
    "Tags",
  ],

  async create(properties, context) {
    const input = inputOf(properties);
    const present = await ifThere(() =>
      context.aws.apiGatewayV2.getStage({ ApiId: input.ApiId, StageName: input.StageName }),
    );
    // A stage with this stack's tags is what an interrupted creation left.
    const isOwn = present?.Tags?.["aws:cloudformation:stack-id"] === context.stackId;
    if (!isOwn)
      await context.aws.apiGatewayV2.createStage({
        ...input,
        Tags: { ...context.tags, ...textsOf(properties, "Tags") },
      });
    return { physicalId: String(input.StageName), attributes: {} };
  },

  async read(physicalId, context, known) {
    const ApiId = known === undefined ? undefined : textOf(known, "ApiId");
    if (ApiId === undefined) return undefined;
    const found = await ifThere(() => context.aws.apiGatewayV2.getStage({ ApiId, StageName: physicalId }));
    if (found === undefined) return undefined;
    const { AutoDeploy, StageName, StageVariables, Description, DeploymentId, Tags } = found;
    const { DefaultRouteSettings, RouteSettings } = found;
    return {
      ApiId,
      StageName,
      AutoDeploy,
      StageVariables,
      DefaultRouteSettings,
      RouteSettings,
      Tags: ownTags(Tags),
      ...(Description === undefined ? {} : { Description }),
      ...(DeploymentId === undefined ? {} : { DeploymentId }),
    };
  },

  async list(context) {
    const parts = await everyPart(context, (of) => context.aws.apiGatewayV2.getStages(of));
    return parts.map(({ ApiId, part }) => ({ ApiId, StageName: part.StageName ?? "" }));
  },

  async update(physicalId, properties, previous, context) {
    const { StageName: _name, ...input } = inputOf(properties);
    await context.aws.apiGatewayV2.updateStage({ ...input, StageName: physicalId });
    const ApiId = textOf(properties, "ApiId") ?? "";
    await changeTags(
      `arn:aws:apigateway:${context.region}::/apis/${ApiId}/stages/${physicalId}`,
      properties,
      previous,
      context,
    );
    return { physicalId, attributes: {} };
  },

  async delete(physicalId, properties, context) {
    await ifThere(() =>
      context.aws.apiGatewayV2.deleteStage({ ApiId: textOf(properties, "ApiId"), StageName: physicalId }),
    );
  },
};

function inputOf(properties: Properties): CreateStageCommandInput {
  return {
    ApiId: textOf(properties, "ApiId"),
    StageName: textOf(properties, "StageName"),
    AutoDeploy: booleanOf(properties, "AutoDeploy"),
    Description: textOf(properties, "Description"),
    DeploymentId: textOf(properties, "DeploymentId"),
    StageVariables: textsOf(properties, "StageVariables"),
    DefaultRouteSettings: properties["DefaultRouteSettings"] as CreateStageCommandInput["DefaultRouteSettings"],
    RouteSettings: properties["RouteSettings"] as CreateStageCommandInput["RouteSettings"],
  };
}
