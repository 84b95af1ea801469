// What CloudWatch counts of a stage's requests.
// AWS: "Amazon API Gateway dimensions and metrics": by API, by stage, and by method where the stage has detailed metrics.

import type { MetricDimensions, MetricUnit } from "../../../service/metrics/service-metrics.ts";
import type { Answer } from "./answer.ts";
import type { Call } from "./call.ts";

const NAMESPACE = "AWS/ApiGateway";

/** Counts a request that was answered. */
export function countRequest(call: Call, { status }: Answer): void {
  const { yard, scope, facts } = call;
  const counted: (readonly [name: string, value: number, unit: MetricUnit])[] = [
    ["Count", 1, "Count"],
    ["4XXError", status >= 400 && status < 500 ? 1 : 0, "Count"],
    ["5XXError", status >= 500 ? 1 : 0, "Count"],
    ["Latency", yard.clock.nowMs() - call.startedAtMs, "Milliseconds"],
  ];
  if (facts.integration.latencyMs !== undefined)
    counted.push(["IntegrationLatency", facts.integration.latencyMs, "Milliseconds"]);
  if (facts.cache !== undefined) {
    counted.push(["CacheHitCount", facts.cache === "hit" ? 1 : 0, "Count"]);
    counted.push(["CacheMissCount", facts.cache === "miss" ? 1 : 0, "Count"]);
  }
  for (const dimensions of dimensionsOf(call)) {
    const family = yard.metrics.family(scope, NAMESPACE, dimensions);
    for (const [name, value, unit] of counted) family.add(name, value, unit);
  }
}

function dimensionsOf({ deployed, target, setting, method, resource }: Call): readonly MetricDimensions[] {
  const api = ["ApiName", deployed.api.name] as const;
  const stage = ["Stage", target.stage.stageName] as const;
  const found: MetricDimensions[] = [[api], [api, stage]];
  if (setting.metricsEnabled === true && resource.path !== "")
    found.push([api, ["Method", method.httpMethod], ["Resource", resource.path], stage]);
  return found;
}
