// What the tests of this service share: building a client's view, no assertions.

import {
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  type CloudFormationClient,
  type Stack,
} from "@aws-sdk/client-cloudformation";

/** A stack's events from the oldest on, each as "LOGICALID STATUS: REASON". */
export async function eventsOf(client: CloudFormationClient, stackName: string): Promise<string[]> {
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName: stackName }));
  return StackEvents.map(
    ({ LogicalResourceId, ResourceStatus, ResourceStatusReason }) =>
      `${LogicalResourceId} ${ResourceStatus}${ResourceStatusReason === undefined ? "" : `: ${ResourceStatusReason}`}`,
  ).toReversed();
}

/** The stack as DescribeStacks shows it. */
export async function stackOf(client: CloudFormationClient, stackName: string): Promise<Stack | undefined> {
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
  return Stacks?.[0];
}

/** The error that a call is answered with: name, message and HTTP status. */
export async function errorOf(
  call: Promise<unknown>,
): Promise<{ name: string; message: string; status: number | undefined }> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const metadata: unknown = "$metadata" in error ? error.$metadata : {};
    const status =
      typeof metadata === "object" && metadata !== null && "httpStatusCode" in metadata
        ? metadata.httpStatusCode
        : undefined;
    return { name: error.name, message: error.message, status: typeof status === "number" ? status : undefined };
  }
  throw new Error("The call did not fail.");
}
