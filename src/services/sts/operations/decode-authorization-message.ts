// DecodeAuthorizationMessage: what the encoded message of a denial says, to whoever of the denied caller's account may know.

import type {
  DecodeAuthorizationMessageCommandInput,
  DecodeAuthorizationMessageCommandOutput,
} from "@aws-sdk/client-sts";
import { decodeDenial } from "../../../iam/authorization-message.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidAuthorizationMessage } from "../errors.ts";

export const decodeAuthorizationMessage = defineOperation<
  Input<DecodeAuthorizationMessageCommandInput>,
  DecodeAuthorizationMessageCommandOutput
>("DecodeAuthorizationMessage", ({ EncodedMessage: encoded }, { store, random, clock, account }) => {
  const decoded = decodeDenial({ store, random, nowMs: clock.nowMs() }, account, encoded);
  if (decoded === undefined) throw invalidAuthorizationMessage();
  return { DecodedMessage: decoded };
});
