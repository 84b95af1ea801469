// One template that gives every property that the registered types honour, in the forms in which templates write them: numbers as text, policies
// with single values, lists in an order of their own. For tests of what resource types read back.

import { LAYER_CONTENT } from "./layer-content.ts";
import { PUBLIC_KEY } from "./public-key.ts";
import { samlMetadata } from "./saml-metadata.ts";

const ref = (name: string) => ({ Ref: name });
const attribute = (name: string, of = "Arn") => ({ "Fn::GetAtt": [name, of] });
const sub = (text: string) => ({ "Fn::Sub": text });
const ipv6Block = (index: number) => ({
  "Fn::Select": [index, { "Fn::Cidr": [{ "Fn::Select": [0, attribute("Network", "Ipv6CidrBlocks")] }, 4, 64] }],
});
const tags = [
  { Key: "zone", Value: "a" },
  { Key: "answer", Value: 42 },
];
const allow = (actions: string | readonly string[], resource: unknown = "*") => ({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: actions, Resource: resource },
});
const trust = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Action: ["sts:AssumeRole"], Principal: { Service: "lambda.amazonaws.com" } },
    { Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: ref("AWS::AccountId") } },
    { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "scheduler.amazonaws.com" } },
  ],
};
const keys = [
  { AttributeName: "id", KeyType: "HASH" },
  { AttributeName: "at", KeyType: "RANGE" },
];
const attributes = [
  { AttributeName: "id", AttributeType: "S" },
  { AttributeName: "at", AttributeType: "N" },
  { AttributeName: "email", AttributeType: "S" },
];
const local = [
  {
    IndexName: "by-email",
    KeySchema: [keys[0], { AttributeName: "email", KeyType: "RANGE" }],
    Projection: { ProjectionType: "ALL" },
  },
];
const byEmail = {
  IndexName: "email",
  KeySchema: [{ AttributeName: "email", KeyType: "HASH" }],
  Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["name", "city"] },
};
/** A resource policy of CloudWatch Logs. */
export const LOG_POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { Service: "route53.amazonaws.com" }, Action: "logs:PutLogEvents", Resource: "*" },
  ],
});
const byId = { IndexName: "own", KeySchema: [keys[0]], Projection: { ProjectionType: "ALL" } };
const byTime = { ...byEmail, IndexName: "time", KeySchema: [{ AttributeName: "at", KeyType: "HASH" }] };

