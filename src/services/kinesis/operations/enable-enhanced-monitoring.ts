// EnableEnhancedMonitoring: asks for metrics of each shard.

import type {
  EnableEnhancedMonitoringCommandInput,
  EnableEnhancedMonitoringCommandOutput,
} from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { metricNames } from "../describe.ts";
import { allMetrics } from "../metrics.ts";
import { changeStream, requireActive, requireStream } from "../streams.ts";

export const enableEnhancedMonitoring = defineOperation<
  Input<EnableEnhancedMonitoringCommandInput>,
  EnableEnhancedMonitoringCommandOutput
>("EnableEnhancedMonitoring", (input, context) => {
  const { reference, arn, record } = requireStream(context, input);
  requireActive(record, reference);
  const named = allMetrics(input.ShardLevelMetrics);
  const { metrics } = changeStream(context.store, reference, (current) => ({
    ...current,
    metrics: [...new Set([...current.metrics, ...named])],
  }));
  return {
    StreamName: reference.streamName,
    StreamARN: arn,
    CurrentShardLevelMetrics: metricNames(record.metrics),
    DesiredShardLevelMetrics: metricNames(metrics),
  };
});
