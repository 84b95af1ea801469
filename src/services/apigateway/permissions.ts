// What each operation needs: the HTTP verb as action, the URL's path as resource.
// AWS: "Actions, resources, and condition keys for Amazon API Gateway Management".

import type { PermissionRule, Permissions } from "../../service/service.ts";
import type { Texts } from "./records.ts";

/** The input members that paths are made of. */
interface Names {
  readonly restApiId?: string;
  readonly resourceId?: string;
  readonly parentId?: string;
  readonly httpMethod?: string;
  readonly statusCode?: string;
  readonly stageName?: string;
}

type Path = (names: Names) => string;

function rule(verb: string, path: Path): PermissionRule {
  return (input: Names & { readonly tags?: Texts }, call) => [
    {
      action: `apigateway:${verb}`,
      resource: `arn:aws:apigateway:${call.region}::${path(input)}`,
      ...(input.tags === undefined ? {} : { conditions: tagConditions(input.tags) }),
    },
  ];
}

function tagConditions(tags: Texts): Record<string, string | readonly string[]> {
  const values = Object.fromEntries(Object.entries(tags).map(([name, value]) => [`aws:RequestTag/${name}`, value]));
  return { ...values, "aws:TagKeys": Object.keys(tags) };
}

const apis: Path = () => "/restapis";
const api: Path = ({ restApiId = "" }) => `/restapis/${restApiId}`;
const below =
  (parent: Path, rest: string): Path =>
  (names) =>
    `${parent(names)}/${rest}`;
const resources = below(api, "resources");
const resource: Path = (names) => `${resources(names)}/${names.resourceId ?? ""}`;
const method: Path = (names) => `${resource(names)}/methods/${names.httpMethod ?? ""}`;
const methodResponse: Path = (names) => `${method(names)}/responses/${names.statusCode ?? ""}`;
const integration = below(method, "integration");
const integrationResponse: Path = (names) => `${integration(names)}/responses/${names.statusCode ?? ""}`;
const stages = below(api, "stages");
const deployments = below(api, "deployments");

export const permissions: Permissions = {
  CreateRestApi: rule("POST", apis),
  GetResources: rule("GET", resources),
  CreateResource: rule("POST", (names) => `${resources(names)}/${names.parentId ?? ""}`),
  PutMethod: rule("PUT", method),
  PutIntegration: rule("PUT", integration),
  PutMethodResponse: rule("PUT", methodResponse),
  PutIntegrationResponse: rule("PUT", integrationResponse),
  CreateStage: rule("POST", stages),
  CreateDeployment: rule("POST", deployments),
};