/** The template with one nested stack, whose template is at `nestedUrl`; a type may stand in it several times, where properties exclude each other. */
export function fullTypes(nestedUrl: string): {
  Resources: Record<string, { Type: string; Properties: Record<string, unknown>; DependsOn?: string | string[] }>;
} {
  return {
    Resources: {
      Api: {
        Type: "AWS::ApiGatewayV2::Api",
        Properties: {
          Name: "full",
          ProtocolType: "HTTP",
          Description: "All of it",
          DisableExecuteApiEndpoint: "false",
          IpAddressType: "dualstack",
          Version: "1",
          Tags: { zone: "a", answer: "42" },
          CorsConfiguration: {
            AllowOrigins: ["https://b", "https://a"],
            AllowMethods: ["GET", "POST"],
            MaxAge: "60",
            AllowCredentials: "true",
          },
        },
      },
      QuickApi: {
        Type: "AWS::ApiGatewayV2::Api",
        Properties: {
          Name: "quick",
          ProtocolType: "HTTP",
          CredentialsArn: attribute("Role"),
          RouteKey: "GET /",
          Target: attribute("Function"),
        },
      },
      BodyApi: {
        Type: "AWS::ApiGatewayV2::Api",
        Properties: {
          BasePath: "ignore",
          FailOnWarnings: true,
          Body: { openapi: "3.0.1", info: { title: "described", version: "1" }, paths: {} },
        },
      },
      Integration: {
        Type: "AWS::ApiGatewayV2::Integration",
        Properties: {
          ApiId: ref("Api"),
          ConnectionType: "INTERNET",
          Description: "All of it",
          IntegrationMethod: "POST",
          IntegrationType: "AWS_PROXY",
          IntegrationUri: attribute("Function"),
          PayloadFormatVersion: "2.0",
          TimeoutInMillis: "5000",
        },
      },
      Route: {
        Type: "AWS::ApiGatewayV2::Route",
        Properties: {
          ApiId: ref("Api"),
          ApiKeyRequired: false,
          AuthorizationType: "NONE",
          OperationName: "list",
          RouteKey: "GET /items",
          Target: sub("integrations/${Integration}"),
        },
      },
      ProxyIntegration: {
        Type: "AWS::ApiGatewayV2::Integration",
        Properties: {
          ApiId: ref("Api"),
          IntegrationMethod: "ANY",
          IntegrationType: "HTTP_PROXY",
          IntegrationUri: "https://backend.example.com/{proxy}",
          PayloadFormatVersion: "1.0",
          RequestParameters: { "append:header.x-seen": "$context.requestId" },
          ResponseParameters: {
            "404": { ResponseParameters: [{ Destination: "overwrite:statuscode", Source: "400" }] },
          },
        },
      },
      ServiceIntegration: {
        Type: "AWS::ApiGatewayV2::Integration",
        Properties: {
          ApiId: ref("Api"),
          CredentialsArn: attribute("Role"),
          IntegrationSubtype: "SQS-PurgeQueue",
          IntegrationType: "AWS_PROXY",
          PayloadFormatVersion: "1.0",
          RequestParameters: { QueueUrl: ref("Queue") },
        },
      },
      TokenAuthorizer: {
        Type: "AWS::ApiGatewayV2::Authorizer",
        Properties: {
          ApiId: ref("Api"),
          Name: "tokens",
          AuthorizerType: "JWT",
          IdentitySource: ["$request.header.Authorization"],
          JwtConfiguration: { Issuer: "https://issuer.example.com", Audience: ["b", "a"] },
        },
      },
      FunctionAuthorizer: {
        Type: "AWS::ApiGatewayV2::Authorizer",
        Properties: {
          ApiId: ref("Api"),
          Name: "function",
          AuthorizerType: "REQUEST",
          AuthorizerCredentialsArn: attribute("Role"),
          AuthorizerPayloadFormatVersion: "2.0",
          AuthorizerResultTtlInSeconds: "60",
          AuthorizerUri: sub(
            "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations",
          ),
          EnableSimpleResponses: "true",
          IdentitySource: ["$request.header.b", "$request.header.a"],
        },
      },
      TokenRoute: {
        Type: "AWS::ApiGatewayV2::Route",
        Properties: {
          ApiId: ref("Api"),
          AuthorizationScopes: ["b", "a"],
          AuthorizationType: "JWT",
          AuthorizerId: ref("TokenAuthorizer"),
          RouteKey: "GET /mine",
        },
      },
      Deployment: {
        Type: "AWS::ApiGatewayV2::Deployment",
        DependsOn: ["Route", "ManualStage"],
        Properties: { ApiId: ref("Api"), Description: "All of it", StageName: ref("ManualStage") },
      },
      ManualStage: {
        Type: "AWS::ApiGatewayV2::Stage",
        DependsOn: ["Route"],
        Properties: {
          ApiId: ref("Api"),
          StageName: "manual",
          AccessLogSettings: { DestinationArn: attribute("LogGroup"), Format: "$context.requestId" },
          DefaultRouteSettings: { ThrottlingBurstLimit: "5", ThrottlingRateLimit: "2.5" },
          RouteSettings: { "GET /items": { ThrottlingBurstLimit: "1", DetailedMetricsEnabled: "true" } },
        },
      },
      Stage: {
        Type: "AWS::ApiGatewayV2::Stage",
        Properties: {
          ApiId: ref("Api"),
          StageName: "prod",
          AutoDeploy: true,
          Description: "All of it",
          StageVariables: { color: "red", size: 3 },
          DefaultRouteSettings: { DetailedMetricsEnabled: false },
          RouteSettings: {},
          Tags: { zone: "a" },
        },
      },
      SocketApi: {
        Type: "AWS::ApiGatewayV2::Api",
        Properties: {
          Name: "sockets",
          ProtocolType: "WEBSOCKET",
          RouteSelectionExpression: "$request.body.action",
          ApiKeySelectionExpression: "$request.header.x-api-key",
          DisableSchemaValidation: "true",
        },
      },
      SocketIntegration: {
        Type: "AWS::ApiGatewayV2::Integration",
        Properties: {
          ApiId: ref("SocketApi"),
          ContentHandlingStrategy: "CONVERT_TO_TEXT",
          CredentialsArn: attribute("Role"),
          IntegrationMethod: "POST",
          IntegrationType: "HTTP",
          IntegrationUri: "https://backend.example.com/",
          PassthroughBehavior: "NEVER",
          RequestParameters: { "integration.request.header.who": "context.connectionId" },
          RequestTemplates: { $default: "$input.body" },
          TemplateSelectionExpression: "\\$default",
        },
      },
      SocketIntegrationResponse: {
        Type: "AWS::ApiGatewayV2::IntegrationResponse",
        Properties: {
          ApiId: ref("SocketApi"),
          ContentHandlingStrategy: "CONVERT_TO_TEXT",
          IntegrationId: ref("SocketIntegration"),
          IntegrationResponseKey: "/4\\d\\d/",
          ResponseTemplates: { $default: "refused" },
          TemplateSelectionExpression: "\\$default",
        },
      },
      SocketRoute: {
        Type: "AWS::ApiGatewayV2::Route",
        Properties: {
          ApiId: ref("SocketApi"),
          AuthorizationType: "NONE",
          ModelSelectionExpression: "$default",
          RequestModels: { $default: "Message" },
          RouteKey: "say",
          RouteResponseSelectionExpression: "$default",
          Target: sub("integrations/${SocketIntegration}"),
        },
      },
      SocketConnect: {
        Type: "AWS::ApiGatewayV2::Route",
        Properties: {
          ApiId: ref("SocketApi"),
          AuthorizationType: "AWS_IAM",
          RequestParameters: { "route.request.querystring.token": { Required: true } },
          RouteKey: "$connect",
        },
      },
      SocketRouteResponse: {
        Type: "AWS::ApiGatewayV2::RouteResponse",
        Properties: {
          ApiId: ref("SocketApi"),
          ModelSelectionExpression: "$default",
          ResponseModels: { $default: "Message" },
          RouteId: ref("SocketRoute"),
          RouteResponseKey: "$default",
        },
      },
      SocketModel: {
        Type: "AWS::ApiGatewayV2::Model",
        Properties: {
          ApiId: ref("SocketApi"),
          ContentType: "application/json",
          Description: "All of it",
          Name: "Message",
          Schema: { type: "object", properties: { text: { type: "string" } } },
        },
      },
      RestApi: {
        Type: "AWS::ApiGateway::RestApi",
        Properties: {
          Name: "full",
          Description: "All of it",
          Version: "1",
          ApiKeySourceType: "AUTHORIZER",
          BinaryMediaTypes: ["image/png", "image/jpeg"],
          DisableExecuteApiEndpoint: "false",
          EndpointConfiguration: { Types: ["REGIONAL"], IpAddressType: "dualstack" },
          MinimumCompressionSize: "0",
          Policy: {
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "*" }],
          },
          Tags: tags,
        },
      },
      RestBodyApi: {
        Type: "AWS::ApiGateway::RestApi",
        Properties: {
          Body: { swagger: "2.0", info: { title: "described", version: "1" }, paths: {} },
          FailOnWarnings: true,
          Mode: "merge",
          Parameters: { basepath: "ignore" },
        },
      },
      RestClone: { Type: "AWS::ApiGateway::RestApi", Properties: { Name: "clone", CloneFrom: ref("RestApi") } },
      RestResource: {
        Type: "AWS::ApiGateway::Resource",
        Properties: { RestApiId: ref("RestApi"), ParentId: attribute("RestApi", "RootResourceId"), PathPart: "{id}" },
      },
      RestMethod: {
        Type: "AWS::ApiGateway::Method",
        Properties: {
          RestApiId: ref("RestApi"),
          ResourceId: ref("RestResource"),
          HttpMethod: "POST",
          ApiKeyRequired: "true",
          AuthorizationScopes: ["read"],
          AuthorizationType: "CUSTOM",
          AuthorizerId: ref("RestAuthorizer"),
          OperationName: "list",
          RequestModels: { "application/json": ref("RestModel") },
          RequestParameters: { "method.request.path.id": true, "method.request.querystring.page": "false" },
          RequestValidatorId: ref("RestValidator"),
          MethodResponses: [
            {
              StatusCode: "200",
              ResponseModels: { "application/json": ref("RestModel") },
              ResponseParameters: { "method.response.header.ETag": true },
            },
          ],
          Integration: {
            Type: "AWS",
            IntegrationHttpMethod: "POST",
            Uri: sub("arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations"),
            Credentials: attribute("Role"),
            RequestParameters: { "integration.request.header.Id": "method.request.path.id" },
            RequestTemplates: { "application/json": "{}" },
            PassthroughBehavior: "NEVER",
            CacheNamespace: "own",
            CacheKeyParameters: ["method.request.path.id"],
            ContentHandling: "CONVERT_TO_TEXT",
            TimeoutInMillis: "5000",
            IntegrationResponses: [
              {
                StatusCode: "200",
                SelectionPattern: "2..",
                ResponseParameters: { "method.response.header.ETag": "'x'" },
                ResponseTemplates: { "application/json": "{}" },
                ContentHandling: "CONVERT_TO_TEXT",
              },
            ],
          },
        },
      },
      RestDeployment: {
        Type: "AWS::ApiGateway::Deployment",
        DependsOn: ["RestMethod", "RestDocumentation"],
        Properties: {
          RestApiId: ref("RestApi"),
          Description: "All of it",
          StageName: "own",
          StageDescription: {
            Description: "Its own",
            MetricsEnabled: true,
            Variables: { color: "red" },
            AccessLogSetting: { DestinationArn: attribute("LogGroup"), Format: "$context.requestId" },
            MethodSettings: [{ ResourcePath: "/~1{id}", HttpMethod: "POST", ThrottlingBurstLimit: 1 }],
            Tags: tags,
          },
        },
      },
      RestCanary: {
        Type: "AWS::ApiGateway::Deployment",
        DependsOn: "RestDeployment",
        Properties: {
          RestApiId: ref("RestApi"),
          StageName: "own",
          DeploymentCanarySettings: {
            PercentTraffic: 10,
            UseStageCache: false,
            StageVariableOverrides: { color: "blue" },
          },
        },
      },
      RestStage: {
        Type: "AWS::ApiGateway::Stage",
        Properties: {
          RestApiId: ref("RestApi"),
          StageName: "live",
          DeploymentId: ref("RestDeployment"),
          Description: "All of it",
          AccessLogSetting: { DestinationArn: attribute("LogGroup"), Format: "$context.requestId" },
          CacheClusterEnabled: "true",
          CacheClusterSize: "0.5",
          CanarySetting: {
            DeploymentId: ref("RestCanary"),
            PercentTraffic: "10",
            StageVariableOverrides: { color: "blue" },
            UseStageCache: true,
          },
          ClientCertificateId: ref("RestCertificate"),
          DocumentationVersion: "1",
          MethodSettings: [
            {
              ResourcePath: "/*",
              HttpMethod: "*",
              CacheDataEncrypted: true,
              CacheTtlInSeconds: 60,
              CachingEnabled: true,
              DataTraceEnabled: true,
              LoggingLevel: "INFO",
              MetricsEnabled: "true",
              ThrottlingBurstLimit: "10",
              ThrottlingRateLimit: 5,
            },
          ],
          TracingEnabled: true,
          Variables: { color: "red" },
          Tags: tags,
        },
      },
      RestAuthorizer: {
        Type: "AWS::ApiGateway::Authorizer",
        Properties: {
          RestApiId: ref("RestApi"),
          Name: "token",
          Type: "TOKEN",
          AuthType: "custom",
          AuthorizerCredentials: attribute("Role"),
          AuthorizerResultTtlInSeconds: "60",
          AuthorizerUri: sub(
            "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations",
          ),
          IdentitySource: "method.request.header.Authorization",
          IdentityValidationExpression: "^Bearer",
        },
      },
      RestPool: {
        Type: "AWS::ApiGateway::Authorizer",
        Properties: {
          RestApiId: ref("RestApi"),
          Name: "pool",
          Type: "COGNITO_USER_POOLS",
          IdentitySource: "method.request.header.Authorization",
          ProviderARNs: [sub("arn:aws:cognito-idp:${AWS::Region}:${AWS::AccountId}:userpool/us-east-1_a")],
        },
      },
      RestModel: {
        Type: "AWS::ApiGateway::Model",
        // After the copy, which would have one of the same name or id.
        DependsOn: "RestClone",
        Properties: {
          RestApiId: ref("RestApi"),
          Name: "Item",
          ContentType: "application/json",
          Description: "All of it",
          Schema: { type: "object", properties: { id: { type: "string" } } },
        },
      },
      RestValidator: {
        Type: "AWS::ApiGateway::RequestValidator",
        // After the copy, which would have one of the same name or id.
        DependsOn: "RestClone",
        Properties: {
          RestApiId: ref("RestApi"),
          Name: "all",
          ValidateRequestBody: true,
          ValidateRequestParameters: "true",
        },
      },
      RestGatewayResponse: {
        Type: "AWS::ApiGateway::GatewayResponse",
        Properties: {
          RestApiId: ref("RestApi"),
          ResponseType: "DEFAULT_4XX",
          StatusCode: "418",
          ResponseParameters: { "gatewayresponse.header.X": "'x'" },
          ResponseTemplates: { "application/json": "{}" },
        },
      },
      RestPart: {
        Type: "AWS::ApiGateway::DocumentationPart",
        Properties: {
          RestApiId: ref("RestApi"),
          Location: { Type: "METHOD", Path: "/", Method: "GET" },
          Properties: '{"summary":"all"}',
        },
      },
      RestDocumentation: {
        Type: "AWS::ApiGateway::DocumentationVersion",
        DependsOn: "RestPart",
        Properties: { RestApiId: ref("RestApi"), DocumentationVersion: "1", Description: "All of it" },
      },
      RestKey: {
        Type: "AWS::ApiGateway::ApiKey",
        Properties: {
          Name: "full",
          Value: "a-value-of-twenty-characters",
          CustomerId: "customer",
          Description: "All of it",
          Enabled: "true",
          GenerateDistinctId: true,
          StageKeys: [{ RestApiId: ref("RestApi"), StageName: ref("RestStage") }],
          Tags: tags,
        },
      },
      RestPlan: {
        Type: "AWS::ApiGateway::UsagePlan",
        Properties: {
          UsagePlanName: "full",
          Description: "All of it",
          ApiStages: [
            {
              ApiId: ref("RestApi"),
              Stage: ref("RestStage"),
              Throttle: { "/{id}/POST": { BurstLimit: 1, RateLimit: 2 } },
            },
          ],
          Quota: { Limit: "10", Offset: 1, Period: "WEEK" },
          Throttle: { BurstLimit: "1", RateLimit: 0.5 },
          Tags: tags,
        },
      },
      RestPlanKey: {
        Type: "AWS::ApiGateway::UsagePlanKey",
        Properties: { KeyId: ref("RestKey"), KeyType: "API_KEY", UsagePlanId: ref("RestPlan") },
      },
      RestAccount: { Type: "AWS::ApiGateway::Account", Properties: { CloudWatchRoleArn: attribute("Role") } },
      RestDomain: {
        Type: "AWS::ApiGateway::DomainName",
        Properties: {
          DomainName: sub("rest.full-${AWS::AccountId}.test"),
          RegionalCertificateArn: ref("FullCertificate"),
          EndpointConfiguration: { Types: ["REGIONAL"] },
          RoutingMode: "BASE_PATH_MAPPING_ONLY",
          SecurityPolicy: "TLS_1_2",
          Tags: tags,
        },
      },
      EdgeDomain: {
        Type: "AWS::ApiGateway::DomainName",
        Properties: { DomainName: sub("edge.full-${AWS::AccountId}.test"), CertificateArn: ref("FullCertificate") },
      },
      HttpDomain: {
        Type: "AWS::ApiGatewayV2::DomainName",
        Properties: {
          DomainName: sub("http.full-${AWS::AccountId}.test"),
          DomainNameConfigurations: [
            {
              CertificateArn: ref("FullCertificate"),
              CertificateName: "full",
              EndpointType: "REGIONAL",
              IpAddressType: "dualstack",
              SecurityPolicy: "TLS_1_2",
            },
          ],
          RoutingMode: "API_MAPPING_ONLY",
          Tags: { zone: "a" },
        },
      },
      HttpMapping: {
        Type: "AWS::ApiGatewayV2::ApiMapping",
        Properties: {
          DomainName: ref("HttpDomain"),
          ApiId: ref("Api"),
          ApiMappingKey: "shop/v1",
          Stage: ref("Stage"),
        },
      },
      RestMapping: {
        Type: "AWS::ApiGateway::BasePathMapping",
        Properties: {
          DomainName: ref("RestDomain"),
          BasePath: "v1",
          RestApiId: ref("RestApi"),
          Stage: ref("RestStage"),
        },
      },
      RestCertificate: {
        Type: "AWS::ApiGateway::ClientCertificate",
        Properties: { Description: "All of it", Tags: tags },
      },
      LogGroup: {
        Type: "AWS::Logs::LogGroup",
        Properties: { LogGroupName: "/full/group", LogGroupClass: "STANDARD", RetentionInDays: "7", Tags: tags },
      },
      LogStream: { Type: "AWS::Logs::LogStream", Properties: { LogGroupName: ref("LogGroup"), LogStreamName: "full" } },
      Permission: {
        Type: "AWS::Lambda::Permission",
        Properties: {
          FunctionName: attribute("Function"),
          Action: "lambda:InvokeFunction",
          Principal: "logs.amazonaws.com",
          SourceAccount: ref("AWS::AccountId"),
          SourceArn: attribute("LogGroup"),
        },
      },
      SkillPermission: {
        Type: "AWS::Lambda::Permission",
        Properties: {
          FunctionName: ref("Function"),
          Action: "lambda:InvokeFunction",
          Principal: ref("AWS::AccountId"),
          PrincipalOrgID: "o-abcdefghij",
          EventSourceToken: "token",
        },
      },
      LogPolicy: {
        Type: "AWS::Logs::ResourcePolicy",
        Properties: { PolicyName: "full", PolicyDocument: LOG_POLICY },
      },
      MetricFilter: {
        Type: "AWS::Logs::MetricFilter",
        Properties: {
          FilterName: "full",
          LogGroupName: ref("LogGroup"),
          FilterPattern: "[ip, user, status = 4*, bytes]",
          MetricTransformations: [
            {
              MetricName: "Bytes",
              MetricNamespace: "Shop",
              MetricValue: "$bytes",
              Unit: "Bytes",
              Dimensions: [{ Key: "Status", Value: "$status" }],
            },
          ],
        },
      },
      DefaultMetricFilter: {
        Type: "AWS::Logs::MetricFilter",
        Properties: {
          LogGroupName: ref("LogGroup"),
          FilterPattern: "ERROR",
          MetricTransformations: [
            { MetricName: "Errors", MetricNamespace: "Shop", MetricValue: "1", DefaultValue: "0" },
          ],
        },
      },
      SubscriptionFilter: {
        Type: "AWS::Logs::SubscriptionFilter",
        DependsOn: "Permission",
        Properties: {
          FilterName: "full",
          LogGroupName: ref("LogGroup"),
          DestinationArn: attribute("Function"),
          FilterPattern: "",
          Distribution: "ByLogStream",
        },
      },
      Table: {
        Type: "AWS::DynamoDB::Table",
        Properties: {
          TableName: "full",
          AttributeDefinitions: attributes,
          BillingMode: "PROVISIONED",
          DeletionProtectionEnabled: "false",
          KeySchema: keys,
          LocalSecondaryIndexes: local,
          GlobalSecondaryIndexes: [
            { ...byTime, ProvisionedThroughput: { ReadCapacityUnits: "2", WriteCapacityUnits: 1 } },
            { ...byEmail, ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } },
          ],
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 },
          ProvisionedThroughput: { ReadCapacityUnits: "5", WriteCapacityUnits: 5 },
          ResourcePolicy: {
            PolicyDocument: {
              Version: "2012-10-17",
              Statement: [
                {
                  Effect: "Allow",
                  Principal: { AWS: ref("AWS::AccountId") },
                  Action: "dynamodb:GetItem",
                  Resource: "*",
                },
              ],
            },
          },
          SSESpecification: { SSEEnabled: true, SSEType: "KMS" },
          StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
          TableClass: "STANDARD_INFREQUENT_ACCESS",
          Tags: tags,
          TimeToLiveSpecification: { AttributeName: "expires", Enabled: "true" },
        },
      },
      OnDemandTable: {
        Type: "AWS::DynamoDB::Table",
        Properties: {
          AttributeDefinitions: [attributes[0]],
          BillingMode: "PAY_PER_REQUEST",
          GlobalSecondaryIndexes: [{ ...byId, OnDemandThroughput: { MaxReadRequestUnits: "5" } }],
          KeySchema: [keys[0]],
          KinesisStreamSpecification: {
            StreamArn: attribute("Stream"),
            ApproximateCreationDateTimePrecision: "MICROSECOND",
          },
          OnDemandThroughput: { MaxReadRequestUnits: 10, MaxWriteRequestUnits: "20" },
          WarmThroughput: { ReadUnitsPerSecond: "15000", WriteUnitsPerSecond: 5000 },
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
          SSESpecification: { SSEEnabled: false },
          TableClass: "STANDARD",
          TimeToLiveSpecification: { AttributeName: "expires", Enabled: false },
        },
      },
      ImportedTable: {
        Type: "AWS::DynamoDB::Table",
        Properties: {
          AttributeDefinitions: [attributes[0]],
          BillingMode: "PAY_PER_REQUEST",
          ImportSourceSpecification: {
            InputFormat: "DYNAMODB_JSON",
            InputCompressionType: "GZIP",
            S3BucketSource: { S3Bucket: ref("Bucket"), S3KeyPrefix: "none/" },
          },
          KeySchema: [keys[0]],
        },
      },
      GlobalTable: {
        Type: "AWS::DynamoDB::GlobalTable",
        Properties: {
          TableName: "full-global",
          AttributeDefinitions: attributes,
          BillingMode: "PROVISIONED",
          KeySchema: keys,
          LocalSecondaryIndexes: local,
          GlobalSecondaryIndexes: [
            {
              ...byEmail,
              WriteProvisionedThroughputSettings: {
                WriteCapacityAutoScalingSettings: {
                  MinCapacity: 2,
                  MaxCapacity: 9,
                  TargetTrackingScalingPolicyConfiguration: { TargetValue: 70 },
                },
              },
            },
          ],
          WriteProvisionedThroughputSettings: {
            WriteCapacityAutoScalingSettings: {
              MinCapacity: "1",
              MaxCapacity: 10,
              TargetTrackingScalingPolicyConfiguration: { TargetValue: 70 },
            },
          },
          Replicas: [
            {
              Region: ref("AWS::Region"),
              DeletionProtectionEnabled: false,
              GlobalSecondaryIndexes: [
                { IndexName: "email", ReadProvisionedThroughputSettings: { ReadCapacityUnits: 4 } },
              ],
              PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
              ReadProvisionedThroughputSettings: { ReadCapacityUnits: "3" },
              TableClass: "STANDARD",
              Tags: tags,
            },
          ],
          SSESpecification: { SSEEnabled: true, SSEType: "KMS" },
          StreamSpecification: { StreamViewType: "NEW_IMAGE" },
          TimeToLiveSpecification: { AttributeName: "expires", Enabled: true },
        },
      },
      OnDemandGlobalTable: {
        Type: "AWS::DynamoDB::GlobalTable",
        Properties: {
          AttributeDefinitions: [attributes[0]],
          BillingMode: "PAY_PER_REQUEST",
          KeySchema: [keys[0]],
          WriteOnDemandThroughputSettings: { MaxWriteRequestUnits: 20 },
          GlobalSecondaryIndexes: [
            {
              ...byId,
              WarmThroughput: { ReadUnitsPerSecond: "13000", WriteUnitsPerSecond: 5000 },
              WriteOnDemandThroughputSettings: { MaxWriteRequestUnits: "7" },
            },
          ],
          Replicas: [
            {
              Region: ref("AWS::Region"),
              GlobalSecondaryIndexes: [
                { IndexName: "own", ReadOnDemandThroughputSettings: { MaxReadRequestUnits: 8 } },
              ],
              KinesisStreamSpecification: {
                ApproximateCreationDateTimePrecision: "MICROSECOND",
                StreamArn: attribute("Stream"),
              },
              ReadOnDemandThroughputSettings: { MaxReadRequestUnits: "10" },
            },
          ],
        },
      },
      User: {
        Type: "AWS::IAM::User",
        Properties: {
          UserName: sub("full-user"),
          LoginProfile: { Password: "Correct-horse-7", PasswordResetRequired: true },
          Path: "/full/",
          Groups: [ref("OtherGroup"), ref("Group")],
          ManagedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/IAMFullAccess"],
          PermissionsBoundary: "arn:aws:iam::aws:policy/AdministratorAccess",
          Policies: [
            { PolicyName: "z", PolicyDocument: allow("s3:ListAllMyBuckets") },
            { PolicyName: "a", PolicyDocument: JSON.stringify(allow(["sqs:SendMessage", "sqs:ReceiveMessage"])) },
          ],
          Tags: tags,
        },
      },
      AccessKey: { Type: "AWS::IAM::AccessKey", Properties: { UserName: ref("User"), Serial: 2, Status: "Inactive" } },
      Group: {
        Type: "AWS::IAM::Group",
        Properties: {
          GroupName: "full-group",
          Path: "/full/",
          ManagedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/IAMFullAccess"],
          Policies: [{ PolicyName: "own", PolicyDocument: allow("s3:*") }],
        },
      },
      OtherGroup: {
        Type: "AWS::IAM::Group",
        Properties: { ManagedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] },
      },
      GroupPolicy: {
        Type: "AWS::IAM::GroupPolicy",
        Properties: { GroupName: ref("Group"), PolicyName: "beside", PolicyDocument: allow("sns:Publish") },
      },
      UserPolicy: {
        Type: "AWS::IAM::UserPolicy",
        Properties: { UserName: ref("User"), PolicyName: "beside", PolicyDocument: allow("sns:Publish") },
      },
      RolePolicy: {
        Type: "AWS::IAM::RolePolicy",
        Properties: { RoleName: ref("Role"), PolicyName: "beside", PolicyDocument: allow(["sqs:*", "logs:*"]) },
      },
      Policy: {
        Type: "AWS::IAM::Policy",
        Properties: {
          PolicyName: "inline",
          PolicyDocument: allow("s3:*"),
          Roles: [ref("Role")],
          Users: [ref("User")],
          Groups: [ref("OtherGroup"), ref("Group")],
        },
      },
      ManagedPolicy: {
        Type: "AWS::IAM::ManagedPolicy",
        Properties: {
          ManagedPolicyName: "full-policy",
          Path: "/full/",
          Description: "All of it",
          PolicyDocument: allow(["s3:GetObject", "s3:PutObject"]),
          Roles: [ref("Role")],
          Users: [ref("User")],
          Groups: [ref("OtherGroup"), ref("Group")],
        },
      },
      Membership: {
        Type: "AWS::IAM::UserToGroupAddition",
        Properties: { GroupName: ref("ThirdGroup"), Users: [ref("User")] },
      },
      ThirdGroup: { Type: "AWS::IAM::Group", Properties: { Policies: [] } },
      Role: {
        Type: "AWS::IAM::Role",
        Properties: {
          RoleName: "full-role",
          Path: "/full/",
          AssumeRolePolicyDocument: trust,
          Description: "All of it",
          ManagedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/IAMFullAccess"],
          MaxSessionDuration: "7200",
          PermissionsBoundary: "arn:aws:iam::aws:policy/AdministratorAccess",
          Policies: [
            { PolicyName: "z", PolicyDocument: allow("s3:*") },
            { PolicyName: "a", PolicyDocument: allow(["sqs:*"], ["*"]) },
          ],
          Tags: tags,
        },
      },
      Profile: {
        Type: "AWS::IAM::InstanceProfile",
        Properties: { InstanceProfileName: "full-profile", Path: "/full/", Roles: [ref("Role")] },
      },
      Function: {
        Type: "AWS::Lambda::Function",
        DependsOn: ["RolePolicy"],
        Properties: {
          FunctionName: "full-function",
          Architectures: ["arm64"],
          Code: { ZipFile: "exports.handler = async () => 1;" },
          DeadLetterConfig: { TargetArn: attribute("Queue") },
          Description: "All of it",
          Environment: { Variables: { BB: "2", AA: 1, URL: ref("Queue") } },
          EphemeralStorage: { Size: "600" },
          Handler: "index.handler",
          Layers: [ref("Layer")],
          LoggingConfig: { LogFormat: "Text", LogGroup: "/full/function" },
          MemorySize: "256",
          PackageType: "Zip",
          RecursiveLoop: "Allow",
          RuntimeManagementConfig: { UpdateRuntimeOn: "FunctionUpdate" },
          ReservedConcurrentExecutions: "2",
          Role: attribute("Role"),
          Runtime: "nodejs22.x",
          Tags: tags,
          Timeout: "9",
          TracingConfig: { Mode: "Active" },
        },
      },
      DurableFunction: {
        Type: "AWS::Lambda::Function",
        Properties: {
          Code: { ZipFile: "exports.handler = async () => ({ Status: 'SUCCEEDED' });" },
          DurableConfig: { ExecutionTimeout: "600", RetentionPeriodInDays: 7 },
          Handler: "index.handler",
          Role: attribute("Role"),
          Runtime: "nodejs22.x",
        },
      },
      Layer: {
        Type: "AWS::Lambda::LayerVersion",
        Properties: {
          LayerName: "full-layer",
          CompatibleArchitectures: ["x86_64", "arm64"],
          CompatibleRuntimes: ["python3.13", "nodejs22.x"],
          Content: LAYER_CONTENT,
          Description: "All of it",
          LicenseInfo: "MIT",
        },
      },
      Url: {
        Type: "AWS::Lambda::Url",
        DependsOn: ["Alias"],
        Properties: {
          TargetFunctionArn: attribute("Function"),
          Qualifier: "live",
          AuthType: "AWS_IAM",
          InvokeMode: "RESPONSE_STREAM",
          Cors: {
            AllowCredentials: true,
            AllowHeaders: ["b", "a"],
            AllowMethods: ["PUT", "GET"],
            AllowOrigins: ["http://b.example", "http://a.example"],
            ExposeHeaders: ["d", "c"],
            MaxAge: "60",
          },
        },
      },
      UrlPermission: {
        Type: "AWS::Lambda::Permission",
        Properties: {
          FunctionName: attribute("Function"),
          Action: "lambda:InvokeFunctionUrl",
          FunctionUrlAuthType: "AWS_IAM",
          Principal: "*",
        },
      },
      UrlInvocation: {
        Type: "AWS::Lambda::Permission",
        Properties: {
          FunctionName: attribute("Function"),
          Action: "lambda:InvokeFunction",
          InvokedViaFunctionUrl: true,
          Principal: "*",
        },
      },
      LayerPermission: {
        Type: "AWS::Lambda::LayerVersionPermission",
        Properties: {
          LayerVersionArn: ref("Layer"),
          Action: "lambda:GetLayerVersion",
          OrganizationId: "o-abcdefghij",
          Principal: "*",
        },
      },
      Version: {
        Type: "AWS::Lambda::Version",
        Properties: {
          FunctionName: attribute("Function"),
          Description: "first",
          RuntimePolicy: { UpdateRuntimeOn: "FunctionUpdate" },
        },
      },
      Alias: {
        Type: "AWS::Lambda::Alias",
        Properties: {
          FunctionName: attribute("Function"),
          FunctionVersion: attribute("Version", "Version"),
          Name: "live",
          Description: "All of it",
          RoutingConfig: { AdditionalVersionWeights: [] },
        },
      },
      InvokeConfig: {
        Type: "AWS::Lambda::EventInvokeConfig",
        DependsOn: ["RolePolicy"],
        Properties: {
          FunctionName: ref("Function"),
          Qualifier: "$LATEST",
          MaximumRetryAttempts: "1",
          MaximumEventAgeInSeconds: 300,
          DestinationConfig: {
            OnFailure: { Destination: attribute("Queue") },
            OnSuccess: { Destination: attribute("Queue") },
          },
        },
      },
      QueueMapping: {
        Type: "AWS::Lambda::EventSourceMapping",
        DependsOn: ["RolePolicy"],
        Properties: {
          FunctionName: ref("Function"),
          EventSourceArn: attribute("Queue"),
          BatchSize: "5",
          Enabled: "false",
          FilterCriteria: {
            Filters: [{ Pattern: '{"body":{"kind":["b","a"]}}' }, { Pattern: '{"body":{"kind":["c"]}}' }],
          },
          FunctionResponseTypes: ["ReportBatchItemFailures"],
          MaximumBatchingWindowInSeconds: 1,
          ScalingConfig: { MaximumConcurrency: 3 },
          Tags: tags,
        },
      },
      StreamMapping: {
        Type: "AWS::Lambda::EventSourceMapping",
        DependsOn: ["StreamAccess"],
        Properties: {
          FunctionName: attribute("Function"),
          EventSourceArn: attribute("Table", "StreamArn"),
          BisectBatchOnFunctionError: true,
          DestinationConfig: { OnFailure: { Destination: attribute("Queue") } },
          Enabled: false,
          MaximumRecordAgeInSeconds: 120,
          MaximumRetryAttempts: 2,
          ParallelizationFactor: 1,
          StartingPosition: "TRIM_HORIZON",
          TumblingWindowInSeconds: 0,
        },
      },
      RecordMapping: {
        Type: "AWS::Lambda::EventSourceMapping",
        DependsOn: ["StreamAccess"],
        Properties: {
          FunctionName: attribute("Function"),
          EventSourceArn: attribute("Stream"),
          Enabled: false,
          ParallelizationFactor: 2,
          StartingPosition: "AT_TIMESTAMP",
          StartingPositionTimestamp: 1_700_000_000,
          TumblingWindowInSeconds: 30,
        },
      },
      StreamAccess: {
        Type: "AWS::IAM::RolePolicy",
        Properties: { RoleName: ref("Role"), PolicyName: "stream", PolicyDocument: allow(["dynamodb:*", "kinesis:*"]) },
      },
      Bucket: {
        Type: "AWS::S3::Bucket",
        DependsOn: ["QueuePolicy", "TopicPolicy", "BucketPermission", "ReplicaBucket"],
        Properties: {
          BucketName: sub("full-${AWS::AccountId}"),
          AccessControl: "Private",
          BucketEncryption: {
            ServerSideEncryptionConfiguration: [
              { ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false },
            ],
          },
          CorsConfiguration: {
            CorsRules: [
              {
                Id: "app",
                AllowedHeaders: ["x-*"],
                AllowedMethods: ["PUT", "GET"],
                AllowedOrigins: ["https://example.com"],
                ExposedHeaders: ["ETag"],
                MaxAge: "600",
              },
            ],
          },
          LifecycleConfiguration: {
            Rules: [
              {
                Id: "second",
                Status: "Enabled",
                Prefix: "logs/",
                ExpirationInDays: "30",
                AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3 },
                NoncurrentVersionExpiration: { NoncurrentDays: "9", NewerNoncurrentVersions: 2 },
                NoncurrentVersionTransitions: [
                  { StorageClass: "GLACIER", TransitionInDays: 3, NewerNoncurrentVersions: 1 },
                ],
                Transitions: [{ StorageClass: "GLACIER_IR", TransitionInDays: "7" }],
              },
              {
                Id: "first",
                Status: "Disabled",
                TagFilters: [{ Key: "old", Value: "yes" }],
                ExpirationDate: "2031-01-01T00:00:00Z",
                ObjectSizeGreaterThan: 10,
                ObjectSizeLessThan: 1000,
              },
            ],
          },
          NotificationConfiguration: {
            EventBridgeConfiguration: { EventBridgeEnabled: false },
            LambdaConfigurations: [{ Event: "s3:ObjectRemoved:*", Function: attribute("Function") }],
            QueueConfigurations: [
              {
                Event: "s3:ObjectCreated:*",
                Queue: attribute("Queue"),
                Filter: {
                  S3Key: {
                    Rules: [
                      { Name: "suffix", Value: ".jpg" },
                      { Name: "prefix", Value: "in/" },
                    ],
                  },
                },
              },
            ],
            // Not the one with an AWS managed key: S3 could not publish to it.
            TopicConfigurations: [{ Event: "s3:ObjectTagging:*", Topic: ref("BucketTopic") }],
          },
          AccelerateConfiguration: { AccelerationStatus: "Suspended" },
          LoggingConfiguration: {
            LogFilePrefix: "log/",
            TargetObjectKeyFormat: { PartitionedPrefix: { PartitionDateSource: "EventTime" } },
          },
          OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: "true",
            BlockPublicPolicy: true,
            IgnorePublicAcls: true,
            RestrictPublicBuckets: false,
          },
          ReplicationConfiguration: {
            Role: attribute("Role"),
            Rules: [
              {
                Id: "copies",
                Status: "Enabled",
                Priority: "2",
                DeleteMarkerReplication: { Status: "Disabled" },
                Filter: { And: { Prefix: "in/", TagFilters: [{ Key: "a", Value: "b" }] } },
                Destination: { Bucket: attribute("ReplicaBucket"), StorageClass: "STANDARD_IA" },
              },
            ],
          },
          Tags: tags,
          VersioningConfiguration: { Status: "Enabled" },
          WebsiteConfiguration: {
            IndexDocument: "index.html",
            ErrorDocument: "error.html",
            RoutingRules: [
              {
                RoutingRuleCondition: { KeyPrefixEquals: "old/" },
                RedirectRule: { HostName: "example.com", HttpRedirectCode: 302, ReplaceKeyPrefixWith: "new/" },
              },
              { RedirectRule: { Protocol: "https", ReplaceKeyWith: "all" } },
            ],
          },
        },
      },
      ReplicaBucket: { Type: "AWS::S3::Bucket", Properties: { VersioningConfiguration: { Status: "Enabled" } } },
      BucketPermission: {
        Type: "AWS::Lambda::Permission",
        Properties: { FunctionName: ref("Function"), Action: "lambda:InvokeFunction", Principal: "s3.amazonaws.com" },
      },
      BucketPolicy: {
        Type: "AWS::S3::BucketPolicy",
        Properties: {
          Bucket: ref("Bucket"),
          PolicyDocument: {
            Version: "2012-10-17",
            Statement: [
              {
                Effect: "Deny",
                Principal: { AWS: "*" },
                Action: "s3:PutObjectAcl",
                Resource: [sub("${Bucket.Arn}/b/*"), sub("${Bucket.Arn}/a/*")],
              },
            ],
          },
        },
      },
      Identity: { Type: "AWS::SES::EmailIdentity", Properties: { EmailIdentity: "full@example.com", Tags: tags } },
      DomainIdentity: {
        Type: "AWS::SES::EmailIdentity",
        Properties: {
          EmailIdentity: "full.example.com",
          ConfigurationSetAttributes: { ConfigurationSetName: ref("MailSet") },
          DkimAttributes: { SigningEnabled: "false" },
          FeedbackAttributes: { EmailForwardingEnabled: "false" },
          MailFromAttributes: { MailFromDomain: "mail.full.example.com", BehaviorOnMxFailure: "REJECT_MESSAGE" },
        },
      },
      MailSet: {
        Type: "AWS::SES::ConfigurationSet",
        Properties: {
          Name: "full",
          DeliveryOptions: { TlsPolicy: "REQUIRE", MaxDeliverySeconds: "600" },
          ReputationOptions: { ReputationMetricsEnabled: "true" },
          SendingOptions: { SendingEnabled: "false" },
          SuppressionOptions: { SuppressedReasons: ["BOUNCE"] },
          Tags: tags,
        },
      },
      MailEvents: {
        Type: "AWS::SES::ConfigurationSetEventDestination",
        Properties: {
          ConfigurationSetName: ref("MailSet"),
          EventDestination: {
            Name: "bus",
            Enabled: "true",
            MatchingEventTypes: ["bounce", "renderingFailure"],
            EventBridgeDestination: {
              EventBusArn: { "Fn::Sub": "arn:aws:events:${AWS::Region}:${AWS::AccountId}:event-bus/default" },
            },
          },
        },
      },
      MailTemplate: {
        Type: "AWS::SES::Template",
        Properties: {
          Template: { TemplateName: "full", SubjectPart: "Hi", TextPart: "Hello", HtmlPart: "<p>Hello</p>" },
          Tags: tags,
        },
      },
      MailList: {
        Type: "AWS::SES::ContactList",
        Properties: {
          ContactListName: "full",
          Description: "All",
          Topics: [
            { TopicName: "news", DisplayName: "News", Description: "Now", DefaultSubscriptionStatus: "OPT_OUT" },
          ],
          Tags: tags,
        },
      },
      MailRules: { Type: "AWS::SES::ReceiptRuleSet", Properties: { RuleSetName: "full" } },
      MailRuleBefore: {
        Type: "AWS::SES::ReceiptRule",
        Properties: { RuleSetName: ref("MailRules"), Rule: { Name: "before", Enabled: "false" } },
      },
      MailRule: {
        Type: "AWS::SES::ReceiptRule",
        Properties: {
          RuleSetName: ref("MailRules"),
          After: ref("MailRuleBefore"),
          Rule: {
            Name: "full",
            Enabled: "true",
            ScanEnabled: "true",
            TlsPolicy: "Require",
            Recipients: ["full.example.com"],
            Actions: [
              { AddHeaderAction: { HeaderName: "X-Full", HeaderValue: "yes" } },
              { StopAction: { Scope: "RuleSet" } },
            ],
          },
        },
      },
      MailFilter: {
        Type: "AWS::SES::ReceiptFilter",
        Properties: { Filter: { Name: "full", IpFilter: { Policy: "Allow", Cidr: "10.0.0.0/24" } } },
      },
      DeployApplication: {
        Type: "AWS::CodeDeploy::Application",
        Properties: { ApplicationName: "full", ComputePlatform: "Lambda", Tags: tags },
      },
      DeployConfig: {
        Type: "AWS::CodeDeploy::DeploymentConfig",
        Properties: {
          DeploymentConfigName: "full",
          ComputePlatform: "Lambda",
          TrafficRoutingConfig: {
            Type: "TimeBasedCanary",
            TimeBasedCanary: { CanaryPercentage: 20, CanaryInterval: 3 },
          },
        },
      },
      DeployGroup: {
        Type: "AWS::CodeDeploy::DeploymentGroup",
        Properties: {
          ApplicationName: ref("DeployApplication"),
          DeploymentGroupName: "full",
          ServiceRoleArn: attribute("Role"),
          DeploymentConfigName: ref("DeployConfig"),
          DeploymentStyle: { DeploymentType: "BLUE_GREEN", DeploymentOption: "WITH_TRAFFIC_CONTROL" },
          AlarmConfiguration: { Enabled: true, IgnorePollAlarmFailure: false, Alarms: [{ Name: ref("Alarm") }] },
          AutoRollbackConfiguration: { Enabled: true, Events: ["DEPLOYMENT_FAILURE"] },
          TriggerConfigurations: [
            { TriggerName: "all", TriggerTargetArn: ref("Topic"), TriggerEvents: ["DeploymentFailure"] },
          ],
          Tags: tags,
        },
      },
      Alarm: {
        Type: "AWS::CloudWatch::Alarm",
        Properties: {
          AlarmName: "full",
          AlarmDescription: "All of it",
          ActionsEnabled: false,
          AlarmActions: [ref("Topic")],
          OKActions: [ref("Topic")],
          InsufficientDataActions: [ref("Topic")],
          Namespace: "AWS/Lambda",
          MetricName: "Duration",
          Dimensions: [{ Name: "FunctionName", Value: ref("Function") }],
          ExtendedStatistic: "p99",
          EvaluateLowSampleCountPercentile: "ignore",
          Unit: "Milliseconds",
          Period: "60",
          EvaluationPeriods: 3,
          DatapointsToAlarm: 2,
          Threshold: 1000,
          ComparisonOperator: "GreaterThanThreshold",
          TreatMissingData: "notBreaching",
          Tags: tags,
        },
      },
      PlainAlarm: {
        Type: "AWS::CloudWatch::Alarm",
        Properties: {
          Namespace: "AWS/Lambda",
          MetricName: "Errors",
          Statistic: "Sum",
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 1,
          ComparisonOperator: "GreaterThanOrEqualToThreshold",
        },
      },
      MathAlarm: {
        Type: "AWS::CloudWatch::Alarm",
        Properties: {
          Metrics: [
            { Id: "rate", Expression: "errors / 60", Label: "Errors a second", ReturnData: true },
            {
              Id: "errors",
              MetricStat: { Metric: { Namespace: "AWS/Lambda", MetricName: "Errors" }, Period: 60, Stat: "Sum" },
              ReturnData: false,
            },
          ],
          EvaluationPeriods: 1,
          Threshold: 1,
          ComparisonOperator: "GreaterThanOrEqualToThreshold",
        },
      },
      CompositeAlarm: {
        Type: "AWS::CloudWatch::CompositeAlarm",
        Properties: {
          AlarmName: "full-composite",
          AlarmDescription: "All of it",
          AlarmRule: sub("ALARM(${Alarm})"),
          ActionsEnabled: true,
          AlarmActions: [ref("Topic")],
          OKActions: [ref("Topic")],
          InsufficientDataActions: [ref("Topic")],
          ActionsSuppressor: ref("PlainAlarm"),
          ActionsSuppressorWaitPeriod: 60,
          ActionsSuppressorExtensionPeriod: "120",
          Tags: tags,
        },
      },
      Dashboard: {
        Type: "AWS::CloudWatch::Dashboard",
        Properties: {
          DashboardName: "full",
          DashboardBody: JSON.stringify({ widgets: [{ type: "text", properties: { markdown: "All of it" } }] }),
          Tags: tags,
        },
      },
      FullZone: {
        Type: "AWS::Route53::HostedZone",
        Properties: {
          Name: sub("full-${AWS::AccountId}.test"),
          HostedZoneConfig: { Comment: "All of it" },
          HostedZoneTags: tags,
        },
      },
      FullHealth: {
        Type: "AWS::Route53::HealthCheck",
        Properties: {
          HealthCheckConfig: { Type: "CALCULATED", ChildHealthChecks: [], HealthThreshold: 0, Inverted: false },
          HealthCheckTags: tags,
        },
      },
      WeightedRecord: {
        Type: "AWS::Route53::RecordSet",
        Properties: {
          HostedZoneId: ref("FullZone"),
          Name: sub("weighted.full-${AWS::AccountId}.test"),
          Type: "A",
          TTL: "60",
          ResourceRecords: ["192.0.2.1"],
          SetIdentifier: "one",
          Weight: 1,
          HealthCheckId: ref("FullHealth"),
          Comment: "Shared",
        },
      },
      LatencyRecord: {
        Type: "AWS::Route53::RecordSet",
        Properties: {
          HostedZoneId: ref("FullZone"),
          Name: sub("latency.full-${AWS::AccountId}.test"),
          Type: "A",
          TTL: "60",
          ResourceRecords: ["192.0.2.1"],
          SetIdentifier: "one",
          Region: "eu-west-1",
        },
      },
      FailoverRecord: {
        Type: "AWS::Route53::RecordSet",
        Properties: {
          HostedZoneId: ref("FullZone"),
          Name: sub("failover.full-${AWS::AccountId}.test"),
          Type: "A",
          TTL: "60",
          ResourceRecords: ["192.0.2.1"],
          SetIdentifier: "one",
          Failover: "PRIMARY",
        },
      },
      PlaceRecord: {
        Type: "AWS::Route53::RecordSet",
        Properties: {
          HostedZoneId: ref("FullZone"),
          Name: sub("place.full-${AWS::AccountId}.test"),
          Type: "A",
          TTL: "60",
          ResourceRecords: ["192.0.2.1"],
          SetIdentifier: "one",
          GeoLocation: { CountryCode: "*" },
        },
      },
      ManyRecord: {
        Type: "AWS::Route53::RecordSet",
        Properties: {
          HostedZoneId: ref("FullZone"),
          Name: sub("many.full-${AWS::AccountId}.test"),
          Type: "A",
          TTL: "60",
          ResourceRecords: ["192.0.2.1"],
          SetIdentifier: "one",
          MultiValueAnswer: true,
        },
      },
      AliasRecord: {
        Type: "AWS::Route53::RecordSet",
        Properties: {
          HostedZoneId: ref("FullZone"),
          Name: sub("alias.full-${AWS::AccountId}.test"),
          Type: "A",
          AliasTarget: {
            HostedZoneId: "Z2FDTNDATAQYW2",
            DNSName: "d111111abcdef8.cloudfront.net",
            EvaluateTargetHealth: false,
          },
        },
      },
      NamedRecord: {
        Type: "AWS::Route53::RecordSet",
        DependsOn: "FullZone",
        Properties: {
          HostedZoneName: sub("full-${AWS::AccountId}.test."),
          Name: sub("named.full-${AWS::AccountId}.test"),
          Type: "A",
          TTL: "60",
          ResourceRecords: ["192.0.2.1"],
        },
      },
      FullRecords: {
        Type: "AWS::Route53::RecordSetGroup",
        Properties: {
          HostedZoneId: ref("FullZone"),
          Comment: "Together",
          RecordSets: [
            { Name: sub("a.full-${AWS::AccountId}.test"), Type: "A", TTL: "60", ResourceRecords: ["192.0.2.1"] },
            { Name: sub("b.full-${AWS::AccountId}.test"), Type: "TXT", TTL: "60", ResourceRecords: ['"text"'] },
          ],
        },
      },
      NamedRecords: {
        Type: "AWS::Route53::RecordSetGroup",
        DependsOn: "FullZone",
        Properties: {
          HostedZoneName: sub("full-${AWS::AccountId}.test."),
          RecordSets: [
            { Name: sub("c.full-${AWS::AccountId}.test"), Type: "A", TTL: "60", ResourceRecords: ["192.0.2.1"] },
          ],
        },
      },
      FullCertificate: {
        Type: "AWS::CertificateManager::Certificate",
        Properties: {
          DomainName: sub("full-${AWS::AccountId}.test"),
          SubjectAlternativeNames: [sub("*.full-${AWS::AccountId}.test")],
          ValidationMethod: "DNS",
          KeyAlgorithm: "EC_prime256v1",
          CertificateExport: "ENABLED",
          CertificateTransparencyLoggingPreference: "DISABLED",
          DomainValidationOptions: [
            { DomainName: sub("full-${AWS::AccountId}.test"), HostedZoneId: ref("FullZone") },
            { DomainName: sub("*.full-${AWS::AccountId}.test"), HostedZoneId: ref("FullZone") },
          ],
          Tags: tags,
        },
      },
      ScaledReads: {
        Type: "AWS::ApplicationAutoScaling::ScalableTarget",
        Properties: {
          ServiceNamespace: "dynamodb",
          ScalableDimension: "dynamodb:table:ReadCapacityUnits",
          ResourceId: { "Fn::Sub": "table/${Table}" },
          MinCapacity: "1",
          MaxCapacity: 100,
          RoleARN: attribute("Role"),
          ScheduledActions: [
            {
              ScheduledActionName: "full",
              Schedule: "cron(0 9 ? * MON-FRI *)",
              Timezone: "Europe/Berlin",
              StartTime: "2099-01-01T00:00:00.000Z",
              EndTime: "2099-12-31T00:00:00.000Z",
              ScalableTargetAction: { MinCapacity: "2", MaxCapacity: 90 },
            },
          ],
          SuspendedState: {
            DynamicScalingInSuspended: "true",
            DynamicScalingOutSuspended: false,
            ScheduledScalingSuspended: true,
          },
          Tags: tags,
        },
      },
      ReadScaling: {
        Type: "AWS::ApplicationAutoScaling::ScalingPolicy",
        Properties: {
          PolicyName: "full",
          PolicyType: "TargetTrackingScaling",
          ScalingTargetId: ref("ScaledReads"),
          TargetTrackingScalingPolicyConfiguration: {
            TargetValue: "70.5",
            ScaleInCooldown: "60",
            ScaleOutCooldown: 30,
            DisableScaleIn: "true",
            PredefinedMetricSpecification: { PredefinedMetricType: "DynamoDBReadCapacityUtilization" },
          },
        },
      },
      CustomReadScaling: {
        Type: "AWS::ApplicationAutoScaling::ScalingPolicy",
        DependsOn: ["ScaledReads"],
        Properties: {
          PolicyName: "full-custom",
          PolicyType: "TargetTrackingScaling",
          ServiceNamespace: "dynamodb",
          ScalableDimension: "dynamodb:table:ReadCapacityUnits",
          ResourceId: { "Fn::Sub": "table/${Table}" },
          TargetTrackingScalingPolicyConfiguration: {
            TargetValue: 10,
            CustomizedMetricSpecification: {
              MetricName: "Orders",
              Namespace: "Shop",
              Statistic: "Sum",
              Unit: "Count",
              Dimensions: [{ Name: "Region", Value: "north" }],
            },
          },
        },
      },
      Organization: {
        Type: "AWS::Organizations::Organization",
        Properties: { FeatureSet: "ALL" },
      },
      Unit: {
        Type: "AWS::Organizations::OrganizationalUnit",
        Properties: { Name: "full", ParentId: attribute("Organization", "RootId"), Tags: tags },
      },
      Member: {
        Type: "AWS::Organizations::Account",
        Properties: {
          AccountName: { "Fn::Sub": "full-${AWS::AccountId}" },
          Email: { "Fn::Sub": "full-${AWS::AccountId}@example.com" },
          ParentIds: [attribute("Organization", "RootId")],
          RoleName: "Administration",
          Tags: tags,
        },
      },
      ControlPolicy: {
        Type: "AWS::Organizations::Policy",
        DependsOn: ["Organization"],
        Properties: {
          Name: "full",
          Description: "All of it",
          Type: "SERVICE_CONTROL_POLICY",
          Content: allow("s3:*"),
          Tags: tags,
        },
      },
      ScheduleGroup: { Type: "AWS::Scheduler::ScheduleGroup", Properties: { Name: "full", Tags: tags } },
      Schedule: {
        Type: "AWS::Scheduler::Schedule",
        Properties: {
          Name: "full",
          GroupName: ref("ScheduleGroup"),
          Description: "All of it",
          ScheduleExpression: "cron(0 9 ? * MON-FRI *)",
          ScheduleExpressionTimezone: "Europe/Berlin",
          StartDate: "2099-01-01T00:00:00.000Z",
          EndDate: "2099-12-31T00:00:00.000Z",
          State: "DISABLED",
          FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 15 },
          Target: {
            Arn: attribute("Queue"),
            RoleArn: attribute("Role"),
            Input: "hello",
            RetryPolicy: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 120 },
            DeadLetterConfig: { Arn: attribute("OtherQueue") },
          },
        },
      },
      Topic: {
        Type: "AWS::SNS::Topic",
        Properties: {
          TopicName: "full",
          DisplayName: "All of it",
          SignatureVersion: 2,
          TracingConfig: "Active",
          Subscription: [{ Protocol: "sqs", Endpoint: attribute("OtherQueue") }],
          Tags: tags,
        },
      },
      FifoTopic: {
        Type: "AWS::SNS::Topic",
        Properties: {
          FifoTopic: "true",
          ContentBasedDeduplication: "true",
          FifoThroughputScope: "MessageGroup",
          // Not where the bucket notifies: AWS managed keys are not for services that deliver.
          KmsMasterKeyId: "alias/aws/sns",
        },
      },
      BucketTopic: { Type: "AWS::SNS::Topic", Properties: { DisplayName: "Events" } },
      InlineTopic: {
        Type: "AWS::SNS::Topic",
        Properties: {
          FifoTopic: true,
          ArchivePolicy: { MessageRetentionPeriod: "30" },
          DeliveryStatusLogging: [
            { Protocol: "sqs", SuccessFeedbackRoleArn: attribute("Role"), SuccessFeedbackSampleRate: "50" },
            { Protocol: "http/s", FailureFeedbackRoleArn: attribute("Role") },
          ],
        },
      },
      ReplayedSubscription: {
        Type: "AWS::SNS::Subscription",
        Properties: {
          TopicArn: ref("InlineTopic"),
          Protocol: "sqs",
          Endpoint: attribute("Queue"),
          Region: ref("AWS::Region"),
          ReplayPolicy: { PointType: "Timestamp", StartingPoint: "2024-05-03T10:34:00.000Z" },
        },
      },
      // Nobody listens there: it stays unconfirmed.
      WebSubscription: {
        Type: "AWS::SNS::Subscription",
        Properties: {
          TopicArn: ref("Topic"),
          Protocol: "http",
          Endpoint: "http://127.0.0.1:9/",
          DeliveryPolicy: { healthyRetryPolicy: { numRetries: 5, minDelayTarget: 1, maxDelayTarget: 3 } },
        },
      },
      InlineTopicPolicy: {
        Type: "AWS::SNS::TopicInlinePolicy",
        Properties: {
          TopicArn: ref("InlineTopic"),
          PolicyDocument: {
            Version: "2012-10-17",
            Statement: [
              { Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sns:Publish", Resource: "*" },
            ],
          },
        },
      },
      Subscription: {
        Type: "AWS::SNS::Subscription",
        Properties: {
          TopicArn: ref("Topic"),
          Protocol: "sqs",
          Endpoint: attribute("Queue"),
          FilterPolicy: { kind: ["b", "a"], count: [{ numeric: [">", 1] }] },
          FilterPolicyScope: "MessageBody",
          RawMessageDelivery: "true",
          RedrivePolicy: { deadLetterTargetArn: attribute("OtherQueue") },
        },
      },
      Stream: {
        Type: "AWS::Kinesis::Stream",
        Properties: {
          Name: "full-stream",
          DesiredShardLevelMetrics: ["IncomingBytes", "OutgoingBytes"],
          MaxRecordSizeInKiB: 2048,
          RetentionPeriodHours: "48",
          ShardCount: "2",
          StreamEncryption: { EncryptionType: "KMS", KeyId: "alias/aws/kinesis" },
          StreamModeDetails: { StreamMode: "PROVISIONED" },
          Tags: tags,
        },
      },
      OnDemandStream: {
        Type: "AWS::Kinesis::Stream",
        Properties: { StreamModeDetails: { StreamMode: "ON_DEMAND" } },
      },
      StreamConsumer: {
        Type: "AWS::Kinesis::StreamConsumer",
        Properties: { ConsumerName: "full-reader", StreamARN: attribute("Stream"), Tags: tags },
      },
      StreamPolicy: {
        Type: "AWS::Kinesis::ResourcePolicy",
        Properties: {
          ResourceArn: ref("StreamConsumer"),
          ResourcePolicy: {
            Version: "2012-10-17",
            Statement: [
              {
                Effect: "Allow",
                Principal: { AWS: "111122223333" },
                Action: "kinesis:SubscribeToShard",
                Resource: ref("StreamConsumer"),
              },
            ],
          },
        },
      },
      MachineRole: {
        Type: "AWS::IAM::Role",
        Properties: {
          AssumeRolePolicyDocument: {
            Version: "2012-10-17",
            Statement: [
              {
                Effect: "Allow",
                Action: "sts:AssumeRole",
                Principal: { Service: sub("states.${AWS::Region}.amazonaws.com") },
              },
            ],
          },
          Policies: [{ PolicyName: "logs", PolicyDocument: allow("logs:DescribeLogGroups") }],
        },
      },
      Machine: {
        Type: "AWS::StepFunctions::StateMachine",
        Properties: {
          StateMachineName: "full",
          StateMachineType: "EXPRESS",
          RoleArn: attribute("MachineRole"),
          DefinitionString:
            '{"Comment": "${why}", "StartAt": "S", "States": {"S": {"Type": "Wait", "Seconds": ${seconds}, "End": true}}}',
          DefinitionSubstitutions: { why: "All of it", seconds: 5 },
          EncryptionConfiguration: { Type: "AWS_OWNED_KEY" },
          LoggingConfiguration: {
            Level: "ERROR",
            IncludeExecutionData: "true",
            Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: attribute("LogGroup") } }],
          },
          TracingConfiguration: { Enabled: "true" },
          Tags: tags,
        },
      },
      ObjectMachine: {
        Type: "AWS::StepFunctions::StateMachine",
        Properties: {
          RoleArn: attribute("MachineRole"),
          Definition: {
            StartAt: "S",
            States: { S: { Type: "Task", Resource: attribute("MachineActivity"), End: true } },
          },
        },
      },
      MachineVersion: {
        Type: "AWS::StepFunctions::StateMachineVersion",
        Properties: {
          StateMachineArn: ref("Machine"),
          StateMachineRevisionId: attribute("Machine", "StateMachineRevisionId"),
          Description: "All of it",
        },
      },
      MachineAlias: {
        Type: "AWS::StepFunctions::StateMachineAlias",
        Properties: {
          Name: "live",
          Description: "All of it",
          StateMachineArn: ref("Machine"),
          RoutingConfiguration: [{ StateMachineVersionArn: ref("MachineVersion"), Weight: "100" }],
        },
      },
      GradualAlias: {
        Type: "AWS::StepFunctions::StateMachineAlias",
        Properties: {
          Name: "gradual",
          DeploymentPreference: {
            StateMachineVersionArn: ref("MachineVersion"),
            Type: "CANARY",
            Percentage: "10",
            Interval: "5",
            Alarms: [ref("Alarm")],
          },
        },
      },
      MachineActivity: {
        Type: "AWS::StepFunctions::Activity",
        Properties: { Name: "full", EncryptionConfiguration: { Type: "AWS_OWNED_KEY" }, Tags: tags },
      },
      Secret: {
        Type: "AWS::SecretsManager::Secret",
        Properties: {
          Name: "full-secret",
          Description: "All of it",
          SecretString: "value",
          KmsKeyId: "alias/aws/secretsmanager",
          Tags: tags,
        },
      },
      GeneratedSecret: {
        Type: "AWS::SecretsManager::Secret",
        Properties: {
          GenerateSecretString: {
            SecretStringTemplate: '{"username":"admin"}',
            GenerateStringKey: "password",
            PasswordLength: "20",
            ExcludePunctuation: "true",
          },
        },
      },
      SecretPolicy: {
        Type: "AWS::SecretsManager::ResourcePolicy",
        Properties: {
          SecretId: ref("Secret"),
          BlockPublicPolicy: "true",
          ResourcePolicy: {
            Version: "2012-10-17",
            Statement: {
              Effect: "Allow",
              Principal: { AWS: ref("AWS::AccountId") },
              Action: "secretsmanager:GetSecretValue",
              Resource: "*",
            },
          },
        },
      },
      RotationPermission: {
        Type: "AWS::Lambda::Permission",
        Properties: {
          FunctionName: ref("Function"),
          Action: "lambda:InvokeFunction",
          Principal: "secretsmanager.amazonaws.com",
        },
      },
      SecretRotation: {
        Type: "AWS::SecretsManager::RotationSchedule",
        DependsOn: ["RotationPermission"],
        Properties: {
          SecretId: ref("Secret"),
          RotationLambdaARN: attribute("Function"),
          RotateImmediatelyOnUpdate: "false",
          RotationRules: { ScheduleExpression: "rate(10 days)", Duration: "3h" },
        },
      },
      EdgeAccess: {
        Type: "AWS::CloudFront::OriginAccessControl",
        Properties: {
          OriginAccessControlConfig: {
            Name: "full-access",
            Description: "All of it",
            OriginAccessControlOriginType: "s3",
            SigningBehavior: "always",
            SigningProtocol: "sigv4",
          },
        },
      },
      EdgeIdentity: {
        Type: "AWS::CloudFront::CloudFrontOriginAccessIdentity",
        Properties: { CloudFrontOriginAccessIdentityConfig: { Comment: "All of it" } },
      },
      EdgeCaching: {
        Type: "AWS::CloudFront::CachePolicy",
        Properties: {
          CachePolicyConfig: {
            Name: "full-caching",
            Comment: "All of it",
            MinTTL: "1",
            DefaultTTL: "60",
            MaxTTL: "3600",
            ParametersInCacheKeyAndForwardedToOrigin: {
              EnableAcceptEncodingGzip: "true",
              EnableAcceptEncodingBrotli: true,
              CookiesConfig: { CookieBehavior: "whitelist", Cookies: ["session"] },
              HeadersConfig: { HeaderBehavior: "whitelist", Headers: ["Accept-Language"] },
              QueryStringsConfig: { QueryStringBehavior: "allExcept", QueryStrings: ["noise"] },
            },
          },
        },
      },
      EdgeForwarding: {
        Type: "AWS::CloudFront::OriginRequestPolicy",
        Properties: {
          OriginRequestPolicyConfig: {
            Name: "full-forwarding",
            Comment: "All of it",
            CookiesConfig: { CookieBehavior: "allExcept", Cookies: ["tracking"] },
            HeadersConfig: { HeaderBehavior: "allExcept", Headers: ["host"] },
            QueryStringsConfig: { QueryStringBehavior: "whitelist", QueryStrings: ["page"] },
          },
        },
      },
      EdgeHeaders: {
        Type: "AWS::CloudFront::ResponseHeadersPolicy",
        Properties: {
          ResponseHeadersPolicyConfig: {
            Name: "full-headers",
            Comment: "All of it",
            CorsConfig: {
              AccessControlAllowCredentials: "true",
              AccessControlAllowHeaders: { Items: ["x-token"] },
              AccessControlAllowMethods: { Items: ["GET", "POST"] },
              AccessControlAllowOrigins: { Items: ["https://*.example.com"] },
              AccessControlExposeHeaders: { Items: ["x-total"] },
              AccessControlMaxAgeSec: "600",
              OriginOverride: true,
            },
            CustomHeadersConfig: { Items: [{ Header: "x-zone", Value: "a", Override: "false" }] },
            RemoveHeadersConfig: { Items: [{ Header: "x-powered-by" }] },
            SecurityHeadersConfig: {
              ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'self'", Override: true },
              ContentTypeOptions: { Override: true },
              FrameOptions: { FrameOption: "DENY", Override: true },
              ReferrerPolicy: { ReferrerPolicy: "no-referrer", Override: true },
              StrictTransportSecurity: {
                AccessControlMaxAgeSec: "60",
                IncludeSubdomains: true,
                Preload: false,
                Override: true,
              },
              XSSProtection: { Protection: true, ModeBlock: true, Override: true },
            },
            ServerTimingHeadersConfig: { Enabled: true, SamplingRate: "50" },
          },
        },
      },
      EdgeKey: {
        Type: "AWS::CloudFront::PublicKey",
        Properties: {
          PublicKeyConfig: {
            Name: "full-key",
            CallerReference: "full-key",
            EncodedKey: PUBLIC_KEY,
            Comment: "All of it",
          },
        },
      },
      EdgeFunction: {
        Type: "AWS::CloudFront::Function",
        Properties: {
          Name: "full-function",
          AutoPublish: "true",
          FunctionCode: "function handler(event) { return event.request; }",
          FunctionConfig: { Comment: "All of it", Runtime: "cloudfront-js-2.0" },
        },
      },
      EdgeKeys: {
        Type: "AWS::CloudFront::KeyGroup",
        Properties: { KeyGroupConfig: { Name: "full-keys", Comment: "All of it", Items: [ref("EdgeKey")] } },
      },
      Distribution: {
        Type: "AWS::CloudFront::Distribution",
        Properties: {
          DistributionConfig: {
            Aliases: [sub("cdn.full-${AWS::AccountId}.test")],
            CacheBehaviors: [
              {
                PathPattern: "/legacy/*",
                TargetOriginId: "server",
                ViewerProtocolPolicy: "allow-all",
                AllowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
                CachedMethods: ["GET", "HEAD", "OPTIONS"],
                Compress: true,
                MinTTL: "0",
                DefaultTTL: "10",
                MaxTTL: "20",
                ForwardedValues: {
                  QueryString: "true",
                  QueryStringCacheKeys: ["page"],
                  Headers: ["Origin"],
                  Cookies: { Forward: "whitelist", WhitelistedNames: ["session"] },
                },
              },
              {
                PathPattern: "/private/*",
                TargetOriginId: "both",
                ViewerProtocolPolicy: "https-only",
                CachePolicyId: ref("EdgeCaching"),
                FunctionAssociations: [
                  { EventType: "viewer-request", FunctionARN: attribute("EdgeFunction", "FunctionARN") },
                ],
                OriginRequestPolicyId: ref("EdgeForwarding"),
                ResponseHeadersPolicyId: ref("EdgeHeaders"),
                TrustedKeyGroups: [ref("EdgeKeys")],
              },
            ],
            Comment: "All of it",
            CustomErrorResponses: [
              { ErrorCode: "404", ResponseCode: "200", ResponsePagePath: "/index.html", ErrorCachingMinTTL: "5" },
            ],
            DefaultCacheBehavior: {
              TargetOriginId: "bucket",
              ViewerProtocolPolicy: "redirect-to-https",
              CachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
            },
            DefaultRootObject: "index.html",
            Enabled: "true",
            HttpVersion: "http2and3",
            IPV6Enabled: "false",
            OriginGroups: {
              Quantity: 1,
              Items: [
                {
                  Id: "both",
                  FailoverCriteria: { StatusCodes: { Quantity: 2, Items: [500, 404] } },
                  Members: { Quantity: 2, Items: [{ OriginId: "bucket" }, { OriginId: "server" }] },
                },
              ],
            },
            Origins: [
              {
                Id: "bucket",
                DomainName: attribute("Bucket", "RegionalDomainName"),
                OriginPath: "/site",
                S3OriginConfig: { OriginAccessIdentity: "" },
                OriginAccessControlId: ref("EdgeAccess"),
                OriginShield: { Enabled: true, OriginShieldRegion: "us-east-1" },
                ConnectionAttempts: "2",
                ConnectionTimeout: "5",
              },
              {
                Id: "server",
                DomainName: "origin.example.com",
                OriginCustomHeaders: [{ HeaderName: "x-secret", HeaderValue: "s" }],
                CustomOriginConfig: {
                  HTTPPort: "8080",
                  HTTPSPort: "8443",
                  OriginKeepaliveTimeout: "10",
                  OriginProtocolPolicy: "https-only",
                  OriginReadTimeout: "20",
                  OriginSSLProtocols: ["TLSv1.2"],
                },
              },
            ],
            PriceClass: "PriceClass_100",
            Restrictions: { GeoRestriction: { RestrictionType: "blacklist", Locations: ["AQ"] } },
            ViewerCertificate: {
              AcmCertificateArn: ref("FullCertificate"),
              MinimumProtocolVersion: "TLSv1.2_2021",
              SslSupportMethod: "sni-only",
            },
          },
          Tags: tags,
        },
      },
      SchemaRegistry: {
        Type: "AWS::EventSchemas::Registry",
        Properties: { RegistryName: "full-registry", Description: "All of it", Tags: tags },
      },
      Schema: {
        Type: "AWS::EventSchemas::Schema",
        Properties: {
          RegistryName: { "Fn::GetAtt": ["SchemaRegistry", "RegistryName"] },
          SchemaName: "full@Schema",
          Description: "All of it",
          Type: "JSONSchemaDraft4",
          Content: '{"type":"object"}',
          Tags: tags,
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
          SourceArn: sub("arn:aws:events:${AWS::Region}:${AWS::AccountId}:event-bus/default"),
          CrossAccount: "false",
          Description: "All of it",
          Tags: tags,
        },
      },
      DeliveryStream: {
        Type: "AWS::KinesisFirehose::DeliveryStream",
        Properties: {
          DeliveryStreamName: "full-delivery",
          DeliveryStreamType: "DirectPut",
          DirectPutSourceConfiguration: { ThroughputHintInMBs: "2" },
          DeliveryStreamEncryptionConfigurationInput: {
            KeyType: "CUSTOMER_MANAGED_CMK",
            KeyARN: attribute("Key"),
          },
          ExtendedS3DestinationConfiguration: {
            RoleARN: attribute("DeliveryRole"),
            BucketARN: attribute("ReplicaBucket"),
            Prefix: "data/!{timestamp:yyyy}/",
            ErrorOutputPrefix: "errors/!{firehose:error-output-type}/",
            BufferingHints: { SizeInMBs: "2", IntervalInSeconds: "60" },
            CompressionFormat: "GZIP",
            EncryptionConfiguration: { NoEncryptionConfig: "NoEncryption" },
            CloudWatchLoggingOptions: { Enabled: "false" },
            ProcessingConfiguration: {
              Enabled: "true",
              Processors: [
                {
                  Type: "Lambda",
                  Parameters: [
                    { ParameterName: "LambdaArn", ParameterValue: attribute("Function") },
                    { ParameterName: "NumberOfRetries", ParameterValue: "1" },
                  ],
                },
              ],
            },
            S3BackupMode: "Enabled",
            S3BackupConfiguration: {
              RoleARN: attribute("DeliveryRole"),
              BucketARN: attribute("ReplicaBucket"),
              Prefix: "source/",
            },
            FileExtension: ".json.gz",
            CustomTimeZone: "Europe/Oslo",
          },
          Tags: tags,
        },
      },
      StreamSubscription: {
        Type: "AWS::Logs::SubscriptionFilter",
        DependsOn: ["DeliveryAccess"],
        Properties: {
          LogGroupName: ref("LogGroup"),
          DestinationArn: attribute("HttpDeliveryStream"),
          FilterPattern: "",
          RoleArn: attribute("DeliveryRole"),
        },
      },
      DeliverySubscription: {
        Type: "AWS::SNS::Subscription",
        Properties: {
          TopicArn: ref("Topic"),
          Protocol: "firehose",
          Endpoint: attribute("HttpDeliveryStream"),
          SubscriptionRoleArn: attribute("DeliveryRole"),
          RawMessageDelivery: "true",
        },
      },
      SourcedDeliveryStream: {
        Type: "AWS::KinesisFirehose::DeliveryStream",
        DependsOn: ["DeliveryAccess"],
        Properties: {
          DeliveryStreamType: "KinesisStreamAsSource",
          KinesisStreamSourceConfiguration: {
            KinesisStreamARN: attribute("Stream"),
            RoleARN: attribute("DeliveryRole"),
          },
          S3DestinationConfiguration: {
            RoleARN: attribute("DeliveryRole"),
            BucketARN: attribute("ReplicaBucket"),
          },
        },
      },
      HttpDeliveryStream: {
        Type: "AWS::KinesisFirehose::DeliveryStream",
        Properties: {
          HttpEndpointDestinationConfiguration: {
            EndpointConfiguration: { Url: "https://example.com/in", Name: "example", AccessKey: "sesame" },
            RequestConfiguration: {
              ContentEncoding: "GZIP",
              CommonAttributes: [{ AttributeName: "stage", AttributeValue: "test" }],
            },
            RetryOptions: { DurationInSeconds: "60" },
            S3BackupMode: "AllData",
            S3Configuration: { RoleARN: attribute("DeliveryRole"), BucketARN: attribute("ReplicaBucket") },
          },
        },
      },
      DeliveryRole: {
        Type: "AWS::IAM::Role",
        Properties: {
          AssumeRolePolicyDocument: {
            Version: "2012-10-17",
            Statement: [
              {
                Effect: "Allow",
                Action: "sts:AssumeRole",
                Principal: { Service: ["firehose.amazonaws.com", "logs.amazonaws.com", "sns.amazonaws.com"] },
              },
            ],
          },
        },
      },
      DeliveryAccess: {
        Type: "AWS::IAM::RolePolicy",
        Properties: {
          RoleName: ref("DeliveryRole"),
          PolicyName: "delivery",
          PolicyDocument: allow(["firehose:*", "kinesis:*"]),
        },
      },
      UserPool: {
        Type: "AWS::Cognito::UserPool",
        Properties: {
          UserPoolName: "full",
          AccountRecoverySetting: { RecoveryMechanisms: [{ Name: "verified_email", Priority: "1" }] },
          AdminCreateUserConfig: { AllowAdminCreateUserOnly: "true" },
          AutoVerifiedAttributes: ["email"],
          AliasAttributes: ["email"],
          UsernameConfiguration: { CaseSensitive: "false" },
          DeletionProtection: "INACTIVE",
          EmailConfiguration: { EmailSendingAccount: "COGNITO_DEFAULT", From: "no-reply@example.com" },
          EmailVerificationMessage: "Your code: {####}",
          EmailVerificationSubject: "Welcome",
          EnabledMfas: ["SMS_MFA", "SOFTWARE_TOKEN_MFA"],
          MfaConfiguration: "OPTIONAL",
          LambdaConfig: { PreSignUp: attribute("Function") },
          Policies: { PasswordPolicy: { MinimumLength: "10", RequireSymbols: "false" } },
          Schema: [
            { Name: "email", Required: "true" },
            { Name: "tenant", AttributeDataType: "String", Mutable: "false" },
          ],
          SmsAuthenticationMessage: "Code {####}",
          SmsConfiguration: { SnsCallerArn: attribute("PipeRole"), ExternalId: "pool" },
          SmsVerificationMessage: "Your code: {####}",
          UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ["email"] },
          UserPoolTags: { zone: "a" },
          UserPoolTier: "LITE",
          VerificationMessageTemplate: { DefaultEmailOption: "CONFIRM_WITH_CODE" },
        },
      },
      UserPoolByMail: {
        Type: "AWS::Cognito::UserPool",
        Properties: {
          UsernameAttributes: ["email"],
          EmailAuthenticationMessage: "Sign in with {####}",
          EmailAuthenticationSubject: "Sign in",
          EnabledMfas: ["EMAIL_OTP"],
          MfaConfiguration: "OPTIONAL",
          Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] } },
        },
      },
      RotatingClient: {
        Type: "AWS::Cognito::UserPoolClient",
        Properties: {
          UserPoolId: ref("UserPoolByMail"),
          ClientName: "rotating",
          ExplicitAuthFlows: ["ALLOW_USER_AUTH"],
          RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: "10" },
        },
      },
      UserPoolClient: {
        Type: "AWS::Cognito::UserPoolClient",
        DependsOn: ["UserPoolResourceServer"],
        Properties: {
          UserPoolId: ref("UserPool"),
          ClientName: "app",
          GenerateSecret: "true",
          AccessTokenValidity: "30",
          IdTokenValidity: "30",
          RefreshTokenValidity: "2",
          TokenValidityUnits: { AccessToken: "minutes", IdToken: "minutes", RefreshToken: "days" },
          AllowedOAuthFlows: ["code"],
          AllowedOAuthFlowsUserPoolClient: "true",
          AllowedOAuthScopes: ["openid", "courses/read"],
          AuthSessionValidity: "5",
          CallbackURLs: ["https://example.com/in"],
          DefaultRedirectURI: "https://example.com/in",
          LogoutURLs: ["https://example.com/out"],
          EnableTokenRevocation: "true",
          ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
          PreventUserExistenceErrors: "ENABLED",
          ReadAttributes: ["email"],
          WriteAttributes: ["email"],
          SupportedIdentityProviders: ["COGNITO"],
        },
      },
      UserPoolDomain: {
        Type: "AWS::Cognito::UserPoolDomain",
        Properties: {
          UserPoolId: ref("UserPool"),
          Domain: { "Fn::Sub": "pool-${AWS::AccountId}" },
        },
      },
      UserPoolOwnDomain: {
        Type: "AWS::Cognito::UserPoolDomain",
        Properties: {
          UserPoolId: ref("UserPoolByMail"),
          Domain: sub("auth.full-${AWS::AccountId}.test"),
          CustomDomainConfig: { CertificateArn: ref("FullCertificate") },
        },
      },
      UserPoolGroup: {
        Type: "AWS::Cognito::UserPoolGroup",
        Properties: {
          UserPoolId: ref("UserPool"),
          GroupName: "readers",
          Description: "All of it",
          Precedence: "1",
          RoleArn: attribute("PipeRole"),
        },
      },
      UserPoolResourceServer: {
        Type: "AWS::Cognito::UserPoolResourceServer",
        Properties: {
          UserPoolId: ref("UserPool"),
          Identifier: "courses",
          Name: "Courses",
          Scopes: [{ ScopeName: "read", ScopeDescription: "Reads" }],
        },
      },
      UserPoolProvider: {
        Type: "AWS::Cognito::UserPoolIdentityProvider",
        Properties: {
          UserPoolId: ref("UserPool"),
          ProviderName: "Corp",
          ProviderType: "OIDC",
          ProviderDetails: {
            client_id: "app",
            client_secret: "hidden",
            attributes_request_method: "GET",
            oidc_issuer: "https://corp.example.com",
            authorize_scopes: "openid email",
            authorize_url: "https://corp.example.com/authorize",
            token_url: "https://corp.example.com/token",
            attributes_url: "https://corp.example.com/me",
            jwks_uri: "https://corp.example.com/keys",
          },
          AttributeMapping: { email: "email" },
          IdpIdentifiers: ["corp.example.com"],
        },
      },
      UserPoolOfReaders: { Type: "AWS::Cognito::UserPool", Properties: {} },
      UserPoolOfReadersGroup: {
        Type: "AWS::Cognito::UserPoolGroup",
        Properties: { UserPoolId: ref("UserPoolOfReaders"), GroupName: "readers" },
      },
      UserPoolUser: {
        Type: "AWS::Cognito::UserPoolUser",
        Properties: {
          UserPoolId: ref("UserPoolOfReaders"),
          Username: "reader",
          ClientMetadata: { from: "stack" },
          DesiredDeliveryMediums: ["EMAIL"],
          ForceAliasCreation: "true",
          MessageAction: "SUPPRESS",
          UserAttributes: [{ Name: "name", Value: "Reader" }],
          ValidationData: [{ Name: "from", Value: "stack" }],
        },
      },
      UserPoolMembership: {
        Type: "AWS::Cognito::UserPoolUserToGroupAttachment",
        Properties: {
          UserPoolId: ref("UserPoolOfReaders"),
          GroupName: ref("UserPoolOfReadersGroup"),
          Username: ref("UserPoolUser"),
        },
      },
      IdentityPool: {
        Type: "AWS::Cognito::IdentityPool",
        Properties: {
          IdentityPoolName: "full",
          AllowUnauthenticatedIdentities: "true",
          AllowClassicFlow: "true",
          CognitoIdentityProviders: [
            {
              ClientId: ref("UserPoolClient"),
              ProviderName: attribute("UserPool", "ProviderName"),
              ServerSideTokenCheck: "true",
            },
          ],
          DeveloperProviderName: "login.full",
          IdentityPoolTags: [{ Key: "zone", Value: "a" }],
          OpenIdConnectProviderARNs: [attribute("OidcProvider")],
          SupportedLoginProviders: { "accounts.google.com": "app" },
        },
      },
      IdentityPoolRoles: {
        Type: "AWS::Cognito::IdentityPoolRoleAttachment",
        Properties: {
          IdentityPoolId: ref("IdentityPool"),
          Roles: { authenticated: attribute("PipeRole") },
          RoleMappings: {
            Google: {
              IdentityProvider: "accounts.google.com",
              Type: "Rules",
              AmbiguousRoleResolution: "Deny",
              RulesConfiguration: {
                Rules: [{ Claim: "email", MatchType: "Equals", Value: "a", RoleARN: attribute("PipeRole") }],
              },
            },
          },
        },
      },
      IdentityPoolTags: {
        Type: "AWS::Cognito::IdentityPoolPrincipalTag",
        Properties: {
          IdentityPoolId: ref("IdentityPool"),
          IdentityProviderName: "accounts.google.com",
          PrincipalTags: { mail: "email" },
          UseDefaults: "false",
        },
      },
      OidcProvider: {
        Type: "AWS::IAM::OIDCProvider",
        Properties: {
          Url: "https://issuer.example.com",
          ClientIdList: ["app"],
          ThumbprintList: ["cf23df2207d99a74fbe169e3eba035e633b65d94"],
          Tags: [{ Key: "zone", Value: "a" }],
        },
      },
      SamlProvider: {
        Type: "AWS::IAM::SAMLProvider",
        Properties: {
          Name: "full-provider",
          SamlMetadataDocument: samlMetadata(1),
          Tags: [{ Key: "zone", Value: "a" }],
        },
      },
      LinkedRole: {
        Type: "AWS::IAM::ServiceLinkedRole",
        Properties: {
          AWSServiceName: "custom-resource.application-autoscaling.amazonaws.com",
          Description: "All of it",
        },
      },
      MfaDevice: {
        Type: "AWS::IAM::VirtualMFADevice",
        Properties: {
          VirtualMfaDeviceName: "full-device",
          Path: "/full/",
          Users: [{ Ref: "FactorUser" }],
          Tags: [{ Key: "zone", Value: "a" }],
        },
      },
      FactorUser: { Type: "AWS::IAM::User", Properties: {} },
      Pipe: {
        Type: "AWS::Pipes::Pipe",
        DependsOn: ["PipeAccess"],
        Properties: {
          Name: "full-pipe",
          Description: "All of it",
          DesiredState: "STOPPED",
          Enrichment: attribute("Function"),
          EnrichmentParameters: { InputTemplate: "<$.body>" },
          LogConfiguration: {
            Level: "INFO",
            IncludeExecutionData: ["ALL"],
            CloudwatchLogsLogDestination: { LogGroupArn: attribute("LogGroup") },
          },
          RoleArn: attribute("PipeRole"),
          Source: attribute("Queue"),
          SourceParameters: {
            FilterCriteria: { Filters: [{ Pattern: '{"body":["a"]}' }] },
            SqsQueueParameters: { BatchSize: 5, MaximumBatchingWindowInSeconds: 1 },
          },
          Tags: { zone: "a" },
          Target: attribute("FifoQueue"),
          TargetParameters: {
            InputTemplate: '{"a": <$.body>}',
            SqsQueueParameters: { MessageGroupId: "$.messageId" },
          },
        },
      },
      PipeRole: {
        Type: "AWS::IAM::Role",
        Properties: {
          AssumeRolePolicyDocument: {
            Version: "2012-10-17",
            Statement: [
              {
                Effect: "Allow",
                Action: "sts:AssumeRole",
                Principal: { Service: ["pipes.amazonaws.com", "cognito-idp.amazonaws.com"] },
              },
            ],
          },
        },
      },
      PipeAccess: {
        Type: "AWS::IAM::RolePolicy",
        Properties: { RoleName: ref("PipeRole"), PolicyName: "pipe", PolicyDocument: allow("sqs:*") },
      },
      TopicPolicy: {
        Type: "AWS::SNS::TopicPolicy",
        Properties: {
          Topics: [ref("Topic"), ref("FifoTopic"), ref("BucketTopic")],
          PolicyDocument: {
            Version: "2012-10-17",
            Statement: [
              { Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sns:Publish", Resource: "*" },
            ],
          },
        },
      },
      Key: {
        Type: "AWS::KMS::Key",
        Properties: {
          BypassPolicyLockoutSafetyCheck: false,
          Description: "All of it",
          Enabled: "true",
          EnableKeyRotation: true,
          KeyPolicy: {
            Version: "2012-10-17",
            Statement: [
              {
                Sid: "all",
                Effect: "Allow",
                Principal: { AWS: { "Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root" } },
                Action: "kms:*",
                Resource: "*",
              },
            ],
          },
          KeySpec: "SYMMETRIC_DEFAULT",
          KeyUsage: "ENCRYPT_DECRYPT",
          MultiRegion: "false",
          Origin: "AWS_KMS",
          PendingWindowInDays: "7",
          RotationPeriodInDays: "180",
          Tags: tags,
        },
      },
      OtherKey: { Type: "AWS::KMS::Key", Properties: { Enabled: "true" } },
      KeyAlias: { Type: "AWS::KMS::Alias", Properties: { AliasName: "alias/full", TargetKeyId: attribute("Key") } },
      Queue: {
        Type: "AWS::SQS::Queue",
        Properties: {
          QueueName: "full",
          DelaySeconds: "1",
          MaximumMessageSize: 2048,
          MessageRetentionPeriod: "3600",
          ReceiveMessageWaitTimeSeconds: 2,
          RedrivePolicy: { maxReceiveCount: "3", deadLetterTargetArn: attribute("OtherQueue") },
          Tags: tags,
          VisibilityTimeout: "60",
        },
      },
      OtherQueue: {
        Type: "AWS::SQS::Queue",
        Properties: { RedriveAllowPolicy: { redrivePermission: "allowAll" }, SqsManagedSseEnabled: "false" },
      },
      FifoQueue: {
        Type: "AWS::SQS::Queue",
        Properties: {
          FifoQueue: true,
          // Not where the bucket notifies: AWS managed keys are not for services that deliver.
          KmsDataKeyReusePeriodSeconds: "600",
          KmsMasterKeyId: "alias/aws/sqs",
          ContentBasedDeduplication: "true",
          DeduplicationScope: "messageGroup",
          FifoThroughputLimit: "perMessageGroupId",
        },
      },
      QueueInlinePolicy: {
        Type: "AWS::SQS::QueueInlinePolicy",
        Properties: {
          Queue: ref("FifoQueue"),
          PolicyDocument: {
            Version: "2012-10-17",
            Statement: [{ Sid: "b", Effect: "Allow", Principal: "*", Action: ["sqs:GetQueueUrl"], Resource: "*" }],
          },
        },
      },
      QueuePolicy: {
        Type: "AWS::SQS::QueuePolicy",
        Properties: {
          Queues: [ref("Queue"), ref("OtherQueue")],
          PolicyDocument: {
            Version: "2012-10-17",
            Statement: [
              {
                Sid: "b",
                Effect: "Allow",
                Principal: { Service: ["s3.amazonaws.com", "sns.amazonaws.com"] },
                Action: ["sqs:SendMessage"],
                Resource: "*",
              },
              {
                Sid: "a",
                Effect: "Allow",
                Principal: "*",
                Action: "sqs:GetQueueUrl",
                Resource: "*",
                Condition: { StringEquals: { "aws:PrincipalAccount": ref("AWS::AccountId") } },
              },
            ],
          },
        },
      },
      Bus: {
        Type: "AWS::Events::EventBus",
        Properties: {
          Name: "full-bus",
          Description: "All of it",
          DeadLetterConfig: { Arn: attribute("Queue") },
          KmsKeyIdentifier: "alias/aws/events",
          Policy: {
            Version: "2012-10-17",
            Statement: {
              Sid: "own",
              Effect: "Allow",
              Principal: { AWS: ref("AWS::AccountId") },
              Action: "events:PutEvents",
              Resource: sub("arn:aws:events:${AWS::Region}:${AWS::AccountId}:event-bus/full-bus"),
            },
          },
          Tags: tags,
        },
      },
      BusPolicy: {
        Type: "AWS::Events::EventBusPolicy",
        Properties: {
          EventBusName: "default",
          StatementId: "organization",
          Action: "events:PutEvents",
          Principal: "*",
          Condition: { Type: "StringEquals", Key: "aws:PrincipalOrgID", Value: "o-1234567890" },
        },
      },
      BusStatement: {
        Type: "AWS::Events::EventBusPolicy",
        DependsOn: "BusPolicy",
        Properties: {
          EventBusName: "default",
          StatementId: "statement",
          Statement: {
            Effect: "Allow",
            Principal: { AWS: "arn:aws:iam::111122223333:root" },
            Action: ["events:PutEvents", "events:PutRule"],
            Resource: sub("arn:aws:events:${AWS::Region}:${AWS::AccountId}:event-bus/default"),
          },
        },
      },
      Rule: {
        Type: "AWS::Events::Rule",
        Properties: {
          Name: "full-rule",
          EventBusName: ref("Bus"),
          Description: "All of it",
          EventPattern: { source: ["shop"], detail: { total: [{ numeric: [">", 10] }] } },
          RoleArn: attribute("Role"),
          State: "DISABLED",
          Tags: tags,
          Targets: [
            {
              Id: "queue",
              Arn: attribute("Queue"),
              RetryPolicy: { MaximumRetryAttempts: "2", MaximumEventAgeInSeconds: 120 },
              DeadLetterConfig: { Arn: attribute("OtherQueue") },
              InputTransformer: { InputPathsMap: { total: "$.detail.total" }, InputTemplate: '{"total": <total>}' },
            },
            { Id: "topic", Arn: ref("Topic"), InputPath: "$.detail" },
          ],
        },
      },
      ScheduledRule: {
        Type: "AWS::Events::Rule",
        Properties: { ScheduleExpression: "cron(0 12 ? * MON-FRI *)", State: "ENABLED" },
      },
      Archive: {
        Type: "AWS::Events::Archive",
        Properties: {
          ArchiveName: "full-archive",
          SourceArn: attribute("Bus"),
          Description: "All of it",
          EventPattern: { source: ["shop"] },
          RetentionDays: "7",
          KmsKeyIdentifier: "alias/aws/events",
        },
      },
      Connection: {
        Type: "AWS::Events::Connection",
        Properties: {
          Name: "full-connection",
          AuthorizationType: "BASIC",
          Description: "All of it",
          KmsKeyIdentifier: "alias/aws/events",
          AuthParameters: {
            BasicAuthParameters: { Username: "user", Password: "secret" },
            InvocationHttpParameters: {
              HeaderParameters: [{ Key: "x-from", Value: "yard", IsValueSecret: false }],
              QueryStringParameters: [{ Key: "token", Value: "hidden", IsValueSecret: true }],
            },
          },
        },
      },
      Destination: {
        Type: "AWS::Events::ApiDestination",
        Properties: {
          Name: "full-destination",
          ConnectionArn: attribute("Connection"),
          Description: "All of it",
          HttpMethod: "PUT",
          InvocationEndpoint: "https://example.com/orders/*",
          InvocationRateLimitPerSecond: "10",
        },
      },
      Network: {
        Type: "AWS::EC2::VPC",
        Properties: {
          CidrBlock: "10.0.0.0/16",
          EnableDnsHostnames: "true",
          EnableDnsSupport: "true",
          InstanceTenancy: "default",
          Tags: tags,
        },
      },
      NetworkBlock: {
        Type: "AWS::EC2::VPCCidrBlock",
        Properties: { VpcId: ref("Network"), CidrBlock: "10.1.0.0/16", AmazonProvidedIpv6CidrBlock: "false" },
      },
      NetworkSubnet: {
        Type: "AWS::EC2::Subnet",
        Properties: {
          VpcId: ref("Network"),
          CidrBlock: "10.0.0.0/24",
          AvailabilityZone: { "Fn::Select": [0, { "Fn::GetAZs": "" }] },
          AvailabilityZoneId: "use1-az1",
          MapPublicIpOnLaunch: "true",
          AssignIpv6AddressOnCreation: "false",
          EnableDns64: "false",
          PrivateDnsNameOptionsOnLaunch: {
            HostnameType: "resource-name",
            EnableResourceNameDnsARecord: "true",
            EnableResourceNameDnsAAAARecord: "false",
          },
          Tags: tags,
        },
      },
      NetworkIpv6Subnet: {
        Type: "AWS::EC2::Subnet",
        DependsOn: "NetworkIpv6",
        Properties: { VpcId: ref("Network"), CidrBlock: "10.0.7.0/24", Ipv6CidrBlock: ipv6Block(0) },
      },
      NetworkSubnetIpv6: {
        Type: "AWS::EC2::SubnetCidrBlock",
        DependsOn: "NetworkIpv6",
        Properties: { SubnetId: ref("NetworkSubnet"), Ipv6CidrBlock: ipv6Block(1) },
      },
      NetworkGateway: { Type: "AWS::EC2::InternetGateway", Properties: { Tags: tags } },
      NetworkGatewayAttachment: {
        Type: "AWS::EC2::VPCGatewayAttachment",
        Properties: { VpcId: ref("Network"), InternetGatewayId: ref("NetworkGateway") },
      },
      NetworkRoutes: { Type: "AWS::EC2::RouteTable", Properties: { VpcId: ref("Network"), Tags: tags } },
      NetworkRoute: {
        Type: "AWS::EC2::Route",
        DependsOn: "NetworkGatewayAttachment",
        Properties: {
          RouteTableId: ref("NetworkRoutes"),
          DestinationCidrBlock: "0.0.0.0/0",
          GatewayId: ref("NetworkGateway"),
        },
      },
      NetworkIpv6: {
        Type: "AWS::EC2::VPCCidrBlock",
        Properties: { VpcId: ref("Network"), AmazonProvidedIpv6CidrBlock: "true" },
      },
      NetworkIpv6Route: {
        Type: "AWS::EC2::Route",
        DependsOn: "NetworkGatewayAttachment",
        Properties: {
          RouteTableId: ref("NetworkRoutes"),
          DestinationIpv6CidrBlock: "::/0",
          GatewayId: ref("NetworkGateway"),
        },
      },
      NetworkListRoute: {
        Type: "AWS::EC2::Route",
        DependsOn: "NetworkGatewayAttachment",
        Properties: {
          RouteTableId: ref("NetworkRoutes"),
          // Amazon DynamoDB's.
          DestinationPrefixListId: "pl-02cd2c6b",
          GatewayId: ref("NetworkGateway"),
        },
      },
      NetworkSubnetRoutes: {
        Type: "AWS::EC2::SubnetRouteTableAssociation",
        Properties: { RouteTableId: ref("NetworkRoutes"), SubnetId: ref("NetworkSubnet") },
      },
      NetworkGroup: {
        Type: "AWS::EC2::SecurityGroup",
        Properties: {
          GroupDescription: "full",
          GroupName: "full-group",
          VpcId: ref("Network"),
          SecurityGroupIngress: [
            { IpProtocol: "tcp", FromPort: "443", ToPort: "443", CidrIp: "0.0.0.0/0", Description: "web" },
            { IpProtocol: "17", FromPort: 53, ToPort: 53, CidrIpv6: "::/0" },
          ],
          SecurityGroupEgress: [{ IpProtocol: -1, CidrIp: "0.0.0.0/0" }],
          Tags: tags,
        },
      },
      NetworkIn: {
        Type: "AWS::EC2::SecurityGroupIngress",
        Properties: {
          GroupId: ref("NetworkGroup"),
          IpProtocol: "tcp",
          FromPort: "80",
          ToPort: "81",
          SourceSecurityGroupId: ref("NetworkGroup"),
          SourceSecurityGroupOwnerId: ref("AWS::AccountId"),
          Description: "each other",
        },
      },
      NetworkDefaultGroup: {
        Type: "AWS::EC2::SecurityGroup",
        Properties: { GroupDescription: "in the default VPC", GroupName: "full-default-group" },
      },
      NetworkNamedIn: {
        Type: "AWS::EC2::SecurityGroupIngress",
        DependsOn: "NetworkDefaultGroup",
        Properties: { GroupName: "full-default-group", IpProtocol: "-1", CidrIp: "10.0.0.0/8" },
      },
      NetworkIpv6In: {
        Type: "AWS::EC2::SecurityGroupIngress",
        Properties: { GroupId: ref("NetworkGroup"), IpProtocol: "-1", CidrIpv6: "2001:db8::/32" },
      },
      NetworkListIn: {
        Type: "AWS::EC2::SecurityGroupIngress",
        Properties: { GroupId: ref("NetworkGroup"), IpProtocol: "-1", SourcePrefixListId: "pl-02cd2c6b" },
      },
      NetworkBlockOut: {
        Type: "AWS::EC2::SecurityGroupEgress",
        Properties: {
          GroupId: ref("NetworkGroup"),
          IpProtocol: "udp",
          FromPort: 53,
          ToPort: 53,
          CidrIp: "10.0.0.2/32",
        },
      },
      NetworkIpv6Out: {
        Type: "AWS::EC2::SecurityGroupEgress",
        Properties: { GroupId: ref("NetworkGroup"), IpProtocol: "-1", CidrIpv6: "2001:db8::/32" },
      },
      NetworkListOut: {
        Type: "AWS::EC2::SecurityGroupEgress",
        Properties: { GroupId: ref("NetworkGroup"), IpProtocol: "-1", DestinationPrefixListId: "pl-02cd2c6b" },
      },
      NetworkOut: {
        Type: "AWS::EC2::SecurityGroupEgress",
        Properties: {
          GroupId: ref("NetworkGroup"),
          IpProtocol: "icmp",
          FromPort: "-1",
          ToPort: "-1",
          DestinationSecurityGroupId: ref("NetworkGroup"),
          Description: "pings",
        },
      },
      NetworkAddress: {
        Type: "AWS::EC2::EIP",
        Properties: { Domain: "vpc", NetworkBorderGroup: "us-east-1", Tags: tags },
      },
      NetworkNatAddress: { Type: "AWS::EC2::EIP", Properties: { Domain: "vpc" } },
      NetworkSecondNatAddress: { Type: "AWS::EC2::EIP", Properties: { Domain: "vpc" } },
      NetworkOtherAddress: { Type: "AWS::EC2::EIP", Properties: { Domain: "vpc" } },
      NetworkNat: {
        Type: "AWS::EC2::NatGateway",
        DependsOn: "NetworkGatewayAttachment",
        Properties: {
          SubnetId: ref("NetworkSubnet"),
          ConnectivityType: "public",
          AllocationId: attribute("NetworkNatAddress", "AllocationId"),
          PrivateIpAddress: "10.0.0.10",
          SecondaryAllocationIds: [attribute("NetworkSecondNatAddress", "AllocationId")],
          SecondaryPrivateIpAddresses: ["10.0.0.11"],
          Tags: tags,
        },
      },
      NetworkPrivateNat: {
        Type: "AWS::EC2::NatGateway",
        Properties: {
          SubnetId: ref("NetworkSubnet"),
          ConnectivityType: "private",
          PrivateIpAddress: "10.0.0.30",
          SecondaryPrivateIpAddressCount: "1",
        },
      },
      NetworkPort: {
        Type: "AWS::EC2::NetworkInterface",
        Properties: {
          SubnetId: ref("NetworkSubnet"),
          Description: "full",
          GroupSet: [ref("NetworkGroup")],
          PrivateIpAddress: "10.0.0.20",
          SecondaryPrivateIpAddressCount: "1",
          SourceDestCheck: "false",
          Tags: tags,
        },
      },
      NetworkOtherPort: {
        Type: "AWS::EC2::NetworkInterface",
        Properties: { SubnetId: ref("NetworkSubnet"), PrivateIpAddress: "10.0.0.40" },
      },
      NetworkAddressUse: {
        Type: "AWS::EC2::EIPAssociation",
        DependsOn: "NetworkGatewayAttachment",
        Properties: {
          AllocationId: attribute("NetworkAddress", "AllocationId"),
          NetworkInterfaceId: ref("NetworkPort"),
          PrivateIpAddress: "10.0.0.20",
        },
      },
      NetworkNamedAddressUse: {
        Type: "AWS::EC2::EIPAssociation",
        DependsOn: "NetworkGatewayAttachment",
        Properties: { EIP: ref("NetworkOtherAddress"), NetworkInterfaceId: ref("NetworkOtherPort") },
      },
      NetworkNatRoute: {
        Type: "AWS::EC2::Route",
        Properties: {
          RouteTableId: ref("NetworkRoutes"),
          DestinationCidrBlock: "192.0.2.0/24",
          NatGatewayId: ref("NetworkNat"),
        },
      },
      NetworkPortRoute: {
        Type: "AWS::EC2::Route",
        Properties: {
          RouteTableId: ref("NetworkRoutes"),
          DestinationCidrBlock: "198.51.100.0/24",
          NetworkInterfaceId: ref("NetworkPort"),
        },
      },
      NetworkRole: {
        Type: "AWS::IAM::Role",
        Properties: {
          AssumeRolePolicyDocument: trust,
          Policies: [{ PolicyName: "network", PolicyDocument: allow("ec2:*NetworkInterface*") }],
        },
      },
      NetworkFunction: {
        Type: "AWS::Lambda::Function",
        Properties: {
          Runtime: "nodejs22.x",
          Handler: "index.handler",
          Role: attribute("NetworkRole"),
          Code: { ZipFile: "exports.handler = async () => 1;" },
          VpcConfig: {
            SubnetIds: [ref("NetworkSubnet")],
            SecurityGroupIds: [ref("NetworkGroup")],
            Ipv6AllowedForDualStack: "false",
          },
        },
      },
      NetworkEndpoint: {
        Type: "AWS::EC2::VPCEndpoint",
        Properties: {
          VpcId: ref("Network"),
          ServiceName: sub("com.amazonaws.${AWS::Region}.s3"),
          VpcEndpointType: "Gateway",
          RouteTableIds: [ref("NetworkRoutes")],
          PolicyDocument: {
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" }],
          },
          Tags: tags,
        },
      },
      NetworkInterfaceEndpoint: {
        Type: "AWS::EC2::VPCEndpoint",
        Properties: {
          VpcId: ref("Network"),
          ServiceName: sub("com.amazonaws.${AWS::Region}.sqs"),
          VpcEndpointType: "Interface",
          SubnetIds: [ref("NetworkSubnet")],
          SecurityGroupIds: [ref("NetworkGroup")],
          PrivateDnsEnabled: "true",
          IpAddressType: "ipv4",
          DnsOptions: { DnsRecordIpType: "ipv4" },
        },
      },
      Images: {
        Type: "AWS::ECR::Repository",
        Properties: {
          RepositoryName: "full/images",
          EmptyOnDelete: "true",
          EncryptionConfiguration: { EncryptionType: "KMS", KmsKey: attribute("Key") },
          ImageScanningConfiguration: { ScanOnPush: "true" },
          ImageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
          ImageTagMutabilityExclusionFilters: [
            {
              ImageTagMutabilityExclusionFilterType: "WILDCARD",
              ImageTagMutabilityExclusionFilterValue: "dev-*",
            },
          ],
          LifecyclePolicy: {
            LifecyclePolicyText:
              '{"rules":[{"rulePriority":1,"selection":{"tagStatus":"untagged","countType":"sinceImagePushed","countUnit":"days","countNumber":365},"action":{"type":"expire"}}]}',
            RegistryId: ref("AWS::AccountId"),
          },
          RepositoryPolicyText: {
            Version: "2012-10-17",
            Statement: {
              Effect: "Allow",
              Principal: { Service: "lambda.amazonaws.com" },
              Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            },
          },
          Tags: tags,
        },
      },
      Parameter: {
        Type: "AWS::SSM::Parameter",
        Properties: {
          Name: "/full/parameter",
          AllowedPattern: "\\w+",
          DataType: "text",
          Description: "All of it",
          Tags: { zone: "a" },
          Policies: '[{"Type":"NoChangeNotification","Version":"1.0","Attributes":{"After":"20","Unit":"Days"}}]',
          Tier: "Advanced",
          Type: "String",
          Value: "one",
        },
      },
      Nested: {
        Type: "AWS::CloudFormation::Stack",
        Properties: {
          TemplateURL: nestedUrl,
          NotificationARNs: [ref("Topic")],
          TimeoutInMinutes: 5,
          Parameters: { Text: ref("Queue"), Names: "b,a", Secret: "hunter2" },
          Tags: tags,
        },
      },
      StackSet: {
        Type: "AWS::CloudFormation::StackSet",
        Properties: {
          StackSetName: "full-set",
          PermissionModel: "SELF_MANAGED",
          CallAs: "SELF",
          Description: "All of it",
          AdministrationRoleARN: { "Fn::Sub": "arn:aws:iam::${AWS::AccountId}:role/full-administration" },
          ExecutionRoleName: "full-execution",
          Capabilities: ["CAPABILITY_IAM"],
          ManagedExecution: { Active: true },
          OperationPreferences: {
            MaxConcurrentCount: 2,
            FailureToleranceCount: 1,
            RegionConcurrencyType: "PARALLEL",
          },
          Parameters: [{ ParameterKey: "Delay", ParameterValue: "3" }],
          TemplateBody: JSON.stringify({
            Parameters: { Delay: { Type: "Number", Default: 1 } },
            Resources: { Queue: { Type: "AWS::SQS::Queue", Properties: { DelaySeconds: { Ref: "Delay" } } } },
          }),
          Tags: [{ Key: "team", Value: "a" }],
        },
      },
      Macro: {
        Type: "AWS::CloudFormation::Macro",
        Properties: { Name: "full", FunctionName: "full", Description: "All of it." },
      },
      Handle: { Type: "AWS::CloudFormation::WaitConditionHandle", Properties: {} },
      Wait: {
        Type: "AWS::CloudFormation::WaitCondition",
        Properties: { Handle: ref("Handle"), Count: "0", Timeout: "60" },
      },
      Metadata: { Type: "AWS::CDK::Metadata", Properties: { Analytics: "v2", Modules: "m" } },
    },
  };
}
