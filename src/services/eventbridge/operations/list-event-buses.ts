// ListEventBuses: the buses of an account and region, the default one among them.

import type { ListEventBusesCommandInput, ListEventBusesCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeBus } from "../buses/require.ts";
import { DEFAULT_BUS } from "../names.ts";
import { parsePageToken, takePage, withPrefix } from "../pages.ts";
import { list, loadBus } from "../repo.ts";

export const listEventBuses = defineOperation<Input<ListEventBusesCommandInput>, ListEventBusesCommandOutput>(
  "ListEventBuses",
  (input, context) => {
    const after = parsePageToken(input.NextToken);
    const { items, next } = context.store.read((tx) => {
      const custom = [...list(tx, context, "event-bus")].filter(({ name }) => name !== DEFAULT_BUS);
      const standard = loadBus(tx, context, DEFAULT_BUS);
      const all = [...(standard === undefined ? [] : [standard]), ...custom];
      const start = after === undefined ? 0 : all.findIndex(({ name }) => name === after) + 1;
      return takePage(withPrefix(all.slice(start), input.NamePrefix), input.Limit);
    });
    return { EventBuses: items.map((bus) => describeBus(context, bus)), ...next };
  },
);
