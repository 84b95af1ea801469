// The constraints of Application Auto Scaling, as its API reference declares them.

import type { Constraints } from "../../service/constraints.ts";

const ADJUSTMENT_TYPE = { oneOf: ["ChangeInCapacity", "PercentChangeInCapacity", "ExactCapacity"] } as const;
const AMAZON_RESOURCE_NAME = {
  length: [1, 1011],
  pattern: "arn:.+:application-autoscaling:.+:[0-9]+:scalable-target\\/[a-zA-Z0-9-]+",
} as const;
const EXPRESSION = { length: [1, 2048] } as const;
const ID = { length: [1, 255] } as const;
const METRIC_AGGREGATION_TYPE = { oneOf: ["Average", "Minimum", "Maximum"] } as const;
const METRIC_STATISTIC = { oneOf: ["Average", "Minimum", "Maximum", "SampleCount", "Sum"] } as const;
const METRIC_TYPE = {
  oneOf: [
    "DynamoDBReadCapacityUtilization",
    "DynamoDBWriteCapacityUtilization",
    "ALBRequestCountPerTarget",
    "RDSReaderAverageCPUUtilization",
    "RDSReaderAverageDatabaseConnections",
    "EC2SpotFleetRequestAverageCPUUtilization",
    "EC2SpotFleetRequestAverageNetworkIn",
    "EC2SpotFleetRequestAverageNetworkOut",
    "SageMakerVariantInvocationsPerInstance",
    "ECSServiceAverageCPUUtilization",
    "ECSServiceAverageMemoryUtilization",
    "AppStreamAverageCapacityUtilization",
    "ComprehendInferenceUtilization",
    "LambdaProvisionedConcurrencyUtilization",
    "CassandraReadCapacityUtilization",
    "CassandraWriteCapacityUtilization",
    "KafkaBrokerStorageUtilization",
    "ElastiCacheEngineCPUUtilization",
    "ElastiCacheDatabaseMemoryUsagePercentage",
    "ElastiCachePrimaryEngineCPUUtilization",
    "ElastiCacheReplicaEngineCPUUtilization",
    "ElastiCacheDatabaseMemoryUsageCountedForEvictPercentage",
    "NeptuneReaderAverageCPUUtilization",
    "SageMakerVariantProvisionedConcurrencyUtilization",
    "ElastiCacheDatabaseCapacityUsageCountedForEvictPercentage",
    "SageMakerInferenceComponentInvocationsPerCopy",
    "WorkSpacesAverageUserSessionsCapacityUtilization",
    "SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution",
    "SageMakerVariantConcurrentRequestsPerModelHighResolution",
  ],
} as const;
// AWS: \p{Print}+, which JavaScript does not know.
const POLICY_NAME = { length: [1, 256], pattern: "[ -~]+" } as const;
const POLICY_TYPE = { oneOf: ["StepScaling", "TargetTrackingScaling", "PredictiveScaling"] } as const;
const RESOURCE_ID_MAX_LEN1600 = { length: [1, 1600] } as const;
const RESOURCE_IDS_MAX_LEN1600 = { length: [0, 50] } as const;
const RESOURCE_LABEL = { length: [1, 1023] } as const;
const SCALABLE_DIMENSION = {
  oneOf: [
    "ecs:service:DesiredCount",
    "ec2:spot-fleet-request:TargetCapacity",
    "elasticmapreduce:instancegroup:InstanceCount",
    "appstream:fleet:DesiredCapacity",
    "dynamodb:table:ReadCapacityUnits",
    "dynamodb:table:WriteCapacityUnits",
    "dynamodb:index:ReadCapacityUnits",
    "dynamodb:index:WriteCapacityUnits",
    "rds:cluster:ReadReplicaCount",
    "sagemaker:variant:DesiredInstanceCount",
    "custom-resource:ResourceType:Property",
    "comprehend:document-classifier-endpoint:DesiredInferenceUnits",
    "comprehend:entity-recognizer-endpoint:DesiredInferenceUnits",
    "lambda:function:ProvisionedConcurrency",
    "cassandra:table:ReadCapacityUnits",
    "cassandra:table:WriteCapacityUnits",
    "kafka:broker-storage:VolumeSize",
    "elasticache:cache-cluster:Nodes",
    "elasticache:replication-group:NodeGroups",
    "elasticache:replication-group:Replicas",
    "neptune:cluster:ReadReplicaCount",
    "sagemaker:variant:DesiredProvisionedConcurrency",
    "sagemaker:inference-component:DesiredCopyCount",
    "workspaces:workspacespool:DesiredUserSessions",
  ],
} as const;
const SCHEDULED_ACTION_NAME = {
  length: [1, 256],
  pattern: "(?!((^[ ]+.*)|(.*([\\u0000-\\u001f]|[\\u007f-\\u009f]|[:/|])+.*)|(.*[ ]+$))).+",
} as const;
const SERVICE_NAMESPACE = {
  oneOf: [
    "ecs",
    "elasticmapreduce",
    "ec2",
    "appstream",
    "dynamodb",
    "rds",
    "sagemaker",
    "custom-resource",
    "comprehend",
    "lambda",
    "cassandra",
    "kafka",
    "elasticache",
    "neptune",
    "workspaces",
  ],
} as const;
const TAG_KEY = { length: [1, 128] } as const;
const TAG_KEY_LIST = { length: [0, 200] } as const;
const TAG_VALUE = { length: [0, 256] } as const;
const TARGET_TRACKING_METRIC_DIMENSION_NAME = { length: [1, 255] } as const;
const TARGET_TRACKING_METRIC_DIMENSION_VALUE = { length: [1, 1024] } as const;
const TARGET_TRACKING_METRIC_NAME = { length: [1, 255] } as const;
const TARGET_TRACKING_METRIC_NAMESPACE = { length: [1, 255] } as const;
const TARGET_TRACKING_METRIC_UNIT = { length: [1, 1023] } as const;

