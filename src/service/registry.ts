// All services of the yard, read in as they are needed: which operations are there, and what each call needs. Refuses what is incomplete.

import { AwsError, invariant } from "../kernel/errors.ts";
import { nextTurn } from "../kernel/real-time.ts";
import { loadModel } from "../model/load.ts";
import type { OperationModel, ServiceId, ServiceModel } from "../model/model.ts";
import type { Context } from "./context.ts";
import type { BlobRows } from "../store/blobs.ts";
import type { ReadTx, Store } from "../store/store.ts";
import type { JobHandler } from "./jobs.ts";
import type { ResourceType } from "./resource-type.ts";
import type { Door, Operation, PermissionRule, ServiceDefinition } from "./service.ts";
import { checkEntry, nameOfJob, namesOf, type ServiceEntry } from "./service-entry.ts";
import { compileInputChecker, type InputChecker } from "./validate.ts";

/** All that one operation's calls need, looked up once. */
export interface Endpoint {
  readonly service: ServiceDefinition;
  readonly serviceModel: ServiceModel;
  readonly model: OperationModel;
  readonly permission: PermissionRule;
  readonly checkInput: InputChecker;
  /** Input members that the service does not honour yet. */
  readonly unserved: readonly string[];
  run(input: Record<string, unknown>, context: Context): Promise<Record<string, unknown> | undefined>;
}

export interface Registry {
  /** Services that were read in, in the order of the list. What was not has nothing in the store, or is asked nothing but by calls. */
  readonly services: readonly ServiceDefinition[];
  /** Of the services that were read in. */
  readonly doors: readonly Door[];
  /** Of the services that were read in. */
  readonly resourceTypes: readonly ResourceType[];
  /** A type of the services that were read in. */
  resourceType(typeName: string): ResourceType | undefined;
  /** The service, if it was read in. */
  service(id: ServiceId): ServiceDefinition | undefined;
  /** Reads a service in. Undefined if that was done, so that nobody waits a turn for nothing; a service that is not there is no fault. */
  load(id: ServiceId): Promise<void> | undefined;
  /** Reads in all that have doors, for requests that are no signed calls. */
  loadDoors(): Promise<void> | undefined;
  /** Reads in all that have rows: before somebody looks over what there is. Only those that others ask while they work: at a start. */
  loadHolders(store: Store, which?: "asked"): Promise<void>;
  /**
   * Reads in one after the other, with turns for others in between, until `signal` aborts: for a server that has nothing else to do.
   * What cannot be read in is tried again when it is needed.
   */
  readAhead(signal: AbortSignal): Promise<void>;
  /** Reads in all. Not those that are made where a yard is put together, unless `isWhole`. */
  loadAll(isWhole?: boolean): Promise<void>;
  /** Which rows name blobs, of all services that have any in one of the stores. */
  blobRows(stores: readonly Store[]): Promise<readonly BlobRows[]>;
  /** The operation's endpoint; throws NotImplemented (501) for one that is not there. Its service was read in. */
  require(service: ServiceId, operation: string): Endpoint;
  /** Whether an operation is there, of a service that was read in. */
  has(service: ServiceId, operation: string): boolean;
  /** What runs jobs of a kind; reads their service in. */
  jobHandler(kind: string): ServedJob | undefined | Promise<ServedJob | undefined>;
  /** Resolves when nothing is being read in. */
  settled(): Promise<void>;
}

/** What runs jobs, and for which service. */
export interface ServedJob {
  readonly service: ServiceId;
  readonly handler: JobHandler;
}

/** What a registry is made of. */
export interface RegistryParts {
  readonly entries: readonly ServiceEntry[];
  /** Entries that know what the others have: `loadAll` of the others is what they are read in with. */
  readonly knowing?: readonly ServiceEntry[];
  /** A parameter for the one service which AWS does not model: our control API. */
  readonly modelOf?: (id: ServiceId) => ServiceModel;
  /** Told of each service that was read in. */
  readonly onLoad?: (service: ServiceDefinition) => void;
}

interface Loaded {
  readonly definition: ServiceDefinition;
  readonly operations: ReadonlyMap<string, Operation>;
}

