// What CloudWatch counts of a stage's requests.
// AWS: "Working with CloudWatch metrics for HTTP APIs": by API, by stage, and by route where the stage has detailed metrics.

import type { MetricDimensions, MetricUnit } from "../../../../service/metrics/service-metrics.ts";
import type { HttpResponse } from "../../../../wire/wire.ts";
import type { Call } from "./call.ts";
import { NO_ROUTE } from "./routing.ts";
import { settingsOf } from "./throttle.ts";

const NAMESPACE = "AWS/ApiGateway";

/** Counts a request that was answered. */
export function countRequest(call: Call, response: HttpResponse): void {
  const { yard, target, facts } = call;
  const { status } = response;
  const counted: (readonly [name: string, value: number, unit: MetricUnit])[] = [
    ["Count", 1, "Count"],
    ["4xx", status >= 400 && status < 500 ? 1 : 0, "Count"],
    ["5xx", status >= 500 ? 1 : 0, "Count"],
    ["Latency", yard.clock.nowMs() - call.startedAtMs, "Milliseconds"],
    ["DataProcessed", dataProcessed(call, response), "Bytes"],
  ];
  if (facts.integration.latencyMs !== undefined)
    counted.push(["IntegrationLatency", facts.integration.latencyMs, "Milliseconds"]);
  for (const dimensions of dimensionsOf(call)) {
    const family = yard.metrics.family(target.scope, NAMESPACE, dimensions);
    for (const [name, value, unit] of counted) family.add(name, value, unit);
  }
}

/** Bytes of the request's body and of the answer's. */
export function dataProcessed({ request }: Call, response: HttpResponse): number {
  return request.body.length + answerBytes(response);
}

/** Bytes of the answer's body. */
export function answerBytes({ body }: HttpResponse): number {
  return typeof body === "string" ? Buffer.byteLength(body) : body instanceof Uint8Array ? body.length : 0;
}

function dimensionsOf(call: Call): readonly MetricDimensions[] {
  const { target, route } = call;
  const api = ["ApiId", target.api.apiId] as const;
  const stage = ["Stage", target.stage.stageName] as const;
  const found: MetricDimensions[] = [[api], [api, stage]];
  if (settingsOf(call).hasDetailedMetrics === true && route !== NO_ROUTE) {
    const [method = "", resource = ""] = route.routeKey.split(" ");
    found.push([api, ["Method", resource === "" ? "ANY" : method], ["Resource", resource || method], stage]);
  }
  return found;
}
