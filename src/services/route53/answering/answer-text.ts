// An answer as TestDNSAnswer gives it: the values of what was asked for.

import type { Answer } from "./answer.ts";

/** The values of the answer's records; of a CNAME, its target, whatever was asked. */
export function textOfAnswers({ answers }: Answer, name: string, type: string): string[] {
  const own = answers.filter((record) => record.name === name);
  const wanted = own.filter((record) => record.type === type);
  return (wanted.length > 0 ? wanted : own).map(({ value }) => value);
}
