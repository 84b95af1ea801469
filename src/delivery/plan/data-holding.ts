// Which resources hold data that is gone when they are deleted, and which of them a release deletes or replaces. Pure.

import type { DataLoss, ResourceChange } from "./plan.ts";

// AWS: "DeletionPolicy attribute" and the types' own pages: what these hold is not in any template, and nothing else has it.
// A queue is among them: its messages were acknowledged by nobody yet.
const HOLDS_DATA: ReadonlySet<string> = new Set([
  "AWS::Backup::BackupVault",
  "AWS::Cognito::UserPool",
  "AWS::Cognito::IdentityPool",
  "AWS::DocDB::DBCluster",
  "AWS::DynamoDB::GlobalTable",
  "AWS::DynamoDB::Table",
  "AWS::EC2::Volume",
  "AWS::ECR::Repository",
  "AWS::EFS::FileSystem",
  "AWS::ElastiCache::CacheCluster",
  "AWS::ElastiCache::ReplicationGroup",
  "AWS::FSx::FileSystem",
  "AWS::KMS::Key",
  "AWS::Kinesis::Stream",
  "AWS::Logs::LogGroup",
  "AWS::MSK::Cluster",
  "AWS::Neptune::DBCluster",
  "AWS::OpenSearchService::Domain",
  "AWS::QLDB::Ledger",
  "AWS::RDS::DBCluster",
  "AWS::RDS::DBInstance",
  "AWS::Redshift::Cluster",
  "AWS::S3::Bucket",
  "AWS::SecretsManager::Secret",
  "AWS::SQS::Queue",
  "AWS::Timestream::Table",
]);

/** Whether what a resource of the type holds is lost with it. */
export function holdsData(resourceType: string): boolean {
  return HOLDS_DATA.has(resourceType);
}

/** The resources with data that a unit's changes delete; those which stay in the account are not among them. */
export function findDataLoss(unit: string, changes: readonly ResourceChange[]): readonly DataLoss[] {
  return changes.flatMap((change): DataLoss[] => {
    const { action, logicalId, resourceType, physicalId, properties, position } = change;
    if (action !== "remove" && action !== "replace") return [];
    if (change.isRetained === true || !holdsData(resourceType)) return [];
    const causes = properties.filter((each) => each.isReplacing).map((each) => each.path);
    const because =
      action === "remove"
        ? "The template no longer has it."
        : causes.length === 0
          ? "It is replaced."
          : `It is replaced because of ${causes.join(", ")}.`;
    return [
      {
        unit,
        logicalId,
        resourceType,
        physicalId: physicalId.before ?? "",
        action,
        because,
        ...(position === undefined ? {} : { position }),
      },
    ];
  });
}
