// Goal: an organization is a tree of accounts whose policies bind every call in them. Method: the real SDK over HTTP; a management account, accounts that
// it makes or invites, and calls in these before and after policies hang above them.

import {
  AcceptHandshakeCommand,
  AttachPolicyCommand,
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  CreatePolicyCommand,
  DeleteOrganizationalUnitCommand,
  DeleteOrganizationCommand,
  DeletePolicyCommand,
  DescribeCreateAccountStatusCommand,
  DescribeHandshakeCommand,
  DescribeOrganizationCommand,
  DetachPolicyCommand,
  DisablePolicyTypeCommand,
  EnablePolicyTypeCommand,
  InviteAccountToOrganizationCommand,
  LeaveOrganizationCommand,
  ListAccountsCommand,
  ListParentsCommand,
  ListPoliciesForTargetCommand,
  ListRootsCommand,
  ListTagsForResourceCommand,
  MoveAccountCommand,
  OrganizationsClient,
  RemoveAccountFromOrganizationCommand,
} from "@aws-sdk/client-organizations";
import { CreateBucketCommand, ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateQueueCommand, ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";

const SCP = { Type: "SERVICE_CONTROL_POLICY", Description: "" } as const;

function policy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

async function organization() {
  const { yard, account: makeAccount } = await sharedYard();
  const management = makeAccount();
  const client = management.client(OrganizationsClient);
  const { Organization } = await client.send(new CreateOrganizationCommand({}));
  const { Roots = [] } = await client.send(new ListRootsCommand({}));
  return { yard, makeAccount, management, client, id: Organization?.Id ?? "", RootId: Roots[0]?.Id ?? "" };
}

/** Makes an account in it, and gives clients of its administrators. */
async function member({ yard, management, client }: Awaited<ReturnType<typeof organization>>) {
  const { CreateAccountStatus: begun } = await client.send(
    new CreateAccountCommand({ AccountName: "team", Email: "team@example.com", Tags: [{ Key: "cost", Value: "1" }] }),
  );
  expect(begun).toMatchObject({ State: "IN_PROGRESS", AccountName: "team" });
  await yard.context.jobs.settled();
  const { CreateAccountStatus: made } = await client.send(
    new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: begun?.Id }),
  );
  expect(made?.State).toBe("SUCCEEDED");
  const account = made?.AccountId ?? "";
  const { Credentials } = await management.client(STSClient).send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`,
      RoleSessionName: "administrator",
    }),
  );
  const config = {
    endpoint: yard.address,
    region: "us-east-1",
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
    },
  };
  return { account, config };
}

test("a policy above an account binds its administrators from the next call on, and not those of the management account", async () => {
  const own = await organization();
  const { client, management, RootId } = own;
  const { account, config } = await member(own);
  const sqs = new SQSClient(config);
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  await sqs.send(new CreateQueueCommand({ QueueName: "before" }));
  const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceId: account }));
  expect(Tags).toEqual([{ Key: "cost", Value: "1" }]);

  const { OrganizationalUnit: unit } = await client.send(
    new CreateOrganizationalUnitCommand({ ParentId: RootId, Name: "teams" }),
  );
  const unitId = unit?.Id ?? "";
  expect(unit?.Path).toBe(`${own.id}/${RootId}/${unitId}/`);
  const deny = policy({ Effect: "Deny", Action: "sqs:*", Resource: "*" });
  const { Policy } = await client.send(new CreatePolicyCommand({ ...SCP, Name: "no queues", Content: deny }));
  const PolicyId = Policy?.PolicySummary?.Id;
  // AWS: AttachPolicy: PolicyTypeNotEnabledException until the type is enabled in the root.
  await expect(client.send(new AttachPolicyCommand({ PolicyId, TargetId: unitId }))).rejects.toMatchObject({
    name: "PolicyTypeNotEnabledException",
  });
  await client.send(new EnablePolicyTypeCommand({ RootId, PolicyType: SCP.Type }));
  // AWS: EnablePolicyType: "attaches the FullAWSAccess SCP to every root, OU and account".
  await sqs.send(new ListQueuesCommand({}));
  await client.send(new AttachPolicyCommand({ PolicyId, TargetId: unitId }));
  await sqs.send(new ListQueuesCommand({}));

  await client.send(
    new MoveAccountCommand({ AccountId: account, SourceParentId: RootId, DestinationParentId: unitId }),
  );
  await expect(sqs.send(new ListQueuesCommand({}))).rejects.toMatchObject({
    message: expect.stringContaining("with an explicit deny in a service control policy") as unknown,
  });
  await s3.send(new ListBucketsCommand({}));
  await management.client(SQSClient).send(new ListQueuesCommand({}));

  // Every level must allow: an account with a policy of its own that allows S3 only may do nothing else.
  const onlyS3 = policy({ Effect: "Allow", Action: "s3:*", Resource: "*" });
  const { Policy: allow } = await client.send(new CreatePolicyCommand({ ...SCP, Name: "only S3", Content: onlyS3 }));
  await client.send(new AttachPolicyCommand({ PolicyId: allow?.PolicySummary?.Id, TargetId: account }));
  await client.send(new DetachPolicyCommand({ PolicyId: "p-FullAWSAccess", TargetId: account }));
  await expect(
    new STSClient(config).send(
      new AssumeRoleCommand({ RoleArn: "arn:aws:iam::123456789012:role/x", RoleSessionName: "session" }),
    ),
  ).rejects.toMatchObject({ name: "AccessDenied" });
  await s3.send(new CreateBucketCommand({ Bucket: `team-${account}` }));
  await expect(
    client.send(new DetachPolicyCommand({ PolicyId: allow?.PolicySummary?.Id, TargetId: account })),
  ).rejects.toMatchObject({
    name: "ConstraintViolationException",
    Reason: "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
  });
  await expect(client.send(new DeletePolicyCommand({ PolicyId }))).rejects.toMatchObject({
    name: "PolicyInUseException",
  });
  await expect(
    client.send(new DeleteOrganizationalUnitCommand({ OrganizationalUnitId: unitId })),
  ).rejects.toMatchObject({ name: "OrganizationalUnitNotEmptyException" });

  await client.send(new DisablePolicyTypeCommand({ RootId, PolicyType: SCP.Type }));
  await sqs.send(new ListQueuesCommand({}));
  const { Policies } = await client.send(new ListPoliciesForTargetCommand({ TargetId: account, Filter: SCP.Type }));
  expect(Policies).toEqual([]);
  sqs.destroy();
  s3.destroy();
});

test("an account joins when it accepts, is bound, and is free again when it left", async () => {
  const { yard, client, makeAccount, RootId, id } = await organization();
  await client.send(new EnablePolicyTypeCommand({ RootId, PolicyType: SCP.Type }));
  const guest = makeAccount();
  const theirs = guest.client(OrganizationsClient);
  await expect(theirs.send(new DescribeOrganizationCommand({}))).rejects.toMatchObject({
    name: "AWSOrganizationsNotInUseException",
  });
  const { Handshake } = await client.send(
    new InviteAccountToOrganizationCommand({ Target: { Id: guest.account, Type: "ACCOUNT" }, Notes: "Come in" }),
  );
  const handshake = { HandshakeId: Handshake?.Id };
  const stranger = makeAccount().client(OrganizationsClient);
  await expect(stranger.send(new AcceptHandshakeCommand(handshake))).rejects.toMatchObject({
    name: "HandshakeNotFoundException",
  });
  await theirs.send(new AcceptHandshakeCommand(handshake));
  await expect(theirs.send(new AcceptHandshakeCommand(handshake))).rejects.toMatchObject({
    name: "HandshakeAlreadyInStateException",
  });
  const { Organization } = await theirs.send(new DescribeOrganizationCommand({}));
  expect(Organization?.Id).toBe(id);
  // AWS: what only the management account may do.
  await expect(theirs.send(new ListAccountsCommand({}))).rejects.toMatchObject({ name: "AccessDeniedException" });
  const { Accounts = [] } = await client.send(new ListAccountsCommand({}));
  expect(Accounts.map(({ Id, JoinedMethod }) => [Id, JoinedMethod])).toContainEqual([guest.account, "INVITED"]);
  const { Parents } = await client.send(new ListParentsCommand({ ChildId: guest.account }));
  expect(Parents).toEqual([{ Id: RootId, Type: "ROOT" }]);

  const Content = policy({ Effect: "Deny", Action: "sqs:*", Resource: "*" });
  const { Policy } = await client.send(new CreatePolicyCommand({ ...SCP, Name: "none", Content }));
  await client.send(new AttachPolicyCommand({ PolicyId: Policy?.PolicySummary?.Id, TargetId: RootId }));
  const sqs = guest.client(SQSClient);
  await expect(sqs.send(new ListQueuesCommand({}))).rejects.toMatchObject({ name: /AccessDenied/ });
  await theirs.send(new LeaveOrganizationCommand({}));
  await sqs.send(new ListQueuesCommand({}));
  await expect(
    client.send(new RemoveAccountFromOrganizationCommand({ AccountId: guest.account })),
  ).rejects.toMatchObject({ name: "AccountNotFoundException" });

  // Nobody answers: after fifteen days of the yard's clock the invitation has expired.
  const { Handshake: late } = await client.send(
    new InviteAccountToOrganizationCommand({ Target: { Id: guest.account, Type: "ACCOUNT" } }),
  );
  await yard.context.clock.advance(15 * 24 * 60 * 60 * 1000);
  const { Handshake: expired } = await client.send(new DescribeHandshakeCommand({ HandshakeId: late?.Id }));
  expect(expired?.State).toBe("EXPIRED");
  await expect(theirs.send(new AcceptHandshakeCommand({ HandshakeId: late?.Id }))).rejects.toMatchObject({
    name: "InvalidHandshakeTransitionException",
  });
});

test("units are at most five deep, their names are theirs among their siblings, and an empty organization ends", async () => {
  const { client, RootId } = await organization();
  const ids = [RootId];
  for (const Name of ["a", "b", "c", "d", "e"]) {
    const { OrganizationalUnit } = await client.send(
      new CreateOrganizationalUnitCommand({ ParentId: ids.at(-1), Name }),
    );
    ids.push(OrganizationalUnit?.Id ?? "");
  }
  await expect(
    client.send(new CreateOrganizationalUnitCommand({ ParentId: ids.at(-1), Name: "f" })),
  ).rejects.toMatchObject({ name: "ConstraintViolationException", Reason: "OU_DEPTH_LIMIT_EXCEEDED" });
  await expect(client.send(new CreateOrganizationalUnitCommand({ ParentId: RootId, Name: "a" }))).rejects.toMatchObject(
    { name: "DuplicateOrganizationalUnitException" },
  );
  await expect(client.send(new CreateOrganizationCommand({}))).rejects.toMatchObject({
    name: "AlreadyInOrganizationException",
  });
  await expect(client.send(new DeleteOrganizationCommand({}))).rejects.toMatchObject({
    name: "OrganizationNotEmptyException",
  });
  for (const OrganizationalUnitId of ids.slice(1).toReversed())
    await client.send(new DeleteOrganizationalUnitCommand({ OrganizationalUnitId }));
  await client.send(new DeleteOrganizationCommand({}));
  await expect(client.send(new DescribeOrganizationCommand({}))).rejects.toMatchObject({
    name: "AWSOrganizationsNotInUseException",
  });
});

test("what would not be enforced is refused, and so is what is no service control policy", async () => {
  const { client, RootId } = await organization();
  await expect(client.send(new EnablePolicyTypeCommand({ RootId, PolicyType: "TAG_POLICY" }))).rejects.toMatchObject({
    name: "NotImplemented",
  });
  const contents = [
    "{",
    policy({ Effect: "Allow", Action: "*" }),
    policy({ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }),
    JSON.stringify({ Version: "2012-10-17", Statement: [] }),
  ];
  for (const Content of contents)
    await expect(client.send(new CreatePolicyCommand({ ...SCP, Name: "wrong", Content }))).rejects.toMatchObject({
      name: "MalformedPolicyDocumentException",
    });
});
