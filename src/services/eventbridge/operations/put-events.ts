// PutEvents: events for buses; each entry is accepted or refused by itself.

import type { PutEventsCommandInput, PutEventsCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import type { PutEventsRequestEntry, PutEventsResultEntry } from "@aws-sdk/client-eventbridge";
import type { Context } from "../../../service/context.ts";
import { FORWARDED } from "../buses/forward.ts";
import { notImplemented, validation } from "../errors.ts";
import { type BusAddress, busAddress } from "../names.ts";
import type { BusEvent } from "../records.ts";
import { takeIn } from "../rules/publish.ts";

// LIMIT: AWS: PutEvents: "the total entry size must be less than 256KB".
const MOST_BYTES = 262_144;

/** An entry, and the event that it forwards if it comes from a rule of ours. */
type Entry = Input<PutEventsRequestEntry> & { readonly [FORWARDED]?: BusEvent };

export const putEvents = defineOperation<Input<PutEventsCommandInput>, PutEventsCommandOutput>(
  "PutEvents",
  (input, context) => {
    if (input.EndpointId !== undefined) throw notImplemented("global endpoints");
    const entries = input.Entries as readonly Entry[];
    if (entries.reduce((sum, entry) => sum + sizeOf(entry), 0) >= MOST_BYTES)
      throw validation("Total size of the entries in the request is over the limit.");
    const results = context.store.write((tx) =>
      entries.map((entry): PutEventsResultEntry => {
        const refused = refusalOf(entry, context);
        if (refused !== undefined) return refused;
        const address = busAddress(context, entry.EventBusName);
        const event = eventOf(entry, address, context);
        const isForwarded = event.account !== address.scope.account;
        // AWS: an event for a bus that is not there gets an id like any other, and nobody sees it.
        if (!takeIn(tx, context, address.scope, address.busName, event, { isForwarded }))
          context.log.write("warn", "eventbridge.no-such-bus", { busName: address.busName, eventId: event.id });
        return { EventId: event.id };
      }),
    );
    return { FailedEntryCount: results.filter(({ ErrorCode }) => ErrorCode !== undefined).length, Entries: results };
  },
);

// AWS: "Calculating PutEvents event entry size": 14 bytes for a time, and the bytes of all texts.
function sizeOf({ Time, Source = "", DetailType = "", Detail = "", Resources = [] }: Entry): number {
  return [Source, DetailType, Detail, ...Resources].reduce(
    (sum, text) => sum + Buffer.byteLength(text),
    Time === undefined ? 0 : 14,
  );
}

function refusalOf(entry: Entry, { principal }: Context): PutEventsResultEntry | undefined {
  for (const name of ["Source", "DetailType", "Detail"] as const) {
    if (!entry[name]) {
      const ErrorMessage = `Parameter ${name} is not valid. Reason: ${name} is a required argument.`;
      return { ErrorCode: "InvalidArgument", ErrorMessage };
    }
  }
  if (!isJsonObject(entry.Detail ?? "")) return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
  // AWS: events of AWS services begin with "aws.": only services send them.
  const isService = principal.kind === "service" || entry[FORWARDED] !== undefined;
  if (entry.Source?.startsWith("aws.") === true && !isService)
    return { ErrorCode: "NotAuthorizedForSourceException", ErrorMessage: "Not authorized for the source." };
  return undefined;
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function eventOf(entry: Entry, { scope }: BusAddress, context: Context): BusEvent {
  const forwarded = entry[FORWARDED];
  if (forwarded !== undefined) return forwarded;
  const { principal } = context;
  const sender =
    principal.kind === "service" ? principal.sourceAccount : "account" in principal ? principal.account : undefined;
  return {
    version: "0",
    id: context.random.uuid(),
    "detail-type": entry.DetailType ?? "",
    source: entry.Source ?? "",
    account: sender ?? scope.account,
    time: `${new Date(entry.Time?.getTime() ?? context.clock.nowMs()).toISOString().slice(0, 19)}Z`,
    region: scope.region,
    resources: entry.Resources ?? [],
    detail: JSON.parse(entry.Detail ?? "{}"),
  };
}
