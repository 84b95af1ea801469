// Sends a mail made of a template.
//
// AWS: "Using templates to send personalized email": a call whose data lacks an attribute is accepted and its mail never sent; a
// "Rendering Failure" event says so. A template that does not exist is an error of the call.

import { AwsError } from "../../../kernel/errors.ts";
import type { Context } from "../../../service/context.ts";
import { readArn } from "../arns.ts";
import type { Faults } from "../faults.ts";
import { addressOf } from "../addresses.ts";
import { configurationSets, loadAccount, templates } from "../repo.ts";
import type { Header } from "../records.ts";
import type { Part } from "../mime/compose.ts";
import type { Outgoing } from "../sending/mails.ts";
import { feedbackId } from "../sending/outcomes.ts";
import { tell } from "../sending/publish.ts";
import { requireRecipients, requireSender } from "../sending/sender.ts";
import { requireEnabled, sendMail } from "../sending/send.ts";
import { renderParts, type Rendered, type TemplateParts } from "./rendered.ts";

/** A mail but for its content, which the template gives. */
export type Addressed = Omit<Outgoing, "content"> & {
  readonly headers?: readonly Header[];
  readonly attachments?: readonly Part[];
};

/** The template of a name or an ARN, or the fault that it is not there. */
export function findTemplate(
  context: Context,
  { name, arn }: { readonly name: string | undefined; readonly arn?: string | undefined },
  faults: Faults,
): TemplateParts {
  const named = arn === undefined ? undefined : readArn(arn, "template");
  if (arn !== undefined && named === undefined) throw faults.invalid(`Invalid ARN: ${arn}`);
  const wanted = name ?? named?.name ?? "";
  const template = context.store.read((tx) => templates.load(tx, named ?? context, named?.name ?? wanted));
  if (template === undefined) throw faults.templateMissing(wanted);
  return template;
}

/** Sends one mail of a template and gives its id. `data` are JSON texts; later ones go before earlier ones. */
export async function sendTemplated(
  context: Context,
  addressed: Addressed,
  parts: TemplateParts,
  data: readonly (string | undefined)[],
  faults: Faults,
  finish: (outgoing: Outgoing, messageId: string) => Outgoing = (outgoing) => outgoing,
): Promise<string> {
  const messageId = feedbackId(context.random);
  const { headers = [], attachments = [], ...rest } = addressed;
  let rendered: Rendered;
  try {
    rendered = renderParts(parts, data, faults);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    noteFailure(context, rest, parts, messageId, error.message, faults);
    return messageId;
  }
  const content = { kind: "simple" as const, ...rendered, headers, attachments };
  return sendMail(context, finish({ ...rest, content }, messageId), faults, messageId);
}

function noteFailure(
  context: Context,
  outgoing: Omit<Outgoing, "content">,
  { name }: TemplateParts,
  messageId: string,
  errorMessage: string,
  faults: Faults,
): void {
  context.store.write((tx) => {
    const { identity, scope } = requireSender(tx, context, outgoing, faults);
    const recipients = [...outgoing.to, ...outgoing.cc, ...outgoing.bcc];
    requireRecipients(tx, context, recipients, faults);
    const setName = outgoing.configurationSet ?? identity.configurationSet;
    const set = setName === undefined ? undefined : configurationSets.load(tx, context, setName);
    if (setName !== undefined && set === undefined) throw faults.configurationSetMissing(setName);
    requireEnabled(loadAccount(tx, context).isSending, set, faults);
    const source = addressOf(outgoing.from) ?? outgoing.from;
    tell(
      tx,
      context,
      {
        scope: context,
        set,
        identity,
        mail: {
          v: 1,
          messageId,
          sentAtMs: context.clock.nowMs(),
          source: outgoing.from,
          returnPath: outgoing.returnPath ?? source,
          recipients: recipients.map((mailbox) => addressOf(mailbox) ?? mailbox),
          headers: [],
          subject: "",
          tags: outgoing.tags,
          ...(setName === undefined ? {} : { configurationSet: setName }),
          identity: { account: scope.account, region: scope.region, name: identity.name },
          links: [],
          sourceIp: context.sourceIp ?? "127.0.0.1",
          callerIdentity: context.principal.kind,
        },
      },
      { type: "RENDERING_FAILURE", detail: { errorMessage, templateName: name } },
    );
  });
}
