// A stack's resources in the shapes of the API.

import type { StackResource, StackResourceDetail, StackResourceSummary } from "@aws-sdk/client-cloudformation";
import type { ResourceRecord, StackRecord } from "./records.ts";

/** As ListStackResources shows it. */
export function summarizeResource(record: ResourceRecord): StackResourceSummary {
  return {
    LogicalResourceId: record.logicalId,
    PhysicalResourceId: record.current.physicalId,
    ResourceType: record.current.typeName,
    LastUpdatedTimestamp: new Date(record.updatedAtMs),
    ResourceStatus: record.status,
    ResourceStatusReason: record.statusReason,
    DriftInformation: { StackResourceDriftStatus: "NOT_CHECKED" },
  };
}

/** As DescribeStackResources shows it. */
export function describeResource(stack: StackRecord, record: ResourceRecord): StackResource {
  return {
    StackName: stack.stackName,
    StackId: stack.stackId,
    LogicalResourceId: record.logicalId,
    PhysicalResourceId: record.current.physicalId,
    ResourceType: record.current.typeName,
    Timestamp: new Date(record.updatedAtMs),
    ResourceStatus: record.status,
    ResourceStatusReason: record.statusReason,
    DriftInformation: { StackResourceDriftStatus: "NOT_CHECKED" },
  };
}

/** As DescribeStackResource shows it. */
export function detailResource(stack: StackRecord, record: ResourceRecord): StackResourceDetail {
  const { Timestamp, ...others } = describeResource(stack, record);
  return {
    ...others,
    LastUpdatedTimestamp: Timestamp,
    ...(record.metadata === undefined ? {} : { Metadata: JSON.stringify(record.metadata) }),
  };
}
