// What the store keeps of signals. Plain data; every stored record carries its format's version.

/** A signal that came for a wait condition's handle, or for a resource with a creation policy. */
export interface ReceivedSignal {
  readonly v: 1;
  /** Chosen by the sender: a signal with an id that is known already is a repetition. */
  readonly uniqueId: string;
  readonly status: "SUCCESS" | "FAILURE";
  readonly reason?: string;
  readonly data?: string;
  readonly atMs: number;
}
