// Whether two configurations move traffic in the same way. Pure.

import type { TrafficRoutingConfig } from "@aws-sdk/client-codedeploy";
import { parseTraffic } from "../configs.ts";

export function isSameConfig(one: TrafficRoutingConfig | undefined, other: TrafficRoutingConfig | undefined): boolean {
  return JSON.stringify(parseTraffic(one)) === JSON.stringify(parseTraffic(other));
}
