// What CloudWatch counts of WebSocket APIs. AWS: "Monitor WebSocket API execution with CloudWatch metrics".

import type { MetricDimensions, MetricUnit } from "../../../../service/metrics/service-metrics.ts";
import type { YardContext } from "../../../../service/context.ts";
import type { ConnectionFacts, SocketCall } from "./call.ts";
import type { SocketFailure } from "./failure.ts";

const NAMESPACE = "AWS/ApiGateway";

/** Counts one event of a connection, and how it ended. */
export function countCall(call: SocketCall, failure: SocketFailure | undefined): void {
  const { event, facts } = call;
  const counted: (readonly [string, number, MetricUnit])[] = [];
  if (event.type === "CONNECT") counted.push(["ConnectCount", 1, "Count"]);
  if (event.type === "MESSAGE") counted.push(["MessageCount", 1, "Count"]);
  const isClients = failure !== undefined && !failure.isOfIntegration;
  counted.push(["ClientError", isClients ? 1 : 0, "Count"]);
  counted.push(["ExecutionError", failure?.isOfIntegration === true ? 1 : 0, "Count"]);
  counted.push(["IntegrationError", (facts.integrationStatus ?? 0) >= 400 ? 1 : 0, "Count"]);
  if (facts.integrationLatencyMs !== undefined)
    counted.push(["IntegrationLatency", facts.integrationLatencyMs, "Milliseconds"]);
  const { stage, route } = call;
  const settings = { ...stage.defaultRouteSettings, ...stage.routeSettings?.[route.routeKey] };
  const detailed: MetricDimensions[] =
    settings.hasDetailedMetrics === true
      ? [
          [
            ["ApiId", call.api.apiId],
            ["Method", route.routeId],
            ["Resource", route.routeKey],
            ["Stage", stage.stageName],
          ],
        ]
      : [];
  count(call.yard, call.connection, counted, detailed);
}

/** AWS: "MessageCount: the number of messages sent to the WebSocket API, either from or to the client". */
export function countMessageOut(yard: YardContext, connection: ConnectionFacts): void {
  count(yard, connection, [["MessageCount", 1, "Count"]], []);
}

function count(
  yard: YardContext,
  { scope, apiId, stageName }: ConnectionFacts,
  counted: readonly (readonly [string, number, MetricUnit])[],
  more: readonly MetricDimensions[],
): void {
  const api = ["ApiId", apiId] as const;
  for (const dimensions of [[api], [api, ["Stage", stageName] as const], ...more]) {
    const family = yard.metrics.family(scope, NAMESPACE, dimensions);
    for (const [name, value, unit] of counted) family.add(name, value, unit);
  }
}
