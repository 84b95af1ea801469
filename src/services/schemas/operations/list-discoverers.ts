// ListDiscoverers: an account's discoverers by id.

import type { ListDiscoverersCommandInput, ListDiscoverersCommandOutput } from "@aws-sdk/client-schemas";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeDiscoverer } from "../describe.ts";
import { listDiscoverers as walkDiscoverers } from "../repo.ts";
import { pageOf } from "../require.ts";

export const listDiscoverers = defineOperation<Input<ListDiscoverersCommandInput>, ListDiscoverersCommandOutput>(
  "ListDiscoverers",
  (input, context) => {
    const { DiscovererIdPrefix: idPrefix = "", SourceArnPrefix: sourcePrefix = "" } = input;
    const all = context.store.read((tx) => walkDiscoverers(tx, context));
    const { items, next } = pageOf(
      all.filter(({ id, sourceArn }) => id.startsWith(idPrefix) && sourceArn.startsWith(sourcePrefix)),
      input,
    );
    return {
      Discoverers: items.map((discoverer) => {
        const { Description: _description, ...summary } = describeDiscoverer(context, discoverer);
        return summary;
      }),
      ...next,
    };
  },
);
