// Decreases of DynamoDB throughput, of which AWS allows few a day: asks the tables how many there were today.

import { DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { clientConfig } from "../cloud/target.ts";
import type { Target } from "../cloud/target.ts";
import { noticeOf } from "./limits.ts";
import type { LimitNotice } from "./plan.ts";
import { differences } from "./resource-changes.ts";
import type { Side } from "./verdicts.ts";

/** The decreases of a release that DynamoDB may refuse today. Only tables that get less are asked. */
export async function findDecreases(sides: readonly Side[], target: Target): Promise<readonly LimitNotice[]> {
  const decreased = sides.flatMap((side) =>
    (side.after?.resources ?? []).flatMap(({ logicalId, resourceType, physicalId, properties }) => {
      const before = side.before?.resources.find(
        (each) => each.logicalId === logicalId && each.physicalId === physicalId,
      );
      if (resourceType !== "AWS::DynamoDB::Table" || before === undefined) return [];
      const isLess = differences(before.properties, properties).some(
        (each) =>
          /^(?:Read|Write)CapacityUnits$/.test(each.path.at(-1) ?? "") && Number(each.after) < Number(each.before),
      );
      return isLess ? [{ unit: side.name, logicalId, table: physicalId }] : [];
    }),
  );
  if (decreased.length === 0) return [];
  const client = new DynamoDBClient(clientConfig(target));
  try {
    const notices = decreased.map(async ({ unit, logicalId, table }) => {
      const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
      const today = Table?.ProvisionedThroughput?.NumberOfDecreasesToday ?? 0;
      // AWS: "Quotas in Amazon DynamoDB", Provisioned throughput decreases: four a day at once, and one more in each hour
      // that has had none. They count by the table's name, so that creating it anew does not help.
      return noticeOf(
        unit,
        { limit: "throughput decreases of a table a day", value: today + 1, most: 4, logicalId },
        `decreases of table "${table}" today with this one`,
      ).map((each): LimitNotice => ({
        ...each,
        severity: "warning",
        detail: `${each.detail} Beyond that, one is possible in each hour without one.`,
      }));
    });
    return (await Promise.all(notices)).flat();
  } finally {
    client.destroy();
  }
}
