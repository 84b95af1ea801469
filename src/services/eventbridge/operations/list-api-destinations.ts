// ListApiDestinations: the API destinations of an account and region.

import type { ListApiDestinationsCommandInput, ListApiDestinationsCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeApiDestination } from "../destinations/require.ts";
import { parsePageToken, takePage, withPrefix } from "../pages.ts";
import { list } from "../repo.ts";

export const listApiDestinations = defineOperation<
  Input<ListApiDestinationsCommandInput>,
  ListApiDestinationsCommandOutput
>("ListApiDestinations", (input, context) => {
  const after = parsePageToken(input.NextToken);
  const { items, next } = context.store.read((tx) => {
    const all = [...withPrefix(list(tx, context, "api-destination", after), input.NamePrefix)];
    const { ConnectionArn: arn } = input;
    return takePage(
      all.filter(({ connectionArn }) => arn === undefined || connectionArn === arn),
      input.Limit,
    );
  });
  return { ApiDestinations: items.map((one) => describeApiDestination(context, one)), ...next };
});
