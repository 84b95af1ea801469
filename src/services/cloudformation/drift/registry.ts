// What the registry schemas of AWS's resource types say about comparing live properties with those of a template, beyond
// what generated/resource-types/ has of them. Paths are JSON pointers; "*" stands for a position in a list.
// AWS: the registry schemas' writeOnlyProperties, insertionOrder and propertyTransform ("Resource type schema" of the
// CloudFormation CLI's user guide), for the types that this cloud has.

import type { ResourceSchema } from "../schema/resource-schema.ts";

/** How one type's live properties are compared. */
export interface ComparisonRules {
  /** What no read gives back: never compared. */
  readonly writeOnly?: readonly string[];
  /** Lists whose order means nothing. */
  readonly unordered?: readonly string[];
  /** Properties that may be written in several ways which mean the same. */
  readonly transforms?: Readonly<Record<string, (expected: string, actual: string) => boolean>>;
}

/** Types that nothing can be read of: drift detection leaves them out, as it does custom resources. */
export const UNSUPPORTED_TYPES: ReadonlySet<string> = new Set([
  "AWS::CDK::Metadata",
  "AWS::CloudFormation::Macro",
  "AWS::CloudFormation::WaitCondition",
  "AWS::CloudFormation::WaitConditionHandle",
]);

/** The rules of a type; none where everything is compared as it stands. */
export function comparisonRules(typeName: string, schema: ResourceSchema | undefined): ComparisonRules {
  return RULES[typeName] ?? schema?.comparison ?? {};
}

const TABLE_LISTS = [
  "/AttributeDefinitions",
  "/GlobalSecondaryIndexes",
  "/GlobalSecondaryIndexes/*/Projection/NonKeyAttributes",
  "/LocalSecondaryIndexes",
  "/LocalSecondaryIndexes/*/Projection/NonKeyAttributes",
];
const ENTITIES = ["/Groups", "/Roles", "/Users"];

