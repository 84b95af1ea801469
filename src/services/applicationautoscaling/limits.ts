// Quotas. AWS: "Endpoints and quotas for Application Auto Scaling".

export const LIMITS = {
  targetsOfDynamoDb: 5_000,
  targets: 500,
  policiesOfTarget: 50,
  actionsOfTarget: 200,
  stepsOfPolicy: 20,
  tags: 50,
  pageSize: 50,
  /** AWS: DescribeScalingPolicies: "between 1 and 10. The default value is 10", for it asks for alarms. */
  policiesPageSize: 10,
  /** AWS: DescribeScalingActivities: "from the previous six weeks". */
  activitiesMs: 42 * 86_400_000,
} as const;
