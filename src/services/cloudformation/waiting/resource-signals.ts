// Signals for resources with a creation policy: sent by SignalResource, waited for by the creation.

import type { Work } from "../engine/work.ts";
import type { Incarnation } from "../records.ts";
import { awaitSignals, plainFailure } from "./await-signals.ts";
import { creationPolicyFault } from "./creation-policy.ts";
import type { SignalDemand } from "./creation-policy.ts";

/** Resolves when a new resource has got its signals. */
export async function awaitResourceSignals(
  { yard, scope, stackId, stop }: Work,
  { token, creationPolicy = {} }: Incarnation,
  { count, timeoutSeconds }: SignalDemand,
): Promise<void> {
  const fault = creationPolicyFault(creationPolicy);
  if (fault !== undefined) throw plainFailure(fault);
  await awaitSignals(
    { yard, scope, stopped: stop.signal },
    {
      stackId,
      channelId: token,
      waitId: token,
      count,
      timeoutSeconds,
      // AWS: both sentences as observed.
      describeFailure: ({ uniqueId }) => `Received FAILURE signal with UniqueId ${uniqueId}`,
      describeTimeout: (received) =>
        `Failed to receive ${count - received} resource signal(s) within the specified duration`,
    },
  );
}
