// Event sources: what Lambda's mappings and EventBridge Pipes have in common. A host is a mapping or a pipe: it says which
// role reads, what a batch is given to, and where it is kept how far a stream is done. This room knows no service's
// records; it reads sources through their APIs, as the host's role.

import type { AwsApis } from "../apis.ts";
import type { YardContext } from "../context.ts";

/** Who polls. */
export interface SourceHost {
  readonly yard: YardContext;
  /** Aborts when the host is stopped, changed or deleted. */
  readonly abort: AbortSignal;
  readonly sourceArn: string;
  /** True if the host's filters let a record pass. */
  accepts(view: unknown): boolean;
  /** The services as the role that reads; undefined while it, or what is delivered to, cannot be had. */
  connect(): Promise<AwsApis | undefined>;
  /** Lets the next `connect` ask for the role anew: it may have been replaced by another one of its name. */
  renew(): void;
  /** Keeps what went wrong where the host shows it. */
  noteProblem(error: unknown): void;
}

/** A running poller. */
export interface Poller {
  /** Resolves when it has stopped, after its host's signal, and what it had is done or given back. */
  stop(): Promise<void>;
}

/** A bell that remembers one ring, so that nothing rung between two looks is lost. */
export interface Bell {
  /** Resolves at the next ring, or at once if it rang since the last wait; after `timeoutMs` of the yard's time; on abort. */
  wait(timeoutMs: number): Promise<void>;
  ring(): void;
  close(): void;
}

/** A bell that a signal of the yard rings. */
export function createBell({ yard, abort }: Pick<SourceHost, "abort" | "yard">, topic: string): Bell {
  let hasRung = false;
  let wake: (() => void) | undefined;
  const ring = (): void => {
    hasRung = true;
    wake?.();
  };
  const unsubscribe = yard.signals.subscribe(topic, ring);
  abort.addEventListener("abort", ring, { once: true });
  return {
    ring,
    close() {
      unsubscribe();
      abort.removeEventListener("abort", ring);
    },
    wait(timeoutMs) {
      if (hasRung || abort.aborted) {
        hasRung = false;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const finish = (): void => {
          cancel();
          wake = undefined;
          hasRung = false;
          resolve();
        };
        const cancel = yard.clock.at(yard.clock.nowMs() + timeoutMs, finish);
        wake = finish;
      });
    },
  };
}
