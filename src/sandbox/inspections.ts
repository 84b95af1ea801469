// Functions that are debugged: each has one sandbox, started when a debugger or an invocation comes, kept until the inspection
// ends, and a port. Invocations take turns in it: a breakpoint sees all of them.

import { openInspectorPort } from "./inspector-port.ts";
import type { InspectorAddress, Pause } from "./inspector-port.ts";
import type { FunctionSpec, InspectionSettings, Inspection, SandboxOwner } from "./sandboxes.ts";
import type { Sandbox } from "./sandbox.ts";

/** What a sandbox needs to be debugged. */
export interface InspectedStart {
  readonly pause: Pause;
  readonly breaks: boolean;
  /** Names the folder of the code. */
  readonly port: number;
  readonly sourceDir: string | undefined;
}

/** One function that is debugged. */
export interface Inspected {
  readonly start: InspectedStart;
  /** Does `work` when all that came before is done. */
  turn<T>(work: () => Promise<T>): Promise<T>;
  /** The sandbox that runs the function from now on. */
  runs(sandbox: Sandbox): void;
  /** Ends the sandbox if it is another revision's. */
  keepOnly(revision: string): void;
}

export interface Inspections {
  find(owner: SandboxOwner, functionArn: string): Inspected | undefined;
  /** Begins one; rejects if the port is taken, or the function's runtime cannot be debugged. */
  begin(owner: SandboxOwner, spec: () => FunctionSpec, settings: InspectionSettings): Promise<Inspection>;
  /** Ends those of one owner, or all. */
  end(owner?: SandboxOwner): Promise<void>;
}

/** `startOne` starts the function's sandbox, initialises it, and calls `runs` between. */
export function createInspections(startOne: (owner: SandboxOwner, spec: FunctionSpec) => Promise<void>): Inspections {
  const all = new Map<SandboxOwner, Map<string, Inspected & { close(): Promise<void> }>>();

  async function begin(
    owner: SandboxOwner,
    spec: () => FunctionSpec,
    { port, breaks, sourceDir }: InspectionSettings,
  ): Promise<Inspection> {
    const { functionArn, runtime } = spec();
    await all.get(owner)?.get(functionArn)?.close();
    let sandbox: Sandbox | undefined;
    let last: Promise<unknown> = Promise.resolve();
    let onStart: ((sandbox: Sandbox) => void) | undefined;

    /** The inspector of the sandbox that lives, or of one that is started for the debugger. */
    async function target(): Promise<InspectorAddress> {
      if (sandbox === undefined || sandbox.isEnded) {
        const started = new Promise<Sandbox>((resolve) => (onStart = resolve));
        await Promise.race([started, startOne(owner, spec())]);
      }
      const gone = sandbox?.parts.process.exited.then(() => undefined);
      const address = await Promise.race([sandbox?.parts.channel.inspector, gone]);
      if (address === undefined) throw new Error("The function's process has ended.");
      if ("problem" in address) throw new Error(address.problem);
      return address;
    }

    // Debuggers that come at once share one start.
    let asked: Promise<InspectorAddress> | undefined;
    const inspector = await openInspectorPort(port, () => {
      asked ??= target().finally(() => (asked = undefined));
      return asked;
    });
    const inspected = {
      start: { pause: inspector, breaks, port: inspector.port, sourceDir },
      turn<T>(work: () => Promise<T>): Promise<T> {
        const mine = last.then(work, work);
        last = mine.catch(() => {});
        return mine;
      },
      runs(started: Sandbox) {
        sandbox = started;
        onStart?.(started);
      },
      keepOnly(revision: string) {
        if (sandbox?.parts.spec.revision !== revision) sandbox?.end();
      },
      async close() {
        const ofOwner = all.get(owner);
        if (ofOwner?.get(functionArn) === inspected) ofOwner.delete(functionArn);
        sandbox?.end();
        await inspector.close();
      },
    };
    const ofOwner = all.get(owner) ?? new Map<string, typeof inspected>();
    all.set(owner, ofOwner.set(functionArn, inspected));
    try {
      asked = target().finally(() => (asked = undefined));
      await asked;
    } catch (error) {
      await inspected.close();
      throw error;
    }
    return { port: inspector.port, codeDir: sandbox?.parts.codeDir ?? "", runtime, end: inspected.close };
  }

  return {
    find: (owner, functionArn) => (all.size === 0 ? undefined : all.get(owner)?.get(functionArn)),
    begin,
    async end(owner) {
      const owners = owner === undefined ? [...all.keys()] : [owner];
      await Promise.all(owners.flatMap((each) => [...(all.get(each)?.values() ?? [])].map(({ close }) => close())));
      for (const each of owners) all.delete(each);
    },
  };
}
