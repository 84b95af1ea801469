// Goal: registrations take what AWS takes, and say what is wrong with all else; versions come and go as documented. Method: packages of all kinds through the
// real SDK.

import {
  CloudFormationClient,
  DeregisterTypeCommand,
  DescribeTypeCommand,
  DescribeTypeRegistrationCommand,
  ListTypeRegistrationsCommand,
  ListTypesCommand,
  ListTypeVersionsCommand,
  RegisterTypeCommand,
  SetTypeDefaultVersionCommand,
} from "@aws-sdk/client-cloudformation";
import { CreateUserCommand, CreateAccessKeyCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { zipOf } from "../../../../sandbox/testing/functions.ts";
import { sharedYard } from "../../../../testing/harness.ts";
import { errorOf } from "../../test/calls.ts";
import { makeRole, NOTE, register, upload, type Variant } from "./notes.ts";

const yard = await sharedYard();
const settled = () => yard.yard.context.jobs.settled();
const NAMED = { Type: "RESOURCE", TypeName: NOTE } as const;

const broken: Record<string, [Variant, string]> = {
  "without a schema": [{ without: "schema.json" }, "The package has no schema.json."],
  "without settings": [{ without: ".rpdk-config" }, "The package has no .rpdk-config."],
  "without code": [{ without: "ResourceProvider.zip" }, "The package has no ResourceProvider.zip"],
  "of another type": [{ schema: { typeName: "Acme::Notes::Book" } }, "of the type 'Acme::Notes::Book'"],
  "without a description": [{ schema: { description: undefined } }, "description"],
  "that allows anything": [{ schema: { additionalProperties: true } }, "additionalProperties"],
  "with a pointer to nowhere": [{ schema: { primaryIdentifier: ["/properties/No"] } }, "/properties/No"],
  "with a shape that is none": [{ schema: { properties: { Id: { type: "text" } } } }, "not right"],
  "with a schema that is no JSON": [{ files: { "schema.json": "{" } }, "schema.json is not JSON"],
  "with code that is no zip": [{ files: { "ResourceProvider.zip": "no zip" } }, "Could not unzip"],
  "with code that climbs out": [{ files: { "ResourceProvider.zip": zipOf({ "../../x.js": "1" }) } }, "outside itself"],
  "of a runtime that is not here": [{ settings: { runtime: "cobol74" } }, "runtime 'cobol74'"],
};

test.each(Object.entries(broken))("a package %s is refused", async (_, [variant, reason]) => {
  const account = yard.account();
  const client = account.client(CloudFormationClient);
  const RegistrationToken = await register(account, { variant });
  await settled();
  const described = await client.send(new DescribeTypeRegistrationCommand({ RegistrationToken }));
  expect(described).toMatchObject({ ProgressStatus: "FAILED" });
  expect(described.Description).toContain(reason);
  expect((await client.send(new ListTypesCommand({}))).TypeSummaries).toEqual([]);
  expect(await errorOf(client.send(new DescribeTypeCommand(NAMED)))).toMatchObject({ name: "TypeNotFoundException" });
});

test("a request is refused for what is not there", async () => {
  const account = yard.account();
  const client = account.client(CloudFormationClient);
  const ask = (input: object) =>
    errorOf(
      client.send(new RegisterTypeCommand({ ...NAMED, SchemaHandlerPackage: "s3://nobody/nothing.zip", ...input })),
    );
  expect(await ask({})).toMatchObject({ name: "CFNRegistryException" });
  expect(await ask({ SchemaHandlerPackage: "ftp://somewhere/else.zip" })).toMatchObject({
    name: "CFNRegistryException",
  });
  expect(await ask({ TypeName: "AWS::Notes::Note" })).toMatchObject({ name: "CFNRegistryException", status: 400 });
  expect(await ask({ Type: "MODULE", TypeName: `${NOTE}::MODULE` })).toMatchObject({
    name: "NotImplemented",
    status: 501,
    message: "RegisterType of modules is not implemented by this cloud: it has extensions of type RESOURCE only.",
  });
  expect((await ask({ Type: "HOOK" })).message).toContain("RegisterType of hooks is not implemented");
  const unknown = new DescribeTypeRegistrationCommand({ RegistrationToken: "nobody" });
  expect(await errorOf(client.send(unknown))).toMatchObject({ name: "CFNRegistryException" });
});

test("a request that comes again registers nothing again", async () => {
  const account = yard.account();
  const client = account.client(CloudFormationClient);
  const first = await register(account, { ClientRequestToken: "once" });
  expect(await register(account, { ClientRequestToken: "once" })).toBe(first);
  await settled();
  expect(await register(account, { ClientRequestToken: "once" })).toBe(first);
  expect((await client.send(new ListTypeVersionsCommand(NAMED))).TypeVersionSummaries).toHaveLength(1);
  const ofAll = new ListTypeRegistrationsCommand({ RegistrationStatusFilter: "COMPLETE" });
  expect((await client.send(ofAll)).RegistrationTokenList).toEqual([first]);
  expect((await client.send(new ListTypeRegistrationsCommand(NAMED))).RegistrationTokenList).toEqual([]);
});

test("versions are numbered, chosen and taken out of use", async () => {
  const account = yard.account();
  const client = account.client(CloudFormationClient);
  const SchemaHandlerPackage = await upload(account);
  for (let count = 0; count < 3; count++) await register(account, { SchemaHandlerPackage });
  await settled();
  const versions = async (DeprecatedStatus?: "DEPRECATED") => {
    const { TypeVersionSummaries = [] } = await client.send(
      new ListTypeVersionsCommand({ ...NAMED, DeprecatedStatus }),
    );
    return TypeVersionSummaries.map(({ VersionId, IsDefaultVersion }) => `${VersionId}${IsDefaultVersion ? "*" : ""}`);
  };
  expect(await versions()).toEqual(["00000001*", "00000002", "00000003"]);
  const described = await client.send(new DescribeTypeCommand({ ...NAMED, VersionId: "00000002" }));
  expect(described).toMatchObject({ IsDefaultVersion: false, TypeTestsStatus: "NOT_TESTED" });

  await client.send(new SetTypeDefaultVersionCommand({ Arn: described.Arn }));
  expect(await versions()).toEqual(["00000001", "00000002*", "00000003"]);
  const deregister = (input: object) => client.send(new DeregisterTypeCommand(input));
  expect(await errorOf(deregister(NAMED))).toMatchObject({
    name: "CFNRegistryException",
    message:
      "This type has more than one active version. Please deregister non-default active versions before attempting to deregister the type.",
  });
  expect(await errorOf(deregister({ Arn: described.Arn }))).toMatchObject({ name: "CFNRegistryException" });
  await deregister({ ...NAMED, VersionId: "00000001" });
  await deregister({ ...NAMED, VersionId: "00000003" });
  expect(await versions("DEPRECATED")).toEqual(["00000001", "00000003"]);
  const gone = new SetTypeDefaultVersionCommand({ ...NAMED, VersionId: "00000003" });
  expect(await errorOf(client.send(gone))).toMatchObject({ name: "TypeNotFoundException", status: 404 });
  await deregister(NAMED);
  expect((await client.send(new ListTypesCommand({ DeprecatedStatus: "DEPRECATED" }))).TypeSummaries).toHaveLength(1);
  expect(await client.send(new DescribeTypeCommand(NAMED))).toMatchObject({ DeprecatedStatus: "DEPRECATED" });

  await register(account, { SchemaHandlerPackage });
  await settled();
  expect(await versions()).toEqual(["00000004*"]);
});

test("an account has fifty versions in a region, and no more", async () => {
  const account = yard.account();
  const SchemaHandlerPackage = await upload(account);
  for (let count = 0; count < 50; count++) await register(account, { SchemaHandlerPackage });
  const { name, message } = await errorOf(register(account, { SchemaHandlerPackage }));
  expect([name, message]).toEqual(["CFNRegistryException", expect.stringContaining("50 versions")]);
});

test("what has no handler to make it cannot be made, and what has none to update it is replaced", async () => {
  const account = yard.account();
  const client = account.client(CloudFormationClient);
  const { create, read, delete: remove } = { create: {}, read: {}, delete: {} };
  await register(account, { variant: { schema: { handlers: { create, read, delete: remove } } } });
  await settled();
  const listed = (ProvisioningType: "IMMUTABLE" | "NON_PROVISIONABLE") =>
    client.send(new ListTypesCommand({ ProvisioningType }));
  expect((await listed("IMMUTABLE")).TypeSummaries).toHaveLength(1);
  const other = yard.account();
  await register(other, { variant: { schema: { handlers: { create, read } } } });
  await settled();
  const command = new ListTypesCommand({ ProvisioningType: "NON_PROVISIONABLE" });
  expect((await other.client(CloudFormationClient).send(command)).TypeSummaries).toHaveLength(1);
});

test("who registers reads the package and passes the roles by rights of his own", async () => {
  const account = yard.account();
  const iam = account.client(IAMClient);
  const SchemaHandlerPackage = await upload(account);
  const ExecutionRoleArn = await makeRole(account, "notes", ["ssm:*"]);
  await iam.send(new CreateUserCommand({ UserName: "author" }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "author" }));
  const allow = async (...Action: string[]) => {
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action, Resource: "*" }],
    });
    await iam.send(new PutUserPolicyCommand({ UserName: "author", PolicyName: "all", PolicyDocument }));
  };
  const credentials = {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  };
  const client = account.clientWith(CloudFormationClient, credentials);
  const ask = (input: object) =>
    client.send(new RegisterTypeCommand({ ...NAMED, SchemaHandlerPackage, ExecutionRoleArn, ...input }));

  expect((await errorOf(ask({}))).message).toContain("cloudformation:RegisterType");
  await allow("cloudformation:RegisterType");
  expect((await errorOf(ask({}))).message).toContain("iam:PassRole");
  await allow("cloudformation:RegisterType", "iam:PassRole");
  const unread = await errorOf(ask({}));
  expect([unread.name, unread.message]).toEqual(["CFNRegistryException", expect.stringContaining("s3:GetObject")]);
  await allow("cloudformation:RegisterType", "iam:PassRole", "s3:GetObject");
  expect((await ask({})).RegistrationToken).toMatch(/^[-0-9a-f]{36}$/);
  // Another account's role, whoever may pass it.
  const strange = "arn:aws:iam::111111111111:role/notes";
  expect(await errorOf(ask({ ExecutionRoleArn: strange }))).toMatchObject({ name: "AccessDenied", status: 403 });
});
