// Goal: mapped requests are calls of the AWS API, with the integration's credentials. Method: real queues, tables, topics, buckets, buses and streams.

import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { CreateStreamCommand, KinesisClient } from "@aws-sdk/client-kinesis";
import { CreateBucketCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import { sharedYard } from "../../../../testing/harness.ts";
import { gatewayRole, publish } from "./fixture.ts";

const yard = await sharedYard();

describe("AWS services", () => {
  test("a queue by path, in a form body", async () => {
    // AWS: "Integrate API Gateway with SQS" and the pattern in every tutorial: Action=SendMessage&MessageBody=$input.body.
    const account = yard.account();
    const sqs = account.client(SQSClient);
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "orders" }));
    const integration = {
      type: "AWS" as const,
      uri: `arn:aws:apigateway:${account.region}:sqs:path/${account.account}/orders`,
      requestParameters: { "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'" },
      requestTemplates: { "application/json": "Action=SendMessage&MessageBody=$util.urlEncode($input.body)" },
    };
    const credentials = await gatewayRole(account, ["sqs:SendMessage"]);
    const api = publish(yard, account, {
      methods: { "POST /allowed": { integration: { ...integration, credentials } }, "POST /denied": { integration } },
    });
    const answer = await api.call("POST /allowed", { body: '{"a":"b & c"}' });
    // AWS: recorded (LocalStack: test_apigateway_sqs): JSON of the query protocol.
    expect(answer.json).toMatchObject({
      SendMessageResponse: {
        ResponseMetadata: { RequestId: expect.any(String) as string },
        SendMessageResult: { MessageId: expect.any(String) as string, SequenceNumber: null },
      },
    });
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(Messages?.map(({ Body }) => Body)).toEqual(['{"a":"b & c"}']);
    const denied = await api.call("POST /denied", { body: "{}" });
    expect(denied.json).toMatchObject({ Error: { Code: expect.stringContaining("AccessDenied") as string } });
  });

  test("tables by action, topics by action, objects by subdomain", async () => {
    // AWS: "x-amazon-apigateway-integration object": the forms of uri.
    const account = yard.account();
    const credentials = await gatewayRole(account, ["dynamodb:*", "sns:*", "s3:*"]);
    const dynamo = account.client(DynamoDBClient);
    await dynamo.send(
      new CreateTableCommand({
        TableName: "pets",
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        BillingMode: "PAY_PER_REQUEST",
      }),
    );
    await dynamo.send(new PutItemCommand({ TableName: "pets", Item: { id: { S: "1" }, name: { S: "Rex" } } }));
    const { TopicArn = "" } = await account.client(SNSClient).send(new CreateTopicCommand({ Name: "news" }));
    const s3 = account.client(S3Client);
    await s3.send(new CreateBucketCommand({ Bucket: `bucket-${account.account}` }));
    const arn = `arn:aws:apigateway:${account.region}`;
    const api = publish(yard, account, {
      methods: {
        "GET /pets/{id}": {
          integration: {
            type: "AWS",
            uri: `${arn}:dynamodb:action/GetItem`,
            credentials,
            requestTemplates: { "application/json": `{"TableName":"pets","Key":{"id":{"S":"$input.params('id')"}}}` },
            integrationResponses: {
              "200": {
                statusCode: "200",
                responseTemplates: { "application/json": '{"name":"$input.path(\'$.Item.name.S\')"}' },
              },
            },
          },
        },
        "PUT /pets/{id}": {
          integration: {
            type: "AWS",
            uri: `${arn}:dynamodb:action/PutItem`,
            credentials,
            requestTemplates: { "application/json": `{"TableName":"none","Item":{"id":{"S":"x"}}}` },
            integrationResponses: {
              "200": { statusCode: "200" },
              "404": {
                statusCode: "404",
                selectionPattern: "4\\d\\d",
                responseTemplates: { "application/json": '{"type":$input.json("$.__type")}' },
              },
            },
          },
        },
        "POST /news": {
          integration: {
            type: "AWS",
            uri: `${arn}:sns:action/Publish`,
            credentials,
            requestParameters: {
              "integration.request.querystring.TopicArn": `'${TopicArn}'`,
              "integration.request.querystring.Message": "method.request.body.text",
            },
          },
        },
        "PUT /files/{key}": {
          integration: {
            type: "AWS",
            httpMethod: "PUT",
            uri: `${arn}:bucket-${account.account}.s3:path/{key}`,
            credentials,
            requestParameters: {
              "integration.request.path.key": "method.request.path.key",
              "integration.request.header.Content-Type": "method.request.header.Content-Type",
            },
          },
        },
        "GET /files/{key}": {
          integration: {
            type: "AWS",
            httpMethod: "GET",
            uri: `${arn}:s3:path/bucket-${account.account}/{object}`,
            credentials,
            requestParameters: { "integration.request.path.object": "method.request.path.key" },
            integrationResponses: {
              "200": {
                statusCode: "200",
                responseParameters: {
                  "method.response.header.Content-Type": "integration.response.header.Content-Type",
                },
              },
              "404": { statusCode: "404", selectionPattern: "404" },
            },
          },
        },
      },
    });
    expect((await api.call("GET /pets/1")).json).toEqual({ name: "Rex" });
    const missing = await api.call("PUT /pets/1");
    expect([missing.status, missing.json]).toEqual([
      404,
      { type: expect.stringContaining("ResourceNotFoundException") as string },
    ]);
    expect((await api.call("POST /news", { body: '{"text":"hi"}' })).json).toMatchObject({
      PublishResponse: { PublishResult: { MessageId: expect.any(String) as string } },
    });
    expect(
      (await api.call("PUT /files/a.txt", { headers: { "content-type": "text/plain" }, body: "content" })).status,
    ).toBe(200);
    const object = await s3.send(new GetObjectCommand({ Bucket: `bucket-${account.account}`, Key: "a.txt" }));
    expect([await object.Body?.transformToString(), object.ContentType]).toEqual(["content", "text/plain"]);
    const read = await api.call("GET /files/a.txt");
    expect([read.status, read.text, read.headers["content-type"]]).toEqual([200, "content", "text/plain"]);
    expect((await api.call("GET /files/none.txt")).status).toBe(404);
    expect(await dynamo.send(new GetItemCommand({ TableName: "pets", Key: { id: { S: "1" } } }))).toMatchObject({
      Item: {},
    });
  });
});

