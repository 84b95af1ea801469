// Which records of a batch failed, as the function's answer tells. Pure.
// AWS: "Implementing partial batch responses": success and failure conditions.

/** "all" where the answer does not say properly which records failed. */
export type FailedItems = readonly string[] | "all";

/** Reads an answer of a mapping with ReportBatchItemFailures. */
export function readItemFailures(payload: Uint8Array, known: ReadonlySet<string>): FailedItems {
  let answer: unknown;
  try {
    answer = JSON.parse(Buffer.from(payload).toString());
  } catch {
    return "all";
  }
  // AWS takes an empty answer, null, and an empty or null list for complete success.
  if (answer === null || answer === "") return [];
  if (typeof answer !== "object" || !("batchItemFailures" in answer)) return isEmpty(answer) ? [] : "all";
  const list = answer.batchItemFailures;
  if (list === null) return [];
  if (!Array.isArray(list)) return "all";
  const failed: string[] = [];
  for (const item of list as readonly unknown[]) {
    const id = typeof item === "object" && item !== null && "itemIdentifier" in item ? item.itemIdentifier : undefined;
    if (typeof id !== "string" || !known.has(id)) return "all";
    failed.push(id);
  }
  return failed;
}

function isEmpty(answer: unknown): boolean {
  return typeof answer === "object" && answer !== null && Object.keys(answer).length === 0;
}
