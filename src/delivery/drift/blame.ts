// Who changed a resource, by CloudTrail's event history: the latest change that did not come from CloudFormation.

import { CloudTrailClient, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import type { Event } from "@aws-sdk/client-cloudtrail";
import { clientConfig } from "../cloud/target.ts";
import type { Target } from "../cloud/target.ts";
import type { Blame, PropertyDrift } from "./report.ts";

export interface Trail {
  /** The change that most likely made the differences; undefined if the trail tells nothing. */
  lastChange(changed: {
    readonly physicalId: string;
    readonly properties: readonly PropertyDrift[];
    /** ISO time of the stack's last change: what came before was the stack's own. */
    readonly since: string;
  }): Promise<Blame | undefined>;
  destroy(): void;
}

// AWS: "LookupEvents": two requests a second, account and region; a page has fifty events at most.
const EVENTS = 50;

/** Opens the account's event history. A cloud that keeps none gives no answers. */
export function openTrail(target: Target): Trail {
  const client = new CloudTrailClient(clientConfig(target));
  return {
    async lastChange({ physicalId, properties, since }) {
      const names = new Set([physicalId, lastPart(physicalId)]);
      const pages = await Promise.all([...names].map((name) => eventsOf(client, name, since)));
      const events = pages.flat().filter(isByHand);
      return blameOf(events.find((event) => isAbout(event, properties)) ?? events[0]);
    },
    destroy: () => client.destroy(),
  };
}

async function eventsOf(client: CloudTrailClient, name: string, since: string): Promise<readonly Event[]> {
  try {
    const { Events } = await client.send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: "ResourceName", AttributeValue: name }],
        StartTime: new Date(since),
        MaxResults: EVENTS,
      }),
    );
    return Events ?? [];
  } catch (error) {
    // Blame is an extra: who may not read the trail still gets to know the drift.
    if (error instanceof Error && "$metadata" in error) return [];
    throw error;
  }
}

// Ids are often ARNs or URLs, and trails name resources by either or by the name alone.
function lastPart(physicalId: string): string {
  return physicalId.split(/[/:]/).at(-1) ?? physicalId;
}

function isByHand({ ReadOnly, CloudTrailEvent }: Event): boolean {
  return ReadOnly !== "true" && detailsOf(CloudTrailEvent).invokedBy !== "cloudformation.amazonaws.com";
}

/** Whether an event speaks of what differs: of a property's name or its new value. */
function isAbout({ CloudTrailEvent = "" }: Event, properties: readonly PropertyDrift[]): boolean {
  const text = CloudTrailEvent.toLowerCase();
  return properties.some(({ path, actual }) => {
    const name = path.split("/").at(-1)?.toLowerCase() ?? "";
    return (name.length > 2 && text.includes(name)) || (actual.length > 2 && text.includes(actual.toLowerCase()));
  });
}

function blameOf(event: Event | undefined): Blame | undefined {
  if (event === undefined) return undefined;
  const { arn, sourceIp } = detailsOf(event.CloudTrailEvent);
  return {
    who: arn ?? event.Username ?? "unknown",
    at: event.EventTime?.toISOString() ?? "",
    event: event.EventName ?? "",
    ...(sourceIp === undefined ? {} : { sourceIp }),
  };
}

interface Details {
  readonly arn?: string;
  readonly sourceIp?: string;
  readonly invokedBy?: string;
}

function detailsOf(json: string | undefined): Details {
  try {
    const event = JSON.parse(json ?? "{}") as {
      userIdentity?: { arn?: string; invokedBy?: string };
      sourceIPAddress?: string;
    };
    const { arn, invokedBy } = event.userIdentity ?? {};
    return {
      ...(arn === undefined ? {} : { arn }),
      ...(invokedBy === undefined ? {} : { invokedBy }),
      ...(event.sourceIPAddress === undefined ? {} : { sourceIp: event.sourceIPAddress }),
    };
  } catch {
    // An event whose record is no JSON still has its name, its user and its time.
    return {};
  }
}
