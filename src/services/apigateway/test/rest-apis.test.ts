// REST APIs, their resources, methods and integrations, through the SDK over HTTP.

import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  CreateStageCommand,
  GetResourcesCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
} from "@aws-sdk/client-api-gateway";
import { expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";

const yard = await sharedYard();

test("an API with a mock method is put together and deployed", async () => {
  // Goal: the way of every tutorial, from nothing to a stage; method: each call's answer is looked at.
  const gateway = yard.account().client(APIGatewayClient);
  const api = await gateway.send(new CreateRestApiCommand({ name: "orders", tags: { team: "sales" } }));
  expect(api).toMatchObject({
    name: "orders",
    apiKeySource: "HEADER",
    disableExecuteApiEndpoint: false,
    endpointConfiguration: { types: ["EDGE"], ipAddressType: "ipv4" },
    tags: { team: "sales" },
  });
  const restApiId = api.id;
  const resource = await gateway.send(
    new CreateResourceCommand({ restApiId, parentId: api.rootResourceId, pathPart: "{id}" }),
  );
  expect(resource).toMatchObject({ path: "/{id}", pathPart: "{id}", parentId: api.rootResourceId });
  const place = { restApiId, resourceId: resource.id, httpMethod: "GET" };
  await gateway.send(new PutMethodCommand({ ...place, authorizationType: "NONE" }));
  await gateway.send(new PutMethodResponseCommand({ ...place, statusCode: "200" }));
  const integration = await gateway.send(
    new PutIntegrationCommand({
      ...place,
      type: "MOCK",
      requestTemplates: { "application/json": '{"statusCode":200}' },
    }),
  );
  // AWS: recorded (LocalStack's snapshots, test_lifecycle_integration_response).
  expect(integration).toMatchObject({
    type: "MOCK",
    cacheKeyParameters: [],
    cacheNamespace: resource.id,
    passthroughBehavior: "WHEN_NO_MATCH",
    timeoutInMillis: 29_000,
  });
  await gateway.send(new PutIntegrationResponseCommand({ ...place, statusCode: "200", selectionPattern: "" }));
  const deployment = await gateway.send(new CreateDeploymentCommand({ restApiId, stageName: "live" }));
  await gateway.send(new CreateStageCommand({ restApiId, stageName: "next", deploymentId: deployment.id }));
  const { items } = await gateway.send(new GetResourcesCommand({ restApiId, embed: ["methods"] }));
  expect(items?.map(({ path }) => path)).toEqual(["/", "/{id}"]);
  expect(items?.[1]?.resourceMethods?.["GET"]).toMatchObject({
    methodIntegration: { integrationResponses: { "200": { statusCode: "200", selectionPattern: "" } } },
  });
});
