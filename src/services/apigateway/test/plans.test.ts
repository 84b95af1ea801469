// API keys, usage plans and usage, domains, certificates, documentation and tags through the SDK.

import { X509Certificate } from "node:crypto";
import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateBasePathMappingCommand,
  CreateDeploymentCommand,
  CreateDocumentationPartCommand,
  CreateDocumentationVersionCommand,
  CreateDomainNameCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  CreateVpcLinkCommand,
  DeleteApiKeyCommand,
  DeleteRestApiCommand,
  DeleteUsagePlanCommand,
  FlushStageCacheCommand,
  GenerateClientCertificateCommand,
  GetApiKeyCommand,
  GetApiKeysCommand,
  GetBasePathMappingsCommand,
  GetDeploymentCommand,
  GetModelTemplateCommand,
  GetResourcesCommand,
  GetStageCommand,
  GetTagsCommand,
  GetUsageCommand,
  GetUsagePlanKeysCommand,
  ImportApiKeysCommand,
  PutIntegrationCommand,
  PutMethodCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateStageCommand,
  UpdateUsageCommand,
  UpdateUsagePlanCommand,
} from "@aws-sdk/client-api-gateway";
import { expect, test } from "vitest";
import { importCertificate } from "../../../testing/certificates.ts";
import { sharedYard } from "../../../testing/harness.ts";

const yard = await sharedYard();

/** An API with a mock method at its root, deployed as "live". */
async function deployed() {
  const account = yard.account();
  const gateway = account.client(APIGatewayClient);
  const { id: restApiId = "", rootResourceId: resourceId = "" } = await gateway.send(
    new CreateRestApiCommand({ name: "deployed" }),
  );
  const place = { restApiId, resourceId, httpMethod: "GET" };
  await gateway.send(new PutMethodCommand({ ...place, authorizationType: "NONE", apiKeyRequired: true }));
  await gateway.send(new PutIntegrationCommand({ ...place, type: "MOCK" }));
  const { id: deploymentId = "" } = await gateway.send(new CreateDeploymentCommand({ restApiId, stageName: "live" }));
  return { account, gateway, restApiId, resourceId, deploymentId };
}

test("a key is in a plan, its usage is granted by hand, and both go", async () => {
  // Goal: the life of keys and plans; method: each step through the API, to the plan's end.
  const { gateway, restApiId } = await deployed();
  const plan = await gateway.send(
    new CreateUsagePlanCommand({
      name: "basic",
      apiStages: [{ apiId: restApiId, stage: "live" }],
      throttle: { burstLimit: 1, rateLimit: 2 },
      quota: { limit: 10, period: "DAY" },
    }),
  );
  // AWS: recorded (LocalStack's snapshots, test_api_key_required_for_methods).
  expect(plan).toMatchObject({
    apiStages: [{ apiId: restApiId, stage: "live" }],
    quota: { limit: 10, offset: 0, period: "DAY" },
    throttle: { burstLimit: 1, rateLimit: 2 },
  });
  const key = await gateway.send(new CreateApiKeyCommand({ name: "k", enabled: true }));
  expect(key).toMatchObject({ enabled: true, stageKeys: [], value: expect.stringMatching(/^[A-Za-z0-9]{40}$/) });
  const keyId = key.id ?? "";
  const usagePlanId = plan.id ?? "";
  const placed = await gateway.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: "API_KEY" }));
  expect(placed).toMatchObject({ id: keyId, name: "k", type: "API_KEY", value: key.value });
  await gateway.send(
    new UpdateUsageCommand({
      usagePlanId,
      keyId,
      patchOperations: [{ op: "replace", path: "/remaining", value: "7" }],
    }),
  );
  const today = new Date(yard.yard.context.clock.nowMs()).toISOString().slice(0, 10);
  const usage = await gateway.send(new GetUsageCommand({ usagePlanId, startDate: today, endDate: today }));
  expect(usage.items).toEqual({ [keyId]: [[0, 7]] });
  await expect(gateway.send(new DeleteUsagePlanCommand({ usagePlanId }))).rejects.toMatchObject({
    name: "BadRequestException",
  });
  await gateway.send(
    new UpdateUsagePlanCommand({
      usagePlanId,
      patchOperations: [{ op: "remove", path: "/apiStages", value: `${restApiId}:live` }],
    }),
  );
  await gateway.send(new DeleteApiKeyCommand({ apiKey: keyId }));
  expect((await gateway.send(new GetUsagePlanKeysCommand({ usagePlanId }))).items).toEqual([]);
  await gateway.send(new DeleteUsagePlanCommand({ usagePlanId }));
});

