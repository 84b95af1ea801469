// How each documented error of HTTP and WebSocket APIs is provoked. The four errors of more than fifty operations are alike: an identifier
// that is wrong, a text that is too long, a name that is taken.

import { importCertificate } from "../../../src/testing/certificates.ts";
import { eachMissing } from "./missing.ts";
import { type ErrorTable, forAll, type Grounds, sweepOf, together, unprovokable } from "./table.ts";

interface Made {
  /** An HTTP API with a stage, a deployment, a route "GET /one" with settings on the stage, and an integration. */
  readonly http: Readonly<Record<"api" | "stage" | "deployment" | "integration" | "route" | "authorizer", string>>;
  /** A WebSocket API with a route that answers, and a model. */
  readonly socket: Readonly<
    Record<"api" | "integration" | "integrationResponse" | "route" | "routeResponse" | "model", string>
  >;
  readonly arn: string;
  /** A domain with a mapping to the HTTP API, and one more name that its certificate covers. */
  readonly domain: Readonly<Record<"name" | "other" | "mapping" | "certificate", string>>;
}

const ROUTE = "GET /one";
const JWT = {
  AuthorizerType: "JWT",
  IdentitySource: ["$request.header.Authorization"],
  JwtConfiguration: { Issuer: "https://issuer.example.com", Audience: ["app"] },
};
const PROXY = { IntegrationType: "HTTP_PROXY", IntegrationMethod: "GET", PayloadFormatVersion: "1.0" };
const DEFINITION = JSON.stringify({ openapi: "3.0.1", info: { title: "imported", version: "1" }, paths: {} });
const SCHEMA = "{}";

async function prepare({ yard, aws, account, name, call }: Grounds): Promise<Made> {
  const gateway = aws.apiGatewayV2;
  const { ApiId: api = "" } = await gateway.createApi({ Name: name(), ProtocolType: "HTTP" });
  const uri = { IntegrationUri: "https://example.com" };
  const { IntegrationId: integration = "" } = await call("CreateIntegration", { ApiId: api, ...PROXY, ...uri });
  const Target = `integrations/${String(integration)}`;
  const { RouteId: route = "" } = await gateway.createRoute({ ApiId: api, RouteKey: ROUTE, Target });
  const { DeploymentId: deployment = "" } = await gateway.createDeployment({ ApiId: api });
  const stage = name();
  const RouteSettings = { [ROUTE]: { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 1 } };
  await gateway.createStage({ ApiId: api, StageName: stage, DeploymentId: deployment, RouteSettings });
  const { AuthorizerId: authorizer = "" } = await call("CreateAuthorizer", { ApiId: api, Name: name(), ...JWT });

  const selection = { RouteSelectionExpression: "$request.body.action" };
  const made = await gateway.createApi({ Name: name(), ProtocolType: "WEBSOCKET", ...selection });
  const socket = made.ApiId ?? "";
  const mock = await gateway.createIntegration({ ApiId: socket, IntegrationType: "MOCK" });
  const IntegrationId = mock.IntegrationId ?? "";
  const IntegrationResponseKey = "$default";
  const answered = await gateway.createIntegrationResponse({ ApiId: socket, IntegrationId, IntegrationResponseKey });
  const { RouteId = "" } = await gateway.createRoute({ ApiId: socket, RouteKey: "say" });
  const said = await gateway.createRouteResponse({ ApiId: socket, RouteId, RouteResponseKey: "$default" });
  const [domain, other] = [`${name()}.test`, `${name()}.test`] as const;
  const certificate = await importCertificate(yard, account, [domain, other]);
  await gateway.createDomainName({
    DomainName: domain,
    DomainNameConfigurations: [{ CertificateArn: certificate }],
  });
  const mapped = await gateway.createApiMapping({
    DomainName: domain,
    ApiId: api,
    Stage: stage,
    ApiMappingKey: "taken",
  });
  const { ModelId = "" } = await gateway.createModel({ ApiId: socket, Name: "Taken", Schema: SCHEMA });
  return {
    http: {
      ...{ api, stage, deployment, route },
      integration: String(integration),
      authorizer: String(authorizer),
    },
    socket: {
      api: socket,
      integration: IntegrationId,
      integrationResponse: answered.IntegrationResponseId ?? "",
      route: RouteId,
      routeResponse: said.RouteResponseId ?? "",
      model: ModelId,
    },
    domain: { name: domain, other, mapping: mapped.ApiMappingId ?? "", certificate },
    arn: `arn:aws:apigateway:${account.region}::/apis/${api}`,
  };
}

