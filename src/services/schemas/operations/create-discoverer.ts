// CreateDiscoverer: lets schemas be discovered from the events of a bus.

import type { CreateDiscovererCommandInput, CreateDiscovererCommandOutput } from "@aws-sdk/client-schemas";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeDiscoverer } from "../describe.ts";
import { ensureRegistry } from "../discovery/discover.ts";
import { applyRule } from "../discovery/rule.ts";
import { conflict } from "../errors.ts";
import { given } from "../given.ts";
import { discovererIdOf } from "../names.ts";
import type { DiscovererRecord } from "../records.ts";
import { loadDiscoverer, saveDiscoverer } from "../repo.ts";

export const createDiscoverer = defineOperation<Input<CreateDiscovererCommandInput>, CreateDiscovererCommandOutput>(
  "CreateDiscoverer",
  async (input, context) => {
    const {
      SourceArn: sourceArn,
      Description: description,
      CrossAccount: crossAccount = true,
      Tags: tags = {},
    } = input;
    const id = discovererIdOf(sourceArn);
    const discoverer: DiscovererRecord = {
      v: 1,
      id,
      sourceArn,
      crossAccount,
      state: "STARTED",
      tags,
      ...given({ description }),
    };
    const exists = (): Error => conflict(`Discoverer for ${sourceArn} already exists.`);
    if (context.store.read((tx) => loadDiscoverer(tx, context, id)) !== undefined) throw exists();
    // The rule first: a discoverer that is there discovers.
    await applyRule(context, context, discoverer);
    context.store.write((tx) => {
      // RACE: another request may have made it since.
      if (loadDiscoverer(tx, context, id) !== undefined) throw exists();
      ensureRegistry(tx, context);
      saveDiscoverer(tx, context, discoverer);
    });
    return describeDiscoverer(context, discoverer);
  },
);
