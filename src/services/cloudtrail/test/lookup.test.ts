// The event history through the real SDK: what is recorded, of whom, and how it is found again.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ApiGatewayV2Client, CreateApiCommand } from "@aws-sdk/client-apigatewayv2";
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackResourcesCommand,
} from "@aws-sdk/client-cloudformation";
import {
  CloudTrailClient,
  DescribeTrailsCommand,
  type Event,
  LookupEventsCommand,
  type LookupEventsCommandInput,
} from "@aws-sdk/client-cloudtrail";
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteUserCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateTopicCommand, SNSClient, TagResourceCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, DeleteQueueCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { describe, expect, it } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { sharedYard, type TestAccount, testYard } from "../../../testing/harness.ts";

/** All events that a lookup finds. */
async function lookup(account: TestAccount, key?: string, value?: string): Promise<readonly Event[]> {
  const trail = account.client(CloudTrailClient);
  const events: Event[] = [];
  const input: LookupEventsCommandInput =
    key === undefined ? {} : { LookupAttributes: [{ AttributeKey: key as "EventId", AttributeValue: value }] };
  let NextToken: string | undefined;
  do {
    const page = await trail.send(new LookupEventsCommand({ ...input, NextToken }));
    events.push(...(page.Events ?? []));
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  return events;
}

/** What the tests look at in a record. */
interface EventRecord {
  readonly userIdentity: { readonly type: string; readonly invokedBy?: string };
  readonly requestParameters: { readonly queueName?: string } | null;
  readonly responseElements: { readonly credentials?: object } | null;
  readonly sharedEventID?: string;
}

/** The record of an event. */
function recordOf(event: Event | undefined): EventRecord {
  return JSON.parse(event?.CloudTrailEvent ?? "{}") as EventRecord;
}

/** The names of events, the newest first. */
const names = (events: readonly Event[]): readonly (string | undefined)[] => events.map(({ EventName }) => EventName);

const TRUST = (principal: object): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" }],
  });

