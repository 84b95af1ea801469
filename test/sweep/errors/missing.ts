// What is not there, for services with many operations that name things by identifiers: each identifier of an operation's input is wrong in
// its turn, and each time the service has to say so.

import type { ErrorTable, Grounds } from "./table.ts";

type Wrong = Readonly<Record<string, string>>;

/**
 * Asks once for each identifier that the operation's input has, with that one wrong; `wrong` gives each identifier's wrong value, and what
 * `isNew` says is a name that the operation makes. The last answer is the entry's answer; an earlier one of another name is it, too.
 */
export function eachMissing<Made extends object>(
  inputs: ErrorTable<Made>["inputs"],
  wrong: Wrong | ((made: Made & Grounds) => Wrong),
  isNew: (operation: string, member: string) => boolean,
  error = "NotFoundException",
): ErrorTable<Made>["everywhere"][string] {
  return async (made, ask, operation) => {
    const given = Object.keys(inputs[operation]?.(made) ?? {});
    const values = typeof wrong === "function" ? wrong(made) : wrong;
    const identifiers = given.filter((member) => member in values && !isNew(operation, member));
    let last: unknown;
    for (const member of identifiers) {
      last = await answerOf(() => ask({ [member]: values[member] }));
      if (!(last instanceof Error)) throw new Error(`"${member}" was wrong, and nothing said so.`);
      if (last.name !== error) throw Object.assign(last, { message: `${member}: ${last.message}` });
    }
    throw last ?? new Error(`"${operation}" names nothing.`);
  };
}

async function answerOf(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    return error;
  }
}
