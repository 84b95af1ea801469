// `stackyard inbox`: e-mails, text messages and push notifications that an environment of the embedded cloud has sent, which it
// keeps instead of delivering.

import { OperatorError } from "../../kernel/errors.ts";
import { controlOf, requireServer, stateFolder, targetOf } from "../connection.ts";
import { pc, print, printJson } from "../terminal.ts";
import { openKnownWorkspace } from "../workspace.ts";
import type { CommonOptions } from "../workspace.ts";

/** Runs the command. */
export async function runInbox(directory: string | undefined, options: CommonOptions): Promise<void> {
  const { system, environment } = await openKnownWorkspace(directory, options);
  if (environment.target !== "local") {
    throw new OperatorError({
      code: "ERR_NOT_LOCAL",
      message: `Environment "${environment.name}" is on AWS, where mails are delivered and not kept.`,
      hints: ["stackyard inbox --env dev"],
    });
  }
  const target = await targetOf(system, environment);
  const control = await controlOf(requireServer(stateFolder()));
  const mails = await control.listMails(target.account, target.region);
  if (options.json === true) {
    printJson(mails);
    return;
  }
  if (mails.length === 0) print("No mail was sent.");
  for (const mail of mails) print(describeMail(mail));
}

// What is attached: names, types and sizes. The contents are in the raw mail only.
function describeAttachments(attachments: unknown): string[] {
  const list = Array.isArray(attachments) ? (attachments as readonly Readonly<Record<string, unknown>>[]) : [];
  return list.map(
    ({ fileName = "unnamed", contentType, bytes }) =>
      `${String(fileName)} (${String(contentType)}, ${String(bytes)} bytes)`,
  );
}

// As people read a mail: who, when and about what, then the text. Of a mail in HTML only, that.
function describeMail(mail: Readonly<Record<string, unknown>>): string {
  const header = (label: string, value: unknown): string[] => {
    const text = Array.isArray(value) ? value.join(", ") : typeof value === "string" ? value : "";
    return text === "" ? [] : [`${pc.dim(`${label}:`)} ${text}`];
  };
  const sentAt = mail["sentAtMs"];
  const kind = { sms: "text message", push: "push notification" }[String(mail["kind"])];
  const body = mail["text"] ?? mail["html"] ?? mail["raw"];
  const lines = [
    ...header("Kind", kind),
    ...header("From", mail["from"]),
    ...header("To", mail["to"]),
    ...header("Cc", mail["cc"]),
    ...header("Bcc", mail["bcc"]),
    ...(typeof sentAt === "number" ? header("Date", new Date(sentAt).toISOString()) : []),
    ...header("Subject", mail["subject"]),
    ...header("Attachments", describeAttachments(mail["attachments"])),
    "",
    typeof body === "string" ? body : "",
  ];
  return `${lines.join("\n")}\n`;
}
