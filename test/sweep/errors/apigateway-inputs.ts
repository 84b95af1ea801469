// A REST API with one of everything, and for each operation of REST APIs an input that it takes.

import { importCertificate } from "../../../src/testing/certificates.ts";
import type { TestAccount, TestYard } from "../../../src/testing/harness.ts";
import type { ErrorTable, Grounds } from "./table.ts";

export interface Made {
  readonly api: string;
  /** "/pets", with a method "GET" that answers 200 by itself. */
  readonly resource: string;
  readonly root: string;
  readonly deployment: string;
  /** Serves the deployment. */
  readonly stage: string;
  readonly authorizer: string;
  readonly model: string;
  readonly validator: string;
  readonly documentationPart: string;
  readonly documentationVersion: string;
  readonly apiKey: string;
  /** Has the key, and the stage. */
  readonly plan: string;
  /** Has neither. */
  readonly otherPlan: string;
  readonly domain: string;
  readonly regional: Awaited<ReturnType<typeof regionalIn>>;
  readonly basePath: string;
  readonly certificate: string;
  readonly arn: string;
}

type Inputs = ErrorTable<Made>["inputs"];

const FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:nobody";
const AUTHORIZER_URI = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`;
/** All domain names of the table are below it. */
export const DOMAIN = "rest.example.com";
/** A domain name's settings, with a certificate of its account. */
export async function regionalIn(yard: TestYard, account: TestAccount) {
  const regionalCertificateArn = await importCertificate(yard, account, [`*.${DOMAIN}`]);
  return { regionalCertificateArn, endpointConfiguration: { types: ["REGIONAL" as const] } };
}
const SCHEMA = JSON.stringify({ $schema: "http://json-schema.org/draft-04/schema#", type: "object" });
const DEFINITION = JSON.stringify({ swagger: "2.0", info: { title: "imported", version: "1" }, paths: {} });
export const PARTS = { type: "RESOURCE" as const, path: "/pets" };

/** Makes it. */
export async function prepare({ aws, account, name, yard }: Grounds): Promise<Made> {
  const gateway = aws.apiGateway;
  const { id: api = "", rootResourceId: root = "" } = await gateway.createRestApi({ name: name() });
  const { id: resource = "" } = await gateway.createResource({ restApiId: api, parentId: root, pathPart: "pets" });
  const method = { restApiId: api, resourceId: resource, httpMethod: "GET" };
  await gateway.putMethod({ ...method, authorizationType: "NONE" });
  await gateway.putIntegration({ ...method, type: "MOCK" });
  await gateway.putMethodResponse({ ...method, statusCode: "200" });
  await gateway.putIntegrationResponse({ ...method, statusCode: "200" });
  await gateway.putGatewayResponse({ restApiId: api, responseType: "DEFAULT_4XX", statusCode: "400" });
  const { id: deployment = "" } = await gateway.createDeployment({ restApiId: api });
  const stage = "live";
  await gateway.createStage({ restApiId: api, stageName: stage, deploymentId: deployment });
  const request = { type: "TOKEN" as const, authorizerUri: AUTHORIZER_URI };
  const identitySource = "method.request.header.Authorization";
  const authorizer = await gateway.createAuthorizer({ restApiId: api, name: name(), ...request, identitySource });
  const model = "Pet";
  await gateway.createModel({ restApiId: api, name: model, contentType: "application/json", schema: SCHEMA });
  const validator = await gateway.createRequestValidator({ restApiId: api, name: name() });
  const properties = JSON.stringify({ description: "All pets" });
  const part = await gateway.createDocumentationPart({ restApiId: api, location: PARTS, properties });
  const documentationVersion = "1.0";
  await gateway.createDocumentationVersion({ restApiId: api, documentationVersion });
  const { id: apiKey = "" } = await gateway.createApiKey({ name: name() });
  const apiStages = [{ apiId: api, stage }];
  const { id: plan = "" } = await gateway.createUsagePlan({
    name: name(),
    apiStages,
    quota: { limit: 1, period: "DAY" },
  });
  const { id: otherPlan = "" } = await gateway.createUsagePlan({ name: name() });
  await gateway.createUsagePlanKey({ usagePlanId: plan, keyId: apiKey, keyType: "API_KEY" });
  const domain = `${name()}.${DOMAIN}`;
  const regional = await regionalIn(yard, account);
  await gateway.createDomainName({ domainName: domain, ...regional });
  const basePath = "v1";
  await gateway.createBasePathMapping({ domainName: domain, restApiId: api, basePath });
  const { clientCertificateId: certificate = "" } = await gateway.generateClientCertificate({});
  return {
    ...{ api, resource, root, deployment, stage, model, documentationVersion, apiKey, plan, otherPlan, domain },
    ...{ regional, basePath, certificate, arn: `arn:aws:apigateway:${account.region}::/restapis/${api}` },
    authorizer: authorizer.id ?? "",
    validator: validator.id ?? "",
    documentationPart: part.id ?? "",
  };
}

const api = (made: Made) => ({ restApiId: made.api });
const authorizer = (made: Made) => ({ ...api(made), authorizerId: made.authorizer });
const deployment = (made: Made) => ({ ...api(made), deploymentId: made.deployment });
const part = (made: Made) => ({ ...api(made), documentationPartId: made.documentationPart });
const version = (made: Made) => ({ ...api(made), documentationVersion: made.documentationVersion });
const answer = (made: Made) => ({ ...api(made), responseType: "DEFAULT_4XX" });
const resource = (made: Made) => ({ ...api(made), resourceId: made.resource });
const method = (made: Made) => ({ ...resource(made), httpMethod: "GET" });
const response = (made: Made) => ({ ...method(made), statusCode: "200" });
const model = (made: Made) => ({ ...api(made), modelName: made.model });
const validator = (made: Made) => ({ ...api(made), requestValidatorId: made.validator });
const stage = (made: Made) => ({ ...api(made), stageName: made.stage });
const domain = (made: Made) => ({ domainName: made.domain });
const mapping = (made: Made) => ({ ...domain(made), basePath: made.basePath });
const certificate = (made: Made) => ({ clientCertificateId: made.certificate });
const apiKey = (made: Made) => ({ apiKey: made.apiKey });
const plan = (made: Made) => ({ usagePlanId: made.plan });
const planKey = (made: Made) => ({ ...plan(made), keyId: made.apiKey });
const tagged = (made: Made) => ({ resourceArn: made.arn });
const nothing = () => ({});
/** A change of what is there, to the same. */
const patching =
  (names: (made: Made) => object, path: string, value = "x") =>
  (made: Made) => ({ ...names(made), patchOperations: [{ op: "replace", path, value }] });

export const inputs: Inputs = {
  CreateApiKey: ({ name }) => ({ name: name() }),
  CreateAuthorizer: (made) => ({
    ...api(made),
    name: made.name(),
    type: "TOKEN",
    authorizerUri: AUTHORIZER_URI,
    identitySource: "method.request.header.Authorization",
  }),
  CreateBasePathMapping: (made) => ({ ...domain(made), restApiId: made.api, basePath: made.name() }),
  CreateDeployment: api,
  CreateDocumentationPart: (made) => ({
    ...api(made),
    location: { type: "MODEL", name: made.name() },
    properties: "{}",
  }),
  CreateDocumentationVersion: (made) => ({ ...api(made), documentationVersion: made.name() }),
  CreateDomainName: ({ name, regional }) => ({ domainName: `${name()}.${DOMAIN}`, ...regional }),
  CreateModel: (made) => ({
    ...api(made),
    name: made.name().replace("-", ""),
    contentType: "application/json",
    schema: SCHEMA,
  }),
  CreateRequestValidator: api,
  CreateResource: (made) => ({ ...api(made), parentId: made.root, pathPart: made.name() }),
  CreateRestApi: ({ name }) => ({ name: name() }),
  CreateStage: (made) => ({ ...deployment(made), stageName: made.name().replace("-", "") }),
  CreateUsagePlan: ({ name }) => ({ name: name() }),
  CreateUsagePlanKey: (made) => ({ usagePlanId: made.otherPlan, keyId: made.apiKey, keyType: "API_KEY" }),
  DeleteApiKey: apiKey,
  DeleteAuthorizer: authorizer,
  DeleteBasePathMapping: mapping,
  DeleteClientCertificate: certificate,
  DeleteDeployment: deployment,
  DeleteDocumentationPart: part,
  DeleteDocumentationVersion: version,
  DeleteDomainName: domain,
  DeleteGatewayResponse: answer,
  DeleteIntegration: method,
  DeleteIntegrationResponse: response,
  DeleteMethod: method,
  DeleteMethodResponse: response,
  DeleteModel: model,
  DeleteRequestValidator: validator,
  DeleteResource: resource,
  DeleteRestApi: api,
  DeleteStage: stage,
  DeleteUsagePlan: plan,
  DeleteUsagePlanKey: planKey,
  FlushStageAuthorizersCache: stage,
  FlushStageCache: stage,
  GenerateClientCertificate: nothing,
  GetAccount: nothing,
  GetApiKey: apiKey,
  GetApiKeys: nothing,
  GetAuthorizer: authorizer,
  GetAuthorizers: api,
  GetBasePathMapping: mapping,
  GetBasePathMappings: domain,
  GetClientCertificate: certificate,
  GetClientCertificates: nothing,
  GetDeployment: deployment,
  GetDeployments: api,
  GetDocumentationPart: part,
  GetDocumentationParts: api,
  GetDocumentationVersion: version,
  GetDocumentationVersions: api,
  GetDomainName: domain,
  GetDomainNames: nothing,
  GetExport: (made) => ({ ...stage(made), exportType: "oas30" }),
  GetGatewayResponse: answer,
  GetGatewayResponses: api,
  GetIntegration: method,
  GetIntegrationResponse: response,
  GetMethod: method,
  GetMethodResponse: response,
  GetModel: model,
  GetModelTemplate: model,
  GetModels: api,
  GetRequestValidator: validator,
  GetRequestValidators: api,
  GetResource: resource,
  GetResources: api,
  GetRestApi: api,
  GetRestApis: nothing,
  GetStage: stage,
  GetStages: api,
  GetTags: tagged,
  GetUsage: (made) => ({ ...plan(made), startDate: "2026-01-01", endDate: "2026-01-01" }),
  GetUsagePlan: plan,
  GetUsagePlanKey: planKey,
  GetUsagePlanKeys: plan,
  GetUsagePlans: nothing,
  ImportApiKeys: ({ name }) => ({ format: "csv", body: keyFile(`${name()}-a-key-of-some-length`) }),
  ImportDocumentationParts: (made) => ({ ...api(made), body: Buffer.from(DEFINITION) }),
  ImportRestApi: () => ({ body: Buffer.from(DEFINITION) }),
  PutGatewayResponse: (made) => ({ ...answer(made), statusCode: "400" }),
  PutIntegration: (made) => ({ ...method(made), type: "MOCK" }),
  PutIntegrationResponse: response,
  PutMethod: (made) => ({ ...resource(made), httpMethod: "POST", authorizationType: "NONE" }),
  PutMethodResponse: (made) => ({ ...method(made), statusCode: "404" }),
  PutRestApi: (made) => ({ ...api(made), body: Buffer.from(DEFINITION) }),
  TagResource: (made) => ({ ...tagged(made), tags: { key: "value" } }),
  TestInvokeAuthorizer: authorizer,
  TestInvokeMethod: method,
  UntagResource: (made) => ({ ...tagged(made), tagKeys: ["key"] }),
  UpdateAccount: nothing,
  UpdateApiKey: patching(apiKey, "/description"),
  UpdateAuthorizer: patching(authorizer, "/name"),
  UpdateBasePathMapping: patching(mapping, "/basePath"),
  UpdateClientCertificate: patching(certificate, "/description"),
  UpdateDeployment: patching(deployment, "/description"),
  UpdateDocumentationPart: patching(part, "/properties", "{}"),
  UpdateDocumentationVersion: patching(version, "/description"),
  UpdateDomainName: patching(domain, "/certificateName"),
  UpdateGatewayResponse: patching(answer, "/statusCode", "400"),
  UpdateIntegration: patching(method, "/timeoutInMillis", "1000"),
  UpdateIntegrationResponse: patching(response, "/selectionPattern"),
  UpdateMethod: patching(method, "/operationName"),
  UpdateMethodResponse: patching(response, "/responseModels/text~1plain", "Empty"),
  UpdateModel: patching(model, "/description"),
  UpdateRequestValidator: patching(validator, "/name"),
  UpdateResource: patching(resource, "/pathPart", "pets"),
  UpdateRestApi: patching(api, "/description"),
  UpdateStage: patching(stage, "/description"),
  UpdateUsage: patching(planKey, "/remaining", "1"),
  UpdateUsagePlan: patching(plan, "/description"),
};

/** A file of keys, as ImportApiKeys takes it; in plans, if there are some. */
export function keyFile(...keys: readonly string[]): Buffer {
  return Buffer.from(["key,usageplanIds", ...keys].join("\n"));
}