const api = ({ http }: Made) => ({ ApiId: http.api });
const authorizer = ({ http }: Made) => ({ ApiId: http.api, AuthorizerId: http.authorizer });
const deployment = ({ http }: Made) => ({ ApiId: http.api, DeploymentId: http.deployment });
const integration = ({ http }: Made) => ({ ApiId: http.api, IntegrationId: http.integration });
const route = ({ http }: Made) => ({ ApiId: http.api, RouteId: http.route });
const stage = ({ http }: Made) => ({ ApiId: http.api, StageName: http.stage });
const socket = (made: Made) => ({ ApiId: made.socket.api });
const replies = (made: Made) => ({ ApiId: made.socket.api, IntegrationId: made.socket.integration });
const reply = (made: Made) => ({ ...replies(made), IntegrationResponseId: made.socket.integrationResponse });
const answers = (made: Made) => ({ ApiId: made.socket.api, RouteId: made.socket.route });
const answer = (made: Made) => ({ ...answers(made), RouteResponseId: made.socket.routeResponse });
const model = (made: Made) => ({ ApiId: made.socket.api, ModelId: made.socket.model });
const domainName = ({ domain }: Made) => ({ DomainName: domain.name });
const mapping = ({ domain }: Made) => ({ DomainName: domain.name, ApiMappingId: domain.mapping });
const tagged = ({ arn }: Made) => ({ ResourceArn: arn });

const inputs: ErrorTable<Made>["inputs"] = {
  CreateApiMapping: (made) => ({
    ...domainName(made),
    ...api(made),
    Stage: made.http.stage,
    ApiMappingKey: made.name(),
  }),
  CreateDomainName: ({ domain }) => ({
    DomainName: domain.other,
    DomainNameConfigurations: [{ CertificateArn: domain.certificate }],
  }),
  CreateApi: ({ name }) => ({ Name: name(), ProtocolType: "HTTP" }),
  CreateAuthorizer: (made) => ({ ...api(made), Name: made.name(), ...JWT }),
  CreateDeployment: api,
  CreateIntegration: (made) => ({ ...api(made), ...PROXY, IntegrationUri: "https://example.com" }),
  CreateIntegrationResponse: (made) => ({ ...replies(made), IntegrationResponseKey: "/200/" }),
  CreateModel: (made) => ({ ...socket(made), Name: made.name().replace("-", ""), Schema: SCHEMA }),
  CreateRoute: (made) => ({ ...api(made), RouteKey: `GET /${made.name()}` }),
  CreateRouteResponse: (made) => ({ ...answers(made), RouteResponseKey: "$default" }),
  CreateStage: (made) => ({ ...api(made), StageName: made.name() }),
  DeleteAccessLogSettings: stage,
  DeleteApi: api,
  DeleteApiMapping: mapping,
  DeleteAuthorizer: authorizer,
  DeleteCorsConfiguration: api,
  DeleteDeployment: deployment,
  DeleteDomainName: domainName,
  DeleteIntegration: integration,
  DeleteIntegrationResponse: reply,
  DeleteModel: model,
  DeleteRoute: route,
  DeleteRouteResponse: answer,
  DeleteRouteSettings: (made) => ({ ...stage(made), RouteKey: ROUTE }),
  DeleteStage: stage,
  ExportApi: (made) => ({ ...stage(made), Specification: "OAS30", OutputType: "JSON" }),
  GetApi: api,
  GetApiMapping: mapping,
  GetApiMappings: domainName,
  GetApis: () => ({}),
  GetAuthorizer: authorizer,
  GetAuthorizers: api,
  GetDeployment: deployment,
  GetDeployments: api,
  GetDomainName: domainName,
  GetDomainNames: () => ({}),
  GetIntegration: integration,
  GetIntegrationResponse: reply,
  GetIntegrationResponses: replies,
  GetIntegrations: api,
  GetModel: model,
  GetModels: socket,
  GetRoute: route,
  GetRouteResponse: answer,
  GetRouteResponses: answers,
  GetRoutes: api,
  GetStage: stage,
  GetStages: api,
  GetTags: tagged,
  ImportApi: () => ({ Body: DEFINITION }),
  ReimportApi: (made) => ({ ...api(made), Body: DEFINITION }),
  ResetAuthorizersCache: stage,
  TagResource: (made) => ({ ...tagged(made), Tags: { key: "value" } }),
  UntagResource: (made) => ({ ...tagged(made), TagKeys: ["key"] }),
  UpdateApi: api,
  UpdateApiMapping: (made) => ({ ...mapping(made), ...api(made) }),
  UpdateAuthorizer: authorizer,
  UpdateDeployment: deployment,
  UpdateDomainName: domainName,
  UpdateIntegration: integration,
  UpdateIntegrationResponse: reply,
  UpdateModel: model,
  UpdateRoute: route,
  UpdateRouteResponse: answer,
  UpdateStage: stage,
};

