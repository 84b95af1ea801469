// `stackyard inbox`: the mails that an environment of the embedded cloud has sent, which it keeps instead of delivering.

import pc from "picocolors";
import { OperatorError } from "../../kernel/errors.ts";
import { controlOf, requireServer, stateFolder, targetOf } from "../connection.ts";
import { print, printJson } from "../terminal.ts";
import { openWorkspace } from "../workspace.ts";
import type { CommonOptions } from "../workspace.ts";

/** Runs the command. */
export async function runInbox(directory: string | undefined, options: CommonOptions): Promise<void> {
  const { system, environment } = await openWorkspace(directory, options);
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

// The members' names are the server's; whatever it tells is shown, the known ones first.
function describeMail(mail: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(mail).map(([name, value]) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return text.includes("\n") ? `${pc.dim(`${name}:`)}\n${text}` : `${pc.dim(`${name}:`)} ${text}`;
  });
  return `${lines.join("\n")}\n`;
}
