// What each operation needs: the HTTP verb as action, the URL's path as resource.
// AWS: "Actions, resources, and condition keys for Amazon API Gateway Management V2".

import { AwsError } from "../../kernel/errors.ts";
import type { AccessRequest } from "../../iam/authorization.ts";
import type { PermissionRule, Permissions } from "../../service/service.ts";
import { parseDocument } from "./http/openapi/definition.ts";

interface Names {
  readonly ApiId?: string;
  readonly RouteId?: string;
  readonly IntegrationId?: string;
  readonly StageName?: string;
  readonly DeploymentId?: string;
  readonly AuthorizerId?: string;
  readonly RouteKey?: string;
  readonly IntegrationResponseId?: string;
  readonly RouteResponseId?: string;
  readonly ModelId?: string;
  readonly ResourceArn?: string;
  readonly DomainName?: string;
  readonly ApiMappingId?: string;
  readonly Specification?: string;
  /** A definition. */
  readonly Body?: string;
  readonly CredentialsArn?: string;
  readonly AuthorizerCredentialsArn?: string;
}

function rule(verb: string, path: (names: Names) => string): PermissionRule {
  return (input: Names, call) => [
    { action: `apigateway:${verb}`, resource: `arn:aws:apigateway:${call.region}::${path(input)}` },
  ];
}

const ROLE = /^arn:[^:]+:iam::\d{12}:role\//;

/** The same, for operations that hand a role over. "arn:aws:iam::*:user/*" means the caller's own credentials: nothing is handed over. */
function ruleWithRole(verb: string, path: (names: Names) => string): PermissionRule {
  const plain = rule(verb, path);
  return (input: Names, call) => [
    ...plain(input as never, call),
    ...[input.CredentialsArn, input.AuthorizerCredentialsArn, ...rolesOf(input.Body)].flatMap(
      (resource): AccessRequest[] =>
        resource === undefined || !ROLE.test(resource)
          ? []
          : [{ action: "iam:PassRole", resource, conditions: { "iam:PassedToService": "apigateway.amazonaws.com" } }],
    ),
  ];
}

/** The roles that a definition hands over. What cannot be read is refused by the operation. */
function rolesOf(body: string | undefined): readonly string[] {
  if (body === undefined) return [];
  try {
    return rolesIn(parseDocument(body));
  } catch (error) {
    if (error instanceof AwsError) return [];
    throw error;
  }
}

function rolesIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    (name === "credentials" || name === "authorizerCredentials") && typeof inner === "string"
      ? [inner]
      : rolesIn(inner),
  );
}

const apis = (): string => "/apis";
const api = ({ ApiId }: Names): string => `/apis/${ApiId ?? ""}`;
const routes = (names: Names): string => `${api(names)}/routes`;
const route = (names: Names): string => `${routes(names)}/${names.RouteId ?? ""}`;
const integrations = (names: Names): string => `${api(names)}/integrations`;
const integration = (names: Names): string => `${integrations(names)}/${names.IntegrationId ?? ""}`;
const stages = (names: Names): string => `${api(names)}/stages`;
const stage = (names: Names): string => `${stages(names)}/${names.StageName ?? ""}`;
const deployments = (names: Names): string => `${api(names)}/deployments`;
const deployment = (names: Names): string => `${deployments(names)}/${names.DeploymentId ?? ""}`;
const authorizers = (names: Names): string => `${api(names)}/authorizers`;
const authorizer = (names: Names): string => `${authorizers(names)}/${names.AuthorizerId ?? ""}`;
const integrationResponses = (names: Names): string => `${integration(names)}/integrationresponses`;
const integrationResponse = (names: Names): string =>
  `${integrationResponses(names)}/${names.IntegrationResponseId ?? ""}`;
const routeResponses = (names: Names): string => `${route(names)}/routeresponses`;
const routeResponse = (names: Names): string => `${routeResponses(names)}/${names.RouteResponseId ?? ""}`;
const models = (names: Names): string => `${api(names)}/models`;
const model = (names: Names): string => `${models(names)}/${names.ModelId ?? ""}`;
const domains = (): string => "/domainnames";
const domain = ({ DomainName }: Names): string => `/domainnames/${DomainName ?? ""}`;
const mappings = (names: Names): string => `${domain(names)}/apimappings`;
const mapping = (names: Names): string => `${mappings(names)}/${names.ApiMappingId ?? ""}`;
const tags = ({ ResourceArn }: Names): string => `/tags/${encodeURIComponent(ResourceArn ?? "")}`;

