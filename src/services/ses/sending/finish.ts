// The mail as it goes out: with SES's own headers, and without those that are for SES only. Pure.
//
// AWS: "Header fields in Amazon SES": Date and Message-ID are SES's own, whatever the mail says. "Bcc" is not sent.

import { composeMail } from "../mime/compose.ts";
import { rawHeaders, parseHeaders, splitMail, withHeaders } from "../mime/headers.ts";
import type { AttachmentView, Header } from "../records.ts";
import type { Outgoing, RawContent, SimpleContent, TrackedLink } from "./mails.ts";
import { trackHtml, type Tracking } from "./tracking.ts";

export interface FinishedMail {
  readonly bytes: Buffer;
  /** As a person reads them: unfolded and decoded. */
  readonly headers: readonly Header[];
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
  readonly attachments: readonly AttachmentView[];
  readonly links: readonly TrackedLink[];
}

interface Stamp {
  readonly messageId: string;
  readonly sentAtMs: number;
  readonly region: string;
  readonly boundary: string;
  readonly tracking: Tracking | undefined;
}

const OWN: ReadonlySet<string> = new Set(["bcc", "date", "message-id", "return-path"]);
const FOR_SES = /^x-ses-/i;

/** Puts a mail together out of what was asked for. */
export function finishMail(outgoing: Outgoing, stamp: Stamp): FinishedMail {
  const { content } = outgoing;
  return content.kind === "raw" ? finishRaw(content, stamp) : finishSimple(outgoing, content, stamp);
}

function finishSimple(outgoing: Outgoing, content: SimpleContent, stamp: Stamp): FinishedMail {
  const { subject, text, html, attachments } = content;
  const tracked = html === undefined ? undefined : trackHtml(html, stamp.tracking);
  const headers: Header[] = [
    { name: "From", value: outgoing.from },
    ...(outgoing.to.length === 0 ? [] : [{ name: "To", value: outgoing.to.join(", ") }]),
    ...(outgoing.cc.length === 0 ? [] : [{ name: "Cc", value: outgoing.cc.join(", ") }]),
    ...(outgoing.replyTo.length === 0 ? [] : [{ name: "Reply-To", value: outgoing.replyTo.join(", ") }]),
    { name: "Subject", value: subject },
    ...content.headers,
    ...ownHeaders(stamp),
  ];
  const bytes = composeMail({
    headers,
    ...(text === undefined ? {} : { text }),
    ...(tracked === undefined ? {} : { html: tracked.html }),
    attachments,
    boundary: stamp.boundary,
  });
  return {
    bytes,
    headers: [...headers, { name: "MIME-Version", value: "1.0" }],
    subject,
    ...(text === undefined ? {} : { text }),
    ...(tracked === undefined ? {} : { html: tracked.html }),
    attachments: attachments.map(({ fileName, contentType, content: bytesOf, contentId }) => ({
      ...(fileName === undefined ? {} : { fileName }),
      contentType,
      bytes: bytesOf.length,
      ...(contentId === undefined ? {} : { contentId }),
    })),
    links: tracked?.links ?? [],
  };
}

// DEVIATION: the HTML of mails that come as MIME is left as it is: opens and clicks of them are not tracked.
function finishRaw({ bytes, parsed }: RawContent, stamp: Stamp): FinishedMail {
  const { head, body } = splitMail(bytes);
  const isKept = ({ name }: Header): boolean => !OWN.has(name.toLowerCase()) && !FOR_SES.test(name);
  const headers = [...rawHeaders(head).filter(isKept), ...ownHeaders(stamp)];
  const shown = [...parseHeaders(head).filter(isKept), ...ownHeaders(stamp)];
  return {
    bytes: withHeaders(headers, body),
    headers: shown,
    subject: shown.find(({ name }) => name.toLowerCase() === "subject")?.value ?? "",
    ...(parsed.text === undefined ? {} : { text: parsed.text }),
    ...(parsed.html === undefined ? {} : { html: parsed.html }),
    attachments: parsed.attachments,
    links: [],
  };
}

function ownHeaders({ messageId, sentAtMs, region }: Stamp): Header[] {
  // AWS: ids of us-east-1 are of email.amazonses.com, others of their region.
  const host = region === "us-east-1" ? "email" : region;
  return [
    { name: "Message-ID", value: `<${messageId}@${host}.amazonses.com>` },
    { name: "Date", value: new Date(sentAtMs).toUTCString().replace("GMT", "+0000") },
  ];
}
