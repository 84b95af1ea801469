// The typed face of every service for calls inside the process: the SDK's own operation types, and nothing of its code.

import type { AccessAnalyzer } from "@aws-sdk/client-accessanalyzer";
import type { ACM } from "@aws-sdk/client-acm";
import type { APIGateway } from "@aws-sdk/client-api-gateway";
import type { ApiGatewayV2 } from "@aws-sdk/client-apigatewayv2";
import type { ApplicationAutoScaling } from "@aws-sdk/client-application-auto-scaling";
import type { CloudFormation } from "@aws-sdk/client-cloudformation";
import type { CloudFront } from "@aws-sdk/client-cloudfront";
import type { CloudWatch } from "@aws-sdk/client-cloudwatch";
import type { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import type { CodeDeploy } from "@aws-sdk/client-codedeploy";
import type { CognitoIdentity } from "@aws-sdk/client-cognito-identity";
import type { CognitoIdentityProvider } from "@aws-sdk/client-cognito-identity-provider";
import type { DynamoDB } from "@aws-sdk/client-dynamodb";
import type { DynamoDBStreams } from "@aws-sdk/client-dynamodb-streams";
import type { EC2 } from "@aws-sdk/client-ec2";
import type { ECR } from "@aws-sdk/client-ecr";
import type { EventBridge } from "@aws-sdk/client-eventbridge";
import type { Firehose } from "@aws-sdk/client-firehose";
import type { IAM } from "@aws-sdk/client-iam";
import type { Kinesis } from "@aws-sdk/client-kinesis";
import type { KMS } from "@aws-sdk/client-kms";
import type { Lambda } from "@aws-sdk/client-lambda";
import type { Organizations } from "@aws-sdk/client-organizations";
import type { Pipes } from "@aws-sdk/client-pipes";
import type { Route53 } from "@aws-sdk/client-route-53";
import type { S3 } from "@aws-sdk/client-s3";
import type { Scheduler } from "@aws-sdk/client-scheduler";
import type { Schemas } from "@aws-sdk/client-schemas";
import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import type { SES } from "@aws-sdk/client-ses";
import type { SESv2 } from "@aws-sdk/client-sesv2";
import type { SFN } from "@aws-sdk/client-sfn";
import type { SNS } from "@aws-sdk/client-sns";
import type { SQS } from "@aws-sdk/client-sqs";
import type { SSM } from "@aws-sdk/client-ssm";
import type { STS } from "@aws-sdk/client-sts";
import type { HttpEndpoints } from "./http-endpoints.ts";

/** The SDK's promise-returning overload of each operation, without options and callbacks. */
type Calls<Client> = {
  readonly [Name in keyof Client as Client[Name] extends Overloads ? Name : never]: Client[Name] extends {
    (input: infer Input, options?: infer _Options): Promise<infer Output>;
    (input: infer _A, callback: infer _B): void;
    (input: infer _C, options: infer _D, callback: infer _E): void;
  }
    ? (input: Input) => Promise<Present<Output>>
    : never;
};

// oxlint-disable-next-line typescript/no-explicit-any -- parameters of any overloaded client method
type Overloads = (...parameters: any[]) => any;

/** T without `undefined` in required members, as an operation gets its input: required members have been checked. */
export type Present<T> = T extends Date | Uint8Array | ((...parameters: never[]) => unknown)
  ? T
  : [T] extends [object]
    ? { [Key in keyof T]: Present<T[Key]> }
    : Exclude<T, undefined>;

/** An operation's input as its handler sees it. */
export type Input<T> = Present<T>;
/** An operation's output as its handler returns it. */
export type Output<T> = Omit<T, "$metadata">;

/**
 * `aws.sqs.sendMessage({...})`: the same way as over HTTP (required members, constraints, authorisation), without the
 * socket. Names are the SDK's; a service that the yard does not have answers NotImplemented.
 */
export interface AwsApis extends ServiceApis {
  /** Not a service: HTTP endpoints that ARNs name, called in the same name. */
  readonly httpEndpoints: HttpEndpoints;
}

/** The services among them. */
export interface ServiceApis {
  readonly accessAnalyzer: Calls<AccessAnalyzer>;
  readonly acm: Calls<ACM>;
  readonly apiGateway: Calls<APIGateway>;
  readonly apiGatewayV2: Calls<ApiGatewayV2>;
  readonly applicationAutoScaling: Calls<ApplicationAutoScaling>;
  readonly cloudFormation: Calls<CloudFormation>;
  readonly cloudFront: Calls<CloudFront>;
  readonly cloudWatch: Calls<CloudWatch>;
  readonly cloudWatchLogs: Calls<CloudWatchLogs>;
  readonly codeDeploy: Calls<CodeDeploy>;
  readonly cognitoIdentity: Calls<CognitoIdentity>;
  readonly cognitoUserPools: Calls<CognitoIdentityProvider>;
  readonly dynamoDB: Calls<DynamoDB>;
  readonly dynamoDBStreams: Calls<DynamoDBStreams>;
  readonly ec2: Calls<EC2>;
  readonly ecr: Calls<ECR>;
  readonly eventBridge: Calls<EventBridge>;
  readonly firehose: Calls<Firehose>;
  readonly iam: Calls<IAM>;
  readonly kinesis: Calls<Kinesis>;
  readonly kms: Calls<KMS>;
  readonly lambda: Calls<Lambda>;
  readonly organizations: Calls<Organizations>;
  readonly pipes: Calls<Pipes>;
  readonly route53: Calls<Route53>;
  readonly s3: Calls<S3>;
  readonly scheduler: Calls<Scheduler>;
  readonly schemas: Calls<Schemas>;
  readonly secretsManager: Calls<SecretsManager>;
  readonly ses: Calls<SES>;
  readonly sesV2: Calls<SESv2>;
  readonly sfn: Calls<SFN>;
  readonly sns: Calls<SNS>;
  readonly sqs: Calls<SQS>;
  readonly ssm: Calls<SSM>;
  readonly sts: Calls<STS>;
}

/** Which model stands behind each member of AwsApis. */
export const API_SERVICE: Readonly<Record<keyof ServiceApis, string>> = {
  accessAnalyzer: "accessanalyzer",
  acm: "acm",
  apiGateway: "api-gateway",
  apiGatewayV2: "apigatewayv2",
  applicationAutoScaling: "application-auto-scaling",
  cloudFormation: "cloudformation",
  cloudFront: "cloudfront",
  cloudWatch: "cloudwatch",
  cloudWatchLogs: "cloudwatch-logs",
  codeDeploy: "codedeploy",
  cognitoIdentity: "cognito-identity",
  cognitoUserPools: "cognito-identity-provider",
  dynamoDB: "dynamodb",
  dynamoDBStreams: "dynamodb-streams",
  ec2: "ec2",
  ecr: "ecr",
  eventBridge: "eventbridge",
  firehose: "firehose",
  iam: "iam",
  kinesis: "kinesis",
  kms: "kms",
  lambda: "lambda",
  organizations: "organizations",
  pipes: "pipes",
  route53: "route-53",
  s3: "s3",
  scheduler: "scheduler",
  schemas: "schemas",
  secretsManager: "secrets-manager",
  ses: "ses",
  sesV2: "sesv2",
  sfn: "sfn",
  sns: "sns",
  sqs: "sqs",
  ssm: "ssm",
  sts: "sts",
};
