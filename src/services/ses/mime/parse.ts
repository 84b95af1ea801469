// Reads mails that came as MIME, by postal-mime (decision 0018). It is loaded when the first one comes.

import type { AttachmentView, Header } from "../records.ts";
import { headersOf } from "./headers.ts";

export interface ParsedMail {
  readonly headers: readonly Header[];
  readonly text?: string;
  readonly html?: string;
  readonly attachments: readonly AttachmentView[];
  /** True if a part of it is the EICAR test file. */
  readonly hasVirus: boolean;
}

// AWS: "Using the mailbox simulator": to test a rejection, send a mail with the EICAR test file. It begins with this; it is put
// together here so that no scanner takes this file for it.
const EICAR = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}", "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!"].join("");
// LIMIT: parts inside parts, so that a hostile mail cannot recurse without end.
const DEEPEST = 20;

/** Reads a mail; whatever does not look like MIME is its text. */
export async function parseMail(raw: Uint8Array): Promise<ParsedMail> {
  const { default: PostalMime } = await import("postal-mime");
  const mail = await PostalMime.parse(raw, { attachmentEncoding: "arraybuffer", maxNestingDepth: DEEPEST });
  const contents = mail.attachments.map(({ content }) => bytesOf(content));
  return {
    headers: headersOf(raw),
    ...(mail.text === undefined ? {} : { text: mail.text.replace(/\r?\n$/, "") }),
    ...(mail.html === undefined ? {} : { html: mail.html.replace(/\r?\n$/, "") }),
    attachments: mail.attachments.map(({ filename, mimeType, contentId }, index) => ({
      ...(filename === null ? {} : { fileName: filename }),
      contentType: mimeType,
      bytes: contents[index]?.length ?? 0,
      ...(contentId === undefined ? {} : { contentId: contentId.replaceAll(/^<|>$/g, "") }),
    })),
    hasVirus: contents.some(isVirus) || (mail.text?.includes(EICAR) ?? false),
  };
}

/** True for the content of an attachment that no scanner lets pass. */
export function isVirus(content: Buffer): boolean {
  return content.includes(EICAR);
}

function bytesOf(content: ArrayBuffer | Uint8Array | string): Buffer {
  if (typeof content === "string") return Buffer.from(content);
  return content instanceof Uint8Array
    ? Buffer.from(content.buffer, content.byteOffset, content.byteLength)
    : Buffer.from(content);
}
