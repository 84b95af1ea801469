// Which resources connectors can connect, and what each connection needs. AWS: "Supported source and destination resource types for
// connectors".

import { functionPermission, may, pollersRole, queuePolicy, sourceRole, topicPolicy } from "./profile.ts";
import type { Profile } from "./profile.ts";

const TO = "%{Destination.Arn}";
const IN_REGION = "${AWS::Region}:${AWS::AccountId}";
const EXECUTIONS = `arn:\${AWS::Partition}:states:${IN_REGION}:execution:%{Destination.Name}:*`;
const EXECUTIONS_RULE = `arn:\${AWS::Partition}:events:${IN_REGION}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule`;
const CALLS_OF_API = `arn:\${AWS::Partition}:execute-api:${IN_REGION}:%{Source.ResourceId}/%{Source.Qualifier}`;
const CALLS_OF_GRAPHQL = `arn:\${AWS::Partition}:appsync:${IN_REGION}:apis/%{Source.ResourceId}`;

const PUT_EVENTS = may("Write", ["events: PutEvents", TO]);
const PUBLISH = may("Write", ["sns: Publish", TO]);
const INVOKE = may("Write", ["lambda: InvokeAsync InvokeFunction", TO]);
const READ_BUCKET = may("Read", [
  "s3: GetObject GetObjectAcl GetObjectLegalHold GetObjectRetention GetObjectTorrent GetObjectVersion GetObjectVersionAcl GetObjectVersionForReplication GetObjectVersionTorrent ListBucket ListBucketMultipartUploads ListBucketVersions ListMultipartUploadParts",
  TO,
  `${TO}/*`,
]);
const WRITE_BUCKET = may("Write", [
  "s3: AbortMultipartUpload DeleteObject DeleteObjectVersion PutObject PutObjectLegalHold PutObjectRetention RestoreObject",
  TO,
  `${TO}/*`,
]);
const READ_TABLE = may("Read", [
  "dynamodb: GetItem Query Scan BatchGetItem ConditionCheckItem PartiQLSelect",
  TO,
  `${TO}/index/*`,
]);
const WRITE_TABLE = may("Write", [
  "dynamodb: PutItem UpdateItem DeleteItem BatchWriteItem PartiQLDelete PartiQLInsert PartiQLUpdate",
  TO,
  `${TO}/index/*`,
]);

/** Profiles by the type of the source, and within by the type of the destination. */
export const PROFILES: Readonly<Record<string, Readonly<Record<string, Profile>>>> = {
  "AWS::ApiGateway::RestApi": {
    "AWS::Lambda::Function": functionPermission("apigateway.amazonaws.com", CALLS_OF_API),
  },
  "AWS::ApiGatewayV2::Api": {
    "AWS::Lambda::Function": functionPermission("apigateway.amazonaws.com", CALLS_OF_API),
  },
  "AWS::AppSync::DataSource": {
    "AWS::DynamoDB::Table": sourceRole(READ_TABLE, WRITE_TABLE),
    "AWS::Events::EventBus": sourceRole(PUT_EVENTS),
    "AWS::Lambda::Function": sourceRole(may("Write", ["lambda: InvokeAsync InvokeFunction", TO, `${TO}:*`])),
  },
  "AWS::AppSync::GraphQLApi": {
    "AWS::Lambda::Function": functionPermission("appsync.amazonaws.com", CALLS_OF_GRAPHQL),
  },
  "AWS::DynamoDB::Table": {
    "AWS::Lambda::Function": pollersRole(
      undefined,
      may("Read", ["dynamodb: DescribeStream GetRecords GetShardIterator ListStreams", "%{Source.Arn}/stream/*"]),
    ),
  },
  "AWS::Events::Rule": {
    "AWS::Events::EventBus": sourceRole(PUT_EVENTS),
    "AWS::Lambda::Function": functionPermission("events.amazonaws.com"),
    "AWS::SNS::Topic": topicPolicy("events.amazonaws.com"),
    "AWS::SQS::Queue": queuePolicy("events.amazonaws.com"),
    "AWS::StepFunctions::StateMachine": sourceRole(may("Write", ["states: StartExecution", TO])),
  },
  "AWS::Lambda::Function": {
    "AWS::DynamoDB::Table": sourceRole(READ_TABLE, WRITE_TABLE),
    "AWS::Events::EventBus": sourceRole(PUT_EVENTS),
    "AWS::Lambda::Function": sourceRole(INVOKE),
    "AWS::Location::PlaceIndex": sourceRole(
      may("Read", [
        "geo: DescribePlaceIndex GetPlace SearchPlaceIndexForPosition SearchPlaceIndexForSuggestions SearchPlaceIndexForText",
        TO,
      ]),
    ),
    "AWS::S3::Bucket": sourceRole(READ_BUCKET, WRITE_BUCKET),
    "AWS::SNS::Topic": sourceRole(PUBLISH),
    "AWS::SQS::Queue": sourceRole(
      may("Read", ["sqs: ReceiveMessage GetQueueAttributes", TO]),
      may("Write", ["sqs: DeleteMessage SendMessage ChangeMessageVisibility PurgeQueue", TO]),
    ),
    "AWS::StepFunctions::StateMachine": sourceRole(
      may("Write", ["states: StartExecution StartSyncExecution", TO], ["states: StopExecution", EXECUTIONS]),
      may(
        "Read",
        ["states: DescribeStateMachine ListExecutions", TO],
        ["states: DescribeExecution DescribeStateMachineForExecution GetExecutionHistory", EXECUTIONS],
      ),
    ),
  },
  "AWS::S3::Bucket": {
    "AWS::Lambda::Function": functionPermission("s3.amazonaws.com", "%{Source.Arn}", "${AWS::AccountId}"),
  },
  "AWS::SNS::Topic": {
    "AWS::Lambda::Function": functionPermission("sns.amazonaws.com"),
    "AWS::SQS::Queue": queuePolicy("sns.amazonaws.com"),
  },
  "AWS::SQS::Queue": {
    "AWS::Lambda::Function": pollersRole(
      [["Read", "Write"]],
      may("Write", ["sqs: DeleteMessage", "%{Source.Arn}"]),
      may("Read", ["sqs: ReceiveMessage GetQueueAttributes", "%{Source.Arn}"]),
    ),
  },
  "AWS::StepFunctions::StateMachine": {
    "AWS::DynamoDB::Table": sourceRole(READ_TABLE, WRITE_TABLE),
    "AWS::Events::EventBus": sourceRole(PUT_EVENTS),
    "AWS::Lambda::Function": sourceRole(INVOKE),
    "AWS::S3::Bucket": sourceRole(READ_BUCKET, WRITE_BUCKET),
    "AWS::SNS::Topic": sourceRole(PUBLISH),
    "AWS::SQS::Queue": sourceRole(may("Write", ["sqs: SendMessage", TO])),
    "AWS::StepFunctions::StateMachine": {
      makes: "AWS::IAM::ManagedPolicy",
      roleOf: "Source",
      statements: new Map([
        may("Read", ["states: DescribeExecution", EXECUTIONS], ["events: DescribeRule", EXECUTIONS_RULE]),
        may(
          "Write",
          ["states: StartExecution", TO],
          ["states: StopExecution", EXECUTIONS],
          ["events: PutTargets PutRule", EXECUTIONS_RULE],
        ),
      ]),
      waiting: "source",
      together: [["Read"], ["Read", "Write"]],
    },
  },
};