export const constraints: Constraints = {
  DeleteScalingPolicy: {
    PolicyName: RESOURCE_ID_MAX_LEN1600,
    ResourceId: RESOURCE_ID_MAX_LEN1600,
    ScalableDimension: SCALABLE_DIMENSION,
    ServiceNamespace: SERVICE_NAMESPACE,
  },
  DeleteScheduledAction: {
    ResourceId: RESOURCE_ID_MAX_LEN1600,
    ScalableDimension: SCALABLE_DIMENSION,
    ScheduledActionName: RESOURCE_ID_MAX_LEN1600,
    ServiceNamespace: SERVICE_NAMESPACE,
  },
  DeregisterScalableTarget: {
    ResourceId: RESOURCE_ID_MAX_LEN1600,
    ScalableDimension: SCALABLE_DIMENSION,
    ServiceNamespace: SERVICE_NAMESPACE,
  },
  DescribeScalableTargets: {
    ResourceIds: RESOURCE_IDS_MAX_LEN1600,
    "ResourceIds.member": RESOURCE_ID_MAX_LEN1600,
    ScalableDimension: SCALABLE_DIMENSION,
    ServiceNamespace: SERVICE_NAMESPACE,
  },
  DescribeScalingActivities: {
    ResourceId: RESOURCE_ID_MAX_LEN1600,
    ScalableDimension: SCALABLE_DIMENSION,
    ServiceNamespace: SERVICE_NAMESPACE,
  },
  DescribeScalingPolicies: {
    PolicyNames: RESOURCE_IDS_MAX_LEN1600,
    "PolicyNames.member": RESOURCE_ID_MAX_LEN1600,
    ResourceId: RESOURCE_ID_MAX_LEN1600,
    ScalableDimension: SCALABLE_DIMENSION,
    ServiceNamespace: SERVICE_NAMESPACE,
  },
  DescribeScheduledActions: {
    ResourceId: RESOURCE_ID_MAX_LEN1600,
    ScalableDimension: SCALABLE_DIMENSION,
    ScheduledActionNames: RESOURCE_IDS_MAX_LEN1600,
    "ScheduledActionNames.member": RESOURCE_ID_MAX_LEN1600,
    ServiceNamespace: SERVICE_NAMESPACE,
  },
  ListTagsForResource: {
    ResourceARN: AMAZON_RESOURCE_NAME,
  },
  PutScalingPolicy: {
    PolicyName: POLICY_NAME,
    PolicyType: POLICY_TYPE,
    ResourceId: RESOURCE_ID_MAX_LEN1600,
    ScalableDimension: SCALABLE_DIMENSION,
    ServiceNamespace: SERVICE_NAMESPACE,
    "StepScalingPolicyConfiguration.AdjustmentType": ADJUSTMENT_TYPE,
    "StepScalingPolicyConfiguration.MetricAggregationType": METRIC_AGGREGATION_TYPE,
    "TargetTrackingScalingPolicyConfiguration.CustomizedMetricSpecification.Metrics.member.Expression": EXPRESSION,
    "TargetTrackingScalingPolicyConfiguration.CustomizedMetricSpecification.Metrics.member.Id": ID,
    "TargetTrackingScalingPolicyConfiguration.CustomizedMetricSpecification.Metrics.member.MetricStat.Metric.Dimensions.member.Name":
      TARGET_TRACKING_METRIC_DIMENSION_NAME,
    "TargetTrackingScalingPolicyConfiguration.CustomizedMetricSpecification.Metrics.member.MetricStat.Metric.Dimensions.member.Value":
      TARGET_TRACKING_METRIC_DIMENSION_VALUE,
    "TargetTrackingScalingPolicyConfiguration.CustomizedMetricSpecification.Metrics.member.MetricStat.Metric.MetricName":
      TARGET_TRACKING_METRIC_NAME,
    "TargetTrackingScalingPolicyConfiguration.CustomizedMetricSpecification.Metrics.member.MetricStat.Metric.Namespace":
      TARGET_TRACKING_METRIC_NAMESPACE,
    "TargetTrackingScalingPolicyConfiguration.CustomizedMetricSpecification.Metrics.member.MetricStat.Unit":
      TARGET_TRACKING_METRIC_UNIT,
    "TargetTrackingScalingPolicyConfiguration.CustomizedMetricSpecification.Statistic": METRIC_STATISTIC,
    "TargetTrackingScalingPolicyConfiguration.PredefinedMetricSpecification.PredefinedMetricType": METRIC_TYPE,
    "TargetTrackingScalingPolicyConfiguration.PredefinedMetricSpecification.ResourceLabel": RESOURCE_LABEL,
  },
  PutScheduledAction: {
    ResourceId: RESOURCE_ID_MAX_LEN1600,
    ScalableDimension: SCALABLE_DIMENSION,
    Schedule: RESOURCE_ID_MAX_LEN1600,
    ScheduledActionName: SCHEDULED_ACTION_NAME,
    ServiceNamespace: SERVICE_NAMESPACE,
    Timezone: RESOURCE_ID_MAX_LEN1600,
  },
  RegisterScalableTarget: {
    ResourceId: RESOURCE_ID_MAX_LEN1600,
    RoleARN: RESOURCE_ID_MAX_LEN1600,
    ScalableDimension: SCALABLE_DIMENSION,
    ServiceNamespace: SERVICE_NAMESPACE,
    "Tags.key": TAG_KEY,
    "Tags.value": TAG_VALUE,
  },
  TagResource: {
    ResourceARN: AMAZON_RESOURCE_NAME,
    "Tags.key": TAG_KEY,
    "Tags.value": TAG_VALUE,
  },
  UntagResource: {
    ResourceARN: AMAZON_RESOURCE_NAME,
    TagKeys: TAG_KEY_LIST,
    "TagKeys.member": TAG_KEY,
  },
};
