// Goal: the access advisor tells of each service that somebody may use whether it was used, and by whom. Method: users of a group who do
// something and do not, and reports about each kind of subject.

import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  GenerateServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsWithEntitiesCommand,
  IAMClient,
  ListPoliciesGrantingServiceAccessCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { beforeAll, describe, expect, test } from "vitest";
import { sharedYard, type TestAccount } from "../../../testing/harness.ts";
import { grantsService } from "./granted-services.ts";

let account: TestAccount;
let iam: IAMClient;
let policyArn: string;
let adaKeys: { accessKeyId: string; secretAccessKey: string };

const policy = (...Statement: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement });
const allow = (Action: string | string[]): object => ({ Effect: "Allow", Action, Resource: "*" });

beforeAll(async () => {
  account = (await sharedYard()).account();
  iam = account.client(IAMClient);
  const PolicyDocument = policy(allow(["sqs:*", "sns:Publish"]));
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: "messages", PolicyDocument }));
  policyArn = Policy?.Arn ?? "";
  await iam.send(new CreateGroupCommand({ GroupName: "team" }));
  await iam.send(new AttachGroupPolicyCommand({ GroupName: "team", PolicyArn: policyArn }));
  for (const UserName of ["ada", "bob"]) {
    await iam.send(new CreateUserCommand({ UserName }));
    await iam.send(new AddUserToGroupCommand({ GroupName: "team", UserName }));
  }
  const PolicyName = "own";
  await iam.send(new PutUserPolicyCommand({ UserName: "ada", PolicyName, PolicyDocument: policy(allow("iam:*")) }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "ada" }));
  adaKeys = { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
  await account.clientWith(SQSClient, adaKeys).send(new ListQueuesCommand({}));
});

const arnOf = (name: string): string => `arn:aws:iam::${account.account}:${name}`;

async function report(Arn: string, Granularity: "SERVICE_LEVEL" | "ACTION_LEVEL" = "SERVICE_LEVEL") {
  const { JobId } = await iam.send(new GenerateServiceLastAccessedDetailsCommand({ Arn, Granularity }));
  return { JobId, ...(await iam.send(new GetServiceLastAccessedDetailsCommand({ JobId }))) };
}

describe("a report", () => {
  test("about a user has the services of all its policies, used or not", async () => {
    const { ServicesLastAccessed = [], JobStatus, JobType } = await report(arnOf("user/ada"));
    expect({ JobStatus, JobType }).toEqual({ JobStatus: "COMPLETED", JobType: "SERVICE_LEVEL" });
    expect(ServicesLastAccessed.map(({ ServiceNamespace }) => ServiceNamespace)).toEqual(["iam", "sns", "sqs"]);
    const [, sns, sqs] = ServicesLastAccessed;
    expect(sns).toEqual({ ServiceName: "Amazon SNS", ServiceNamespace: "sns", TotalAuthenticatedEntities: 0 });
    expect(sqs).toMatchObject({ TotalAuthenticatedEntities: 1, LastAuthenticatedEntity: arnOf("user/ada") });
    expect(sqs?.TrackedActionsLastAccessed).toBeUndefined();
  });

  test("by action says which were used", async () => {
    const { ServicesLastAccessed = [] } = await report(arnOf("user/ada"), "ACTION_LEVEL");
    const sqs = ServicesLastAccessed.find(({ ServiceNamespace }) => ServiceNamespace === "sqs");
    expect(sqs?.TrackedActionsLastAccessed).toMatchObject([{ ActionName: "ListQueues" }]);
  });

  test.each([
    ["a group", () => arnOf("group/team")],
    ["a policy", () => policyArn],
  ])("about %s says who of it used a service", async (_what, arn) => {
    const { JobId, ServicesLastAccessed = [] } = await report(arn());
    expect(ServicesLastAccessed.map(({ ServiceNamespace }) => ServiceNamespace)).toEqual(["sns", "sqs"]);
    const { EntityDetailsList = [] } = await iam.send(
      new GetServiceLastAccessedDetailsWithEntitiesCommand({ JobId, ServiceNamespace: "sqs" }),
    );
    expect(
      EntityDetailsList.map(({ EntityInfo, LastAuthenticated }) => [EntityInfo?.Name, LastAuthenticated !== undefined]),
    ).toEqual([
      ["ada", true],
      ["bob", false],
    ]);
  });

  test("is read by who had it made, and by nobody else", async () => {
    const { JobId } = await report(arnOf("user/ada"));
    const ada = account.clientWith(IAMClient, adaKeys);
    await expect(ada.send(new GetServiceLastAccessedDetailsCommand({ JobId }))).rejects.toThrow(
      `JobId ${JobId} not found.`,
    );
  });
});

test("the policies that grant a service are the user's and its groups'", async () => {
  const { PoliciesGrantingServiceAccess: found = [] } = await iam.send(
    new ListPoliciesGrantingServiceAccessCommand({ Arn: arnOf("user/ada"), ServiceNamespaces: ["sqs", "iam", "s3"] }),
  );
  expect(found).toEqual([
    {
      ServiceNamespace: "iam",
      Policies: [{ PolicyName: "own", PolicyType: "INLINE", EntityType: "USER", EntityName: "ada" }],
    },
    { ServiceNamespace: "s3", Policies: [] },
    {
      ServiceNamespace: "sqs",
      Policies: [{ PolicyName: "messages", PolicyType: "MANAGED", PolicyArn: policyArn }],
    },
  ]);
});

test("what a policy grants is asked of its actions", () => {
  const all = policy(allow("*"));
  const denial = (more: object) => policy({ Effect: "Deny", Action: "sqs:*", Resource: "*", ...more });
  expect(grantsService([all], "sqs")).toBe(true);
  expect(grantsService([policy({ Effect: "Allow", NotAction: "sqs:*", Resource: "*" })], "sqs")).toBe(false);
  expect(grantsService([policy({ Effect: "Allow", NotAction: "sqs:Get*", Resource: "*" })], "sqs")).toBe(true);
  expect(grantsService([all, denial({})], "sqs")).toBe(false);
  expect(grantsService([all, denial({ Condition: { Bool: { "aws:SecureTransport": "false" } } })], "sqs")).toBe(true);
  expect(grantsService(["{"], "sqs")).toBe(false);
});
