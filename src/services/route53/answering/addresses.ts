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

/** The values of a name of the yard's zones, of one type; none for whatever else. */
export function publicValues(
  yard: Pick<YardContext, "store" | "random">,
  text: string,
  type: string,
): readonly string[] {
  try {
    const name = canonicalName(text);
    const { answers } = yard.store.read((tx) => answerQuestion(tx, { name, type }, yard.random));
    return answers.filter((record) => record.type === type).map(({ value }) => value);
  } catch (error) {
    if (error instanceof NameProblem) return [];
    throw error;
  }
}
