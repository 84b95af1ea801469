// AWS::ApiGatewayV2::Stage.

import type { CreateStageCommandInput, RouteSettings } from "@aws-sdk/client-apigatewayv2";
import type { Properties, ResourceType } from "../../../service/resource-type.ts";
import { booleanOf, changeTags, everyPart, ifThere, nodeOf, numberOf, ownTags, textOf, textsOf } from "./properties.ts";

/** A name under which an API is served. Ref is that name. */
export const stage: ResourceType = {
  typeName: "AWS::ApiGatewayV2::Stage",
  properties: [
    "AccessLogSettings",
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
    const { AccessLogSettings, DefaultRouteSettings, RouteSettings } = found;
    return {
      ApiId,
      StageName,
      AutoDeploy,
      StageVariables,
      DefaultRouteSettings,
      RouteSettings,
      Tags: ownTags(Tags),
      ...(AccessLogSettings === undefined ? {} : { AccessLogSettings }),
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
    const ApiId = textOf(properties, "ApiId") ?? "";
    // What the template no longer says goes back to what it is without.
    for (const RouteKey of Object.keys(routeSettingsOf(previous) ?? {}))
      if (input.RouteSettings?.[RouteKey] === undefined)
        await ifThere(() => context.aws.apiGatewayV2.deleteRouteSettings({ ApiId, StageName: physicalId, RouteKey }));
    if (input.AccessLogSettings === undefined && previous["AccessLogSettings"] !== undefined)
      await context.aws.apiGatewayV2.deleteAccessLogSettings({ ApiId, StageName: physicalId });
    const DefaultRouteSettings =
      input.DefaultRouteSettings ?? (previous["DefaultRouteSettings"] === undefined ? undefined : {});
    await context.aws.apiGatewayV2.updateStage({ ...input, DefaultRouteSettings, StageName: physicalId });
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
  const log = nodeOf(properties, "AccessLogSettings");
  return {
    ApiId: textOf(properties, "ApiId"),
    StageName: textOf(properties, "StageName"),
    AutoDeploy: booleanOf(properties, "AutoDeploy"),
    Description: textOf(properties, "Description"),
    DeploymentId: textOf(properties, "DeploymentId"),
    StageVariables: textsOf(properties, "StageVariables"),
    DefaultRouteSettings: settingsOf(nodeOf(properties, "DefaultRouteSettings")),
    RouteSettings: routeSettingsOf(properties),
    AccessLogSettings:
      log === undefined ? undefined : { DestinationArn: textOf(log, "DestinationArn"), Format: textOf(log, "Format") },
  };
}

function routeSettingsOf(properties: Properties): CreateStageCommandInput["RouteSettings"] {
  const byRoute = nodeOf(properties, "RouteSettings");
  if (byRoute === undefined) return undefined;
  return Object.fromEntries(
    Object.keys(byRoute).map((routeKey) => [routeKey, settingsOf(nodeOf(byRoute, routeKey) ?? {}) ?? {}]),
  );
}

/** Templates may write numbers and truth values as texts. */
function settingsOf(settings: Properties | undefined): RouteSettings | undefined {
  if (settings === undefined) return undefined;
  return {
    DataTraceEnabled: booleanOf(settings, "DataTraceEnabled"),
    DetailedMetricsEnabled: booleanOf(settings, "DetailedMetricsEnabled"),
    LoggingLevel: textOf(settings, "LoggingLevel") as RouteSettings["LoggingLevel"],
    ThrottlingBurstLimit: numberOf(settings, "ThrottlingBurstLimit"),
    ThrottlingRateLimit: numberOf(settings, "ThrottlingRateLimit"),
  };
}
