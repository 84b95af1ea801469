// What goes wrong in a function or in its runtime, as AWS describes it.

import util from "node:util";

/** An error of the runtime's own: "Runtime.NAME". */
export class RuntimeFault extends Error {
  constructor(name, message) {
    super(message);
    this.name = `Runtime.${name}`;
  }
}

/** Whether a value is an error, also one of another realm. */
export function isError(value) {
  return util.types.isNativeError(value) || value instanceof Error;
}

/** The members of an error's answer. */
export function describe(error) {
  if (isError(error)) {
    // Whatever its author has put there.
    const [name, message, stack] = ["name", "message", "stack"].map((member) => error[member]);
    return { errorType: String(name), errorMessage: String(message), trace: String(stack ?? "").split("\n") };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}
