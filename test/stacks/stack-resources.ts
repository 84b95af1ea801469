// All resources of a stack, and the drift of all: lists come in pages of a hundred.

import {
  type CloudFormationClient,
  paginateDescribeStackResourceDrifts,
  paginateListStackResources,
  type StackResourceDrift,
  type StackResourceSummary,
} from "@aws-sdk/client-cloudformation";

/** The resources of all pages. */
export async function stackResources(client: CloudFormationClient, StackName: string): Promise<StackResourceSummary[]> {
  const found: StackResourceSummary[] = [];
  for await (const page of paginateListStackResources({ client }, { StackName }))
    found.push(...(page.StackResourceSummaries ?? []));
  return found;
}

/** The drift of the resources of all pages, as it was detected. */
export async function stackDrifts(client: CloudFormationClient, StackName: string): Promise<StackResourceDrift[]> {
  const found: StackResourceDrift[] = [];
  for await (const page of paginateDescribeStackResourceDrifts({ client }, { StackName }))
    found.push(...(page.StackResourceDrifts ?? []));
  return found;
}
