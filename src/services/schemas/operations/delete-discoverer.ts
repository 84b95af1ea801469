// DeleteDiscoverer: a discoverer goes; what it has found stays.

import type { DeleteDiscovererCommandInput, DeleteDiscovererCommandOutput } from "@aws-sdk/client-schemas";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { removeRule } from "../discovery/rule.ts";
import { removeDiscoverer } from "../repo.ts";
import { requireDiscoverer } from "../require.ts";

export const deleteDiscoverer = defineOperation<Input<DeleteDiscovererCommandInput>, DeleteDiscovererCommandOutput>(
  "DeleteDiscoverer",
  async (input, context) => {
    const discoverer = requireDiscoverer(context, input.DiscovererId);
    await removeRule(context, context, discoverer);
    context.store.write((tx) => removeDiscoverer(tx, context, discoverer.id));
    return {};
  },
);
