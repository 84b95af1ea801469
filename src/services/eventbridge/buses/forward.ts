// An event goes from a rule to another bus, as PutEvents by the sender, but keeps what it is: its id, its account, its time.

import { parseArn } from "../../../kernel/arns.ts";
import { AwsError } from "../../../kernel/errors.ts";
import type { AwsApis } from "../../../service/apis.ts";
import type { Scope } from "../../../service/context.ts";
import type { BusEvent } from "../records.ts";

/**
 * Under this name an entry has the event that it forwards. No client can send it: what comes over the wire has no symbols.
 */
export const FORWARDED = Symbol("the event as it was on the first bus");

/** Sends an event on; throws what PutEvents answers. */
export async function forwardEvent(
  aws: AwsApis,
  busArn: string,
  { event, isForwarded }: { readonly event: BusEvent; readonly isForwarded: boolean },
  from: Scope,
): Promise<void> {
  // AWS: "Sending and receiving events between accounts": events that came from another account are not sent on to a third.
  if (isForwarded && parseArn(busArn)?.account !== from.account) return;
  const entry = {
    EventBusName: busArn,
    Source: event.source,
    DetailType: event["detail-type"],
    Detail: JSON.stringify(event.detail),
    [FORWARDED]: event,
  };
  const { Entries = [] } = await aws.eventBridge.putEvents({ Entries: [entry] });
  const failed = Entries.find(({ ErrorCode }) => ErrorCode !== undefined);
  if (failed?.ErrorCode !== undefined)
    throw new AwsError({ code: failed.ErrorCode, message: failed.ErrorMessage ?? failed.ErrorCode });
}
