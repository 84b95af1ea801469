// SAM's policy templates, as data. AWS: "AWS SAM policy templates"; those that are not here are refused by name.

import { isRecord } from "../template/values.ts";
import { SamError } from "./draft.ts";
import type { Values } from "./draft.ts";

/** A resource is "*" or the end of an ARN with variables, to which "arn:${AWS::Partition}:" is put. */
interface Statement {
  readonly actions: readonly string[] | string;
  readonly resources: string | readonly string[];
}

interface PolicyTemplate {
  /** Parameter name in the template to the variable in its ARNs. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly statements: readonly Statement[];
}

const IN_REGION = "${AWS::Region}:${AWS::AccountId}";
const TABLE = `dynamodb:${IN_REGION}:table/\${tableName}`;
const QUEUE = `sqs:${IN_REGION}:\${queueName}`;
const TOPIC = `sns:${IN_REGION}:\${topicName}`;
const STREAM = `kinesis:${IN_REGION}:stream`;
const KEY = `kms:${IN_REGION}:key/\${keyId}`;
const IDENTITY = `ses:${IN_REGION}:identity/\${identityName}`;
const BUCKET = ["s3:::${bucketName}", "s3:::${bucketName}/*"];
const SSM_READ = ["ssm:GetParameters", "ssm:GetParameter", "ssm:GetParametersByPath"];

const tableName = { TableName: "tableName" };
const queueName = { QueueName: "queueName" };
const topicName = { TopicName: "topicName" };
const bucketName = { BucketName: "bucketName" };
const streamName = { StreamName: "streamName" };
const keyId = { KeyId: "keyId" };
const identityName = { IdentityName: "identityName" };
const parameterName = { ParameterName: "parameterName" };

const one = (
  parameters: Record<string, string>,
  actions: readonly string[] | string,
  resources: string | readonly string[],
) => ({
  parameters,
  statements: [{ actions, resources }],
});

const TEMPLATES: Readonly<Record<string, PolicyTemplate>> = {
  AWSSecretsManagerGetSecretValuePolicy: one(
    { SecretArn: "secretArn" },
    ["secretsmanager:GetSecretValue"],
    "=${secretArn}",
  ),
  CloudWatchPutMetricPolicy: one({}, ["cloudwatch:PutMetricData"], "*"),
  DynamoDBCrudPolicy: one(
    tableName,
    [
      "dynamodb:GetItem",
      "dynamodb:DeleteItem",
      "dynamodb:PutItem",
      "dynamodb:Scan",
      "dynamodb:Query",
      "dynamodb:UpdateItem",
      "dynamodb:BatchWriteItem",
      "dynamodb:BatchGetItem",
      "dynamodb:DescribeTable",
      "dynamodb:ConditionCheckItem",
    ],
    [TABLE, `${TABLE}/index/*`],
  ),
  DynamoDBReadPolicy: one(
    tableName,
    ["dynamodb:GetItem", "dynamodb:Scan", "dynamodb:Query", "dynamodb:BatchGetItem", "dynamodb:DescribeTable"],
    [TABLE, `${TABLE}/index/*`],
  ),
  DynamoDBStreamReadPolicy: {
    parameters: { TableName: "tableName", StreamName: "streamName" },
    statements: [
      {
        actions: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
        resources: `${TABLE}/stream/\${streamName}`,
      },
      { actions: ["dynamodb:ListStreams"], resources: `${TABLE}/stream/*` },
    ],
  },
  DynamoDBWritePolicy: one(
    tableName,
    ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:BatchWriteItem"],
    [TABLE, `${TABLE}/index/*`],
  ),
  EventBridgePutEventsPolicy: one(
    { EventBusName: "eventBusName" },
    "events:PutEvents",
    `events:${IN_REGION}:event-bus/\${eventBusName}`,
  ),
  FilterLogEventsPolicy: one(
    { LogGroupName: "logGroupName" },
    ["logs:FilterLogEvents"],
    `logs:${IN_REGION}:log-group:\${logGroupName}:log-stream:*`,
  ),
  KMSDecryptPolicy: one(keyId, "kms:Decrypt", KEY),
  KMSEncryptPolicy: one(keyId, "kms:Encrypt", KEY),
  KinesisCrudPolicy: one(
    streamName,
    [
      "kinesis:AddTagsToStream",
      "kinesis:CreateStream",
      "kinesis:DecreaseStreamRetentionPeriod",
      "kinesis:DeleteStream",
      "kinesis:DescribeStream",
      "kinesis:DescribeStreamSummary",
      "kinesis:GetShardIterator",
      "kinesis:IncreaseStreamRetentionPeriod",
      "kinesis:ListTagsForStream",
      "kinesis:MergeShards",
      "kinesis:PutRecord",
      "kinesis:PutRecords",
      "kinesis:SplitShard",
      "kinesis:RemoveTagsFromStream",
    ],
    `${STREAM}/\${streamName}`,
  ),
  KinesisStreamReadPolicy: {
    parameters: streamName,
    statements: [
      { actions: ["kinesis:ListStreams", "kinesis:DescribeLimits"], resources: `${STREAM}/*` },
      {
        actions: [
          "kinesis:DescribeStream",
          "kinesis:DescribeStreamSummary",
          "kinesis:GetRecords",
          "kinesis:GetShardIterator",
        ],
        resources: `${STREAM}/\${streamName}`,
      },
    ],
  },
  LambdaInvokePolicy: one(
    { FunctionName: "functionName" },
    ["lambda:InvokeFunction"],
    `lambda:${IN_REGION}:function:\${functionName}*`,
  ),
  S3CrudPolicy: one(
    bucketName,
    [
      "s3:GetObject",
      "s3:ListBucket",
      "s3:GetBucketLocation",
      "s3:GetObjectVersion",
      "s3:PutObject",
      "s3:PutObjectAcl",
      "s3:GetLifecycleConfiguration",
      "s3:PutLifecycleConfiguration",
      "s3:DeleteObject",
    ],
    BUCKET,
  ),
  S3ReadPolicy: one(
    bucketName,
    ["s3:GetObject", "s3:ListBucket", "s3:GetBucketLocation", "s3:GetObjectVersion", "s3:GetLifecycleConfiguration"],
    BUCKET,
  ),
  S3WritePolicy: one(bucketName, ["s3:PutObject", "s3:PutObjectAcl", "s3:PutLifecycleConfiguration"], BUCKET),
  SESCrudPolicy: one(
    identityName,
    ["ses:GetIdentityVerificationAttributes", "ses:SendEmail", "ses:SendRawEmail", "ses:VerifyEmailIdentity"],
    IDENTITY,
  ),
  SESSendBouncePolicy: one(identityName, ["ses:SendBounce"], IDENTITY),
  SNSCrudPolicy: one(
    topicName,
    ["sns:ListSubscriptionsByTopic", "sns:CreateTopic", "sns:SetTopicAttributes", "sns:Subscribe", "sns:Publish"],
    `${TOPIC}*`,
  ),
  SNSPublishMessagePolicy: one(topicName, ["sns:Publish"], TOPIC),
  SQSPollerPolicy: one(
    queueName,
    [
      "sqs:ChangeMessageVisibility",
      "sqs:ChangeMessageVisibilityBatch",
      "sqs:DeleteMessage",
      "sqs:DeleteMessageBatch",
      "sqs:GetQueueAttributes",
      "sqs:ReceiveMessage",
    ],
    QUEUE,
  ),
  SQSSendMessagePolicy: one(queueName, ["sqs:SendMessage*"], QUEUE),
  SSMParameterReadPolicy: {
    parameters: parameterName,
    statements: [
      { actions: ["ssm:DescribeParameters"], resources: "*" },
      { actions: SSM_READ, resources: `ssm:${IN_REGION}:parameter/\${parameterName}` },
    ],
  },
  SSMParameterWithSlashPrefixReadPolicy: {
    parameters: parameterName,
    statements: [
      { actions: ["ssm:DescribeParameters"], resources: "*" },
      { actions: SSM_READ, resources: `ssm:${IN_REGION}:parameter\${parameterName}` },
    ],
  },
  StepFunctionsExecutionPolicy: one(
    { StateMachineName: "stateMachineName" },
    ["states:StartExecution"],
    `states:${IN_REGION}:stateMachine:\${stateMachineName}`,
  ),
  VPCAccessPolicy: one(
    {},
    [
      "ec2:CreateNetworkInterface",
      "ec2:DeleteNetworkInterface",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DetachNetworkInterface",
    ],
    "*",
  ),
};

export function isPolicyTemplate(name: string): boolean {
  return Object.hasOwn(TEMPLATES, name);
}

/** The policy document of a template with its parameters' values. */
export function expandPolicyTemplate(name: string, given: unknown): Values {
  const template = TEMPLATES[name];
  if (template === undefined) throw new SamError(`The policy template '${name}' is not supported by this cloud yet.`);
  const values = isRecord(given) ? given : {};
  const missing = Object.keys(template.parameters).filter((parameter) => values[parameter] === undefined);
  if (missing.length > 0) {
    throw new SamError(
      `The following required parameters of policy template '${name}' don't have values: ${missing.join(", ")}`,
    );
  }
  const statements = template.statements.map(({ actions, resources }) => ({
    Action: typeof actions === "string" ? actions : [...actions],
    Effect: "Allow",
    Resource:
      typeof resources === "string"
        ? resourceOf(resources, template, values)
        : resources.map((resource) => resourceOf(resource, template, values)),
  }));
  return { Statement: statements };
}

function resourceOf(resource: string, template: PolicyTemplate, values: Values): unknown {
  if (resource === "*") return resource;
  // "=" stands before what is a whole ARN by itself.
  const text = resource.startsWith("=") ? resource.slice(1) : `arn:\${AWS::Partition}:${resource}`;
  const used = Object.entries(template.parameters).filter(([, variable]) => text.includes(`\${${variable}}`));
  if (used.length === 0) return { "Fn::Sub": text };
  return { "Fn::Sub": [text, Object.fromEntries(used.map(([parameter, variable]) => [variable, values[parameter]]))] };
}
