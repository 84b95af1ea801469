// DescribeTimeToLive.

import type { DescribeTimeToLiveCommandInput, DescribeTimeToLiveCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireNamedTable } from "../tables/access.ts";

/** DescribeTimeToLive. */
export const describeTimeToLive = defineOperation<
  Input<DescribeTimeToLiveCommandInput>,
  DescribeTimeToLiveCommandOutput
>("DescribeTimeToLive", (input, context) => {
  const { ttl } = requireNamedTable(context, input.TableName).table;
  return {
    TimeToLiveDescription:
      ttl?.isEnabled === true
        ? { TimeToLiveStatus: "ENABLED", AttributeName: ttl.attribute }
        : { TimeToLiveStatus: "DISABLED" },
  };
});
