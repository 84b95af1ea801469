// Goal: a type that an account registers is a type like AWS's, and its handler runs as on AWS. Method: a package in the CLI's form, registered and used by
// stacks with the real SDK; the handler runs in the sandbox and keeps notes as parameters, in the name of its role.

import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteStackCommand,
  DeregisterTypeCommand,
  DescribeStackResourceDriftsCommand,
  DescribeTypeCommand,
  DescribeTypeRegistrationCommand,
  DetectStackDriftCommand,
  ExecuteChangeSetCommand,
  SetTypeConfigurationCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { DeleteParameterCommand, GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { beforeAll, expect, test } from "vitest";
import { sharedYard, type TestAccount } from "../../../../testing/harness.ts";
import { errorOf, eventsOf, stackOf } from "../../test/calls.ts";
import { makeRole, NOTE, register, SCHEMA } from "./notes.ts";

const SSM = ["ssm:PutParameter", "ssm:GetParameters", "ssm:DeleteParameters"];
const yard = await sharedYard();
const settled = () => yard.yard.context.jobs.settled();
let account: TestAccount;
let client: CloudFormationClient;
let ssm: SSMClient;

const templateOf = (properties: object) =>
  JSON.stringify({
    Resources: { Note: { Type: NOTE, Properties: properties } },
    Outputs: { Ref: { Value: { Ref: "Note" } }, Author: { Value: { "Fn::GetAtt": ["Note", "Author"] } } },
  });

async function deploy(StackName: string, properties: object): Promise<string> {
  const TemplateBody = templateOf(properties);
  const exists = await stackOf(client, StackName).catch(() => undefined);
  await client.send(
    exists === undefined
      ? new CreateStackCommand({ StackName, TemplateBody })
      : new UpdateStackCommand({ StackName, TemplateBody }),
  );
  await settled();
  return (await stackOf(client, StackName))?.Outputs?.find(({ OutputKey }) => OutputKey === "Ref")?.OutputValue ?? "";
}

async function textOf(Name: string): Promise<unknown> {
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name }));
  return JSON.parse(Parameter?.Value ?? "");
}

beforeAll(async () => {
  account = yard.account();
  client = account.client(CloudFormationClient);
  ssm = account.client(SSMClient);
  const ExecutionRoleArn = await makeRole(account, "notes", SSM);
  const RegistrationToken = await register(account, { ExecutionRoleArn });
  await settled();
  expect(await client.send(new DescribeTypeRegistrationCommand({ RegistrationToken }))).toMatchObject({
    ProgressStatus: "COMPLETE",
    Description: "Deployment is currently in DEPLOY_STAGE of status COMPLETED; ",
    TypeVersionArn: `arn:aws:cloudformation:${account.region}:${account.account}:type/resource/Acme-Ledger-Note/00000001`,
  });
});

test("is described with its schema and its role", async () => {
  const { Schema = "", ...described } = await client.send(
    new DescribeTypeCommand({ Type: "RESOURCE", TypeName: NOTE }),
  );
  expect(JSON.parse(Schema)).toEqual(SCHEMA);
  expect(described).toMatchObject({
    Arn: `arn:aws:cloudformation:${account.region}:${account.account}:type/resource/Acme-Ledger-Note`,
    DefaultVersionId: "00000001",
    IsDefaultVersion: true,
    Description: "A note",
    ProvisioningType: "FULLY_MUTABLE",
    DeprecatedStatus: "LIVE",
    Visibility: "PRIVATE",
    ExecutionRoleArn: `arn:aws:iam::${account.account}:role/notes`,
    ConfigurationSchema: JSON.stringify(SCHEMA.typeConfiguration),
    SourceUrl: "https://example.com/notes",
  });
});

test("is made, changed in place, replaced and deleted", async () => {
  const id = await deploy("life", { Title: "one", Text: "a", Secret: "s" });
  expect(await textOf(id)).toEqual({ Id: id, Title: "one", Text: "a", Author: "nobody" });
  expect(await deploy("life", { Title: "one", Text: "b", Secret: "s" })).toBe(id);
  expect(await textOf(id)).toMatchObject({ Text: "b" });
  const next = await deploy("life", { Title: "two", Text: "b", Secret: "s" });
  expect(next).not.toBe(id);
  expect(await errorOf(textOf(id))).toMatchObject({ name: "ParameterNotFound" });
  await client.send(new DeleteStackCommand({ StackName: "life" }));
  await settled();
  expect(await errorOf(textOf(next))).toMatchObject({ name: "ParameterNotFound" });
});

test("is held against its schema before anything is made", async () => {
  const create = (properties: object) =>
    errorOf(client.send(new CreateStackCommand({ StackName: "wrong", TemplateBody: templateOf(properties) })));
  expect(await create({ Text: "no title" })).toMatchObject({ name: "ValidationError" });
  expect(await create({ Title: "one", Colour: "red" })).toMatchObject({ name: "ValidationError" });
  // What the registry's validation finds shows when the resource is made.
  await deploy("long", { Title: "a title of more than twenty letters" });
  expect(await eventsOf(client, "long")).toContainEqual(
    expect.stringMatching(
      /^Note CREATE_FAILED: Resource handler returned message: "Model validation failed \(#\/Title: .*HandlerErrorCode: InvalidRequest\)$/,
    ),
  );
});

