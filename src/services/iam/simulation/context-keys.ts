// Which context keys policies refer to. AWS: GetContextKeysForCustomPolicy (IAM API reference), with the AWS CLI's example.

import { readPolicy } from "../../../iam/policy.ts";

/** Keys of conditions and variables in the order in which the documents name them, each once. */
export function contextKeysOf(documents: readonly string[]): string[] {
  const keys = new Map<string, string>();
  const add = (key: string): void => {
    if (!keys.has(key.toLowerCase())) keys.set(key.toLowerCase(), key);
  };
  for (const document of documents) {
    const { version, statements } = readPolicy(document);
    const addVariables = (texts: readonly string[]): void => {
      // AWS: only policies of this version have variables.
      if (version === "2012-10-17") for (const text of texts) variablesIn(text).forEach(add);
    };
    for (const statement of statements) {
      if ("unreadable" in statement) continue;
      addVariables(statement.resource ?? statement.notResource ?? []);
      for (const conditions of Object.values(statement.condition ?? {})) {
        for (const [key, values] of Object.entries(conditions)) {
          add(key);
          addVariables(values);
        }
      }
    }
  }
  return [...keys.values()];
}

/** The names in "${...}", without defaults; "${*}", "${?}" and "${$}" are characters. */
function variablesIn(text: string): readonly string[] {
  return [...text.matchAll(/\$\{\s*([^},]*?)\s*(?:,[^}]*)?\}/g)]
    .map(([, name = ""]) => name)
    .filter((name) => name.includes(":"));
}
