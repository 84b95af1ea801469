// Updates by JSON patch, with AWS's words for what is refused.

import {
  APIGatewayClient,
  CreateModelCommand,
  CreateRequestValidatorCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  type PatchOperation,
  PutMethodCommand,
  UpdateMethodCommand,
  UpdateModelCommand,
  UpdateRequestValidatorCommand,
  UpdateResourceCommand,
  UpdateRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import { expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";

const yard = await sharedYard();

async function newApi() {
  const gateway = yard.account().client(APIGatewayClient);
  const { id: restApiId = "", rootResourceId: resourceId = "" } = await gateway.send(
    new CreateRestApiCommand({ name: "patched", description: "this is my api" }),
  );
  const update = (...patchOperations: PatchOperation[]) =>
    gateway.send(new UpdateRestApiCommand({ restApiId, patchOperations }));
  return { gateway, restApiId, resourceId, update };
}

// AWS: all expectations of this file are recorded (LocalStack's snapshots, test_apigateway_api).

test("binary media types and the description are added, replaced and removed", async () => {
  // Goal: the lists of an API by patch; method: the three operations in turn, as they were recorded.
  const { update } = await newApi();
  const added = await update(
    { op: "add", path: "/binaryMediaTypes/image~1png" },
    { op: "add", path: "/binaryMediaTypes/image~1jpeg" },
  );
  expect(added.binaryMediaTypes).toEqual(["image/png", "image/jpeg"]);
  const replaced = await update({ op: "replace", path: "/binaryMediaTypes/image~1png", value: "image/gif" });
  expect(replaced.binaryMediaTypes).toEqual(["image/jpeg", "image/gif"]);
  const removed = await update(
    { op: "remove", path: "/binaryMediaTypes/image~1gif" },
    { op: "remove", path: "/description" },
  );
  expect(removed.binaryMediaTypes).toEqual(["image/jpeg"]);
  expect(removed.description).toBeUndefined();
});

test.for([
  [{ op: "add", path: "/binaryMediaTypes" }, "Invalid patch path /binaryMediaTypes"],
  [
    { op: "replace", path: "/minimumCompressionSize", value: "-1" },
    "Invalid minimum compression size, must be between 0 and 10485760",
  ],
  [
    { op: "replace", path: "/minimumCompressionSize", value: "test" },
    "Invalid minimum compression size, must be between 0 and 10485760",
  ],
  [
    { op: "add", path: "/minimumCompressionSize", value: "10" },
    "Invalid patch operation specified. Must be one of: [replace]",
  ],
  [
    { op: "replace", path: "/endpointConfiguration/ipAddressType", value: "wrong" },
    "ipAddressType must be either ipv4 or dualstack.",
  ],
  [
    { op: "replace", path: "/endpointConfiguration/types/EDGE", value: "wrong" },
    "Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE",
  ],
] as const)("an API refuses %o", async ([operation, message]) => {
  // Goal: what UpdateRestApi refuses, word for word; method: one operation each.
  const { update } = await newApi();
  await expect(update(operation)).rejects.toMatchObject({ name: "BadRequestException", message });
});

test("operations that JSON patch does not have are refused before all else", async () => {
  // Goal: coral's wording with the place in the body; method: an unknown operation, which the SDK's types do not have.
  const { update } = await newApi();
  await expect(update({ op: "wrong" as "add", path: "/name" })).rejects.toMatchObject({
    name: "ValidationException",
    message:
      "1 validation error detected: Value 'wrong' at 'updateRestApiInput.patchOperations.1.member.op' failed to satisfy constraint: Member must satisfy enum value set: [add, remove, move, test, replace, copy]",
  });
});

test("resources are renamed and moved with all below them, and never into themselves", async () => {
  // Goal: UpdateResource; method: the recorded sequence of renames and moves.
  const { gateway, restApiId, resourceId: root } = await newApi();
  const create = async (parentId: string, pathPart: string) =>
    (await gateway.send(new CreateResourceCommand({ restApiId, parentId, pathPart }))).id ?? "";
  const update = (resourceId: string, path: string, value: string, op: "replace" | "add" | "remove" = "replace") =>
    gateway.send(new UpdateResourceCommand({ restApiId, resourceId, patchOperations: [{ op, path, value }] }));
  const pets = await create(root, "pets");
  const subpets = await create(pets, "subpets");
  await create(subpets, "pets");
  await expect(update(pets, "/invalid", "dogs")).rejects.toThrow(
    "Invalid patch path  '/invalid' specified for op 'replace'. Must be one of: [/parentId, /pathPart]",
  );
  await expect(update(pets, "/pathPart", "", "remove")).rejects.toThrow(
    "Invalid patch path  '/pathPart' specified for op 'remove'. Please choose supported operations",
  );
  await expect(update(pets, "/parentId", subpets)).rejects.toThrow("Resources cannot be cyclical.");
  await expect(update(pets, "/parentId", "nothing")).rejects.toMatchObject({ name: "NotFoundException" });
  expect(await update(subpets, "/parentId", root)).toMatchObject({ path: "/subpets", parentId: root });
  await expect(update(subpets, "/pathPart", "pets")).rejects.toMatchObject({
    name: "ConflictException",
    message: "Another resource with the same parent already has this name: pets",
  });
  await expect(update(root, "/pathPart", "x")).rejects.toThrow("Root resource cannot update its pathPart.");
});

test("methods are patched, and refuse what the API does not have", async () => {
  // Goal: UpdateMethod's paths; method: parameters and models in, then references to nothing.
  const { gateway, restApiId, resourceId } = await newApi();
  const place = { restApiId, resourceId, httpMethod: "ANY" };
  await gateway.send(new PutMethodCommand({ ...place, authorizationType: "NONE", apiKeyRequired: true }));
  const update = (...patchOperations: PatchOperation[]) =>
    gateway.send(new UpdateMethodCommand({ ...place, patchOperations }));
  const added = await update(
    { op: "add", path: "/requestParameters/method.request.querystring.optional", value: "true" },
    { op: "add", path: "/requestModels/application~1json", value: "Empty" },
  );
  expect(added).toMatchObject({
    requestParameters: { "method.request.querystring.optional": true },
    requestModels: { "application/json": "Empty" },
  });
  await expect(update({ op: "replace", path: "/requestModels/application/json", value: "Empty" })).rejects.toThrow(
    "Invalid patch path /requestModels/application/json",
  );
  await expect(update({ op: "replace", path: "/httpMethod", value: "GET" })).rejects.toThrow(
    "Invalid patch path /httpMethod",
  );
  await expect(update({ op: "replace", path: "/authorizationType", value: "CUSTOM" })).rejects.toThrow(
    "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.",
  );
  await expect(update({ op: "replace", path: "/requestValidatorId", value: "nothing" })).rejects.toThrow(
    "Invalid Request Validator identifier specified",
  );
  const skipped = await update({ op: "replace", path: "/authorizerId", value: "anything" });
  expect(skipped.authorizerId).toBeUndefined();
  // What is no flag is false.
  expect(await update({ op: "replace", path: "/apiKeyRequired", value: "whatever" })).toMatchObject({
    apiKeyRequired: false,
  });
});

test("models and validators word what they refuse with the paths that there are", async () => {
  // Goal: the wording that lists; method: wrong paths and operations on both.
  const { gateway, restApiId } = await newApi();
  const schema = JSON.stringify({ title: "pet", type: "object" });
  await gateway.send(new CreateModelCommand({ restApiId, name: "pet", contentType: "application/json", schema }));
  const model = (operation: PatchOperation) =>
    gateway.send(new UpdateModelCommand({ restApiId, modelName: "pet", patchOperations: [operation] }));
  await expect(model({ op: "replace", path: "/name", value: "x" })).rejects.toThrow(
    "Invalid patch path  '/name' specified for op 'replace'. Must be one of: [/description, /schema]",
  );
  await expect(model({ op: "replace", path: "/schema", value: "" })).rejects.toThrow(
    "Model schema must have at least 1 property or array items defined",
  );
  const { id: requestValidatorId } = await gateway.send(new CreateRequestValidatorCommand({ restApiId, name: "v" }));
  const validator = (operation: PatchOperation) =>
    gateway.send(new UpdateRequestValidatorCommand({ restApiId, requestValidatorId, patchOperations: [operation] }));
  await expect(validator({ op: "replace", path: "/invalidPath" })).rejects.toThrow(
    "Invalid patch path  '/invalidPath' specified for op 'replace'. Must be one of: [/name, /validateRequestParameters, /validateRequestBody]",
  );
  await expect(validator({ op: "replace", path: "/name", value: "" })).rejects.toThrow(
    "Request Validator name cannot be blank",
  );
  expect(await validator({ op: "replace", path: "/validateRequestBody", value: "true" })).toMatchObject({
    validateRequestBody: true,
  });
});
