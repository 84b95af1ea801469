// DescribeKinesisStreamingDestination.

import type {
  DescribeKinesisStreamingDestinationCommandInput,
  DescribeKinesisStreamingDestinationCommandOutput,
} from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireNamedTable } from "../tables/access.ts";

/** DescribeKinesisStreamingDestination. */
export const describeKinesisStreamingDestination = defineOperation<
  Input<DescribeKinesisStreamingDestinationCommandInput>,
  DescribeKinesisStreamingDestinationCommandOutput
>("DescribeKinesisStreamingDestination", (input, context) => {
  const { table } = requireNamedTable(context, input.TableName);
  const { kinesis = [] } = table;
  return {
    TableName: table.tableName,
    KinesisDataStreamDestinations: kinesis.map(({ streamArn, status, precision }) => ({
      StreamArn: streamArn,
      DestinationStatus: status,
      ApproximateCreationDateTimePrecision: precision,
    })),
  };
});
