// StartDiscoverer: lets a discoverer go on.

import type { StartDiscovererCommandInput, StartDiscovererCommandOutput } from "@aws-sdk/client-schemas";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { applyRule } from "../discovery/rule.ts";
import { saveDiscoverer } from "../repo.ts";
import { requireDiscoverer } from "../require.ts";

export const startDiscoverer = defineOperation<Input<StartDiscovererCommandInput>, StartDiscovererCommandOutput>(
  "StartDiscoverer",
  async (input, context) => {
    const { DiscovererId: id } = input;
    const next = { ...requireDiscoverer(context, id), state: "STARTED" as const };
    await applyRule(context, context, next);
    context.store.write((tx) => {
      requireDiscoverer(context, id);
      saveDiscoverer(tx, context, next);
    });
    return { DiscovererId: id, State: next.state };
  },
);