/** Builds the registry. */
export function createRegistry({ entries, knowing = [], modelOf = loadModel, onLoad }: RegistryParts): Registry {
  const all = [...entries, ...knowing];
  const entriesById = new Map(all.map((entry) => [entry.id, entry]));
  invariant(entriesById.size === all.length, "A service is listed twice.");
  const loaded = new Map<ServiceId, Loaded>();
  const loading = new Map<ServiceId, Promise<void>>();
  const typesByName = new Map<string, ResourceType>();
  const handlers = new Map<string, ServedJob>();
  const endpoints = new Map<string, Endpoint>();
  let services: readonly ServiceDefinition[] = [];
  let doors: readonly Door[] = [];
  // Asked for every request that nobody signed.
  let doorsToCome = all.filter(({ hasDoors }) => hasDoors === true);

  function load(id: ServiceId): Promise<void> | undefined {
    if (loaded.has(id)) return undefined;
    const entry = entriesById.get(id);
    if (entry === undefined) return undefined;
    let promise = loading.get(id);
    if (promise === undefined) {
      promise = entry.load().then((definition) => take(entry, definition));
      loading.set(id, promise);
      // One that could not be read in is tried again when it is next needed.
      promise.finally(() => loading.delete(id)).catch(() => undefined);
    }
    return promise;
  }

  function take(entry: ServiceEntry, definition: ServiceDefinition): void {
    checkEntry(entry, definition);
    const operations = operationsOf(definition);
    for (const type of definition.resourceTypes ?? []) {
      invariant(!typesByName.has(type.typeName), `Two services register the resource type "${type.typeName}".`);
      typesByName.set(type.typeName, type);
    }
    for (const handler of definition.jobs ?? []) {
      invariant(!handlers.has(handler.kind), `Two handlers run jobs of kind "${handler.kind}".`);
      handlers.set(handler.kind, { service: entry.id, handler });
    }
    loaded.set(entry.id, { definition, operations });
    services = all.flatMap(({ id }) => loaded.get(id)?.definition ?? []);
    doors = services.flatMap((service) => service.doors ?? []);
    doorsToCome = doorsToCome.filter(({ id }) => id !== entry.id);
    onLoad?.(definition);
  }

  async function loadEach(which: Iterable<ServiceEntry>): Promise<void> {
    await Promise.all([...which].flatMap(({ id }) => load(id) ?? []));
  }

  async function readAhead(signal: AbortSignal): Promise<void> {
    for (const { id } of all) {
      await nextTurn();
      if (signal.aborted) return;
      await load(id)?.catch(() => undefined);
    }
  }

  function loadDoors(): Promise<void> | undefined {
    return doorsToCome.length === 0 ? undefined : loadEach(doorsToCome);
  }

  async function loadHolders(store: Store, which?: "asked"): Promise<void> {
    const isHolder = (tx: ReadTx, entry: ServiceEntry): boolean => {
      if (which === undefined) return hasRows(tx, namesOf(entry));
      return entry.isAsked === true && hasRows(tx, entry.askedFor ?? namesOf(entry));
    };
    await loadEach(store.read((tx) => all.filter((entry) => isHolder(tx, entry))));
  }

  async function blobRows(stores: readonly Store[]): Promise<readonly BlobRows[]> {
    const keepers = all.filter(
      (entry) => entry.hasBlobs === true && stores.some((store) => store.read((tx) => hasRows(tx, namesOf(entry)))),
    );
    await loadEach(keepers);
    return keepers.flatMap(({ id }) => loaded.get(id)?.definition.blobRows ?? []);
  }

  function requireEndpoint(service: ServiceId, operation: string): Endpoint {
    const key = `${service}/${operation}`;
    const known = endpoints.get(key);
    if (known !== undefined) return known;
    const entry = loaded.get(service);
    const implementation = entry?.operations.get(operation);
    if (entry === undefined || implementation === undefined) throw notImplemented(service, operation);
    const { definition } = entry;
    const serviceModel = modelOf(service);
    const model = serviceModel.operations.get(operation);
    const permission = definition.permissions[operation];
    invariant(model !== undefined, `The model of "${service}" has no operation "${operation}".`);
    invariant(permission !== undefined, `Operation "${operation}" of "${service}" has no permission rule.`);
    const unserved = definition.unserved?.[operation] ?? [];
    // Checked here and not when the service is read in: so its model need not be.
    for (const name of unserved) {
      invariant(
        model.input.members.has(name),
        `"${service}" lists the parameter "${name}" of "${operation}" as unserved, which the model does not have.`,
      );
    }
    const endpoint: Endpoint = {
      service: definition,
      serviceModel,
      model,
      permission,
      checkInput: compileInputChecker(model, definition.constraints),
      unserved,
      // The input was decoded by this operation's own schema: its type is what the definition declares.
      run: async (input, context) =>
        (await implementation.run(input as never, context)) as Record<string, unknown> | undefined,
    };
    endpoints.set(key, endpoint);
    return endpoint;
  }

  function jobHandler(kind: string): ServedJob | undefined | Promise<ServedJob | undefined> {
    const missing = all.filter((entry) => !loaded.has(entry.id) && namesOf(entry).includes(nameOfJob(kind)));
    return missing.length === 0 ? handlers.get(kind) : loadEach(missing).then(() => handlers.get(kind));
  }

  return {
    get services() {
      return services;
    },
    get doors() {
      return doors;
    },
    get resourceTypes() {
      return [...typesByName.values()];
    },
    resourceType: (typeName) => typesByName.get(typeName),
    service: (id) => loaded.get(id)?.definition,
    load,
    loadDoors,
    loadHolders,
    readAhead,
    loadAll: (isWhole = false) => loadEach(isWhole ? all : entries),
    blobRows,
    require: requireEndpoint,
    has: (service, operation) => loaded.get(service)?.operations.has(operation) === true,
    jobHandler,
    settled: async () => {
      await Promise.allSettled(loading.values());
    },
  };
}

/** The operations by their names; refuses a service that is incomplete. */
function operationsOf({ id, operations, permissions, unserved = {} }: ServiceDefinition): Map<string, Operation> {
  const byName = new Map(operations.map((operation) => [operation.name, operation]));
  for (const name of byName.keys())
    invariant(permissions[name] !== undefined, `Operation "${name}" of "${id}" has no permission rule.`);
  for (const name of Object.keys(permissions))
    invariant(byName.has(name), `"${id}" has a permission rule for "${name}", which it does not implement.`);
  for (const name of Object.keys(unserved))
    invariant(byName.has(name), `"${id}" lists unserved parameters of "${name}", which it does not implement.`);
  return byName;
}

function hasRows(tx: ReadTx, names: readonly string[]): boolean {
  return names.some((name) => [...tx.range({ prefix: [name], limit: 1 })].length > 0);
}

/** What an operation that is not there answers: never an empty success. */
function notImplemented(service: ServiceId, operation: string): AwsError {
  return new AwsError({
    code: "NotImplemented",
    status: 501,
    message: `Stackyard does not implement the operation ${operation} of ${service} yet.`,
  });
}
