// How events come from a bus to a discoverer of schemas: EventBridge hands them over as jobs, which the schema registry runs.

/** The kind of the jobs. */
export const DISCOVER = "schemas/discover";

/** The payload of such a job. */
export interface Discovery {
  readonly discovererId: string;
  /** The event, as targets get it. */
  readonly event: {
    readonly source: string;
    readonly "detail-type": string;
    readonly detail: unknown;
    readonly account: string;
  };
}
