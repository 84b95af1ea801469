// Resource types of the user's own, as files that export them (`defineResource`).

import { relative, resolve } from "node:path";
import { DiagnosticsError } from "../delivery/system/system.ts";
import { loadModule } from "../delivery/system/load-module.ts";
import type { ModuleKind } from "../delivery/system/load-module.ts";
import type { ResourceDefinition } from "../service/define-resource.ts";
import { cacheFolder } from "./connection.ts";

const RESOURCE_TYPE: ModuleKind = {
  noDefault: {
    code: "RESOURCE_TYPE_NO_DEFAULT_EXPORT",
    summary: "The file exports no resource type.",
    detail: 'End it with "export default defineResource({ schema: ..., create(...) ... })".',
  },
  throws: { code: "RESOURCE_TYPE_THROWS", summary: "The resource type fails while it is loaded." },
};

/** Loads the definitions of files; each exports one, or several in an array. Throws a DiagnosticsError for a file that does not. */
export async function loadResourceTypes(files: readonly string[]): Promise<readonly ResourceDefinition[]> {
  const loaded = await Promise.all(files.map((file) => loadFile(resolve(file))));
  return loaded.flat();
}

async function loadFile(file: string): Promise<readonly ResourceDefinition[]> {
  const shownAs = relative(process.cwd(), file);
  const { value } = await loadModule(file, shownAs, RESOURCE_TYPE, { cacheFolder: `${cacheFolder()}/resource-types` });
  const definitions: readonly unknown[] = Array.isArray(value) ? value : [value];
  const wrong = definitions.find((definition) => !isDefinition(definition));
  if (wrong === undefined) return definitions as readonly ResourceDefinition[];
  throw new DiagnosticsError([
    {
      severity: "error",
      code: "RESOURCE_TYPE_INCOMPLETE",
      summary: "The file exports something that is no resource type.",
      detail: "A resource type has a schema and the handlers create, read and delete, and may have update and list.",
      position: { file: shownAs, line: 1, column: 1 },
    },
  ]);
}

function isDefinition(value: unknown): boolean {
  if (typeof value !== "object" || value === null || typeof Reflect.get(value, "schema") !== "object") return false;
  const isRight = (name: string, isOptional: boolean): boolean => {
    const handler: unknown = Reflect.get(value, name);
    return typeof handler === "function" || (isOptional && handler === undefined);
  };
  const needed = ["create", "read", "delete"].every((name) => isRight(name, false));
  return needed && ["update", "list"].every((name) => isRight(name, true));
}
