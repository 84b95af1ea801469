// The parameters of imports: what is done with base paths, documentation and endpoint types.

import { badRequest } from "../errors.ts";
import { parseBasePathMode } from "./base-path.ts";
import type { ReadingOptions } from "./definition.ts";

/** Reads them; names count without case. AWS: ImportRestApi's parameters. */
export function importParameters(given: Readonly<Record<string, string>> | undefined): Omit<ReadingOptions, "apiId"> {
  const byName = new Map(Object.entries(given ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  const types = byName.get("endpointconfigurationtypes");
  const ignored = byName.get("ignore");
  if (ignored !== undefined && ignored !== "documentation")
    throw badRequest("Invalid ignore parameter: must be documentation");
  return {
    basePath: parseBasePathMode(byName.get("basepath")),
    isDocumentationIgnored: ignored === "documentation",
    endpointTypes: types?.split(","),
  };
}

/** AWS: failOnWarnings: nothing is kept where there is a warning. */
export function requireNoWarnings(warnings: readonly string[], isDemanded: boolean | undefined): void {
  if (isDemanded === true && warnings.length > 0)
    throw badRequest(`Warnings found during import:\n\t${warnings.join("\n\t")}`);
}