const NOBODY = "nobody";
const WRONG = {
  ...{ ApiId: NOBODY, AuthorizerId: NOBODY, DeploymentId: NOBODY, IntegrationId: NOBODY, ModelId: NOBODY },
  ...{ IntegrationResponseId: NOBODY, RouteId: NOBODY, RouteKey: "GET /nobody", RouteResponseId: NOBODY },
  ...{ ApiMappingId: NOBODY, DomainName: "nobody.test" },
  ...{ ResourceArn: "arn:aws:apigateway:us-east-1::/apis/nobody", StageName: NOBODY },
};
const LONG = "x".repeat(1025);
/** Whichever of these an operation has, it refuses. */
const MALFORMED = {
  ...{ ApiMappingKey: "/", DomainNameConfigurations: [{ CertificateArn: "wrong" }] },
  ...{ Body: "no definition", Description: LONG, MaxResults: "x", Name: LONG, OperationName: LONG },
  ...{ IntegrationResponseKey: "$wrong", ResourceArn: "wrong", RouteResponseKey: "wrong", Specification: "wrong" },
};
const NOTHING_MALFORMED = unprovokable("Its input is names, and a name that is none is one of nothing.");
const NAMES_NOTHING = unprovokable("It names nothing that could be missing.");

/** The errors sweep of HTTP and WebSocket APIs. */
export const apigatewayv2 = sweepOf<Made>({
  service: "apigatewayv2",
  prepare,
  inputs,
  everywhere: {
    BadRequestException: (_, ask) => ask(MALFORMED),
    ConflictException: unprovokable(
      "A change is one transaction: none meets another half-way, and nothing here has to be unique.",
    ),
    NotFoundException: eachMissing(inputs, WRONG, (operation, member) =>
      operation.endsWith("ApiMapping")
        ? // INFERRED: an API that is not there makes the request a bad one, as a stage does.
          member === "ApiId"
        : operation.startsWith("Create")
          ? member === "StageName" || member === "RouteKey"
          : false,
    ),
    TooManyRequestsException: unprovokable("AWS's rates of requests protect what accounts share; a yard has none."),
  },
  operations: together<Made>(
    forAll(["CreateApi", "CreateDomainName", "GetApis", "GetDomainNames", "ImportApi"], {
      NotFoundException: NAMES_NOTHING,
    }),
    {
      CreateAuthorizer: {
        ConflictException: async ({ aws, name }, ask) => {
          const { ApiId = "" } = await aws.apiGatewayV2.createApi({ Name: name(), ProtocolType: "HTTP" });
          for (let count = 0; count < 10; count += 1) await ask({ ApiId, Name: name() });
          return ask({ ApiId });
        },
      },
      CreateApiMapping: { ConflictException: (_, ask) => ask({ ApiMappingKey: "taken" }) },
      CreateDomainName: {
        AccessDeniedException: async ({ user }, ask) => ask({}, await user("apigateway:GET")),
        ConflictException: ({ domain }, ask) => ask({ DomainName: domain.name }),
      },
      DeleteApiMapping: { BadRequestException: NOTHING_MALFORMED },
      GetApiMapping: { BadRequestException: NOTHING_MALFORMED },
      CreateIntegrationResponse: {
        ConflictException: (_, ask) => ask({ IntegrationResponseKey: "$default" }),
      },
      CreateModel: { ConflictException: (_, ask) => ask({ Name: "Taken" }) },
      CreateRoute: { ConflictException: (_, ask) => ask({ RouteKey: ROUTE }) },
      CreateRouteResponse: { ConflictException: (_, ask) => ask() },
      CreateStage: { ConflictException: ({ http }, ask) => ask({ StageName: http.stage }) },
      UpdateApiMapping: {
        ConflictException: async ({ aws, domain, http }, ask) => {
          const place = { DomainName: domain.name, ApiId: http.api, Stage: http.stage };
          await aws.apiGatewayV2.createApiMapping({ ...place, ApiMappingKey: "second" });
          return ask({ ApiMappingKey: "second" });
        },
      },
      UpdateIntegrationResponse: {
        ConflictException: async ({ call, socket: { api: ApiId, integration: IntegrationId } }, ask) => {
          await call("CreateIntegrationResponse", { ApiId, IntegrationId, IntegrationResponseKey: "/400/" });
          return ask({ IntegrationResponseKey: "/400/" });
        },
      },
      UpdateModel: {
        ConflictException: async ({ aws, socket: { api: ApiId } }, ask) => {
          await aws.apiGatewayV2.createModel({ ApiId, Name: "Another", Schema: SCHEMA });
          return ask({ Name: "Another" });
        },
      },
      UpdateRoute: {
        ConflictException: async ({ aws, http }, ask) => {
          await aws.apiGatewayV2.createRoute({ ApiId: http.api, RouteKey: "GET /two" });
          return ask({ RouteKey: "GET /two" });
        },
      },
    },
  ),
});
