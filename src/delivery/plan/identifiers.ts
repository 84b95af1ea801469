// By which texts others can refer to a resource: its physical id, its ARN, its name, its URL. CloudFormation shows only the
// physical id; the rest follows from it by the type. Pure.

export interface Place {
  readonly account: string;
  readonly region: string;
}

// AWS: "Ref" of each type's page in the template reference says what the physical id is; the ARN's form is that of the
// Service Authorization Reference.
const ARN_OF: Readonly<Record<string, (id: string, place: Place) => string | undefined>> = {
  "AWS::SQS::Queue": (url, { account, region }) => `arn:aws:sqs:${region}:${account}:${lastPart(url)}`,
  "AWS::DynamoDB::Table": (name, { account, region }) => `arn:aws:dynamodb:${region}:${account}:table/${name}`,
  "AWS::DynamoDB::GlobalTable": (name, { account, region }) => `arn:aws:dynamodb:${region}:${account}:table/${name}`,
  "AWS::S3::Bucket": (name) => `arn:aws:s3:::${name}`,
  "AWS::Lambda::Function": (name, { account, region }) => `arn:aws:lambda:${region}:${account}:function:${name}`,
  "AWS::IAM::Role": (name, { account }) => `arn:aws:iam::${account}:role/${name}`,
  "AWS::IAM::User": (name, { account }) => `arn:aws:iam::${account}:user/${name}`,
  "AWS::SSM::Parameter": (name, { account, region }) =>
    `arn:aws:ssm:${region}:${account}:parameter/${name.replace(/^\//, "")}`,
  "AWS::Logs::LogGroup": (name, { account, region }) => `arn:aws:logs:${region}:${account}:log-group:${name}`,
  "AWS::Events::EventBus": (name, { account, region }) => `arn:aws:events:${region}:${account}:event-bus/${name}`,
  "AWS::Kinesis::Stream": (name, { account, region }) => `arn:aws:kinesis:${region}:${account}:stream/${name}`,
  "AWS::KMS::Key": (id, { account, region }) => `arn:aws:kms:${region}:${account}:key/${id}`,
  "AWS::Cognito::UserPool": (id, { account, region }) => `arn:aws:cognito-idp:${region}:${account}:userpool/${id}`,
  "AWS::ECR::Repository": (name, { account, region }) => `arn:aws:ecr:${region}:${account}:repository/${name}`,
  "AWS::KinesisFirehose::DeliveryStream": (name, { account, region }) =>
    `arn:aws:firehose:${region}:${account}:deliverystream/${name}`,
};

// Their physical id is what an API's host or path starts with: https://ID.execute-api.REGION..., whatever the cloud.
const API_TYPES: ReadonlySet<string> = new Set(["AWS::ApiGatewayV2::Api", "AWS::ApiGateway::RestApi"]);

/** All texts by which a resource is known, the most telling first. */
export function identifiersOf(
  resource: { readonly resourceType: string; readonly physicalId: string },
  place: Place,
): readonly string[] {
  const { resourceType, physicalId } = resource;
  if (physicalId === "") return [];
  const found = new Set([physicalId]);
  const arn = physicalId.startsWith("arn:") ? physicalId : ARN_OF[resourceType]?.(physicalId, place);
  if (arn !== undefined) found.add(arn);
  if (physicalId.startsWith("arn:") || physicalId.startsWith("http")) {
    const name = lastPart(physicalId);
    // A subscription's or listener's last part is random and means nothing by itself; a topic's or queue's is its name.
    if (NAMED.has(resourceType) && name !== "") found.add(name);
  }
  if (API_TYPES.has(resourceType)) found.add(physicalId);
  return [...found];
}

const NAMED: ReadonlySet<string> = new Set([
  "AWS::SQS::Queue",
  "AWS::SNS::Topic",
  "AWS::StepFunctions::StateMachine",
  "AWS::SecretsManager::Secret",
  "AWS::ElasticLoadBalancingV2::LoadBalancer",
]);

function lastPart(id: string): string {
  return id.split(/[:/]/).at(-1) ?? "";
}
