// Who has registered with a sandbox's Extensions API, and what each of them is doing. No HTTP, no processes.
// AWS: "Using the Lambda Extensions API to create extensions". Names of states and the wording of refusals: the open runtime
// interface emulator (aws-lambda-runtime-interface-emulator), which is built from Lambda's own code.

import { randomUUID } from "node:crypto";

// LIMIT: AWS: "Init phase": up to ten extensions, internal ones included.
const MOST_EXTENSIONS = 10;

export type LifecycleEvent = "INVOKE" | "SHUTDOWN";

type State = "Started" | "Registered" | "Ready" | "Running" | "InitError" | "ExitError" | "LaunchError" | "Exited";

/** One extension, as it can be told about. */
export interface Extension {
  readonly id: string;
  readonly name: string;
  /** A process of its own; others live in the runtime's. */
  readonly isExternal: boolean;
  readonly state: State;
  readonly events: readonly LifecycleEvent[];
  readonly errorType?: string;
}

interface Entry extends Extension {
  state: State;
  events: LifecycleEvent[];
  errorType?: string;
  /** An event for who asks next, when it was not asking as the event came. */
  pending?: object;
  poll?: (event: object) => void;
}

/** An error of the API: all of them are 403. */
export class Refusal extends Error {
  readonly errorType: string;

  constructor(errorType: string, message: string) {
    super(message);
    this.errorType = errorType;
  }
}

export interface Registrations {
  /** Names of programs which are about to be started: only they can register as external. */
  expect(names: readonly string[]): void;
  /** Throws a Refusal. */
  register(name: string, events: readonly unknown[]): Extension;
  /** The extension asks for its next event, which `deliver` gets. Throws a Refusal. */
  next(id: string, deliver: (event: object) => void): void;
  /** It reports that it failed, before its first event or later. Throws a Refusal. */
  fail(id: string, phase: "init" | "exit", errorType: string): void;
  /** Throws a Refusal for an unknown id. */
  require(id: string): Extension;
  /** A program could not be started, or is gone. */
  setState(name: string, state: "LaunchError" | "Exited", errorType?: string): void;
  list(): readonly Extension[];
  /** What the first extension that reported an error is to be called: it counts more than how its process ends. */
  firstError(): "Extension.InitError" | "Extension.ExitError" | undefined;
  /** Resolves when all external extensions have registered. */
  allRegistered(): Promise<void>;
  /** From now on nobody registers any more; resolves when all have asked for their first event. */
  closeAndAwaitReady(): Promise<void>;
  isClosed(): boolean;
  /** Sends an event to all that want it. Resolves when all of them have asked for the next one. */
  send(kind: LifecycleEvent, event: object): Promise<void>;
}

