import { expect, test } from "vitest";
import { loadModel, serviceIndex } from "./load.ts";
import type { Shape } from "./model.ts";

test("the index names every service with what routing needs", () => {
  const byId = new Map(serviceIndex().map((service) => [service.id, service]));
  expect(byId.size).toBeGreaterThanOrEqual(42);
  expect(byId.get("dynamodb-streams")).toMatchObject({
    signingName: "dynamodb",
    endpointPrefix: "streams.dynamodb",
    targetPrefix: "DynamoDBStreams_20120810",
  });
  expect(byId.get("sqs")?.protocols).toEqual(["awsJson1_0", "awsQuery"]);
  const lambda = byId.get("lambda");
  expect(lambda?.http?.[lambda.operations.indexOf("GetFunction")]).toEqual([
    "GET",
    "/2015-03-31/functions/{FunctionName}",
  ]);
});

test("a model has members with traits, required names, and errors by code and by shape name", () => {
  const sqs = loadModel("sqs");
  const input = sqs.operations.get("SendMessage")?.input;
  expect(input?.required).toEqual(["QueueUrl", "MessageBody"]);
  const attributes = input?.members.get("MessageAttributes");
  expect(attributes?.traits).toMatchObject({ xmlFlattened: true, xmlName: "MessageAttribute" });
  expect(attributes?.shape.kind).toBe("map");
  expect(sqs.errors.get("QueueDoesNotExist")).toBe(sqs.errors.get("AWS.SimpleQueueService.NonExistentQueue"));
  expect(sqs.errors.get("QueueDoesNotExist")?.error?.status).toBe(400);
});

test("every shape of every model links, circles included", () => {
  // Method: walk each operation's shapes once; a dangling reference would throw or have no kind.
  let operations = 0;
  const seen = new Set<Shape>();
  const visit = (shape: Shape): void => {
    if (seen.has(shape)) return;
    seen.add(shape);
    if (shape.kind === "list") visit(shape.member.shape);
    else if (shape.kind === "map") [shape.key, shape.value].forEach((member) => visit(member.shape));
    else if ("members" in shape) for (const member of shape.members.values()) visit(member.shape);
  };
  for (const { id } of serviceIndex()) {
    for (const operation of loadModel(id).operations.values()) {
      operations += 1;
      visit(operation.input);
      visit(operation.output);
    }
  }
  expect(operations).toBeGreaterThan(3_000);
  expect([...seen].filter((shape) => shape.kind === undefined)).toEqual([]);
});
