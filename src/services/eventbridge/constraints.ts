// Lengths, ranges, patterns and enumerations of EventBridge's operations. AWS: the service model.
//
// DEVIATION: two patterns of the model (user names, header values) can take exponential time; they are written here so that they
// accept the same texts in linear time.

import type { Constraints } from "../../service/constraints.ts";

const replayName = { length: [1, 64], pattern: "[\\.\\-_A-Za-z0-9]+" } as const;
const description = { length: [0, 512] } as const;
const connectionArn = {
  length: [1, 1600],
  pattern: "^arn:aws([a-z]|-)*:events:([a-z]|\\d|-)*:([0-9]{12})?:connection\\/[\\.\\-_A-Za-z0-9]+\\/[\\-A-Za-z0-9]+$",
} as const;
const invocationEndpoint = {
  length: [1, 2048],
  pattern: "^((%[0-9A-Fa-f]{2}|[-()_.!~*';/?:@\\x26=+$,A-Za-z0-9])+)([).!';/?:,])?$",
} as const;
const archiveName = { length: [1, 48], pattern: "[\\.\\-_A-Za-z0-9]+" } as const;
const eventSourceArn = {
  length: [1, 1600],
  pattern: "^arn:aws([a-z]|-)*:events:([a-z]|\\d|-)*:([0-9]{12})?:.+\\/.+$",
} as const;
const eventPattern = { length: [0, 4096] } as const;
const kmsKeyIdentifier = { length: [0, 2048], pattern: "^[a-zA-Z0-9_\\-/:]*$" } as const;
const username = {
  length: [1, 512],
  pattern: "^[ \\t]*[^\\x00-\\x1F:\\x7F][^\\x00-\\x08\\x0A-\\x1F:\\x7F]*$",
} as const;
const parameters = { length: [0, 100] } as const;
const headerName = { length: [0, 512], pattern: "^[!#$%&'*+-.^_`|~0-9a-zA-Z]+$" } as const;
const headerValue = { length: [0, 512], pattern: "^[ \\t]*[\\x20-\\x7E][\\t\\x20-\\x7E]*$" } as const;
const parameterName = { length: [0, 512], pattern: "[^\\x00-\\x1F\\x7F]+" } as const;
const parameterValue = { length: [0, 512], pattern: "[^\\x00-\\x09\\x0B\\x0C\\x0E-\\x1F\\x7F]+" } as const;
const busName = { length: [1, 256], pattern: "[/\\.\\-_A-Za-z0-9]+" } as const;
const resourceArn = { length: [1, 1600] } as const;
const tagKey = { length: [1, 128] } as const;
const tagValue = { length: [0, 256] } as const;
const busNameOrArn = {
  length: [1, 1600],
  pattern: "(arn:aws[\\w-]*:events:[a-z]+-[a-z]+-[\\w-]+:[0-9]{12}:event-bus\\/)?[/\\.\\-_A-Za-z0-9]+",
} as const;
const nextToken = { length: [1, 2048] } as const;
const limit = { range: [1, 100] } as const;
const archiveState = {
  oneOf: ["ENABLED", "DISABLED", "CREATING", "UPDATING", "CREATE_FAILED", "UPDATE_FAILED"],
} as const;
const connectionState = {
  oneOf: [
    "CREATING",
    "UPDATING",
    "DELETING",
    "AUTHORIZED",
    "DEAUTHORIZED",
    "AUTHORIZING",
    "DEAUTHORIZING",
    "ACTIVE",
    "FAILED_CONNECTIVITY",
  ],
} as const;
const replayState = { oneOf: ["STARTING", "RUNNING", "CANCELLING", "COMPLETED", "CANCELLED", "FAILED"] } as const;
const customBusName = {
  length: [1, 1600],
  pattern: "(arn:aws[\\w-]*:events:[a-z]+-[a-z]+-[\\w-]+:[0-9]{12}:event-bus\\/)?[\\.\\-_A-Za-z0-9]+",
} as const;
const state3 = { oneOf: ["ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"] } as const;

