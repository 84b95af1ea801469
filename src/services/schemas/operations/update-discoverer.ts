// UpdateDiscoverer: changes a discoverer's description, and whose events it looks at.

import type { UpdateDiscovererCommandInput, UpdateDiscovererCommandOutput } from "@aws-sdk/client-schemas";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeDiscoverer } from "../describe.ts";
import { applyRule } from "../discovery/rule.ts";
import { given } from "../given.ts";
import { saveDiscoverer } from "../repo.ts";
import { requireDiscoverer } from "../require.ts";

export const updateDiscoverer = defineOperation<Input<UpdateDiscovererCommandInput>, UpdateDiscovererCommandOutput>(
  "UpdateDiscoverer",
  async (input, context) => {
    const { DiscovererId: id, Description: description, CrossAccount: crossAccount } = input;
    const next = { ...requireDiscoverer(context, id), ...given({ description, crossAccount }) };
    await applyRule(context, context, next);
    context.store.write((tx) => {
      requireDiscoverer(context, id);
      saveDiscoverer(tx, context, next);
    });
    return describeDiscoverer(context, next);
  },
);
