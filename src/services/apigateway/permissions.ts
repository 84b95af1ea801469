// What each operation needs: the HTTP verb as action, the URL's path as resource; policies of APIs need a permission of their own, and roles
// that are handed over need iam:PassRole. AWS: "Actions, resources, and condition keys for Amazon API Gateway Management", and
// "Control access to a REST API with IAM".

import type { AccessRequest } from "../../iam/authorization.ts";
import { AwsError } from "../../kernel/errors.ts";
import type { PermissionCall, PermissionRule, Permissions } from "../../service/service.ts";
import { parseDocument, textOfBody } from "./openapi/document.ts";
import type { Texts } from "./records.ts";

/** The input members that rules look at; paths take others by their names. */
interface Named {
  readonly restApiId?: string;
  readonly tags?: Texts;
  readonly tagKeys?: readonly string[];
  readonly policy?: string;
  readonly credentials?: string;
  readonly authorizerCredentials?: string;
  readonly body?: unknown;
  readonly patchOperations?: readonly { readonly path?: string; readonly value?: string }[];
}

/** `template` has the names of input members in braces. */
function rule(
  verb: string,
  template: string,
  besides?: (input: Named, call: PermissionCall) => readonly AccessRequest[],
): PermissionRule {
  return (input: Named & Readonly<Record<string, unknown>>, call) => {
    const path = template.replaceAll(/\{(\w+)\}/g, (_match, name: string) => encodeArn(textOfBody(input[name])));
    const conditions = tagConditions(input);
    return [
      {
        action: `apigateway:${verb}`,
        resource: `arn:aws:apigateway:${call.region}::${path}`,
        ...(conditions === undefined ? {} : { conditions }),
      },
      ...(besides?.(input, call) ?? []),
    ];
  };
}

/** AWS: in /tags/ARN, the ARN is percent-encoded. */
function encodeArn(text: string): string {
  return text.startsWith("arn:") ? encodeURIComponent(text) : text;
}

function tagConditions({ tags, tagKeys }: Named): Record<string, string | readonly string[]> | undefined {
  if (tags === undefined) return tagKeys === undefined ? undefined : { "aws:TagKeys": tagKeys };
  const values = Object.fromEntries(Object.entries(tags).map(([name, value]) => [`aws:RequestTag/${name}`, value]));
  return { ...values, "aws:TagKeys": Object.keys(tags) };
}

const ROLE = /^arn:[^:]+:iam::\d{12}:role\//;

/** "arn:aws:iam::*:user/*" means the caller's own credentials: nothing is handed over. */
function passed(roles: readonly (string | undefined)[]): readonly AccessRequest[] {
  return roles.flatMap((resource) =>
    resource === undefined || !ROLE.test(resource)
      ? []
      : [{ action: "iam:PassRole", resource, conditions: { "iam:PassedToService": "apigateway.amazonaws.com" } }],
  );
}

const patchedRole =
  (path: string) =>
  ({ patchOperations = [] }: Named): readonly AccessRequest[] =>
    passed(patchOperations.filter((operation) => operation.path === path).map(({ value }) => value));

function policyPermission({ restApiId }: Named, { region }: PermissionCall): AccessRequest {
  const path = restApiId === undefined ? "/restapis/*" : `/restapis/${restApiId}`;
  return { action: "apigateway:UpdateRestApiPolicy", resource: `arn:aws:apigateway:${region}::${path}` };
}

const withPolicy = (input: Named, call: PermissionCall): readonly AccessRequest[] =>
  input.policy === undefined && input.patchOperations?.some(({ path }) => path === "/policy") !== true
    ? []
    : [policyPermission(input, call)];

/** A definition may hold a policy and hand roles over: it is read, for a text has many ways to say the same. */
function ofDefinition(input: Named, call: PermissionCall): readonly AccessRequest[] {
  const found = membersOf(documentIn(input.body));
  const roles = found.filter(([name]) => name === "credentials" || name === "authorizerCredentials");
  const hasPolicy = found.some(([name]) => name === "x-amazon-apigateway-policy");
  return [
    ...passed([...new Set(roles.map(([, role]) => (typeof role === "string" ? role : undefined)))]),
    ...(hasPolicy ? [policyPermission(input, call)] : []),
  ];
}