test("keys are imported from a file, and shown without their values", async () => {
  // AWS: "API Gateway API key file format". Goal: the form; method: quoted cells, a key that is too short, a plan.
  const gateway = yard.account().client(APIGatewayClient);
  const plan = await gateway.send(new CreateUsagePlanCommand({ name: "imported" }));
  const csv = `Name,key,description,Enabled,usageplanIds\n"First, one",${"a".repeat(20)},"says ""hi""",TRUE,"${plan.id},"\nshort,abc,,false,\n`;
  const body = new TextEncoder().encode(csv);
  const answer = await gateway.send(new ImportApiKeysCommand({ format: "csv", body }));
  expect(answer.ids).toHaveLength(1);
  expect(answer.warnings).toHaveLength(1);
  const [apiKey = ""] = answer.ids ?? [];
  const shown = await gateway.send(new GetApiKeyCommand({ apiKey }));
  expect(shown).toMatchObject({ name: "First, one", description: 'says "hi"', enabled: true });
  expect(shown.value).toBeUndefined();
  const { items } = await gateway.send(new GetApiKeysCommand({ nameQuery: "First", includeValues: true }));
  expect(items).toMatchObject([{ value: "a".repeat(20) }]);
  await expect(gateway.send(new ImportApiKeysCommand({ format: "csv", body, failOnWarnings: true }))).rejects.toThrow(
    "Warnings found during import",
  );
});

test("a stage's settings, canary and caches are changed by patch", async () => {
  // Goal: UpdateStage; method: what AWS was recorded with (test_create_update_stages, test_apigateway_canary), and a promotion.
  const { gateway, restApiId, deploymentId } = await deployed();
  const update = (
    ...patchOperations: NonNullable<ConstructorParameters<typeof UpdateStageCommand>[0]>["patchOperations"] & {}
  ) => gateway.send(new UpdateStageCommand({ restApiId, stageName: "live", patchOperations }));
  const changed = await update(
    { op: "replace", path: "/*/*/throttling/burstLimit", value: "123" },
    { op: "replace", path: "/*/*/caching/enabled", value: "true" },
    { op: "replace", path: "/tracingEnabled", value: "true" },
    { op: "replace", path: "/variables/var1", value: "test" },
  );
  // AWS: recorded.
  expect(changed.methodSettings?.["*/*"]).toEqual({
    cacheDataEncrypted: false,
    cacheTtlInSeconds: 300,
    cachingEnabled: true,
    dataTraceEnabled: false,
    metricsEnabled: false,
    requireAuthorizationForCacheControl: true,
    throttlingBurstLimit: 123,
    throttlingRateLimit: 10_000,
    unauthorizedCacheControlHeaderStrategy: "SUCCEED_WITH_RESPONSE_HEADER",
  });
  expect(changed).toMatchObject({ tracingEnabled: true, variables: { var1: "test" } });
  await expect(update({ op: "replace", path: "/documentation_version", value: "v1" })).rejects.toThrow(
    "Invalid method setting path: /documentation_version. Must be one of: [/deploymentId, /description,",
  );
  await expect(update({ op: "remove", path: "/canarySettings/badPath" })).rejects.toThrow(
    "Cannot remove method setting canarySettings/badPath because there is no method setting for this method ",
  );
  const { id: canaryId } = await gateway.send(
    new CreateDeploymentCommand({
      restApiId,
      stageName: "live",
      canarySettings: { percentTraffic: 50, stageVariableOverrides: { var1: "canary" } },
    }),
  );
  const stage = await gateway.send(new GetStageCommand({ restApiId, stageName: "live" }));
  expect(stage).toMatchObject({ deploymentId, canarySettings: { deploymentId: canaryId, percentTraffic: 50 } });
  const promoted = await update(
    { op: "copy", from: "/canarySettings/stageVariableOverrides", path: "/variables" },
    { op: "copy", from: "/canarySettings/deploymentId", path: "/deploymentId" },
    { op: "remove", path: "/canarySettings" },
  );
  expect(promoted).toMatchObject({ deploymentId: canaryId, variables: { var1: "canary" } });
  expect(promoted.canarySettings).toBeUndefined();
  await gateway.send(new FlushStageCacheCommand({ restApiId, stageName: "live" }));
  const summary = await gateway.send(new GetDeploymentCommand({ restApiId, deploymentId, embed: ["apisummary"] }));
  expect(summary.apiSummary).toEqual({ "/": { GET: { authorizationType: "NONE", apiKeyRequired: true } } });
});

