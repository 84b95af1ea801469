// StopDiscoverer: lets a discoverer rest; what it has found stays.

import type { StopDiscovererCommandInput, StopDiscovererCommandOutput } from "@aws-sdk/client-schemas";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { applyRule } from "../discovery/rule.ts";
import { saveDiscoverer } from "../repo.ts";
import { requireDiscoverer } from "../require.ts";

export const stopDiscoverer = defineOperation<Input<StopDiscovererCommandInput>, StopDiscovererCommandOutput>(
  "StopDiscoverer",
  async (input, context) => {
    const { DiscovererId: id } = input;
    const next = { ...requireDiscoverer(context, id), state: "STOPPED" as const };
    await applyRule(context, context, next);
    context.store.write((tx) => {
      requireDiscoverer(context, id);
      saveDiscoverer(tx, context, next);
    });
    return { DiscovererId: id, State: next.state };
  },
);