export const constraints: Constraints = {
  CancelReplay: {
    ReplayName: replayName,
  },
  CreateApiDestination: {
    Name: replayName,
    Description: description,
    ConnectionArn: connectionArn,
    InvocationEndpoint: invocationEndpoint,
    HttpMethod: { oneOf: ["POST", "GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"] },
    InvocationRateLimitPerSecond: { range: [1, Number.MAX_SAFE_INTEGER] },
  },
  CreateArchive: {
    ArchiveName: archiveName,
    EventSourceArn: eventSourceArn,
    Description: description,
    EventPattern: eventPattern,
    RetentionDays: { range: [0, Number.MAX_SAFE_INTEGER] },
    KmsKeyIdentifier: kmsKeyIdentifier,
  },
  CreateConnection: {
    Name: replayName,
    Description: description,
    AuthorizationType: { oneOf: ["BASIC", "OAUTH_CLIENT_CREDENTIALS", "API_KEY"] },
    "AuthParameters.BasicAuthParameters.Username": username,
    "AuthParameters.BasicAuthParameters.Password": username,
    "AuthParameters.OAuthParameters.ClientParameters.ClientID": username,
    "AuthParameters.OAuthParameters.ClientParameters.ClientSecret": username,
    "AuthParameters.OAuthParameters.AuthorizationEndpoint": invocationEndpoint,
    "AuthParameters.OAuthParameters.HttpMethod": { oneOf: ["GET", "POST", "PUT"] },
    "AuthParameters.OAuthParameters.OAuthHttpParameters.HeaderParameters": parameters,
    "AuthParameters.OAuthParameters.OAuthHttpParameters.HeaderParameters.member.Key": headerName,
    "AuthParameters.OAuthParameters.OAuthHttpParameters.HeaderParameters.member.Value": headerValue,
    "AuthParameters.OAuthParameters.OAuthHttpParameters.QueryStringParameters": parameters,
    "AuthParameters.OAuthParameters.OAuthHttpParameters.QueryStringParameters.member.Key": parameterName,
    "AuthParameters.OAuthParameters.OAuthHttpParameters.QueryStringParameters.member.Value": parameterValue,
    "AuthParameters.OAuthParameters.OAuthHttpParameters.BodyParameters": parameters,
    "AuthParameters.ApiKeyAuthParameters.ApiKeyName": username,
    "AuthParameters.ApiKeyAuthParameters.ApiKeyValue": username,
    "AuthParameters.InvocationHttpParameters.HeaderParameters": parameters,
    "AuthParameters.InvocationHttpParameters.HeaderParameters.member.Key": headerName,
    "AuthParameters.InvocationHttpParameters.HeaderParameters.member.Value": headerValue,
    "AuthParameters.InvocationHttpParameters.QueryStringParameters": parameters,
    "AuthParameters.InvocationHttpParameters.QueryStringParameters.member.Key": parameterName,
    "AuthParameters.InvocationHttpParameters.QueryStringParameters.member.Value": parameterValue,
    "AuthParameters.InvocationHttpParameters.BodyParameters": parameters,
    KmsKeyIdentifier: kmsKeyIdentifier,
  },
  CreateEventBus: {
    Name: busName,
    EventSourceName: { length: [1, 256], pattern: "aws\\.partner(/[\\.\\-_A-Za-z0-9]+){2,}" },
    Description: description,
    KmsKeyIdentifier: kmsKeyIdentifier,
    "DeadLetterConfig.Arn": resourceArn,
    "Tags.member.Key": tagKey,
    "Tags.member.Value": tagValue,
  },
  DeauthorizeConnection: {
    Name: replayName,
  },
  DeleteApiDestination: {
    Name: replayName,
  },
  DeleteArchive: {
    ArchiveName: archiveName,
  },
  DeleteConnection: {
    Name: replayName,
  },
  DeleteEventBus: {
    Name: busName,
  },
  DeleteRule: {
    Name: replayName,
    EventBusName: busNameOrArn,
  },
  DescribeApiDestination: {
    Name: replayName,
  },
  DescribeArchive: {
    ArchiveName: archiveName,
  },
  DescribeConnection: {
    Name: replayName,
  },
  DescribeEventBus: {
    Name: busNameOrArn,
  },
  DescribeReplay: {
    ReplayName: replayName,
  },
  DescribeRule: {
    Name: replayName,
    EventBusName: busNameOrArn,
  },
  DisableRule: {
    Name: replayName,
    EventBusName: busNameOrArn,
  },
  EnableRule: {
    Name: replayName,
    EventBusName: busNameOrArn,
  },
  ListApiDestinations: {
    NamePrefix: replayName,
    ConnectionArn: connectionArn,
    NextToken: nextToken,
    Limit: limit,
  },
  ListArchives: {
    NamePrefix: archiveName,
    EventSourceArn: eventSourceArn,
    State: archiveState,
    NextToken: nextToken,
    Limit: limit,
  },
  ListConnections: {
    NamePrefix: replayName,
    ConnectionState: connectionState,
    NextToken: nextToken,
    Limit: limit,
  },
  ListEventBuses: {
    NamePrefix: busName,
    NextToken: nextToken,
    Limit: limit,
  },
  ListReplays: {
    NamePrefix: replayName,
    State: replayState,
    EventSourceArn: eventSourceArn,
    NextToken: nextToken,
    Limit: limit,
  },
  ListRuleNamesByTarget: {
    TargetArn: resourceArn,
    EventBusName: busNameOrArn,
    NextToken: nextToken,
    Limit: limit,
  },
  ListRules: {
    NamePrefix: replayName,
    EventBusName: busNameOrArn,
    NextToken: nextToken,
    Limit: limit,
  },
  ListTagsForResource: {
    ResourceARN: resourceArn,
  },
  ListTargetsByRule: {
    Rule: replayName,
    EventBusName: busNameOrArn,
    NextToken: nextToken,
    Limit: limit,
  },
  PutEvents: {
    Entries: { length: [1, 10] },
    "Entries.member.Resources.member": { length: [0, 2048] },
    "Entries.member.EventBusName": customBusName,
    "Entries.member.TraceHeader": { length: [1, 500] },
    EndpointId: { length: [1, 50], pattern: "^[A-Za-z0-9\\-]+[\\.][A-Za-z0-9\\-]+$" },
  },
  PutPermission: {
    EventBusName: { length: [1, 256], pattern: "[\\.\\-_A-Za-z0-9]+" },
    Action: { length: [1, 64], pattern: "events:[a-zA-Z]+" },
    Principal: { length: [1, 12], pattern: "(\\d{12}|\\*)" },
    StatementId: { length: [1, 64], pattern: "[a-zA-Z0-9-_]+" },
  },
  PutRule: {
    Name: replayName,
    ScheduleExpression: tagValue,
    EventPattern: eventPattern,
    State: state3,
    Description: description,
    RoleArn: resourceArn,
    "Tags.member.Key": tagKey,
    "Tags.member.Value": tagValue,
    EventBusName: busNameOrArn,
  },
  PutTargets: {
    Rule: replayName,
    EventBusName: busNameOrArn,
    Targets: { length: [1, 100] },
    "Targets.member.Id": replayName,
    "Targets.member.Arn": resourceArn,
    "Targets.member.RoleArn": resourceArn,
    "Targets.member.Input": { length: [0, 8192] },
    "Targets.member.InputPath": tagValue,
    "Targets.member.InputTransformer.InputPathsMap": parameters,
    "Targets.member.InputTransformer.InputTemplate": { length: [1, 8192] },
    "Targets.member.KinesisParameters.PartitionKeyPath": tagValue,
    "Targets.member.SqsParameters.MessageGroupId": parameters,
    "Targets.member.HttpParameters.PathParameterValues.member": { pattern: "^(?!\\s*$).+" },
    "Targets.member.DeadLetterConfig.Arn": resourceArn,
    "Targets.member.RetryPolicy.MaximumRetryAttempts": { range: [0, 185] },
    "Targets.member.RetryPolicy.MaximumEventAgeInSeconds": { range: [60, 86_400] },
  },
  RemovePermission: {
    StatementId: { length: [1, 64], pattern: "[a-zA-Z0-9-_]+" },
    EventBusName: { length: [1, 256], pattern: "[\\.\\-_A-Za-z0-9]+" },
  },
  RemoveTargets: {
    Rule: replayName,
    EventBusName: busNameOrArn,
    Ids: { length: [1, 100] },
    "Ids.member": replayName,
  },
  StartReplay: {
    ReplayName: replayName,
    Description: description,
    EventSourceArn: eventSourceArn,
    "Destination.Arn": resourceArn,
    "Destination.FilterArns.member": resourceArn,
  },
  TagResource: {
    ResourceARN: resourceArn,
    "Tags.member.Key": tagKey,
    "Tags.member.Value": tagValue,
  },
  TestEventPattern: {
    EventPattern: eventPattern,
  },
  UntagResource: {
    ResourceARN: resourceArn,
    "TagKeys.member": tagKey,
  },
  UpdateApiDestination: {
    Name: replayName,
    Description: description,
    ConnectionArn: connectionArn,
    InvocationEndpoint: invocationEndpoint,
    HttpMethod: { oneOf: ["POST", "GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"] },
    InvocationRateLimitPerSecond: { range: [1, Number.MAX_SAFE_INTEGER] },
  },
  UpdateArchive: {
    ArchiveName: archiveName,
    Description: description,
    EventPattern: eventPattern,
    RetentionDays: { range: [0, Number.MAX_SAFE_INTEGER] },
    KmsKeyIdentifier: kmsKeyIdentifier,
  },
  UpdateConnection: {
    Name: replayName,
    Description: description,
    AuthorizationType: { oneOf: ["BASIC", "OAUTH_CLIENT_CREDENTIALS", "API_KEY"] },
    "AuthParameters.BasicAuthParameters.Username": username,
    "AuthParameters.BasicAuthParameters.Password": username,
    "AuthParameters.OAuthParameters.ClientParameters.ClientID": username,
    "AuthParameters.OAuthParameters.ClientParameters.ClientSecret": username,
    "AuthParameters.OAuthParameters.AuthorizationEndpoint": invocationEndpoint,
    "AuthParameters.OAuthParameters.HttpMethod": { oneOf: ["GET", "POST", "PUT"] },
    "AuthParameters.OAuthParameters.OAuthHttpParameters.HeaderParameters": parameters,
    "AuthParameters.OAuthParameters.OAuthHttpParameters.HeaderParameters.member.Key": headerName,
    "AuthParameters.OAuthParameters.OAuthHttpParameters.HeaderParameters.member.Value": headerValue,
    "AuthParameters.OAuthParameters.OAuthHttpParameters.QueryStringParameters": parameters,
    "AuthParameters.OAuthParameters.OAuthHttpParameters.QueryStringParameters.member.Key": parameterName,
    "AuthParameters.OAuthParameters.OAuthHttpParameters.QueryStringParameters.member.Value": parameterValue,
    "AuthParameters.OAuthParameters.OAuthHttpParameters.BodyParameters": parameters,
    "AuthParameters.ApiKeyAuthParameters.ApiKeyName": username,
    "AuthParameters.ApiKeyAuthParameters.ApiKeyValue": username,
    "AuthParameters.InvocationHttpParameters.HeaderParameters": parameters,
    "AuthParameters.InvocationHttpParameters.HeaderParameters.member.Key": headerName,
    "AuthParameters.InvocationHttpParameters.HeaderParameters.member.Value": headerValue,
    "AuthParameters.InvocationHttpParameters.QueryStringParameters": parameters,
    "AuthParameters.InvocationHttpParameters.QueryStringParameters.member.Key": parameterName,
    "AuthParameters.InvocationHttpParameters.QueryStringParameters.member.Value": parameterValue,
    "AuthParameters.InvocationHttpParameters.BodyParameters": parameters,
    KmsKeyIdentifier: kmsKeyIdentifier,
  },
  UpdateEventBus: {
    Name: busName,
    KmsKeyIdentifier: kmsKeyIdentifier,
    Description: description,
    "DeadLetterConfig.Arn": resourceArn,
  },
};
