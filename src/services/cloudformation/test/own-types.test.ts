// Goal: a type that a user defines is a type like AWS's. Method: a type of notes, which it keeps as parameters of the yard itself, through a stack's whole
// life with the real SDK: made, changed, replaced, drifted, scanned, imported, refused, deleted.

import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeResourceScanCommand,
  DescribeStackResourceDriftsCommand,
  DescribeTypeCommand,
  DetectStackDriftCommand,
  ExecuteChangeSetCommand,
  ListResourceScanResourcesCommand,
  ListTypesCommand,
  SetTypeConfigurationCommand,
  StartResourceScanCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { DeleteParameterCommand, GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { OperatorError } from "../../../kernel/errors.ts";
import { defineResource } from "../../../service/define-resource.ts";
import type { RegistrySchema } from "../../../service/define-resource.ts";
import { testYard, type TestAccount, type TestYard } from "../../../testing/harness.ts";
import { ownTypes } from "../own-types/own-type.ts";
import { errorOf, eventsOf, stackOf } from "./calls.ts";

interface Note {
  readonly Title: string;
  readonly Text?: string;
  readonly Secret?: string;
  readonly Author?: { readonly Name: string };
  readonly Id?: string;
}

const SCHEMA: RegistrySchema = {
  typeName: "Acme::Notes::Note",
  properties: {
    Id: { type: "string" },
    Title: { type: "string", pattern: "^[A-Z]" },
    Text: { type: "string", maxLength: 20 },
    Secret: { type: "string" },
    Author: { $ref: "#/definitions/Author" },
  },
  definitions: {
    Author: {
      type: "object",
      properties: { Name: { type: "string" } },
      required: ["Name"],
      additionalProperties: false,
    },
  },
  required: ["Title"],
  readOnlyProperties: ["/properties/Id"],
  createOnlyProperties: ["/properties/Title"],
  writeOnlyProperties: ["/properties/Secret"],
  primaryIdentifier: ["/properties/Id"],
  additionalProperties: false,
};

const note = defineResource<Note>({
  schema: SCHEMA,
  async create(desired, { aws, generateName }) {
    if (desired.Text === "boom") throw new Error("Notes explode.");
    const Id = generateName();
    await aws.ssm.putParameter({
      Name: Id,
      Type: "String",
      Value: JSON.stringify({ ...desired, Secret: undefined }),
      Overwrite: true,
    });
    return { ...desired, Id };
  },
  async read({ Id = "" }, { aws }) {
    const { Parameters = [] } = await aws.ssm.getParameters({ Names: [Id] });
    const [found] = Parameters;
    return found === undefined ? undefined : { ...(JSON.parse(found.Value ?? "{}") as Note), Id };
  },
  async update(desired, _previous, { aws }) {
    const { Id, Secret: _secret, ...kept } = desired;
    await aws.ssm.putParameter({ Name: Id, Type: "String", Value: JSON.stringify(kept), Overwrite: true });
    return desired;
  },
  async delete({ Id = "" }, { aws }) {
    await aws.ssm.deleteParameters({ Names: [Id] });
  },
  async list({ aws }) {
    const { Parameters = [] } = await aws.ssm.describeParameters({});
    return Parameters.map(({ Name = "" }) => ({ Id: Name }));
  },
});

let yard: TestYard;
let account: TestAccount;
let client: CloudFormationClient;
let ssm: SSMClient;

beforeAll(async () => {
  yard = await testYard({ ownTypes: [note] });
  account = yard.account();
  client = account.client(CloudFormationClient);
  ssm = account.client(SSMClient);
});
afterAll(() => yard.stop());

const templateOf = (properties: object) =>
  JSON.stringify({
    Resources: { Note: { Type: "Acme::Notes::Note", Properties: properties } },
    Outputs: { Ref: { Value: { Ref: "Note" } }, Id: { Value: { "Fn::GetAtt": ["Note", "Id"] } } },
  });

async function deploy(StackName: string, properties: object): Promise<string> {
  const TemplateBody = templateOf(properties);
  const exists = await stackOf(client, StackName).catch(() => undefined);
  await client.send(
    exists === undefined
      ? new CreateStackCommand({ StackName, TemplateBody })
      : new UpdateStackCommand({ StackName, TemplateBody }),
  );
  await yard.yard.context.jobs.settled();
  return (await stackOf(client, StackName))?.Outputs?.find(({ OutputKey }) => OutputKey === "Id")?.OutputValue ?? "";
}

async function kept(Name: string): Promise<unknown> {
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name }));
  return JSON.parse(Parameter?.Value ?? "");
}

