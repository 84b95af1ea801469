// Goal: resource control policies bind the resources of an organization's accounts, whoever asks, and nobody else's. Method: the real SDK over HTTP; a
// queue, a key and a role of a member account that are open to everybody, asked for from inside and outside of the organization.
// AWS: Organizations User Guide, "Resource control policies (RCPs)", "RCP evaluation", "RCP syntax".

import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateKeyCommand, DescribeKeyCommand, KMSClient, ListAliasesCommand } from "@aws-sdk/client-kms";
import {
  AcceptHandshakeCommand,
  AttachPolicyCommand,
  CreateOrganizationCommand,
  CreatePolicyCommand,
  DetachPolicyCommand,
  DisablePolicyTypeCommand,
  EnablePolicyTypeCommand,
  InviteAccountToOrganizationCommand,
  LeaveOrganizationCommand,
  ListPoliciesCommand,
  ListPoliciesForTargetCommand,
  ListRootsCommand,
  ListTargetsForPolicyCommand,
  OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { explain } from "../../../iam/explain.ts";
import { sharedYard, type TestAccount } from "../../../testing/harness.ts";

const RCP = { Type: "RESOURCE_CONTROL_POLICY", Description: "" } as const;

function policy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

async function organization() {
  const yard = await sharedYard();
  const management = yard.account();
  const client = management.client(OrganizationsClient);
  const { Organization } = await client.send(new CreateOrganizationCommand({}));
  const { Roots = [] } = await client.send(new ListRootsCommand({}));
  return { yard, management, client, id: Organization?.Id ?? "", RootId: Roots[0]?.Id ?? "" };
}

async function join({ yard, client }: Awaited<ReturnType<typeof organization>>): Promise<TestAccount> {
  const member = yard.account();
  const Target = { Id: member.account, Type: "ACCOUNT" } as const;
  const { Handshake } = await client.send(new InviteAccountToOrganizationCommand({ Target }));
  await member.client(OrganizationsClient).send(new AcceptHandshakeCommand({ HandshakeId: Handshake?.Id }));
  return member;
}

/** A queue that lets everybody in. */
async function openQueue(account: TestAccount): Promise<{ url: string; arn: string }> {
  const sqs = account.client(SQSClient);
  const everybody = policy({ Effect: "Allow", Principal: "*", Action: "sqs:*", Resource: "*" });
  const { QueueUrl: url = "" } = await sqs.send(
    new CreateQueueCommand({ QueueName: "open", Attributes: { Policy: everybody } }),
  );
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["QueueArn"] }));
  return { url, arn: Attributes?.["QueueArn"] ?? "" };
}

const send = (account: TestAccount, QueueUrl: string) =>
  account.client(SQSClient).send(new SendMessageCommand({ QueueUrl, MessageBody: "hello" }));
const DENIED = { message: expect.stringContaining("with an explicit deny in a resource control policy") as unknown };

