// Records as the API shows them: without our version numbers, with moments as dates, and without what is empty, as AWS.

import type {
  CreateDeploymentCommandOutput,
  CreateResourceCommandOutput,
  CreateRestApiCommandOutput,
  CreateStageCommandOutput,
  Integration as IntegrationShape,
  Method as MethodShape,
} from "@aws-sdk/client-api-gateway";
import type { Output } from "../../service/apis.ts";
import type { DeploymentRecord, Integration, Method, ResourceRecord, RestApiRecord, StageRecord } from "./records.ts";

/** The map, or undefined where it is empty: AWS leaves empty maps out. */
export function unlessEmpty<T extends object>(values: T | undefined): T | undefined {
  return values === undefined || Object.keys(values).length === 0 ? undefined : values;
}

export function apiShape(api: RestApiRecord): Output<CreateRestApiCommandOutput> {
  const { v: _v, createdAtMs, tags, binaryMediaTypes, endpointConfiguration, warnings, ...rest } = api;
  const { types, vpcEndpointIds, ipAddressType } = endpointConfiguration;
  return {
    ...rest,
    createdDate: new Date(createdAtMs),
    tags: unlessEmpty({ ...tags }),
    binaryMediaTypes: binaryMediaTypes.length === 0 ? undefined : [...binaryMediaTypes],
    endpointConfiguration: {
      types: [...types],
      ipAddressType,
      vpcEndpointIds: vpcEndpointIds === undefined ? undefined : [...vpcEndpointIds],
    },
    warnings: warnings === undefined ? undefined : [...warnings],
    // AWS: a policy comes escaped once more than JSON needs it.
    policy: api.policy === undefined ? undefined : JSON.stringify(api.policy).slice(1, -1),
  };
}

/** With `embed=methods`, methods whole; else only their names. */
export function resourceShape(resource: ResourceRecord, isWhole: boolean): Output<CreateResourceCommandOutput> {
  const { id, parentId, pathPart, path, methods } = resource;
  const entries = Object.entries(methods).map(([name, method]) => [name, isWhole ? methodShape(method) : {}] as const);
  return {
    id,
    path,
    ...(parentId === undefined ? {} : { parentId, pathPart }),
    ...(entries.length === 0 ? {} : { resourceMethods: Object.fromEntries(entries) }),
  };
}

export function methodShape(method: Method): MethodShape {
  const { methodResponses, methodIntegration, authorizationScopes, ...rest } = method;
  return {
    ...rest,
    authorizationScopes: authorizationScopes === undefined ? undefined : [...authorizationScopes],
    methodResponses: unlessEmpty({ ...methodResponses }),
    methodIntegration: methodIntegration === undefined ? undefined : integrationShape(methodIntegration),
  };
}

export function integrationShape(integration: Integration): IntegrationShape {
  const { cacheKeyParameters, integrationResponses, ...rest } = integration;
  return {
    ...rest,
    cacheKeyParameters: [...cacheKeyParameters],
    integrationResponses: unlessEmpty({ ...integrationResponses }),
  };
}

export function deploymentShape({
  id,
  description,
  createdAtMs,
}: DeploymentRecord): Output<CreateDeploymentCommandOutput> {
  return { id, description, createdDate: new Date(createdAtMs) };
}

export function stageShape(stage: StageRecord): Output<CreateStageCommandOutput> {
  const { v: _v, createdAtMs, updatedAtMs, tags, variables, methodSettings, cacheClusterSize, ...rest } = stage;
  const { cacheFlushedAtMs: _flushed, authorizersFlushedAtMs: _authorizers, ...shown } = rest;
  return {
    ...shown,
    // The sizes were checked when they were set.
    cacheClusterSize: cacheClusterSize as Output<CreateStageCommandOutput>["cacheClusterSize"],
    cacheClusterStatus: stage.cacheClusterEnabled ? "AVAILABLE" : "NOT_AVAILABLE",
    createdDate: new Date(createdAtMs),
    lastUpdatedDate: new Date(updatedAtMs),
    methodSettings: { ...methodSettings },
    variables: unlessEmpty({ ...variables }),
    tags: unlessEmpty({ ...tags }),
  };
}
