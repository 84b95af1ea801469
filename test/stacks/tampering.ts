// What somebody does to resources behind CloudFormation's back, through the services' own APIs: for each resource of full-types.ts one change with the
// differences that it makes, and its deletion. `id` gives the physical id of a logical one.

import {
  DeleteOrganizationalUnitCommand,
  DeleteOrganizationCommand,
  DeletePolicyCommand as DeleteControlPolicyCommand,
  OrganizationsClient,
  RemoveAccountFromOrganizationCommand,
  TagResourceCommand as TagOrganizationPartCommand,
  UpdateOrganizationalUnitCommand,
  UpdatePolicyCommand as UpdateControlPolicyCommand,
} from "@aws-sdk/client-organizations";
import {
  ApplicationAutoScalingClient,
  DeleteScalingPolicyCommand,
  DeregisterScalableTargetCommand,
  PutScalingPolicyCommand,
  RegisterScalableTargetCommand,
} from "@aws-sdk/client-application-auto-scaling";
import {
  CodeDeployClient,
  CreateDeploymentConfigCommand,
  DeleteApplicationCommand,
  DeleteDeploymentConfigCommand,
  DeleteDeploymentGroupCommand,
  TagResourceCommand as TagApplicationCommand,
  UpdateDeploymentGroupCommand,
} from "@aws-sdk/client-codedeploy";
import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DeleteDashboardsCommand,
  DescribeAlarmsCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  TagResourceCommand as TagDashboardCommand,
} from "@aws-sdk/client-cloudwatch";
import {
  ApiGatewayV2Client,
  DeleteAuthorizerCommand,
  DeleteDeploymentCommand,
  DeleteApiCommand,
  DeleteIntegrationCommand,
  DeleteRouteCommand,
  DeleteStageCommand,
  UpdateApiCommand,
  UpdateAuthorizerCommand,
  UpdateDeploymentCommand,
  UpdateIntegrationCommand,
  UpdateRouteCommand,
  UpdateStageCommand,
  DeleteIntegrationResponseCommand,
  DeleteModelCommand,
  DeleteRouteResponseCommand,
  UpdateIntegrationResponseCommand,
  UpdateModelCommand,
  UpdateRouteResponseCommand,
} from "@aws-sdk/client-apigatewayv2";
import {
  CloudFormationClient,
  DeleteStackCommand,
  UpdateStackCommand,
  DeleteStackSetCommand,
  UpdateStackSetCommand,
} from "@aws-sdk/client-cloudformation";
import {
  CloudWatchLogsClient,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DeleteMetricFilterCommand,
  DeleteResourcePolicyCommand as DeleteLogPolicyCommand,
  DeleteSubscriptionFilterCommand,
  PutRetentionPolicyCommand,
  PutMetricFilterCommand,
  PutResourcePolicyCommand as PutLogPolicyCommand,
  PutSubscriptionFilterCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  DeleteTableCommand,
  DynamoDBClient,
  TagResourceCommand as TagTableCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import {
  AddClientIDToOpenIDConnectProviderCommand,
  AttachGroupPolicyCommand,
  CreatePolicyVersionCommand,
  DeleteAccessKeyCommand,
  DeleteGroupCommand,
  DeleteGroupPolicyCommand,
  DeleteInstanceProfileCommand,
  DeleteLoginProfileCommand,
  DeleteOpenIDConnectProviderCommand,
  DeactivateMFADeviceCommand,
  DeleteSAMLProviderCommand,
  DeleteServiceLinkedRoleCommand,
  DeleteVirtualMFADeviceCommand,
  UpdateRoleDescriptionCommand,
  UpdateSAMLProviderCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  DetachGroupPolicyCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  IAMClient,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  RemoveRoleFromInstanceProfileCommand,
  RemoveUserFromGroupCommand,
  TagUserCommand,
  UpdateAccessKeyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import {
  AddLayerVersionPermissionCommand,
  AddPermissionCommand,
  DeleteFunctionUrlConfigCommand,
  UpdateFunctionUrlConfigCommand,
  DeleteAliasCommand,
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  DeleteFunctionEventInvokeConfigCommand,
  DeleteLayerVersionCommand,
  LambdaClient,
  RemoveLayerVersionPermissionCommand,
  RemovePermissionCommand,
  UpdateAliasCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionConfigurationCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import {
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  PutBucketAccelerateConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  CreateReceiptFilterCommand,
  DeleteReceiptFilterCommand,
  DeleteReceiptRuleCommand,
  DeleteReceiptRuleSetCommand,
  SESClient,
  UpdateReceiptRuleCommand,
} from "@aws-sdk/client-ses";
import {
  CreateEmailIdentityCommand,
  DeleteConfigurationSetCommand,
  DeleteConfigurationSetEventDestinationCommand,
  DeleteContactListCommand,
  DeleteEmailIdentityCommand,
  DeleteEmailTemplateCommand,
  PutConfigurationSetSendingOptionsCommand,
  PutEmailIdentityFeedbackAttributesCommand,
  SESv2Client,
  UpdateConfigurationSetEventDestinationCommand,
  UpdateContactListCommand,
  UpdateEmailTemplateCommand,
} from "@aws-sdk/client-sesv2";
import {
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  SchedulerClient,
  TagResourceCommand,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import {
  DeleteTopicCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import {
  DeleteResourcePolicyCommand as KinesisDeletePolicyCommand,
  DeleteStreamCommand,
  DeregisterStreamConsumerCommand,
  IncreaseStreamRetentionPeriodCommand,
  KinesisClient,
  PutResourcePolicyCommand,
  TagResourceCommand as KinesisTagCommand,
} from "@aws-sdk/client-kinesis";
import {
  DeleteAliasCommand as DeleteKeyAliasCommand,
  EnableKeyRotationCommand,
  KMSClient,
  ScheduleKeyDeletionCommand,
  UpdateAliasCommand as UpdateKeyAliasCommand,
} from "@aws-sdk/client-kms";
import {
  CancelRotateSecretCommand,
  DeleteResourcePolicyCommand as DeleteSecretPolicyCommand,
  DeleteSecretCommand,
  PutResourcePolicyCommand as PutSecretPolicyCommand,
  RotateSecretCommand,
  SecretsManagerClient,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import {
  CognitoIdentityClient,
  DeleteIdentityPoolCommand,
  DescribeIdentityPoolCommand,
  SetIdentityPoolRolesCommand,
  SetPrincipalTagAttributeMapCommand,
  UpdateIdentityPoolCommand,
} from "@aws-sdk/client-cognito-identity";
import {
  AdminDeleteUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminUpdateUserAttributesCommand,
  CognitoIdentityProviderClient,
  DeleteGroupCommand as DeleteUserGroupCommand,
  DeleteIdentityProviderCommand,
  DeleteResourceServerCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolCommand,
  DeleteUserPoolDomainCommand,
  SetUserPoolMfaConfigCommand,
  UpdateGroupCommand,
  UpdateIdentityProviderCommand,
  UpdateResourceServerCommand,
  UpdateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { DeletePipeCommand, DescribePipeCommand, PipesClient, UpdatePipeCommand } from "@aws-sdk/client-pipes";
import { DeleteQueueCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { DeleteParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import {
  DeleteApiDestinationCommand,
  DeleteArchiveCommand,
  DeleteConnectionCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  DisableRuleCommand,
  EventBridgeClient,
  PutPermissionCommand,
  PutTargetsCommand,
  RemovePermissionCommand as EventsRemovePermissionCommand,
  RemoveTargetsCommand,
  TagResourceCommand as EventsTagCommand,
  UpdateApiDestinationCommand,
  UpdateArchiveCommand,
  UpdateConnectionCommand,
} from "@aws-sdk/client-eventbridge";
import {
  DeleteDiscovererCommand,
  DeleteRegistryCommand,
  DeleteResourcePolicyCommand as DeleteSchemasPolicyCommand,
  DeleteSchemaCommand,
  PutResourcePolicyCommand as PutSchemasPolicyCommand,
  SchemasClient,
  UpdateDiscovererCommand,
  UpdateRegistryCommand,
  UpdateSchemaCommand,
} from "@aws-sdk/client-schemas";
import { DeleteDeliveryStreamCommand, FirehoseClient, UpdateDestinationCommand } from "@aws-sdk/client-firehose";
import type { TestAccount } from "../../src/testing/harness.ts";
import { LOG_POLICY } from "./full-types.ts";
import { samlMetadata } from "./saml-metadata.ts";
import { cloudFrontTamperings } from "./tampering-cloudfront.ts";
import { imagesTampering } from "./tampering-images.ts";
import { statesTamperings } from "./tampering-states.ts";
import { networkTamperings } from "./tampering-networks.ts";
import { nameTamperings } from "./tampering-names.ts";
import { restApiTamperings } from "./tampering-rest-apis.ts";

export interface Tampering {
  readonly logicalId: string;
  readonly change?: () => Promise<unknown>;
  /** "PATH TYPE EXPECTED ACTUAL", a line each. */
  readonly differences?: readonly string[];
  readonly remove?: () => Promise<unknown>;
}

const AWS_POLICIES = ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/IAMFullAccess"];

const allow = (action: string): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] });

/** In an order in which nothing is deleted that another still needs. */
export function tamperings(owner: TestAccount, id: (logicalId: string) => string): Tampering[] {
  const { account, region } = owner;
  const stacks = owner.client(CloudFormationClient);
  const apis = owner.client(ApiGatewayV2Client);
  const logs = owner.client(CloudWatchLogsClient);
  const dynamo = owner.client(DynamoDBClient);
  const iam = owner.client(IAMClient);
  const lambda = owner.client(LambdaClient);
  const s3 = owner.client(S3Client);
  const ses = owner.client(SESv2Client);
  const ses1 = owner.client(SESClient);
  const codeDeploy = owner.client(CodeDeployClient);
  const cloudWatch = owner.client(CloudWatchClient);
  const schedules = owner.client(SchedulerClient);
  const organizations = owner.client(OrganizationsClient);
  const scaling = owner.client(ApplicationAutoScalingClient);
  const scaledReads = {
    ServiceNamespace: "dynamodb",
    ScalableDimension: "dynamodb:table:ReadCapacityUnits",
    ResourceId: "table/full",
  } as const;
  const sns = owner.client(SNSClient);
  const firehose = owner.client(FirehoseClient);
  const schemas = owner.client(SchemasClient);
  const kinesis = owner.client(KinesisClient);
  const kms = owner.client(KMSClient);
  const pipes = owner.client(PipesClient);
  const pools = owner.client(CognitoIdentityProviderClient);
  const identityPools = owner.client(CognitoIdentityClient);
  const secrets = owner.client(SecretsManagerClient);
  const sqs = owner.client(SQSClient);
  const ssm = owner.client(SSMClient);
  const events = owner.client(EventBridgeClient);
  const busArn = `arn:aws:events:${region}:${account}:event-bus/full-bus`;
  const ApiId = id("Api");
  const FunctionName = id("Function");
  const functionArn = `arn:aws:lambda:${region}:${account}:function:${FunctionName}`;
  const bucketArn = `arn:aws:s3:::${id("Bucket")}`;
  const queueArn = (logicalId: string): string => `arn:aws:sqs:${region}:${account}:${id(logicalId).split("/").at(-1)}`;
  return [
    ...cloudFrontTamperings(owner, id),
    imagesTampering(owner),
    ...statesTamperings(owner, id),
    ...networkTamperings(owner, id),
    {
      logicalId: "StackSet",
      change: () =>
        stacks.send(
          new UpdateStackSetCommand({
            StackSetName: "full-set",
            UsePreviousTemplate: true,
            Parameters: [{ ParameterKey: "Delay", ParameterValue: "3" }],
            Capabilities: ["CAPABILITY_IAM"],
            Description: "Another",
          }),
        ),
      differences: ["/Description NOT_EQUAL All of it Another"],
      remove: () => stacks.send(new DeleteStackSetCommand({ StackSetName: "full-set" })),
    },
    {
      logicalId: "SchemaPolicy",
      remove: () => schemas.send(new DeleteSchemasPolicyCommand({ RegistryName: "full-registry" })),
      change: () =>
        schemas.send(
          new PutSchemasPolicyCommand({
            RegistryName: "full-registry",
            Policy: JSON.stringify({
              Version: "2012-10-17",
              Statement: [
                {
                  Effect: "Deny",
                  Principal: { AWS: "111122223333" },
                  Action: "schemas:DescribeSchema",
                  Resource: "*",
                },
              ],
            }),
          }),
        ),
      differences: ["/Policy/Statement/0/Effect NOT_EQUAL Allow Deny"],
    },
    {
      logicalId: "Schema",
      change: () =>
        schemas.send(
          new UpdateSchemaCommand({ RegistryName: "full-registry", SchemaName: "full@Schema", Description: "Less" }),
        ),
      differences: ["/Description NOT_EQUAL All of it Less"],
      remove: () => schemas.send(new DeleteSchemaCommand({ RegistryName: "full-registry", SchemaName: "full@Schema" })),
    },
    {
      logicalId: "SocketIntegrationResponse",
      change: () =>
        apis.send(
          new UpdateIntegrationResponseCommand({
            ApiId: id("SocketApi"),
            IntegrationId: id("SocketIntegration"),
            IntegrationResponseId: id("SocketIntegrationResponse"),
            IntegrationResponseKey: "500",
          }),
        ),
      differences: ["/IntegrationResponseKey NOT_EQUAL /4\\d\\d/ 500"],
      remove: () =>
        apis.send(
          new DeleteIntegrationResponseCommand({
            ApiId: id("SocketApi"),
            IntegrationId: id("SocketIntegration"),
            IntegrationResponseId: id("SocketIntegrationResponse"),
          }),
        ),
    },
    {
      logicalId: "SocketRouteResponse",
      change: () =>
        apis.send(
          new UpdateRouteResponseCommand({
            ApiId: id("SocketApi"),
            RouteId: id("SocketRoute"),
            RouteResponseId: id("SocketRouteResponse"),
            ModelSelectionExpression: "other",
          }),
        ),
      differences: ["/ModelSelectionExpression NOT_EQUAL $default other"],
      remove: () =>
        apis.send(
          new DeleteRouteResponseCommand({
            ApiId: id("SocketApi"),
            RouteId: id("SocketRoute"),
            RouteResponseId: id("SocketRouteResponse"),
          }),
        ),
    },
    {
      logicalId: "SocketModel",
      change: () =>
        apis.send(new UpdateModelCommand({ ApiId: id("SocketApi"), ModelId: id("SocketModel"), Description: "Less" })),
      differences: ["/Description NOT_EQUAL All of it Less"],
      remove: () => apis.send(new DeleteModelCommand({ ApiId: id("SocketApi"), ModelId: id("SocketModel") })),
    },
    {
      logicalId: "SchemaRegistry",
      change: () => schemas.send(new UpdateRegistryCommand({ RegistryName: "full-registry", Description: "Less" })),
      differences: ["/Description NOT_EQUAL All of it Less"],
      remove: () => schemas.send(new DeleteRegistryCommand({ RegistryName: "full-registry" })),
    },
    {
      logicalId: "Discoverer",
      change: () =>
        schemas.send(new UpdateDiscovererCommand({ DiscovererId: "events-event-bus-default", Description: "Less" })),
      differences: ["/Description NOT_EQUAL All of it Less"],
      remove: () => schemas.send(new DeleteDiscovererCommand({ DiscovererId: "events-event-bus-default" })),
    },
    {
      logicalId: "StreamSubscription",
      change: () =>
        logs.send(
          new PutSubscriptionFilterCommand({
            logGroupName: id("LogGroup"),
            filterName: id("StreamSubscription"),
            destinationArn: `arn:aws:firehose:${region}:${account}:deliverystream/${id("HttpDeliveryStream")}`,
            roleArn: `arn:aws:iam::${account}:role/${id("DeliveryRole")}`,
            filterPattern: "ERROR",
          }),
        ),
      differences: ["/FilterPattern NOT_EQUAL  ERROR"],
      remove: () =>
        logs.send(
          new DeleteSubscriptionFilterCommand({ logGroupName: id("LogGroup"), filterName: id("StreamSubscription") }),
        ),
    },
    {
      logicalId: "DeliverySubscription",
      change: () =>
        sns.send(
          new SetSubscriptionAttributesCommand({
            SubscriptionArn: id("DeliverySubscription"),
            AttributeName: "RawMessageDelivery",
            AttributeValue: "false",
          }),
        ),
      differences: ["/RawMessageDelivery NOT_EQUAL true false"],
      remove: () => sns.send(new UnsubscribeCommand({ SubscriptionArn: id("DeliverySubscription") })),
    },
    {
      logicalId: "Nested",
      change: () =>
        stacks.send(
          new UpdateStackCommand({
            StackName: id("Nested"),
            UsePreviousTemplate: true,
            Parameters: [
              { ParameterKey: "Text", ParameterValue: "other" },
              { ParameterKey: "Names", ParameterValue: "b,c" },
              { ParameterKey: "Secret", UsePreviousValue: true },
            ],
          }),
        ),
      differences: [`/Parameters/Text NOT_EQUAL ${id("Queue")} other`, "/Parameters/Names NOT_EQUAL b,a b,c"],
      remove: () => stacks.send(new DeleteStackCommand({ StackName: id("Nested") })),
    },
    ...restApiTamperings(owner, id),
    ...nameTamperings(owner, id),
    {
      logicalId: "Stage",
      change: () =>
        apis.send(
          new UpdateStageCommand({ ApiId, StageName: "prod", StageVariables: { color: "blue", size: "3", more: "1" } }),
        ),
      differences: ["/StageVariables/color NOT_EQUAL red blue", "/StageVariables/more ADD null 1"],
      remove: () => apis.send(new DeleteStageCommand({ ApiId, StageName: "prod" })),
    },
    {
      logicalId: "TokenRoute",
      change: () =>
        apis.send(new UpdateRouteCommand({ ApiId, RouteId: id("TokenRoute"), AuthorizationScopes: ["b", "c"] })),
      differences: ["/AuthorizationScopes/1 NOT_EQUAL a c"],
      remove: () => apis.send(new DeleteRouteCommand({ ApiId, RouteId: id("TokenRoute") })),
    },
    {
      logicalId: "TokenAuthorizer",
      change: () =>
        apis.send(
          new UpdateAuthorizerCommand({
            ApiId,
            AuthorizerId: id("TokenAuthorizer"),
            JwtConfiguration: { Issuer: "https://other.example.com" },
          }),
        ),
      differences: ["/JwtConfiguration/Issuer NOT_EQUAL https://issuer.example.com https://other.example.com"],
      remove: () => apis.send(new DeleteAuthorizerCommand({ ApiId, AuthorizerId: id("TokenAuthorizer") })),
    },
    {
      logicalId: "FunctionAuthorizer",
      change: () =>
        apis.send(
          new UpdateAuthorizerCommand({
            ApiId,
            AuthorizerId: id("FunctionAuthorizer"),
            AuthorizerResultTtlInSeconds: 30,
          }),
        ),
      differences: ["/AuthorizerResultTtlInSeconds NOT_EQUAL 60 30"],
      remove: () => apis.send(new DeleteAuthorizerCommand({ ApiId, AuthorizerId: id("FunctionAuthorizer") })),
    },
    {
      logicalId: "ManualStage",
      change: () =>
        apis.send(
          new UpdateStageCommand({
            ApiId,
            StageName: "manual",
            RouteSettings: { "GET /items": { ThrottlingBurstLimit: 2, DetailedMetricsEnabled: true } },
          }),
        ),
      differences: ["/RouteSettings/GET ~1items/ThrottlingBurstLimit NOT_EQUAL 1 2"],
      remove: () => apis.send(new DeleteStageCommand({ ApiId, StageName: "manual" })),
    },
    {
      logicalId: "Deployment",
      change: () =>
        apis.send(new UpdateDeploymentCommand({ ApiId, DeploymentId: id("Deployment"), Description: "other" })),
      differences: ["/Description NOT_EQUAL All of it other"],
      remove: () => apis.send(new DeleteDeploymentCommand({ ApiId, DeploymentId: id("Deployment") })),
    },
    {
      logicalId: "ProxyIntegration",
      change: () =>
        apis.send(
          new UpdateIntegrationCommand({
            ApiId,
            IntegrationId: id("ProxyIntegration"),
            ResponseParameters: { "404": { "overwrite:statuscode": "401" } },
          }),
        ),
      differences: ["/ResponseParameters/404/ResponseParameters/0/Source NOT_EQUAL 400 401"],
      remove: () => apis.send(new DeleteIntegrationCommand({ ApiId, IntegrationId: id("ProxyIntegration") })),
    },
    {
      logicalId: "ServiceIntegration",
      change: () =>
        apis.send(
          new UpdateIntegrationCommand({
            ApiId,
            IntegrationId: id("ServiceIntegration"),
            RequestParameters: { Region: "us-east-1" },
          }),
        ),
      differences: ["/RequestParameters/Region ADD null us-east-1"],
      remove: () => apis.send(new DeleteIntegrationCommand({ ApiId, IntegrationId: id("ServiceIntegration") })),
    },
    {
      logicalId: "Route",
      change: () => apis.send(new UpdateRouteCommand({ ApiId, RouteId: id("Route"), OperationName: "other" })),
      differences: ["/OperationName NOT_EQUAL list other"],
      remove: () => apis.send(new DeleteRouteCommand({ ApiId, RouteId: id("Route") })),
    },
    {
      logicalId: "Integration",
      change: () =>
        apis.send(new UpdateIntegrationCommand({ ApiId, IntegrationId: id("Integration"), TimeoutInMillis: 6000 })),
      differences: ["/TimeoutInMillis NOT_EQUAL 5000 6000"],
      remove: () => apis.send(new DeleteIntegrationCommand({ ApiId, IntegrationId: id("Integration") })),
    },
    {
      logicalId: "Api",
      change: () =>
        apis.send(
          new UpdateApiCommand({
            ApiId,
            CorsConfiguration: {
              AllowOrigins: ["https://b"],
              AllowMethods: ["GET", "POST"],
              AllowCredentials: true,
              MaxAge: 60,
            },
          }),
        ),
      differences: ["/CorsConfiguration/AllowOrigins/1 REMOVE https://a null"],
      remove: () => apis.send(new DeleteApiCommand({ ApiId })),
    },
    {
      logicalId: "LogPolicy",
      change: () =>
        logs.send(
          new PutLogPolicyCommand({
            policyName: "full",
            policyDocument: LOG_POLICY.replace("route53", "events"),
          }),
        ),
      differences: [`/PolicyDocument NOT_EQUAL ${LOG_POLICY} ${LOG_POLICY.replace("route53", "events")}`],
      remove: () => logs.send(new DeleteLogPolicyCommand({ policyName: "full" })),
    },
    ...[
      { logicalId: "MetricFilter", filterName: "full" },
      { logicalId: "DefaultMetricFilter", filterName: id("DefaultMetricFilter") },
    ].map(({ logicalId, filterName }) => ({
      logicalId,
      change: () =>
        logs.send(
          new PutMetricFilterCommand({
            logGroupName: id("LogGroup"),
            filterName,
            filterPattern: "[ip, user, status, bytes]",
            metricTransformations: [
              logicalId === "MetricFilter"
                ? {
                    metricName: "Bytes",
                    metricNamespace: "Shop",
                    metricValue: "$bytes",
                    unit: "Bytes" as const,
                    dimensions: { Status: "$status" },
                  }
                : { metricName: "Errors", metricNamespace: "Shop", metricValue: "1", defaultValue: 0 },
            ],
          }),
        ),
      differences: [
        logicalId === "MetricFilter"
          ? "/FilterPattern NOT_EQUAL [ip, user, status = 4*, bytes] [ip, user, status, bytes]"
          : "/FilterPattern NOT_EQUAL ERROR [ip, user, status, bytes]",
      ],
      remove: () => logs.send(new DeleteMetricFilterCommand({ logGroupName: id("LogGroup"), filterName })),
    })),
    {
      logicalId: "SubscriptionFilter",
      change: () =>
        logs.send(
          new PutSubscriptionFilterCommand({
            logGroupName: id("LogGroup"),
            filterName: "full",
            filterPattern: "",
            destinationArn: functionArn,
            distribution: "Random",
          }),
        ),
      differences: ["/Distribution NOT_EQUAL ByLogStream Random"],
      remove: () =>
        logs.send(new DeleteSubscriptionFilterCommand({ logGroupName: id("LogGroup"), filterName: "full" })),
    },
    // Nothing of a stream can be changed.
    {
      logicalId: "LogStream",
      remove: () => logs.send(new DeleteLogStreamCommand({ logGroupName: id("LogGroup"), logStreamName: "full" })),
    },
    {
      logicalId: "LogGroup",
      change: () => logs.send(new PutRetentionPolicyCommand({ logGroupName: id("LogGroup"), retentionInDays: 30 })),
      differences: ["/RetentionInDays NOT_EQUAL 7 30"],
      remove: () => logs.send(new DeleteLogGroupCommand({ logGroupName: id("LogGroup") })),
    },
    {
      logicalId: "Table",
      change: () =>
        dynamo.send(
          new UpdateTableCommand({
            TableName: "full",
            ProvisionedThroughput: { ReadCapacityUnits: 6, WriteCapacityUnits: 5 },
          }),
        ),
      differences: ["/ProvisionedThroughput/ReadCapacityUnits NOT_EQUAL 5 6"],
      remove: () => dynamo.send(new DeleteTableCommand({ TableName: "full" })),
    },
    {
      logicalId: "OnDemandTable",
      change: () =>
        dynamo.send(
          new UpdateTimeToLiveCommand({
            TableName: id("OnDemandTable"),
            TimeToLiveSpecification: { AttributeName: "expires", Enabled: true },
          }),
        ),
      differences: ["/TimeToLiveSpecification/Enabled NOT_EQUAL false true"],
      remove: () => dynamo.send(new DeleteTableCommand({ TableName: id("OnDemandTable") })),
    },
    {
      logicalId: "GlobalTable",
      change: () =>
        dynamo.send(
          new TagTableCommand({
            ResourceArn: `arn:aws:dynamodb:${region}:${account}:table/full-global`,
            Tags: [{ Key: "zone", Value: "b" }],
          }),
        ),
      differences: ["/Replicas/0/Tags/0/Value NOT_EQUAL a b"],
      remove: () => dynamo.send(new DeleteTableCommand({ TableName: "full-global" })),
    },
    {
      logicalId: "AccessKey",
      change: () =>
        iam.send(new UpdateAccessKeyCommand({ UserName: id("User"), AccessKeyId: id("AccessKey"), Status: "Active" })),
      differences: ["/Status NOT_EQUAL Inactive Active"],
      remove: () => iam.send(new DeleteAccessKeyCommand({ UserName: id("User"), AccessKeyId: id("AccessKey") })),
    },
    {
      logicalId: "GroupPolicy",
      change: () =>
        iam.send(
          new PutGroupPolicyCommand({ GroupName: id("Group"), PolicyName: "beside", PolicyDocument: allow("sns:*") }),
        ),
      differences: ["/PolicyDocument/Statement/0/Action NOT_EQUAL sns:Publish sns:*"],
      remove: () => iam.send(new DeleteGroupPolicyCommand({ GroupName: id("Group"), PolicyName: "beside" })),
    },
    {
      logicalId: "UserPolicy",
      change: () =>
        iam.send(
          new PutUserPolicyCommand({ UserName: id("User"), PolicyName: "beside", PolicyDocument: allow("sns:*") }),
        ),
      differences: ["/PolicyDocument/Statement/0/Action NOT_EQUAL sns:Publish sns:*"],
      remove: () => iam.send(new DeleteUserPolicyCommand({ UserName: id("User"), PolicyName: "beside" })),
    },
    {
      logicalId: "Membership",
      remove: () => iam.send(new RemoveUserFromGroupCommand({ GroupName: id("ThirdGroup"), UserName: id("User") })),
    },
    {
      logicalId: "RolePolicy",
      change: () =>
        iam.send(
          new PutRolePolicyCommand({
            RoleName: id("Role"),
            PolicyName: "beside",
            PolicyDocument: JSON.stringify({
              Version: "2012-10-17",
              Statement: [
                { Effect: "Allow", Action: ["logs:*", "sqs:*"], Resource: "*" },
                { Effect: "Allow", Action: "s3:*", Resource: "*" },
              ],
            }),
          }),
        ),
      differences: ['/PolicyDocument/Statement/1 ADD null {"Effect":"Allow","Action":"s3:*","Resource":"*"}'],
      remove: () => iam.send(new DeleteRolePolicyCommand({ RoleName: id("Role"), PolicyName: "beside" })),
    },
    {
      logicalId: "Policy",
      change: () => iam.send(new DeleteGroupPolicyCommand({ GroupName: id("Group"), PolicyName: "inline" })),
      differences: [`/Groups/1 REMOVE ${id("Group")} null`],
      remove: async () => {
        await iam.send(new DeleteRolePolicyCommand({ RoleName: id("Role"), PolicyName: "inline" }));
        await iam.send(new DeleteUserPolicyCommand({ UserName: id("User"), PolicyName: "inline" }));
        return iam.send(new DeleteGroupPolicyCommand({ GroupName: id("OtherGroup"), PolicyName: "inline" }));
      },
    },
    {
      logicalId: "ManagedPolicy",
      change: () =>
        iam.send(
          new CreatePolicyVersionCommand({
            PolicyArn: id("ManagedPolicy"),
            PolicyDocument: allow("s3:GetObject"),
            SetAsDefault: true,
          }),
        ),
      differences: ["/PolicyDocument/Statement/0/Action/1 REMOVE s3:PutObject null"],
      remove: async () => {
        const PolicyArn = id("ManagedPolicy");
        await iam.send(new DetachRolePolicyCommand({ RoleName: id("Role"), PolicyArn }));
        await iam.send(new DetachUserPolicyCommand({ UserName: id("User"), PolicyArn }));
        await iam.send(new DetachGroupPolicyCommand({ GroupName: id("Group"), PolicyArn }));
        await iam.send(new DetachGroupPolicyCommand({ GroupName: id("OtherGroup"), PolicyArn }));
        await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: "v1" }));
        return iam.send(new DeletePolicyCommand({ PolicyArn }));
      },
    },
    {
      logicalId: "Group",
      change: () =>
        iam.send(
          new AttachGroupPolicyCommand({
            GroupName: id("Group"),
            PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
          }),
        ),
      differences: ["/ManagedPolicyArns/2 ADD null arn:aws:iam::aws:policy/AdministratorAccess"],
    },
    { logicalId: "ThirdGroup", remove: () => iam.send(new DeleteGroupCommand({ GroupName: id("ThirdGroup") })) },
    {
      logicalId: "User",
      change: () => iam.send(new TagUserCommand({ UserName: id("User"), Tags: [{ Key: "who", Value: "me" }] })),
      differences: ['/Tags/2 ADD null {"Key":"who","Value":"me"}'],
      remove: async () => {
        const UserName = id("User");
        for (const PolicyName of ["a", "z"]) await iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName }));
        for (const PolicyArn of AWS_POLICIES) await iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn }));
        for (const group of ["Group", "OtherGroup"])
          await iam.send(new RemoveUserFromGroupCommand({ UserName, GroupName: id(group) }));
        await iam.send(new DeleteLoginProfileCommand({ UserName }));
        return iam.send(new DeleteUserCommand({ UserName }));
      },
    },
    {
      logicalId: "Profile",
      change: () =>
        iam.send(
          new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName: id("Profile"), RoleName: id("Role") }),
        ),
      differences: [`/Roles/0 REMOVE ${id("Role")} null`],
      remove: () => iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName: id("Profile") })),
    },
    {
      logicalId: "Role",
      change: () =>
        iam.send(new UpdateRoleCommand({ RoleName: id("Role"), MaxSessionDuration: 3600, Description: "All of it" })),
      differences: ["/MaxSessionDuration NOT_EQUAL 7200 3600"],
      remove: async () => {
        const RoleName = id("Role");
        for (const PolicyName of ["a", "z", "stream"])
          await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
        for (const PolicyArn of AWS_POLICIES) await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
        return iam.send(new DeleteRoleCommand({ RoleName }));
      },
    },
    {
      logicalId: "InvokeConfig",
      change: () => lambda.send(new UpdateFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 2 })),
      differences: ["/MaximumRetryAttempts NOT_EQUAL 1 2"],
      remove: () => lambda.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName })),
    },
    {
      logicalId: "QueueMapping",
      change: () =>
        lambda.send(new UpdateEventSourceMappingCommand({ UUID: id("QueueMapping"), FunctionResponseTypes: [] })),
      differences: ["/FunctionResponseTypes/0 REMOVE ReportBatchItemFailures null"],
      remove: () => lambda.send(new DeleteEventSourceMappingCommand({ UUID: id("QueueMapping") })),
    },
    {
      logicalId: "StreamMapping",
      change: () =>
        lambda.send(
          new UpdateEventSourceMappingCommand({
            UUID: id("StreamMapping"),
            MaximumRecordAgeInSeconds: 60,
            BisectBatchOnFunctionError: false,
          }),
        ),
      differences: ["/BisectBatchOnFunctionError NOT_EQUAL true false", "/MaximumRecordAgeInSeconds NOT_EQUAL 120 60"],
      remove: () => lambda.send(new DeleteEventSourceMappingCommand({ UUID: id("StreamMapping") })),
    },
    {
      logicalId: "SkillPermission",
      change: async () => {
        const StatementId = id("SkillPermission");
        await lambda.send(new RemovePermissionCommand({ FunctionName, StatementId }));
        return lambda.send(
          new AddPermissionCommand({
            FunctionName,
            StatementId,
            Action: "lambda:InvokeFunction",
            Principal: account,
            PrincipalOrgID: "o-bbbbbbbbbb",
          }),
        );
      },
      differences: ["/PrincipalOrgID NOT_EQUAL o-abcdefghij o-bbbbbbbbbb", "/EventSourceToken REMOVE token null"],
      remove: () => lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: id("SkillPermission") })),
    },
    {
      logicalId: "Url",
      change: () =>
        lambda.send(
          new UpdateFunctionUrlConfigCommand({
            FunctionName,
            Qualifier: "live",
            AuthType: "NONE",
            InvokeMode: "BUFFERED",
          }),
        ),
      differences: ["/AuthType NOT_EQUAL AWS_IAM NONE", "/InvokeMode NOT_EQUAL RESPONSE_STREAM BUFFERED"],
      remove: () => lambda.send(new DeleteFunctionUrlConfigCommand({ FunctionName, Qualifier: "live" })),
    },
    {
      logicalId: "Alias",
      change: () => lambda.send(new UpdateAliasCommand({ FunctionName, Name: "live", FunctionVersion: "$LATEST" })),
      differences: ["/FunctionVersion NOT_EQUAL 1 $LATEST"],
      remove: () => lambda.send(new DeleteAliasCommand({ FunctionName, Name: "live" })),
    },
    {
      logicalId: "LayerPermission",
      change: async () => {
        const [, StatementId = ""] = id("LayerPermission").split("#");
        const version = { LayerName: "full-layer", VersionNumber: 1 };
        await lambda.send(new RemoveLayerVersionPermissionCommand({ ...version, StatementId }));
        return lambda.send(
          new AddLayerVersionPermissionCommand({
            ...version,
            StatementId,
            Action: "lambda:GetLayerVersion",
            Principal: "*",
            OrganizationId: "o-bbbbbbbbbb",
          }),
        );
      },
      differences: ["/OrganizationId NOT_EQUAL o-abcdefghij o-bbbbbbbbbb"],
      remove: () =>
        lambda.send(
          new RemoveLayerVersionPermissionCommand({
            LayerName: "full-layer",
            VersionNumber: 1,
            StatementId: id("LayerPermission").split("#")[1] ?? "",
          }),
        ),
    },
    // Versions never change.
    {
      logicalId: "Layer",
      remove: () => lambda.send(new DeleteLayerVersionCommand({ LayerName: "full-layer", VersionNumber: 1 })),
    },
    { logicalId: "Version", remove: () => lambda.send(new DeleteFunctionCommand({ FunctionName, Qualifier: "1" })) },
    {
      logicalId: "Function",
      change: () =>
        lambda.send(
          new UpdateFunctionConfigurationCommand({
            FunctionName,
            Timeout: 10,
            Environment: { Variables: { AA: "1", BB: "3", URL: id("Queue"), CC: "4" } },
          }),
        ),
      differences: [
        "/Environment/Variables/BB NOT_EQUAL 2 3",
        "/Environment/Variables/CC ADD null 4",
        "/Timeout NOT_EQUAL 9 10",
      ],
      remove: () => lambda.send(new DeleteFunctionCommand({ FunctionName })),
    },
    {
      logicalId: "BucketPolicy",
      change: () =>
        s3.send(
          new PutBucketPolicyCommand({
            Bucket: id("Bucket"),
            Policy: JSON.stringify({
              Version: "2012-10-17",
              Statement: [
                {
                  Effect: "Deny",
                  Principal: "*",
                  Action: "s3:PutObjectAcl",
                  Resource: [`${bucketArn}/a/*`, `${bucketArn}/c/*`],
                },
              ],
            }),
          }),
        ),
      differences: [
        `/PolicyDocument/Statement/0/Resource/0 REMOVE ${bucketArn}/b/* null`,
        `/PolicyDocument/Statement/0/Resource/2 ADD null ${bucketArn}/c/*`,
      ],
      remove: () => s3.send(new DeleteBucketPolicyCommand({ Bucket: id("Bucket") })),
    },
    {
      logicalId: "Bucket",
      change: () =>
        s3.send(
          new PutBucketAccelerateConfigurationCommand({
            Bucket: id("Bucket"),
            AccelerateConfiguration: { Status: "Enabled" },
          }),
        ),
      differences: ["/AccelerateConfiguration/AccelerationStatus NOT_EQUAL Suspended Enabled"],
      remove: () => s3.send(new DeleteBucketCommand({ Bucket: id("Bucket") })),
    },
    {
      logicalId: "ReplicaBucket",
      change: () =>
        s3.send(
          new PutBucketVersioningCommand({
            Bucket: id("ReplicaBucket"),
            VersioningConfiguration: { Status: "Suspended" },
          }),
        ),
      differences: ["/VersioningConfiguration/Status NOT_EQUAL Enabled Suspended"],
      remove: () => s3.send(new DeleteBucketCommand({ Bucket: id("ReplicaBucket") })),
    },
    {
      logicalId: "BucketTopic",
      change: () =>
        sns.send(
          new SetTopicAttributesCommand({
            TopicArn: id("BucketTopic"),
            AttributeName: "DisplayName",
            AttributeValue: "Other",
          }),
        ),
      differences: ["/DisplayName NOT_EQUAL Events Other"],
      remove: () => sns.send(new DeleteTopicCommand({ TopicArn: id("BucketTopic") })),
    },
    {
      logicalId: "Identity",
      change: async () => {
        await ses.send(new DeleteEmailIdentityCommand({ EmailIdentity: "full@example.com" }));
        const Tags = [
          { Key: "zone", Value: "a" },
          { Key: "answer", Value: "43" },
        ];
        return ses.send(new CreateEmailIdentityCommand({ EmailIdentity: "full@example.com", Tags }));
      },
      differences: ["/Tags/1/Value NOT_EQUAL 42 43"],
      remove: () => ses.send(new DeleteEmailIdentityCommand({ EmailIdentity: "full@example.com" })),
    },
    {
      logicalId: "DomainIdentity",
      change: () =>
        ses.send(
          new PutEmailIdentityFeedbackAttributesCommand({
            EmailIdentity: "full.example.com",
            EmailForwardingEnabled: true,
          }),
        ),
      differences: ["/FeedbackAttributes/EmailForwardingEnabled NOT_EQUAL false true"],
      remove: () => ses.send(new DeleteEmailIdentityCommand({ EmailIdentity: "full.example.com" })),
    },
    {
      logicalId: "MailEvents",
      change: () =>
        ses.send(
          new UpdateConfigurationSetEventDestinationCommand({
            ConfigurationSetName: "full",
            EventDestinationName: "bus",
            EventDestination: {
              Enabled: false,
              MatchingEventTypes: ["BOUNCE", "RENDERING_FAILURE"],
              EventBridgeDestination: {
                EventBusArn: `arn:aws:events:${owner.region}:${owner.account}:event-bus/default`,
              },
            },
          }),
        ),
      differences: ["/EventDestination/Enabled NOT_EQUAL true false"],
      remove: () =>
        ses.send(
          new DeleteConfigurationSetEventDestinationCommand({
            ConfigurationSetName: "full",
            EventDestinationName: "bus",
          }),
        ),
    },
    {
      logicalId: "MailSet",
      change: () =>
        ses.send(new PutConfigurationSetSendingOptionsCommand({ ConfigurationSetName: "full", SendingEnabled: true })),
      differences: ["/SendingOptions/SendingEnabled NOT_EQUAL false true"],
      remove: () => ses.send(new DeleteConfigurationSetCommand({ ConfigurationSetName: "full" })),
    },
    {
      logicalId: "MailTemplate",
      change: () =>
        ses.send(
          new UpdateEmailTemplateCommand({
            TemplateName: "full",
            TemplateContent: { Subject: "Ho", Text: "Hello", Html: "<p>Hello</p>" },
          }),
        ),
      differences: ["/Template/SubjectPart NOT_EQUAL Hi Ho"],
      remove: () => ses.send(new DeleteEmailTemplateCommand({ TemplateName: "full" })),
    },
    {
      logicalId: "MailList",
      change: () =>
        ses.send(
          new UpdateContactListCommand({
            ContactListName: "full",
            Description: "None",
            Topics: [
              { TopicName: "news", DisplayName: "News", Description: "Now", DefaultSubscriptionStatus: "OPT_OUT" },
            ],
          }),
        ),
      differences: ["/Description NOT_EQUAL All None"],
      remove: () => ses.send(new DeleteContactListCommand({ ContactListName: "full" })),
    },
    {
      logicalId: "MailRuleBefore",
      change: () =>
        ses1.send(new UpdateReceiptRuleCommand({ RuleSetName: "full", Rule: { Name: "before", Enabled: true } })),
      differences: ["/Rule/Enabled NOT_EQUAL false true"],
      remove: () => ses1.send(new DeleteReceiptRuleCommand({ RuleSetName: "full", RuleName: "before" })),
    },
    {
      logicalId: "MailRule",
      change: () =>
        ses1.send(
          new UpdateReceiptRuleCommand({
            RuleSetName: "full",
            Rule: {
              Name: "full",
              Enabled: true,
              ScanEnabled: true,
              TlsPolicy: "Optional",
              Recipients: ["full.example.com"],
              Actions: [
                { AddHeaderAction: { HeaderName: "X-Full", HeaderValue: "yes" } },
                { StopAction: { Scope: "RuleSet" } },
              ],
            },
          }),
        ),
      differences: ["/Rule/TlsPolicy NOT_EQUAL Require Optional"],
      remove: () => ses1.send(new DeleteReceiptRuleCommand({ RuleSetName: "full", RuleName: "full" })),
    },
    {
      logicalId: "MailRules",
      remove: () => ses1.send(new DeleteReceiptRuleSetCommand({ RuleSetName: "full" })),
    },
    {
      logicalId: "MailFilter",
      change: async () => {
        await ses1.send(new DeleteReceiptFilterCommand({ FilterName: "full" }));
        const IpFilter = { Policy: "Block" as const, Cidr: "10.0.0.0/24" };
        return ses1.send(new CreateReceiptFilterCommand({ Filter: { Name: "full", IpFilter } }));
      },
      differences: ["/Filter/IpFilter/Policy NOT_EQUAL Allow Block"],
      remove: () => ses1.send(new DeleteReceiptFilterCommand({ FilterName: "full" })),
    },
    {
      logicalId: "DeployGroup",
      change: () =>
        codeDeploy.send(
          new UpdateDeploymentGroupCommand({
            applicationName: "full",
            currentDeploymentGroupName: "full",
            autoRollbackConfiguration: { enabled: false, events: ["DEPLOYMENT_FAILURE"] },
          }),
        ),
      differences: ["/AutoRollbackConfiguration/Enabled NOT_EQUAL true false"],
      remove: () =>
        codeDeploy.send(new DeleteDeploymentGroupCommand({ applicationName: "full", deploymentGroupName: "full" })),
    },
    {
      logicalId: "DeployConfig",
      change: async () => {
        const deploymentConfigName = "full";
        await codeDeploy.send(
          new UpdateDeploymentGroupCommand({
            applicationName: "full",
            currentDeploymentGroupName: "full",
            deploymentConfigName: "CodeDeployDefault.LambdaAllAtOnce",
          }),
        );
        await codeDeploy.send(new DeleteDeploymentConfigCommand({ deploymentConfigName }));
        await codeDeploy.send(
          new CreateDeploymentConfigCommand({
            deploymentConfigName,
            computePlatform: "Lambda",
            trafficRoutingConfig: {
              type: "TimeBasedCanary",
              timeBasedCanary: { canaryPercentage: 30, canaryInterval: 3 },
            },
          }),
        );
        return codeDeploy.send(
          new UpdateDeploymentGroupCommand({
            applicationName: "full",
            currentDeploymentGroupName: "full",
            deploymentConfigName,
          }),
        );
      },
      differences: ["/TrafficRoutingConfig/TimeBasedCanary/CanaryPercentage NOT_EQUAL 20 30"],
      remove: () => codeDeploy.send(new DeleteDeploymentConfigCommand({ deploymentConfigName: "full" })),
    },
    {
      logicalId: "DeployApplication",
      change: () =>
        codeDeploy.send(
          new TagApplicationCommand({
            ResourceArn: `arn:aws:codedeploy:${region}:${account}:application:full`,
            Tags: [{ Key: "answer", Value: "43" }],
          }),
        ),
      differences: ["/Tags/1/Value NOT_EQUAL 42 43"],
      remove: () => codeDeploy.send(new DeleteApplicationCommand({ applicationName: "full" })),
    },
    {
      logicalId: "CompositeAlarm",
      change: () =>
        cloudWatch.send(
          new PutCompositeAlarmCommand({
            AlarmName: "full-composite",
            AlarmDescription: "All of it",
            AlarmRule: "ALARM(full)",
            AlarmActions: [id("Topic")],
            OKActions: [id("Topic")],
            InsufficientDataActions: [id("Topic")],
            ActionsSuppressor: id("PlainAlarm"),
            ActionsSuppressorWaitPeriod: 60,
            ActionsSuppressorExtensionPeriod: 60,
          }),
        ),
      differences: ["/ActionsSuppressorExtensionPeriod NOT_EQUAL 120 60"],
      remove: () => cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: ["full-composite"] })),
    },
    ...["Alarm", "PlainAlarm", "MathAlarm"].map((logicalId) => ({
      logicalId,
      change: async () => {
        const AlarmNames = [id(logicalId)];
        const { MetricAlarms: [alarm] = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames }));
        if (alarm === undefined) throw new Error(`There is no alarm ${id(logicalId)}.`);
        const { AlarmName, EvaluationPeriods, ComparisonOperator } = alarm;
        const needed = { AlarmName, EvaluationPeriods, ComparisonOperator };
        return cloudWatch.send(new PutMetricAlarmCommand({ ...alarm, ...needed, Threshold: 7 }));
      },
      differences: [`/Threshold NOT_EQUAL ${logicalId === "Alarm" ? 1000 : 1} 7`],
      remove: () => cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: [id(logicalId)] })),
    })),
    {
      logicalId: "Dashboard",
      change: () =>
        cloudWatch.send(
          new TagDashboardCommand({
            ResourceARN: `arn:aws:cloudwatch::${account}:dashboard/full`,
            Tags: [{ Key: "answer", Value: "43" }],
          }),
        ),
      differences: ["/Tags/1/Value NOT_EQUAL 42 43"],
      remove: () => cloudWatch.send(new DeleteDashboardsCommand({ DashboardNames: ["full"] })),
    },
    {
      logicalId: "Schedule",
      change: async () => {
        const where = { Name: "full", GroupName: "full" };
        const { $metadata: _, ...present } = await schedules.send(new GetScheduleCommand(where));
        const { ScheduleExpression, FlexibleTimeWindow, Target } = present;
        const kept = { ...present, ScheduleExpression, FlexibleTimeWindow, Target };
        return schedules.send(new UpdateScheduleCommand({ ...kept, ...where, Description: "Less of it" }));
      },
      differences: ["/Description NOT_EQUAL All of it Less of it"],
      remove: () => schedules.send(new DeleteScheduleCommand({ Name: "full", GroupName: "full" })),
    },
    {
      logicalId: "ReadScaling",
      change: () =>
        scaling.send(
          new PutScalingPolicyCommand({
            ...scaledReads,
            PolicyName: "full",
            TargetTrackingScalingPolicyConfiguration: {
              TargetValue: 50,
              ScaleInCooldown: 60,
              ScaleOutCooldown: 30,
              DisableScaleIn: true,
              PredefinedMetricSpecification: { PredefinedMetricType: "DynamoDBReadCapacityUtilization" },
            },
          }),
        ),
      differences: ["/TargetTrackingScalingPolicyConfiguration/TargetValue NOT_EQUAL 70.5 50"],
      remove: () => scaling.send(new DeleteScalingPolicyCommand({ ...scaledReads, PolicyName: "full" })),
    },
    {
      logicalId: "CustomReadScaling",
      change: () =>
        scaling.send(
          new PutScalingPolicyCommand({
            ...scaledReads,
            PolicyName: "full-custom",
            TargetTrackingScalingPolicyConfiguration: {
              TargetValue: 20,
              CustomizedMetricSpecification: {
                MetricName: "Orders",
                Namespace: "Shop",
                Statistic: "Sum",
                Unit: "Count",
                Dimensions: [{ Name: "Region", Value: "north" }],
              },
            },
          }),
        ),
      differences: ["/TargetTrackingScalingPolicyConfiguration/TargetValue NOT_EQUAL 10 20"],
      remove: () => scaling.send(new DeleteScalingPolicyCommand({ ...scaledReads, PolicyName: "full-custom" })),
    },
    {
      logicalId: "ScaledReads",
      change: () => scaling.send(new RegisterScalableTargetCommand({ ...scaledReads, MaxCapacity: 50 })),
      differences: ["/MaxCapacity NOT_EQUAL 100 50"],
      remove: () => scaling.send(new DeregisterScalableTargetCommand(scaledReads)),
    },
    {
      logicalId: "Member",
      change: () =>
        organizations.send(
          new TagOrganizationPartCommand({ ResourceId: id("Member"), Tags: [{ Key: "answer", Value: "43" }] }),
        ),
      differences: ["/Tags/1/Value NOT_EQUAL 42 43"],
      remove: () => organizations.send(new RemoveAccountFromOrganizationCommand({ AccountId: id("Member") })),
    },
    {
      logicalId: "Unit",
      change: () =>
        organizations.send(new UpdateOrganizationalUnitCommand({ OrganizationalUnitId: id("Unit"), Name: "other" })),
      differences: ["/Name NOT_EQUAL full other"],
      remove: () => organizations.send(new DeleteOrganizationalUnitCommand({ OrganizationalUnitId: id("Unit") })),
    },
    {
      logicalId: "ControlPolicy",
      change: () =>
        organizations.send(
          new UpdateControlPolicyCommand({ PolicyId: id("ControlPolicy"), Description: "Less of it" }),
        ),
      differences: ["/Description NOT_EQUAL All of it Less of it"],
      remove: () => organizations.send(new DeleteControlPolicyCommand({ PolicyId: id("ControlPolicy") })),
    },
    {
      logicalId: "Organization",
      remove: () => organizations.send(new DeleteOrganizationCommand({})),
    },
    {
      logicalId: "ScheduleGroup",
      change: () =>
        schedules.send(
          new TagResourceCommand({
            ResourceArn: `arn:aws:scheduler:${region}:${account}:schedule-group/full`,
            Tags: [{ Key: "answer", Value: "43" }],
          }),
        ),
      differences: ["/Tags/1/Value NOT_EQUAL 42 43"],
      remove: () => schedules.send(new DeleteScheduleGroupCommand({ Name: "full" })),
    },
    {
      logicalId: "Subscription",
      change: () =>
        sns.send(
          new SetSubscriptionAttributesCommand({
            SubscriptionArn: id("Subscription"),
            AttributeName: "RawMessageDelivery",
            AttributeValue: "false",
          }),
        ),
      differences: ["/RawMessageDelivery NOT_EQUAL true false"],
      remove: () => sns.send(new UnsubscribeCommand({ SubscriptionArn: id("Subscription") })),
    },
    {
      logicalId: "Rule",
      change: () =>
        events.send(
          new PutTargetsCommand({
            Rule: "full-rule",
            EventBusName: "full-bus",
            Targets: [{ Id: "topic", Arn: id("Topic"), InputPath: "$.time" }],
          }),
        ),
      differences: ["/Targets/1/InputPath NOT_EQUAL $.detail $.time"],
      remove: async () => {
        const rule = { EventBusName: "full-bus", Rule: "full-rule" };
        await events.send(new RemoveTargetsCommand({ ...rule, Ids: ["queue", "topic"] }));
        await events.send(new DeleteRuleCommand({ EventBusName: "full-bus", Name: "full-rule" }));
      },
    },
    {
      logicalId: "ScheduledRule",
      change: () => events.send(new DisableRuleCommand({ Name: id("ScheduledRule") })),
      differences: ["/State NOT_EQUAL ENABLED DISABLED"],
      remove: () => events.send(new DeleteRuleCommand({ Name: id("ScheduledRule") })),
    },
    {
      logicalId: "Archive",
      change: () => events.send(new UpdateArchiveCommand({ ArchiveName: "full-archive", RetentionDays: 8 })),
      differences: ["/RetentionDays NOT_EQUAL 7 8"],
      remove: () => events.send(new DeleteArchiveCommand({ ArchiveName: "full-archive" })),
    },
    {
      logicalId: "BusStatement",
      change: () =>
        events.send(
          new PutPermissionCommand({ StatementId: "statement", Action: "events:PutEvents", Principal: "111122223333" }),
        ),
      differences: ['/Statement/Action NOT_EQUAL ["events:PutEvents","events:PutRule"] events:PutEvents'],
      remove: () => events.send(new EventsRemovePermissionCommand({ StatementId: "statement" })),
    },
    {
      logicalId: "BusPolicy",
      change: () =>
        events.send(
          new PutPermissionCommand({
            StatementId: "organization",
            Action: "events:PutEvents",
            Principal: "*",
            Condition: { Type: "StringEquals", Key: "aws:PrincipalOrgID", Value: "o-other00000" },
          }),
        ),
      differences: ["/Condition/Value NOT_EQUAL o-1234567890 o-other00000"],
      remove: () => events.send(new EventsRemovePermissionCommand({ StatementId: "organization" })),
    },
    {
      logicalId: "Destination",
      change: () => events.send(new UpdateApiDestinationCommand({ Name: "full-destination", HttpMethod: "POST" })),
      differences: ["/HttpMethod NOT_EQUAL PUT POST"],
      remove: () => events.send(new DeleteApiDestinationCommand({ Name: "full-destination" })),
    },
    {
      logicalId: "Connection",
      change: () => events.send(new UpdateConnectionCommand({ Name: "full-connection", Description: "Other" })),
      differences: ["/Description NOT_EQUAL All of it Other"],
      remove: () => events.send(new DeleteConnectionCommand({ Name: "full-connection" })),
    },
    {
      logicalId: "Bus",
      change: () => events.send(new EventsTagCommand({ ResourceARN: busArn, Tags: [{ Key: "zone", Value: "b" }] })),
      differences: ["/Tags/0/Value NOT_EQUAL a b"],
      remove: () => events.send(new DeleteEventBusCommand({ Name: "full-bus" })),
    },
    {
      logicalId: "Topic",
      change: () =>
        sns.send(new SubscribeCommand({ TopicArn: id("Topic"), Protocol: "lambda", Endpoint: functionArn })),
      differences: [`/Subscription/1 ADD null {"Endpoint":"${functionArn}","Protocol":"lambda"}`],
      remove: () => sns.send(new DeleteTopicCommand({ TopicArn: id("Topic") })),
    },
    {
      logicalId: "InlineTopicPolicy",
      change: () =>
        sns.send(
          new SetTopicAttributesCommand({
            TopicArn: id("InlineTopic"),
            AttributeName: "Policy",
            AttributeValue: JSON.stringify({
              Version: "2012-10-17",
              Statement: [
                {
                  Effect: "Allow",
                  Principal: { Service: "events.amazonaws.com" },
                  Action: "sns:Publish",
                  Resource: "*",
                },
              ],
            }),
          }),
        ),
      differences: ["/PolicyDocument/Statement/0/Principal/Service NOT_EQUAL s3.amazonaws.com events.amazonaws.com"],
      remove: () =>
        sns.send(
          new SetTopicAttributesCommand({ TopicArn: id("InlineTopic"), AttributeName: "Policy", AttributeValue: "" }),
        ),
    },
    {
      logicalId: "TopicPolicy",
      change: () =>
        sns.send(
          new SetTopicAttributesCommand({
            TopicArn: id("FifoTopic"),
            AttributeName: "Policy",
            AttributeValue: JSON.stringify({
              Version: "2012-10-17",
              Statement: [
                {
                  Effect: "Allow",
                  Principal: { Service: "events.amazonaws.com" },
                  Action: "sns:Publish",
                  Resource: "*",
                },
              ],
            }),
          }),
        ),
      differences: ["/PolicyDocument/Statement/0/Principal/Service NOT_EQUAL s3.amazonaws.com events.amazonaws.com"],
      remove: () => sns.send(new DeleteTopicCommand({ TopicArn: id("FifoTopic") })),
    },
    {
      logicalId: "Secret",
      change: () => secrets.send(new UpdateSecretCommand({ SecretId: id("Secret"), Description: "Less" })),
      differences: ["/Description NOT_EQUAL All of it Less"],
    },
    {
      logicalId: "SecretPolicy",
      change: () =>
        secrets.send(
          new PutSecretPolicyCommand({
            SecretId: id("Secret"),
            ResourcePolicy: JSON.stringify({
              Version: "2012-10-17",
              Statement: {
                Effect: "Deny",
                Principal: { AWS: owner.account },
                Action: "secretsmanager:GetSecretValue",
                Resource: "*",
              },
            }),
          }),
        ),
      differences: ["/ResourcePolicy/Statement/Effect NOT_EQUAL Allow Deny"],
      remove: () => secrets.send(new DeleteSecretPolicyCommand({ SecretId: id("Secret") })),
    },
    {
      logicalId: "SecretRotation",
      change: () =>
        secrets.send(
          new RotateSecretCommand({
            SecretId: id("Secret"),
            RotateImmediately: false,
            RotationRules: { ScheduleExpression: "rate(11 days)", Duration: "3h" },
          }),
        ),
      differences: ["/RotationRules/ScheduleExpression NOT_EQUAL rate(10 days) rate(11 days)"],
      remove: () => secrets.send(new CancelRotateSecretCommand({ SecretId: id("Secret") })),
    },
    {
      logicalId: "Secret",
      remove: () => secrets.send(new DeleteSecretCommand({ SecretId: id("Secret"), ForceDeleteWithoutRecovery: true })),
    },
    {
      logicalId: "UserPool",
      change: () =>
        pools.send(
          new SetUserPoolMfaConfigCommand({
            UserPoolId: id("UserPool"),
            MfaConfiguration: "OFF",
            SmsMfaConfiguration: {
              SmsConfiguration: {
                SnsCallerArn: `arn:aws:iam::${owner.account}:role/${id("PipeRole")}`,
                ExternalId: "pool",
              },
            },
          }),
        ),
      differences: ["/EnabledMfas/1 REMOVE SOFTWARE_TOKEN_MFA null", "/MfaConfiguration NOT_EQUAL OPTIONAL OFF"],
    },
    {
      logicalId: "IdentityPoolTags",
      change: () =>
        identityPools.send(
          new SetPrincipalTagAttributeMapCommand({
            IdentityPoolId: id("IdentityPool"),
            IdentityProviderName: "accounts.google.com",
            PrincipalTags: { mail: "sub" },
          }),
        ),
      differences: ["/PrincipalTags/mail NOT_EQUAL email sub"],
      remove: () =>
        identityPools.send(
          new SetPrincipalTagAttributeMapCommand({
            IdentityPoolId: id("IdentityPool"),
            IdentityProviderName: "accounts.google.com",
          }),
        ),
    },
    {
      logicalId: "IdentityPoolRoles",
      change: () =>
        identityPools.send(
          new SetIdentityPoolRolesCommand({
            IdentityPoolId: id("IdentityPool"),
            Roles: { authenticated: `arn:aws:iam::${owner.account}:role/${id("PipeRole")}` },
            RoleMappings: {
              "accounts.google.com": {
                Type: "Rules",
                AmbiguousRoleResolution: "AuthenticatedRole",
                RulesConfiguration: {
                  Rules: [
                    {
                      Claim: "email",
                      MatchType: "Equals",
                      Value: "a",
                      RoleARN: `arn:aws:iam::${owner.account}:role/${id("PipeRole")}`,
                    },
                  ],
                },
              },
            },
          }),
        ),
      differences: ["/RoleMappings/Google/AmbiguousRoleResolution NOT_EQUAL Deny AuthenticatedRole"],
      remove: () =>
        identityPools.send(new SetIdentityPoolRolesCommand({ IdentityPoolId: id("IdentityPool"), Roles: {} })),
    },
    {
      logicalId: "IdentityPool",
      change: async () => {
        const pool = await identityPools.send(new DescribeIdentityPoolCommand({ IdentityPoolId: id("IdentityPool") }));
        await identityPools.send(new UpdateIdentityPoolCommand({ ...pool, AllowClassicFlow: false }));
      },
      differences: ["/AllowClassicFlow NOT_EQUAL true false"],
      remove: () => identityPools.send(new DeleteIdentityPoolCommand({ IdentityPoolId: id("IdentityPool") })),
    },
    {
      logicalId: "OidcProvider",
      change: () =>
        iam.send(
          new AddClientIDToOpenIDConnectProviderCommand({
            OpenIDConnectProviderArn: id("OidcProvider"),
            ClientID: "other",
          }),
        ),
      differences: ["/ClientIdList/1 ADD null other"],
      remove: () => iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: id("OidcProvider") })),
    },
    {
      logicalId: "LinkedRole",
      change: () => iam.send(new UpdateRoleDescriptionCommand({ RoleName: id("LinkedRole"), Description: "other" })),
      differences: ["/Description NOT_EQUAL All of it other"],
      remove: () => iam.send(new DeleteServiceLinkedRoleCommand({ RoleName: id("LinkedRole") })),
    },
    {
      logicalId: "MfaDevice",
      change: () =>
        iam.send(new DeactivateMFADeviceCommand({ UserName: id("FactorUser"), SerialNumber: id("MfaDevice") })),
      differences: [`/Users/0 REMOVE ${id("FactorUser")} null`],
      remove: () => iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber: id("MfaDevice") })),
    },
    {
      logicalId: "SamlProvider",
      change: () =>
        iam.send(
          new UpdateSAMLProviderCommand({
            SAMLProviderArn: id("SamlProvider"),
            SAMLMetadataDocument: samlMetadata(2),
          }),
        ),
      differences: [`/SamlMetadataDocument NOT_EQUAL ${samlMetadata(1)} ${samlMetadata(2)}`],
      remove: () => iam.send(new DeleteSAMLProviderCommand({ SAMLProviderArn: id("SamlProvider") })),
    },
    {
      logicalId: "UserPoolClient",
      change: () =>
        pools.send(
          new UpdateUserPoolClientCommand({
            ClientName: "app",
            AccessTokenValidity: 30,
            IdTokenValidity: 30,
            TokenValidityUnits: { AccessToken: "minutes", IdToken: "minutes", RefreshToken: "days" },
            AllowedOAuthFlows: ["code"],
            AllowedOAuthFlowsUserPoolClient: true,
            AllowedOAuthScopes: ["openid", "courses/read"],
            AuthSessionValidity: 5,
            CallbackURLs: ["https://example.com/in"],
            DefaultRedirectURI: "https://example.com/in",
            LogoutURLs: ["https://example.com/out"],
            EnableTokenRevocation: true,
            ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
            PreventUserExistenceErrors: "ENABLED",
            ReadAttributes: ["email"],
            WriteAttributes: ["email"],
            SupportedIdentityProviders: ["COGNITO"],
            UserPoolId: id("UserPool"),
            ClientId: id("UserPoolClient"),
            RefreshTokenValidity: 3,
          }),
        ),
      differences: ["/RefreshTokenValidity NOT_EQUAL 2 3"],
      remove: () =>
        pools.send(new DeleteUserPoolClientCommand({ UserPoolId: id("UserPool"), ClientId: id("UserPoolClient") })),
    },
    {
      logicalId: "UserPoolMembership",
      remove: () =>
        pools.send(
          new AdminRemoveUserFromGroupCommand({
            UserPoolId: id("UserPoolOfReaders"),
            GroupName: "readers",
            Username: id("UserPoolUser"),
          }),
        ),
    },
    {
      logicalId: "UserPoolOfReadersGroup",
      remove: () =>
        pools.send(new DeleteUserGroupCommand({ UserPoolId: id("UserPoolOfReaders"), GroupName: "readers" })),
    },
    {
      logicalId: "UserPoolUser",
      change: () =>
        pools.send(
          new AdminUpdateUserAttributesCommand({
            UserPoolId: id("UserPoolOfReaders"),
            Username: id("UserPoolUser"),
            UserAttributes: [{ Name: "name", Value: "Less" }],
          }),
        ),
      differences: ["/UserAttributes/0/Value NOT_EQUAL Reader Less"],
      remove: () =>
        pools.send(new AdminDeleteUserCommand({ UserPoolId: id("UserPoolOfReaders"), Username: id("UserPoolUser") })),
    },
    {
      logicalId: "UserPoolProvider",
      change: () =>
        pools.send(
          new UpdateIdentityProviderCommand({
            UserPoolId: id("UserPool"),
            ProviderName: "Corp",
            IdpIdentifiers: ["less.example.com"],
          }),
        ),
      differences: ["/IdpIdentifiers/0 REMOVE corp.example.com null", "/IdpIdentifiers/1 ADD null less.example.com"],
      remove: () => pools.send(new DeleteIdentityProviderCommand({ UserPoolId: id("UserPool"), ProviderName: "Corp" })),
    },
    {
      logicalId: "UserPoolGroup",
      change: () =>
        pools.send(new UpdateGroupCommand({ UserPoolId: id("UserPool"), GroupName: "readers", Description: "Less" })),
      differences: ["/Description NOT_EQUAL All of it Less"],
      remove: () => pools.send(new DeleteUserGroupCommand({ UserPoolId: id("UserPool"), GroupName: "readers" })),
    },
    {
      logicalId: "UserPoolResourceServer",
      change: () =>
        pools.send(
          new UpdateResourceServerCommand({
            UserPoolId: id("UserPool"),
            Identifier: "courses",
            Name: "Less",
            Scopes: [{ ScopeName: "read", ScopeDescription: "Reads" }],
          }),
        ),
      differences: ["/Name NOT_EQUAL Courses Less"],
      remove: () => pools.send(new DeleteResourceServerCommand({ UserPoolId: id("UserPool"), Identifier: "courses" })),
    },
    {
      logicalId: "UserPoolDomain",
      remove: () =>
        pools.send(new DeleteUserPoolDomainCommand({ UserPoolId: id("UserPool"), Domain: id("UserPoolDomain") })),
    },
    {
      logicalId: "UserPool",
      remove: () => pools.send(new DeleteUserPoolCommand({ UserPoolId: id("UserPool") })),
    },
    {
      logicalId: "Pipe",
      change: async () => {
        const { RoleArn, TargetParameters } = await pipes.send(new DescribePipeCommand({ Name: "full-pipe" }));
        return pipes.send(new UpdatePipeCommand({ Name: "full-pipe", RoleArn, TargetParameters, Description: "Less" }));
      },
      differences: ["/Description NOT_EQUAL All of it Less"],
      remove: () => pipes.send(new DeletePipeCommand({ Name: "full-pipe" })),
    },
    {
      logicalId: "StreamPolicy",
      change: () =>
        kinesis.send(
          new PutResourcePolicyCommand({
            ResourceARN: id("StreamConsumer"),
            Policy: JSON.stringify({
              Version: "2012-10-17",
              Statement: [
                {
                  Effect: "Deny",
                  Principal: { AWS: "111122223333" },
                  Action: "kinesis:SubscribeToShard",
                  Resource: id("StreamConsumer"),
                },
              ],
            }),
          }),
        ),
      differences: ["/ResourcePolicy/Statement/0/Effect NOT_EQUAL Allow Deny"],
      remove: () => kinesis.send(new KinesisDeletePolicyCommand({ ResourceARN: id("StreamConsumer") })),
    },
    {
      logicalId: "StreamConsumer",
      change: () => kinesis.send(new KinesisTagCommand({ ResourceARN: id("StreamConsumer"), Tags: { zone: "b" } })),
      differences: ["/Tags/0/Value NOT_EQUAL a b"],
      remove: () => kinesis.send(new DeregisterStreamConsumerCommand({ ConsumerARN: id("StreamConsumer") })),
    },
    {
      logicalId: "DeliveryStream",
      change: () =>
        firehose.send(
          new UpdateDestinationCommand({
            DeliveryStreamName: "full-delivery",
            CurrentDeliveryStreamVersionId: "1",
            DestinationId: "destinationId-000000000001",
            ExtendedS3DestinationUpdate: { FileExtension: ".gz" },
          }),
        ),
      differences: ["/ExtendedS3DestinationConfiguration/FileExtension NOT_EQUAL .json.gz .gz"],
      remove: () => firehose.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName: "full-delivery" })),
    },
    {
      logicalId: "SourcedDeliveryStream",
      change: () =>
        firehose.send(
          new UpdateDestinationCommand({
            DeliveryStreamName: id("SourcedDeliveryStream"),
            CurrentDeliveryStreamVersionId: "1",
            DestinationId: "destinationId-000000000001",
            S3DestinationUpdate: { BucketARN: "arn:aws:s3:::elsewhere" },
          }),
        ),
      differences: [
        `/S3DestinationConfiguration/BucketARN NOT_EQUAL arn:aws:s3:::${id("ReplicaBucket")} arn:aws:s3:::elsewhere`,
      ],
      remove: () => firehose.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName: id("SourcedDeliveryStream") })),
    },
    {
      logicalId: "HttpDeliveryStream",
      change: () =>
        firehose.send(
          new UpdateDestinationCommand({
            DeliveryStreamName: id("HttpDeliveryStream"),
            CurrentDeliveryStreamVersionId: "1",
            DestinationId: "destinationId-000000000001",
            HttpEndpointDestinationUpdate: { RetryOptions: { DurationInSeconds: 120 } },
          }),
        ),
      differences: ["/HttpEndpointDestinationConfiguration/RetryOptions/DurationInSeconds NOT_EQUAL 60 120"],
      remove: () => firehose.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName: id("HttpDeliveryStream") })),
    },
    {
      logicalId: "Stream",
      change: () =>
        kinesis.send(new IncreaseStreamRetentionPeriodCommand({ StreamName: id("Stream"), RetentionPeriodHours: 72 })),
      differences: ["/RetentionPeriodHours NOT_EQUAL 48 72"],
      remove: () => kinesis.send(new DeleteStreamCommand({ StreamName: id("Stream"), EnforceConsumerDeletion: true })),
    },
    {
      logicalId: "KeyAlias",
      change: () => kms.send(new UpdateKeyAliasCommand({ AliasName: "alias/full", TargetKeyId: id("OtherKey") })),
      differences: [`/TargetKeyId NOT_EQUAL arn:aws:kms:${region}:${account}:key/${id("Key")} ${id("OtherKey")}`],
      remove: () => kms.send(new DeleteKeyAliasCommand({ AliasName: "alias/full" })),
    },
    {
      logicalId: "Key",
      change: () => kms.send(new EnableKeyRotationCommand({ KeyId: id("Key"), RotationPeriodInDays: 90 })),
      differences: ["/RotationPeriodInDays NOT_EQUAL 180 90"],
      remove: () => kms.send(new ScheduleKeyDeletionCommand({ KeyId: id("Key") })),
    },
    {
      logicalId: "QueueInlinePolicy",
      change: () =>
        sqs.send(
          new SetQueueAttributesCommand({
            QueueUrl: id("FifoQueue"),
            Attributes: {
              Policy: JSON.stringify({
                Version: "2012-10-17",
                Statement: [{ Sid: "c", Effect: "Allow", Principal: "*", Action: ["sqs:GetQueueUrl"], Resource: "*" }],
              }),
            },
          }),
        ),
      differences: [
        '/PolicyDocument/Statement/0 REMOVE {"Sid":"b","Effect":"Allow","Principal":{"AWS":"*"},"Action":["sqs:GetQueueUrl"],"Resource":"*"} null',
        '/PolicyDocument/Statement/1 ADD null {"Sid":"c","Effect":"Allow","Principal":{"AWS":"*"},"Action":["sqs:GetQueueUrl"],"Resource":"*"}',
      ],
      remove: () => sqs.send(new SetQueueAttributesCommand({ QueueUrl: id("FifoQueue"), Attributes: { Policy: "" } })),
    },
    {
      logicalId: "QueuePolicy",
      change: () => sqs.send(new SetQueueAttributesCommand({ QueueUrl: id("OtherQueue"), Attributes: { Policy: "" } })),
      differences: [`/Queues/1 REMOVE ${id("OtherQueue")} null`],
      remove: () => sqs.send(new SetQueueAttributesCommand({ QueueUrl: id("Queue"), Attributes: { Policy: "" } })),
    },
    {
      logicalId: "Queue",
      // AWS: "Detect drift on an entire CloudFormation stack" has these two as its example.
      change: () =>
        sqs.send(
          new SetQueueAttributesCommand({
            QueueUrl: id("Queue"),
            Attributes: {
              DelaySeconds: "120",
              RedrivePolicy: JSON.stringify({ maxReceiveCount: 12, deadLetterTargetArn: queueArn("OtherQueue") }),
            },
          }),
        ),
      differences: ["/DelaySeconds NOT_EQUAL 1 120", "/RedrivePolicy/maxReceiveCount NOT_EQUAL 3 12"],
      remove: () => sqs.send(new DeleteQueueCommand({ QueueUrl: id("Queue") })),
    },
    {
      logicalId: "Parameter",
      change: () => ssm.send(new PutParameterCommand({ Name: "/full/parameter", Value: "two", Overwrite: true })),
      differences: ["/Value NOT_EQUAL one two"],
      remove: () => ssm.send(new DeleteParameterCommand({ Name: "/full/parameter" })),
    },
  ];
}
