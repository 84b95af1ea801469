// The schema registry: registries, schemas and their versions, what discoverers learn from events, policies and tags.

import { EventBridgeClient, ListRulesCommand, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateDiscovererCommand,
  CreateRegistryCommand,
  CreateSchemaCommand,
  DeleteDiscovererCommand,
  DeleteRegistryCommand,
  DeleteResourcePolicyCommand,
  DeleteSchemaCommand,
  DeleteSchemaVersionCommand,
  DescribeCodeBindingCommand,
  DescribeDiscovererCommand,
  DescribeRegistryCommand,
  DescribeSchemaCommand,
  ExportSchemaCommand,
  GetDiscoveredSchemaCommand,
  GetResourcePolicyCommand,
  ListDiscoverersCommand,
  ListRegistriesCommand,
  ListSchemasCommand,
  ListSchemaVersionsCommand,
  ListTagsForResourceCommand,
  PutResourcePolicyCommand,
  SchemasClient,
  SearchSchemasCommand,
  StartDiscovererCommand,
  StopDiscovererCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateDiscovererCommand,
  UpdateRegistryCommand,
  UpdateSchemaCommand,
} from "@aws-sdk/client-schemas";
import { expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";

async function setUp() {
  const yard = await sharedYard();
  const account = yard.account();
  const schemas = account.client(SchemasClient);
  const events = account.client(EventBridgeClient);
  const arn = (resource: string): string => `arn:aws:schemas:us-east-1:${account.account}:${resource}`;
  const SourceArn = `arn:aws:events:us-east-1:${account.account}:event-bus/default`;
  const put = async (DetailType: string, detail: object): Promise<void> => {
    const Entries = [{ Source: "shop", DetailType, Detail: JSON.stringify(detail) }];
    await events.send(new PutEventsCommand({ Entries }));
    await yard.yard.context.jobs.settled();
  };
  return { yard, account, schemas, events, arn, SourceArn, put };
}

const RegistryName = "shop";
const SchemaName = "order@v1";
const OPEN_API = {
  openapi: "3.0.0",
  info: { version: "1.0.0", title: "Order" },
  paths: {},
  components: {
    schemas: {
      Order: { type: "object", properties: { item: { $ref: "#/components/schemas/Item" } } },
      Item: { type: "object", properties: { price: { type: "number" } } },
    },
  },
};
const Content = JSON.stringify(OPEN_API);

test("keeps registries", async () => {
  const { schemas, arn } = await setUp();
  const made = { RegistryName, RegistryArn: arn("registry/shop"), Description: "Of the shop", Tags: { a: "1" } };
  const { RegistryArn: _arn, ...input } = made;
  expect(await schemas.send(new CreateRegistryCommand(input))).toMatchObject(made);
  await expect(schemas.send(new CreateRegistryCommand(input))).rejects.toMatchObject({
    name: "ConflictException",
    $metadata: { httpStatusCode: 409 },
  });
  await schemas.send(new UpdateRegistryCommand({ RegistryName, Description: "Of all shops" }));
  expect(await schemas.send(new DescribeRegistryCommand({ RegistryName }))).toMatchObject({
    Description: "Of all shops",
  });
  expect((await schemas.send(new ListRegistriesCommand({ RegistryNamePrefix: "sh" }))).Registries).toEqual([
    { RegistryName, RegistryArn: arn("registry/shop"), Tags: { a: "1" } },
  ]);
  expect((await schemas.send(new ListRegistriesCommand({ Scope: "AWS" }))).Registries).toEqual([]);
  await expect(schemas.send(new CreateRegistryCommand({ RegistryName: "aws.mine" }))).rejects.toMatchObject({
    name: "ForbiddenException",
  });
  await expect(schemas.send(new DescribeRegistryCommand({ RegistryName: "aws.events" }))).rejects.toMatchObject({
    name: "NotFoundException",
    message: expect.stringContaining("Stackyard does not have AWS's own registry") as string,
  });
  await schemas.send(new DeleteRegistryCommand({ RegistryName }));
  await expect(schemas.send(new DescribeRegistryCommand({ RegistryName }))).rejects.toMatchObject({
    name: "NotFoundException",
  });
});

test("keeps the versions of schemas, and finds them", async () => {
  const { schemas } = await setUp();
  await schemas.send(new CreateRegistryCommand({ RegistryName }));
  const names = { RegistryName, SchemaName };
  const first = await schemas.send(new CreateSchemaCommand({ ...names, Type: "OpenApi3", Content }));
  expect(first).toMatchObject({ SchemaVersion: "1", Type: "OpenApi3" });
  await expect(
    schemas.send(new CreateSchemaCommand({ ...names, SchemaName: "bad", Type: "OpenApi3", Content: "{}" })),
  ).rejects.toMatchObject({ name: "BadRequestException" });
  const second = JSON.stringify({ ...OPEN_API, info: { ...OPEN_API.info, title: "Second" } });
  const update = () => schemas.send(new UpdateSchemaCommand({ ...names, Content: second, Type: "OpenApi3" }));
  expect(await update()).toMatchObject({ SchemaVersion: "2" });
  expect(await update()).toMatchObject({ SchemaVersion: "2" });
  expect(await schemas.send(new DescribeSchemaCommand({ ...names, SchemaVersion: "1" }))).toMatchObject({ Content });
  const { SchemaVersions = [] } = await schemas.send(new ListSchemaVersionsCommand(names));
  expect(SchemaVersions.map(({ SchemaVersion }) => SchemaVersion)).toEqual(["2", "1"]);
  expect((await schemas.send(new ListSchemasCommand({ RegistryName }))).Schemas).toMatchObject([
    { SchemaName, VersionCount: 2 },
  ]);
  const search = async (Keywords: string) =>
    (await schemas.send(new SearchSchemasCommand({ RegistryName, Keywords }))).Schemas;
  expect(await search("second price")).toMatchObject([{ SchemaName, SchemaVersions: [{ SchemaVersion: "2" }] }]);
  expect(await search("nothing")).toEqual([]);
  await expect(schemas.send(new DeleteRegistryCommand({ RegistryName }))).rejects.toMatchObject({
    name: "BadRequestException",
  });
  await schemas.send(new DeleteSchemaVersionCommand({ ...names, SchemaVersion: "2" }));
  expect(await schemas.send(new DescribeSchemaCommand(names))).toMatchObject({ SchemaVersion: "1" });
  await schemas.send(new DeleteSchemaCommand(names));
  await expect(schemas.send(new DescribeSchemaCommand(names))).rejects.toMatchObject({ name: "NotFoundException" });
});

test("exports schemas as JSON Schema, and makes no code", async () => {
  const { schemas } = await setUp();
  await schemas.send(new CreateRegistryCommand({ RegistryName }));
  const names = { RegistryName, SchemaName };
  await schemas.send(new CreateSchemaCommand({ ...names, Type: "OpenApi3", Content }));
  const exported = await schemas.send(new ExportSchemaCommand({ ...names, Type: "JSONSchemaDraft4" }));
  expect(JSON.parse(exported.Content ?? "")).toEqual({
    $schema: "http://json-schema.org/draft-04/schema#",
    title: "Order",
    definitions: { Item: { type: "object", properties: { price: { type: "number" } } } },
    type: "object",
    properties: { item: { $ref: "#/definitions/Item" } },
  });
  await expect(schemas.send(new DescribeCodeBindingCommand({ ...names, Language: "Java8" }))).rejects.toMatchObject({
    name: "NotImplemented",
    $metadata: { httpStatusCode: 501 },
  });
});

// Goal: the schema of events is what they have in common. AWS: GetDiscoveredSchema.
test("infers the schema of events", async () => {
  const { schemas } = await setUp();
  const event = (detail: object) =>
    JSON.stringify({ source: "shop", "detail-type": "Order created", detail, id: "1", account: "1" });
  const Events = [
    event({ id: 1, at: "2026-01-01T00:00:00Z", lines: [{ sku: "a" }], note: null }),
    event({ id: 2, at: "2026-01-02T00:00:00Z", lines: [{ sku: "b", count: 3 }] }),
  ];
  const { Content: found = "" } = await schemas.send(new GetDiscoveredSchemaCommand({ Type: "OpenApi3", Events }));
  const document = JSON.parse(found) as typeof OPEN_API;
  expect(document.components.schemas).toMatchObject({
    AWSEvent: {
      "x-amazon-events-detail-type": "Order created",
      "x-amazon-events-source": "shop",
      properties: { detail: { $ref: "#/components/schemas/OrderCreated" } },
    },
    OrderCreated: {
      type: "object",
      required: ["at", "id", "lines"],
      properties: {
        id: { type: "number" },
        at: { type: "string", format: "date-time" },
        lines: { type: "array", items: { $ref: "#/components/schemas/LinesItem" } },
        note: {},
      },
    },
    LinesItem: { required: ["sku"], properties: { count: { type: "number" }, sku: { type: "string" } } },
  });
  const plain = await schemas.send(
    new GetDiscoveredSchemaCommand({ Type: "JSONSchemaDraft4", Events: ['{"a":true}'] }),
  );
  expect(JSON.parse(plain.Content ?? "")).toEqual({
    $schema: "http://json-schema.org/draft-04/schema#",
    title: "Event",
    definitions: {},
    type: "object",
    required: ["a"],
    properties: { a: { type: "boolean" } },
  });
  await expect(
    schemas.send(new GetDiscoveredSchemaCommand({ Type: "OpenApi3", Events: ["no"] })),
  ).rejects.toMatchObject({ name: "BadRequestException" });
});

// Goal: a discoverer writes down what comes over its bus, and a new version only for what is new. Method: events before, while
// and after it rests. AWS: "Schema discovery".
test("discovers schemas from the events of a bus", async () => {
  const { schemas, events, arn, SourceArn, put } = await setUp();
  const made = await schemas.send(new CreateDiscovererCommand({ SourceArn, Description: "All" }));
  const DiscovererId = "events-event-bus-default";
  expect(made).toMatchObject({ DiscovererId, DiscovererArn: arn(`discoverer/${DiscovererId}`), State: "STARTED" });
  await expect(schemas.send(new CreateDiscovererCommand({ SourceArn }))).rejects.toMatchObject({
    name: "ConflictException",
  });
  const { Rules = [] } = await events.send(new ListRulesCommand({}));
  expect(Rules.map(({ Name }) => Name)).toEqual(["Schemas-events-event-bus-default"]);
  const names = { RegistryName: "discovered-schemas", SchemaName: "shop@OrderCreated" };
  const version = async () => (await schemas.send(new DescribeSchemaCommand(names))).SchemaVersion;
  await put("Order created", { id: 1 });
  expect(await version()).toBe("1");
  await put("Order created", { id: 2 });
  expect(await version()).toBe("1");
  await put("Order created", { id: 3, gift: true });
  expect(await version()).toBe("2");
  expect(await schemas.send(new StopDiscovererCommand({ DiscovererId }))).toMatchObject({ State: "STOPPED" });
  await put("Order created", { id: 4, express: true });
  expect(await version()).toBe("2");
  await schemas.send(new StartDiscovererCommand({ DiscovererId }));
  await put("Order created", { id: 5, express: true });
  expect(await version()).toBe("3");
  await schemas.send(new UpdateDiscovererCommand({ DiscovererId, CrossAccount: false }));
  expect(await schemas.send(new DescribeDiscovererCommand({ DiscovererId }))).toMatchObject({
    CrossAccount: false,
    Description: "All",
  });
  expect((await schemas.send(new ListDiscoverersCommand({}))).Discoverers).toMatchObject([{ DiscovererId }]);
  await schemas.send(new DeleteDiscovererCommand({ DiscovererId }));
  expect((await events.send(new ListRulesCommand({}))).Rules).toEqual([]);
  await expect(schemas.send(new DescribeDiscovererCommand({ DiscovererId }))).rejects.toMatchObject({
    name: "NotFoundException",
  });
  const gone = SourceArn.replace("default", "gone");
  await expect(schemas.send(new CreateDiscovererCommand({ SourceArn: gone }))).rejects.toMatchObject({
    name: "BadRequestException",
  });
});

// Goal: a registry's policy counts. Method: one that denies everybody to describe its schemas.
test("enforces a registry's policy", async () => {
  const { account, schemas } = await setUp();
  await schemas.send(new CreateRegistryCommand({ RegistryName }));
  const statement = { Effect: "Allow", Action: "schemas:*", Resource: "*" };
  const iam = account.client(IAMClient);
  await iam.send(new CreateUserCommand({ UserName: "u" }));
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: statement });
  await iam.send(new PutUserPolicyCommand({ UserName: "u", PolicyName: "p", PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "u" }));
  const user = account.clientWith(SchemasClient, {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  });
  await user.send(new DescribeRegistryCommand({ RegistryName }));
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: { Effect: "Deny", Principal: "*", Action: "schemas:DescribeRegistry", Resource: "*" },
  });
  const { RevisionId } = await schemas.send(new PutResourcePolicyCommand({ RegistryName, Policy }));
  await expect(user.send(new DescribeRegistryCommand({ RegistryName }))).rejects.toMatchObject({
    name: "AccessDeniedException",
  });
  const found = await schemas.send(new GetResourcePolicyCommand({ RegistryName }));
  expect([String(found.Policy), found.RevisionId]).toEqual([Policy, RevisionId]);
  await expect(
    schemas.send(new PutResourcePolicyCommand({ RegistryName, Policy, RevisionId: "another" })),
  ).rejects.toMatchObject({ name: "PreconditionFailedException" });
  await schemas.send(new DeleteResourcePolicyCommand({ RegistryName }));
  await user.send(new DescribeRegistryCommand({ RegistryName }));
});

test("tags what it keeps", async () => {
  const { schemas, arn } = await setUp();
  await schemas.send(new CreateRegistryCommand({ RegistryName, Tags: { a: "1" } }));
  const ResourceArn = arn("registry/shop");
  await schemas.send(new TagResourceCommand({ ResourceArn, Tags: { b: "2" } }));
  await schemas.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["a"] }));
  expect((await schemas.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags).toEqual({ b: "2" });
  await expect(
    schemas.send(new ListTagsForResourceCommand({ ResourceArn: arn("registry/gone") })),
  ).rejects.toMatchObject({ name: "NotFoundException" });
});
