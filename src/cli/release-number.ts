// Reads the number of a release from the command line.

import { OperatorError } from "../kernel/errors.ts";

/** The number; throws ERR_USAGE if the text is none. */
export function parseNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new OperatorError({
    code: "ERR_USAGE",
    message: `"${text}" is not the number of a release, such as 12.`,
    hints: ["stackyard releases"],
  });
}
