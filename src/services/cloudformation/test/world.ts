// A small world for tests of the stack engine: resource types whose resources are kept outside the yard, and a yard that can die at
// any write or call and be started again on the same store.

import type { AwsApis } from "../../../service/apis.ts";
import type { Context, YardContext } from "../../../service/context.ts";
import type { Job, JobHandler } from "../../../service/jobs.ts";
import type { Properties, ResourceContext, ResourceType } from "../../../service/resource-type.ts";
import { createClock } from "../../../kernel/clock.ts";
import { AwsError } from "../../../kernel/errors.ts";
import { parseAccountId, parseRegion } from "../../../kernel/ids.ts";
import { createLog } from "../../../kernel/log.ts";
import { seededRandom } from "../../../kernel/random.ts";
import { createDenialLog } from "../../../service/denials.ts";
import { createServiceMetrics } from "../../../service/metrics/service-metrics.ts";
import { createSignals } from "../../../service/signals.ts";
import { createMemoryStore } from "../../../store/memory.ts";
import type { Store, WriteTx } from "../../../store/store.ts";
import { operateHandler } from "../engine/run.ts";
import { waitConditionHandleType } from "../waiting/handle.ts";
import { waitConditionType } from "../waiting/wait-condition.ts";
import { refactorHandler } from "../refactor/run.ts";

/** The process dies: thrown at the moment that a sweep chose, and from every write after it. */
class Crash extends Error {}

/** What a call of a resource type is about. */
export interface Call {
  readonly action: "create" | "update" | "delete";
  readonly logicalId: string;
}

/** One thing outside the yard, with the token that made it. */
interface Thing {
  readonly token: string;
  readonly typeName: string;
  readonly properties: Properties;
  /** What CloudFormation's tags say of whose it is: stack and logical id. */
  readonly owner?: string;
}

export class World {
  /** What exists outside the yard: it survives every crash. */
  readonly things = new Map<string, Thing>();
  readonly calls: Call[] = [];
  /** Throws to make a call fail; called before the call has an effect. */
  fail: (call: Call) => void = () => undefined;
  /** The write or call (both are counted together) at which the process dies; undefined for never. */
  crashAt: number | undefined;
  /** Creations take another name each time: what a resource type must not do. */
  isForgetful = false;
  #steps = 0;
  #isDead = false;
  readonly #store = createMemoryStore();
  readonly #random = seededRandom(7);
  readonly clock = createClock({ mode: "virtual", startMs: Date.UTC(2026, 0, 1) });
  readonly #signals = createSignals(this.clock);
  /** States of alarms, by their names: what the only service that the engine itself calls knows. */
  readonly alarms = new Map<string, string>();
  readonly #types: ReadonlyMap<string, ResourceType>;
  readonly handlers: readonly JobHandler[];

  /** `typeNames` are real types, so that their registry schemas apply. */
  constructor(typeNames: readonly string[]) {
    this.#types = new Map([
      ...[waitConditionHandleType(), waitConditionType()].map((type) => [type.typeName, type] as const),
      ...typeNames.map((typeName) => [typeName, this.#type(typeName)] as const),
    ]);
    this.handlers = [operateHandler(this.typesOf), refactorHandler(this.typesOf)];
  }

  readonly typesOf =
    () =>
    (typeName: string): ResourceType | undefined =>
      this.#types.get(typeName);

