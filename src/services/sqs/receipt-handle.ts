// Receipt handles: which message, and which receive of it. Opaque to clients, as AWS's are.

import type { MessageRecord } from "./records.ts";

export interface ReceiptHandle {
  readonly contentId: string;
  readonly seq: number;
  readonly receiveToken: string;
}

const MARK = "AQEB";

/** The handle of a message's latest receive. */
export function formatReceiptHandle(contentId: string, message: MessageRecord): string {
  return MARK + Buffer.from(`${contentId} ${message.seq} ${message.receiveToken ?? ""}`).toString("base64");
}

/** Undefined for texts that are not a handle of ours. */
export function parseReceiptHandle(text: string): ReceiptHandle | undefined {
  if (!text.startsWith(MARK)) return undefined;
  const [contentId, seq, receiveToken, ...rest] = Buffer.from(text.slice(MARK.length), "base64").toString().split(" ");
  if (!contentId || !receiveToken || seq === undefined || !/^\d+$/.test(seq) || rest.length > 0) return undefined;
  return { contentId, seq: Number(seq), receiveToken };
}
