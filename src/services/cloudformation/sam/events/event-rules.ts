// The properties of each kind of event. AWS: the SAM specification, "EventSource"; which kinds of values are judged before the deployment is
// the reference translator's (1.110.0).

import {
  anything,
  flag,
  integer,
  list,
  listOf,
  literal,
  map,
  mapOf,
  oneOf,
  required,
  text,
} from "../property-rules.ts";
import type { PropertyRules } from "../property-rules.ts";

/** What every mapping takes; what makes no sense for its source is Lambda's to refuse. */
const POLLED: PropertyRules = {
  BatchSize: integer,
  StartingPosition: anything,
  StartingPositionTimestamp: anything,
  Enabled: flag,
  MaximumBatchingWindowInSeconds: integer,
  MaximumRetryAttempts: integer,
  BisectBatchOnFunctionError: flag,
  MaximumRecordAgeInSeconds: integer,
  DestinationConfig: map,
  ParallelizationFactor: integer,
  Topics: list,
  Queues: list,
  SourceAccessConfigurations: list,
  SecretsManagerKmsKeyId: text,
  TumblingWindowInSeconds: integer,
  FunctionResponseTypes: list,
  KafkaBootstrapServers: list,
  FilterCriteria: map,
  KmsKeyArn: anything,
  ConsumerGroupId: text,
  ScalingConfig: map,
  ProvisionedPollerConfig: map,
  SchemaRegistryConfig: map,
  MetricsConfig: map,
  LoggingConfig: map,
};

const STREAMED: PropertyRules = { ...POLLED, Stream: required(anything), StartingPosition: required(anything) };

const RULE: PropertyRules = {
  EventBusName: text,
  RuleName: text,
  Pattern: map,
  DeadLetterConfig: map,
  RetryPolicy: map,
  Input: text,
  InputPath: text,
  Target: map,
  Enabled: flag,
  State: text,
  InputTransformer: map,
};

const SCHEDULE_V2: PropertyRules = {
  PermissionsBoundary: text,
  ScheduleExpression: required(text),
  FlexibleTimeWindow: map,
  Name: text,
  State: text,
  Description: text,
  StartDate: text,
  EndDate: text,
  ScheduleExpressionTimezone: text,
  GroupName: text,
  KmsKeyArn: text,
  Input: text,
  RoleArn: text,
  DeadLetterConfig: map,
  RetryPolicy: map,
  OmitName: literal(flag),
};

/** Of functions' events, by their types. */
export const FUNCTION_EVENT_RULES: Readonly<Record<string, PropertyRules>> = {
  AlexaSkill: { SkillId: text },
  Api: {
    Path: required(text),
    Method: required(text),
    // AWS: the implicit API's, where none is named.
    RestApiId: text,
    Stage: text,
    Auth: map,
    RequestModel: map,
    RequestParameters: list,
    TimeoutInMillis: integer,
    ResponseTransferMode: text,
  },
  CloudWatchEvent: RULE,
  CloudWatchLogs: { LogGroupName: required(text), FilterPattern: required(text) },
  Cognito: { UserPool: required(text), Trigger: required(literal(oneOf(text, listOf(text)))) },
  DocumentDB: {
    ...POLLED,
    Cluster: required(anything),
    DatabaseName: required(anything),
    CollectionName: anything,
    FullDocument: anything,
  },
  DynamoDB: STREAMED,
  EventBridgeRule: RULE,
  HttpApi: {
    Path: text,
    Method: text,
    ApiId: text,
    Stage: text,
    Auth: map,
    TimeoutInMillis: integer,
    RouteSettings: map,
    PayloadFormatVersion: text,
  },
  IoTRule: { Sql: required(text), AwsIotSqlVersion: text },
  Kinesis: STREAMED,
  MQ: { ...POLLED, Broker: required(anything), DynamicPolicyName: literal(flag) },
  MSK: STREAMED,
  S3: { Bucket: required(text), Events: required(literal(oneOf(text, listOf(text)))), Filter: mapOf(text) },
  SNS: {
    Topic: required(text),
    Region: text,
    FilterPolicy: anything,
    FilterPolicyScope: anything,
    SqsSubscription: oneOf(flag, map),
    RedrivePolicy: map,
  },
  SQS: { ...POLLED, Queue: required(anything) },
  Schedule: {
    Schedule: required(text),
    RuleName: text,
    Input: text,
    Enabled: flag,
    State: text,
    Name: text,
    Description: text,
    DeadLetterConfig: map,
    RetryPolicy: map,
  },
  ScheduleV2: SCHEDULE_V2,
  SelfManagedKafka: POLLED,
};

const { Enabled: _enabled, ...RULE_WITHOUT_ENABLED } = RULE;

/** Of state machines' events, by their types. */
export const STATE_MACHINE_EVENT_RULES: Readonly<Record<string, PropertyRules>> = {
  Api: {
    Path: required(text),
    Method: required(text),
    RestApiId: text,
    Stage: text,
    Auth: map,
    UnescapeMappingTemplate: literal(flag),
  },
  CloudWatchEvent: { ...RULE_WITHOUT_ENABLED, Target: literal(map) },
  EventBridgeRule: { ...RULE_WITHOUT_ENABLED, Target: literal(map) },
  Schedule: {
    Schedule: required(text),
    Input: text,
    Enabled: flag,
    State: text,
    Name: text,
    Description: text,
    DeadLetterConfig: map,
    RetryPolicy: map,
    Target: literal(map),
    RoleArn: literal(text),
  },
  ScheduleV2: SCHEDULE_V2,
};
