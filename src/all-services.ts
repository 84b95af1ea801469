// The services of AWS which a yard has. Two more are made where a yard is put together, for they know what the others have: CloudFormation
// and the tagging of all resources (yard.ts).

import type { ServiceDefinition } from "./service/service.ts";
import { accessAnalyzer } from "./services/accessanalyzer/service.ts";
import { acm } from "./services/acm/service.ts";
import { apiGateway } from "./services/apigateway/service.ts";
import { apigatewaymanagementapi } from "./services/apigatewayv2/connections/service.ts";
import { apigatewayv2 } from "./services/apigatewayv2/service.ts";
import { applicationAutoScaling } from "./services/applicationautoscaling/service.ts";
import { cloudFront } from "./services/cloudfront/service.ts";
import { cloudTrail } from "./services/cloudtrail/service.ts";
import { cloudWatchLogs } from "./services/cloudwatch-logs/service.ts";
import { cloudWatch } from "./services/cloudwatch/service.ts";
import { codeDeploy } from "./services/codedeploy/service.ts";
import { cognitoIdentityPools } from "./services/cognito-identity/service.ts";
import { cognitoUserPools } from "./services/cognito-idp/service.ts";
import { dynamoDb, dynamoDbStreams } from "./services/dynamodb/service.ts";
import { ec2 } from "./services/ec2/service.ts";
import { ecr } from "./services/ecr/service.ts";
import { eventBridge } from "./services/eventbridge/service.ts";
import { firehose } from "./services/firehose/service.ts";
import { iam } from "./services/iam/service.ts";
import { kinesis } from "./services/kinesis/service.ts";
import { kms } from "./services/kms/service.ts";
import { lambda } from "./services/lambda/service.ts";
import { organizations } from "./services/organizations/service.ts";
import { pipes } from "./services/pipes/service.ts";
import { route53 } from "./services/route53/service.ts";
import { s3 } from "./services/s3/service.ts";
import { scheduler } from "./services/scheduler/service.ts";
import { schemas } from "./services/schemas/service.ts";
import { secretsManager } from "./services/secretsmanager/service.ts";
import { ses } from "./services/ses/v1/service.ts";
import { sesV2 } from "./services/ses/v2/service.ts";
import { sns } from "./services/sns/service.ts";
import { sqs } from "./services/sqs/service.ts";
import { ssm } from "./services/ssm/service.ts";
import { stepFunctions } from "./services/states/service.ts";
import { sts } from "./services/sts/service.ts";

/** Every AWS service of the yard, one a line. */
// oxfmt-ignore
export const SERVICES: readonly ServiceDefinition[] = [
  accessAnalyzer,
  acm,
  apiGateway,
  apigatewayv2,
  apigatewaymanagementapi,
  applicationAutoScaling,
  cloudTrail,
  cloudWatch,
  cloudWatchLogs,
  codeDeploy,
  cognitoIdentityPools,
  cognitoUserPools,
  dynamoDb,
  dynamoDbStreams,
  ec2,
  ecr,
  eventBridge,
  iam,
  firehose,
  kinesis,
  kms,
  lambda,
  organizations,
  pipes,
  route53,
  s3,
  scheduler,
  schemas,
  secretsManager,
  ses,
  sesV2,
  sns,
  sqs,
  ssm,
  stepFunctions,
  sts,
  // Its aliases are any names: it is asked last.
  cloudFront,
];
