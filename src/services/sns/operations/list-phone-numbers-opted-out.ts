// ListPhoneNumbersOptedOut: the numbers that want no text messages, in pages of 100.

import type { ListPhoneNumbersOptedOutCommandInput, ListPhoneNumbersOptedOutCommandOutput } from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parsePageToken, takePage } from "../pages.ts";
import { listOptOuts } from "../repo.ts";

export const listPhoneNumbersOptedOut = defineOperation<
  Input<ListPhoneNumbersOptedOutCommandInput>,
  ListPhoneNumbersOptedOutCommandOutput
>("ListPhoneNumbersOptedOut", (input, context) => {
  const [after] = parsePageToken(input.nextToken) ?? [];
  const page = context.store.read((tx) =>
    takePage(
      [...listOptOuts(tx, context, after)].filter(({ isOptedOut }) => isOptedOut),
      ({ number }) => [number],
    ),
  );
  return {
    phoneNumbers: page.items.map(({ number }) => number),
    ...(page.nextToken === undefined ? {} : { nextToken: page.nextToken }),
  };
});
