// An app of the CDK with what its users' apps are made of: assets, references across stacks, a nested stack, custom resources by every kind of
// provider, a stage, and values that are looked up. CHANGE makes an update of it.

import { App, CfnOutput, CustomResource, Duration, NestedStack, RemovalPolicy, Stack, Stage } from "aws-cdk-lib";
import * as apigateway from "aws-cdk-lib/aws-apigateway";
import * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import * as lambda from "aws-cdk-lib/aws-lambda";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import * as logs from "aws-cdk-lib/aws-logs";
import * as route53 from "aws-cdk-lib/aws-route53";
import * as s3 from "aws-cdk-lib/aws-s3";
import * as s3n from "aws-cdk-lib/aws-s3-notifications";
import * as sns from "aws-cdk-lib/aws-sns";
import * as sqs from "aws-cdk-lib/aws-sqs";
import * as ssm from "aws-cdk-lib/aws-ssm";
import * as cr from "aws-cdk-lib/custom-resources";
import * as triggers from "aws-cdk-lib/triggers";

const app = new App();
const env = { account: process.env.CDK_DEFAULT_ACCOUNT, region: process.env.CDK_DEFAULT_REGION };
const change = process.env.CHANGE ?? "";
const runtime = lambda.Runtime.NODEJS_24_X;
const handler = "index.handler";

const data = new Stack(app, "Data", { env });
const gone = { removalPolicy: RemovalPolicy.DESTROY };
const files = new s3.Bucket(data, "Files", { ...gone, autoDeleteObjects: true, enforceSSL: true });
const arrived = new sqs.Queue(data, "Arrived", { enforceSSL: true });
files.addEventNotification(s3.EventType.OBJECT_CREATED, new s3n.SqsDestination(arrived));
const things = new dynamodb.Table(data, "Things", { partitionKey: { name: "id", type: "S" }, ...gone });
new CfnOutput(data, "Bucket", { value: files.bucketName });
new CfnOutput(data, "Queue", { value: arrived.queueUrl });

const api = new Stack(app, "Api", { env });
const keeper = new NodejsFunction(api, "Keeper", {
  entry: "keeper.ts",
  runtime,
  environment: { TABLE: things.tableName, CHANGE: change },
  logRetention: logs.RetentionDays.ONE_WEEK,
  timeout: Duration.seconds(10),
});
things.grantWriteData(keeper);
// With a role for its logs, the API would leave that behind: the CDK retains it.
const rest = new apigateway.LambdaRestApi(api, "Rest", { handler: keeper, cloudWatchRole: false });
new CfnOutput(api, "Url", { value: rest.url });

const parts = new Stack(app, "Parts", { env });
const inner = new NestedStack(parts, "Inner");
const topic = new sns.Topic(inner, "Topic", { displayName: `inner${change}` });
new CfnOutput(parts, "Topic", { value: topic.topicArn });

const custom = new Stack(app, "Custom", { env });
const onEvent = new lambda.Function(custom, "OnEvent", { runtime, handler, code: lambda.Code.fromAsset("on-event") });
const { serviceToken } = new cr.Provider(custom, "Provider", { onEventHandler: onEvent });
const made = new CustomResource(custom, "Made", { serviceToken, properties: { name: `made${change}` } });
new CfnOutput(custom, "Answer", { value: made.getAttString("Answer") });
new cr.AwsCustomResource(custom, "Put", {
  onUpdate: {
    service: "SSM",
    action: "putParameter",
    parameters: { Name: "/made/by-custom", Value: `value${change}`, Type: "String", Overwrite: true },
    physicalResourceId: cr.PhysicalResourceId.of("/made/by-custom"),
  },
  onDelete: { service: "SSM", action: "deleteParameter", parameters: { Name: "/made/by-custom" } },
  policy: cr.AwsCustomResourcePolicy.fromSdkCalls({ resources: cr.AwsCustomResourcePolicy.ANY_RESOURCE }),
});
new triggers.TriggerFunction(custom, "Once", {
  runtime,
  handler,
  code: lambda.Code.fromInline("exports.handler = async () => {};"),
});

const prod = new Stage(app, "Prod", { env });
const queue = new sqs.Queue(new Stack(prod, "One"), "Queue");
const two = new Stack(prod, "Two");
new ssm.StringParameter(two, "Name", { stringValue: queue.queueName });
const zone = route53.HostedZone.fromLookup(two, "Zone", { domainName: "example.test" });
new route53.TxtRecord(two, "Text", {
  zone,
  values: [ssm.StringParameter.valueFromLookup(two, "/looked/up", "nothing yet")],
});
