// Which resource types hold data that is gone when the resource is. Data only.

// AWS: "DeletionPolicy attribute" and the services' own documentation: what is deleted with these resources cannot be
// brought back by creating them again. A queue is among them: its messages were acknowledged by nobody yet.
const DATA_TYPES: ReadonlySet<string> = new Set([
  "AWS::Backup::BackupVault",
  "AWS::Cassandra::Table",
  "AWS::CloudTrail::EventDataStore",
  "AWS::Cognito::IdentityPool",
  "AWS::Cognito::UserPool",
  "AWS::DocDB::DBCluster",
  "AWS::DynamoDB::GlobalTable",
  "AWS::DynamoDB::Table",
  "AWS::EC2::Volume",
  "AWS::ECR::Repository",
  "AWS::EFS::FileSystem",
  "AWS::ElastiCache::CacheCluster",
  "AWS::ElastiCache::ReplicationGroup",
  "AWS::Events::Archive",
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
  "AWS::SDB::Domain",
  "AWS::SQS::Queue",
  "AWS::SecretsManager::Secret",
  "AWS::Serverless::SimpleTable",
  "AWS::Timestream::Table",
]);

/** Whether deleting a resource of the type deletes data with it. */
export function holdsData(resourceType: string): boolean {
  return DATA_TYPES.has(resourceType);
}