/** The extensions of one sandbox. */
export function createRegistrations(): Registrations {
  const entries: Entry[] = [];
  const waiting = new Set<{ readonly isDone: () => boolean; readonly resolve: () => void }>();
  let isClosed = false;
  let firstError: "Extension.InitError" | "Extension.ExitError" | undefined;

  function until(isDone: () => boolean): Promise<void> {
    if (isDone()) return Promise.resolve();
    return new Promise((resolve) => waiting.add({ isDone, resolve }));
  }

  function changed(): void {
    for (const waiter of waiting) {
      if (!waiter.isDone()) continue;
      waiting.delete(waiter);
      waiter.resolve();
    }
  }

  function requireEntry(id: string): Entry {
    const entry = entries.find((other) => other.id === id && other.state !== "Started");
    if (entry === undefined)
      throw new Refusal("Extension.UnknownExtensionIdentifier", "Unknown Lambda-Extension-Identifier");
    return entry;
  }

  function add(name: string, isExternal: boolean): Entry {
    const entry: Entry = { id: randomUUID(), name, isExternal, state: "Started", events: [] };
    entries.push(entry);
    return entry;
  }

  function register(name: string, events: readonly unknown[]): Extension {
    const launched = entries.find((entry) => entry.name === name && entry.isExternal);
    const wanted = events.map((event) => requireEvent(event, launched !== undefined));
    if (launched !== undefined && launched.state !== "Started") throw notAllowed(launched.state, "Registered", name);
    if (launched === undefined) {
      if (isClosed) throw new Refusal("Extension.RegistrationClosed", "Extension registration closed already");
      if (entries.length >= MOST_EXTENSIONS)
        throw new Refusal("Extension.TooManyExtensions", `Extension limit (${MOST_EXTENSIONS}) reached`);
      if (entries.some((entry) => entry.name === name))
        throw new Refusal("Extension.InvalidExtensionState", "Extension with this name already registered");
    }
    const entry = launched ?? add(name, false);
    entry.events = [...new Set(wanted)];
    entry.state = "Registered";
    changed();
    return entry;
  }

  function next(id: string, deliver: (event: object) => void): void {
    const entry = requireEntry(id);
    if (!["Registered", "Ready", "Running"].includes(entry.state)) throw notAllowed(entry.state, "Ready", entry.id);
    entry.state = "Ready";
    entry.poll = deliver;
    handOut(entry);
    changed();
  }

  function handOut(entry: Entry): void {
    const { poll, pending } = entry;
    if (poll === undefined || pending === undefined) return;
    delete entry.poll;
    delete entry.pending;
    entry.state = "Running";
    poll(pending);
  }

  function fail(id: string, phase: "init" | "exit", errorType: string): void {
    const entry = requireEntry(id);
    const state = phase === "init" ? "InitError" : "ExitError";
    const isAllowed = phase === "init" ? ["Registered"] : ["Registered", "Ready", "Running"];
    // The first error counts; more are taken, and change nothing.
    if (entry.state === state) return;
    if (!isAllowed.includes(entry.state)) throw notAllowed(entry.state, state, entry.id);
    entry.state = state;
    entry.errorType = errorType;
    firstError ??= phase === "init" ? "Extension.InitError" : "Extension.ExitError";
    changed();
  }

  return {
    expect(names) {
      for (const name of names) add(name, true);
    },
    register,
    next,
    fail,
    require: requireEntry,
    setState(name, state, errorType) {
      const entry = entries.find((other) => other.name === name && other.isExternal);
      if (entry === undefined || entry.state === "InitError" || entry.state === "ExitError") return;
      entry.state = state;
      if (errorType !== undefined) entry.errorType = errorType;
      changed();
    },
    list: () => entries,
    firstError: () => firstError,
    allRegistered: () => until(() => entries.every(({ isExternal, state }) => !isExternal || state !== "Started")),
    closeAndAwaitReady() {
      isClosed = true;
      return until(() => entries.every(({ state }) => state === "Ready"));
    },
    isClosed: () => isClosed,
    send(kind, event) {
      const wanting = entries.filter(({ events }) => events.includes(kind));
      for (const entry of wanting) {
        entry.pending = event;
        handOut(entry);
      }
      return until(() => wanting.every(({ state, pending }) => state === "Ready" && pending === undefined));
    },
  };
}

function requireEvent(event: unknown, isExternal: boolean): LifecycleEvent {
  if (event === "INVOKE") return event;
  if (event !== "SHUTDOWN") throw new Refusal("Extension.InvalidEventType", `${String(event)}: ErrorInvalidEventType`);
  // AWS: "Register": internal extensions are started and stopped by the runtime, and can not register for it.
  if (!isExternal)
    throw new Refusal("Extension.InvalidEventType", `${event}: ShutdownEventNotSupportedForInternalExtension`);
  return event;
}

function notAllowed(from: State, to: State, who: string): Refusal {
  return new Refusal(
    "Extension.InvalidExtensionState",
    `State transition from ${from} to ${to} failed for extension ${who}. Error: State transition is not allowed`,
  );
}