test("fails as its handler says", async () => {
  await deploy("fails", { Title: "one", Text: "boom" });
  expect((await stackOf(client, "fails"))?.StackStatus).toBe("ROLLBACK_COMPLETE");
  const reasonOf = async (stack: string) =>
    (await eventsOf(client, stack)).find((event) => event.startsWith("Note CREATE_FAILED")) ?? "";
  expect(await reasonOf("fails")).toMatch(
    /^Note CREATE_FAILED: Resource handler returned message: "Notes explode." \(RequestToken: [-0-9a-f]{36}, HandlerErrorCode: InvalidRequest\)$/,
  );
  await deploy("crashes", { Title: "one", Text: "crash" });
  expect(await reasonOf("crashes")).toContain('"The handler broke." (RequestToken:');
  await deploy("says", { Title: "one", Text: "nonsense" });
  expect(await reasonOf("says")).toContain('"The handler returned no progress event." (RequestToken:');
});

test("brings its old self back where an update fails", async () => {
  const id = await deploy("back", { Title: "one", Text: "a" });
  await deploy("back", { Title: "one", Text: "boom" });
  expect((await stackOf(client, "back"))?.StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
  expect(await textOf(id)).toMatchObject({ Text: "a" });
});

test("drifts, and its write-only properties do not", async () => {
  const id = await deploy("drift", { Title: "one", Text: "a", Secret: "s" });
  const drift = async () => {
    await client.send(new DetectStackDriftCommand({ StackName: "drift" }));
    await settled();
    return (await client.send(new DescribeStackResourceDriftsCommand({ StackName: "drift" }))).StackResourceDrifts?.[0];
  };
  expect(await drift()).toMatchObject({ StackResourceDriftStatus: "IN_SYNC" });
  const Value = JSON.stringify({ Id: id, Title: "one", Text: "changed", Author: "nobody" });
  await ssm.send(new PutParameterCommand({ Name: id, Value, Overwrite: true }));
  expect(await drift()).toMatchObject({
    StackResourceDriftStatus: "MODIFIED",
    PropertyDifferences: [{ PropertyPath: "/Text", ExpectedValue: "a", ActualValue: "changed" }],
  });
  await ssm.send(new DeleteParameterCommand({ Name: id }));
  expect(await drift()).toMatchObject({ StackResourceDriftStatus: "DELETED" });
});

test("is imported by its primary identifier", async () => {
  const Value = JSON.stringify({ Id: "found", Title: "one", Text: "a", Author: "somebody" });
  await ssm.send(new PutParameterCommand({ Name: "found", Value, Type: "String" }));
  const Note = { Type: NOTE, DeletionPolicy: "Retain", Properties: { Title: "one", Text: "a" } };
  const { Id: ChangeSetName } = await client.send(
    new CreateChangeSetCommand({
      StackName: "import",
      ChangeSetName: "import",
      ChangeSetType: "IMPORT",
      TemplateBody: JSON.stringify({ Resources: { Note } }),
      ResourcesToImport: [{ ResourceType: NOTE, LogicalResourceId: "Note", ResourceIdentifier: { Id: "found" } }],
    }),
  );
  await settled();
  await client.send(new ExecuteChangeSetCommand({ ChangeSetName }));
  await settled();
  expect(await stackOf(client, "import")).toMatchObject({ StackStatus: "IMPORT_COMPLETE" });
  expect(await textOf("found")).toMatchObject({ Text: "a" });
});

test("is given its configuration, with what dynamic references name", async () => {
  const named = { Type: "RESOURCE", TypeName: NOTE, ConfigurationAlias: "default" } as const;
  const set = (Configuration: string) => client.send(new SetTypeConfigurationCommand({ ...named, Configuration }));
  expect(await errorOf(set("{}"))).toMatchObject({ name: "CFNRegistryException" });
  expect(await errorOf(set("no JSON"))).toMatchObject({ name: "CFNRegistryException" });
  await ssm.send(new PutParameterCommand({ Name: "author", Value: "Ada", Type: "String" }));
  const { ConfigurationArn } = await set('{"Author":"{{resolve:ssm:author}}"}');
  expect(ConfigurationArn).toBe(
    `arn:aws:cloudformation:${account.region}:${account.account}:type-configuration/resource/Acme-Ledger-Note/default`,
  );
  await deploy("configured", { Title: "one" });
  expect((await stackOf(client, "configured"))?.Outputs).toContainEqual(
    expect.objectContaining({ OutputKey: "Author", OutputValue: "Ada" }),
  );
});

test("belongs to its account alone, and is of no use once it is deregistered", async () => {
  const stranger = yard.account().client(CloudFormationClient);
  const TemplateBody = templateOf({ Title: "one" });
  const unrecognized = "Template format error: Unrecognized resource types: [Acme::Ledger::Note]";
  const other = new CreateStackCommand({ StackName: "other", TemplateBody });
  expect((await errorOf(stranger.send(other))).message).toContain(unrecognized);

  const own = yard.account();
  client = own.client(CloudFormationClient);
  await register(own, { ExecutionRoleArn: await makeRole(own, "notes", SSM) });
  await settled();
  await deploy("left", { Title: "one" });
  await client.send(new DeregisterTypeCommand({ Type: "RESOURCE", TypeName: NOTE }));
  const late = new CreateStackCommand({ StackName: "late", TemplateBody });
  expect((await errorOf(client.send(late))).message).toContain(unrecognized);
  await client.send(new DeleteStackCommand({ StackName: "left" }));
  await settled();
  expect(await stackOf(client, "left")).toMatchObject({ StackStatus: "DELETE_FAILED" });
});
