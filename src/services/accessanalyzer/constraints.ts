// Lengths, ranges and values of Access Analyzer's members, from the service's model (botocore 1.43, accessanalyzer/2019-11-01).

import type { Constraint, Constraints } from "../../service/constraints.ts";

const SIDE: Constraint = { oneOf: ["IDENTITY_POLICY", "RESOURCE_POLICY"] };

export const constraints: Constraints = {
  CheckAccessNotGranted: {
    access: { length: [0, 1] },
    "access.member.actions": { length: [0, 100] },
    "access.member.resources": { length: [0, 100] },
    "access.member.resources.member": { length: [0, 2_048] },
    policyType: SIDE,
  },
  CheckNoNewAccess: { policyType: SIDE },
  CheckNoPublicAccess: {
    resourceType: {
      oneOf: [
        "AWS::DynamoDB::Table",
        "AWS::DynamoDB::Stream",
        "AWS::EFS::FileSystem",
        "AWS::OpenSearchService::Domain",
        "AWS::Kinesis::Stream",
        "AWS::Kinesis::StreamConsumer",
        "AWS::KMS::Key",
        "AWS::Lambda::Function",
        "AWS::S3::Bucket",
        "AWS::S3::AccessPoint",
        "AWS::S3Express::DirectoryBucket",
        "AWS::S3::Glacier",
        "AWS::S3Outposts::Bucket",
        "AWS::S3Outposts::AccessPoint",
        "AWS::SecretsManager::Secret",
        "AWS::SNS::Topic",
        "AWS::SQS::Queue",
        "AWS::IAM::AssumeRolePolicyDocument",
        "AWS::S3Tables::TableBucket",
        "AWS::ApiGateway::RestApi",
        "AWS::CodeArtifact::Domain",
        "AWS::Backup::BackupVault",
        "AWS::CloudTrail::Dashboard",
        "AWS::CloudTrail::EventDataStore",
        "AWS::S3Tables::Table",
        "AWS::S3Express::AccessPoint",
      ],
    },
  },
  ValidatePolicy: {
    locale: { oneOf: ["DE", "EN", "ES", "FR", "IT", "JA", "KO", "PT_BR", "ZH_CN", "ZH_TW"] },
    policyType: { oneOf: ["IDENTITY_POLICY", "RESOURCE_POLICY", "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"] },
    validatePolicyResourceType: {
      oneOf: [
        "AWS::S3::Bucket",
        "AWS::S3::AccessPoint",
        "AWS::S3::MultiRegionAccessPoint",
        "AWS::S3ObjectLambda::AccessPoint",
        "AWS::IAM::AssumeRolePolicyDocument",
        "AWS::DynamoDB::Table",
      ],
    },
  },
};
