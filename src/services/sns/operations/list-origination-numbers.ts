// ListOriginationNumbers: the numbers from which the account sends. It has none: AWS sells them by another service.

import type { ListOriginationNumbersCommandInput, ListOriginationNumbersCommandOutput } from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parsePageToken } from "../pages.ts";

export const listOriginationNumbers = defineOperation<
  Input<ListOriginationNumbersCommandInput>,
  ListOriginationNumbersCommandOutput
>("ListOriginationNumbers", (input) => {
  parsePageToken(input.NextToken);
  return { PhoneNumbers: [] };
});
