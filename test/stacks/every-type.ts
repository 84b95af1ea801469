// One template that has a resource of every registered type: for tests that hold all types to the same promise. The
// account needs putLayerContent.

import { LAYER_CONTENT } from "./layer-content.ts";
import { PUBLIC_KEY } from "./public-key.ts";
import { samlMetadata } from "./saml-metadata.ts";

const TRUST = (...services: readonly string[]) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: services } }],
});
const ALLOW = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" }] };
const ref = (name: string) => ({ Ref: name });
const arn = (name: string, attribute = "Arn") => ({ "Fn::GetAtt": [name, attribute] });

/** All types in one template; `version` changes what can be changed in place. */
export function everyType(version: 1 | 2): {
  Resources: Record<string, { Type: string; Properties?: object; DependsOn?: string; DeletionPolicy?: string }>;
} {
  const text = `version ${version}`;
  const Tags = [{ Key: "version", Value: String(version) }];
  const zoneName = { "Fn::Sub": "every-${AWS::AccountId}.test" };
  const table = {
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    StreamSpecification: { StreamViewType: "NEW_IMAGE" },
  };
  const queuePolicy = {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: `v${version}`,
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: arn("Queue"),
      },
    ],
  };
  return {
    Resources: {
      Api: { Type: "AWS::ApiGatewayV2::Api", Properties: { Name: "api", ProtocolType: "HTTP", Description: text } },
      Integration: {
        Type: "AWS::ApiGatewayV2::Integration",
        Properties: {
          ApiId: ref("Api"),
          IntegrationType: "AWS_PROXY",
          IntegrationUri: arn("Function"),
          PayloadFormatVersion: "2.0",
          Description: text,
        },
      },
      Route: {
        Type: "AWS::ApiGatewayV2::Route",
        Properties: {
          ApiId: ref("Api"),
          RouteKey: `GET /v${version}`,
          Target: { "Fn::Sub": "integrations/${Integration}" },
        },
      },
      Stage: {
        Type: "AWS::ApiGatewayV2::Stage",
        Properties: { ApiId: ref("Api"), StageName: "prod", AutoDeploy: true, Description: text },
      },
      Authorizer: {
        Type: "AWS::ApiGatewayV2::Authorizer",
        Properties: {
          ApiId: ref("Api"),
          Name: `users-${version}`,
          AuthorizerType: "JWT",
          IdentitySource: ["$request.header.Authorization"],
          JwtConfiguration: { Issuer: "https://issuer.example.com", Audience: ["shop"] },
        },
      },
      Deployment: {
        Type: "AWS::ApiGatewayV2::Deployment",
        DependsOn: "Route",
        Properties: { ApiId: ref("Api"), Description: text },
      },
      SocketApi: {
        Type: "AWS::ApiGatewayV2::Api",
        Properties: {
          Name: "sockets",
          ProtocolType: "WEBSOCKET",
          RouteSelectionExpression: `$request.body.v${version}`,
        },
      },
      SocketIntegration: {
        Type: "AWS::ApiGatewayV2::Integration",
        Properties: {
          ApiId: ref("SocketApi"),
          IntegrationType: "MOCK",
          RequestTemplates: { $default: `{"statusCode":20${version}}` },
        },
      },
      SocketIntegrationResponse: {
        Type: "AWS::ApiGatewayV2::IntegrationResponse",
        Properties: {
          ApiId: ref("SocketApi"),
          IntegrationId: ref("SocketIntegration"),
          IntegrationResponseKey: "$default",
          ResponseTemplates: { $default: text },
        },
      },
      SocketRoute: {
        Type: "AWS::ApiGatewayV2::Route",
        Properties: {
          ApiId: ref("SocketApi"),
          RouteKey: "$default",
          RouteResponseSelectionExpression: "$default",
          Target: { "Fn::Sub": "integrations/${SocketIntegration}" },
        },
      },
      SocketRouteResponse: {
        Type: "AWS::ApiGatewayV2::RouteResponse",
        Properties: { ApiId: ref("SocketApi"), RouteId: ref("SocketRoute"), RouteResponseKey: "$default" },
      },
      SocketModel: {
        Type: "AWS::ApiGatewayV2::Model",
        Properties: {
          ApiId: ref("SocketApi"),
          Name: "Message",
          Description: text,
          ContentType: "application/json",
          Schema: { type: "object" },
        },
      },
      RestApi: {
        Type: "AWS::ApiGateway::RestApi",
        Properties: { Name: "rest", Description: text, EndpointConfiguration: { Types: ["REGIONAL"] }, Tags },
      },
      RestResource: {
        Type: "AWS::ApiGateway::Resource",
        Properties: { RestApiId: ref("RestApi"), ParentId: arn("RestApi", "RootResourceId"), PathPart: "items" },
      },
      RestMethod: {
        Type: "AWS::ApiGateway::Method",
        Properties: {
          RestApiId: ref("RestApi"),
          ResourceId: ref("RestResource"),
          HttpMethod: "GET",
          OperationName: text,
          RequestValidatorId: ref("RestValidator"),
          Integration: { Type: "MOCK", RequestTemplates: { "application/json": `{"statusCode": 200${version}}` } },
        },
      },
      RestDeployment: {
        Type: "AWS::ApiGateway::Deployment",
        DependsOn: "RestMethod",
        Properties: { RestApiId: ref("RestApi"), Description: text },
      },
      RestStage: {
        Type: "AWS::ApiGateway::Stage",
        Properties: {
          RestApiId: ref("RestApi"),
          StageName: "live",
          DeploymentId: ref("RestDeployment"),
          Description: text,
          Variables: { version: String(version) },
          MethodSettings: [{ ResourcePath: "/*", HttpMethod: "*", ThrottlingBurstLimit: version }],
          Tags,
        },
      },
      RestAuthorizer: {
        Type: "AWS::ApiGateway::Authorizer",
        Properties: {
          RestApiId: ref("RestApi"),
          Name: "token",
          Type: "TOKEN",
          IdentitySource: "method.request.header.Authorization",
          AuthorizerResultTtlInSeconds: version,
          AuthorizerUri: {
            "Fn::Sub": "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations",
          },
        },
      },
      RestModel: {
        Type: "AWS::ApiGateway::Model",
        Properties: {
          RestApiId: ref("RestApi"),
          Name: "Item",
          ContentType: "application/json",
          Description: text,
          Schema: { type: "object", title: text },
        },
      },
      RestValidator: {
        Type: "AWS::ApiGateway::RequestValidator",
        Properties: { RestApiId: ref("RestApi"), Name: "validator", ValidateRequestBody: version === 2 },
      },
      RestGatewayResponse: {
        Type: "AWS::ApiGateway::GatewayResponse",
        Properties: { RestApiId: ref("RestApi"), ResponseType: "DEFAULT_4XX", StatusCode: `40${version}` },
      },
      RestPart: {
        Type: "AWS::ApiGateway::DocumentationPart",
        Properties: {
          RestApiId: ref("RestApi"),
          Location: { Type: "API" },
          Properties: JSON.stringify({ description: text }),
        },
      },
      RestDocumentation: {
        Type: "AWS::ApiGateway::DocumentationVersion",
        DependsOn: "RestPart",
        Properties: { RestApiId: ref("RestApi"), DocumentationVersion: "1", Description: text },
      },
      RestKey: {
        Type: "AWS::ApiGateway::ApiKey",
        Properties: { Name: "rest", Enabled: true, Description: text, Tags },
      },
      RestPlan: {
        Type: "AWS::ApiGateway::UsagePlan",
        Properties: {
          UsagePlanName: text,
          ApiStages: [{ ApiId: ref("RestApi"), Stage: ref("RestStage") }],
          Quota: { Limit: version, Period: "DAY" },
          Tags,
        },
      },
      RestPlanKey: {
        Type: "AWS::ApiGateway::UsagePlanKey",
        Properties: { KeyId: ref("RestKey"), KeyType: "API_KEY", UsagePlanId: ref("RestPlan") },
      },
      RestAccount: {
        Type: "AWS::ApiGateway::Account",
        Properties: { CloudWatchRoleArn: { "Fn::Sub": `arn:aws:iam::\${AWS::AccountId}:role/logs-${version}` } },
      },
      RestDomain: {
        Type: "AWS::ApiGateway::DomainName",
        Properties: {
          DomainName: { "Fn::Sub": "rest.every-${AWS::AccountId}.test" },
          RegionalCertificateArn: ref("Certificate"),
          EndpointConfiguration: { Types: ["REGIONAL"] },
          Tags,
        },
      },
      RestMapping: {
        Type: "AWS::ApiGateway::BasePathMapping",
        Properties: {
          DomainName: ref("RestDomain"),
          BasePath: "v1",
          RestApiId: ref("RestApi"),
          Stage: version === 1 ? { Ref: "AWS::NoValue" } : ref("RestStage"),
        },
      },
      HttpDomain: {
        Type: "AWS::ApiGatewayV2::DomainName",
        Properties: {
          DomainName: { "Fn::Sub": "http.every-${AWS::AccountId}.test" },
          DomainNameConfigurations: [{ CertificateArn: ref("Certificate"), EndpointType: "REGIONAL" }],
          Tags: { version: String(version) },
        },
      },
      HttpMapping: {
        Type: "AWS::ApiGatewayV2::ApiMapping",
        Properties: {
          DomainName: ref("HttpDomain"),
          ApiId: ref("Api"),
          Stage: ref("Stage"),
          ApiMappingKey: `shop/v${version}`,
        },
      },
      RestCertificate: { Type: "AWS::ApiGateway::ClientCertificate", Properties: { Description: text, Tags } },
      Stream: {
        Type: "AWS::Kinesis::Stream",
        Properties: { ShardCount: 1, RetentionPeriodHours: version === 1 ? 24 : 48, Tags },
      },
      DeliveryStream: {
        Type: "AWS::KinesisFirehose::DeliveryStream",
        Properties: {
          ExtendedS3DestinationConfiguration: {
            RoleARN: arn("Role"),
            BucketARN: arn("Bucket"),
            Prefix: `v${version}/`,
          },
          Tags,
        },
      },
      SchemaRegistry: { Type: "AWS::EventSchemas::Registry", Properties: { Description: text } },
      Schema: {
        Type: "AWS::EventSchemas::Schema",
        Properties: {
          RegistryName: { "Fn::GetAtt": ["SchemaRegistry", "RegistryName"] },
          Type: "JSONSchemaDraft4",
          Content: JSON.stringify({ title: text }),
        },
      },
      SchemaPolicy: {
        Type: "AWS::EventSchemas::RegistryPolicy",
        Properties: {
          RegistryName: { "Fn::GetAtt": ["SchemaRegistry", "RegistryName"] },
          Policy: {
            Version: "2012-10-17",
            Statement: [
              {
                Sid: `v${version}`,
                Effect: "Allow",
                Principal: { AWS: "111122223333" },
                Action: "schemas:DescribeSchema",
                Resource: "*",
              },
            ],
          },
        },
      },
      Discoverer: {
        Type: "AWS::EventSchemas::Discoverer",
        Properties: {
          SourceArn: { "Fn::Sub": "arn:aws:events:${AWS::Region}:${AWS::AccountId}:event-bus/default" },
          Description: text,
        },
      },
      StreamConsumer: {
        Type: "AWS::Kinesis::StreamConsumer",
        Properties: { ConsumerName: "reader", StreamARN: arn("Stream") },
      },
      StreamPolicy: {
        Type: "AWS::Kinesis::ResourcePolicy",
        Properties: {
          ResourceArn: arn("Stream"),
          ResourcePolicy: {
            Version: "2012-10-17",
            Statement: [
              {
                Sid: `v${version}`,
                Effect: "Allow",
                Principal: { AWS: "111122223333" },
                Action: "kinesis:PutRecord",
                Resource: arn("Stream"),
              },
            ],
          },
        },
      },
      LogGroup: { Type: "AWS::Logs::LogGroup", Properties: { RetentionInDays: version === 1 ? 1 : 3 } },
      LogStream: { Type: "AWS::Logs::LogStream", Properties: { LogGroupName: ref("LogGroup") } },
      Table: { Type: "AWS::DynamoDB::Table", Properties: { ...table, Tags } },
      GlobalTable: {
        Type: "AWS::DynamoDB::GlobalTable",
        Properties: { ...table, Replicas: [{ Region: ref("AWS::Region"), DeletionProtectionEnabled: false, Tags }] },
      },
      ScaledReads: {
        Type: "AWS::ApplicationAutoScaling::ScalableTarget",
        Properties: {
          ServiceNamespace: "dynamodb",
          ScalableDimension: "dynamodb:table:ReadCapacityUnits",
          ResourceId: { "Fn::Sub": "table/${Table}" },
          MinCapacity: 1,
          MaxCapacity: 10 * version,
          Tags,
        },
      },
      ReadScaling: {
        Type: "AWS::ApplicationAutoScaling::ScalingPolicy",
        Properties: {
          PolicyName: "reads",
          PolicyType: "TargetTrackingScaling",
          ScalingTargetId: ref("ScaledReads"),
          TargetTrackingScalingPolicyConfiguration: {
            TargetValue: 50 + version,
            PredefinedMetricSpecification: { PredefinedMetricType: "DynamoDBReadCapacityUtilization" },
          },
        },
      },
      // It stays: an account that was closed is a member for a while.
      Organization: { Type: "AWS::Organizations::Organization", DeletionPolicy: "Retain" },
      Unit: {
        Type: "AWS::Organizations::OrganizationalUnit",
        Properties: { Name: text, ParentId: arn("Organization", "RootId"), Tags },
      },
      Member: {
        Type: "AWS::Organizations::Account",
        DependsOn: "Organization",
        Properties: {
          AccountName: { "Fn::Sub": "every-${AWS::AccountId}" },
          Email: { "Fn::Sub": "every-${AWS::AccountId}@example.com" },
          Tags,
        },
      },
      ControlPolicy: {
        Type: "AWS::Organizations::Policy",
        DependsOn: "Organization",
        Properties: { Name: "every", Description: text, Type: "SERVICE_CONTROL_POLICY", Content: ALLOW, Tags },
      },
      User: { Type: "AWS::IAM::User", Properties: { Tags } },
      AccessKey: {
        Type: "AWS::IAM::AccessKey",
        Properties: { UserName: ref("User"), Status: version === 1 ? "Active" : "Inactive" },
      },
      Group: {
        Type: "AWS::IAM::Group",
        Properties: { ManagedPolicyArns: version === 1 ? [] : [ref("ManagedPolicy")] },
      },
      GroupPolicy: {
        Type: "AWS::IAM::GroupPolicy",
        Properties: { GroupName: ref("Group"), PolicyName: "p", PolicyDocument: ALLOW },
      },
      UserPolicy: {
        Type: "AWS::IAM::UserPolicy",
        Properties: { UserName: ref("User"), PolicyName: "p", PolicyDocument: ALLOW },
      },
      RolePolicy: {
        Type: "AWS::IAM::RolePolicy",
        Properties: { RoleName: ref("Role"), PolicyName: "p", PolicyDocument: ALLOW },
      },
      Policy: {
        Type: "AWS::IAM::Policy",
        Properties: { PolicyName: "inline", PolicyDocument: ALLOW, Roles: [ref("Role")] },
      },
      ManagedPolicy: { Type: "AWS::IAM::ManagedPolicy", Properties: { PolicyDocument: ALLOW } },
      Membership: {
        Type: "AWS::IAM::UserToGroupAddition",
        Properties: { GroupName: ref("Group"), Users: [ref("User")] },
      },
      Role: {
        Type: "AWS::IAM::Role",
        Properties: {
          AssumeRolePolicyDocument: TRUST(
            "lambda.amazonaws.com",
            "firehose.amazonaws.com",
            "pipes.amazonaws.com",
            "scheduler.amazonaws.com",
          ),
          Description: text,
          ManagedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole"],
          Policies: [{ PolicyName: "own", PolicyDocument: ALLOW }],
        },
      },
      Profile: { Type: "AWS::IAM::InstanceProfile", Properties: { Roles: [ref("Role")] } },
      Function: {
        Type: "AWS::Lambda::Function",
        Properties: {
          Role: arn("Role"),
          Runtime: "nodejs22.x",
          Handler: "index.handler",
          Code: { ZipFile: `exports.handler = async () => ${version};` },
          Description: text,
        },
      },
      Layer: {
        Type: "AWS::Lambda::LayerVersion",
        Properties: { LayerName: "every-type", Content: LAYER_CONTENT },
      },
      LayerPermission: {
        Type: "AWS::Lambda::LayerVersionPermission",
        Properties: { LayerVersionArn: ref("Layer"), Action: "lambda:GetLayerVersion", Principal: "*" },
      },
      Url: {
        Type: "AWS::Lambda::Url",
        Properties: { TargetFunctionArn: arn("Function"), AuthType: "AWS_IAM", Cors: { MaxAge: version } },
      },
      Version: { Type: "AWS::Lambda::Version", Properties: { FunctionName: ref("Function"), Description: "first" } },
      Alias: {
        Type: "AWS::Lambda::Alias",
        Properties: {
          FunctionName: ref("Function"),
          FunctionVersion: arn("Version", "Version"),
          Name: "live",
          Description: text,
        },
      },
      Permission: {
        Type: "AWS::Lambda::Permission",
        Properties: {
          FunctionName: ref("Function"),
          Action: "lambda:InvokeFunction",
          // For the log group's subscription and the secret's rotation.
          Principal: "*",
        },
      },
      LogPolicy: {
        Type: "AWS::Logs::ResourcePolicy",
        Properties: {
          PolicyName: "route53",
          PolicyDocument: JSON.stringify({
            Version: "2012-10-17",
            Statement: {
              Sid: `v${version}`,
              Effect: "Allow",
              Principal: { Service: "route53.amazonaws.com" },
              Action: "logs:PutLogEvents",
              Resource: "*",
            },
          }),
        },
      },
      MetricFilter: {
        Type: "AWS::Logs::MetricFilter",
        Properties: {
          LogGroupName: ref("LogGroup"),
          FilterPattern: `v${version}`,
          MetricTransformations: [{ MetricName: "Count", MetricNamespace: "Shop", MetricValue: "1" }],
        },
      },
      SubscriptionFilter: {
        Type: "AWS::Logs::SubscriptionFilter",
        DependsOn: "Permission",
        Properties: { LogGroupName: ref("LogGroup"), DestinationArn: arn("Function"), FilterPattern: `v${version}` },
      },
      InvokeConfig: {
        Type: "AWS::Lambda::EventInvokeConfig",
        Properties: { FunctionName: ref("Function"), Qualifier: "$LATEST", MaximumRetryAttempts: version - 1 },
      },
      Mapping: {
        Type: "AWS::Lambda::EventSourceMapping",
        DependsOn: "RolePolicy",
        Properties: { FunctionName: ref("Function"), EventSourceArn: arn("Queue"), BatchSize: version, Enabled: false },
      },
      Bucket: {
        Type: "AWS::S3::Bucket",
        Properties: { Tags, VersioningConfiguration: { Status: version === 1 ? "Enabled" : "Suspended" } },
      },
      BucketPolicy: {
        Type: "AWS::S3::BucketPolicy",
        Properties: {
          Bucket: ref("Bucket"),
          PolicyDocument: {
            Version: "2012-10-17",
            Statement: [
              {
                Sid: `v${version}`,
                Effect: "Deny",
                Principal: "*",
                Action: "s3:PutObjectAcl",
                Resource: { "Fn::Sub": "${Bucket.Arn}/*" },
              },
            ],
          },
        },
      },
      Identity: { Type: "AWS::SES::EmailIdentity", Properties: { EmailIdentity: "sender@example.com" } },
      MailSet: {
        Type: "AWS::SES::ConfigurationSet",
        Properties: { Name: "every", SendingOptions: { SendingEnabled: version === 1 }, Tags },
      },
      MailEvents: {
        Type: "AWS::SES::ConfigurationSetEventDestination",
        Properties: {
          ConfigurationSetName: ref("MailSet"),
          EventDestination: {
            Enabled: version === 1,
            MatchingEventTypes: ["send", "renderingFailure"],
            CloudWatchDestination: {
              DimensionConfigurations: [
                { DimensionName: "kind", DimensionValueSource: "messageTag", DefaultDimensionValue: "none" },
              ],
            },
          },
        },
      },
      MailTemplate: {
        Type: "AWS::SES::Template",
        Properties: { Template: { TemplateName: "every", SubjectPart: text, TextPart: "Hello {{name}}" } },
      },
      MailList: {
        Type: "AWS::SES::ContactList",
        Properties: {
          ContactListName: "every",
          Description: text,
          Topics: [{ TopicName: "news", DisplayName: text, DefaultSubscriptionStatus: "OPT_IN" }],
        },
      },
      MailRules: { Type: "AWS::SES::ReceiptRuleSet" },
      MailRule: {
        Type: "AWS::SES::ReceiptRule",
        Properties: {
          RuleSetName: ref("MailRules"),
          Rule: { Enabled: version === 1, Recipients: ["in@example.com"] },
        },
      },
      MailFilter: {
        Type: "AWS::SES::ReceiptFilter",
        Properties: { Filter: { IpFilter: { Policy: "Block", Cidr: `10.0.0.${version}` } } },
      },
      DeployApplication: {
        Type: "AWS::CodeDeploy::Application",
        Properties: { ComputePlatform: "Lambda", Tags: [{ Key: "version", Value: String(version) }] },
      },
      DeployConfig: {
        Type: "AWS::CodeDeploy::DeploymentConfig",
        Properties: {
          ComputePlatform: "Lambda",
          TrafficRoutingConfig: {
            Type: "TimeBasedLinear",
            TimeBasedLinear: { LinearPercentage: 10 * version, LinearInterval: 1 },
          },
        },
      },
      DeployGroup: {
        Type: "AWS::CodeDeploy::DeploymentGroup",
        Properties: {
          ApplicationName: ref("DeployApplication"),
          ServiceRoleArn: arn("Role"),
          DeploymentConfigName: ref("DeployConfig"),
        },
      },
      Alarm: {
        Type: "AWS::CloudWatch::Alarm",
        Properties: {
          Namespace: "AWS/SQS",
          MetricName: "ApproximateNumberOfMessagesVisible",
          Statistic: "Maximum",
          Period: 60,
          EvaluationPeriods: version,
          Threshold: 10,
          ComparisonOperator: "GreaterThanThreshold",
        },
      },
      CompositeAlarm: {
        Type: "AWS::CloudWatch::CompositeAlarm",
        Properties: { AlarmDescription: text, AlarmRule: { "Fn::Sub": "ALARM(${Alarm})" } },
      },
      Dashboard: {
        Type: "AWS::CloudWatch::Dashboard",
        Properties: {
          DashboardBody: JSON.stringify({ widgets: [{ type: "text", properties: { markdown: text } }] }),
        },
      },
      ScheduleGroup: {
        Type: "AWS::Scheduler::ScheduleGroup",
        Properties: { Tags: [{ Key: "version", Value: String(version) }] },
      },
      Schedule: {
        Type: "AWS::Scheduler::Schedule",
        Properties: {
          GroupName: ref("ScheduleGroup"),
          ScheduleExpression: `rate(${version + 1} days)`,
          State: "DISABLED",
          FlexibleTimeWindow: { Mode: "OFF" },
          Target: { Arn: arn("Queue"), RoleArn: arn("Role") },
        },
      },
      Topic: { Type: "AWS::SNS::Topic", Properties: { DisplayName: text } },
      Subscription: {
        Type: "AWS::SNS::Subscription",
        Properties: {
          TopicArn: ref("Topic"),
          Protocol: "sqs",
          Endpoint: arn("Queue"),
          RawMessageDelivery: version === 2,
        },
      },
      TopicPolicy: {
        Type: "AWS::SNS::TopicPolicy",
        Properties: {
          Topics: [ref("Topic")],
          PolicyDocument: {
            Version: "2012-10-17",
            Statement: [
              {
                Sid: `v${version}`,
                Effect: "Allow",
                Principal: { Service: "s3.amazonaws.com" },
                Action: "sns:Publish",
                Resource: ref("Topic"),
              },
            ],
          },
        },
      },
      // The same document as above: a topic has one policy.
      InlineTopicPolicy: {
        Type: "AWS::SNS::TopicInlinePolicy",
        Properties: {
          TopicArn: ref("Topic"),
          PolicyDocument: {
            Version: "2012-10-17",
            Statement: [
              {
                Sid: `v${version}`,
                Effect: "Allow",
                Principal: { Service: "s3.amazonaws.com" },
                Action: "sns:Publish",
                Resource: ref("Topic"),
              },
            ],
          },
        },
      },
      Key: { Type: "AWS::KMS::Key", Properties: { Description: text, PendingWindowInDays: 7, Tags } },
      KeyAlias: { Type: "AWS::KMS::Alias", Properties: { AliasName: "alias/every-type", TargetKeyId: ref("Key") } },
      Queue: { Type: "AWS::SQS::Queue", Properties: { DelaySeconds: version } },
      QueuePolicy: {
        Type: "AWS::SQS::QueuePolicy",
        Properties: {
          Queues: [ref("Queue")],
          PolicyDocument: queuePolicy,
        },
      },
      // The same document twice: the types cannot tell whose a queue's policy is, and a queue has one.
      QueueInlinePolicy: {
        Type: "AWS::SQS::QueueInlinePolicy",
        Properties: { Queue: ref("Queue"), PolicyDocument: queuePolicy },
      },
      Bus: { Type: "AWS::Events::EventBus", Properties: { Name: "every", Description: text, Tags } },
      BusPolicy: {
        Type: "AWS::Events::EventBusPolicy",
        Properties: {
          EventBusName: ref("Bus"),
          StatementId: "every",
          Action: "events:PutEvents",
          Principal: version === 1 ? "111122223333" : "*",
        },
      },
      Rule: {
        Type: "AWS::Events::Rule",
        Properties: {
          EventBusName: ref("Bus"),
          Description: text,
          EventPattern: { source: [text] },
          Targets: [{ Id: "queue", Arn: arn("Queue") }],
        },
      },
      Archive: {
        Type: "AWS::Events::Archive",
        Properties: { SourceArn: arn("Bus"), RetentionDays: version, EventPattern: { source: ["x"] } },
      },
      Connection: {
        Type: "AWS::Events::Connection",
        Properties: {
          AuthorizationType: "API_KEY",
          Description: text,
          AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: "x-key", ApiKeyValue: "secret" } },
        },
      },
      Destination: {
        Type: "AWS::Events::ApiDestination",
        Properties: {
          ConnectionArn: arn("Connection"),
          Description: text,
          HttpMethod: "POST",
          InvocationEndpoint: "https://example.com/",
        },
      },
      Pipe: {
        Type: "AWS::Pipes::Pipe",
        Properties: {
          RoleArn: arn("Role"),
          Source: arn("Queue"),
          Target: ref("Topic"),
          Description: text,
          DesiredState: "STOPPED",
        },
      },
      MachineRole: {
        Type: "AWS::IAM::Role",
        Properties: { AssumeRolePolicyDocument: TRUST("states.amazonaws.com") },
      },
      Machine: {
        Type: "AWS::StepFunctions::StateMachine",
        Properties: {
          RoleArn: arn("MachineRole"),
          DefinitionString: JSON.stringify({ Comment: text, StartAt: "Done", States: { Done: { Type: "Succeed" } } }),
          Tags,
        },
      },
      MachineVersion: {
        Type: "AWS::StepFunctions::StateMachineVersion",
        Properties: { StateMachineArn: ref("Machine"), Description: "first" },
      },
      MachineAlias: {
        Type: "AWS::StepFunctions::StateMachineAlias",
        Properties: {
          Name: "live",
          Description: text,
          RoutingConfiguration: [{ StateMachineVersionArn: ref("MachineVersion"), Weight: 100 }],
        },
      },
      Activity: { Type: "AWS::StepFunctions::Activity", Properties: { Name: "every", Tags } },
      Secret: { Type: "AWS::SecretsManager::Secret", Properties: { Description: text, SecretString: text } },
      SecretPolicy: {
        Type: "AWS::SecretsManager::ResourcePolicy",
        Properties: {
          SecretId: ref("Secret"),
          ResourcePolicy: {
            Version: "2012-10-17",
            Statement: [
              {
                Effect: "Allow",
                Principal: { AWS: { "Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root" } },
                Action: "secretsmanager:*",
                Resource: "*",
              },
            ],
          },
        },
      },
      Rotation: {
        Type: "AWS::SecretsManager::RotationSchedule",
        DependsOn: "Permission",
        Properties: {
          SecretId: ref("Secret"),
          RotationLambdaARN: arn("Function"),
          RotateImmediatelyOnUpdate: false,
          RotationRules: { AutomaticallyAfterDays: 30 + version },
        },
      },
      EdgeAccess: {
        Type: "AWS::CloudFront::OriginAccessControl",
        Properties: {
          OriginAccessControlConfig: {
            Name: "every-access",
            Description: text,
            OriginAccessControlOriginType: "s3",
            SigningBehavior: "always",
            SigningProtocol: "sigv4",
          },
        },
      },
      EdgeIdentity: {
        Type: "AWS::CloudFront::CloudFrontOriginAccessIdentity",
        Properties: { CloudFrontOriginAccessIdentityConfig: { Comment: text } },
      },
      EdgeCaching: {
        Type: "AWS::CloudFront::CachePolicy",
        Properties: {
          CachePolicyConfig: {
            Name: "every-caching",
            Comment: text,
            MinTTL: 0,
            DefaultTTL: 60,
            MaxTTL: 100 + version,
            ParametersInCacheKeyAndForwardedToOrigin: {
              EnableAcceptEncodingGzip: true,
              CookiesConfig: { CookieBehavior: "none" },
              HeadersConfig: { HeaderBehavior: "none" },
              QueryStringsConfig: { QueryStringBehavior: "whitelist", QueryStrings: ["page"] },
            },
          },
        },
      },
      EdgeForwarding: {
        Type: "AWS::CloudFront::OriginRequestPolicy",
        Properties: {
          OriginRequestPolicyConfig: {
            Name: "every-forwarding",
            Comment: text,
            CookiesConfig: { CookieBehavior: "none" },
            HeadersConfig: { HeaderBehavior: "whitelist", Headers: ["Origin"] },
            QueryStringsConfig: { QueryStringBehavior: "all" },
          },
        },
      },
      EdgeHeaders: {
        Type: "AWS::CloudFront::ResponseHeadersPolicy",
        Properties: {
          ResponseHeadersPolicyConfig: {
            Name: "every-headers",
            Comment: text,
            CustomHeadersConfig: { Items: [{ Header: "x-version", Value: text, Override: true }] },
          },
        },
      },
      EdgeKey: {
        Type: "AWS::CloudFront::PublicKey",
        Properties: {
          PublicKeyConfig: {
            Name: "every-key",
            CallerReference: "every-key",
            EncodedKey: PUBLIC_KEY,
            Comment: text,
          },
        },
      },
      EdgeFunction: {
        Type: "AWS::CloudFront::Function",
        Properties: {
          Name: { "Fn::Sub": "every-function-${AWS::AccountId}" },
          AutoPublish: true,
          FunctionCode: `function handler(event) { return event.request; } // ${text}`,
          FunctionConfig: { Comment: text, Runtime: "cloudfront-js-2.0" },
        },
      },
      EdgeKeys: {
        Type: "AWS::CloudFront::KeyGroup",
        Properties: { KeyGroupConfig: { Name: "every-keys", Comment: text, Items: [ref("EdgeKey")] } },
      },
      Distribution: {
        Type: "AWS::CloudFront::Distribution",
        Properties: {
          DistributionConfig: {
            Enabled: true,
            Comment: text,
            Origins: [
              {
                Id: "bucket",
                DomainName: arn("Bucket", "RegionalDomainName"),
                S3OriginConfig: {},
                OriginAccessControlId: ref("EdgeAccess"),
              },
            ],
            DefaultCacheBehavior: {
              TargetOriginId: "bucket",
              ViewerProtocolPolicy: "redirect-to-https",
              CachePolicyId: ref("EdgeCaching"),
              OriginRequestPolicyId: ref("EdgeForwarding"),
              ResponseHeadersPolicyId: ref("EdgeHeaders"),
              TrustedKeyGroups: [ref("EdgeKeys")],
            },
          },
        },
      },
      Zone: {
        Type: "AWS::Route53::HostedZone",
        Properties: { Name: zoneName, HostedZoneConfig: { Comment: text } },
      },
      ZoneRecord: {
        Type: "AWS::Route53::RecordSet",
        Properties: {
          HostedZoneId: ref("Zone"),
          Name: { "Fn::Sub": "www.every-${AWS::AccountId}.test" },
          Type: "A",
          TTL: "60",
          ResourceRecords: [`192.0.2.${version}`],
        },
      },
      ZoneRecords: {
        Type: "AWS::Route53::RecordSetGroup",
        Properties: {
          HostedZoneId: ref("Zone"),
          RecordSets: [
            {
              Name: { "Fn::Sub": "api.every-${AWS::AccountId}.test" },
              Type: "A",
              TTL: "60",
              ResourceRecords: [`192.0.2.${version}`],
            },
          ],
        },
      },
      HealthCheck: {
        Type: "AWS::Route53::HealthCheck",
        Properties: { HealthCheckConfig: { Type: "CALCULATED", ChildHealthChecks: [], HealthThreshold: version } },
      },
      Certificate: {
        Type: "AWS::CertificateManager::Certificate",
        Properties: {
          DomainName: zoneName,
          SubjectAlternativeNames: [{ "Fn::Sub": "*.every-${AWS::AccountId}.test" }],
          ValidationMethod: "DNS",
          KeyAlgorithm: "EC_prime256v1",
          DomainValidationOptions: [
            { DomainName: zoneName, HostedZoneId: ref("Zone") },
            { DomainName: { "Fn::Sub": "*.every-${AWS::AccountId}.test" }, HostedZoneId: ref("Zone") },
          ],
          Tags,
        },
      },
      UserPool: {
        Type: "AWS::Cognito::UserPool",
        Properties: { EmailVerificationSubject: text, AutoVerifiedAttributes: ["email"] },
      },
      UserPoolClient: {
        Type: "AWS::Cognito::UserPoolClient",
        Properties: { UserPoolId: ref("UserPool"), RefreshTokenValidity: version },
      },
      UserPoolDomain: {
        Type: "AWS::Cognito::UserPoolDomain",
        Properties: {
          UserPoolId: ref("UserPool"),
          Domain: { "Fn::Sub": "pool-${AWS::AccountId}" },
        },
      },
      UserPoolGroup: {
        Type: "AWS::Cognito::UserPoolGroup",
        Properties: { UserPoolId: ref("UserPool"), GroupName: "readers", Description: text },
      },
      UserPoolResourceServer: {
        Type: "AWS::Cognito::UserPoolResourceServer",
        Properties: { UserPoolId: ref("UserPool"), Identifier: "courses", Name: text },
      },
      UserPoolProvider: {
        Type: "AWS::Cognito::UserPoolIdentityProvider",
        Properties: {
          UserPoolId: ref("UserPool"),
          ProviderName: "Google",
          ProviderType: "Google",
          ProviderDetails: { client_id: text, client_secret: "hidden", authorize_scopes: "openid email" },
        },
      },
      UserPoolUser: {
        Type: "AWS::Cognito::UserPoolUser",
        Properties: { UserPoolId: ref("UserPool"), Username: `reader-${version}` },
      },
      UserPoolMembership: {
        Type: "AWS::Cognito::UserPoolUserToGroupAttachment",
        Properties: {
          UserPoolId: ref("UserPool"),
          GroupName: ref("UserPoolGroup"),
          Username: ref("UserPoolUser"),
        },
      },
      IdentityPool: {
        Type: "AWS::Cognito::IdentityPool",
        Properties: { IdentityPoolName: text, AllowUnauthenticatedIdentities: false },
      },
      IdentityPoolRoles: {
        Type: "AWS::Cognito::IdentityPoolRoleAttachment",
        Properties: {
          IdentityPoolId: ref("IdentityPool"),
          Roles: { [version === 1 ? "authenticated" : "unauthenticated"]: arn("Role") },
        },
      },
      IdentityPoolTags: {
        Type: "AWS::Cognito::IdentityPoolPrincipalTag",
        Properties: {
          IdentityPoolId: ref("IdentityPool"),
          IdentityProviderName: "accounts.google.com",
          PrincipalTags: { [text.replaceAll(/[^a-z]/g, "")]: "email" },
        },
      },
      OidcProvider: {
        Type: "AWS::IAM::OIDCProvider",
        Properties: { Url: "https://issuer.example.com", ClientIdList: [text] },
      },
      SamlProvider: {
        Type: "AWS::IAM::SAMLProvider",
        Properties: { Name: "every-provider", SamlMetadataDocument: samlMetadata(version), Tags },
      },
      LinkedRole: {
        Type: "AWS::IAM::ServiceLinkedRole",
        Properties: { AWSServiceName: "custom-resource.application-autoscaling.amazonaws.com", Description: text },
      },
      MfaDevice: {
        Type: "AWS::IAM::VirtualMFADevice",
        Properties: { VirtualMfaDeviceName: "every-device", Users: [], Tags },
      },
      Vpc: { Type: "AWS::EC2::VPC", Properties: { CidrBlock: "10.0.0.0/16", Tags } },
      VpcBlock: { Type: "AWS::EC2::VPCCidrBlock", Properties: { VpcId: ref("Vpc"), CidrBlock: "10.1.0.0/16" } },
      Subnet: { Type: "AWS::EC2::Subnet", Properties: { VpcId: ref("Vpc"), CidrBlock: "10.0.0.0/24", Tags } },
      VpcIpv6: { Type: "AWS::EC2::VPCCidrBlock", Properties: { VpcId: ref("Vpc"), AmazonProvidedIpv6CidrBlock: true } },
      SubnetIpv6: {
        Type: "AWS::EC2::SubnetCidrBlock",
        DependsOn: "VpcIpv6",
        Properties: {
          SubnetId: ref("Subnet"),
          Ipv6CidrBlock: {
            "Fn::Select": [1, { "Fn::Cidr": [{ "Fn::Select": [0, arn("Vpc", "Ipv6CidrBlocks")] }, 4, 64] }],
          },
        },
      },
      Gateway: { Type: "AWS::EC2::InternetGateway", Properties: { Tags } },
      GatewayAttachment: {
        Type: "AWS::EC2::VPCGatewayAttachment",
        Properties: { VpcId: ref("Vpc"), InternetGatewayId: ref("Gateway") },
      },
      RouteTable: { Type: "AWS::EC2::RouteTable", Properties: { VpcId: ref("Vpc"), Tags } },
      GatewayRoute: {
        Type: "AWS::EC2::Route",
        DependsOn: "GatewayAttachment",
        Properties: { RouteTableId: ref("RouteTable"), DestinationCidrBlock: "0.0.0.0/0", GatewayId: ref("Gateway") },
      },
      SubnetRoutes: {
        Type: "AWS::EC2::SubnetRouteTableAssociation",
        Properties: { RouteTableId: ref("RouteTable"), SubnetId: ref("Subnet") },
      },
      SecurityGroup: {
        Type: "AWS::EC2::SecurityGroup",
        Properties: { GroupDescription: "every", VpcId: ref("Vpc"), Tags },
      },
      TrafficIn: {
        Type: "AWS::EC2::SecurityGroupIngress",
        Properties: {
          GroupId: ref("SecurityGroup"),
          IpProtocol: "tcp",
          FromPort: 443,
          ToPort: 443,
          CidrIp: "0.0.0.0/0",
          Description: text,
        },
      },
      TrafficOut: {
        Type: "AWS::EC2::SecurityGroupEgress",
        Properties: {
          GroupId: ref("SecurityGroup"),
          IpProtocol: "tcp",
          FromPort: 53,
          ToPort: 53,
          CidrIp: "10.0.0.0/16",
          Description: text,
        },
      },
      Address: { Type: "AWS::EC2::EIP", Properties: { Domain: "vpc", Tags } },
      NatGateway: {
        Type: "AWS::EC2::NatGateway",
        DependsOn: "GatewayAttachment",
        Properties: { SubnetId: ref("Subnet"), AllocationId: arn("Address", "AllocationId"), Tags },
      },
      NetworkInterface: {
        Type: "AWS::EC2::NetworkInterface",
        Properties: { SubnetId: ref("Subnet"), Description: text, Tags },
      },
      OtherAddress: { Type: "AWS::EC2::EIP", Properties: { Tags } },
      AddressUse: {
        Type: "AWS::EC2::EIPAssociation",
        DependsOn: "GatewayAttachment",
        Properties: {
          AllocationId: arn("OtherAddress", "AllocationId"),
          NetworkInterfaceId: ref("NetworkInterface"),
        },
      },
      Endpoint: {
        Type: "AWS::EC2::VPCEndpoint",
        Properties: {
          VpcId: ref("Vpc"),
          ServiceName: { "Fn::Sub": "com.amazonaws.${AWS::Region}.s3" },
          RouteTableIds: [ref("RouteTable")],
          Tags,
        },
      },
      Images: { Type: "AWS::ECR::Repository", Properties: { Tags: [{ Key: "text", Value: text }] } },
      Parameter: { Type: "AWS::SSM::Parameter", Properties: { Type: "String", Value: text } },
      Metadata: { Type: "AWS::CDK::Metadata", Properties: { Analytics: text } },
      StackSet: {
        Type: "AWS::CloudFormation::StackSet",
        Properties: {
          StackSetName: "every-set",
          PermissionModel: "SELF_MANAGED",
          Description: text,
          TemplateBody: JSON.stringify({ Resources: { Queue: { Type: "AWS::SQS::Queue" } } }),
        },
      },
      Macro: {
        Type: "AWS::CloudFormation::Macro",
        Properties: { Name: { "Fn::Sub": "macro-${AWS::AccountId}" }, FunctionName: text, Description: text },
      },
      Handle: { Type: "AWS::CloudFormation::WaitConditionHandle" },
      // Nobody sends signals: it waits for none.
      Wait: {
        Type: "AWS::CloudFormation::WaitCondition",
        Properties: { Handle: { Ref: "Handle" }, Count: 0, Timeout: "60" },
      },
    },
  };
}
