// Resource-based policies that a table's properties have: its own and that of its stream.

import { isAwsError } from "./aws-errors.ts";
import type { Properties, ResourceContext } from "../../../service/resource-type.ts";

/** Sets the policies that changed, and removes those that went. */
export async function applyPolicies(
  tableName: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const [wanted, old] = [policiesOf(properties), policiesOf(previous)];
  if (wanted.table === undefined && wanted.stream === undefined && old.table === undefined && old.stream === undefined)
    return;
  const { Table: table } = await context.aws.dynamoDB.describeTable({ TableName: tableName });
  for (const [arn, policy, before] of [
    [table?.TableArn, wanted.table, old.table],
    [table?.LatestStreamArn, wanted.stream, old.stream],
  ] as const) {
    if (arn === undefined) continue;
    if (policy !== undefined) await context.aws.dynamoDB.putResourcePolicy({ ResourceArn: arn, Policy: policy });
    else if (before !== undefined) await context.aws.dynamoDB.deleteResourcePolicy({ ResourceArn: arn });
  }
}

/** The policy of a table or a stream as a template has it. */
export async function readPolicy(arn: string | undefined, context: ResourceContext): Promise<Properties | undefined> {
  if (arn === undefined) return undefined;
  try {
    const { Policy: document = "{}" } = await context.aws.dynamoDB.getResourcePolicy({ ResourceArn: arn });
    return { PolicyDocument: JSON.parse(document) as unknown };
  } catch (error) {
    if (isAwsError(error, "PolicyNotFoundException")) return undefined;
    throw error;
  }
}

function policiesOf(properties: Properties): { table: string | undefined; stream: string | undefined } {
  const stream = properties["StreamSpecification"] as Properties | undefined;
  return { table: documentOf(properties["ResourcePolicy"]), stream: documentOf(stream?.["ResourcePolicy"]) };
}

function documentOf(policy: unknown): string | undefined {
  const document = (policy as Properties | undefined)?.["PolicyDocument"];
  return document === undefined ? undefined : JSON.stringify(document);
}
