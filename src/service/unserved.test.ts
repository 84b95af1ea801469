// Parameters that AWS has and a service does not honour yet: refused by name, before authorisation.

import { FilterLogEventsCommand, CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { CreateEventBusCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand, IAMClient, SimulateCustomPolicyCommand } from "@aws-sdk/client-iam";
import { CreateEventSourceMappingCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { ListEmailIdentitiesCommand, SendEmailCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { describe, expect, test } from "vitest";
import { sharedYard } from "../testing/harness.ts";
import { createRegistry, type Registry } from "./registry.ts";
import { defineOperation, type ServiceDefinition } from "./service.ts";

const refusal = (name: string, operation: string) => ({
  name: "NotImplemented",
  message: `Stackyard does not implement the parameter ${name} of ${operation} yet.`,
  $metadata: { httpStatusCode: 501 },
});

// Goal: nothing that is asked for is silently left out. Method: one call of each service that has such parameters.
test("refuses parameters that are not honoured", async () => {
  const account = (await sharedYard()).account();
  const RoleArn = `arn:aws:iam::${account.account}:role/gone`;
  const calls: readonly (readonly [() => Promise<unknown>, string, string])[] = [
    [
      () =>
        account
          .client(STSClient)
          .send(
            new AssumeRoleCommand({ RoleArn, RoleSessionName: "me", ProvidedContexts: [{ ContextAssertion: "abcd" }] }),
          ),
      "ProvidedContexts",
      "AssumeRole",
    ],
    [
      () =>
        account
          .client(EventBridgeClient)
          .send(new CreateEventBusCommand({ Name: "one", LogConfig: { Level: "TRACE" } })),
      "LogConfig",
      "CreateEventBus",
    ],
    [
      () =>
        account.client(IAMClient).send(
          new SimulateCustomPolicyCommand({
            PolicyInputList: ["{}"],
            ActionNames: ["s3:GetObject"],
            ResourceHandlingOption: "EC2-VPC-InstanceStore",
          }),
        ),
      "ResourceHandlingOption",
      "SimulateCustomPolicy",
    ],
    [
      () =>
        account
          .client(LambdaClient)
          .send(new CreateEventSourceMappingCommand({ FunctionName: "gone", DocumentDBEventSourceConfig: {} })),
      "DocumentDBEventSourceConfig",
      "CreateEventSourceMapping",
    ],
    [
      () =>
        account.client(SESv2Client).send(
          new SendEmailCommand({
            FromEmailAddress: "a@example.com",
            Destination: { ToAddresses: ["b@example.com"] },
            Content: { Simple: { Subject: { Data: "s" }, Body: { Text: { Data: "t" } } } },
            TenantName: "tenant",
          }),
        ),
      "TenantName",
      "SendEmail",
    ],
    [
      () =>
        account.client(SecretsManagerClient).send(
          new CreateSecretCommand({
            Name: "one",
            SecretString: "value",
            AddReplicaRegions: [{ Region: "eu-west-1" }],
          }),
        ),
      "AddReplicaRegions",
      "CreateSecret",
    ],
  ];
  for (const [call, name, operation] of calls) await expect(call()).rejects.toMatchObject(refusal(name, operation));
});

// Goal: the same where only one of a parameter's values is not honoured. AWS: FilterLogEvents: the
// other value is the default.
test("refuses values that are not honoured", async () => {
  const account = (await sharedYard()).account();
  const filter = (startFromHead: boolean) =>
    account.client(CloudWatchLogsClient).send(new FilterLogEventsCommand({ logGroupName: "gone", startFromHead }));
  await expect(filter(false)).rejects.toMatchObject({ name: "NotImplemented", $metadata: { httpStatusCode: 501 } });
  await expect(filter(true)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});

// Goal: what is absent or empty asks for nothing, and is served.
describe("what is left out", () => {
  test("an empty map asks for nothing", async () => {
    const ses = (await sharedYard()).account().client(SESv2Client);
    await expect(ses.send(new ListEmailIdentitiesCommand({ Filter: {} }))).resolves.toMatchObject({
      EmailIdentities: [],
    });
  });

  test("an empty list asks for nothing", async () => {
    const account = (await sharedYard()).account();
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: account.account }, Action: "sts:AssumeRole" }],
    });
    const { Role } = await account
      .client(IAMClient)
      .send(new CreateRoleCommand({ RoleName: "worker", AssumeRolePolicyDocument }));
    const input = { RoleArn: Role?.Arn, RoleSessionName: "session", ProvidedContexts: [] };
    await expect(account.client(STSClient).send(new AssumeRoleCommand(input))).resolves.toHaveProperty("Credentials");
  });

  test("a request without the parameter is served", async () => {
    const sqs = (await sharedYard()).account().client(SQSClient);
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "plain" }));
    await expect(sqs.send(new ReceiveMessageCommand({ QueueUrl }))).resolves.toBeDefined();
  });
});

// Goal: a list with a wrong name is refused and cannot rot. Method: a service that names what the model does not have;
// then every list that there is.
describe("the lists themselves", () => {
  const withUnserved = (unserved: ServiceDefinition["unserved"] & object): ServiceDefinition => ({
    id: "sqs",
    operations: [defineOperation("ReceiveMessage", () => ({}))],
    permissions: { ReceiveMessage: () => [] },
    unserved,
  });

  const registryWith = (unserved: ServiceDefinition["unserved"] & object): Registry =>
    createRegistry({ entries: [{ id: "sqs", load: () => Promise.resolve(withUnserved(unserved)) }] });

  test("refuse operations that are not implemented", async () => {
    await expect(registryWith({ SendMessage: ["MessageBody"] }).load("sqs")).rejects.toThrow("does not implement");
  });

  test("refuse parameters that the model does not have", async () => {
    const registry = registryWith({ ReceiveMessage: ["ReceiveRequestAttemptID"] });
    await registry.load("sqs");
    expect(() => registry.require("sqs", "ReceiveMessage")).toThrow("which the model does not have");
  });

  test("name what the models have", async () => {
    const registry = await (await sharedYard()).registry();
    const listed = registry.services.flatMap(({ id, unserved = {} }) =>
      Object.keys(unserved).map((operation) => registry.require(id, operation)),
    );
    expect(listed.length).toBeGreaterThan(10);
    for (const { unserved } of listed) expect(unserved).not.toEqual([]);
  });
});