describe("what is recorded", () => {
  it("has who did what, when and from where, in AWS's record format", async () => {
    // A queue is made by the administrator; the record of it is compared with the documented one.
    const yard = await sharedYard();
    const account = yard.account();
    const before = Date.now();
    const { QueueUrl } = await account
      .client(SQSClient)
      .send(new CreateQueueCommand({ QueueName: "orders", Attributes: { DelaySeconds: "3" } }));
    const [event, ...others] = await lookup(account);
    expect(others).toEqual([]);
    const { accessKeyId } = account.config.credentials;
    expect(event).toMatchObject({
      EventName: "CreateQueue",
      EventSource: "sqs.amazonaws.com",
      ReadOnly: "false",
      Username: "stackyard",
      AccessKeyId: accessKeyId,
    });
    const timeMs = event?.EventTime?.getTime() ?? 0;
    expect(timeMs % 1000).toBe(0);
    expect(Math.abs(timeMs - before)).toBeLessThan(5_000);
    const arn = `arn:aws:sqs:us-east-1:${account.account}:orders`;
    const names = event?.Resources?.map(({ ResourceType, ResourceName }) => `${ResourceType} ${ResourceName}`);
    expect(names?.toSorted()).toEqual(
      [`AWS::SQS::Queue ${arn}`, `AWS::SQS::Queue ${QueueUrl}`, "AWS::SQS::Queue orders"].toSorted(),
    );
    // AWS: "CloudTrail record contents for management, data, and network activity events".
    expect(recordOf(event)).toEqual({
      eventVersion: "1.11",
      userIdentity: {
        type: "IAMUser",
        principalId: expect.stringMatching(/^AIDA/),
        arn: `arn:aws:iam::${account.account}:user/stackyard`,
        accountId: account.account,
        accessKeyId,
        userName: "stackyard",
      },
      eventTime: new Date(timeMs).toISOString().replace(".000Z", "Z"),
      eventSource: "sqs.amazonaws.com",
      eventName: "CreateQueue",
      awsRegion: "us-east-1",
      sourceIPAddress: "127.0.0.1",
      userAgent: expect.stringContaining("aws-sdk-js"),
      requestParameters: { queueName: "orders", attributes: { DelaySeconds: "3" } },
      responseElements: { queueUrl: QueueUrl },
      requestID: expect.stringMatching(/^[0-9a-f-]{36}$/),
      eventID: event?.EventId,
      readOnly: false,
      resources: [{ accountId: account.account, type: "AWS::SQS::Queue", ARN: arn }],
      eventType: "AwsApiCall",
      managementEvent: true,
      recipientAccountId: account.account,
      eventCategory: "Management",
    });
  });

  it("has no data events and no reads", async () => {
    // AWS: "CloudTrail concepts": data events are not in the history. Reads: our deviation, see coverage.ts.
    const yard = await sharedYard();
    const account = yard.account();
    const Bucket = `trail-${account.account}`;
    await account.client(S3Client).send(new CreateBucketCommand({ Bucket }));
    await account.client(S3Client).send(new PutObjectCommand({ Bucket, Key: "a", Body: "a" }));
    const sqs = account.client(SQSClient);
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "data" }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "a" }));
    await account.client(DynamoDBClient).send(
      new CreateTableCommand({
        TableName: "data",
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      }),
    );
    await account.client(DynamoDBClient).send(new PutItemCommand({ TableName: "data", Item: { id: { S: "a" } } }));
    await account
      .client(CloudFormationClient)
      .send(new DescribeStackResourcesCommand({ StackName: "none" }))
      .catch(String);
    expect(names(await lookup(account))).toEqual(["CreateTable", "CreateQueue", "CreateBucket"]);
  });

  it("has failures, with AWS's code and sentence, and denied reads", async () => {
    // A user without policies is denied a write and a read; the administrator deletes what is not there.
    const yard = await sharedYard();
    const account = yard.account();
    const iam = account.client(IAMClient);
    await iam.send(new CreateUserCommand({ UserName: "nobody" }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "nobody" }));
    const credentials = {
      accessKeyId: AccessKey?.AccessKeyId ?? "",
      secretAccessKey: AccessKey?.SecretAccessKey ?? "",
    };
    const sns = account.clientWith(SNSClient, credentials);
    await expect(sns.send(new CreateTopicCommand({ Name: "forbidden" }))).rejects.toThrow("not authorized");
    const stacks = account.clientWith(CloudFormationClient, credentials);
    await expect(stacks.send(new DescribeStackResourcesCommand({ StackName: "x" }))).rejects.toThrow("not authorized");
    await expect(iam.send(new DeleteUserCommand({ UserName: "absent" }))).rejects.toThrow("cannot be found");

    const denied = await lookup(account, "Username", "nobody");
    expect(names(denied)).toEqual(["DescribeStackResources", "CreateTopic"]);
    expect(denied[0]).toMatchObject({ ReadOnly: "true", AccessKeyId: credentials.accessKeyId });
    expect(recordOf(denied[1])).toMatchObject({
      errorCode: "AuthorizationErrorException",
      errorMessage: expect.stringContaining("is not authorized to perform: sns:CreateTopic") as string,
      responseElements: null,
    });
    const [deleted] = await lookup(account, "EventName", "DeleteUser");
    expect(recordOf(deleted)).toMatchObject({ errorCode: "NoSuchEntity" });
  });

  it("has calls whose ARNs are made up, too", async () => {
    // The account's place of the ARN is no account: the event is the caller's all the same.
    const yard = await sharedYard();
    const account = yard.account();
    const ResourceArn = "arn:aws:sns:us-east-1:nobody:topic";
    const sns = account.client(SNSClient);
    await sns.send(new TagResourceCommand({ ResourceArn, Tags: [] })).catch(String);
    const [event] = await lookup(account, "EventName", "TagResource");
    expect(event?.Resources).toContainEqual({ ResourceType: "AWS::SNS::Topic", ResourceName: ResourceArn });
  });

  it("hides secrets", async () => {
    // The texts of secrets must occur in no record: an access key, a parameter's value, a session.
    const yard = await sharedYard();
    const account = yard.account();
    const iam = account.client(IAMClient);
    await iam.send(new CreateUserCommand({ UserName: "key" }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "key" }));
    await account.client(SSMClient).send(new PutParameterCommand({ Name: "/a/b", Value: "pa55word", Type: "String" }));
    await iam.send(
      new CreateRoleCommand({ RoleName: "own", AssumeRolePolicyDocument: TRUST({ AWS: account.account }) }),
    );
    const { Credentials } = await account
      .client(STSClient)
      .send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${account.account}:role/own`, RoleSessionName: "short" }));
    const events = await lookup(account);
    const texts = JSON.stringify(events);
    for (const secret of [
      "pa55word",
      AccessKey?.SecretAccessKey,
      Credentials?.SecretAccessKey,
      Credentials?.SessionToken,
    ])
      expect(texts).not.toContain(secret);
    const [put] = await lookup(account, "ResourceName", "/a/b");
    expect(recordOf(put).requestParameters).toEqual({
      name: "/a/b",
      value: "HIDDEN_DUE_TO_SECURITY_REASONS",
      type: "String",
    });
    // Which key was issued is what leads from an event of a session to who assumed the role.
    const [assumed] = await lookup(account, "EventName", "AssumeRole");
    expect(recordOf(assumed).responseElements?.credentials).toMatchObject({
      accessKeyId: Credentials?.AccessKeyId,
      secretAccessKey: "HIDDEN_DUE_TO_SECURITY_REASONS",
    });
  });

  it("tells a role's session with its role", async () => {
    // AWS: "CloudTrail userIdentity element", example with temporary security credentials.
    const yard = await sharedYard();
    const account = yard.account();
    await account
      .client(IAMClient)
      .send(new CreateRoleCommand({ RoleName: "worker", AssumeRolePolicyDocument: TRUST({ AWS: account.account }) }));
    const roleArn = `arn:aws:iam::${account.account}:role/worker`;
    const { Credentials } = await account
      .client(STSClient)
      .send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "night-shift" }));
    const queues = account.clientWith(SQSClient, {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
    });
    await queues.send(new CreateQueueCommand({ QueueName: "denied" })).catch(String);
    const [event] = await lookup(account, "Username", "night-shift");
    expect(recordOf(event).userIdentity).toEqual({
      type: "AssumedRole",
      principalId: expect.stringMatching(/^AROA\w+:night-shift$/),
      arn: `arn:aws:sts::${account.account}:assumed-role/worker/night-shift`,
      accountId: account.account,
      accessKeyId: Credentials?.AccessKeyId,
      sessionContext: {
        sessionIssuer: {
          type: "Role",
          principalId: expect.stringMatching(/^AROA\w+$/),
          arn: roleArn,
          accountId: account.account,
          userName: "worker",
        },
        attributes: { creationDate: expect.stringMatching(/Z$/), mfaAuthenticated: "false" },
      },
    });
  });

  it("is in both accounts, under one sharedEventID, where one uses what the other has", async () => {
    // AWS: "Shared event ID": the event that each account gets has its own eventID and the same sharedEventID.
    const yard = await sharedYard();
    const [caller, owner] = [yard.account(), yard.account()];
    await owner
      .client(IAMClient)
      .send(new CreateRoleCommand({ RoleName: "guest", AssumeRolePolicyDocument: TRUST({ AWS: caller.account }) }));
    const RoleArn = `arn:aws:iam::${owner.account}:role/guest`;
    await caller.client(STSClient).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "visit" }));
    const [own] = await lookup(caller, "EventName", "AssumeRole");
    const [foreign] = await lookup(owner, "EventName", "AssumeRole");
    expect(recordOf(own).sharedEventID).toMatch(/^[0-9a-f-]{36}$/);
    expect(recordOf(foreign)).toMatchObject({
      sharedEventID: recordOf(own).sharedEventID,
      recipientAccountId: owner.account,
      userIdentity: { type: "AWSAccount", accountId: caller.account },
    });
    expect(foreign?.EventId).not.toBe(own?.EventId);
  });
});

describe("what services do for somebody", () => {
  it("names CloudFormation as the caller's hand, and finds each resource by its physical id", async () => {
    // A stack of resources of many types; every one must be found by the id that CloudFormation gives for it.
    const yard = await sharedYard();
    const account = yard.account();
    const resources = {
      Queue: { Type: "AWS::SQS::Queue" },
      Topic: { Type: "AWS::SNS::Topic" },
      Subscription: {
        Type: "AWS::SNS::Subscription",
        Properties: {
          TopicArn: { Ref: "Topic" },
          Protocol: "sqs",
          Endpoint: { "Fn::GetAtt": ["Queue", "Arn"] },
        },
      },
      Table: {
        Type: "AWS::DynamoDB::Table",
        Properties: {
          BillingMode: "PAY_PER_REQUEST",
          KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
          AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        },
      },
      Bucket: { Type: "AWS::S3::Bucket" },
      Group: { Type: "AWS::Logs::LogGroup" },
      Parameter: { Type: "AWS::SSM::Parameter", Properties: { Name: "/x/y", Type: "String", Value: "v" } },
      Identity: { Type: "AWS::SES::EmailIdentity", Properties: { EmailIdentity: "a@example.com" } },
      Role: {
        Type: "AWS::IAM::Role",
        Properties: { AssumeRolePolicyDocument: JSON.parse(TRUST({ Service: "lambda.amazonaws.com" })) as object },
      },
      Policy: {
        Type: "AWS::IAM::ManagedPolicy",
        Properties: {
          PolicyDocument: {
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: "sqs:*", Resource: "*" }],
          },
          Roles: [{ Ref: "Role" }],
        },
      },
      User: { Type: "AWS::IAM::User" },
      Function: {
        Type: "AWS::Lambda::Function",
        Properties: {
          Runtime: "nodejs20.x",
          Handler: "index.handler",
          Role: { "Fn::GetAtt": ["Role", "Arn"] },
          Code: { ZipFile: "exports.handler = async () => 1;" },
          Environment: { Variables: { TOKEN: "s3cret" } },
        },
      },
      Mapping: {
        Type: "AWS::Lambda::EventSourceMapping",
        DependsOn: "Policy",
        Properties: { FunctionName: { Ref: "Function" }, EventSourceArn: { "Fn::GetAtt": ["Queue", "Arn"] } },
      },
      Permission: {
        Type: "AWS::Lambda::Permission",
        Properties: {
          FunctionName: { Ref: "Function" },
          Action: "lambda:InvokeFunction",
          Principal: "sns.amazonaws.com",
        },
      },
      Alias: {
        Type: "AWS::Lambda::Alias",
        Properties: { FunctionName: { Ref: "Function" }, FunctionVersion: "$LATEST", Name: "live" },
      },
      Api: { Type: "AWS::ApiGatewayV2::Api", Properties: { Name: "api", ProtocolType: "HTTP" } },
      Stage: {
        Type: "AWS::ApiGatewayV2::Stage",
        Properties: { ApiId: { Ref: "Api" }, StageName: "$default", AutoDeploy: true },
      },
    };
    const stacks = account.client(CloudFormationClient);
    await stacks.send(
      new CreateStackCommand({
        StackName: "all",
        TemplateBody: JSON.stringify({ Resources: resources }),
        Capabilities: ["CAPABILITY_IAM"],
      }),
    );
    await yard.yard.context.jobs.settled();
    const { StackResources = [] } = await stacks.send(new DescribeStackResourcesCommand({ StackName: "all" }));
    expect(StackResources.filter(({ ResourceStatus }) => ResourceStatus !== "CREATE_COMPLETE")).toEqual([]);
    expect(StackResources.length).toBe(Object.keys(resources).length);

    const notFound: string[] = [];
    for (const { LogicalResourceId, ResourceType, PhysicalResourceId } of StackResources) {
      const events = await lookup(account, "ResourceName", PhysicalResourceId);
      const records = events.map(recordOf).filter(({ userIdentity }) => userIdentity.type === "IAMUser");
      if (records.length === 0) notFound.push(`${ResourceType} ${PhysicalResourceId}`);
      for (const record of records)
        // AWS: for a call that a service makes, sourceIPAddress and userAgent are the service's name.
        expect(record, LogicalResourceId).toMatchObject({
          userIdentity: {
            arn: `arn:aws:iam::${account.account}:user/stackyard`,
            invokedBy: "cloudformation.amazonaws.com",
          },
          sourceIPAddress: "cloudformation.amazonaws.com",
          userAgent: "cloudformation.amazonaws.com",
        });
    }
    expect(notFound).toEqual([]);
    const [created] = await lookup(account, "EventName", "CreateFunction20150331");
    expect(created?.CloudTrailEvent).not.toContain("s3cret");
    const types = (await lookup(account, "ResourceType", "AWS::IAM::Role")).map(({ EventName }) => EventName);
    expect(types).toContain("CreateRole");
    const [stack] = await lookup(account, "EventName", "CreateStack");
    expect(recordOf(stack).userIdentity.invokedBy).toBeUndefined();
    expect(await lookup(account, "ResourceName", "all")).not.toEqual([]);
  });

  it("finds ids that only the answer has", async () => {
    // An HTTP API's id is made by the service, and its rule asks for "/apis".
    const yard = await sharedYard();
    const account = yard.account();
    const { ApiId } = await account
      .client(ApiGatewayV2Client)
      .send(new CreateApiCommand({ Name: "shop", ProtocolType: "HTTP" }));
    const [event] = await lookup(account, "ResourceName", ApiId);
    expect(event).toMatchObject({ EventName: "CreateApi", EventSource: "apigateway.amazonaws.com" });
    expect(event?.Resources).toContainEqual({ ResourceType: "AWS::ApiGatewayV2::Api", ResourceName: ApiId });
  });
});

describe("lookup", () => {
  it("gives the newest first, in pages, within a time range that has both of its ends", async () => {
    // Time stands still but for the steps of this test, so that each queue has a second of its own.
    const clock = createClock({ mode: "virtual", startMs: Date.now() });
    const yard = await testYard({ clock });
    try {
      const account = yard.account();
      const times: Date[] = [];
      for (const QueueName of ["a", "b", "c", "d", "e"]) {
        await account.client(SQSClient).send(new CreateQueueCommand({ QueueName }));
        times.push(new Date(clock.nowMs()));
        await yard.advance(1_000);
      }
      const trail = account.client(CloudTrailClient);
      const queueOf = (event: Event): string | undefined => recordOf(event).requestParameters?.queueName;
      const first = await trail.send(new LookupEventsCommand({ MaxResults: 2 }));
      expect(first.Events?.map(queueOf)).toEqual(["e", "d"]);
      const { NextToken } = first;
      const second = await trail.send(new LookupEventsCommand({ MaxResults: 2, NextToken }));
      expect(second.Events?.map(queueOf)).toEqual(["c", "b"]);
      const third = await trail.send(new LookupEventsCommand({ MaxResults: 2, NextToken: second.NextToken }));
      expect(third.Events?.map(queueOf)).toEqual(["a"]);
      expect(third.NextToken).toBeUndefined();
      const range = await trail.send(new LookupEventsCommand({ StartTime: times[1], EndTime: times[3] }));
      expect(range.Events?.map(queueOf)).toEqual(["d", "c", "b"]);
      // AWS: LookupEvents, NextToken: it must be passed in with the same parameters.
      const other = { LookupAttributes: [{ AttributeKey: "ReadOnly" as const, AttributeValue: "false" }] };
      await expect(trail.send(new LookupEventsCommand({ ...other, NextToken }))).rejects.toMatchObject({
        name: "InvalidNextTokenException",
      });
    } finally {
      await yard.stop();
    }
  });

  it("finds by each attribute", async () => {
    // Two users' events; each attribute must give those of one of them only.
    const yard = await sharedYard();
    const account = yard.account();
    await account.client(SQSClient).send(new CreateQueueCommand({ QueueName: "one" }));
    await account.client(IAMClient).send(new CreateUserCommand({ UserName: "two" }));
    const [user] = await lookup(account, "EventName", "CreateUser");
    const both = ["CreateUser", "CreateQueue"];
    expect(names(await lookup(account, "EventId", user?.EventId))).toEqual(["CreateUser"]);
    expect(names(await lookup(account, "EventSource", "sqs.amazonaws.com"))).toEqual(["CreateQueue"]);
    expect(names(await lookup(account, "ReadOnly", "false"))).toEqual(both);
    expect(names(await lookup(account, "ReadOnly", "true"))).toEqual([]);
    expect(names(await lookup(account, "ResourceType", "AWS::IAM::User"))).toEqual(["CreateUser"]);
    expect(names(await lookup(account, "ResourceName", "one"))).toEqual(["CreateQueue"]);
    expect(names(await lookup(account, "Username", "stackyard"))).toEqual(both);
    expect(names(await lookup(account, "AccessKeyId", account.config.credentials.accessKeyId))).toEqual(both);
    expect(names(await lookup(account, "AccessKeyId", "AKIAIOSFODNN7EXAMPLE"))).toEqual([]);
  });

  it("refuses what AWS refuses, by its codes", async () => {
    // AWS: LookupEvents, Errors.
    const yard = await sharedYard();
    const trail = yard.account().client(CloudTrailClient);
    const refusal = async (input: object): Promise<string> => {
      const outcome = await trail.send(new LookupEventsCommand(input)).then(
        () => "accepted",
        (error: Error) => error.name,
      );
      return outcome;
    };
    const attribute = { AttributeKey: "EventName", AttributeValue: "x" };
    expect(await refusal({ MaxResults: 51 })).toBe("InvalidMaxResultsException");
    expect(await refusal({ MaxResults: 0 })).toBe("InvalidMaxResultsException");
    expect(await refusal({ NextToken: "no" })).toBe("InvalidNextTokenException");
    expect(await refusal({ StartTime: new Date(2_000), EndTime: new Date(1_000) })).toBe("InvalidTimeRangeException");
    expect(await refusal({ LookupAttributes: [attribute, attribute] })).toBe("InvalidLookupAttributesException");
    expect(await refusal({ LookupAttributes: [{ ...attribute, AttributeKey: "Color" }] })).toBe(
      "InvalidLookupAttributesException",
    );
    expect(await refusal({ LookupAttributes: [{ ...attribute, AttributeValue: "_".repeat(1_001) }] })).toBe(
      "InvalidLookupAttributesException",
    );
    expect(await refusal({ EventCategory: "data" })).toBe("InvalidEventCategoryException");
    expect(await refusal({ EventCategory: "insight" })).toBe("accepted");
    await expect(trail.send(new DescribeTrailsCommand({}))).rejects.toMatchObject({
      name: "NotImplemented",
      $metadata: { httpStatusCode: 501 },
    });
  });
});

describe("the history", () => {
  it("survives a new start, and goes back 90 days", async () => {
    // The yard is stopped and started on the same state; then its clock moves past the history's end.
    const stateDir = mkdtempSync(join(tmpdir(), "stackyard-trail-"));
    const clock = createClock({ mode: "virtual", startMs: Date.now() });
    let yard = await testYard({ stateDir, clock });
    const account = yard.account();
    await account.client(SQSClient).send(new CreateQueueCommand({ QueueName: "kept" }));
    await yard.stop();
    const restarted = createClock({ mode: "virtual", startMs: clock.nowMs() });
    yard = await testYard({ stateDir, clock: restarted });
    try {
      const config = { ...account.config, endpoint: yard.origin };
      const again: TestAccount = { ...account, config, client: (constructor) => new constructor(config) };
      expect(names(await lookup(again))).toEqual(["CreateQueue"]);
      await yard.advance(89 * 86_400_000);
      const { QueueUrl } = await again.client(SQSClient).send(new CreateQueueCommand({ QueueName: "later" }));
      expect(names(await lookup(again))).toEqual(["CreateQueue", "CreateQueue"]);
      await yard.advance(3 * 86_400_000);
      const scope = { account: account.account, region: account.region };
      const rows = (): number =>
        yard.yard.context.store.read(
          (tx) => [...tx.range({ prefix: ["cloudtrail", scope.account, scope.region, "event"] })].length,
        );
      expect(rows()).toBe(1);
      await again.client(SQSClient).send(new DeleteQueueCommand({ QueueUrl }));
      expect(names(await lookup(again))).toEqual(["DeleteQueue", "CreateQueue"]);
      await yard.advance(200 * 86_400_000);
      expect(rows()).toBe(0);
      expect(yard.yard.context.store.read((tx) => tx.get(["cloudtrail", scope.account, scope.region, "pruned"]))).toBe(
        undefined,
      );
    } finally {
      await yard.stop();
      rmSync(stateDir, { recursive: true, force: true });
    }
  });
});