test("a perimeter keeps principals outside of the organization from its accounts' resources, and nobody inside", async () => {
  const own = await organization();
  const { client, management, RootId, id, yard } = own;
  const member = await join(own);
  const stranger = yard.account();
  const queue = await openQueue(member);
  const managed = await openQueue(management);
  await send(stranger, queue.url);

  // AWS: the example "Enforce only trusted principals can access your resources".
  const Content = policy({
    Effect: "Deny",
    Principal: "*",
    Action: ["sqs:*", "sts:AssumeRole"],
    Resource: "*",
    Condition: {
      StringNotEqualsIfExists: { "aws:PrincipalOrgID": id },
      BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
    },
  });
  const { Policy } = await client.send(new CreatePolicyCommand({ ...RCP, Name: "perimeter", Content }));
  const PolicyId = Policy?.PolicySummary?.Id;
  expect(Policy?.PolicySummary?.Arn).toContain(`policy/${id}/resource_control_policy/`);
  await expect(client.send(new AttachPolicyCommand({ PolicyId, TargetId: RootId }))).rejects.toMatchObject({
    name: "PolicyTypeNotEnabledException",
  });
  await client.send(new EnablePolicyTypeCommand({ RootId, PolicyType: RCP.Type }));
  await client.send(new AttachPolicyCommand({ PolicyId, TargetId: RootId }));

  await expect(send(stranger, queue.url)).rejects.toMatchObject(DENIED);
  await send(member, queue.url);
  await send(management, queue.url);
  // AWS: "RCPs don't affect resources in the management account".
  await send(stranger, managed.url);

  const denial = yard.yard.context.denials
    .find()
    .find(({ asked }) => asked.request.resource === queue.arn && asked.request.action === "sqs:SendMessage");
  const explained = denial && explain(denial.asked);
  expect(explained?.layers.find(({ layer }) => layer === "resource-control")).toMatchObject({
    says: "deny",
    statements: [{ applies: true, effect: "Deny" }],
  });
  expect(explained?.suggestions).toEqual([]);

  // Roles: STS supports RCPs, by the account of the role.
  const trust = policy({ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" });
  const { Role } = await member
    .client(IAMClient)
    .send(new CreateRoleCommand({ RoleName: "open", AssumeRolePolicyDocument: trust }));
  const assume = (account: TestAccount) =>
    account.client(STSClient).send(new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: "session" }));
  await expect(assume(stranger)).rejects.toMatchObject(DENIED);
  await assume(management);

  // A service is no principal outside: a stranger's topic still delivers where the perimeter spares services, and its origin can be asked.
  const sns = stranger.client(SNSClient);
  const readers = policy({
    Effect: "Allow",
    Principal: { AWS: member.account },
    Action: "sns:Subscribe",
    Resource: "*",
  });
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "news", Attributes: { Policy: readers } }));
  await member.client(SNSClient).send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: queue.arn }));
  const receive = async () => {
    const { Messages = [] } = await member
      .client(SQSClient)
      .send(new ReceiveMessageCommand({ QueueUrl: queue.url, MaxNumberOfMessages: 10 }));
    return Messages.filter(({ Body = "" }) => Body.includes(`"Notification"`)).length;
  };
  await sns.send(new PublishCommand({ TopicArn, Message: "news" }));
  await yard.yard.context.jobs.settled();
  expect(await receive()).toBe(1);
  // AWS: the example "Cross-service confused deputy protection".
  const deputies = policy({
    Effect: "Deny",
    Principal: "*",
    Action: "sqs:*",
    Resource: "*",
    Condition: {
      StringNotEqualsIfExists: { "aws:SourceOrgID": id },
      Null: { "aws:SourceAccount": "false" },
      Bool: { "aws:PrincipalIsAWSService": "true" },
    },
  });
  const { Policy: second } = await client.send(
    new CreatePolicyCommand({ ...RCP, Name: "deputies", Content: deputies }),
  );
  await client.send(new AttachPolicyCommand({ PolicyId: second?.PolicySummary?.Id, TargetId: member.account }));
  await sns.send(new PublishCommand({ TopicArn, Message: "more news" }));
  await yard.yard.context.jobs.settled();
  expect(await receive()).toBe(0);

  await member.client(OrganizationsClient).send(new LeaveOrganizationCommand({}));
  await send(stranger, queue.url);
  // Five services are loaded by it, which takes a slow machine its time.
}, 60_000);

