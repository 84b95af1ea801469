// Reads `--on-failure`.

import { OperatorError } from "../kernel/errors.ts";
import type { FailurePolicy } from "../delivery/system/define-system.ts";

/** The policy that an option names; undefined if it was not given. Throws ERR_USAGE for any other word. */
export function policyOf(text: string | undefined): FailurePolicy | undefined {
  if (text === undefined || text === "stop" || text === "continue" || text === "rollback") return text;
  throw new OperatorError({
    code: "ERR_USAGE",
    message: `"${text}" is no policy on failure. There are stop, continue and rollback.`,
    hints: ["stackyard deploy --on-failure rollback"],
  });
}
