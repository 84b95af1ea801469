// Runs the rules of the active rule set for a mail, action by action. A crash begins the mail's rules anew: actions happen at least
// once, as on AWS.

import { AwsError } from "../../../kernel/errors.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import type { JobHandler } from "../../../service/jobs.ts";
import { parseAccountId, parseRegion } from "../../../kernel/ids.ts";
import { ruleArn } from "../arns.ts";
import { composeMail } from "../mime/compose.ts";
import { parseMail } from "../mime/parse.ts";
import { splitMail, withHeaders, rawHeaders } from "../mime/headers.ts";
import type { Header } from "../records.ts";
import { activeRuleSet, configurationSets, identities, receivedMails, ruleSets, sentMails } from "../repo.ts";
import { bounce } from "../sending/depart.ts";
import { bounceMail } from "./actions/bounce.ts";
import { invokeFunction } from "./actions/function.ts";
import { storeObject } from "./actions/object.ts";
import { tellTopic } from "./actions/notify.ts";
import { publishMail } from "./actions/topic.ts";
import { RECEIVE_KIND, type Receipt } from "./enqueue.ts";
import { rulesFor } from "./match.ts";
import type { Delivery } from "./delivery.ts";
import type { ReceivedMail, ReceiptRule, RuleAction } from "./records.ts";

/** What an action says of the actions and rules behind it. */
export type Disposition = "CONTINUE" | "STOP_RULE" | "STOP_RULE_SET";

export const receiveJob: JobHandler = {
  kind: RECEIVE_KIND,
  async run(job, yard) {
    const scope: Scope = { account: job.account, region: job.region };
    const receipt = job.payload as Receipt;
    const { mail, bytes } = await takeIn(yard, scope, receipt);
    const { name, rules } = yard.store.read((tx) => {
      const active = activeRuleSet(tx, scope) ?? "";
      return { name: active, rules: ruleSets.load(tx, scope, active)?.rules ?? [] };
    });
    let content = bytes;
    for (const { rule, recipients } of rulesFor(rules, receipt.recipients, receipt.isEncrypted)) {
      const delivery: Delivery = {
        yard,
        scope,
        mail,
        receipt,
        recipients,
        rule: rule.name,
        ruleArn: ruleArn(scope, name, rule.name),
        isScanned: rule.isScanned,
        content,
        onBounce: (diagnosticCode, status) => tellSender(yard, receipt, recipients, diagnosticCode, status),
      };
      const after = await runRule(rule, delivery);
      content = after.content;
      if (after.disposition === "STOP_RULE_SET") break;
    }
    return "done";
  },
};

// What came in is kept for a day: AWS: SendBounce: only mails of the last 24 hours can be bounced.
const BOUNCEABLE_MS = 24 * 3_600_000;

async function takeIn(
  yard: YardContext,
  scope: Scope,
  receipt: Receipt,
): Promise<{ readonly mail: ReceivedMail; readonly bytes: Buffer }> {
  const given = "raw" in receipt.content ? Buffer.from(await yard.blobs.read(receipt.content.raw.sha256)) : undefined;
  const nowMs = yard.clock.nowMs();
  const bytes = given ?? composeNotice(receipt, nowMs, yard.random.hex(32));
  const arrived = withHeaders(
    [...traceHeaders(receipt, scope, nowMs), ...rawHeaders(splitMail(bytes).head)],
    splitMail(bytes).body,
  );
  const { headers, attachments, hasVirus } = await parseMail(arrived);
  const raw = await yard.blobs.put(arrived);
  const mail: ReceivedMail = {
    v: 1,
    messageId: receipt.messageId,
    receivedAtMs: nowMs,
    source: receipt.source,
    recipients: receipt.recipients,
    raw,
    headers,
    attachments,
    hasVirus,
  };
  yard.store.write((tx) => {
    for (const old of [...receivedMails.list(tx, scope)])
      if (old.receivedAtMs <= nowMs - BOUNCEABLE_MS) receivedMails.remove(tx, scope, old.messageId);
    receivedMails.save(tx, scope, mail);
  });
  return { mail, bytes: arrived };
}