  /** What exists, by the name that the template gave or was given: without ids, so that two worlds can be compared. */
  contents(): string[] {
    return [...this.things.values()].map((thing) => `${thing.typeName} ${JSON.stringify(thing.properties)}`).sort();
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  get steps(): number {
    return this.#steps;
  }

  /** The process starts again. */
  revive(): void {
    this.#isDead = false;
    this.crashAt = undefined;
  }

  get context(): Context {
    const { clock } = this;
    const account = parseAccountId("123456789012");
    const region = parseRegion("us-east-1");
    const yard: Omit<
      YardContext,
      | "accesses"
      | "alarmAction"
      | "apiLogRole"
      | "authority"
      | "blobs"
      | "certificateUsers"
      | "findApi"
      | "findCertificate"
      | "resolveName"
      | "sandboxes"
      | "useApiKey"
    > = {
      clock,
      random: this.#random,
      log: createLog(() => undefined, clock.nowMs),
      store: this.#mortalStore(),
      jobs: {
        enqueue: (tx, job) => {
          const id = this.#random.uuid();
          tx.put(["test-jobs", id], { ...job, id, attempt: 1, createdAtMs: clock.nowMs() });
          return id;
        },
        cancel: (tx, id) => void tx.delete(["test-jobs", id]),
        settled: () => Promise.resolve(),
      },
      signals: this.#signals,
      metrics: createServiceMetrics(clock),
      denials: createDenialLog(1),
      origin: "http://localhost:4566",
      address: "http://localhost:4566",
      inheritedOrigin: undefined,
      isQuiet: false,
      as: () => this.#services,
      membershipChanged: () => undefined,
      tokenIssuer: () => undefined,
    };
    // Sandboxes and blobs are not used by the engine.
    return {
      ...yard,
      account,
      region,
      principal: { kind: "root", account, arn: `arn:aws:iam::${account}:root`, userId: account },
      requestId: "request",
      aws: this.#services,
      abort: new AbortController().signal,
      headers: {},
    } as unknown as Context;
  }

  /** Runs all jobs to their end; false if the process died meanwhile. */
  async work(): Promise<boolean> {
    for (;;) {
      const [entry] = this.#store.read((tx) => [...tx.range<Job>({ prefix: ["test-jobs"], limit: 1 })]);
      if (entry === undefined) return true;
      try {
        const handler = this.handlers.find(({ kind }) => kind === entry.value.kind);
        await handler?.run(entry.value, this.context);
      } catch (error) {
        if (error instanceof Crash) return false;
        throw error;
      }
      this.#store.write((tx) => void tx.delete(entry.key));
    }
  }

  /** One more write or call: the process may die at it. */
  #step(): void {
    if (this.#isDead) throw new Crash();
    this.#steps += 1;
    if (this.crashAt !== undefined && this.#steps >= this.crashAt) {
      this.#isDead = true;
      throw new Crash();
    }
  }

  #mortalStore(): Store {
    const store = this.#store;
    return {
      ...store,
      read: (work) => store.read(work),
      write: (work) => {
        this.#step();
        return store.write(work as (tx: WriteTx) => never);
      },
    };
  }

  readonly #services = {
    cloudWatch: {
      describeAlarms: ({ AlarmNames = [] }: { AlarmNames?: string[] }) =>
        Promise.resolve({
          MetricAlarms: AlarmNames.filter((name) => this.alarms.has(name)).map((name) => ({
            AlarmArn: alarmArn(name),
            StateValue: this.alarms.get(name),
          })),
        }),
    },
  } as unknown as AwsApis;

  #type(typeName: string): ResourceType {
    const begin = (action: Call["action"], logicalId: string): void => {
      this.#step();
      this.calls.push({ action, logicalId });
      this.fail({ action, logicalId });
    };
    const described = (physicalId: string) => ({ physicalId, attributes: { Value: physicalId, Type: "String" } });
    return {
      typeName,
      properties: ["Description", "Name", "Tags", "Type", "Value"],
      create: async (properties, context) => {
        const generated = this.isForgetful ? `thing-${this.things.size}` : context.generateName();
        const name = typeof properties["Name"] === "string" ? properties["Name"] : generated;
        begin("create", context.logicalId);
        const existing = this.things.get(name);
        if (existing !== undefined && existing.token !== context.clientToken) {
          throw new AwsError({ code: "ParameterAlreadyExists", message: `${name} already exists` });
        }
        this.things.set(name, { token: context.clientToken, typeName, properties, owner: ownerOf(context) });
        // Yields, so that creations overlap.
        await Promise.resolve();
        return described(name);
      },
      read: (physicalId) => Promise.resolve(this.things.get(physicalId)?.properties),
      update: async (physicalId, properties, _previous, context) => {
        begin("update", context.logicalId);
        const existing = this.things.get(physicalId);
        if (existing === undefined) throw new AwsError({ code: "ParameterNotFound", message: `${physicalId} is gone` });
        this.things.set(physicalId, { ...existing, properties, owner: ownerOf(context) });
        await Promise.resolve();
        return described(physicalId);
      },
      delete: async (physicalId, _properties, context) => {
        begin("delete", context.logicalId);
        this.things.delete(physicalId);
        await Promise.resolve();
      },
    };
  }
}

function ownerOf({ tags }: ResourceContext): string {
  return `${tags["aws:cloudformation:stack-name"] ?? ""} ${tags["aws:cloudformation:logical-id"] ?? ""}`;
}

/** An alarm of the world's account. */
export function alarmArn(name: string): string {
  return `arn:aws:cloudwatch:us-east-1:123456789012:alarm:${name}`;
}
