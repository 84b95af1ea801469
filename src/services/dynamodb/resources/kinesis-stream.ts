// The Kinesis data stream of a table, as its property says it: KinesisStreamSpecification.

import type { Properties, ResourceContext } from "../../../service/resource-type.ts";

interface Wanted {
  readonly StreamArn: string;
  readonly ApproximateCreationDateTimePrecision?: "MILLISECOND" | "MICROSECOND";
}

/** Brings the table's streaming to what the properties say. */
export async function applyKinesisStream(
  tableName: string,
  properties: Properties,
  previous: Properties,
  { aws }: ResourceContext,
): Promise<void> {
  const wanted = properties["KinesisStreamSpecification"] as Wanted | undefined;
  if (JSON.stringify(wanted) === JSON.stringify(previous["KinesisStreamSpecification"])) return;
  const present = await activeStream(tableName, { aws });
  if (present !== undefined && present.StreamArn !== wanted?.StreamArn)
    await aws.dynamoDB.disableKinesisStreamingDestination({ TableName: tableName, StreamArn: present.StreamArn });
  if (wanted === undefined) return;
  const precision = wanted.ApproximateCreationDateTimePrecision ?? "MILLISECOND";
  const named = { TableName: tableName, StreamArn: wanted.StreamArn };
  if (present?.StreamArn !== wanted.StreamArn)
    await aws.dynamoDB.enableKinesisStreamingDestination({
      ...named,
      EnableKinesisStreamingConfiguration: { ApproximateCreationDateTimePrecision: precision },
    });
  else if (present.ApproximateCreationDateTimePrecision !== precision)
    await aws.dynamoDB.updateKinesisStreamingDestination({
      ...named,
      UpdateKinesisStreamingConfiguration: { ApproximateCreationDateTimePrecision: precision },
    });
}

/** The property as it is live. */
export async function activeStream(
  tableName: string,
  { aws }: Pick<ResourceContext, "aws">,
): Promise<Wanted | undefined> {
  const { KinesisDataStreamDestinations: all = [] } = await aws.dynamoDB.describeKinesisStreamingDestination({
    TableName: tableName,
  });
  const active = all.find(({ DestinationStatus }) => DestinationStatus === "ACTIVE");
  if (active?.StreamArn === undefined) return undefined;
  const { StreamArn, ApproximateCreationDateTimePrecision: precision = "MILLISECOND" } = active;
  return { StreamArn, ApproximateCreationDateTimePrecision: precision };
}