test("is made, changed, replaced, and deleted with its stack", async () => {
  const id = await deploy("life", { Title: "Hello", Text: "one", Author: { Name: "Ada" } });
  expect((await stackOf(client, "life"))?.Outputs?.find(({ OutputKey }) => OutputKey === "Ref")?.OutputValue).toBe(id);
  expect(await kept(id)).toEqual({ Title: "Hello", Text: "one", Author: { Name: "Ada" } });

  expect(await deploy("life", { Title: "Hello", Text: "two" })).toBe(id);
  expect(await kept(id)).toEqual({ Title: "Hello", Text: "two" });

  const replaced = await deploy("life", { Title: "Other", Text: "two" });
  expect(replaced).not.toBe(id);
  expect((await errorOf(kept(id))).name).toBe("ParameterNotFound");

  await client.send(new DeleteStackCommand({ StackName: "life" }));
  await yard.yard.context.jobs.settled();
  expect((await errorOf(kept(replaced))).name).toBe("ParameterNotFound");
});

test("templates are held against its schema, before and while it is made", async () => {
  const refused = (properties: object) =>
    errorOf(client.send(new CreateStackCommand({ StackName: "refused", TemplateBody: templateOf(properties) })));
  expect((await refused({ Text: "no title" })).message).toContain("#: required key [Title] not found");
  expect((await refused({ Title: "A", Colour: "red" })).message).toContain("extraneous key [Colour] is not permitted");
  expect((await refused({ Title: "A", Id: "mine" })).message).toContain("extraneous key [Id] is not permitted");
  expect((await refused({ Title: "A", Author: {} })).message).toContain("#/Author: required key [Name] not found");

  await deploy("late", { Title: "lower case", Text: "a text that is far too long" });
  expect(await eventsOf(client, "late")).toContainEqual(
    expect.stringMatching(
      /^Note CREATE_FAILED: Resource handler returned message: "Model validation failed \(#\/Title: must match pattern .*, #\/Text: must NOT have more than 20 characters\)" \(RequestToken: .*, HandlerErrorCode: InvalidRequest\)$/,
    ),
  );
  await deploy("broken", { Title: "A", Text: "boom" });
  expect(await eventsOf(client, "broken")).toContainEqual(
    expect.stringMatching(
      /^Note CREATE_FAILED: .*"Notes explode\." \(RequestToken: .*, HandlerErrorCode: GeneralServiceException\)$/,
    ),
  );
  expect((await stackOf(client, "broken"))?.StackStatus).toBe("ROLLBACK_COMPLETE");
});

test("its drift is found, and what no read gives back is none", async () => {
  const id = await deploy("drifting", { Title: "Hello", Text: "as told", Secret: "not told" });
  const drift = async () => {
    await client.send(new DetectStackDriftCommand({ StackName: "drifting" }));
    await yard.yard.context.jobs.settled();
    const { StackResourceDrifts = [] } = await client.send(
      new DescribeStackResourceDriftsCommand({ StackName: "drifting" }),
    );
    return StackResourceDrifts.map(({ StackResourceDriftStatus: status, PropertyDifferences = [] }) => [
      status,
      ...PropertyDifferences.map(({ PropertyPath, ActualValue }) => `${PropertyPath} ${ActualValue}`),
    ]);
  };
  expect(await drift()).toEqual([["IN_SYNC"]]);
  const Value = JSON.stringify({ Title: "Hello", Text: "by hand" });
  await ssm.send(new PutParameterCommand({ Name: id, Value, Overwrite: true }));
  expect(await drift()).toEqual([["MODIFIED", "/Text by hand"]]);
  await ssm.send(new DeleteParameterCommand({ Name: id }));
  expect(await drift()).toEqual([["DELETED"]]);
});

