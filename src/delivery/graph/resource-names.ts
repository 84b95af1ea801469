// What the graph knows of resource types, as data: how their physical names are given, how they look in ARNs, and what it
// means to use them.

import type { UseKind } from "./edges.ts";

/** How the resources of a type are named. */
export interface NamedType {
  readonly type: string;
  /** The property that gives the physical name. */
  readonly property: string;
  /** The service's part of the ARN; undefined for names that stand in no ARN. */
  readonly service?: string;
  /** What stands in the ARN between the account and the name. */
  readonly prefix?: string;
  /** Names of properties and variables by which others mean it, beside `property`. In lower case. */
  readonly keys?: readonly string[];
}

// AWS: "Service Authorization Reference", the tables "Resource types defined by ...", for the forms of the ARNs; the template
// reference of each type for the property that names it.
/** The types that can be named, and are known by their name elsewhere. */
export const NAMED_TYPES: readonly NamedType[] = [
  { type: "AWS::SQS::Queue", property: "QueueName", service: "sqs", prefix: "" },
  { type: "AWS::SNS::Topic", property: "TopicName", service: "sns", prefix: "" },
  { type: "AWS::DynamoDB::Table", property: "TableName", service: "dynamodb", prefix: "table/" },
  { type: "AWS::DynamoDB::GlobalTable", property: "TableName", service: "dynamodb", prefix: "table/" },
  { type: "AWS::Serverless::SimpleTable", property: "TableName", service: "dynamodb", prefix: "table/" },
  { type: "AWS::Lambda::Function", property: "FunctionName", service: "lambda", prefix: "function:" },
  { type: "AWS::Serverless::Function", property: "FunctionName", service: "lambda", prefix: "function:" },
  { type: "AWS::S3::Bucket", property: "BucketName", service: "s3", prefix: "", keys: ["bucket"] },
  { type: "AWS::IAM::Role", property: "RoleName", service: "iam", prefix: "role/", keys: ["role", "roles"] },
  { type: "AWS::IAM::User", property: "UserName", service: "iam", prefix: "user/", keys: ["users"] },
  { type: "AWS::IAM::Group", property: "GroupName", service: "iam", prefix: "group/", keys: ["groups"] },
  { type: "AWS::IAM::ManagedPolicy", property: "ManagedPolicyName", service: "iam", prefix: "policy/" },
  { type: "AWS::Kinesis::Stream", property: "Name", service: "kinesis", prefix: "stream/", keys: ["streamname"] },
  {
    type: "AWS::KinesisFirehose::DeliveryStream",
    property: "DeliveryStreamName",
    service: "firehose",
    prefix: "deliverystream/",
  },
  { type: "AWS::Events::EventBus", property: "Name", service: "events", prefix: "event-bus/", keys: ["eventbusname"] },
  { type: "AWS::Events::Rule", property: "Name", service: "events", prefix: "rule/", keys: ["rulename"] },
  {
    type: "AWS::StepFunctions::StateMachine",
    property: "StateMachineName",
    service: "states",
    prefix: "stateMachine:",
  },
  {
    type: "AWS::Serverless::StateMachine",
    property: "Name",
    service: "states",
    prefix: "stateMachine:",
    keys: ["statemachinename"],
  },
  { type: "AWS::Logs::LogGroup", property: "LogGroupName", service: "logs", prefix: "log-group:", keys: ["loggroup"] },
  { type: "AWS::SSM::Parameter", property: "Name", service: "ssm", prefix: "parameter/", keys: ["parametername"] },
  {
    type: "AWS::SecretsManager::Secret",
    property: "Name",
    service: "secretsmanager",
    prefix: "secret:",
    keys: ["secretid", "secretname"],
  },
  { type: "AWS::ECR::Repository", property: "RepositoryName", service: "ecr", prefix: "repository/" },
  { type: "AWS::ECS::Cluster", property: "ClusterName", service: "ecs", prefix: "cluster/", keys: ["cluster"] },
  { type: "AWS::CloudWatch::Alarm", property: "AlarmName", service: "cloudwatch", prefix: "alarm:" },
  { type: "AWS::SES::EmailIdentity", property: "EmailIdentity", service: "ses", prefix: "identity/", keys: ["sender"] },
  { type: "AWS::SES::ConfigurationSet", property: "Name", service: "ses", prefix: "configuration-set/" },
  { type: "AWS::KMS::Alias", property: "AliasName", service: "kms", prefix: "", keys: ["kmskeyid", "kmsmasterkeyid"] },
  { type: "AWS::RDS::DBInstance", property: "DBInstanceIdentifier", service: "rds", prefix: "db:" },
  { type: "AWS::RDS::DBCluster", property: "DBClusterIdentifier", service: "rds", prefix: "cluster:" },
  { type: "AWS::Pipes::Pipe", property: "Name", service: "pipes", prefix: "pipe/", keys: ["pipename"] },
  { type: "AWS::Scheduler::ScheduleGroup", property: "Name", service: "scheduler", prefix: "schedule-group/" },
  {
    type: "AWS::CodeBuild::Project",
    property: "Name",
    service: "codebuild",
    prefix: "project/",
    keys: ["projectname"],
  },
  { type: "AWS::ApiGateway::DomainName", property: "DomainName" },
  { type: "AWS::ApiGatewayV2::DomainName", property: "DomainName" },
  { type: "AWS::Route53::HostedZone", property: "Name", keys: ["hostedzonename"] },
  { type: "AWS::Route53::RecordSet", property: "Name" },
];

