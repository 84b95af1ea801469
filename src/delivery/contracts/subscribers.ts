// Who listens to a channel, as the templates say: whoever subscribes to a topic, makes a rule on a bus, or reads a queue, and
// whoever calls an API. Pure.

import type { Edge } from "../graph/edges.ts";
import type { Subscriber } from "./classify.ts";

const LISTENERS: ReadonlySet<string> = new Set([
  "AWS::SNS::Subscription",
  "AWS::Events::Rule",
  "AWS::Lambda::EventSourceMapping",
  "AWS::Pipes::Pipe",
]);
const APIS = /^AWS::(?:ApiGateway(?:V2)?::|Serverless::(?:Http)?Api$)/;

/** The subscribers among a graph's edges. */
export function subscribersIn(edges: readonly Edge[]): readonly Subscriber[] {
  const found = new Map<string, Subscriber>();
  const note = (subscriber: Subscriber): void => void found.set(JSON.stringify(subscriber), subscriber);
  for (const { from, evidence } of edges)
    for (const { reader, target, path } of evidence) {
      if (target === undefined || target.unit === from) continue;
      const type = reader?.type ?? "";
      // SAM writes what a function listens to below its "Events".
      const isEvent =
        LISTENERS.has(type) || (type === "AWS::Serverless::Function" && path.startsWith("Properties.Events."));
      if (isEvent) note({ unit: from, producer: target.unit, logicalId: target.logicalId });
      else if (
        APIS.test(target.type ?? "") ||
        target.logicalId === "ServerlessHttpApi" ||
        target.logicalId === "ServerlessRestApi"
      )
        note({ unit: from, producer: target.unit, logicalId: undefined });
    }
  return [...found.values()];
}
