// The services of AWS which a yard has, each read in when it is first needed. Three more are made where a yard is put together, for
// they know what the others have: CloudFormation and the tagging of all resources (knowing-services.ts), and our control API (yard.ts).

import type { ServiceEntry } from "./service/service-entry.ts";

/** Every AWS service of the yard. What an entry says of its service is checked when that is read in. */
// oxfmt-ignore
export const SERVICES: readonly ServiceEntry[] = [
  { id: "accessanalyzer", load: async () => (await import("./services/accessanalyzer/service.ts")).accessAnalyzer },
  { id: "acm", isAsked: true, hasDoors: true, load: async () => (await import("./services/acm/service.ts")).acm },
  { id: "api-gateway", isAsked: true, hasDoors: true, load: async () => (await import("./services/apigateway/service.ts")).apiGateway },
  { id: "apigatewayv2", isAsked: true, hasDoors: true, load: async () => (await import("./services/apigatewayv2/service.ts")).apigatewayv2 },
  { id: "apigatewaymanagementapi", load: async () => (await import("./services/apigatewayv2/connections/service.ts")).apigatewaymanagementapi },
  { id: "application-auto-scaling", isAsked: true, load: async () => (await import("./services/applicationautoscaling/service.ts")).applicationAutoScaling },
  { id: "cloudtrail", load: async () => (await import("./services/cloudtrail/service.ts")).cloudTrail },
  { id: "cloudwatch", isAsked: true, load: async () => (await import("./services/cloudwatch/service.ts")).cloudWatch },
  { id: "cloudwatch-logs", isAsked: true, load: async () => (await import("./services/cloudwatch-logs/service.ts")).cloudWatchLogs },
  { id: "codedeploy", load: async () => (await import("./services/codedeploy/service.ts")).codeDeploy },
  { id: "cognito-identity", isAsked: true, hasDoors: true, load: async () => (await import("./services/cognito-identity/service.ts")).cognitoIdentityPools },
  { id: "cognito-identity-provider", names: ["cognito-idp"], isAsked: true, hasDoors: true, load: async () => (await import("./services/cognito-idp/service.ts")).cognitoUserPools },
  { id: "dynamodb", isAsked: true, load: async () => (await import("./services/dynamodb/service.ts")).dynamoDb },
  { id: "dynamodb-streams", load: async () => (await import("./services/dynamodb/service.ts")).dynamoDbStreams },
  { id: "ec2", load: async () => (await import("./services/ec2/service.ts")).ec2 },
  { id: "ecr", load: async () => (await import("./services/ecr/service.ts")).ecr },
  { id: "eventbridge", isAsked: true, load: async () => (await import("./services/eventbridge/service.ts")).eventBridge },
  { id: "iam", load: async () => (await import("./services/iam/service.ts")).iam },
  { id: "firehose", isAsked: true, load: async () => (await import("./services/firehose/service.ts")).firehose },
  { id: "kinesis", load: async () => (await import("./services/kinesis/service.ts")).kinesis },
  { id: "kms", load: async () => (await import("./services/kms/service.ts")).kms },
  { id: "lambda", isAsked: true, hasDoors: true, hasBlobs: true, load: async () => (await import("./services/lambda/service.ts")).lambda },
  { id: "organizations", load: async () => (await import("./services/organizations/service.ts")).organizations },
  { id: "pipes", isAsked: true, load: async () => (await import("./services/pipes/service.ts")).pipes },
  { id: "route-53", names: ["route53"], load: async () => (await import("./services/route53/service.ts")).route53 },
  { id: "s3", hasDoors: true, hasBlobs: true, load: async () => (await import("./services/s3/service.ts")).s3 },
  { id: "scheduler", load: async () => (await import("./services/scheduler/service.ts")).scheduler },
  { id: "schemas", load: async () => (await import("./services/schemas/service.ts")).schemas },
  { id: "secrets-manager", names: ["secretsmanager"], load: async () => (await import("./services/secretsmanager/service.ts")).secretsManager },
  { id: "ses", names: ["ses", "sesv2"], isAsked: true, hasDoors: true, hasBlobs: true, load: async () => (await import("./services/ses/v1/service.ts")).ses },
  { id: "sesv2", load: async () => (await import("./services/ses/v2/service.ts")).sesV2 },
  { id: "sns", hasDoors: true, load: async () => (await import("./services/sns/service.ts")).sns },
  { id: "sqs", isAsked: true, load: async () => (await import("./services/sqs/service.ts")).sqs },
  { id: "ssm", load: async () => (await import("./services/ssm/service.ts")).ssm },
  { id: "sfn", names: ["states"], load: async () => (await import("./services/states/service.ts")).stepFunctions },
  { id: "sts", load: async () => (await import("./services/sts/service.ts")).sts },
  // Its aliases are any names: it is asked last.
  { id: "cloudfront", isAsked: true, hasDoors: true, load: async () => (await import("./services/cloudfront/service.ts")).cloudFront },
];
