// Plans with a role: what a change set or an update reads before anything is done, it reads with the rights of the role that it is to be done with.

import {
  CloudFormationClient,
  CreateChangeSetCommand,
  ExecuteChangeSetCommand,
  UpdateStackCommand,
  type CreateChangeSetCommandInput,
} from "@aws-sdk/client-cloudformation";
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { sharedYard, type TestAccount } from "../../../testing/harness.ts";
import { stackOf } from "./calls.ts";

const allow = (...Action: readonly string[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });

/** A client of a user who may call CloudFormation and pass roles, and nothing else. */
async function deployerOf(account: TestAccount): Promise<CloudFormationClient> {
  const iam = account.client(IAMClient);
  const UserName = "deployer";
  await iam.send(new CreateUserCommand({ UserName }));
  const PolicyDocument = allow("cloudformation:*", "iam:PassRole");
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "own", PolicyDocument }));
  const { AccessKey: { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = {} } = await iam.send(
    new CreateAccessKeyCommand({ UserName }),
  );
  return account.clientWith(CloudFormationClient, { accessKeyId, secretAccessKey });
}

async function roleFor(account: TestAccount, ...actions: readonly string[]): Promise<string> {
  const iam = account.client(IAMClient);
  const RoleName = "execution";
  const Principal = { Service: "cloudformation.amazonaws.com" };
  const Statement = [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }];
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const PolicyDocument = allow(...actions);
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "own", PolicyDocument }));
  return Role?.Arn ?? "";
}

// Goal: who may deploy with a role needs no rights of the role's own, as the CDK's deploy role has none. Method: a template with a secret's
// value, planned, updated, and extended by an import.
test("change sets, updates and imports read with their role's rights", async () => {
  const yard = await sharedYard();
  const account = yard.account();
  const RoleARN = await roleFor(account, "sqs:*", "secretsmanager:*");
  const client = await deployerOf(account);
  await account.client(SecretsManagerClient).send(new CreateSecretCommand({ Name: "colour", SecretString: "red" }));
  const { QueueUrl = "" } = await account.client(SQSClient).send(new CreateQueueCommand({ QueueName: "there" }));

  const template = (delay: number, more: object = {}): string => {
    const Tags = [{ Key: "colour", Value: "{{resolve:secretsmanager:colour}}" }];
    return JSON.stringify({
      Resources: { A: { Type: "AWS::SQS::Queue", Properties: { DelaySeconds: delay, Tags } }, ...more },
    });
  };
  const StackName = "planned";
  const statusAfter = async (
    ChangeSetName: string,
    request: Partial<CreateChangeSetCommandInput>,
  ): Promise<string | undefined> => {
    await client.send(new CreateChangeSetCommand({ StackName, RoleARN, ChangeSetName, ...request }));
    await client.send(new ExecuteChangeSetCommand({ StackName, ChangeSetName }));
    await yard.yard.context.jobs.settled();
    return (await stackOf(client, StackName))?.StackStatus;
  };
  expect(await statusAfter("one", { ChangeSetType: "CREATE", TemplateBody: template(1) })).toBe("CREATE_COMPLETE");
  await client.send(new UpdateStackCommand({ StackName, RoleARN, TemplateBody: template(2) }));
  await yard.yard.context.jobs.settled();
  expect((await stackOf(client, StackName))?.StackStatus).toBe("UPDATE_COMPLETE");
  const there = { Type: "AWS::SQS::Queue", DeletionPolicy: "Retain", Properties: { QueueName: "there" } };
  const imported = {
    ResourceType: "AWS::SQS::Queue",
    LogicalResourceId: "There",
    ResourceIdentifier: { QueueUrl },
  };
  const extended = template(2, { There: there });
  const ResourcesToImport = [imported];
  expect(await statusAfter("two", { ChangeSetType: "IMPORT", TemplateBody: extended, ResourcesToImport })).toBe(
    "IMPORT_COMPLETE",
  );
});
