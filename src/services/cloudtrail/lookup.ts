// Which events a lookup wants, and where its next page begins. Pure.

import { hash } from "node:crypto";
import { invalidLookupAttributes, invalidNextToken } from "./errors.ts";
import type { EventRecord } from "./records.ts";
import type { Position } from "./repo.ts";

/** One lookup attribute, as it comes. */
export interface LookupAttribute {
  readonly AttributeKey: string;
  readonly AttributeValue: string;
}

type Filter = (event: EventRecord) => boolean;

const FILTERS: Readonly<Record<string, (value: string) => Filter>> = {
  AccessKeyId: (value) => (event) => event.accessKeyId === value,
  EventId: (value) => (event) => event.eventId === value,
  EventName: (value) => (event) => event.eventName === value,
  EventSource: (value) => (event) => event.eventSource === value,
  ReadOnly: (value) => (event) => String(event.isReadOnly) === value,
  ResourceName: (value) => (event) => event.resources.some(([, name]) => name === value),
  ResourceType: (value) => (event) => event.resources.some(([type]) => type === value),
  Username: (value) => (event) => event.username === value,
};

/** LIMIT: AWS: LookupEvents: AttributeValue has at most 2,000 characters, of which "_", " ", "," and "\n" count twice. */
const LONGEST_VALUE = 2_000;

/** The filter that a lookup's attributes mean. AWS: "Currently the list can contain only one item." */
export function filterOf(attributes: readonly LookupAttribute[]): Filter {
  const [attribute] = attributes;
  if (attribute === undefined) return () => true;
  if (attributes.length > 1)
    throw invalidLookupAttributes("You can specify only one lookup attribute: the list can contain only one item.");
  const { AttributeKey: key, AttributeValue: value } = attribute;
  const filter = Object.hasOwn(FILTERS, key) ? FILTERS[key] : undefined;
  if (filter === undefined) throw invalidLookupAttributes(`The lookup attribute key ${key} is not valid.`);
  if (value === "" || value.length + (value.match(/[_ ,\n]/g)?.length ?? 0) > LONGEST_VALUE)
    throw invalidLookupAttributes(`The value of the lookup attribute ${key} is not valid.`);
  return filter(value);
}

/** What must be the same in all requests of one lookup, in short. */
export function fingerprintOf(parameters: readonly unknown[]): string {
  return hash("sha256", JSON.stringify(parameters), "base64url").slice(0, 16);
}

/** The token of the page below `position`. */
export function formatToken(fingerprint: string, position: Position): string {
  return Buffer.from(JSON.stringify([fingerprint, ...position])).toString("base64url");
}

/** Where the page of a token begins. AWS: it "must be passed in with the same parameters". */
export function parseToken(token: string, fingerprint: string): Position {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(token, "base64url").toString());
  } catch {
    throw invalidNextToken();
  }
  if (!Array.isArray(parts) || parts.length !== 4) throw invalidNextToken();
  const [given, timeMs, sequence, eventId] = parts as readonly unknown[];
  if (
    given !== fingerprint ||
    typeof timeMs !== "number" ||
    typeof sequence !== "number" ||
    typeof eventId !== "string"
  )
    throw invalidNextToken();
  return [timeMs, sequence, eventId];
}
