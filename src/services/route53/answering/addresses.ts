// Where a name leads, for the service itself.

import type { YardContext } from "../../../service/context.ts";
import { canonicalName, NameProblem } from "../names.ts";
import { answerQuestion } from "./answer.ts";

/** The IPv4 address of a name of the yard's zones, the name itself if it is of none; undefined if it leads nowhere. */
export function resolveAddress(yard: YardContext, text: string): string | undefined {
  try {
    const name = canonicalName(text);
    const { rcode, answers } = yard.store.read((tx) => answerQuestion(tx, { name, type: "A" }, yard.random));
    return rcode === "REFUSED" ? text : answers.find(({ type }) => type === "A")?.value;
  } catch (error) {
    if (error instanceof NameProblem) return undefined;
    throw error;
  }
}