test("what is there already is scanned and imported", async () => {
  const Value = JSON.stringify({ Title: "Found" });
  await ssm.send(new PutParameterCommand({ Name: "found-note", Type: "String", Value }));
  const { ResourceScanId } = await client.send(new StartResourceScanCommand({}));
  await yard.yard.context.jobs.settled();
  expect((await client.send(new DescribeResourceScanCommand({ ResourceScanId }))).Status).toBe("COMPLETE");
  const { Resources = [] } = await client.send(
    new ListResourceScanResourcesCommand({ ResourceScanId, ResourceTypePrefix: "Acme::" }),
  );
  expect(Resources).toContainEqual(
    expect.objectContaining({ ResourceType: "Acme::Notes::Note", ResourceIdentifier: { Id: "found-note" } }),
  );

  const wanted = { StackName: "importing", ChangeSetName: "import" };
  await client.send(
    new CreateChangeSetCommand({
      ...wanted,
      ChangeSetType: "IMPORT",
      TemplateBody: JSON.stringify({
        Resources: {
          Note: { Type: "Acme::Notes::Note", DeletionPolicy: "Retain", Properties: { Title: "Found" } },
        },
      }),
      ResourcesToImport: [
        { ResourceType: "Acme::Notes::Note", LogicalResourceId: "Note", ResourceIdentifier: { Id: "found-note" } },
      ],
    }),
  );
  await client.send(new ExecuteChangeSetCommand(wanted));
  await yard.yard.context.jobs.settled();
  expect((await stackOf(client, "importing"))?.StackStatus).toBe("IMPORT_COMPLETE");
});

test.each([
  ["a name of AWS's", { typeName: "AWS::Notes::Note" }, "the names of AWS and Custom are taken"],
  ["a name of two parts", { typeName: "Acme::Note" }, "three names"],
  ["no identifier", { primaryIdentifier: [] }, "primaryIdentifier is to name at least one property"],
  [
    "a pointer to nowhere",
    { createOnlyProperties: ["/properties/Colour"] },
    'createOnlyProperties names "/properties/Colour"',
  ],
  [
    "an unknown shape",
    { properties: { ...SCHEMA.properties, Text: { $ref: "#/definitions/Gone" } } },
    'refers to "#/definitions/Gone"',
  ],
  ["an unknown requirement", { required: ["Colour"] }, 'required names "Colour"'],
])("a schema with %s is refused", (_, change, reason) => {
  const load = () => ownTypes([{ ...note, schema: { ...SCHEMA, ...change } }]);
  expect(load).toThrow(OperatorError);
  expect(load).toThrow(reason);
});

test("two types of one name are refused", () => {
  expect(() => ownTypes([note, note])).toThrow('Two of the given resource types are called "Acme::Notes::Note"');
});

test("is a private type of every account in the registry", async () => {
  const { TypeSummaries } = await client.send(new ListTypesCommand({}));
  const TypeArn = `arn:aws:cloudformation:${account.region}:${account.account}:type/resource/Acme-Notes-Note`;
  expect(TypeSummaries).toEqual([
    { Type: "RESOURCE", TypeName: "Acme::Notes::Note", TypeArn, DefaultVersionId: "00000001" },
  ]);
  const described = await client.send(new DescribeTypeCommand({ Arn: TypeArn }));
  expect(JSON.parse(described.Schema ?? "")).toEqual(SCHEMA);
  expect(described).toMatchObject({ Visibility: "PRIVATE", ProvisioningType: "FULLY_MUTABLE", IsDefaultVersion: true });
  const configured = client.send(
    new SetTypeConfigurationCommand({ TypeArn, Configuration: "{}", ConfigurationAlias: "default" }),
  );
  await expect(configured).rejects.toMatchObject({
    name: "CFNRegistryException",
    message:
      "The type 'Acme::Notes::Note' is defined by this cloud's configuration, not registered: its definition there is to be changed.",
  });
});
