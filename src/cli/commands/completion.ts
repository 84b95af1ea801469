// `stackyard completion SHELL`: a script for the shell to evaluate.

import type { Command } from "commander";
import { OperatorError } from "../../kernel/errors.ts";
import { completionScript, SHELLS } from "../completion.ts";

/** Prints the script for one of the known shells. */
export function runCompletion(program: Command, shell: string): void {
  const known = SHELLS.find((each) => each === shell);
  if (known === undefined)
    throw new OperatorError({
      code: "ERR_USAGE",
      message: `Completion is there for ${SHELLS.join(", ")}, but not for "${shell}".`,
      hints: ['eval "$(stackyard completion bash)"'],
    });
  process.stdout.write(completionScript(program, known));
}
