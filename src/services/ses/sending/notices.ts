// Mails of SES itself: requests to verify an address, bounces, complaints, answers. They go into the inbox, and to accounts of the
// yard that receive mails for the address.

import type { Scope, YardContext } from "../../../service/context.ts";
import type { WriteTx } from "../../../store/store.ts";
import { enqueueReceipt } from "../receiving/enqueue.ts";
import { receiverOf } from "../receiving/receiver.ts";
import { addMail } from "../repo.ts";
import { feedbackId } from "./outcomes.ts";

export interface Notice {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
}

/** Keeps a mail of SES's own in the inbox of `scope`, and hands it to whoever receives mails there. Gives its id. */
export function sendNotice(tx: WriteTx, yard: YardContext, scope: Scope, notice: Notice): string {
  const messageId = feedbackId(yard.random);
  addMail(tx, scope, {
    v: 1,
    messageId,
    sentAtMs: yard.clock.nowMs(),
    from: notice.from,
    to: [notice.to],
    cc: [],
    bcc: [],
    replyTo: [],
    subject: notice.subject,
    ...(notice.text === undefined ? {} : { text: notice.text }),
    ...(notice.html === undefined ? {} : { html: notice.html }),
    headers: [],
    tags: {},
  });
  const receiver = receiverOf(tx, notice.to, scope.region);
  if (receiver?.isAccepted === true)
    enqueueReceipt(tx, yard, receiver.scope, {
      messageId: feedbackId(yard.random),
      // A bounce has no sender, so that nobody bounces it again.
      source: "",
      recipients: [notice.to],
      content: { notice },
      isEncrypted: true,
    });
  return messageId;
}
