// Records as the API shows them: without our version numbers, with moments as dates, and without what is empty, as AWS.

import type {
  CreateApiKeyCommandOutput,
  CreateAuthorizerCommandOutput,
  CreateDeploymentCommandOutput,
  CreateDocumentationPartCommandOutput,
  CreateDocumentationVersionCommandOutput,
  CreateDomainNameCommandOutput,
  CreateModelCommandOutput,
  CreateRequestValidatorCommandOutput,
  CreateResourceCommandOutput,
  CreateRestApiCommandOutput,
  CreateStageCommandOutput,
  CreateUsagePlanCommandOutput,
  CreateUsagePlanKeyCommandOutput,
  GenerateClientCertificateCommandOutput,
  Integration as IntegrationShape,
  Method as MethodShape,
} from "@aws-sdk/client-api-gateway";
import type { DomainNameRecord } from "../../service/api-domains/records.ts";
import type { Output } from "../../service/apis.ts";
import type { Scope } from "../../service/context.ts";
import type {
  ApiKeyRecord,
  AuthorizerRecord,
  ClientCertificateRecord,
  DeploymentRecord,
  DocumentationPartRecord,
  DocumentationVersionRecord,
  Integration,
  Method,
  MethodSetting,
  ModelRecord,
  RequestValidatorRecord,
  ResourceRecord,
  RestApiRecord,
  StageRecord,
  UsagePlanRecord,
} from "./records.ts";

/** The map, or undefined where it is empty: AWS leaves empty maps out. */
function unlessEmpty<T extends object>(values: T | undefined): T | undefined {
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
    methodSettings: Object.fromEntries(
      Object.entries(methodSettings).map(([key, setting]) => [
        key,
        { ...SETTING_DEFAULTS, ...methodSettings["*/*"], ...setting },
      ]),
    ),
    variables: unlessEmpty({ ...variables }),
    tags: unlessEmpty({ ...tags }),
  };
}

/** AWS: recorded: what a method's settings have beside what was set. */
const SETTING_DEFAULTS: MethodSetting = {
  metricsEnabled: false,
  dataTraceEnabled: false,
  throttlingBurstLimit: 5000,
  throttlingRateLimit: 10_000,
  cachingEnabled: false,
  cacheTtlInSeconds: 300,
  cacheDataEncrypted: false,
  requireAuthorizationForCacheControl: true,
  unauthorizedCacheControlHeaderStrategy: "SUCCEED_WITH_RESPONSE_HEADER",
};

export function authorizerShape({
  v: _v,
  providerARNs,
  ...rest
}: AuthorizerRecord): Output<CreateAuthorizerCommandOutput> {
  return { ...rest, providerARNs: providerARNs === undefined ? undefined : [...providerARNs] };
}

export function modelShape({ v: _v, ...rest }: ModelRecord): Output<CreateModelCommandOutput> {
  return rest;
}

export function validatorShape({
  v: _v,
  ...rest
}: RequestValidatorRecord): Output<CreateRequestValidatorCommandOutput> {
  return rest;
}

export function partShape({
  id,
  location,
  properties,
}: DocumentationPartRecord): Output<CreateDocumentationPartCommandOutput> {
  // The type was checked when the part was made.
  return { id, location: location as Output<CreateDocumentationPartCommandOutput>["location"], properties };
}

export function versionShape({
  version,
  description,
  createdAtMs,
}: DocumentationVersionRecord): Output<CreateDocumentationVersionCommandOutput> {
  return { version, description, createdDate: new Date(createdAtMs) };
}

/** Values of keys are shown only where they are asked for. */
export function apiKeyShape(apiKey: ApiKeyRecord, hasValue: boolean): Output<CreateApiKeyCommandOutput> {
  const { v: _v, value, createdAtMs, updatedAtMs, stageKeys, tags, ...rest } = apiKey;
  return {
    ...rest,
    ...(hasValue ? { value } : {}),
    createdDate: new Date(createdAtMs),
    lastUpdatedDate: new Date(updatedAtMs),
    stageKeys: [...stageKeys],
    tags: unlessEmpty({ ...tags }),
  };
}

export function planShape(plan: UsagePlanRecord): Output<CreateUsagePlanCommandOutput> {
  const { v: _v, createdAtMs: _created, apiStages, tags, ...rest } = plan;
  return {
    ...rest,
    apiStages: apiStages.map(({ apiId, stage, throttle }) => ({
      apiId,
      stage,
      throttle: unlessEmpty({ ...throttle }),
    })),
    tags: unlessEmpty({ ...tags }),
  };
}

export function planKeyShape({ id, name, value }: ApiKeyRecord): Output<CreateUsagePlanKeyCommandOutput> {
  return { id, name, type: "API_KEY", value };
}

/** The private key stays. */
export function certificateShape(certificate: ClientCertificateRecord): Output<GenerateClientCertificateCommandOutput> {
  const { clientCertificateId, description, pemEncodedCertificate, createdAtMs, expiresAtMs, tags } = certificate;
  return {
    clientCertificateId,
    description,
    pemEncodedCertificate,
    createdDate: new Date(createdAtMs),
    expirationDate: new Date(expiresAtMs),
    tags: unlessEmpty({ ...tags }),
  };
}

export function domainNameShape(domain: DomainNameRecord, scope: Scope): Output<CreateDomainNameCommandOutput> {
  const { v: _v, certificateUploadedAtMs, endpointConfiguration, securityPolicy, tags, ...rest } = domain;
  const { types, ipAddressType } = endpointConfiguration;
  return {
    ...rest,
    domainNameArn: `arn:aws:apigateway:${scope.region}:${scope.account}:/domainnames/${domain.domainName}`,
    domainNameStatus: "AVAILABLE",
    certificateUploadDate: certificateUploadedAtMs === undefined ? undefined : new Date(certificateUploadedAtMs),
    endpointConfiguration: { types: [...types], ipAddressType },
    // The policy was checked when it was set.
    securityPolicy: securityPolicy as Output<CreateDomainNameCommandOutput>["securityPolicy"],
    routingMode: "BASE_PATH_MAPPING_ONLY",
    tags: unlessEmpty({ ...tags }),
  };
}
