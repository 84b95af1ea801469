// Loads a stackyard.config.ts.

import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic } from "../../kernel/diagnostics.ts";
import type { PositionOf } from "./config-positions.ts";
import type { SystemConfig } from "./define-system.ts";
import { loadModule } from "./load-module.ts";
import type { LoadModuleOptions, ModuleKind } from "./load-module.ts";

const CONFIG_FILES = ["stackyard.config.ts", "stackyard.config.mts", "stackyard.config.mjs", "stackyard.config.js"];

/** The configuration's file in a folder, if it has one. */
export function findConfig(directory: string): string | undefined {
  return CONFIG_FILES.map((name) => join(directory, name)).find((path) => existsSync(path));
}

/** A configuration as it was exported, which nobody has checked yet. */
export interface LoadedConfig {
  readonly config: SystemConfig;
  readonly positionOf: PositionOf;
}

/** A configuration that was inferred, and what was found on the way. */
export interface InferredConfig extends LoadedConfig {
  readonly diagnostics: readonly Diagnostic[];
}

const CONFIGURATION: ModuleKind = {
  noDefault: {
    code: "CONFIG_NO_DEFAULT_EXPORT",
    summary: "The configuration exports no system.",
    detail: 'End it with "export default defineSystem({ name: ... })".',
  },
  throws: { code: "CONFIG_THROWS", summary: "The configuration fails while it runs." },
};

/** Imports a configuration, which messages call `shownAs`. Throws a DiagnosticsError with file and line if it cannot be read or fails. */
export async function loadConfig(
  file: string,
  shownAs: string,
  options: LoadModuleOptions = {},
): Promise<LoadedConfig> {
  const { value, positionOf } = await loadModule(file, shownAs, CONFIGURATION, options);
  return { config: value as SystemConfig, positionOf };
}