/** What using a resource of the type amounts to; other types give values only. */
export const KIND_OF_TARGET: ReadonlyMap<string, UseKind> = new Map([
  ...kinds("event", [
    "AWS::SQS::Queue",
    "AWS::SNS::Topic",
    "AWS::Events::EventBus",
    "AWS::Kinesis::Stream",
    "AWS::KinesisFirehose::DeliveryStream",
  ]),
  ...kinds("data", [
    "AWS::DynamoDB::Table",
    "AWS::DynamoDB::GlobalTable",
    "AWS::Serverless::SimpleTable",
    "AWS::S3::Bucket",
    "AWS::RDS::DBInstance",
    "AWS::RDS::DBCluster",
    "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::OpenSearchService::Domain",
    "AWS::EFS::FileSystem",
  ]),
  ...kinds("call", [
    "AWS::Lambda::Function",
    "AWS::Lambda::Alias",
    "AWS::Lambda::Version",
    "AWS::Lambda::Url",
    "AWS::Serverless::Function",
    "AWS::StepFunctions::StateMachine",
    "AWS::Serverless::StateMachine",
    "AWS::ApiGateway::RestApi",
    "AWS::ApiGateway::Stage",
    "AWS::ApiGateway::DomainName",
    "AWS::ApiGatewayV2::Api",
    "AWS::ApiGatewayV2::DomainName",
    "AWS::Serverless::Api",
    "AWS::Serverless::HttpApi",
    "AWS::AppSync::GraphQLApi",
    "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "AWS::Route53::RecordSet",
  ]),
]);

/**
 * Types that only tie a source of events, or a right, to its consumer. `home` names the properties that say who the consumer
 * is: the unit which owns what they refer to is where the resource should live. Without one, the resource cannot be moved.
 */
export const WIRING: Readonly<Record<string, { readonly home: readonly string[]; readonly kind: UseKind }>> = {
  "AWS::SNS::Subscription": { home: ["Endpoint"], kind: "event" },
  "AWS::Lambda::EventSourceMapping": { home: ["FunctionName"], kind: "event" },
  "AWS::Lambda::Permission": { home: ["FunctionName"], kind: "event" },
  "AWS::Lambda::EventInvokeConfig": { home: ["FunctionName"], kind: "event" },
  "AWS::SQS::QueuePolicy": { home: ["Queues"], kind: "event" },
  "AWS::SQS::QueueInlinePolicy": { home: ["Queue"], kind: "event" },
  "AWS::SNS::TopicPolicy": { home: ["Topics"], kind: "event" },
  "AWS::SNS::TopicInlinePolicy": { home: ["TopicArn"], kind: "event" },
  "AWS::Events::Rule": { home: ["Targets"], kind: "event" },
  "AWS::Events::EventBusPolicy": { home: ["EventBusName"], kind: "event" },
  "AWS::Pipes::Pipe": { home: ["Target"], kind: "event" },
  "AWS::Scheduler::Schedule": { home: ["Target"], kind: "event" },
  "AWS::Logs::SubscriptionFilter": { home: ["DestinationArn"], kind: "event" },
  "AWS::IAM::Policy": { home: ["Roles", "Users", "Groups"], kind: "value" },
  "AWS::IAM::RolePolicy": { home: ["RoleName"], kind: "value" },
  "AWS::IAM::ManagedPolicy": { home: ["Roles", "Users", "Groups"], kind: "value" },
  "AWS::S3::BucketPolicy": { home: ["Bucket"], kind: "data" },
};

function kinds(kind: UseKind, types: readonly string[]): readonly (readonly [string, UseKind])[] {
  return types.map((type) => [type, kind]);
}
