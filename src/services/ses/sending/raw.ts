// A mail that comes as MIME: what of it is for SES. What the call gives goes before what the mail says.
//
// AWS: "Sending raw email using the Amazon SES API v2", "Using headers for sending authorization": X-SES-SOURCE-ARN,
// X-SES-CONFIGURATION-SET, X-SES-MESSAGE-TAGS.

import { splitMailboxes } from "../addresses.ts";
import type { Faults } from "../faults.ts";
import { headerOf } from "../mime/headers.ts";
import { parseMail } from "../mime/parse.ts";
import type { Outgoing } from "./mails.ts";

interface Given extends Partial<Omit<Outgoing, "content">> {
  /** All of the envelope's recipients, where the call says them in one list. */
  readonly destinations?: readonly string[];
}

/** The mail as all others are asked for. */
export async function readRaw(data: Uint8Array, given: Given, faults: Faults): Promise<Outgoing> {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const parsed = await parseMail(bytes);
  const header = (name: string): string | undefined => headerOf(parsed.headers, name);
  const mailboxes = (name: string): string[] => splitMailboxes(header(name) ?? "");
  const from = given.from ?? header("from");
  if (from === undefined) throw faults.invalid("Missing required header 'From'.");
  const { destinations, ...members } = given;
  const isGiven = [members.to, members.cc, members.bcc].some((list) => (list ?? []).length > 0);
  const envelope =
    destinations !== undefined && destinations.length > 0
      ? { to: destinations, cc: [], bcc: [] }
      : isGiven
        ? { to: members.to ?? [], cc: members.cc ?? [], bcc: members.bcc ?? [] }
        : { to: mailboxes("to"), cc: mailboxes("cc"), bcc: mailboxes("bcc") };
  const sourceArn = members.sourceArn ?? header("x-ses-source-arn");
  const configurationSet = members.configurationSet ?? header("x-ses-configuration-set");
  const returnPath = members.returnPath ?? header("return-path");
  return {
    from,
    ...envelope,
    replyTo: (members.replyTo ?? []).length > 0 ? (members.replyTo ?? []) : mailboxes("reply-to"),
    ...(returnPath === undefined ? {} : { returnPath }),
    ...(sourceArn === undefined ? {} : { sourceArn }),
    ...(configurationSet === undefined ? {} : { configurationSet }),
    tags: { ...readTags(header("x-ses-message-tags")), ...members.tags },
    content: { kind: "raw", bytes, parsed },
  };
}

// "name=value, name=value"
function readTags(header: string | undefined): Record<string, string> {
  const pairs = (header ?? "").split(/[,;]/).map((pair) => pair.split("=").map((part) => part.trim()));
  return Object.fromEntries(pairs.flatMap(([name, value]) => (name && value !== undefined ? [[name, value]] : [])));
}
