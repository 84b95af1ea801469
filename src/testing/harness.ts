// For our own tests: one real yard a worker, reached over HTTP with the real SDK; an account of its own for each test.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClock, type Clock } from "../kernel/clock.ts";
import type { AccountId } from "../kernel/ids.ts";
import type { Registry } from "../service/registry.ts";
import type { Scope } from "../service/context.ts";
import type { Forks } from "../control/forks.ts";
import type { ControlKey, Yard } from "../yard.ts";
import { startYards, type Yards, type YardsOptions } from "../yards.ts";

/** What every SDK client's constructor takes here. */
export interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly maxAttempts: number;
}

export interface TestAccount extends Scope {
  readonly account: AccountId;
  /** Of the administrator. */
  readonly config: ClientConfig;
  /** A client of the administrator: `client(SQSClient)`. */
  client<C>(constructor: new (config: ClientConfig) => C): C;
  /** A client with other credentials. */
  clientWith<C>(constructor: new (config: ClientConfig) => C, credentials: ClientConfig["credentials"]): C;
}

export interface TestYard {
  readonly yard: Yard;
  readonly controlKey: ControlKey;
  readonly forks: Forks;
  readonly yardOf: Yards["yardOf"];
  readonly pruneBlobs: Yards["pruneBlobs"];
  readonly origin: string;
  readonly clock: Clock;
  /** A new account. */
  account(): TestAccount;
  /** The yard's registry, with all services read in. */
  registry(): Promise<Registry>;
  /** Moves the yard's clock and waits until all that became due has been done. */
  advance(durationMs: number): Promise<void>;
  stop(): Promise<void>;
}

let shared: Promise<TestYard> | undefined;
let accounts = 0;

/** The worker's yard, on the machine's clock: for tests that do not move time. Lives as long as the worker. */
export function sharedYard(): Promise<TestYard> {
  shared ??= testYard();
  return shared;
}

/** A yard of its own, for tests that move time or stop and start it: give `stateDir` to start again on the same state. */
export async function testYard(options: Partial<YardsOptions> = {}): Promise<TestYard> {
  const stateDir = options.stateDir ?? mkdtempSync(join(tmpdir(), "stackyard-test-"));
  const clock = options.clock ?? createClock({ mode: "wall" });
  const yards = await startYards({ port: 0, ...options, stateDir, clock });
  const { main: yard, controlKey, forks, yardOf, pruneBlobs } = yards;
  const { address: origin, region, context } = yard;

  function account(): TestAccount {
    accounts += 1;
    const keys = yard.identity.ensureAccount(`test-${process.pid}-${accounts}`);
    const configWith = (credentials: ClientConfig["credentials"]): ClientConfig => ({
      endpoint: origin,
      region,
      credentials,
      maxAttempts: 1,
    });
    const config = configWith({ accessKeyId: keys.accessKeyId, secretAccessKey: keys.secretAccessKey });
    return {
      account: keys.account,
      region,
      config,
      client: (constructor) => new constructor(config),
      clientWith: (constructor, credentials) => new constructor(configWith(credentials)),
    };
  }

  return {
    yard,
    controlKey,
    forks,
    yardOf,
    pruneBlobs,
    origin,
    clock,
    account,
    async registry() {
      await yard.registry.loadAll(true);
      return yard.registry;
    },
    async advance(durationMs) {
      await clock.advance(durationMs);
      await context.jobs.settled();
    },
    async stop() {
      await yards.stop();
      if (options.stateDir === undefined) rmSync(stateDir, { recursive: true, force: true });
    },
  };
}