const RULES: Readonly<Record<string, ComparisonRules>> = {
  "AWS::ApiGateway::ApiKey": { writeOnly: ["/GenerateDistinctId"], unordered: ["/StageKeys"] },
  "AWS::ApiGateway::Deployment": {
    writeOnly: ["/DeploymentCanarySettings", "/StageDescription", "/StageName"],
  },
  "AWS::ApiGateway::Method": { unordered: ["/MethodResponses", "/Integration/IntegrationResponses"] },
  "AWS::ApiGateway::RestApi": {
    writeOnly: ["/Body", "/BodyS3Location", "/CloneFrom", "/FailOnWarnings", "/Mode", "/Parameters"],
    unordered: ["/BinaryMediaTypes"],
  },
  "AWS::ApiGateway::Stage": { unordered: ["/MethodSettings"] },
  "AWS::ApiGateway::UsagePlan": { unordered: ["/ApiStages"] },
  "AWS::ApiGatewayV2::Api": {
    writeOnly: [
      "/BasePath",
      "/Body",
      "/BodyS3Location",
      "/CredentialsArn",
      "/DisableSchemaValidation",
      "/FailOnWarnings",
      "/RouteKey",
      "/Target",
    ],
  },
  "AWS::ApiGatewayV2::Deployment": { writeOnly: ["/StageName"] },
  "AWS::ApiGatewayV2::Route": { writeOnly: ["/AuthorizerId", "/RequestParameters"] },
  // The time-out counts for the creation only, and is not kept.
  "AWS::CloudFront::Function": { writeOnly: ["/AutoPublish"] },
  "AWS::CloudFormation::StackSet": { writeOnly: ["/CallAs", "/OperationPreferences", "/TemplateURL"] },
  "AWS::CloudFormation::Stack": { writeOnly: ["/TemplateURL", "/TimeoutInMinutes"] },
  "AWS::Cognito::UserPoolIdentityProvider": { unordered: ["/IdpIdentifiers"] },
  "AWS::Cognito::UserPoolUser": {
    writeOnly: [
      "/ClientMetadata",
      "/DesiredDeliveryMediums",
      "/ForceAliasCreation",
      "/MessageAction",
      "/ValidationData",
    ],
    unordered: ["/UserAttributes"],
  },
  "AWS::EC2::NatGateway": { unordered: ["/SecondaryAllocationIds", "/SecondaryPrivateIpAddresses"] },
  "AWS::EC2::VPCEndpoint": { unordered: ["/RouteTableIds", "/SecurityGroupIds", "/SubnetIds"] },
  "AWS::EC2::SecurityGroup": { unordered: ["/SecurityGroupEgress", "/SecurityGroupIngress"] },
  "AWS::DynamoDB::GlobalTable": {
    writeOnly: [
      "/GlobalSecondaryIndexes/*/WriteProvisionedThroughputSettings/WriteCapacityAutoScalingSettings/SeedCapacity",
      "/GlobalTableSourceArn",
      "/Replicas/*/GlobalSecondaryIndexes/*/ReadProvisionedThroughputSettings/ReadCapacityAutoScalingSettings/SeedCapacity",
      "/Replicas/*/ReadProvisionedThroughputSettings/ReadCapacityAutoScalingSettings/SeedCapacity",
      "/WriteProvisionedThroughputSettings/WriteCapacityAutoScalingSettings/SeedCapacity",
    ],
    unordered: [...TABLE_LISTS, "/Replicas", "/Replicas/*/GlobalSecondaryIndexes"],
  },
  "AWS::DynamoDB::Table": {
    writeOnly: ["/ImportSourceSpecification"],
    // DEVIATION: this type's schema leaves the order of these lists open; DescribeTable's order is not the template's.
    unordered: TABLE_LISTS,
    transforms: { "/SSESpecification/KMSMasterKeyId": (expected, actual) => actual.endsWith(`:key/${expected}`) },
  },
  "AWS::ECR::Repository": { writeOnly: ["/EmptyOnDelete"] },
  "AWS::Events::Connection": { writeOnly: ["/AuthParameters"] },
  "AWS::Events::Rule": { unordered: ["/Targets"] },
  "AWS::IAM::Group": { unordered: ["/ManagedPolicyArns", "/Policies"] },
  "AWS::IAM::InstanceProfile": { unordered: ["/Roles"] },
  "AWS::IAM::ManagedPolicy": { unordered: ENTITIES },
  "AWS::IAM::Policy": { unordered: ENTITIES },
  "AWS::IAM::Role": { unordered: ["/ManagedPolicyArns", "/Policies"] },
  "AWS::IAM::User": {
    writeOnly: ["/LoginProfile/Password"],
    unordered: ["/Groups", "/ManagedPolicyArns", "/Policies"],
  },
  // DEVIATION: its schema leaves the order open; GetGroup's order is not the template's.
  "AWS::IAM::UserToGroupAddition": { unordered: ["/Users"] },
  "AWS::Lambda::Alias": {
    unordered: ["/RoutingConfig/AdditionalVersionWeights"],
    transforms: { "/FunctionName": isSameFunction },
  },
  "AWS::Lambda::EventInvokeConfig": { transforms: { "/FunctionName": isSameFunction } },
  "AWS::Lambda::EventSourceMapping": { transforms: { "/FunctionName": isSameFunction } },
  "AWS::Lambda::Function": {
    writeOnly: ["/Code", "/PublishToLatestPublished", "/SnapStart"],
    unordered: ["/VpcConfig/SecurityGroupIds", "/VpcConfig/SubnetIds"],
  },
  "AWS::Lambda::LayerVersion": {
    writeOnly: ["/Content"],
    unordered: ["/CompatibleArchitectures", "/CompatibleRuntimes"],
  },
  "AWS::Lambda::Permission": {
    transforms: {
      "/FunctionName": isSameFunction,
      "/Principal": (expected, actual) => actual === `arn:aws:iam::${expected}:root`,
    },
  },
  "AWS::Lambda::Version": { transforms: { "/FunctionName": isSameFunction } },
  "AWS::Organizations::Account": { writeOnly: ["/RoleName"], unordered: ["/ParentIds"] },
  "AWS::Organizations::Policy": { unordered: ["/TargetIds"] },
  "AWS::S3::Bucket": {
    writeOnly: [
      "/AccessControl",
      "/BucketNamePrefix",
      "/BucketNamespace",
      "/LifecycleConfiguration/Rules/*/ExpiredObjectDeleteMarker",
      "/LifecycleConfiguration/Rules/*/NoncurrentVersionExpirationInDays",
      "/LifecycleConfiguration/Rules/*/NoncurrentVersionTransition",
      "/LifecycleConfiguration/Rules/*/Transition",
      "/ReplicationConfiguration/Rules/*/Prefix",
    ],
    // DEVIATION: the schema leaves the order of these open; S3 gives them back by destination.
    unordered: ["LambdaConfigurations", "QueueConfigurations", "TopicConfigurations"].flatMap((name) => [
      `/NotificationConfiguration/${name}`,
      `/NotificationConfiguration/${name}/*/Filter/S3Key/Rules`,
    ]),
    transforms: {
      ...Object.fromEntries(
        ["LambdaConfigurations", "QueueConfigurations", "TopicConfigurations"].map((name) => [
          `/NotificationConfiguration/${name}/*/Filter/S3Key/Rules/*/Name`,
          (expected: string, actual: string) => expected.toLowerCase() === actual.toLowerCase(),
        ]),
      ),
      "/LifecycleConfiguration/Rules/*/ExpirationDate": isSameTime,
      "/LifecycleConfiguration/Rules/*/Transitions/*/TransitionDate": isSameTime,
    },
  },
  "AWS::KMS::Key": { writeOnly: ["/BypassPolicyLockoutSafetyCheck", "/PendingWindowInDays"] },
  "AWS::SES::ReceiptRule": { writeOnly: ["/After"] },
  "AWS::CertificateManager::Certificate": { writeOnly: ["/DomainValidationOptions"] },
  "AWS::SecretsManager::ResourcePolicy": { writeOnly: ["/BlockPublicPolicy"] },
  "AWS::SecretsManager::RotationSchedule": { writeOnly: ["/RotateImmediatelyOnUpdate"] },
  "AWS::SecretsManager::Secret": { writeOnly: ["/GenerateSecretString", "/SecretString"] },
  "AWS::SES::EmailIdentity": {
    writeOnly: ["/DkimSigningAttributes/DomainSigningPrivateKey", "/DkimSigningAttributes/DomainSigningSelector"],
  },
  "AWS::SNS::Subscription": { writeOnly: ["/Region"] },
  "AWS::SNS::Topic": { unordered: ["/DeliveryStatusLogging", "/Subscription"] },
  "AWS::SNS::TopicPolicy": { unordered: ["/Topics"] },
  "AWS::SQS::QueuePolicy": { unordered: ["/Queues"] },
  "AWS::StepFunctions::StateMachine": {
    writeOnly: ["/Definition", "/DefinitionS3Location", "/DefinitionSubstitutions"],
  },
  "AWS::StepFunctions::StateMachineAlias": { writeOnly: ["/DeploymentPreference"] },
  "AWS::SSM::Parameter": { writeOnly: ["/AllowedPattern", "/Description", "/Policies", "/Tier"] },
};

/** A moment, however its text is written. */
function isSameTime(expected: string, actual: string): boolean {
  return Date.parse(expected) === Date.parse(actual);
}

/** A function by its name, ARN or partial ARN, with or without a qualifier. */
function isSameFunction(expected: string, actual: string): boolean {
  return functionNameOf(expected) === functionNameOf(actual);
}

function functionNameOf(reference: string): string {
  return reference.replace(/^(?:arn:[^:]+:lambda:[^:]+:)?\d{12}:function:/, "");
}