test("RCPFullAWSAccess hangs everywhere and stays, beside service control policies of their own count", async () => {
  const own = await organization();
  const { client, RootId } = own;
  const member = await join(own);
  await client.send(new EnablePolicyTypeCommand({ RootId, PolicyType: "SERVICE_CONTROL_POLICY" }));
  await client.send(new EnablePolicyTypeCommand({ RootId, PolicyType: RCP.Type }));
  await expect(client.send(new EnablePolicyTypeCommand({ RootId, PolicyType: RCP.Type }))).rejects.toMatchObject({
    name: "PolicyTypeAlreadyEnabledException",
  });
  const full = { PolicyId: "p-RCPFullAWSAccess" };
  const { Targets = [] } = await client.send(new ListTargetsForPolicyCommand(full));
  expect(Targets.map(({ TargetId }) => TargetId)).toEqual(
    expect.arrayContaining([RootId, member.account, own.management.account]),
  );
  const listed = async (Filter: "SERVICE_CONTROL_POLICY" | "RESOURCE_CONTROL_POLICY") =>
    (await client.send(new ListPoliciesForTargetCommand({ TargetId: member.account, Filter }))).Policies?.map(
      ({ Id }) => Id,
    );
  expect(await listed(RCP.Type)).toEqual(["p-RCPFullAWSAccess"]);
  expect(await listed("SERVICE_CONTROL_POLICY")).toEqual(["p-FullAWSAccess"]);
  await expect(client.send(new DetachPolicyCommand({ ...full, TargetId: RootId }))).rejects.toMatchObject({
    name: "ConstraintViolationException",
  });
  // LIMIT: AWS: five of a type on one target, RCPFullAWSAccess among them.
  const deny = policy({ Effect: "Deny", Principal: "*", Action: "sqs:DeleteQueue", Resource: "*" });
  for (const Name of ["one", "two", "three", "four", "five"]) {
    const { Policy } = await client.send(new CreatePolicyCommand({ ...RCP, Name, Content: deny }));
    const attached = client.send(
      new AttachPolicyCommand({ PolicyId: Policy?.PolicySummary?.Id, TargetId: member.account }),
    );
    if (Name === "five") {
      await expect(attached).rejects.toMatchObject({ Reason: "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED" });
    } else await attached;
  }
  await client.send(new DisablePolicyTypeCommand({ RootId, PolicyType: RCP.Type }));
  expect(await listed(RCP.Type)).toEqual([]);
  expect(await listed("SERVICE_CONTROL_POLICY")).toEqual(["p-FullAWSAccess"]);
  const { Policies = [] } = await client.send(new ListPoliciesCommand({ Filter: RCP.Type }));
  expect(Policies).toHaveLength(6);
});

test("what the syntax of resource control policies has not is malformed", async () => {
  const { client } = await organization();
  const deny = { Effect: "Deny", Principal: "*", Action: "sqs:*", Resource: "*" };
  const contents = [
    { ...deny, Effect: "Allow" },
    { ...deny, Principal: { AWS: "123456789012" } },
    { Effect: "Deny", NotPrincipal: "*", Action: "sqs:*", Resource: "*" },
    { Effect: "Deny", Action: "sqs:*", Resource: "*" },
    { ...deny, Action: "*" },
    { ...deny, Action: "lambda:*" },
    { Effect: "Deny", Principal: "*", NotAction: "sqs:*", Resource: "*" },
    { Effect: "Deny", Principal: "*", Action: "sqs:*" },
  ];
  for (const content of contents) {
    const made = client.send(new CreatePolicyCommand({ ...RCP, Name: "wrong", Content: policy(content) }));
    await expect(made, JSON.stringify(content)).rejects.toMatchObject({ name: "MalformedPolicyDocumentException" });
  }
  await client.send(new CreatePolicyCommand({ ...RCP, Name: "right", Content: policy(deny) }));
});

// AWS: "Resources and entities not restricted by RCPs": AWS managed KMS keys.
test("customers' keys are bound, AWS managed ones are not", async () => {
  const own = await organization();
  const { client, RootId } = own;
  const member = await join(own);
  const kms = member.client(KMSClient);
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  await kms.send(new DescribeKeyCommand({ KeyId: "alias/aws/sqs" }));
  await client.send(new EnablePolicyTypeCommand({ RootId, PolicyType: RCP.Type }));
  const Content = policy({ Effect: "Deny", Principal: "*", Action: "kms:DescribeKey", Resource: "*" });
  const { Policy } = await client.send(new CreatePolicyCommand({ ...RCP, Name: "keys", Content }));
  await client.send(new AttachPolicyCommand({ PolicyId: Policy?.PolicySummary?.Id, TargetId: member.account }));
  await expect(kms.send(new DescribeKeyCommand({ KeyId: KeyMetadata?.KeyId }))).rejects.toMatchObject(DENIED);
  await kms.send(new DescribeKeyCommand({ KeyId: "alias/aws/sqs" }));
  await kms.send(new ListAliasesCommand({}));
});