test("buses and streams by action", async () => {
  const account = yard.account();
  const credentials = await gatewayRole(account, ["events:PutEvents", "kinesis:PutRecord", "states:StartExecution"]);
  const kinesis = account.client(KinesisClient);
  await kinesis.send(new CreateStreamCommand({ StreamName: "clicks", ShardCount: 1 }));
  await yard.advance(0);
  const integration = { type: "AWS" as const, credentials };
  const arn = `arn:aws:apigateway:${account.region}`;
  const api = publish(yard, account, {
    methods: {
      "POST /events": {
        integration: {
          ...integration,
          uri: `${arn}:events:action/PutEvents`,
          requestTemplates: {
            "application/json":
              '{"Entries":[{"Source":"shop","DetailType":"order","Detail":"$util.escapeJavaScript($input.json(\'$\'))"}]}',
          },
        },
      },
      "POST /stream": {
        integration: {
          ...integration,
          uri: `${arn}:kinesis:path//`,
          requestParameters: {
            "integration.request.header.X-Amz-Target": "'Kinesis_20131202.PutRecord'",
            "integration.request.header.Content-Type": "'application/x-amz-json-1.1'",
          },
          requestTemplates: {
            "application/json": '{"StreamName":"clicks","PartitionKey":"a","Data":"$util.base64Encode($input.body)"}',
          },
        },
      },
      "POST /nothing": { integration: { ...integration, uri: `${arn}:nothing:action/DoIt` } },
    },
  });
  expect((await api.call("POST /events", { body: '{"a":"b"}' })).json).toMatchObject({ FailedEntryCount: 0 });
  expect((await api.call("POST /stream", { body: "click" })).json).toMatchObject({ ShardId: "shardId-000000000000" });
  expect((await api.call("POST /nothing")).status).toBe(500);
});
