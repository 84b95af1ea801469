// The Lambda action: a function hears of the mail, without its body, and may say what happens to the rules behind it.
//
// AWS: "Invoke Lambda function action", "Lambda function event data": RequestResponse waits for at most 30 seconds; an answer
// {"disposition": "STOP_RULE" | "STOP_RULE_SET" | "CONTINUE"} counts, anything else continues.

import { asSes } from "../../sending/publish.ts";
import { type Delivery, describeMail, describeReceipt } from "../delivery.ts";
import type { Disposition } from "../receive.ts";
import type { RuleAction } from "../records.ts";
import { tellTopic } from "./notify.ts";

export async function invokeFunction(
  { FunctionArn, InvocationType = "Event", TopicArn }: NonNullable<RuleAction["LambdaAction"]>,
  delivery: Delivery,
): Promise<Disposition> {
  const { yard, scope, ruleArn } = delivery;
  const action = { type: "Lambda", functionArn: FunctionArn, invocationType: InvocationType };
  const event = {
    Records: [
      {
        eventSource: "aws:ses",
        eventVersion: "1.0",
        ses: { mail: describeMail(delivery), receipt: describeReceipt(delivery, action) },
      },
    ],
  };
  const { Payload, FunctionError } = await asSes(yard, scope, ruleArn, FunctionArn).lambda.invoke({
    FunctionName: FunctionArn,
    InvocationType,
    Payload: Buffer.from(JSON.stringify(event)),
  });
  if (TopicArn !== undefined) await tellTopic(TopicArn, action, delivery);
  if (InvocationType === "Event" || FunctionError !== undefined || Payload === undefined) return "CONTINUE";
  return readDisposition(Buffer.from(Payload).toString("utf8"));
}

function readDisposition(text: string): Disposition {
  try {
    const answer = JSON.parse(text) as { readonly disposition?: unknown } | null;
    const disposition = String(answer?.disposition).toUpperCase();
    return disposition === "STOP_RULE" || disposition === "STOP_RULE_SET" ? disposition : "CONTINUE";
  } catch {
    return "CONTINUE";
  }
}
