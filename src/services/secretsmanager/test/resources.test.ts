// AWS::SecretsManager::* through stacks, and dynamic references to secrets.

import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
  waitUntilStackUpdateComplete,
} from "@aws-sdk/client-cloudformation";
import { GetSecretValueCommand, ListSecretsCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";

const template = (description: string, length: number): string =>
  JSON.stringify({
    Resources: {
      Secret: {
        Type: "AWS::SecretsManager::Secret",
        Properties: {
          Description: description,
          GenerateSecretString: {
            SecretStringTemplate: '{"username":"admin"}',
            GenerateStringKey: "password",
            PasswordLength: length,
            ExcludePunctuation: "true",
          },
        },
      },
      Reader: {
        Type: "AWS::SSM::Parameter",
        Properties: {
          Type: "String",
          Name: "login",
          Value: { "Fn::Sub": "{{resolve:secretsmanager:${Secret}:SecretString:username}} logs in" },
        },
      },
    },
    Outputs: { Arn: { Value: { Ref: "Secret" } } },
  });

// Goal: a made-up value lives through updates that do not concern it, and references to it are read when a resource is made.
// AWS: AWS::SecretsManager::Secret, GenerateSecretString; "Get a secret or secret value from Secrets Manager" of dynamic references.
test("a stack makes a secret up, refers to it, and takes it away", async () => {
  const account = (await sharedYard()).account();
  const [stacks, secrets] = [account.client(CloudFormationClient), account.client(SecretsManagerClient)];
  const StackName = "secrets";
  const waiter = { client: stacks, maxWaitTime: 60, minDelay: 1, maxDelay: 1 };
  await stacks.send(new CreateStackCommand({ StackName, TemplateBody: template("one", 20) }));
  await waitUntilStackCreateComplete(waiter, { StackName });
  const { Stacks: [stack] = [] } = await stacks.send(new DescribeStacksCommand({ StackName }));
  const SecretId = stack?.Outputs?.[0]?.OutputValue;
  const read = async () => (await secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString ?? "";
  const first = await read();
  expect(JSON.parse(first)).toEqual({
    username: "admin",
    password: expect.stringMatching(/^[A-Za-z0-9]{20}$/) as string,
  });
  const { Parameter } = await account.client(SSMClient).send(new GetParameterCommand({ Name: "login" }));
  expect(Parameter?.Value).toBe("admin logs in");
  for (const [description, length] of [
    ["two", 20],
    ["two", 24],
  ] as const) {
    await stacks.send(new UpdateStackCommand({ StackName, TemplateBody: template(description, length) }));
    await waitUntilStackUpdateComplete(waiter, { StackName });
    expect((await read()) === first).toBe(length === 20);
  }
  await stacks.send(new DeleteStackCommand({ StackName }));
  await waitUntilStackDeleteComplete(waiter, { StackName });
  expect((await secrets.send(new ListSecretsCommand({ IncludePlannedDeletion: true }))).SecretList).toEqual([]);
});
