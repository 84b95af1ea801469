// A stack's resources in the shapes of the API.

import type { StackResource, StackResourceDetail, StackResourceSummary } from "@aws-sdk/client-cloudformation";
import { resourceDriftInformation } from "./drift/results.ts";
import type { ResourceDriftRecord, ResourceRecord, StackRecord } from "./records.ts";

/** As ListStackResources shows it. */
export function summarizeResource(
  record: ResourceRecord,
  drift: ResourceDriftRecord | undefined,
): StackResourceSummary {
  return {
    LogicalResourceId: record.logicalId,
    PhysicalResourceId: record.current.physicalId,
    ResourceType: record.current.typeName,
    LastUpdatedTimestamp: new Date(record.updatedAtMs),
    ResourceStatus: record.status,
    ResourceStatusReason: record.statusReason,
    DriftInformation: resourceDriftInformation(drift),
  };
}

/** As DescribeStackResources shows it. */
export function describeResource(
  stack: StackRecord,
  record: ResourceRecord,
  drift: ResourceDriftRecord | undefined,
): StackResource {
  return {
    StackName: stack.stackName,
    StackId: stack.stackId,
    LogicalResourceId: record.logicalId,
    PhysicalResourceId: record.current.physicalId,
    ResourceType: record.current.typeName,
    Timestamp: new Date(record.updatedAtMs),
    ResourceStatus: record.status,
    ResourceStatusReason: record.statusReason,
    DriftInformation: resourceDriftInformation(drift),
  };
}

/** As DescribeStackResource shows it. */
export function detailResource(
  stack: StackRecord,
  record: ResourceRecord,
  drift: ResourceDriftRecord | undefined,
): StackResourceDetail {
  const { Timestamp, ...others } = describeResource(stack, record, drift);
  return {
    ...others,
    LastUpdatedTimestamp: Timestamp,
    ...(record.metadata === undefined ? {} : { Metadata: JSON.stringify(record.metadata) }),
  };
}
