// Records as the API shows them.

import type {
  CreateApiCommandOutput,
  CreateDeploymentCommandOutput,
  CreateIntegrationCommandOutput,
  CreateRouteCommandOutput,
  CreateStageCommandOutput,
} from "@aws-sdk/client-apigatewayv2";
import type { Output } from "../../service/apis.ts";
import { protocolOf } from "./apis.ts";
import type { ApiRecord, DeploymentRecord, IntegrationRecord, RouteRecord, StageRecord } from "./records.ts";

export function apiShape(api: ApiRecord, origin: string): Output<CreateApiCommandOutput> {
  return {
    ApiId: api.apiId,
    ApiEndpoint: apiEndpoint(api.apiId, origin),
    Name: api.name,
    ProtocolType: protocolOf(api),
    ApiKeySelectionExpression: "$request.header.x-api-key",
    RouteSelectionExpression: "$request.method $request.path",
    DisableExecuteApiEndpoint: api.isExecuteEndpointDisabled,
    CreatedDate: new Date(api.createdAtMs),
    Tags: { ...api.tags },
    ...(api.description === undefined ? {} : { Description: api.description }),
    ...(api.version === undefined ? {} : { Version: api.version }),
    ...(api.cors === undefined ? {} : { CorsConfiguration: api.cors }),
  };
}

/** Browsers, curl and sandboxes resolve names below localhost; for others there is the path form (door.ts). The port is the client's. */
function apiEndpoint(apiId: string, origin: string): string {
  const { port } = new URL(origin);
  return `http://${apiId}.execute-api.localhost${port === "" ? "" : `:${port}`}`;
}

export function routeShape(route: RouteRecord): Output<CreateRouteCommandOutput> {
  return {
    RouteId: route.routeId,
    RouteKey: route.routeKey,
    ApiKeyRequired: false,
    AuthorizationType: "NONE",
    ...(route.integrationId === undefined ? {} : { Target: `integrations/${route.integrationId}` }),
    ...(route.operationName === undefined ? {} : { OperationName: route.operationName }),
  };
}

export function integrationShape(integration: IntegrationRecord): Output<CreateIntegrationCommandOutput> {
  return {
    IntegrationId: integration.integrationId,
    IntegrationType: "AWS_PROXY",
    ...(integration.uri === undefined ? {} : { IntegrationUri: integration.uri }),
    IntegrationMethod: "POST",
    ConnectionType: "INTERNET",
    PayloadFormatVersion: "2.0",
    TimeoutInMillis: integration.timeoutMs,
    ...(integration.description === undefined ? {} : { Description: integration.description }),
  };
}

export function stageShape(stage: StageRecord): Output<CreateStageCommandOutput> {
  return {
    StageName: stage.stageName,
    AutoDeploy: stage.isAutoDeployed,
    CreatedDate: new Date(stage.createdAtMs),
    LastUpdatedDate: new Date(stage.updatedAtMs),
    StageVariables: { ...stage.variables },
    RouteSettings: {},
    DefaultRouteSettings: { DetailedMetricsEnabled: false },
    Tags: { ...stage.tags },
    ...(stage.description === undefined ? {} : { Description: stage.description }),
    ...(stage.deploymentId === undefined ? {} : { DeploymentId: stage.deploymentId }),
  };
}

export function deploymentShape(deployment: DeploymentRecord): Output<CreateDeploymentCommandOutput> {
  return {
    DeploymentId: deployment.deploymentId,
    AutoDeployed: false,
    CreatedDate: new Date(deployment.createdAtMs),
    DeploymentStatus: "DEPLOYED",
    ...(deployment.description === undefined ? {} : { Description: deployment.description }),
  };
}
