// ListSMSSandboxPhoneNumbers: the numbers in the sandbox, in pages.

import type {
  ListSMSSandboxPhoneNumbersCommandInput,
  ListSMSSandboxPhoneNumbersCommandOutput,
} from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parsePageToken, takePage } from "../pages.ts";
import { listSandboxNumbers } from "../repo.ts";

export const listSmsSandboxPhoneNumbers = defineOperation<
  Input<ListSMSSandboxPhoneNumbersCommandInput>,
  ListSMSSandboxPhoneNumbersCommandOutput
>("ListSMSSandboxPhoneNumbers", (input, context) => {
  const [after] = parsePageToken(input.NextToken) ?? [];
  const page = context.store.read((tx) =>
    takePage(listSandboxNumbers(tx, context, after), ({ number }) => [number], input.MaxResults),
  );
  return {
    PhoneNumbers: page.items.map(({ number, verifiedAtMs }) => ({
      PhoneNumber: number,
      Status: verifiedAtMs === undefined ? ("Pending" as const) : ("Verified" as const),
    })),
    ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
  };
});