/** The definition; nothing where there is none, which the operation then says. */
function documentIn(body: unknown): unknown {
  try {
    return parseDocument(body);
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

/** Every member of every object, each object once: an alias may stand in many places. */
function membersOf(document: unknown): readonly (readonly [name: string, value: unknown])[] {
  const seen = new Set<object>();
  const found: (readonly [string, unknown])[] = [];
  const waiting: unknown[] = [document];
  while (waiting.length > 0) {
    const node = waiting.pop();
    if (typeof node !== "object" || node === null || seen.has(node)) continue;
    seen.add(node);
    found.push(...Object.entries(node));
    waiting.push(...Object.values(node));
  }
  return found;
}

/** A copy shows what it copies. */
const ofCopy = (input: Named & { readonly cloneFrom?: string }, call: PermissionCall): readonly AccessRequest[] => [
  ...withPolicy(input, call),
  ...(input.cloneFrom === undefined
    ? []
    : [{ action: "apigateway:GET", resource: `arn:aws:apigateway:${call.region}::/restapis/${input.cloneFrom}` }]),
];

export const permissions: Permissions = {
  CreateApiKey: rule("POST", "/apikeys"),
  CreateAuthorizer: rule("POST", "/restapis/{restApiId}/authorizers", ({ authorizerCredentials }) =>
    passed([authorizerCredentials]),
  ),
  CreateBasePathMapping: rule("POST", "/domainnames/{domainName}/basepathmappings"),
  CreateDeployment: rule("POST", "/restapis/{restApiId}/deployments"),
  CreateDocumentationPart: rule("POST", "/restapis/{restApiId}/documentation/parts"),
  CreateDocumentationVersion: rule("POST", "/restapis/{restApiId}/documentation/versions"),
  CreateDomainName: rule("POST", "/domainnames"),
  CreateModel: rule("POST", "/restapis/{restApiId}/models"),
  CreateRequestValidator: rule("POST", "/restapis/{restApiId}/requestvalidators"),
  CreateResource: rule("POST", "/restapis/{restApiId}/resources/{parentId}"),
  CreateRestApi: rule("POST", "/restapis", ofCopy),
  CreateStage: rule("POST", "/restapis/{restApiId}/stages"),
  CreateUsagePlan: rule("POST", "/usageplans"),
  CreateUsagePlanKey: rule("POST", "/usageplans/{usagePlanId}/keys"),
  DeleteApiKey: rule("DELETE", "/apikeys/{apiKey}"),
  DeleteAuthorizer: rule("DELETE", "/restapis/{restApiId}/authorizers/{authorizerId}"),
  DeleteBasePathMapping: rule("DELETE", "/domainnames/{domainName}/basepathmappings/{basePath}"),
  DeleteClientCertificate: rule("DELETE", "/clientcertificates/{clientCertificateId}"),
  DeleteDeployment: rule("DELETE", "/restapis/{restApiId}/deployments/{deploymentId}"),
  DeleteDocumentationPart: rule("DELETE", "/restapis/{restApiId}/documentation/parts/{documentationPartId}"),
  DeleteDocumentationVersion: rule("DELETE", "/restapis/{restApiId}/documentation/versions/{documentationVersion}"),
  DeleteDomainName: rule("DELETE", "/domainnames/{domainName}"),
  DeleteGatewayResponse: rule("DELETE", "/restapis/{restApiId}/gatewayresponses/{responseType}"),
  DeleteIntegration: rule("DELETE", "/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration"),
  DeleteIntegrationResponse: rule(
    "DELETE",
    "/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration/responses/{statusCode}",
  ),
  DeleteMethod: rule("DELETE", "/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}"),
  DeleteMethodResponse: rule(
    "DELETE",
    "/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/responses/{statusCode}",
  ),
  DeleteModel: rule("DELETE", "/restapis/{restApiId}/models/{modelName}"),
  DeleteRequestValidator: rule("DELETE", "/restapis/{restApiId}/requestvalidators/{requestValidatorId}"),
  DeleteResource: rule("DELETE", "/restapis/{restApiId}/resources/{resourceId}"),
  DeleteRestApi: rule("DELETE", "/restapis/{restApiId}"),
  DeleteStage: rule("DELETE", "/restapis/{restApiId}/stages/{stageName}"),
  DeleteUsagePlan: rule("DELETE", "/usageplans/{usagePlanId}"),
  DeleteUsagePlanKey: rule("DELETE", "/usageplans/{usagePlanId}/keys/{keyId}"),
  FlushStageAuthorizersCache: rule("DELETE", "/restapis/{restApiId}/stages/{stageName}/cache/authorizers"),
  FlushStageCache: rule("DELETE", "/restapis/{restApiId}/stages/{stageName}/cache/data"),
  GenerateClientCertificate: rule("POST", "/clientcertificates"),
  GetAccount: rule("GET", "/account"),
  GetApiKey: rule("GET", "/apikeys/{apiKey}"),
  GetApiKeys: rule("GET", "/apikeys"),
  GetAuthorizer: rule("GET", "/restapis/{restApiId}/authorizers/{authorizerId}"),
  GetAuthorizers: rule("GET", "/restapis/{restApiId}/authorizers"),
  GetBasePathMapping: rule("GET", "/domainnames/{domainName}/basepathmappings/{basePath}"),
  GetBasePathMappings: rule("GET", "/domainnames/{domainName}/basepathmappings"),
  GetClientCertificate: rule("GET", "/clientcertificates/{clientCertificateId}"),
  GetClientCertificates: rule("GET", "/clientcertificates"),
  GetDeployment: rule("GET", "/restapis/{restApiId}/deployments/{deploymentId}"),
  GetDeployments: rule("GET", "/restapis/{restApiId}/deployments"),
  GetDocumentationPart: rule("GET", "/restapis/{restApiId}/documentation/parts/{documentationPartId}"),
  GetDocumentationParts: rule("GET", "/restapis/{restApiId}/documentation/parts"),
  GetDocumentationVersion: rule("GET", "/restapis/{restApiId}/documentation/versions/{documentationVersion}"),
  GetDocumentationVersions: rule("GET", "/restapis/{restApiId}/documentation/versions"),
  GetDomainName: rule("GET", "/domainnames/{domainName}"),
  GetDomainNames: rule("GET", "/domainnames"),
  GetExport: rule("GET", "/restapis/{restApiId}/stages/{stageName}/exports/{exportType}"),
  GetGatewayResponse: rule("GET", "/restapis/{restApiId}/gatewayresponses/{responseType}"),
  GetGatewayResponses: rule("GET", "/restapis/{restApiId}/gatewayresponses"),
  GetIntegration: rule("GET", "/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration"),
  GetIntegrationResponse: rule(
    "GET",
    "/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration/responses/{statusCode}",
  ),
  GetMethod: rule("GET", "/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}"),
  GetMethodResponse: rule(
    "GET",
    "/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/responses/{statusCode}",
  ),
  GetModel: rule("GET", "/restapis/{restApiId}/models/{modelName}"),
  GetModelTemplate: rule("GET", "/restapis/{restApiId}/models/{modelName}/default_template"),
  GetModels: rule("GET", "/restapis/{restApiId}/models"),
  GetRequestValidator: rule("GET", "/restapis/{restApiId}/requestvalidators/{requestValidatorId}"),
  GetRequestValidators: rule("GET", "/restapis/{restApiId}/requestvalidators"),
  GetResource: rule("GET", "/restapis/{restApiId}/resources/{resourceId}"),
  GetResources: rule("GET", "/restapis/{restApiId}/resources"),
  GetRestApi: rule("GET", "/restapis/{restApiId}"),
  GetRestApis: rule("GET", "/restapis"),
  GetStage: rule("GET", "/restapis/{restApiId}/stages/{stageName}"),
  GetStages: rule("GET", "/restapis/{restApiId}/stages"),
  GetTags: rule("GET", "/tags/{resourceArn}"),
  GetUsage: rule("GET", "/usageplans/{usagePlanId}/usage"),
  GetUsagePlan: rule("GET", "/usageplans/{usagePlanId}"),
  GetUsagePlanKey: rule("GET", "/usageplans/{usagePlanId}/keys/{keyId}"),
  GetUsagePlanKeys: rule("GET", "/usageplans/{usagePlanId}/keys"),
  GetUsagePlans: rule("GET", "/usageplans"),
  ImportApiKeys: rule("POST", "/apikeys"),
  ImportDocumentationParts: rule("PUT", "/restapis/{restApiId}/documentation/parts"),
  ImportRestApi: rule("POST", "/restapis", ofDefinition),
  PutGatewayResponse: rule("PUT", "/restapis/{restApiId}/gatewayresponses/{responseType}"),
  PutIntegration: rule(
    "PUT",
    "/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration",
    ({ credentials }) => passed([credentials]),
  ),
  PutIntegrationResponse: rule(
    "PUT",
    "/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration/responses/{statusCode}",
  ),
  PutMethod: rule("PUT", "/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}"),
  PutMethodResponse: rule(
    "PUT",
    "/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/responses/{statusCode}",
  ),
  PutRestApi: rule("PUT", "/restapis/{restApiId}", ofDefinition),
  TagResource: rule("PUT", "/tags/{resourceArn}"),
  TestInvokeAuthorizer: rule("POST", "/restapis/{restApiId}/authorizers/{authorizerId}"),
  TestInvokeMethod: rule("POST", "/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}"),
  UntagResource: rule("DELETE", "/tags/{resourceArn}"),
  UpdateAccount: rule("PATCH", "/account", patchedRole("/cloudwatchRoleArn")),
  UpdateApiKey: rule("PATCH", "/apikeys/{apiKey}"),
  UpdateAuthorizer: rule(
    "PATCH",
    "/restapis/{restApiId}/authorizers/{authorizerId}",
    patchedRole("/authorizerCredentials"),
  ),
  UpdateBasePathMapping: rule("PATCH", "/domainnames/{domainName}/basepathmappings/{basePath}"),
  UpdateClientCertificate: rule("PATCH", "/clientcertificates/{clientCertificateId}"),
  UpdateDeployment: rule("PATCH", "/restapis/{restApiId}/deployments/{deploymentId}"),
  UpdateDocumentationPart: rule("PATCH", "/restapis/{restApiId}/documentation/parts/{documentationPartId}"),
  UpdateDocumentationVersion: rule("PATCH", "/restapis/{restApiId}/documentation/versions/{documentationVersion}"),
  UpdateDomainName: rule("PATCH", "/domainnames/{domainName}"),
  UpdateGatewayResponse: rule("PATCH", "/restapis/{restApiId}/gatewayresponses/{responseType}"),
  UpdateIntegration: rule(
    "PATCH",
    "/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration",
    patchedRole("/credentials"),
  ),
  UpdateIntegrationResponse: rule(
    "PATCH",
    "/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration/responses/{statusCode}",
  ),
  UpdateMethod: rule("PATCH", "/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}"),
  UpdateMethodResponse: rule(
    "PATCH",
    "/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/responses/{statusCode}",
  ),
  UpdateModel: rule("PATCH", "/restapis/{restApiId}/models/{modelName}"),
  UpdateRequestValidator: rule("PATCH", "/restapis/{restApiId}/requestvalidators/{requestValidatorId}"),
  UpdateResource: rule("PATCH", "/restapis/{restApiId}/resources/{resourceId}"),
  UpdateRestApi: rule("PATCH", "/restapis/{restApiId}", withPolicy),
  UpdateStage: rule("PATCH", "/restapis/{restApiId}/stages/{stageName}"),
  UpdateUsage: rule("PATCH", "/usageplans/{usagePlanId}/keys/{keyId}/usage"),
  UpdateUsagePlan: rule("PATCH", "/usageplans/{usagePlanId}"),
};
