// What each operation needs: the HTTP verb as action, the URL's path as resource.
// AWS: "Actions, resources, and condition keys for Amazon API Gateway Management V2".

import type { PermissionRule, Permissions } from "../../service/service.ts";

interface Names {
  readonly ApiId?: string;
  readonly RouteId?: string;
  readonly IntegrationId?: string;
  readonly StageName?: string;
  readonly DeploymentId?: string;
  readonly ResourceArn?: string;
}

function rule(verb: string, path: (names: Names) => string): PermissionRule {
  return (input: Names, call) => [
    { action: `apigateway:${verb}`, resource: `arn:aws:apigateway:${call.region}::${path(input)}` },
  ];
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
const tags = ({ ResourceArn }: Names): string => `/tags/${encodeURIComponent(ResourceArn ?? "")}`;

export const permissions: Permissions = {
  CreateApi: rule("POST", apis),
  ImportApi: rule("PUT", apis),
  GetApis: rule("GET", apis),
  GetApi: rule("GET", api),
  UpdateApi: rule("PATCH", api),
  ReimportApi: rule("PUT", api),
  DeleteApi: rule("DELETE", api),
  DeleteCorsConfiguration: rule("DELETE", (names) => `${api(names)}/cors`),
  CreateRoute: rule("POST", routes),
  GetRoutes: rule("GET", routes),
  GetRoute: rule("GET", route),
  UpdateRoute: rule("PATCH", route),
  DeleteRoute: rule("DELETE", route),
  CreateIntegration: rule("POST", integrations),
  GetIntegrations: rule("GET", integrations),
  GetIntegration: rule("GET", integration),
  UpdateIntegration: rule("PATCH", integration),
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
  TagResource: rule("POST", tags),
  UntagResource: rule("DELETE", tags),
  GetTags: rule("GET", tags),
};
