// GetSuppressedDestination: why an address is on the suppression list.

import type {
  GetSuppressedDestinationCommandInput,
  GetSuppressedDestinationCommandOutput,
} from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { suppressed } from "../../repo.ts";
import { notFound } from "../errors.ts";

export const getSuppressedDestination = defineOperation<
  Input<GetSuppressedDestinationCommandInput>,
  GetSuppressedDestinationCommandOutput
>("GetSuppressedDestination", (input, context) => {
  const record = context.store.read((tx) => suppressed.load(tx, context, input.EmailAddress));
  if (record === undefined)
    throw notFound(`Email address ${input.EmailAddress} does not exist on your suppression list.`);
  const { messageId, feedbackId: feedback } = record;
  return {
    SuppressedDestination: {
      EmailAddress: record.address,
      Reason: record.reason,
      LastUpdateTime: new Date(record.updatedAtMs),
      ...(messageId === undefined || feedback === undefined
        ? {}
        : { Attributes: { MessageId: messageId, FeedbackId: feedback } }),
    },
  };
});