// AWS: "Email receiving: headers that SES adds": where the mail came from, and what was found out about it.
function traceHeaders(receipt: Receipt, { region }: Scope, nowMs: number): Header[] {
  const date = new Date(nowMs).toUTCString().replace("GMT", "+0000");
  return [
    { name: "Return-Path", value: `<${receipt.source}>` },
    {
      name: "Received",
      value: `from localhost (localhost [127.0.0.1]) by inbound-smtp.${region}.amazonaws.com with SMTP id ${receipt.messageId} for ${receipt.recipients.join(", ")}; ${date}`,
    },
    { name: "X-SES-RECEIPT", value: Buffer.from(receipt.messageId).toString("base64") },
  ];
}

function composeNotice({ content, messageId }: Receipt, nowMs: number, boundary: string): Buffer {
  if (!("notice" in content)) return Buffer.alloc(0);
  const { from, to, subject, text, html } = content.notice;
  return composeMail({
    headers: [
      { name: "From", value: from },
      { name: "To", value: to },
      { name: "Subject", value: subject },
      { name: "Message-ID", value: `<${messageId}@amazonses.com>` },
      { name: "Date", value: new Date(nowMs).toUTCString().replace("GMT", "+0000") },
    ],
    ...(text === undefined ? {} : { text }),
    ...(html === undefined ? {} : { html }),
    attachments: [],
    boundary,
  });
}

async function runRule(
  rule: ReceiptRule,
  start: Delivery,
): Promise<{ readonly disposition: Disposition; readonly content: Buffer }> {
  let delivery = start;
  for (const action of rule.actions) {
    if (action.AddHeaderAction !== undefined) {
      delivery = { ...delivery, content: addHeader(delivery.content, action.AddHeaderAction) };
      continue;
    }
    const disposition = await runAction(action, delivery);
    if (disposition === "STOP_RULE_SET") return { disposition, content: delivery.content };
    if (disposition === "STOP_RULE") break;
  }
  return { disposition: "CONTINUE", content: delivery.content };
}

// AWS: "Email receiving actions": an action that fails, for want of a permission say, leaves the others as they are.
async function runAction(action: RuleAction, delivery: Delivery): Promise<Disposition> {
  try {
    if (action.S3Action !== undefined) await storeObject(action.S3Action, delivery);
    if (action.SNSAction !== undefined) await publishMail(action.SNSAction, delivery);
    if (action.LambdaAction !== undefined) return await invokeFunction(action.LambdaAction, delivery);
    if (action.BounceAction !== undefined) await bounceMail(action.BounceAction, delivery);
    if (action.StopAction === undefined) return action.BounceAction === undefined ? "CONTINUE" : "STOP_RULE_SET";
    if (action.StopAction.TopicArn !== undefined)
      await tellTopic(action.StopAction.TopicArn, { type: "Stop", scope: "RuleSet" }, delivery);
    return "STOP_RULE_SET";
  } catch (error) {
    if (!(error instanceof AwsError) || error.status >= 500) throw error;
    delivery.yard.log.write("warn", "ses.action-failed", {
      account: delivery.scope.account,
      rule: delivery.rule,
      code: error.code,
      message: error.message,
    });
    return "CONTINUE";
  }
}

function addHeader(content: Buffer, added: NonNullable<RuleAction["AddHeaderAction"]>): Buffer {
  const { head, body } = splitMail(content);
  return withHeaders([{ name: added.HeaderName, value: added.HeaderValue }, ...rawHeaders(head)], body);
}

// A receiver of this yard does not want the mail: its sender is told as by any other server. Whoever handed it in from outside gets
// the mail that bounceMail writes, and no event.
function tellSender(
  yard: YardContext,
  { sentBy }: Receipt,
  recipients: readonly string[],
  diagnosticCode: string,
  status: string,
): void {
  yard.store.write((tx) => {
    if (sentBy === undefined) return;
    const scope: Scope = { account: parseAccountId(sentBy.account), region: parseRegion(sentBy.region) };
    const mail = sentMails.load(tx, scope, sentBy.messageId);
    if (mail === undefined) return;
    const owner: Scope = { account: parseAccountId(mail.identity.account), region: parseRegion(mail.identity.region) };
    const identity = identities.load(tx, owner, mail.identity.name);
    if (identity === undefined) return;
    const set =
      mail.configurationSet === undefined ? undefined : configurationSets.load(tx, scope, mail.configurationSet);
    bounce(
      tx,
      yard,
      { scope, mail, set, identity },
      recipients.map((recipient) => ({ kind: "bounced", recipient, subType: "General", status, diagnosticCode })),
    );
  });
}