export const permissions: Permissions = {
  CreateApi: ruleWithRole("POST", apis),
  ImportApi: ruleWithRole("PUT", apis),
  GetApis: rule("GET", apis),
  GetApi: rule("GET", api),
  UpdateApi: ruleWithRole("PATCH", api),
  ReimportApi: ruleWithRole("PUT", api),
  ExportApi: rule("GET", (names) => `${api(names)}/exports/${names.Specification ?? ""}`),
  DeleteApi: rule("DELETE", api),
  DeleteCorsConfiguration: rule("DELETE", (names) => `${api(names)}/cors`),
  CreateRoute: rule("POST", routes),
  GetRoutes: rule("GET", routes),
  GetRoute: rule("GET", route),
  UpdateRoute: rule("PATCH", route),
  DeleteRoute: rule("DELETE", route),
  CreateIntegration: ruleWithRole("POST", integrations),
  GetIntegrations: rule("GET", integrations),
  GetIntegration: rule("GET", integration),
  UpdateIntegration: ruleWithRole("PATCH", integration),
  DeleteIntegration: rule("DELETE", integration),
  CreateStage: rule("POST", stages),
  GetStages: rule("GET", stages),
  GetStage: rule("GET", stage),
  UpdateStage: rule("PATCH", stage),
  DeleteStage: rule("DELETE", stage),
  CreateDeployment: rule("POST", deployments),
  GetDeployments: rule("GET", deployments),
  GetDeployment: rule("GET", deployment),
  DeleteDeployment: rule("DELETE", deployment),
  UpdateDeployment: rule("PATCH", deployment),
  CreateAuthorizer: ruleWithRole("POST", authorizers),
  GetAuthorizers: rule("GET", authorizers),
  GetAuthorizer: rule("GET", authorizer),
  UpdateAuthorizer: ruleWithRole("PATCH", authorizer),
  DeleteAuthorizer: rule("DELETE", authorizer),
  ResetAuthorizersCache: rule("DELETE", (names) => `${stage(names)}/cache/authorizers`),
  DeleteAccessLogSettings: rule("DELETE", (names) => `${stage(names)}/accesslogsettings`),
  DeleteRouteSettings: rule("DELETE", (names) => `${stage(names)}/routesettings/${names.RouteKey ?? ""}`),
  CreateIntegrationResponse: rule("POST", integrationResponses),
  GetIntegrationResponses: rule("GET", integrationResponses),
  GetIntegrationResponse: rule("GET", integrationResponse),
  UpdateIntegrationResponse: rule("PATCH", integrationResponse),
  DeleteIntegrationResponse: rule("DELETE", integrationResponse),
  CreateRouteResponse: rule("POST", routeResponses),
  GetRouteResponses: rule("GET", routeResponses),
  GetRouteResponse: rule("GET", routeResponse),
  UpdateRouteResponse: rule("PATCH", routeResponse),
  DeleteRouteResponse: rule("DELETE", routeResponse),
  CreateModel: rule("POST", models),
  GetModels: rule("GET", models),
  GetModel: rule("GET", model),
  UpdateModel: rule("PATCH", model),
  DeleteModel: rule("DELETE", model),
  CreateDomainName: rule("POST", domains),
  GetDomainNames: rule("GET", domains),
  GetDomainName: rule("GET", domain),
  UpdateDomainName: rule("PATCH", domain),
  DeleteDomainName: rule("DELETE", domain),
  CreateApiMapping: rule("POST", mappings),
  GetApiMappings: rule("GET", mappings),
  GetApiMapping: rule("GET", mapping),
  UpdateApiMapping: rule("PATCH", mapping),
  DeleteApiMapping: rule("DELETE", mapping),
  TagResource: rule("POST", tags),
  UntagResource: rule("DELETE", tags),
  GetTags: rule("GET", tags),
};
