// What the store keeps of a management event.

/** A resource that an event is about: its type and one of its names. */
export type ResourceRecord = readonly [type: string, name: string];

/** One event: what LookupEvents filters by, and the record as AWS writes it. */
export interface EventRecord {
  readonly v: 1;
  readonly eventId: string;
  readonly timeMs: number;
  readonly eventName: string;
  readonly eventSource: string;
  readonly isReadOnly: boolean;
  readonly accessKeyId?: string;
  readonly username?: string;
  readonly resources: readonly ResourceRecord[];
  /** CloudTrailEvent: the record as JSON text. */
  readonly text: string;
}
