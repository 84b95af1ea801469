// Definitions in and out: imports of OpenAPI 3.0 and Swagger 2.0, merges and overwrites, and exports that can be imported again.

import {
  APIGatewayClient,
  CreateDeploymentCommand,
  GetAuthorizersCommand,
  GetDocumentationPartsCommand,
  GetExportCommand,
  GetGatewayResponseCommand,
  GetModelCommand,
  GetModelsCommand,
  GetResourcesCommand,
  ImportRestApiCommand,
  PutRestApiCommand,
  type Resource,
} from "@aws-sdk/client-api-gateway";
import { expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { sharedYard } from "../../../testing/harness.ts";

const yard = await sharedYard();
const bytes = (document: unknown) => new TextEncoder().encode(JSON.stringify(document));
const FUNCTION =
  "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:f/invocations";

/** A definition with every extension that imports take. */
const OAS = {
  openapi: "3.0.1",
  info: { title: "orders", version: "1.2", description: "All about orders" },
  servers: [{ url: "https://example.com/{basePath}", variables: { basePath: { default: "shop/v1" } } }],
  "x-amazon-apigateway-api-key-source": "AUTHORIZER",
  "x-amazon-apigateway-binary-media-types": ["image/png"],
  "x-amazon-apigateway-minimum-compression-size": 1024,
  "x-amazon-apigateway-request-validators": {
    all: { validateRequestBody: true, validateRequestParameters: true },
  },
  "x-amazon-apigateway-request-validator": "all",
  "x-amazon-apigateway-gateway-responses": {
    DEFAULT_4XX: { responseParameters: { "gatewayresponse.header.Access-Control-Allow-Origin": "'*'" } },
  },
  paths: {
    "/orders/{id}": {
      parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
      put: {
        operationId: "putOrder",
        parameters: [{ name: "dry", in: "query", required: true, schema: { type: "string" } }],
        requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/Order" } } } },
        responses: {
          "200": {
            description: "fine",
            headers: { ETag: { schema: { type: "string" } } },
            content: { "application/json": { schema: { $ref: "#/components/schemas/Order" } } },
          },
        },
        security: [{ lambda: [] }, { api_key: [] }],
        "x-amazon-apigateway-integration": {
          type: "aws",
          httpMethod: "POST",
          uri: FUNCTION,
          requestTemplates: { "application/json": "$input.json('$')" },
          passthroughBehavior: "never",
          timeoutInMillis: 1000,
          responses: {
            default: { statusCode: "200", responseParameters: { "method.response.header.ETag": "'x'" } },
          },
        },
      },
    },
    "/{proxy+}": {
      "x-amazon-apigateway-any-method": {
        responses: {},
        security: [{ sigv4: [] }],
        "x-amazon-apigateway-integration": { type: "aws_proxy", httpMethod: "POST", uri: FUNCTION },
      },
    },
  },
  components: {
    schemas: {
      Item: { type: "object", properties: { sku: { type: "string" } } },
      Order: { type: "object", properties: { items: { type: "array", items: { $ref: "#/components/schemas/Item" } } } },
    },
    securitySchemes: {
      api_key: { type: "apiKey", name: "x-api-key", in: "header" },
      sigv4: { type: "apiKey", name: "Authorization", in: "header", "x-amazon-apigateway-authtype": "awsSigv4" },
      lambda: {
        type: "apiKey",
        name: "Auth",
        in: "header",
        "x-amazon-apigateway-authtype": "custom",
        "x-amazon-apigateway-authorizer": { type: "token", authorizerUri: FUNCTION, authorizerResultTtlInSeconds: 60 },
      },
    },
  },
};

async function imported(document: unknown, parameters?: Record<string, string>) {
  const gateway = yard.account().client(APIGatewayClient);
  const api = await gateway.send(new ImportRestApiCommand({ body: bytes(document), parameters }));
  const restApiId = api.id ?? "";
  const resources = async (): Promise<readonly Resource[]> =>
    (await gateway.send(new GetResourcesCommand({ restApiId, embed: ["methods"], limit: 500 }))).items ?? [];
  return { gateway, api, restApiId, resources };
}

test("an import takes all of a definition", async () => {
  // Goal: each extension has its effect; method: one definition with all of them, read back through the API.
  const { gateway, api, restApiId, resources } = await imported(OAS);
  expect(api).toMatchObject({
    name: "orders",
    description: "All about orders",
    version: "1.2",
    apiKeySource: "AUTHORIZER",
    binaryMediaTypes: ["image/png"],
    minimumCompressionSize: 1024,
  });
  const all = await resources();
  expect(all.map(({ path }) => path)).toEqual(["/", "/orders", "/orders/{id}", "/{proxy+}"]);
  const authorizers = await gateway.send(new GetAuthorizersCommand({ restApiId }));
  expect(authorizers.items).toMatchObject([
    { name: "lambda", type: "TOKEN", identitySource: "method.request.header.Auth", authorizerResultTtlInSeconds: 60 },
  ]);
  const order = all.find(({ path }) => path === "/orders/{id}");
  expect(order?.resourceMethods?.["PUT"]).toMatchObject({
    operationName: "putOrder",
    authorizationType: "CUSTOM",
    authorizerId: authorizers.items?.[0]?.id,
    apiKeyRequired: true,
    requestParameters: { "method.request.path.id": true, "method.request.querystring.dry": true },
    requestModels: { "application/json": "Order" },
    methodResponses: {
      "200": {
        statusCode: "200",
        responseParameters: { "method.response.header.ETag": false },
        responseModels: { "application/json": "Order" },
      },
    },
    methodIntegration: {
      type: "AWS",
      passthroughBehavior: "NEVER",
      timeoutInMillis: 1000,
      cacheNamespace: order?.id,
      integrationResponses: { "200": { statusCode: "200" } },
    },
  });
  const any = all.find(({ path }) => path === "/{proxy+}")?.resourceMethods?.["ANY"];
  expect(any).toMatchObject({ authorizationType: "AWS_IAM", methodIntegration: { type: "AWS_PROXY" } });
  const models = await gateway.send(new GetModelsCommand({ restApiId }));
  // AWS: recorded (LocalStack's snapshots, test_import_swagger_api): no default models, and references by the API's URL.
  expect(models.items?.map(({ name }) => name)).toEqual(["Item", "Order"]);
  expect(models.items?.[1]?.schema).toContain(
    `"$ref":"https://apigateway.amazonaws.com/restapis/${restApiId}/models/Item"`,
  );
  const flat = await gateway.send(new GetModelCommand({ restApiId, modelName: "Order", flatten: true }));
  expect(JSON.parse(flat.schema ?? "")).toMatchObject({
    properties: { items: { items: { $ref: "#/definitions/Item" } } },
    definitions: { Item: { type: "object" } },
  });
  const denied = await gateway.send(new GetGatewayResponseCommand({ restApiId, responseType: "ACCESS_DENIED" }));
  expect(denied).toMatchObject({ defaultResponse: true, statusCode: "403" });
  expect(denied.responseParameters).toEqual({ "gatewayresponse.header.Access-Control-Allow-Origin": "'*'" });
  const parts = await gateway.send(new GetDocumentationPartsCommand({ restApiId, type: "RESPONSE" }));
  expect(parts.items).toMatchObject([
    { location: { type: "RESPONSE", path: "/orders/{id}", method: "PUT", statusCode: "200" } },
  ]);
});

test.for([
  ["ignore", ["/", "/orders", "/orders/{id}", "/{proxy+}"]],
  ["prepend", ["/", "/shop", "/shop/v1", "/shop/v1/orders", "/shop/v1/orders/{id}", "/shop/v1/{proxy+}"]],
  ["split", ["/", "/v1", "/v1/orders", "/v1/orders/{id}", "/v1/{proxy+}"]],
] as const)("the base path is taken as %s says", async ([basepath, paths]) => {
  // AWS: "Set the OpenAPI basePath property". Goal: its three ways; method: the same definition with each.
  const { resources } = await imported(OAS, { basepath });
  expect((await resources()).map(({ path }) => path)).toEqual(paths);
});

test.for(["oas30", "swagger"] as const)("what is exported as %s can be imported again", async (exportType) => {
  // Goal: a round trip that loses nothing; method: export with all extensions, import, and export again.
  const { gateway, restApiId } = await imported(OAS);
  const exportOf = async (id: string, accepts: string) => {
    await gateway.send(new CreateDeploymentCommand({ restApiId: id, stageName: "live" }));
    const { body, contentDisposition } = await gateway.send(
      new GetExportCommand({
        restApiId: id,
        stageName: "live",
        exportType,
        accepts,
        parameters: { extensions: "apigateway" },
      }),
    );
    const text = new TextDecoder().decode(body);
    return { contentDisposition, document: parse(text) as Record<string, unknown>, text };
  };
  const first = await exportOf(restApiId, "application/json");
  expect(first.contentDisposition).toBe(`attachment; filename="${exportType}_1.2.json"`);
  const again = await gateway.send(new ImportRestApiCommand({ body: bytes(first.document) }));
  const second = await exportOf(again.id ?? "", "application/yaml");
  expect(second.text).toBe(stringify(second.document));
  const withoutIds = (document: unknown) =>
    JSON.parse(
      JSON.stringify(document)
        .replaceAll(restApiId, "API")
        .replaceAll(again.id ?? "", "API"),
    );
  expect(withoutIds(second.document)).toEqual(withoutIds(first.document));
});

test("a merge keeps what the definition does not have, and an overwrite does not", async () => {
  // Goal: PutRestApi's modes; method: a small definition put into a large API in both.
  const { gateway, restApiId, resources } = await imported(OAS);
  const before = await resources();
  const small = {
    swagger: "2.0",
    info: { title: "smaller", version: "2" },
    paths: { "/orders": { get: { responses: {}, "x-amazon-apigateway-integration": { type: "mock" } } } },
  };
  await gateway.send(new PutRestApiCommand({ restApiId, mode: "merge", body: bytes(small) }));
  expect((await resources()).map(({ path }) => path)).toEqual(["/", "/orders", "/orders/{id}", "/{proxy+}"]);
  const api = await gateway.send(new PutRestApiCommand({ restApiId, mode: "overwrite", body: bytes(small) }));
  expect(api).toMatchObject({ name: "smaller" });
  const after = await resources();
  expect(after.map(({ path }) => path)).toEqual(["/", "/orders"]);
  expect(after[1]?.id).toBe(before[1]?.id);
  expect((await gateway.send(new GetModelsCommand({ restApiId }))).items).toEqual([]);
});

test("what is wrong in a definition is said, and nothing of it is kept", async () => {
  // Goal: errors and warnings of imports; method: no definition, a method without its model, and a warning that is not wanted.
  const gateway = yard.account().client(APIGatewayClient);
  const put = (text: string, failOnWarnings?: boolean) =>
    gateway.send(new ImportRestApiCommand({ body: new TextEncoder().encode(text), failOnWarnings }));
  // AWS: recorded (LocalStack's snapshots, test_import_documentation_parts_bad_file).
  await expect(put("{not: [json")).rejects.toThrow("Unable to build importer with provided input.");
  const wrong = {
    swagger: "2.0",
    info: { title: "wrong" },
    paths: {
      "/": {
        get: {
          responses: { "200": { schema: { $ref: "#/definitions/Missing" } } },
          security: [{ nothing: [] }],
          "x-amazon-apigateway-integration": { type: "mock" },
        },
      },
    },
  };
  await expect(put(JSON.stringify(wrong))).rejects.toMatchObject({
    name: "BadRequestException",
    message:
      "Errors found during import:\n\tUnable to put method 'GET' on resource at path '/': Invalid model identifier specified: Missing",
  });
  await expect(put(JSON.stringify(wrong), true)).rejects.toThrow("Warnings found during import:");
});
