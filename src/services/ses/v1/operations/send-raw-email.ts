// SendRawEmail: takes a mail in MIME.

import type { SendRawEmailCommandInput, SendRawEmailCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { readRaw } from "../../sending/raw.ts";
import { sendMail } from "../../sending/send.ts";
import { faults } from "../errors.ts";
import { readSender } from "../shapes.ts";

export const sendRawEmail = defineOperation<Input<SendRawEmailCommandInput>, SendRawEmailCommandOutput>(
  "SendRawEmail",
  async (input, context) => {
    const { Source: from, SourceArn, FromArn, Destinations: destinations } = input;
    const sourceArn = SourceArn ?? FromArn;
    const raw = await readRaw(
      input.RawMessage.Data,
      {
        ...readSender({ ...input, ...(sourceArn === undefined ? {} : { SourceArn: sourceArn }) }),
        ...(from === undefined ? {} : { from }),
        ...(destinations === undefined ? {} : { destinations }),
      },
      faults,
    );
    return { MessageId: await sendMail(context, raw, faults) };
  },
);
