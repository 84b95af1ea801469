// Records as the API shows them.

import type {
  AuthorizationType,
  CreateApiCommandOutput,
  CreateAuthorizerCommandOutput,
  CreateDeploymentCommandOutput,
  CreateIntegrationCommandOutput,
  CreateRouteCommandOutput,
  CreateStageCommandOutput,
  IntegrationType,
  IpAddressType,
  LoggingLevel,
  RouteSettings,
} from "@aws-sdk/client-apigatewayv2";
import type { Output } from "../../service/apis.ts";
import { protocolOf } from "./apis.ts";
import { webSocketIntegrationMembers, webSocketRouteMembers } from "./websocket/shapes.ts";
import type {
  ApiRecord,
  AuthorizerRecord,
  DeploymentRecord,
  IntegrationRecord,
  RouteRecord,
  RouteSettingsRecord,
  StageRecord,
} from "./records.ts";

export function apiShape(api: ApiRecord, origin: string): Output<CreateApiCommandOutput> {
  return {
    ApiId: api.apiId,
    ApiEndpoint: apiEndpoint(api, origin),
    Name: api.name,
    ProtocolType: protocolOf(api),
    ApiKeySelectionExpression: api.apiKeySelectionExpression ?? "$request.header.x-api-key",
    RouteSelectionExpression: api.routeSelectionExpression ?? "$request.method $request.path",
    ...(api.isSchemaValidationDisabled === undefined
      ? {}
      : { DisableSchemaValidation: api.isSchemaValidationDisabled }),
    DisableExecuteApiEndpoint: api.isExecuteEndpointDisabled,
    CreatedDate: new Date(api.createdAtMs),
    IpAddressType: (api.ipAddressType ?? "ipv4") as IpAddressType,
    Tags: { ...api.tags },
    ...(api.description === undefined ? {} : { Description: api.description }),
    ...(api.version === undefined ? {} : { Version: api.version }),
    ...(api.cors === undefined ? {} : { CorsConfiguration: api.cors }),
  };
}

/** Browsers, curl and sandboxes resolve names below localhost; for others there is the path form (door.ts). The port is the client's. */
export function apiEndpoint(api: ApiRecord, origin: string): string {
  const { port } = new URL(origin);
  return `${protocolOf(api) === "WEBSOCKET" ? "ws" : "http"}://${api.apiId}.execute-api.localhost${port === "" ? "" : `:${port}`}`;
}

export function routeShape(route: RouteRecord): Output<CreateRouteCommandOutput> {
  const { authorizationScopes, authorizerId, integrationId, operationName } = route;
  return {
    RouteId: route.routeId,
    RouteKey: route.routeKey,
    ApiKeyRequired: route.isApiKeyRequired ?? false,
    // The type was checked when it was set.
    AuthorizationType: (route.authorizationType ?? "NONE") as AuthorizationType,
    ...(authorizerId === undefined ? {} : { AuthorizerId: authorizerId }),
    ...(authorizationScopes === undefined ? {} : { AuthorizationScopes: [...authorizationScopes] }),
    ...(integrationId === undefined ? {} : { Target: `integrations/${integrationId}` }),
    ...(operationName === undefined ? {} : { OperationName: operationName }),
    ...(route.isManaged === true ? { ApiGatewayManaged: true } : {}),
    ...webSocketRouteMembers(route),
  };
}

export function integrationShape(integration: IntegrationRecord): Output<CreateIntegrationCommandOutput> {
  const { credentialsArn, description, method, requestParameters, subtype, uri } = integration;
  return {
    IntegrationId: integration.integrationId,
    IntegrationType: (integration.type ?? "AWS_PROXY") as IntegrationType,
    ConnectionType: "INTERNET",
    PayloadFormatVersion: integration.payloadFormatVersion ?? "2.0",
    TimeoutInMillis: integration.timeoutMs,
    ...(subtype === undefined ? {} : { IntegrationSubtype: subtype }),
    ...(uri === undefined ? {} : { IntegrationUri: uri, IntegrationMethod: method ?? "POST" }),
    ...(credentialsArn === undefined ? {} : { CredentialsArn: credentialsArn }),
    ...(description === undefined ? {} : { Description: description }),
    ...(requestParameters === undefined ? {} : { RequestParameters: { ...requestParameters } }),
    ...(integration.responseParameters === undefined
      ? {}
      : { ResponseParameters: mapped(integration.responseParameters, (each) => ({ ...each })) }),
    ...(integration.isManaged === true ? { ApiGatewayManaged: true } : {}),
    ...webSocketIntegrationMembers(integration),
  };
}

export function authorizerShape(authorizer: AuthorizerRecord): Output<CreateAuthorizerCommandOutput> {
  const { credentialsArn, hasSimpleResponses, jwt, payloadFormatVersion, ttlSeconds, uri } = authorizer;
  return {
    AuthorizerId: authorizer.authorizerId,
    AuthorizerType: authorizer.type,
    IdentitySource: [...authorizer.identitySource],
    Name: authorizer.name,
    ...(jwt === undefined ? {} : { JwtConfiguration: { Issuer: jwt.issuer, Audience: [...jwt.audience] } }),
    ...(uri === undefined ? {} : { AuthorizerUri: uri }),
    ...(credentialsArn === undefined ? {} : { AuthorizerCredentialsArn: credentialsArn }),
    ...(payloadFormatVersion === undefined ? {} : { AuthorizerPayloadFormatVersion: payloadFormatVersion }),
    ...(hasSimpleResponses === undefined ? {} : { EnableSimpleResponses: hasSimpleResponses }),
    ...(ttlSeconds === undefined ? {} : { AuthorizerResultTtlInSeconds: ttlSeconds }),
  };
}

export function stageShape(stage: StageRecord): Output<CreateStageCommandOutput> {
  const { accessLog, deploymentId, description } = stage;
  return {
    StageName: stage.stageName,
    AutoDeploy: stage.isAutoDeployed,
    CreatedDate: new Date(stage.createdAtMs),
    LastUpdatedDate: new Date(stage.updatedAtMs),
    StageVariables: { ...stage.variables },
    RouteSettings: mapped(stage.routeSettings ?? {}, routeSettingsShape),
    DefaultRouteSettings: { DetailedMetricsEnabled: false, ...routeSettingsShape(stage.defaultRouteSettings ?? {}) },
    Tags: { ...stage.tags },
    ...(accessLog === undefined
      ? {}
      : { AccessLogSettings: { DestinationArn: accessLog.destinationArn, Format: accessLog.format } }),
    ...(description === undefined ? {} : { Description: description }),
    ...(deploymentId === undefined ? {} : { DeploymentId: deploymentId }),
    ...(stage.isManaged === true ? { ApiGatewayManaged: true } : {}),
  };
}

function routeSettingsShape(settings: RouteSettingsRecord): RouteSettings {
  const { burstLimit, hasDetailedMetrics, isDataTraced, loggingLevel, rateLimit } = settings;
  return {
    ...(hasDetailedMetrics === undefined ? {} : { DetailedMetricsEnabled: hasDetailedMetrics }),
    ...(burstLimit === undefined ? {} : { ThrottlingBurstLimit: burstLimit }),
    ...(rateLimit === undefined ? {} : { ThrottlingRateLimit: rateLimit }),
    ...(isDataTraced === undefined ? {} : { DataTraceEnabled: isDataTraced }),
    ...(loggingLevel === undefined ? {} : { LoggingLevel: loggingLevel as LoggingLevel }),
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

function mapped<T, U>(values: Readonly<Record<string, T>>, shape: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shape(value)]));
}
