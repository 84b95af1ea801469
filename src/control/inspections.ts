// The functions that are debugged: those that the control API began, until it ends them.

import { AwsError } from "../kernel/errors.ts";
import type { Inspection, InspectionSettings } from "../sandbox/sandboxes.ts";
import type { Scope } from "../service/context.ts";

/** Begins to debug a function of the yard. */
export type Inspect = (scope: Scope, functionName: string, settings: InspectionSettings) => Promise<Inspection>;

export interface Inspections {
  /** Gives the port; throws AWS's error for a function that is not there, and ConflictException for a port that is taken. */
  begin(scope: Scope, functionName: string, settings: InspectionSettings): Promise<Inspection>;
  /** Ends one, if there is one. */
  end(scope: Scope, functionName: string): Promise<void>;
  list(scope: Scope): readonly { readonly functionName: string; readonly port: number }[];
}

/** The inspections of one yard. */
export function createInspections(inspect: Inspect): Inspections {
  const all = new Map<string, Map<string, Inspection>>();
  const of = ({ account, region }: Scope): Map<string, Inspection> => {
    const key = `${account} ${region}`;
    const found = all.get(key) ?? new Map<string, Inspection>();
    all.set(key, found);
    return found;
  };
  return {
    async begin(scope, functionName, settings) {
      const inspection = await inspect(scope, functionName, settings).catch((error: unknown) => {
        throw asAwsError(error, settings.port);
      });
      of(scope).set(functionName, inspection);
      return inspection;
    },
    async end(scope, functionName) {
      const inspection = of(scope).get(functionName);
      of(scope).delete(functionName);
      await inspection?.end();
    },
    list: (scope) => [...of(scope)].map(([functionName, { port }]) => ({ functionName, port })),
  };
}

function asAwsError(error: unknown, port: number): unknown {
  if (error instanceof AwsError || !(error instanceof Error)) return error;
  const isTaken = "code" in error && error.code === "EADDRINUSE";
  return new AwsError({
    code: isTaken ? "ConflictException" : "ValidationException",
    message: isTaken ? `Port ${port} is in use.` : error.message,
    status: isTaken ? 409 : 400,
    cause: error,
  });
}
