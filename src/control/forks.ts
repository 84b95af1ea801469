// What the control API needs to make and drop forks of a yard. yards.ts implements it.

/** A fork as it is listed. */
export interface ForkView {
  readonly name: string;
  /** Where it listens: the endpoint for SDK clients. */
  readonly address: string;
  readonly isQuiet: boolean;
  readonly createdAtMs: number;
  /** When it is dropped by itself, on the machine's clock; undefined for one that stays until it is dropped. */
  readonly expiresAtMs: number | undefined;
}

export interface ForkRequest {
  readonly name: string;
  readonly isQuiet: boolean;
  /** How long it lives unless it is renewed; a plan that is killed leaves nothing behind. */
  readonly leaseMs: number | undefined;
}

export interface Forks {
  /** A copy of the yard as it is now, at an address of its own. */
  create(request: ForkRequest): Promise<ForkView>;
  /** Begins the lease anew; undefined if there is no such fork. */
  renew(name: string): ForkView | undefined;
  /** False if there is no such fork. */
  drop(name: string): Promise<boolean>;
  /** Whether the name is taken, be it by a fork of another yard of this process. */
  has(name: string): boolean;
  list(): readonly ForkView[];
}