test("a domain maps base paths to stages, and holds on to the API", async () => {
  // Goal: domains and mappings; method: a regional domain with two mappings, and an API that cannot go meanwhile.
  const { account, gateway, restApiId } = await deployed();
  const domainName = `${restApiId}.example.com`;
  const regionalCertificateArn = await importCertificate(yard, account, [domainName]);
  const domain = await gateway.send(
    new CreateDomainNameCommand({ domainName, regionalCertificateArn, endpointConfiguration: { types: ["REGIONAL"] } }),
  );
  expect(domain).toMatchObject({ domainNameStatus: "AVAILABLE", regionalHostedZoneId: "Z1UJRXOUMOOFQ8" });
  await gateway.send(new CreateBasePathMappingCommand({ domainName, restApiId, stage: "live" }));
  await gateway.send(new CreateBasePathMappingCommand({ domainName, restApiId, basePath: "v1" }));
  const { items } = await gateway.send(new GetBasePathMappingsCommand({ domainName }));
  expect(items).toEqual([
    { basePath: "(none)", restApiId, stage: "live" },
    { basePath: "v1", restApiId },
  ]);
  await expect(
    gateway.send(new CreateBasePathMappingCommand({ domainName, restApiId, basePath: "v1" })),
  ).rejects.toMatchObject({ name: "ConflictException", message: "Base path already exists for this domain name" });
  await expect(gateway.send(new DeleteRestApiCommand({ restApiId }))).rejects.toThrow(
    `Please remove all base path mappings related to the API in your domains: ${domainName}`,
  );
});

test("a client certificate is one that X.509 readers take", async () => {
  // Goal: certificates that we write ourselves are right; method: Node's reader, and the certificate's own key as its issuer's.
  const gateway = yard.account().client(APIGatewayClient);
  const made = await gateway.send(new GenerateClientCertificateCommand({ description: "to backends" }));
  const certificate = new X509Certificate(made.pemEncodedCertificate ?? "");
  expect(certificate.subject).toBe("CN=ApiGateway");
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(Date.parse(certificate.validTo)).toBe(Math.floor((made.expirationDate?.getTime() ?? 0) / 1000) * 1000);
});

test("documentation is kept in parts and versions, and a model's template copies its members", async () => {
  // Goal: documentation and templates; method: one part, one version, the default model Error.
  const { gateway, restApiId } = await deployed();
  const part = await gateway.send(
    new CreateDocumentationPartCommand({ restApiId, location: { type: "METHOD" }, properties: '{"summary":"All"}' }),
  );
  expect(part.location).toEqual({ type: "METHOD", path: "/", method: "*" });
  await gateway.send(
    new CreateDocumentationVersionCommand({ restApiId, documentationVersion: "1", stageName: "live" }),
  );
  const stage = await gateway.send(new GetStageCommand({ restApiId, stageName: "live" }));
  expect(stage.documentationVersion).toBe("1");
  const { value } = await gateway.send(new GetModelTemplateCommand({ restApiId, modelName: "Error" }));
  expect(value).toBe(`#set($inputRoot = $input.path('$'))\n{\n  "message" : "$inputRoot.message"\n}`);
});

test("tags are set by ARN, and lists come in pages", async () => {
  // Goal: tags of a stage, and paging; method: tags in and out, resources two by two.
  const { gateway, restApiId, resourceId: parentId } = await deployed();
  const resourceArn = `arn:aws:apigateway:us-east-1::/restapis/${restApiId}/stages/live`;
  await gateway.send(new TagResourceCommand({ resourceArn, tags: { a: "1", b: "2" } }));
  await gateway.send(new UntagResourceCommand({ resourceArn, tagKeys: ["a"] }));
  expect((await gateway.send(new GetTagsCommand({ resourceArn }))).tags).toEqual({ b: "2" });
  for (const pathPart of ["a", "b", "c"])
    await gateway.send(new CreateResourceCommand({ restApiId, parentId, pathPart }));
  const first = await gateway.send(new GetResourcesCommand({ restApiId, limit: 2 }));
  const second = await gateway.send(new GetResourcesCommand({ restApiId, limit: 2, position: first.position }));
  expect([...(first.items ?? []), ...(second.items ?? [])].map(({ path }) => path)).toEqual(["/", "/a", "/b", "/c"]);
  expect(second.position).toBeUndefined();
});

test("what needs a VPC says that it is not there", async () => {
  // Goal: no success that was not done; method: a link into a VPC.
  const gateway = yard.account().client(APIGatewayClient);
  await expect(gateway.send(new CreateVpcLinkCommand({ name: "link", targetArns: ["arn"] }))).rejects.toMatchObject({
    name: "NotImplemented",
  });
});
